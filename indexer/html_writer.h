// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "indexer/document.h"
#include "indexer/outline.h"
#include "indexer/reader_view.h"

namespace aplomb {

/// Writes the document as one reader sees it, as HTML that is safe to embed: everything that came
/// from the file is escaped, links go only where link_target lets them. `path` is the article's,
/// for its relative links.
[[nodiscard]] std::string write_html(const Document& document, const Outline& outline,
                                     const ReaderView& view, std::string_view path);

}  // namespace aplomb
