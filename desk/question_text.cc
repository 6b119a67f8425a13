// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/question_text.h"

#include "engine/masking.h"
#include "engine/unicode.h"

namespace aplomb::desk {

std::string question_text(std::string_view typed, std::size_t max_bytes) {
  const std::string masked = mask_personal(typed);
  std::string text;
  bool between = false;
  for (std::size_t at = 0; at < masked.size();) {
    const CodePoint next = decode(masked, at);
    at += next.bytes;
    if (classify(next.value) == CharClass::kOther) {
      between = true;
      continue;
    }
    if (between && !text.empty()) text += ' ';
    between = false;
    append_folded(text, next.value);
  }
  // once more: digits of other shapes are digits by now
  const std::string again = mask_personal(text);
  return std::string(utf8_prefix(again, max_bytes));
}

}  // namespace aplomb::desk
