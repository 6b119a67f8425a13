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

/// A suggestion as it is shown: `[ref]unds that are late`.
std::string shown(const TempIndex& index, const std::string& text) {
  const auto suggestions = value_of(index.searcher().suggest(text, 8));
  std::string all;
  if (!suggestions.empty())
    for (const Fragment& fragment : suggestions.front().marked)
      all += fragment.match ? "[" + fragment.text + "]" : fragment.text;
  return all;
}

TEST(SuggestTest, WhatWasTypedIsMarked) {
  const TempIndex index{article("a").title("The Straße to Zürich"),
                        article("b").title("VPN & <b>")};
  EXPECT_EQ(shown(index, "zur"), "The Straße to [Zür]ich");
  EXPECT_EQ(shown(index, "the strasse t"), "[The] [Straße] [t]o Zürich");
  EXPECT_EQ(shown(index, "vp"), "[VP]N & <b>");
  EXPECT_EQ(shown(index, "zurihc"), "The Straße to [Zürich]");
}

TEST(SuggestTest, ASignWithinAWordIsMarkedWithItsLetters) {
  const TempIndex index{article("a").title("I don’t know").body("It shows ERR-22-33.")};
  EXPECT_EQ(shown(index, "dont"), "I [don’t] know");
  EXPECT_EQ(shown(index, "don't"), "I [don’t] know");
  EXPECT_EQ(shown(index, "don"), "I [don]’t know");
  EXPECT_EQ(shown(index, "err-22-3"), "[ERR-22-3]3");
}

TEST(SuggestTest, AMisspeltWordStillSuggests) {
  const TempIndex index{article("a").title("Refund of a deposit"), article("b").title("Delivery")};
  EXPECT_EQ(suggest(index, "refnd dep"), (Texts{"Refund of a deposit"}));
  EXPECT_EQ(suggest(index, "refund depsoi"), (Texts{"Refund of a deposit"}));
}

TEST(SuggestTest, WhatFitsAsTypedComesBeforeWhatWasCorrected) {
  const TempIndex index{article("a").title("Cart"), article("b").title("Card")};
  EXPECT_EQ(suggest(index, "cart"), (Texts{"Cart"}));
}

TEST(SuggestTest, AHeadingLeadsToItsPlace) {
  const TempIndex index{article("a").title("Router").body("Hold it.", "Factory reset")};
  const auto suggestions = value_of(index.searcher().suggest("factory r", 8));
  ASSERT_EQ(suggestions.size(), 1U);
  EXPECT_EQ(suggestions[0].source, Suggestion::Source::kHeading);
  EXPECT_EQ(suggestions[0].anchor, "factory-reset");
  EXPECT_EQ(suggestions[0].title, "Router");
}

TEST(SuggestTest, AHeadingOfManyArticlesIsSuggestedOnce) {
  const TempIndex index{article("a").title("One").body("x", "Resolution"),
                        article("b").title("Two").body("x", "Resolution")};
  EXPECT_EQ(suggest(index, "reso"), (Texts{"Resolution"}));
}

TEST(SuggestTest, CodesAreSuggestedAsTheyAreSpelt) {
  const TempIndex index{article("a").title("Hub").body("It shows ERR-4012 on errors.", "Lamp")};
  for (const char* typed : {"err", "err-40", "ERR40", "err4012"})
    EXPECT_EQ(suggest(index, typed), (Texts{"ERR-4012"})) << typed;
  EXPECT_EQ(shown(index, "err40"), "[ERR-40]12");
  EXPECT_EQ(value_of(index.searcher().suggest("err40", 8))[0].anchor, "lamp");
}

TEST(SuggestTest, NoRoadLeadsCustomersToAnInternalWord) {
  const TempIndex index{article("a")
                            .title("Refund times")
                            .customer("For you.", "Times")
                            .body("zyxwvut ERR-4012", "Quarantine"),
                        article("b").title("Secretive")};
  for (const char* typed : {"quar", "quarantine", "quarantnie", "secr", "secretvie", "zyxw",
                            "zyxwvtu", "err", "err4012"})
    EXPECT_EQ(suggest(index, typed, Audience::kCustomer), Texts{}) << typed;
  EXPECT_EQ(suggest(index, "quarantnie"), (Texts{"Quarantine"}));
}

TEST(SuggestTest, CustomersAreSuggestedNothingInternal) {
  const TempIndex index{article("a").title("Refund fraud score").body("x"),
                        article("b").title("Refund times").customer("x")};
  EXPECT_EQ(suggest(index, "refund", Audience::kCustomer), (Texts{"Refund times"}));
}

}  // namespace
}  // namespace aplomb
