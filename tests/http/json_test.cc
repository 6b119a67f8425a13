// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "http/article_json.h"
#include "http/search_json.h"

namespace aplomb::http {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr Minute kToday = std::chrono::sys_days(std::chrono::year(2026) / 6 / 1);

SearchPage page_with_one_hit() {
  SearchPage page;
  page.query = "refnd";
  page.total = 12;
  page.generation = 41;
  page.interpretation = {.searched = "refund",
                         .corrected = {{"refnd", "refund"}},
                         .expanded = {},
                         .ignored = {},
                         .unmatched = {"xyzzy"},
                         .said = {"handy"},
                         .limited = {"the: in too many texts"}};
  Hit hit;
  hit.id = {"refund-debit-card"};
  hit.title = "Refund <b>late</b>";
  hit.kind = Kind::kProcedure;
  hit.answer = "Ten days.";
  hit.language = "de";
  hit.heading = "Resolution";
  hit.anchor = "résolution";
  hit.snippet = {{"Check the ", false}, {"refund", true}};
  hit.confidence = Confidence::kValidated;
  hit.last_reviewed = std::chrono::year(2026) / 1 / 10;
  hit.score = 17.25;
  hit.why = {"title"};
  page.hits = {hit};
  page.facets = {{FilterField::kKind, {{"procedure", 8}, {"tip", 4}}}};
  page.stages = {{"retrieve", 1500us, "AND of 2"}, {"rank all", 250us, ""}};
  return page;
}

TEST(SearchJsonTest, APageHasTheShapeOfTheApi) {
  const auto expected = json::parse(R"({
    "query": "refnd", "certainty": null, "certainty_score": null, "total": 12,
    "total_is": "exact", "generation": 41,
    "interpretation": {"searched": "refund", "corrected": [{"from": "refnd", "to": "refund"}],
                       "expanded": [], "ignored": [], "unmatched": ["xyzzy"],
                       "said": ["handy"],
                       "limited": ["the: in too many texts"]},
    "hits": [{"id": "refund-debit-card", "title": "Refund <b>late</b>", "kind": "procedure",
              "answer": "Ten days.", "language": "de",
              "passage": {"heading": "Resolution", "anchor": "résolution",
                          "snippet": [{"text": "Check the ", "match": false},
                                      {"text": "refund", "match": true}]},
              "url": "/a/refund-debit-card#r%C3%A9solution", "score": 17.25,
              "audience": "internal", "confidence": "validated", "last_reviewed": "2026-01-10",
              "overdue": false, "validity": "valid", "why": ["title"]}],
    "notices": [], "nearest": [], "facets": {"kind": {"procedure": 8, "tip": 4}}})");

  EXPECT_EQ(json::parse(to_json(page_with_one_hit(), false)), expected);
}

TEST(SearchJsonTest, KeysAndFacetsKeepTheirOrder) {
  const auto text = to_json(page_with_one_hit(), false);

  EXPECT_TRUE(text.starts_with(R"({"query":"refnd","certainty":null)")) << text;
  EXPECT_LT(text.find(R"("procedure":8)"), text.find(R"("tip":4)"));
}

TEST(SearchJsonTest, AbsentThingsAreNull) {
  auto page = page_with_one_hit();
  page.hits[0].confidence.reset();
  page.hits[0].last_reviewed.reset();
  page.hits[0].kind = Kind::kUnstated;

  const auto hit = json::parse(to_json(page, false))["hits"][0];

  EXPECT_TRUE(hit["confidence"].is_null());
  EXPECT_TRUE(hit["last_reviewed"].is_null());
  EXPECT_TRUE(hit["kind"].is_null());
}

TEST(SearchJsonTest, WithoutAnAnswerTheNearestLooksLikeHits) {
  auto page = page_with_one_hit();
  page.certainty = Certainty::kNone;
  page.certainty_score = 0.125;
  page.total_exact = false;
  page.nearest = std::move(page.hits);
  page.hits.clear();

  const auto body = json::parse(to_json(page, false));

  EXPECT_EQ(body["certainty"], "none");
  EXPECT_EQ(body["certainty_score"], 0.125);
  EXPECT_EQ(body["total_is"], "at_least");
  EXPECT_TRUE(body["hits"].empty());
  EXPECT_EQ(body["nearest"][0]["id"], "refund-debit-card");
}

TEST(SearchJsonTest, ExplainingAddsTheStages) {
  const auto body = json::parse(to_json(page_with_one_hit(), true));

  EXPECT_EQ(body["explain"][0],
            (json{{"stage", "retrieve"}, {"us", 1500.0}, {"shows", "AND of 2"}}));
}

TEST(SearchJsonTest, ServerTimingNamesEachStageAndTheWhole) {
  EXPECT_EQ(server_timing(1ms, page_with_one_hit().stages, 2ms),
            "queue;dur=1.000, retrieve;dur=1.500, rank-all;dur=0.250, total;dur=2.000");
}

TEST(SearchJsonTest, BytesThatAreNotUtf8AreReplaced) {
  auto page = page_with_one_hit();
  page.hits[0].snippet = {{"a\xC3", true}};

  EXPECT_EQ(json::parse(to_json(page, false))["hits"][0]["passage"]["snippet"][0]["text"],
            "a\uFFFD");
}

TEST(SearchJsonTest, SuggestionsSayWhatTheyAre) {
  const auto body = json::parse(to_json(
      "ref", {{"refund missing",
               {"refund"},
               "Refund late",
               Suggestion::Source::kSymptom,
               "",
               {{"ref", true}, {"und missing", false}}},
              {"Once <b>", {"refund"}, "Refund late", Suggestion::Source::kHeading, "once", {}}}));

  EXPECT_EQ(body, json::parse(R"({"query": "ref", "suggestions": [
    {"text": "refund missing", "id": "refund", "title": "Refund late", "kind": "symptom",
     "url": "/a/refund",
     "marked": [{"text": "ref", "match": true}, {"text": "und missing", "match": false}]},
    {"text": "Once <b>", "id": "refund", "title": "Refund late", "kind": "heading",
     "url": "/a/refund#once", "marked": []}]})"));
}

Article full_article() {
  Article article;
  article.id = {"refund"};
  article.path = "payments/refund.md";
  article.title = "Refund \"late\" & <slow>";
  article.kind = Kind::kProcedure;
  article.confidence = Confidence::kValidated;
  article.owner = "payments-kb";
  article.products = {"debit card"};
  article.symptoms = {"my money"};
  article.promise = Promise{"refund visible", "10 working days", "200 EUR", "agent"};
  article.exceptions = {{"bereavement", "waive the fee", "agent", "twice"}};
  article.handoff = Handoff{"tier 2", "08:00-18:00", "A colleague calls.", {"order id"}};
  article.last_reviewed = std::chrono::year(2026) / 1 / 10;
  article.review_every = Period{90, Period::Unit::kDays};
  article.publish_date = parse_day_or_minute("2026-01-12");
  article.updated = std::chrono::sys_days(std::chrono::year(2026) / 2 / 3) + 4h + 5min + 6s;
  article.flags = {{"anna", std::chrono::sys_days(std::chrono::year(2026) / 5 / 1) + 8h + 30min,
                    "The price is old."}};
  article.aliases = {{"old-refund"}};
  article.pins = {"refund delay"};
  article.headings = {{2, "Issue", "issue", Audience::kCustomer}};
  article.full.html = "<h2 id=\"issue\">Issue</h2>";
  return article;
}

TEST(ArticleJsonTest, AnArticleHasAllOfItsFields) {
  const auto expected = json::parse(R"({
    "id": "refund", "title": "Refund \"late\" & <slow>", "description": "", "kind": "procedure",
    "confidence": "validated", "audience": "internal", "department": null,
    "products": ["debit card"], "tags": [], "answer": "", "last_reviewed": "2026-01-10",
    "overdue": true, "review_due": "2026-04-10",
    "flags": [{"by": "anna", "at": "2026-05-01T08:30:00Z", "reason": "The price is old."}],
    "validity": "valid", "updated": "2026-02-03T04:05:06Z", "path": "payments/refund.md",
    "url": "/a/refund", "owner": "payments-kb", "symptoms": ["my money"], "empathy": "",
    "promise": {"what": "refund visible", "within": "10 working days", "limit": "200 EUR",
                "authority": "agent"},
    "exceptions": [{"when": "bereavement", "may": "waive the fee", "who": "agent",
                    "never": "twice"}],
    "handoff": {"to": "tier 2", "hours": "08:00-18:00", "collect": ["order id"],
                "say": "A colleague calls."},
    "review_every": "90d", "publishDate": "2026-01-12", "expiryDate": null, "language": "en",
    "aliases": ["old-refund"], "pin": ["refund delay"],
    "headings": [{"level": 2, "text": "Issue", "anchor": "issue", "audience": "customer"}],
    "html": "<h2 id=\"issue\">Issue</h2>"})");

  EXPECT_EQ(json::parse(to_json(full_article(), kToday, Audience::kInternal)), expected);
}

TEST(ArticleJsonTest, APeriodIsWrittenAsFrontMatterReadsIt) {
  auto article = full_article();
  for (const std::string_view word : {"90d", "12w", "6m", "1y"}) {
    article.review_every = parse_period(word);
    EXPECT_EQ(json::parse(to_json(article, kToday, Audience::kInternal))["review_every"], word);
  }
}

TEST(ArticleJsonTest, AnEmptyArticleHasNullsWhereNothingIs) {
  const auto body = json::parse(to_json(Article{}, kToday, Audience::kInternal));

  for (const auto* const name : {"kind", "department", "owner", "promise", "handoff",
                                 "last_reviewed", "review_every", "publishDate", "expiryDate"})
    EXPECT_TRUE(body[name].is_null()) << name;
  EXPECT_EQ(body["overdue"], false);
}

TEST(ArticleJsonTest, CustomersAreToldNoConfidence) {
  Listing listing;
  listing.articles = {full_article()};
  const auto article = json::parse(to_json(full_article(), kToday, Audience::kCustomer));
  const auto page = json::parse(to_json(listing, kToday, Audience::kCustomer));

  EXPECT_TRUE(article["confidence"].is_null());
  EXPECT_TRUE(page["articles"][0]["confidence"].is_null());
}

TEST(ArticleJsonTest, AListingHasTheCursorOfTheNextPage) {
  Listing listing;
  listing.articles = {full_article()};
  listing.total = 7;
  EXPECT_TRUE(json::parse(to_json(listing, kToday, Audience::kInternal))["next"].is_null());

  listing.next = ArticleId{"refund"};
  const auto body = json::parse(to_json(listing, kToday, Audience::kInternal));

  EXPECT_EQ(body["next"], "refund");
  EXPECT_EQ(body["total"], 7);
  EXPECT_EQ(body["articles"][0]["url"], "/a/refund");
  EXPECT_FALSE(body["articles"][0].contains("html"));
}

TEST(ArticleHtmlTest, TheDocumentEscapesTheTitleAndSaysTheLanguage) {
  auto article = full_article();
  article.language = "de";

  const auto html = to_html(article);

  EXPECT_NE(html.find("<html lang=\"de\">"), std::string::npos);
  EXPECT_NE(html.find("<title>Refund &quot;late&quot; &amp; &lt;slow&gt;</title>"),
            std::string::npos);
  EXPECT_NE(html.find("<h2 id=\"issue\">Issue</h2>"), std::string::npos);
}

}  // namespace
}  // namespace aplomb::http
