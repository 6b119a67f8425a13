// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a whole file; and between them and some more of them, an internal block whose text
// no customer may ever see.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/article_invariants.h"

namespace {

constexpr const char* kCanary = "KANARY";

/// A block that is internal wherever it stands: empty lines and a heading of its own keep what
/// the fuzzer wrote from reaching into it, unless that opens code or raw HTML, which have no
/// blocks inside.
std::string with_internal_block(std::string_view before, std::string_view after) {
  return "---\naudience: customer\n---\n" + std::string(before) + "\n\n> [!INTERNAL]\n> " +
         kCanary + "\n\n" + std::string(after);
}

bool may_open_code_or_html(std::string_view text) {
  return text.find("```") != std::string_view::npos || text.find("~~~") != std::string_view::npos ||
         text.find('<') != std::string_view::npos || text.find("{%") != std::string_view::npos;
}

/// Whether the text could spell the canary by itself once its markup is taken away.
bool may_spell_canary(std::string_view text) {
  std::string_view left = kCanary;
  for (const char c : text)
    if (!left.empty() && c == left.front()) left.remove_prefix(1);
  return left.empty();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto read = aplomb::read_article("folder/file.md", bytes, {});
  aplomb::check_article(read, bytes);

  const std::string_view before = bytes.substr(0, size / 2);
  if (may_open_code_or_html(before) || may_spell_canary(bytes)) return 0;
  const auto marked = aplomb::read_article("folder/file.md",
                                           with_internal_block(before, bytes.substr(size / 2)), {});
  if (marked.article) aplomb::check_nothing_leaks(*marked.article, kCanary);
  return 0;
}
