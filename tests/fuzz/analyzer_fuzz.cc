// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/analyzer.h"
#include "engine/stemmer.h"
#include "engine/unicode.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static aplomb::Stemmer stemmer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::size_t positions = 0;  // so far
  for (const aplomb::Token& token : aplomb::analyze(text)) {
    require(!token.form.empty() && token.form.size() <= aplomb::kMaxFormBytes);
    require(token.begin < token.end && token.end <= text.size());
    require(token.position <= positions);
    if (token.position == positions) ++positions;
    // what is indexed is what a query for it looks for
    require(aplomb::to_valid_utf8(token.form) == token.form);
    if (token.letters_only) require(!stemmer.stem(token.form, "en").empty());
  }
  require(aplomb::fold(aplomb::fold(text)).size() <= 64 * size);
  return 0;
}
