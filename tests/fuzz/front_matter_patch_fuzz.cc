// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a file whose front matter the server changes: what it returns has the key as asked
// for, and every other byte where it was.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/front_matter_patch.h"
#include "tests/fuzz/article_invariants.h"

namespace {

using aplomb::patch_front_matter;
using Value = std::optional<std::string_view>;

constexpr std::array<std::string_view, 4> kKeys{"confidence", "last_reviewed", "aliases", "title"};
constexpr std::array<Value, 4> kValues{"archived", "2026-01-10", "[a, b-c]", std::nullopt};

/// Two fences with their line ends, a colon, a blank and a line end.
constexpr std::size_t kAroundAnEntry = 14;

void require(bool holds) {
  if (!holds) std::abort();
}

/// How many bytes of `after` stand between what it begins and what it ends with as `before` does.
std::size_t changed_bytes(std::string_view before, std::string_view after) {
  const auto shorter = std::min(before.size(), after.size());
  std::size_t begin = 0, end = 0;
  while (begin < shorter && before[begin] == after[begin]) ++begin;
  while (end < shorter - begin && before[before.size() - 1 - end] == after[after.size() - 1 - end])
    ++end;
  return after.size() - begin - end;
}

std::string body_of(const std::string& file) {
  const auto read = aplomb::read_article("folder/file.md", file, {});
  aplomb::check_article(read, file);
  return read.article ? read.article->full.html : std::string();
}

void check(const std::string& file, std::string_view key, Value value) {
  const auto patched = patch_front_matter(file, key, value);
  if (!patched) {
    const auto code = patched.error().code;
    require(code == aplomb::Code::kConflict || code == aplomb::Code::kInvalidArgument);
    return;
  }
  require(changed_bytes(file, *patched) <=
          (value ? key.size() + value->size() + kAroundAnEntry : 0));
  const auto again = patch_front_matter(*patched, key, value);
  require(again.has_value());
  const bool may_comment = value && value->find('#') != value->npos;  // one more each time
  require(may_comment || *again == *patched);
  // A heading that says the title, too, is no part of the page.
  require(key == "title" || body_of(*patched) == body_of(file));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const auto key = kKeys.at(data[0] % kKeys.size());
  const auto value = kValues.at(data[0] / kKeys.size() % kValues.size());
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  check(bytes, key, value);
  check("---\n" + bytes + "\n---\n\n# Heading\n\nText.\n", key, value);
  // The first line as a value, which may be anything.
  const auto line = std::string_view(bytes).substr(0, bytes.find('\n'));
  check(bytes, key, line);
  // A text in quotes is always one line of YAML.
  const auto quoted = aplomb::yaml_quoted(line);
  check("---\ntitle: A\n---\n" + bytes, "reason", quoted);
  require(patch_front_matter("Text.\n", "reason", quoted).has_value());
  return 0;
}
