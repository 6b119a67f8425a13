// SPDX-License-Identifier: GPL-3.0-or-later
// Typos, joins, splits and codes, from the query to the hits.
#include <gtest/gtest.h>

#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::Ids;
using test::ids;
using test::TempIndex;
using test::value_of;

/// `refnd -> refund, crad -> card`
std::string corrected(const SearchPage& page) {
  std::string all;
  for (const auto& change : page.interpretation.corrected)
    all += (all.empty() ? "" : ", ") + change.from + " -> " + change.to;
  return all;
}

using Words = std::vector<std::string>;

TEST(TypoTest, AMisspeltWordFindsWhatWasMeantAndSaysSo) {
  const TempIndex index{article("refund").title("Refund to a card"), article("x").title("Other")};
  const SearchPage page = index.search("refnd crad ");
  EXPECT_EQ(ids(page), Ids{"refund"});
  EXPECT_EQ(corrected(page), "refnd -> refund, crad -> card");
  EXPECT_EQ(page.interpretation.searched, "refund card");
  EXPECT_EQ(page.interpretation.unmatched, Words{});
}

TEST(TypoTest, WhatIsTypedAndThereIsNeverCorrected) {
  const TempIndex index{article("a").title("Cart"), article("b").title("Card card card")};
  const SearchPage page = index.search("cart ");
  EXPECT_EQ(ids(page), Ids{"a"});
  EXPECT_EQ(corrected(page), "");
}

TEST(TypoTest, AWordThatOnlyHasItsStemInTheIndexIsThere) {
  const TempIndex index{article("a").title("Refund"), article("b").title("Refounding")};
  EXPECT_EQ(corrected(index.search("refunding ")), "");
}

TEST(TypoTest, TheHalfTypedWordIsCorrectedToo) {
  const TempIndex index{article("a").title("Accountants")};
  EXPECT_EQ(corrected(index.search("accuon")), "accuon -> accountants");
  EXPECT_EQ(corrected(index.search("accuon ")), "");
  EXPECT_EQ(ids(index.search("accuon")), Ids{"a"});
}

TEST(TypoTest, CodesQuotedAndExcludedWordsAreNot) {
  const TempIndex index{article("a").title("Refund err4012 ERR-4012 windows host hosts")};
  for (const char* text : {"err4021 ", "ERR-4021x ", "\"refnd\" ", "refund -winodws ",
                           "/etc/hsots ", "me@winodws.com "})
    EXPECT_EQ(corrected(index.search(text)), "") << text;
}

TEST(TypoTest, FunctionWordsAreNot) {
  const TempIndex index{article("a").title("Thesis wit")};
  EXPECT_EQ(corrected(index.search("these with thesis ")), "");
}

TEST(TypoTest, PartsOfAHyphenatedWordAre) {
  const TempIndex index{article("a").title("Password reset")};
  EXPECT_EQ(corrected(index.search("pasword-reste ")), "pasword-reste -> password reset");
}

TEST(TypoTest, WordsWithoutAnyCorrectionAreUnmatched) {
  const TempIndex index{article("a").title("Refund")};
  const SearchPage page = index.search("refnd escrow ");
  EXPECT_EQ(page.interpretation.unmatched, Words{"escrow"});
  EXPECT_EQ(page.interpretation.searched, "refund escrow");
}

TEST(TypoTest, ACustomersWordsAreNeverTakenForInternalOnes) {
  const TempIndex index{article("a")
                            .title("Refund times")
                            .customer("For you.")
                            .body("quarantine blacklisted", "Fraudster"),
                        article("b").title("Secretive")};
  for (const char* text : {"quarantien ", "blacklited ", "fraudstre ", "secretvie ", "quarant",
                           "quarntin", "black listed ", "fraud ster "}) {
    const SearchPage page = index.search(text, Audience::kCustomer);
    EXPECT_EQ(corrected(page), "") << text;
    EXPECT_EQ(ids(page), Ids{}) << text;
    for (const char* word : {"quarantine", "blacklisted", "fraudster", "secretive"})
      EXPECT_EQ(page.interpretation.searched.find(word), std::string::npos) << text;
  }
  EXPECT_EQ(corrected(index.search("quarantien ")), "quarantien -> quarantine");
}

TEST(TypoTest, AWordThatBecameInternalIsShownToNobodyElseEvenAMomentLater) {
  const TempIndex index{article("a").title("Times").customer("quarantine"),
                        article("b").title("Other").customer("words")};
  const Searcher searcher = index.searcher(Audience::kCustomer);
  SearchRequest request;
  request.text = "quarantien ";
  EXPECT_EQ(corrected(value_of(searcher.search(request))), "quarantien -> quarantine");
  {
    auto writer = value_of(IndexWriter::open(index.dir()));
    value_of(writer.put(article("a").title("Times").customer("new").body("quarantine"), {}));
    value_of(writer.commit());
  }
  EXPECT_EQ(corrected(value_of(searcher.search(request))), "");
  EXPECT_EQ(value_of(searcher.corrections("quarantien", 3)), Words{});
  request.text = "quaran";
  EXPECT_EQ(value_of(searcher.search(request)).total, 0U);
}

TEST(CorrectionsTest, AWordThatIsThereStandsFirst) {
  const TempIndex index{article("a").title("Card"), article("b").title("Cart")};
  EXPECT_EQ(value_of(index.searcher().corrections("Card", 3)), (Words{"card", "cart"}));
  EXPECT_EQ(value_of(index.searcher().corrections("crad", 1)), Words{"card"});
  EXPECT_EQ(value_of(index.searcher().corrections("", 3)), Words{});
}

TEST(JoinTest, TwoTypedWordsFindTheOneTheyMake) {
  const TempIndex index{article("a").title("Password"), article("b").title("Wifi"),
                        article("c").title("Login"), article("d").title("ERR-4012")};
  EXPECT_EQ(ids(index.search("pass word ")), Ids{"a"});
  EXPECT_EQ(ids(index.search("wi fi ")), Ids{"b"});
  EXPECT_EQ(ids(index.search("log in ")), Ids{"c"});
  EXPECT_EQ(ids(index.search("err 4012 ")), Ids{"d"});
  EXPECT_EQ(index.search("pass word ").interpretation.unmatched, Words{});
}

TEST(JoinTest, ACompoundIsFoundHoweverItIsTyped) {
  const TempIndex index{article("a").title("Wi-Fi"), article("b").title("Other")};
  for (const char* text : {"wifi ", "wi fi ", "wi-fi ", "WiFi "})
    EXPECT_EQ(ids(index.search(text)), Ids{"a"}) << text;
}

TEST(SplitTest, OneTypedWordFindsTheTwoItIsMadeOf) {
  const TempIndex index{article("a").title("How to log in"), article("b").title("In the log"),
                        article("c").title("Credit card")};
  EXPECT_EQ(ids(index.search("login ")), Ids{"a"});
  const SearchPage page = index.search("creditcard ");
  EXPECT_EQ(ids(page), Ids{"c"});
  EXPECT_EQ(corrected(page), "creditcard -> credit card");
}

TEST(SplitTest, AWordThatIsThereAlsoFindsTheTwo) {
  const TempIndex index{article("a").title("How to log in"), article("b").title("Login")};
  EXPECT_EQ(index.search("login ").total, 2U);
  EXPECT_EQ(index.search("log in ").total, 2U);
  EXPECT_EQ(corrected(index.search("login ")), "");
}

TEST(CodeTest, ACodeIsFoundWholeAndByItsParts) {
  const TempIndex index{article("a").title("ERR-4012 shown"), article("b").title("Release v2.3.1"),
                        article("c").title("Nothing")};
  for (const char* text : {"err4012", "ERR-4012", "4012", "err 4012", "ERR_4012"})
    EXPECT_EQ(ids(index.search(text)), Ids{"a"}) << text;
  for (const char* text : {"v2.3.1", "2.3.1", "2.3", "v2.3"})
    EXPECT_EQ(ids(index.search(text)).front(), "b") << text;
}

TEST(CodeTest, ATelephoneNumberIsFoundInAnySpelling) {
  const TempIndex index{article("a").title("Support").body("Call +1 (800) 555-0199."),
                        article("b").title("Sales").body("Call 1 (800) 555-0142."),
                        article("c").title("Berlin").body("Call 030 901820.")};
  for (const char* text : {"+1 (800) 555-0199", "1-800-555-0199", "8005550199", "800 555 0199",
                           "1 (800) 555-0199", "18005550199", "555-0199"})
    EXPECT_EQ(ids(index.search(text)).front(), "a") << text;
  for (const char* text : {"+49 30 901820", "+4930901820", "030/901820", "0049 30 901820"})
    EXPECT_EQ(ids(index.search(text)), Ids{"c"}) << text;
}

TEST(CodeTest, AddressesPathsAndNamesWithSignsAreFound) {
  const TempIndex index{article("mail").title("Write to user@example.com"),
                        article("path").title("Look in C:\\Windows\\System32"),
                        article("hosts").title("Edit /etc/hosts"),
                        article("cpp").title("C++ runtime"),
                        article("cs").title("C# runtime"),
                        article("flag").title("Use --force")};
  const auto first = [&](const char* text) { return ids(index.search(text)).front(); };
  EXPECT_EQ(first("user@example.com"), "mail");
  EXPECT_EQ(first("C:\\Windows\\System32"), "path");
  EXPECT_EQ(first("system32"), "path");
  EXPECT_EQ(first("/etc/hosts"), "hosts");
  EXPECT_EQ(first("C++"), "cpp");
  EXPECT_EQ(first("c#"), "cs");
  EXPECT_EQ(first("--force"), "flag");
}

TEST(CodeTest, AGermanCompoundIsFoundByItsBeginning) {
  const TempIndex index{
      article("a").title("Rechnungsadresse").with([](Article& a) { a.language = "de"; })};
  EXPECT_EQ(ids(index.search("rechnung")), Ids{"a"});
}

}  // namespace
}  // namespace aplomb
