// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as an article, and the first of them as aplomb.yaml: whatever they are, each finding
// breaks a rule that there is, on a line that the file has, and can be shown.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "indexer/check/examine.h"
#include "indexer/text.h"

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string_view yaml = bytes.substr(0, bytes.find("\n---\n", 1));
  aplomb::FindingLog log("aplomb.yaml");
  aplomb::CheckSettings settings = aplomb::read_check_settings(yaml, log);
  settings.internal_words.push_back({"help-now", ""});
  auto examined = aplomb::examine("folder/file.md", bytes, {}, settings);
  if (examined.article) {
    const std::filesystem::path nowhere = "/nonexistent";
    for (auto& finding :
         aplomb::judge_among(examined.facts, aplomb::FolderAround(nowhere, nullptr)))
      examined.findings.push_back(std::move(finding));
    const auto share = aplomb::share_of_words(examined.facts.shingles,
                                              aplomb::sorted_hashes(examined.facts.shingles));
    expect(share == 1 || examined.facts.shingles.words == 0);
  }
  // '\r' ends a line, too
  const auto lines =
      std::count_if(bytes.begin(), bytes.end(), [](char c) { return c == '\n' || c == '\r'; }) + 1;
  for (const aplomb::Finding& finding : examined.findings) {
    expect(aplomb::find_rule(finding.rule).has_value());
    expect(finding.line >= 0 && finding.line <= lines);
    expect(!aplomb::find_invalid_utf8(finding.message) && !aplomb::find_invalid_utf8(finding.hint));
  }
  settings.apply(examined.findings);
  return 0;
}
