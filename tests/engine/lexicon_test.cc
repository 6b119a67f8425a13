// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lexicon.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "engine/unicode.h"

namespace aplomb {
namespace {

using Forms = std::vector<std::string>;

Lexicon lexicon_of(const Forms& forms) {
  std::vector<Lexicon::Entry> entries;
  for (const std::string& form : forms) entries.push_back({form, 10, 0});
  return Lexicon(std::move(entries));
}

Forms corrections(const Lexicon& lexicon, std::string_view typed, Lexicon::Wanted wanted = {}) {
  Forms forms;
  for (const auto& correction : lexicon.corrections(typed, wanted))
    forms.emplace_back(correction.word.form);
  return forms;
}

/// What the typed letters may be the misspelt beginning of.
Forms completions(const Lexicon& lexicon, std::string_view typed) {
  Lexicon::Wanted wanted;
  wanted.half_typed = true;
  return corrections(lexicon, typed, wanted);
}

Forms beginning(const Lexicon& lexicon, std::string_view head, std::size_t limit,
                bool named_only = false) {
  Forms forms;
  for (const auto& word : lexicon.beginning_with(head, limit, named_only))
    forms.emplace_back(word.form);
  return forms;
}

TEST(LexiconTest, FindsWordsWithTheirFrequencies) {
  const Lexicon lexicon({{"refund", 7, 2}, {"card", 3, 0}});
  const auto word = lexicon.find("refund");
  ASSERT_TRUE(word);
  EXPECT_EQ(word->passages, 7U);
  EXPECT_EQ(word->named, 2U);
  EXPECT_FALSE(lexicon.find("refun"));
  EXPECT_FALSE(lexicon.find("zebra"));
  EXPECT_FALSE(lexicon.find(""));
  EXPECT_FALSE(Lexicon().find("refund"));
}

TEST(LexiconTest, WhatBeginsSoComesMostFrequentFirst) {
  const Lexicon lexicon({{"refuse", 2, 9}, {"refund", 7, 2}, {"refunds", 7, 0}, {"card", 90, 90}});
  EXPECT_EQ(beginning(lexicon, "refu", 8), (Forms{"refund", "refunds", "refuse"}));
  EXPECT_EQ(beginning(lexicon, "refu", 2), (Forms{"refund", "refunds"}));
  EXPECT_EQ(beginning(lexicon, "refu", 0), Forms{});
  EXPECT_EQ(beginning(lexicon, "refu", 8, true), (Forms{"refuse", "refund"}));
  EXPECT_EQ(beginning(lexicon, "x", 8), Forms{});
}

TEST(LexiconTest, EachKindOfSlipIsOneEdit) {
  const Lexicon lexicon = lexicon_of({"refund"});
  for (const char* typed : {"refnd", "refuund", "refind", "refudn"})
    EXPECT_EQ(corrections(lexicon, typed), Forms{"refund"}) << typed;
  EXPECT_EQ(lexicon.corrections("refudn", {}).front().edits, 1U);
}

TEST(LexiconTest, TheLengthOfTheTypedWordGivesTheBudget) {
  EXPECT_EQ(edit_budget(3), 0U);
  EXPECT_EQ(edit_budget(4), 1U);
  EXPECT_EQ(edit_budget(7), 1U);
  EXPECT_EQ(edit_budget(8), 2U);
  const Lexicon lexicon = lexicon_of({"card", "account", "accountant"});
  EXPECT_EQ(corrections(lexicon, "crd"), Forms{});
  EXPECT_EQ(corrections(lexicon, "cadr"), Forms{"card"});
  EXPECT_EQ(corrections(lexicon, "acuont"), Forms{});
  EXPECT_EQ(corrections(lexicon, "acuontant"), Forms{"accountant"});
}

TEST(LexiconTest, LettersAreCountedNotBytes) {
  const Lexicon lexicon = lexicon_of({"счет", "оплата"});
  EXPECT_EQ(corrections(lexicon, "счт"), Forms{});
  EXPECT_EQ(corrections(lexicon, "опалта"), Forms{"оплата"});
}

TEST(LexiconTest, AWrongFirstLetterTakesTheWholeBudgetOfALongWord) {
  const Lexicon lexicon = lexicon_of({"password", "card"});
  for (const char* typed : {"oassword", "asswordd", "ppassword"})
    EXPECT_EQ(corrections(lexicon, typed).empty(), typed == std::string("asswordd")) << typed;
  EXPECT_EQ(corrections(lexicon, "xasswrd"), Forms{});
  EXPECT_EQ(corrections(lexicon, "vard"), Forms{});
  EXPECT_EQ(corrections(lexicon, "acrd"), Forms{"card"});  // a swap is one edit wherever it is
}

TEST(LexiconTest, WordsWithDigitsAreNeitherCorrectedNorCorrectedTo) {
  const Lexicon lexicon = lexicon_of({"err4012", "windows11", "windows", "予定表示用"});
  EXPECT_EQ(corrections(lexicon, "err4021"), Forms{});
  EXPECT_EQ(corrections(lexicon, "windows1"), Forms{});
  EXPECT_EQ(corrections(lexicon, "windosw"), Forms{"windows"});
  EXPECT_EQ(corrections(lexicon, "予定示用"), Forms{});
}

TEST(LexiconTest, LikelierSlipsComeFirst) {
  // among words of one edit: a letter not doubled, a vowel for another, a swap
  EXPECT_EQ(corrections(lexicon_of({"adress", "address", "undress"}), "addres").front(), "address");
  EXPECT_EQ(corrections(lexicon_of({"separate", "seperated"}), "seperate").front(), "separate");
  EXPECT_EQ(corrections(lexicon_of({"form", "frog"}), "fromm"), Forms{});
  EXPECT_EQ(corrections(lexicon_of({"card", "curd"}), "crad").front(), "card");
}

TEST(LexiconTest, AmongEqualsTheMoreFrequentComesFirst) {
  const Lexicon lexicon({{"plain", 1, 0}, {"plaid", 900, 0}});
  EXPECT_EQ(corrections(lexicon, "plaix"), (Forms{"plaid", "plain"}));
}

TEST(LexiconTest, NamedWordsCanBeAskedForAlone) {
  const Lexicon lexicon({{"plain", 1, 1}, {"plaid", 900, 0}});
  Lexicon::Wanted wanted;
  wanted.named_only = true;
  EXPECT_EQ(corrections(lexicon, "plaix", wanted), Forms{"plain"});
}

TEST(LexiconTest, AHalfTypedWordMayBeAMisspeltBeginning) {
  const Lexicon lexicon = lexicon_of({"account", "accountant", "access", "refund", "refunding"});
  EXPECT_EQ(completions(lexicon, "accuo"), (Forms{"account", "accountant"}));
  EXPECT_EQ(completions(lexicon, "rfund").front(), "refund");
  EXPECT_EQ(corrections(lexicon, "accuo"), Forms{});
  EXPECT_EQ(completions(lexicon, "acu"), Forms{});
}

TEST(LexiconTest, AtMostAsManyAsWanted) {
  Forms forms;
  for (char c = 'a'; c <= 'z'; ++c) forms.push_back(std::string("boo") + c);
  Lexicon::Wanted wanted;
  wanted.limit = 3;
  EXPECT_EQ(corrections(lexicon_of(forms), "booo", wanted).size(), 3U);
  wanted.limit = 0;
  EXPECT_EQ(corrections(lexicon_of(forms), "booo", wanted).size(), 0U);
}

/// The distance by its definition, to hold the walk against.
unsigned distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<unsigned>> d(a.size() + 1, std::vector<unsigned>(b.size() + 1));
  for (unsigned i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (unsigned j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] =
          std::min({d[i - 1][j - 1] + (a[i - 1] != b[j - 1]), d[i - 1][j] + 1, d[i][j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

TEST(LexiconTest, TheWalkFindsExactlyTheWordsWithinTheBudget) {
  std::mt19937 random(20261122);  // NOLINT: repeatable on purpose
  const auto make = [&](std::size_t least) {
    std::string word;
    for (std::size_t n = least + random() % 6; n > 0; --n)
      word += static_cast<char>('a' + random() % 3);
    return word;
  };
  std::set<std::string> made;
  while (made.size() < 400) made.insert(make(3));
  const Lexicon lexicon = lexicon_of({made.begin(), made.end()});
  Lexicon::Wanted wanted;
  wanted.limit = 1000;
  for (int round = 0; round < 300; ++round) {
    // one letter in front keeps first letters out of the comparison
    const std::string typed = made.contains(make(4)) ? make(4) : make(5);
    std::set<std::string> found, half, right, right_half;
    for (const auto& form : corrections(lexicon, typed, wanted))
      if (form.front() == typed.front()) found.insert(form);
    wanted.half_typed = true;
    for (const auto& form : corrections(lexicon, typed, wanted))
      if (form.front() == typed.front()) half.insert(form);
    wanted.half_typed = false;
    for (const std::string& form : made) {
      if (form.front() != typed.front()) continue;
      const unsigned budget = edit_budget(typed.size());
      const auto rest = [](const std::string& word) { return word.substr(1); };
      const unsigned whole = distance(rest(typed), rest(form));
      unsigned beginning = whole;
      for (std::size_t n = 1; n <= form.size(); ++n)
        beginning = std::min(beginning, distance(rest(typed), rest(form.substr(0, n))));
      if (whole > 0 && whole <= budget) right.insert(form);
      if (beginning > 0 && beginning <= budget) right_half.insert(form);
    }
    EXPECT_EQ(found, right) << typed;
    EXPECT_EQ(half, right_half) << typed;
  }
}

TEST(LexiconTest, AnyBytesGiveAnAnswer) {
  const Lexicon lexicon = lexicon_of({"refund", "\xFF\xFE", std::string(255, 'a')});
  EXPECT_EQ(corrections(lexicon, ""), Forms{});
  EXPECT_EQ(corrections(lexicon, "\xFF\xFF\xFF\xFF\xFF"), Forms{});
  EXPECT_EQ(corrections(lexicon, std::string(10000, 'a')), Forms{});
  EXPECT_EQ(corrections(lexicon, std::string(32, 'a')), Forms{});
}

TEST(SpellingCostTest, UsualSlipsCostLessThanOthers) {
  const auto cost = [](std::u32string_view typed, std::u32string_view meant) {
    return spelling_cost(typed, meant, false);
  };
  EXPECT_EQ(cost(U"refund", U"refund"), 0);
  EXPECT_LT(cost(U"comittee", U"committee"), cost(U"comttee", U"comyttee"));
  EXPECT_LT(cost(U"seperate", U"separate"), cost(U"sekarate", U"separate"));
  EXPECT_LT(cost(U"crad", U"card"), cost(U"cxxd", U"card"));
  EXPECT_EQ(spelling_cost(U"refu", U"refu", true), 0);
  EXPECT_LT(spelling_cost(U"refu", U"refunding", true), 1);
}

}  // namespace
}  // namespace aplomb
