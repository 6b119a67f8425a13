// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/article_fields.h"

#include "tests/indexer/reading.h"

namespace aplomb {
namespace {

using namespace std::chrono;

ReadArticle with(std::string_view yaml, std::string_view path = "folder/file.md") {
  return read_file("---\n" + std::string(yaml) + "\n---\nText\n", path);
}

Article article_with(std::string_view yaml, std::string_view path = "folder/file.md") {
  return with(yaml, path).article.value_or(Article{});
}

TEST(ArticleFieldsTest, EverythingOfTheDesignIsRead) {
  const auto result = with(R"(id: refund-debit-card
title: Refund
description: Why it is late.
kind: procedure
confidence: validated
audience: internal
owner: payments-kb
department: payments
products: [debit card, web shop]
tags: [refund]
symptoms: ["my money has not come back", refund missing]
answer: "Ten working days."
empathy: "I know."
promise: {what: refund visible, within: 10 working days, limit: 200 EUR, authority: agent}
exceptions: [{when: bereavement, may: waive once, who: agent, never: "a second time"}]
handoff: {to: tier 2, hours: "08:00-18:00", collect: [order id], say: "We will call."}
last_reviewed: 2026-01-10
review_every: 90d
publishDate: 2026-01-12
expiryDate: 2026-12-31
language: de
search: {boost: 1.5, exclude: true}
aliases: [old-refund-page]
pin: ["refund delay"]
test_queries: ["money back late"])");

  EXPECT_TRUE(result.findings.empty());
  const Article& article = *result.article;
  EXPECT_EQ(article.id.value, "refund-debit-card");
  EXPECT_EQ(article.title, "Refund");
  EXPECT_EQ(article.description, "Why it is late.");
  EXPECT_EQ(article.kind, Kind::kProcedure);
  EXPECT_EQ(article.confidence, Confidence::kValidated);
  EXPECT_EQ(article.owner, "payments-kb");
  EXPECT_EQ(article.department, "payments");
  EXPECT_EQ(article.products, (Texts{"debit card", "web shop"}));
  EXPECT_EQ(article.symptoms, (Texts{"my money has not come back", "refund missing"}));
  EXPECT_EQ(article.answer, "Ten working days.");
  EXPECT_EQ(article.empathy, "I know.");
  ASSERT_TRUE(article.promise);
  EXPECT_EQ(article.promise->within, "10 working days");
  EXPECT_EQ(article.promise->limit, "200 EUR");
  ASSERT_EQ(article.exceptions.size(), 1U);
  EXPECT_EQ(article.exceptions[0].never, "a second time");
  ASSERT_TRUE(article.handoff);
  EXPECT_EQ(article.handoff->collect, (Texts{"order id"}));
  EXPECT_EQ(article.last_reviewed, Date(2026y / 1 / 10));
  EXPECT_EQ(article.review_every, (Period{90, Period::Unit::kDays}));
  EXPECT_EQ(article.publish_date, parse_day_or_minute("2026-01-12"));
  EXPECT_EQ(article.expiry_date, parse_day_or_minute("2026-12-31"));
  EXPECT_EQ(article.language, "de");
  EXPECT_DOUBLE_EQ(article.boost, 1.5);
  EXPECT_TRUE(article.excluded);
  EXPECT_EQ(article.aliases, std::vector{ArticleId{"old-refund-page"}});
  EXPECT_EQ(article.pins, (Texts{"refund delay"}));
  EXPECT_EQ(article.test_queries, (Texts{"money back late"}));
}

TEST(ArticleFieldsTest, TheLastOfTwoEqualKeysWins) {
  const auto result = with("owner: a\nOwner: b");
  EXPECT_EQ(result.article->owner, "b");
  EXPECT_TRUE(finds(result, "second time, after line 2", 3));
}

TEST(ArticleFieldsTest, AnyMentionOfAnotherAudienceMakesItInternal) {
  EXPECT_EQ(article_with("audience: customer").audience, Audience::kCustomer);
  EXPECT_EQ(article_with("audience: Customer").audience, Audience::kCustomer);
  EXPECT_EQ(article_with("audience: internal\naudience: customer").audience, Audience::kInternal);
  EXPECT_EQ(article_with("AUDIENCE: x\naudience: customer").audience, Audience::kInternal);
  EXPECT_EQ(article_with("audience: [customer]").audience, Audience::kInternal);
  EXPECT_EQ(article_with("audience: customers").audience, Audience::kInternal);
  EXPECT_EQ(article_with("audience:\naudience: customer").audience, Audience::kInternal);
}

TEST(ArticleFieldsTest, WordsNobodyKnowsAreNamedWithTheAllowedOnes) {
  const auto result = with("kind: how-to\nconfidence: sure\naudience: Admin");
  ASSERT_EQ(result.findings.size(), 3U);
  EXPECT_EQ(result.findings[0].line, 2);
  EXPECT_TRUE(contains(result.findings[0].hint, "procedure"));
  EXPECT_TRUE(contains(result.findings[1].hint, "not-validated"));
  EXPECT_TRUE(contains(result.findings[2].hint, "customer"));
}

TEST(ArticleFieldsTest, UnknownKeysAreNobodysBusiness) {
  EXPECT_TRUE(with("layout: post\nms.author: x\ncustom: {a: [1]}").findings.empty());
}

TEST(ArticleFieldsTest, OtherToolsWordsAreUnderstood) {
  const Article article = article_with(
      "summary: S\nkeywords: a, b\ncategories: [c]\nms.date: 01/31/2024\n"
      "redirect_from:\n  - /old/page/\n  - /other.html\nms.contentlocale: ja-JP\ndraft: true\n"
      "expirydate: 2030-01-01");
  EXPECT_EQ(article.description, "S");
  EXPECT_EQ(article.tags, (Texts{"a", "b", "c"}));
  EXPECT_EQ(article.updated, sys_seconds{sys_days{2024y / 1 / 31}});
  EXPECT_EQ(article.aliases, (std::vector{ArticleId{"old-page"}, ArticleId{"other"}}));
  EXPECT_EQ(article.language, "ja");
  EXPECT_EQ(article.confidence, Confidence::kWip);
  EXPECT_EQ(article.expiry_date, parse_day_or_minute("2030-01-01"));
}

TEST(ArticleFieldsTest, PublishingAndExpiringMayHaveATime) {
  const auto result = with("publishDate: 2026-01-12T08:30+01:00\nexpiryDate: 2026-12-31 18:00 Z");
  EXPECT_EQ(to_string(result.article->publish_date.value()), "2026-01-12T07:30:00Z");
  EXPECT_EQ(to_string(result.article->expiry_date.value()), "2026-12-31T18:00:00Z");
  EXPECT_TRUE(result.findings.empty());
}

TEST(ArticleFieldsTest, ATimeWithoutAZoneIsTakenForUtcAndSaysSo) {
  const auto result = with("publishDate: 2026-01-12T08:30");
  EXPECT_EQ(to_string(result.article->publish_date.value()), "2026-01-12T08:30:00Z");
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].severity, Finding::Severity::kNote);
  EXPECT_TRUE(contains(result.findings[0].message, "UTC"));
}

TEST(ArticleFieldsTest, OfADateWithATimeThatIsNoneTheDayHolds) {
  const auto result = with("publishDate: 2026-01-12T25:30\nexpiryDate: in spring");
  EXPECT_EQ(to_string(result.article->publish_date.value()), "2026-01-12");
  EXPECT_FALSE(result.article->expiry_date);
  EXPECT_EQ(result.findings.size(), 2U);
}

TEST(ArticleFieldsTest, AFolderNamedByALocaleGivesTheLanguage) {
  EXPECT_EQ(article_with("title: T", "docs/de-DE/a.md").language, "de");
  EXPECT_EQ(article_with("language: fr", "docs/de-DE/a.md").language, "fr");
  EXPECT_EQ(article_with("title: T", "it/a.md").language, "en");
}

TEST(ArticleFieldsTest, ANumberOrABooleanIsItsText) {
  EXPECT_EQ(article_with("title: 404").title, "404");
  EXPECT_EQ(article_with("title: no").title, "no");
  EXPECT_EQ(article_with("tags: [yes, 5]").tags, (Texts{"yes", "5"}));
}

TEST(ArticleFieldsTest, AnInvalidIdIsMadeValid) {
  const auto result = with("id: \"Doc_(general)_001\"");
  EXPECT_EQ(result.article->id.value, "doc-general-001");
  EXPECT_EQ(result.findings.size(), 1U);
}

TEST(ArticleFieldsTest, WrongShapesAreNamedAndOnlyTheyAreLeftOut) {
  const auto result = with(
      "title: T\nowner: [a]\npromise: soon\nhandoff: [x]\nexceptions: never\n"
      "search: {boost: 99}\nlast_reviewed: tomorrow\nreview_every: often\nsymptoms: {a: b}");
  EXPECT_EQ(result.article->title, "T");
  EXPECT_EQ(result.article->owner, "");
  EXPECT_FALSE(result.article->promise);
  EXPECT_FALSE(result.article->handoff);
  EXPECT_DOUBLE_EQ(result.article->boost, 1);
  for (const int line : {3, 4, 5, 6, 7, 8, 9, 10}) EXPECT_TRUE(finds(result, "`", line)) << line;
}

TEST(ArticleFieldsTest, APromiseKeepsWhatIsRightInIt) {
  const auto result = with("promise: {what: refund, within: soon, limit: lots, authority: agent}");
  ASSERT_TRUE(result.article->promise);
  EXPECT_EQ(result.article->promise->what, "refund");
  EXPECT_EQ(result.article->promise->within, "");
  EXPECT_EQ(result.findings.size(), 2U);
}

TEST(ArticleFieldsTest, WhatNarrowsAPromiseAndCannotBeReadIsNotAsGoodAsNothing) {
  const auto lots = with("promise: {what: refund, limit: lots, within: 3 fortnights}");
  EXPECT_EQ(lots.article->promise->limit, "lots");
  EXPECT_EQ(lots.article->promise->within, "3 fortnights");
  EXPECT_TRUE(finds(lots, "every amount is beyond it"));
  EXPECT_TRUE(finds(lots, "cannot be counted"));
  const auto odd = with("promise: {what: refund, limit: [200 EUR], authority: {who: lead}}");
  EXPECT_EQ(odd.article->promise->limit, "(unreadable)");
  EXPECT_EQ(odd.article->promise->authority, "(unreadable)");
  EXPECT_EQ(with("promise: {what: refund}").article->promise->authority, "");
}

TEST(ArticleFieldsTest, OverlongTextIsCutBetweenWords) {
  std::string title;
  for (int i = 0; i < 100; ++i) title += "word ";
  const auto result = with("title: " + title);
  EXPECT_EQ(result.article->title.size(), 299U);
  EXPECT_TRUE(finds(result, "longer than 300"));
}

TEST(ArticleFieldsTest, TitlesArePlainText) {
  EXPECT_EQ(plain_title("The `x` *and* &lt;y&gt;"), "The x and <y>");
  EXPECT_EQ(plain_title("<a name=\"x\"></a>Title"), "Title");
  EXPECT_EQ(plain_title("Element <moduleProviders>"), "Element <moduleProviders>");
  EXPECT_EQ(plain_title("Hello {{ name }} {% x %}"), "Hello");
  EXPECT_EQ(plain_title("1. Not a [list](x)"), "1. Not a list");
  EXPECT_EQ(plain_title("open_bank_account"), "open_bank_account");
}

TEST(ArticleFieldsTest, ATimestampIsReadWithItsZone) {
  EXPECT_EQ(article_with("date: 2024-05-06T07:08:09+02:00").updated,
            sys_days{2024y / 5 / 6} + 5h + 8min + 9s);
}

}  // namespace
}  // namespace aplomb
