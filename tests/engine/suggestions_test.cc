// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::TempIndex;
using test::value_of;

std::vector<std::string> suggest(const TempIndex& index, const std::string& text,
                                 Audience reader = Audience::kInternal) {
  std::vector<std::string> texts;
  for (const Suggestion& suggestion : value_of(index.searcher(reader).suggest(text, 8)))
    texts.push_back(suggestion.text);
  return texts;
}

using Texts = std::vector<std::string>;

TEST(SuggestTest, TitlesThatBeginSoComeBeforeThoseThatContainIt) {
  const TempIndex index{article("a").title("The refund of a deposit"),
                        article("b").title("Refunds that are late")};
  EXPECT_EQ(suggest(index, "refu"), (Texts{"Refunds that are late", "The refund of a deposit"}));
}

TEST(SuggestTest, SymptomsAreSuggestedInTheCallersWords) {
  const TempIndex index{article("a").title("Late refund").with([](Article& a) {
    a.symptoms = {"my money has not come back"};
  })};
  EXPECT_EQ(suggest(index, "my mon"), (Texts{"my money has not come back"}));
}

TEST(SuggestTest, EveryTypedWordMustFit) {
  const TempIndex index{article("a").title("Late refund"), article("b").title("Late delivery")};
  EXPECT_EQ(suggest(index, "late del"), (Texts{"Late delivery"}));
  EXPECT_TRUE(suggest(index, "late xyz").empty());
  EXPECT_TRUE(suggest(index, "").empty());
}

TEST(SuggestTest, OneLetterAndOneCharacterAreEnough) {
  const TempIndex index{article("a").title("Zebra"), article("b").title("予定表の共有")};
  EXPECT_EQ(suggest(index, "z"), (Texts{"Zebra"}));
  EXPECT_EQ(suggest(index, "予定"), (Texts{"予定表の共有"}));
}

TEST(SuggestTest, CustomersAreSuggestedNothingInternal) {
  const TempIndex index{article("a").title("Refund fraud score").body("x"),
                        article("b").title("Refund times").customer("x")};
  EXPECT_EQ(suggest(index, "refund", Audience::kCustomer), (Texts{"Refund times"}));
}

}  // namespace
}  // namespace aplomb
