// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cost.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::TempIndex;
using test::value_of;

/// Words that stand in as many passages as the test says.
class Counted final : public Vocabulary {
 public:
  explicit Counted(std::map<std::string, std::size_t> counts) : counts_(std::move(counts)) {}
  [[nodiscard]] std::vector<Word> beginning_with(std::string_view, std::size_t,
                                                 bool) const override {
    return {};
  }
  [[nodiscard]] std::size_t frequency(const std::string& term) const override {
    const auto found = counts_.find(term);
    return found == counts_.end() ? 0 : found->second;
  }
  [[nodiscard]] const std::vector<std::string>& languages() const override { return languages_; }

 private:
  std::map<std::string, std::size_t> counts_;
  std::vector<std::string> languages_{"en"};
};

Group group(const std::string& word, bool function_word = false) {
  using Via = Alternative::Via;
  Group group;
  group.word = word;
  group.function_word = function_word;
  group.alternatives = {{"Z" + word, 1, Via::kStem, 0, {}}, {word, 0.2, Via::kExact, 0, {}}};
  return group;
}

Plan plan(std::vector<Group> groups) {
  Plan plan;
  plan.groups = std::move(groups);
  return plan;
}

const Counted kWords({{"Zthe", 900}, {"the", 900}, {"Zcard", 300}, {"card", 200}, {"Zescrow", 5}});

TEST(CostTest, IsWhatPostingListsHold) {
  EXPECT_EQ(cost_of(plan({group("the", true), group("card")}), kWords), 2300U);
}

TEST(CostTest, APhraseCostsItsRarestWordSeveralTimes) {
  Plan query = plan({group("card")});
  query.groups[0].alternatives = {{"card the", 0.8, Alternative::Via::kSplit, 0, {"card", "the"}}};
  EXPECT_EQ(cost_of(query, kWords), 1000U);
}

TEST(CostTest, WhatFitsStaysAsItIs) {
  Plan query = plan({group("the", true), group("card")});
  EXPECT_TRUE(bound_cost(query, kWords, 2300).empty());
  EXPECT_EQ(query.groups[1].alternatives.size(), 2U);
}

TEST(CostTest, WhatOnlyAddsToAWordGoesFirstAndIsNotWorthAWord) {
  Plan query = plan({group("the", true), group("card")});
  EXPECT_TRUE(bound_cost(query, kWords, 1300).empty());
  EXPECT_EQ(query.groups.size(), 2U);
  EXPECT_LE(cost_of(query, kWords), 1300U);
}

TEST(CostTest, ThenFunctionWordsThenTheCommonestAndEachIsNamed) {
  Plan query = plan({group("card"), group("the", true), group("escrow")});
  const auto limited = bound_cost(query, kWords, 400);
  ASSERT_EQ(limited.size(), 1U);
  EXPECT_EQ(limited[0].find("the"), 0U);
  EXPECT_EQ(bound_cost(query, kWords, 10).size(), 1U);
  ASSERT_EQ(query.groups.size(), 1U);
  EXPECT_EQ(query.groups[0].word, "escrow");
}

TEST(CostTest, OneWordAlwaysStays) {
  Plan query = plan({group("the", true)});
  EXPECT_TRUE(bound_cost(query, kWords, 1).empty());
  EXPECT_EQ(query.groups.size(), 1U);
}

TEST(CostTest, WhateverIsTypedIsAnsweredOrRefusedClearly) {
  const TempIndex index{article("a").title("Refund").body("It is on the way, and that is that.")};
  std::string words, stop_words;
  for (int i = 0; i < 1000; ++i) words += "word" + std::to_string(i) + " ";
  for (int i = 0; i < 500; ++i) stop_words += "the of and ";
  using namespace std::string_literals;
  for (const std::string& text :
       {words, stop_words, std::string(8000, 'a'), "* ? ** %"s, "\U0001F600\U0001F600"s,
        "re\0fund"s, "\x01\x02\x7F"s, "\u202Erefund\u202C \u2066x\u2069"s, "\xFF\xFE\xC0"s,
        "\"\"\"\"\" - -- :: AND NOT OR ( ) [ ]"s, std::string(2000, '"')}) {
    SearchRequest request;
    request.text = text;
    const auto page = index.searcher().search(request);
    EXPECT_TRUE(page.has_value()) << text.substr(0, 40);
  }
  SearchRequest request;
  request.text = std::string(kMaxQueryBytes + 1, 'a');
  const auto refused = index.searcher().search(request);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Code::kInvalidArgument);
}

}  // namespace
}  // namespace aplomb
