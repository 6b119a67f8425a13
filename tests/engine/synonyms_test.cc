// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/synonyms.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace aplomb {
namespace {

using Texts = std::vector<std::string>;

SynonymRule mutual(Texts words, std::string language = "en") {
  return {std::move(language), words, words};
}

Texts texts(const SynonymTable::Phrases& phrases) {
  Texts found;
  for (const SynonymPhrase* phrase : phrases) found.push_back(phrase->text);
  return found;
}

class SynonymTableTest : public testing::Test {
 protected:
  Texts find(const std::vector<SynonymRule>& rules, std::string_view text,
             std::string_view language = "en") {
    const SynonymTable table(rules, language, stemmer_);
    return texts(table.find(place_forms(text), stemmer_));
  }
  Texts beginning_with(const std::vector<SynonymRule>& rules, std::string_view text) {
    const SynonymTable table(rules, "en", stemmer_);
    return texts(table.beginning_with(place_forms(text)));
  }

  Stemmer stemmer_;
};

TEST_F(SynonymTableTest, EveryWordOfAMutualGroupFindsTheOthers) {
  const auto rules = {mutual({"refund", "money back", "reimbursement"})};
  EXPECT_EQ(find(rules, "refund"), (Texts{"money back", "reimbursement"}));
  EXPECT_EQ(find(rules, "Money Back"), (Texts{"refund", "reimbursement"}));
}

TEST_F(SynonymTableTest, OneWayIsNotTheOtherWay) {
  const auto rules = {SynonymRule{"en", {"box", "router"}, {"hub"}}};
  EXPECT_EQ(find(rules, "box"), (Texts{"hub"}));
  EXPECT_EQ(find(rules, "hub"), Texts{});
}

TEST_F(SynonymTableTest, NothingIsFollowedTwice) {
  const auto rules = {SynonymRule{"en", {"box"}, {"hub"}}, SynonymRule{"en", {"hub"}, {"gateway"}}};
  EXPECT_EQ(find(rules, "box"), (Texts{"hub"}));
}

TEST_F(SynonymTableTest, EndingsJointsAndSpacesDoNotMatter) {
  const auto rules = {mutual({"log in", "enter"}), mutual({"two-factor", "2fa"})};
  for (const char* text : {"log in", "login", "log-in", "logged in", "logins"})
    EXPECT_EQ(find(rules, text).back(), "enter") << text;
  for (const char* text : {"two factor", "Two-Factor", "twofactor"})
    EXPECT_EQ(find(rules, text).back(), "2fa") << text;
  EXPECT_EQ(find(rules, "2FA"), (Texts{"two-factor"}));
}

TEST_F(SynonymTableTest, AnotherSpellingStandsForAWordButNotTheWordItself) {
  const auto rules = {mutual({"log in", "login"})};
  EXPECT_EQ(find(rules, "login"), (Texts{"log in"}));
  EXPECT_EQ(find(rules, "log in"), (Texts{"login"}));
}

TEST_F(SynonymTableTest, AnEntryHoldsForQueriesInItsLanguageAndWithoutOneForAll) {
  const auto rules = {mutual({"passwort", "kennwort"}, "de"), mutual({"wlan", "wifi"}, "")};
  EXPECT_EQ(find(rules, "passwort", "en"), Texts{});
  EXPECT_EQ(find(rules, "passwort", "de"), (Texts{"kennwort"}));
  EXPECT_EQ(find(rules, "wlan", "en"), (Texts{"wifi"}));
  EXPECT_EQ(find(rules, "wlan", "ja"), (Texts{"wifi"}));
}

TEST_F(SynonymTableTest, ScriptsWithoutSpacesMatchAsAWhole) {
  const auto rules = {mutual({"返金", "払い戻し"}, "ja")};
  EXPECT_EQ(find(rules, "返金", "ja"), (Texts{"払い戻し"}));
  EXPECT_EQ(find(rules, "返", "ja"), Texts{});
}

TEST_F(SynonymTableTest, TheLastWordMayBeHalfTyped) {
  const auto rules = {mutual({"wireless", "wifi"}), mutual({"money back", "refund"}),
                      mutual({"hub software", "firmware"})};
  EXPECT_EQ(beginning_with(rules, "wirel"), (Texts{"wireless", "wifi"}));
  EXPECT_EQ(beginning_with(rules, "money ba"), (Texts{"money back", "refund"}));
  EXPECT_EQ(beginning_with(rules, "hub"), Texts{});  // it is whole, the next word is not begun
  EXPECT_EQ(beginning_with(rules, "wireless"), Texts{});
}

}  // namespace
}  // namespace aplomb
