// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <string>

#include "indexer/check/settings.h"

namespace aplomb {
namespace {

using Severity = Finding::Severity;

struct Read {
  CheckSettings settings;
  std::vector<Finding> findings;
};

Read read(std::string_view bytes) {
  FindingLog log("aplomb.yaml");
  Read result{read_check_settings(bytes, log), {}};
  result.findings = log.take();
  return result;
}

TEST(CheckSettingsTest, ARuleCountsAsItIsSetAndTheNearestFolderDecides) {
  const auto [settings, findings] = read(
      "check:\n"
      "  rules: {missing-owner: off, broken-link: error}\n"
      "  folders:\n"
      "    legacy/: {broken-link: note, missing-owner: warning}\n"
      "    legacy/old: {broken-link: Off}\n");
  EXPECT_TRUE(findings.empty());
  EXPECT_FALSE(settings.severity_of(Rule::kMissingOwner, "a.md"));
  EXPECT_EQ(settings.severity_of(Rule::kBrokenLink, "a.md"), Severity::kError);
  EXPECT_EQ(settings.severity_of(Rule::kBrokenLink, "legacy/a.md"), Severity::kNote);
  EXPECT_FALSE(settings.severity_of(Rule::kBrokenLink, "legacy/old/a.md"));
  EXPECT_EQ(settings.severity_of(Rule::kMissingOwner, "legacy/old/a.md"), Severity::kWarning)
      << "the folder above says something of it, and the nearest does not";
  EXPECT_EQ(settings.severity_of(Rule::kBrokenLink, "legacy-not/a.md"), Severity::kError);
  EXPECT_EQ(settings.severity_of(Rule::kExpired, "a.md"), Severity::kNote) << "its own";
}

TEST(CheckSettingsTest, WhatIsWrongIsToldByLineAndLeftOut) {
  const auto [settings, findings] = read(
      "check:\n"
      "  rules:\n"
      "    no-such-rule: off\n"
      "    broken-link: loud\n"
      "    unreadable-file: off\n"
      "    expired: off\n"
      "  folder: {}\n"
      "  folders: [legacy]\n"
      "  allowed: [{a: b}, help@ourshop.eu]\n");
  ASSERT_EQ(findings.size(), 6U);
  const int lines[] = {3, 4, 5, 7, 8, 9};
  for (std::size_t i = 0; i < findings.size(); ++i) {
    EXPECT_EQ(findings[i].rule, "check-setting");
    EXPECT_EQ(findings[i].line, lines[i]) << findings[i].message;
  }
  EXPECT_FALSE(settings.severity_of(Rule::kExpired, "a.md"));
  EXPECT_EQ(settings.severity_of(Rule::kBrokenLink, "a.md"), Severity::kWarning);
  EXPECT_EQ(settings.severity_of(Rule::kUnreadableFile, "a.md"), Severity::kRefused);
  EXPECT_EQ(settings.allowed, std::vector<std::string>{"help@ourshop.eu"});
}

TEST(CheckSettingsTest, InternalWordsAreWordsOrGroups) {
  const auto [settings, findings] =
      read("internal_words:\n  - Kestrel\n  - {word: tier 2, say: a specialist}\n  - {say: x}\n");
  ASSERT_EQ(settings.internal_words.size(), 2U);
  EXPECT_EQ(settings.internal_words[0].word, "Kestrel");
  EXPECT_EQ(settings.internal_words[1].say, "a specialist");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].line, 4);
}

TEST(CheckSettingsTest, AFileThatIsNoYamlSetsNothing) {
  for (const char* bytes : {"", "check: [", "check: 1", "\xFF", "- list", "internal_words: x"})
    EXPECT_TRUE(read(bytes).settings.rules.empty()) << bytes;
}

}  // namespace
}  // namespace aplomb
