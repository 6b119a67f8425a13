// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "indexer/document.h"
#include "indexer/links.h"
#include "indexer/reader_view.h"

namespace aplomb {

/// Writes what `view` shows as CommonMark with GitHub's extensions. Audience marks are gone, alerts
/// stay alerts, links lead where `links` lets them. What text could be mistaken for a mark is
/// escaped.
[[nodiscard]] std::string write_markdown(const Document& document, const ReaderView& view,
                                         const Links& links);

}  // namespace aplomb
