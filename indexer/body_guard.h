// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "indexer/finding_log.h"

namespace aplomb {

/// Disarms what would cost the Markdown parser far more than its length, by putting backslashes
/// before marks, which then show as themselves; nothing is lost and no line changes its number:
///   - containers nested more than 24 marks or 96 columns deep on one line,
///   - delimiter rows of tables with more than 200 columns, or of tables whose short rows the
///     parser would fill up with 100,000 empty cells, or the 64th of one paragraph.
/// Also keeps `[!INTERNAL]: text` from being read as a link's definition, which would make an
/// audience mark vanish.
/// What would make more than about 1,500,000 nodes (some 350 MiB) is cut off and given back: it
/// is to be shown as it is written.
[[nodiscard]] std::string guard_body(std::string& body, int first_line, FindingLog& log);

/// The same for the text of one block, whose cost grows with the square of the marks in it: from
/// the 2,000th mark or line on they are disarmed. True when there were that many.
[[nodiscard]] bool guard_inline(std::string_view content, std::string& guarded);

}  // namespace aplomb
