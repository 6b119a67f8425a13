// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analyzer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace aplomb {
namespace {

using Forms = std::vector<std::string>;

Forms forms(std::string_view text) {
  Forms all;
  for (Token& token : analyze(text)) all.push_back(std::move(token.form));
  return all;
}

bool has(std::string_view text, const std::string& form) {
  const Forms all = forms(text);
  return std::ranges::find(all, form) != all.end();
}

TEST(AnalyzerTest, WordsAreFoldedAndCounted) {
  const auto tokens = analyze("The Café, open!");
  ASSERT_EQ(tokens.size(), 3U);
  EXPECT_EQ(tokens[1].form, "cafe");
  EXPECT_EQ(tokens[1].begin, 4U);
  EXPECT_EQ(tokens[1].end, 9U);
  EXPECT_EQ(tokens[2].position, 2U);
}

TEST(AnalyzerTest, NoWordIsLeftOut) {
  EXPECT_EQ(forms("not on hold"), (Forms{"not", "on", "hold"}));
}

TEST(AnalyzerTest, CodesAreFoundWholeAndInParts) {
  EXPECT_EQ(forms("ERR-4012"), (Forms{"err", "4012", "err4012"}));
  EXPECT_EQ(forms("err4012"), (Forms{"err", "4012", "err4012"}));
  EXPECT_TRUE(has("0x80070005", "0x80070005"));
  EXPECT_TRUE(has("KB5034441", "5034441"));
  EXPECT_TRUE(has("22H2", "22h2"));
}

TEST(AnalyzerTest, VersionsAreFoundByTheirHeads) {
  for (const char* form : {"v2.3.1", "2.3.1", "2.3"}) EXPECT_TRUE(has("v2.3.1", form)) << form;
  EXPECT_TRUE(has("2.3.1", "2.3"));
  EXPECT_FALSE(has("2.31", "2.3"));
}

TEST(AnalyzerTest, SpellingsOfACompoundMeetInItsWhole) {
  for (const char* spelling : {"Wi-Fi", "WiFi", "wi‑fi", "wi\u00ADfi"})
    EXPECT_TRUE(has(spelling, "wifi")) << spelling;
  EXPECT_TRUE(has("e-mail", "email"));
  EXPECT_TRUE(has("I/O", "io"));
  EXPECT_TRUE(has("AT&T", "att"));
}

TEST(AnalyzerTest, ContractionsAreOneWordAndPossessivesTheirOwner) {
  EXPECT_EQ(forms("don't"), (Forms{"dont"}));
  EXPECT_EQ(forms("don’t"), (Forms{"dont"}));
  EXPECT_EQ(forms("customer's"), (Forms{"customer"}));
  EXPECT_TRUE(has("l'article", "article"));
  EXPECT_TRUE(has("O'Brien", "obrien"));
}

TEST(AnalyzerTest, ShortNamesKeepTheirSigns) {
  EXPECT_EQ(forms("C++ and C#"), (Forms{"c++", "and", "c#"}));
}

TEST(AnalyzerTest, TelephoneNumbersAreOneHoweverTheyAreWritten) {
  for (const char* text : {"+1 (800) 555-0199", "1-800-555-0199", "1 800 555 0199", "18005550199"})
    EXPECT_TRUE(has(text, "18005550199")) << text;
  for (const char* text : {"+1 (800) 555-0199", "18005550199", "(800) 555-0199", "800.555.0199"})
    EXPECT_TRUE(has(text, "8005550199")) << text;
  for (const char* text : {"+49 30 901820", "030 901820", "0049 30 90 18 20", "+4930901820",
                           "030901820", "030/901820"})
    EXPECT_TRUE(has(text, "30901820")) << text;
  EXPECT_TRUE(has("call +1 (800) 555-0199 today", "5550199"));
}

TEST(AnalyzerTest, FewDigitsAndVeryManyAreNoTelephoneNumber) {
  EXPECT_EQ(forms("10 20"), (Forms{"10", "20"}));
  EXPECT_EQ(forms("555-01, 99"), (Forms{"555", "01", "555-01", "99"}));
  std::string table;
  for (int i = 0; i < 40; ++i) table += "1234 ";
  EXPECT_EQ(forms(table).size(), 40U);
}

TEST(AnalyzerTest, APathIsItsParts) {
  for (const char* part : {"windows", "system32", "system", "32"})
    EXPECT_TRUE(has("C:\\Windows\\System32", part)) << part;
  for (const char* part : {"etc", "hosts"}) EXPECT_TRUE(has("/etc/hosts", part)) << part;
}

TEST(AnalyzerTest, ScriptsWithoutSpacesGiveCharactersAndPairs) {
  EXPECT_EQ(forms("無線LAN"), (Forms{"無", "無線", "線", "lan"}));
  EXPECT_TRUE(has("รหัสผ่าน", "รห"));
}

TEST(AnalyzerTest, WholeAndPartsShareTheFirstPosition) {
  const auto tokens = analyze("see ERR-4012 now");
  ASSERT_EQ(tokens.size(), 5U);
  EXPECT_EQ(tokens[1].position, 1U);
  EXPECT_EQ(tokens[3].position, 1U);
  EXPECT_EQ(tokens[4].position, 3U);
}

TEST(AnalyzerTest, LongChainsGiveTheirPartsOnly) {
  const Forms all = forms("https://example.com/a/b/c/d/e/f/g");
  EXPECT_TRUE(std::ranges::all_of(all, [](const std::string& form) { return form.size() < 9; }));
}

TEST(AnalyzerTest, FormsNeverGrowTooLongForTheIndex) {
  for (const Token& token : analyze(std::string(100'000, 'a') + " " + std::string(9'000, '7')))
    EXPECT_LE(token.form.size(), kMaxFormBytes);
  for (const Token& token : analyze("\uFDFA\uFDFA\uFDFA\uFDFA\uFDFA\uFDFA"))
    EXPECT_LE(token.form.size(), kMaxFormBytes);
}

TEST(AnalyzerTest, AnyBytesGiveTokensWithinTheText) {
  std::string bytes;
  for (int i = 0; i < 20'000; ++i) bytes += static_cast<char>((i * 7919) >> 3);
  for (const Token& token : analyze(bytes)) {
    EXPECT_LT(token.begin, token.end);
    EXPECT_LE(token.end, bytes.size());
  }
}

}  // namespace
}  // namespace aplomb
