// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/readers.h"
#include "engine/record.h"
#include "engine/searcher.h"

/// Reading whole articles out of one reader's database. All throw what Xapian throws.
namespace aplomb {

/// The error for stored bytes that do not read back.
[[nodiscard]] tl::unexpected<Error> damaged_record(std::string_view what);

/// Whether a page may have so many. Errors: kInvalidArgument (not in 1..kMaxLimit).
[[nodiscard]] Result<void> check_limit(std::size_t limit);

/// The article whose first passage has the term; absent when none has that this reader may know.
[[nodiscard]] std::optional<ArticleId> article_with(const Reader& reader, const std::string& term);

/// An article's record, by whatever id this reader may call it. Errors: kNotFound, kDamaged.
[[nodiscard]] Result<record::ArticleRecord> record_in(Reader& reader, const ArticleId& id);

[[nodiscard]] Result<StoredArticle> article_in(Reader& reader, const ArticleId& id);
[[nodiscard]] Result<ArticleId> customers_id_in(Reader& reader, const ArticleId& id);
[[nodiscard]] Result<ArticleId> find_path_in(Reader& reader, std::string_view path);
[[nodiscard]] Result<ArticleId> find_link_in(Reader& reader, std::string_view name);
[[nodiscard]] Result<std::string> find_file_in(Reader& reader, std::string_view name);
[[nodiscard]] Result<std::optional<StandingCounts>> standing_counts_in(Reader& reader);
[[nodiscard]] Result<Listing> list_in(Reader& reader, const ListRequest& request);

}  // namespace aplomb
