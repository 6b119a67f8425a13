// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/rules.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace aplomb {
namespace {

std::string_view word_of(Finding::Severity severity) {
  switch (severity) {
    case Finding::Severity::kNote:
      return "note";
    case Finding::Severity::kWarning:
      return "warning";
    case Finding::Severity::kError:
      return "error";
    case Finding::Severity::kRefused:
      return "refused";
  }
  return "";
}

TEST(RulesTest, EachRuleStandsInItsPlaceUnderANameOfItsOwn) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kRules.size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(kRules[i].rule), i) << kRules[i].name;
    EXPECT_TRUE(names.insert(kRules[i].name).second) << kRules[i].name;
    EXPECT_EQ(kRules[i].name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string::npos);
    EXPECT_EQ(find_rule(kRules[i].name), kRules[i].rule);
  }
  EXPECT_FALSE(find_rule("no-such-rule"));
  EXPECT_FALSE(find_rule(""));
}

TEST(RulesTest, TheDocumentationListsExactlyTheseRules) {
  std::ifstream file(APLOMB_SOURCE_DIR "/docs/check.md", std::ios::binary);
  std::string page{std::istreambuf_iterator<char>(file), {}};
  const std::size_t begin = page.find("## The rules"), end = page.find("\n## Settings");
  ASSERT_LT(begin, end);
  page = page.substr(begin, end - begin);
  std::size_t at = 0;
  for (const RuleInfo& rule : kRules) {
    const std::string row = "| `" + std::string(rule.name) + "` | " +
                            std::string(word_of(rule.severity)) + " | " +
                            std::string(rule.meaning) + " |";
    const std::size_t found = page.find(row);
    EXPECT_NE(found, std::string::npos) << row;
    EXPECT_GE(found, at) << "in the order of the table: " << row;
    at = found == std::string::npos ? at : found;
  }
  std::size_t rows = 0;
  for (std::size_t row = page.find("\n| `"); row != std::string::npos;
       row = page.find("\n| `", row + 1))
    ++rows;
  EXPECT_EQ(rows, kRules.size());
}

}  // namespace
}  // namespace aplomb
