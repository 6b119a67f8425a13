// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "indexer/document.h"
#include "indexer/links.h"
#include "indexer/outline.h"
#include "indexer/reader_view.h"

namespace aplomb {

/// Writes the document as one reader sees it, as HTML that is safe to embed: everything that came
/// from the file is escaped, links go only where `links` lets them.
[[nodiscard]] std::string write_html(const Document& document, const Outline& outline,
                                     const ReaderView& view, const Links& links);

}  // namespace aplomb
