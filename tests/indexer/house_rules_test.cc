// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/house_rules.h"

#include <gtest/gtest.h>

#include "tests/support/temp_dir.h"

namespace aplomb {
namespace {

struct Read {
  HouseRules rules;
  std::vector<Finding> findings;
};

Read read(std::string_view yaml) {
  FindingLog log("aplomb.yaml");
  auto rules = HouseRules::read(yaml, log);
  return {std::move(rules), log.take()};
}

constexpr std::string_view kDepartments =
    "departments:\n  - {id: pay, name: Payments, edit: own}\n  - {id: care, name: Care}\n";

TEST(HouseRulesTest, WithoutAWordNothingIsAsked) {
  for (const char* const yaml : {"", "no_typo: [fold]", "publishing: {second_person: false}"}) {
    const auto [rules, findings] = read(yaml);
    EXPECT_FALSE(rules.needs_second_person("a.md", "payments")) << yaml;
    EXPECT_FALSE(rules.keeps_to_itself("payments")) << yaml;
    EXPECT_TRUE(findings.empty()) << yaml;
  }
}

TEST(HouseRulesTest, ASecondPersonIsAskedForEverywhere) {
  const auto rules = read("publishing: {second_person: true}").rules;
  EXPECT_TRUE(rules.needs_second_person("a.md", ""));
}

TEST(HouseRulesTest, OrForSomeDepartmentsAndFolders) {
  const auto [rules, findings] =
      read(std::string(kDepartments) + "publishing: {second_person: [Pay, /Policies/legal/]}\n");
  EXPECT_TRUE(findings.empty());
  EXPECT_TRUE(rules.needs_second_person("a.md", "pay"));
  EXPECT_TRUE(rules.needs_second_person("a.md", "payments")) << "by its name";
  EXPECT_TRUE(rules.needs_second_person("policies/legal/a.md", ""));
  EXPECT_TRUE(rules.needs_second_person("policies/legal/deep/a.md", "care"));
  EXPECT_FALSE(rules.needs_second_person("policies/legally/a.md", "care"));
  EXPECT_FALSE(rules.needs_second_person("policies/a.md", ""));
}

TEST(HouseRulesTest, ADepartmentKeepsItsArticlesToItself) {
  const auto rules = read(kDepartments).rules;
  EXPECT_EQ(rules.keeps_to_itself("pay"), "Payments");
  EXPECT_EQ(rules.keeps_to_itself("PAYMENTS"), "Payments");
  EXPECT_FALSE(rules.keeps_to_itself("care"));
  EXPECT_FALSE(rules.keeps_to_itself("unheard of"));
  EXPECT_FALSE(rules.keeps_to_itself(""));
}

TEST(HouseRulesTest, ADepartmentIsTheSameByIdAndName) {
  const auto rules = read(kDepartments).rules;
  EXPECT_TRUE(rules.same_department("pay", "payments"));
  EXPECT_TRUE(rules.same_department("Sales", "sales"));
  EXPECT_FALSE(rules.same_department("pay", "care"));
  EXPECT_FALSE(rules.same_department("pay", "sales"));
  EXPECT_FALSE(rules.same_department("", "")) << "who has none is of no department";
}

TEST(HouseRulesTest, WhatIsNotUnderstoodFailsClosed) {
  for (const char* const yaml :
       {"publishing: yes", "publishing: {second_person: perhaps}",
        "publishing: {second_person: {a: b}}", "publishing: {second_person: [[a]]}"}) {
    const auto [rules, findings] = read(yaml);
    EXPECT_TRUE(rules.needs_second_person("a.md", "")) << yaml;
    EXPECT_EQ(findings.size(), 1U) << yaml;
  }
  for (const char* const yaml :
       {"departments: pay", "departments: [pay]", "departments: [{id: pay, edit: ours}]"}) {
    const auto [rules, findings] = read(yaml);
    EXPECT_TRUE(rules.keeps_to_itself("pay")) << yaml;
    EXPECT_EQ(findings.size(), 1U) << yaml;
  }
}

TEST(HouseRulesTest, ABrokenFileAsksForEverything) {
  for (const std::string_view yaml : {"a: [", "\xff", "- list"}) {
    const auto rules = read(yaml).rules;
    EXPECT_TRUE(rules.needs_second_person("a.md", "")) << yaml;
    EXPECT_TRUE(rules.keeps_to_itself("pay")) << yaml;
  }
}

TEST(HouseRulesTest, UnknownKeysAreFindings) {
  const auto [rules, findings] =
      read("publishing: {second_persons: true}\ndepartments: [{id: pay, edits: own}]");
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].line, 1);
  EXPECT_EQ(findings[1].line, 2);
}

TEST(HouseRulesTest, TheFileIsReadAsItIsNow) {
  const test::TempDir folder;
  EXPECT_FALSE(HouseRules::of(folder.path()).needs_second_person("a.md", ""));
  folder.write("aplomb.yaml", "publishing: {second_person: true}");
  EXPECT_TRUE(HouseRules::of(folder.path()).needs_second_person("a.md", ""));
}

TEST(HouseRulesTest, AFileThatCannotBeReadAsksForEverything) {
  const test::TempDir folder;
  std::filesystem::create_directory(folder.path() / "aplomb.yaml");
  EXPECT_TRUE(HouseRules::of(folder.path()).needs_second_person("a.md", ""));
  EXPECT_TRUE(HouseRules::of(folder.path()).keeps_to_itself("pay"));
}

}  // namespace
}  // namespace aplomb
