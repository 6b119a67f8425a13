// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the front matter of an article, in YAML or TOML.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/article_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const char* fence : {"---\n", "+++\n"}) {
    const std::string file = fence + std::string(bytes) + '\n' + fence + "\n# Heading\n\nText.\n";
    const auto read = aplomb::read_article("folder/de-DE/file.md", file, {});
    aplomb::check_article(read, file);
  }
  return 0;
}
