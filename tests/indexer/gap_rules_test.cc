// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/gap_rules.h"

#include <gtest/gtest.h>

namespace aplomb {
namespace {

struct Read {
  GapRules rules;
  std::vector<Finding> findings;
};

Read read(std::string_view yaml) {
  FindingLog log("aplomb.yaml");
  auto rules = GapRules::read(yaml, log);
  return {std::move(rules), log.take()};
}

TEST(GapRulesTest, WithoutAWordItIsFourOpeningHoursAndNobodys) {
  for (const char* const yaml : {"", "no_typo: [fold]", "gaps: {}", "{ broken"}) {
    const auto rules = read(yaml).rules;
    EXPECT_EQ(rules.within(), (Within{4, Within::Unit::kHours})) << yaml;
    EXPECT_EQ(rules.owner_of("payments"), "") << yaml;
    EXPECT_NE(rules.hold("").find("the right answer"), std::string::npos) << yaml;
    EXPECT_NE(rules.hold("de").find("richtige Antwort"), std::string::npos) << yaml;
  }
}

TEST(GapRulesTest, TheHouseSaysInWhatTimeAndInWhatWords) {
  const auto [one, none] = read("gaps: {within: 2 working days, hold: One moment.}");
  EXPECT_EQ(one.within(), (Within{2, Within::Unit::kWorkingDays}));
  EXPECT_EQ(one.hold("de"), "One moment.");
  EXPECT_TRUE(none.empty());

  const auto rules = read("gaps: {hold: {en: One moment., fr: Un instant.}}").rules;
  EXPECT_EQ(rules.hold("fr"), "Un instant.");
  EXPECT_EQ(rules.hold("it"), "One moment.");
  EXPECT_NE(rules.hold("de").find("richtige Antwort"), std::string::npos);
}

TEST(GapRulesTest, ADepartmentsOwnerIsKnownByItsIdAndItsName) {
  const auto rules =
      read(
          "default_owner: coaching-kb\ndepartments:\n"
          "  - {id: payments, name: Payments and refunds, owner: payments-kb}\n  - {id: care}\n")
          .rules;
  EXPECT_EQ(rules.owner_of("payments"), "payments-kb");
  EXPECT_EQ(rules.owner_of(" PAYMENTS  and refunds"), "payments-kb");
  EXPECT_EQ(rules.owner_of("care"), "coaching-kb");
  EXPECT_EQ(rules.owner_of("elsewhere"), "coaching-kb");
  EXPECT_EQ(rules.owner_of(""), "coaching-kb");
}

TEST(GapRulesTest, WhatCannotBeTakenIsSaid) {
  for (const char* const yaml : {"gaps: soon", "gaps: {within: soon}", "gaps: {withn: 4 hours}",
                                 "gaps: {hold: [a]}", "gaps: {hold: {klingon: a}}"}) {
    const auto [rules, findings] = read(yaml);
    EXPECT_EQ(findings.size(), 1U) << yaml;
    EXPECT_EQ(rules.within(), (Within{4, Within::Unit::kHours})) << yaml;
  }
}

}  // namespace
}  // namespace aplomb
