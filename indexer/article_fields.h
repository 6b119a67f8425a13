// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "engine/article.h"
#include "indexer/article_reader.h"
#include "indexer/field_tree.h"

namespace aplomb {

inline constexpr std::size_t kMaxTitleLength = 300;  // code points

/// Fills what front matter says about `article`, in our words and in those of Jekyll, Hugo,
/// Docusaurus and Microsoft Learn. `article.path` is set before. The title stays empty when front
/// matter has none. Of broken front matter `audience: customer` is not believed.
void fill_fields(const FieldTree& fields, const ReadOptions& options, FindingLog& log,
                 Article& article);

/// Where the queries among them stand.
[[nodiscard]] QueryLines lines_of_queries(const FieldTree& fields);

/// A title's or heading's text as a reader sees it: entities decoded, Markdown marks, tags and
/// Liquid gone, on one line, at most kMaxTitleLength long.
[[nodiscard]] std::string plain_title(std::string_view text);

/// `payments/refund_late.md` becomes "Refund late"; `payments/index.md`, "Payments".
[[nodiscard]] std::string title_from_path(std::string_view path);

/// `de` of `de`, `de-DE`, `de_AT` or `de-DE.UTF-8`; empty when it is none.
[[nodiscard]] std::string language_of(std::string_view text);

}  // namespace aplomb
