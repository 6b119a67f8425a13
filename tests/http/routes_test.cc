// SPDX-License-Identifier: GPL-3.0-or-later
// The routes over a real index, without a socket.
#include "http/routes.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "http/assets.h"
#include "http/etag.h"
#include "http/uri.h"
#include "tests/http/gunzip.h"
#include "tests/http/test_service.h"

namespace aplomb::http {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using nlohmann::json;

Article refund() {
  return article("refund-card")
      .title("Refund to a debit card")
      .body("Check whether the refund was sent.", "Resolution")
      .with([](Article& a) {
        a.path = "payments/refund card.md";
        a.kind = Kind::kProcedure;
        a.department = "payments";
        a.symptoms = {"my money has not come back"};
        a.aliases = {{"old-refund"}};
        a.full.html = "<h2 id=\"resolution\">Resolution</h2>";
        a.full.markdown = "## Resolution\n";
      });
}

Article fee() {
  return article("late-fee")
      .title("Waive a late fee")
      .body("A fee and a refund are two things.")
      .with([](Article& a) {
        a.path = "billing/fee.md";
        a.kind = Kind::kPolicy;
        a.department = "billing";
      });
}

class RoutesTest : public ::testing::Test {
 protected:
  Response get(std::string_view target, Fields headers = {}) const {
    const auto mark = target.find('?');
    Request request{.method = "GET",
                    .path = std::string(target.substr(0, mark)),
                    .headers = std::move(headers)};
    if (mark != std::string_view::npos) request.query = parse_query(target.substr(mark + 1));
    return service_.answer(std::move(request));
  }
  json body(std::string_view target) const {
    const auto response = get(target);
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body);
  }

  TempIndex index_{refund(), fee()};
  test::TestService service_{index_.dir(), {.identity = {.anonymous = desk::Role::kAgent}}};
};

TEST_F(RoutesTest, ASearchLeadsToThePassage) {
  const auto page = body("/api/v1/search?q=refund+debit&facets=kind");

  EXPECT_EQ(page["hits"][0]["id"], "refund-card");
  EXPECT_EQ(page["hits"][0]["url"], "/a/refund-card#resolution");
  EXPECT_EQ(page["facets"]["kind"]["procedure"], 1);
}

TEST_F(RoutesTest, ASearchSaysWhatItCostAndIsNotKept) {
  const auto response = get("/api/v1/search?q=refund");

  EXPECT_EQ(response.header("Cache-Control"), "private, no-cache");
  ASSERT_TRUE(response.header("Server-Timing"));
  EXPECT_NE(response.header("Server-Timing")->find("total;dur="), std::string::npos);
}

TEST_F(RoutesTest, FiltersNarrowASearch) {
  EXPECT_EQ(body("/api/v1/search?q=refund&kind=policy")["hits"][0]["id"], "late-fee");
  EXPECT_EQ(body("/api/v1/search?q=refund&kind=policy&kind=procedure")["total"], 2);
  EXPECT_EQ(body("/api/v1/search?q=refund&kind=policy&department=payments")["total"], 0);
}

TEST_F(RoutesTest, ASearchForExactlyWhatWasTypedCorrectsNothing) {
  const auto usual = body("/api/v1/search?q=refnd+");
  EXPECT_EQ(usual["interpretation"]["corrected"], (json{{{"from", "refnd"}, {"to", "refund"}}}));
  EXPECT_EQ(usual["total"], 2);

  const auto exact = body("/api/v1/search?q=refnd+&exact=1");
  EXPECT_TRUE(exact["interpretation"]["corrected"].empty());
  EXPECT_EQ(exact["interpretation"]["unmatched"], (json{"refnd"}));
  EXPECT_EQ(exact["total"], 0);
}

TEST_F(RoutesTest, WhatIsNotAskedInWordsOrNotByRelevanceIsNotJudged) {
  EXPECT_TRUE(body("/api/v1/search?q=refund")["certainty"].is_string());
  EXPECT_TRUE(body("/api/v1/search?q=refund")["certainty_score"].is_number());
  for (const auto* const query : {"q=", "q=kind:policy", "kind=policy", "q=refund&sort=title"})
    EXPECT_TRUE(body("/api/v1/search?" + std::string(query))["certainty"].is_null()) << query;
}

TEST_F(RoutesTest, WhereNothingIsFoundItSaysThatThereIsNoAnswer) {
  const auto page = body("/api/v1/search?q=xqzzyv+");
  EXPECT_EQ(page["certainty"], "none");
  EXPECT_EQ(page["certainty_score"], 0);
  EXPECT_TRUE(page["hits"].empty());
  EXPECT_TRUE(page["nearest"].empty());
}

TEST_F(RoutesTest, WithoutWordsAllArticlesAreSortedAndCounted) {
  const auto latest = body("/api/v1/search?q=&sort=updated&limit=8");
  EXPECT_EQ(latest["total"], 2);
  EXPECT_EQ(latest["hits"].size(), 2U);
  const auto counted = body("/api/v1/search?q=&facets=department,kind,product,tag");
  EXPECT_EQ(counted["total_is"], "exact");
  EXPECT_EQ(counted["facets"]["department"], (json{{"billing", 1}, {"payments", 1}}));
  EXPECT_EQ(counted["facets"]["kind"], (json{{"policy", 1}, {"procedure", 1}}));
  EXPECT_TRUE(counted["facets"]["tag"].empty());
  EXPECT_EQ(body("/api/v1/search?q=")["total"], 0) << "nothing was asked";
}

TEST_F(RoutesTest, ExplainingIsAskedFor) {
  EXPECT_FALSE(body("/api/v1/search?q=refund").contains("explain"));
  EXPECT_TRUE(body("/api/v1/search?q=refund&explain=1")["explain"].is_array());
}

TEST_F(RoutesTest, AMalformedParameterIsAProblem) {
  const auto response = get("/api/v1/search?q=refund&limit=many");

  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(json::parse(response.body)["instance"], "/api/v1/search");
}

TEST_F(RoutesTest, NoQueryBreaksTheSearch) {
  for (const auto* const query : {"",
                                  "%00",
                                  "%FF%FE",
                                  "%22",
                                  "%22%22%22",
                                  "-",
                                  "-%20-",
                                  "AND+OR+NOT",
                                  "((((",
                                  "kind:",
                                  ":::",
                                  "*",
                                  "a*",
                                  "%F0%9F%98%80",
                                  "%3Cimg+src%3Dx+onerror%3Dalert(1)%3E",
                                  "%E2%80%AEabc",
                                  "%0D%0ASet-Cookie:+x",
                                  "'%3B+DROP+TABLE",
                                  "../../etc/passwd",
                                  "%25s%25n%25x"}) {
    const auto response = get("/api/v1/search?q=" + std::string(query));
    EXPECT_EQ(response.status, 200) << query << ": " << response.body;
    EXPECT_TRUE(json::accept(response.body)) << query;
    EXPECT_EQ(get("/api/v1/suggest?q=" + std::string(query)).status, 200) << query;
  }
}

TEST_F(RoutesTest, SuggestionsComeFromTitlesAndSymptoms) {
  const auto said = body("/api/v1/suggest?q=my+mon");

  ASSERT_EQ(said["suggestions"].size(), 1U);
  EXPECT_EQ(said["suggestions"][0]["kind"], "symptom");
  EXPECT_EQ(said["suggestions"][0]["url"], "/a/refund-card");
  EXPECT_EQ(body("/api/v1/suggest?q=refu&limit=1")["suggestions"][0]["kind"], "title");
}

TEST_F(RoutesTest, TheListingIsPaged) {
  const auto first = body("/api/v1/articles?limit=1");
  ASSERT_EQ(first["articles"].size(), 1U);
  EXPECT_EQ(first["total"], 2);

  const auto second = body("/api/v1/articles?limit=1&cursor=" + first["next"].get<std::string>());
  ASSERT_EQ(second["articles"].size(), 1U);
  EXPECT_NE(second["articles"][0]["id"], first["articles"][0]["id"]);
  EXPECT_TRUE(second["next"].is_null());
}

TEST_F(RoutesTest, TheListingCanBeNarrowed) {
  EXPECT_EQ(body("/api/v1/articles?folder=payments")["articles"][0]["id"], "refund-card");
  EXPECT_EQ(body("/api/v1/articles?department=billing")["articles"][0]["id"], "late-fee");
}

TEST_F(RoutesTest, FoldersAreBrowsedByTheirArticles) {
  EXPECT_EQ(body("/api/v1/folders"),
            json::parse(R"({"folder": "", "articles": 2, "cut": false, "folders": [
                             {"name": "billing", "path": "billing", "articles": 1},
                             {"name": "payments", "path": "payments", "articles": 1}]})"));
  EXPECT_EQ(body("/api/v1/folders?folder=/payments/")["folder"], "payments");
  EXPECT_EQ(body("/api/v1/articles?folder=payments/&direct=1")["total"], 1);
  EXPECT_EQ(body("/api/v1/articles?direct=1")["total"], 0) << "directly in the root";
  for (const auto* const folder : {"none", "payment", "%00", "..", "payments%2F..", "%F0%9F%98%80"})
    EXPECT_EQ(get("/api/v1/folders?folder=" + std::string(folder)).status, 404) << folder;
}

TEST_F(RoutesTest, SimilarArticlesAreListedInShort) {
  const auto found = body("/api/v1/articles/old-refund/similar");
  EXPECT_EQ(found["id"], "refund-card") << "by a former id, too";
  EXPECT_TRUE(found["articles"].is_array());
  EXPECT_EQ(get("/api/v1/articles/none/similar").status, 404);
  EXPECT_EQ(get("/api/v1/articles/%00/similar").status, 404);
  for (const auto* const limit : {"0", "21", "many"})
    EXPECT_EQ(get("/api/v1/articles/late-fee/similar?limit=" + std::string(limit)).status, 400);
}

TEST_F(RoutesTest, AnArticleComesInTheFormThatIsAskedFor) {
  const std::string path = "/api/v1/articles/refund-card";

  EXPECT_EQ(get(path).content_type, "application/json");
  EXPECT_EQ(get(path, {{"accept", "text/markdown"}}).body, "## Resolution\n");
  const auto html = get(path, {{"accept", "text/html,*/*;q=0.1"}});
  EXPECT_EQ(html.content_type, "text/html; charset=utf-8");
  EXPECT_NE(html.body.find("<h2 id=\"resolution\">"), std::string::npos);
  EXPECT_EQ(html.header("Vary"), "Accept");
  EXPECT_EQ(get(path, {{"accept", "image/png"}}).status, 406);
}

TEST_F(RoutesTest, TheETagsOfTwoFormsDiffer) {
  const auto as_json = get("/api/v1/articles/refund-card");
  const auto as_markdown = get("/api/v1/articles/refund-card", {{"accept", "text/markdown"}});
  ASSERT_TRUE(as_json.header("ETag"));

  EXPECT_NE(as_json.header("ETag"), as_markdown.header("ETag"));
  const Fields held{{"if-none-match", std::string(*as_json.header("ETag"))}};
  EXPECT_EQ(get("/api/v1/articles/refund-card", held).status, 304);
  EXPECT_EQ(get("/api/v1/articles/late-fee", held).status, 200);
}

TEST_F(RoutesTest, AFormerIdLeadsToTheArticle) {
  const auto api = get("/api/v1/articles/old-refund");
  EXPECT_EQ(api.status, 308);
  EXPECT_EQ(api.header("Location"), "/api/v1/articles/refund-card");
  const auto page = get("/a/old-refund");
  EXPECT_EQ(page.status, 301);
  EXPECT_EQ(page.header("Location"), "/a/refund-card");
}

TEST_F(RoutesTest, AFilesPathLeadsToTheArticle) {
  const auto response = get("/p/payments/refund%20card.md");

  EXPECT_EQ(response.status, 302);
  EXPECT_EQ(response.header("Location"), "/a/refund-card");
  EXPECT_EQ(get("/p/payments/refund%20card").header("Location"), "/a/refund-card")
      << "as sites without endings link it";
  const auto none = get("/p/payments/none.md");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(none.content_type, "text/html; charset=utf-8");
}

TEST_F(RoutesTest, AnUnknownArticleIsAProblemAndItsPageA404) {
  for (const auto* const id : {"none", "NOT-AN-ID", "%2e%2e%2f", "a%00b", "%FF", ""})
    EXPECT_EQ(get("/api/v1/articles/" + std::string(id)).status, 404) << id;
  const auto page = get("/a/none");
  EXPECT_EQ(page.status, 404);
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
}

TEST_F(RoutesTest, ThePageIsServedWhereItIsLinked) {
  for (const auto* const path :
       {"/", "/a/refund-card", "/browse", "/browse/payments/cards", "/call?q=refund", "/admin",
        "/admin/people/anna", "/edit/refund-card", "/new", "/new/procedure",
        "/a/refund-card/history", "/lists/overdue", "/notices", "/panel", "/panel/connect"}) {
    const auto response = get(path);
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_EQ(response.content_type, "text/html; charset=utf-8") << path;
    EXPECT_TRUE(response.header("Content-Security-Policy")) << path;
  }
}

TEST_F(RoutesTest, EveryAssetIsServedAndHeld) {
  ASSERT_FALSE(assets().empty());
  for (const auto& asset : assets()) {
    const auto path = "/assets/" + std::string(asset.name);
    EXPECT_EQ(get(path).body, asset.bytes);
    EXPECT_EQ(get(path, {{"if-none-match", std::string(asset.etag)}}).status, 304);
  }
  EXPECT_EQ(get("/assets/../index.html").status, 404);
  EXPECT_EQ(get("/assets/%2e%2e%2findex.html").status, 404);
}

TEST_F(RoutesTest, ThePageAndItsFilesAreSentAsTheBuildCompressedThem) {
  std::size_t packed_files = 0;
  for (const auto& asset : assets()) {
    const auto path = "/assets/" + std::string(asset.name);
    const auto plain = get(path), packed = get(path, {{"accept-encoding", "gzip"}});
    EXPECT_EQ(plain.body, asset.bytes) << path;
    EXPECT_FALSE(plain.header("Content-Encoding")) << path;
    if (asset.gzip.empty()) {
      EXPECT_EQ(packed.body, asset.bytes) << path;
      EXPECT_FALSE(packed.header("Vary")) << path;
      continue;
    }
    ++packed_files;
    EXPECT_LE(asset.gzip.size() + 256, asset.bytes.size()) << path;
    EXPECT_EQ(packed.body, asset.gzip) << path;
    EXPECT_EQ(test::gunzip(packed.body), asset.bytes) << path;
    EXPECT_EQ(packed.header("Content-Encoding"), "gzip") << path;
    EXPECT_EQ(packed.content_type, plain.content_type) << path;
    EXPECT_EQ(packed.header("ETag"), gzip_etag(*plain.header("ETag"))) << path;
    for (const auto& each : {plain, packed}) EXPECT_EQ(each.header("Vary"), "Accept-Encoding");
  }
  EXPECT_GE(packed_files, 3U) << "the program, the style and the description of the API";
}

TEST_F(RoutesTest, ThePageIsHeldInTheFormThatABrowserTakes) {
  for (const auto* const path : {"/", "/a/refund-card", "/openapi.json", "/assets/app.js"}) {
    const std::string tag(*get(path, {{"accept-encoding", "gzip"}}).header("ETag"));
    const auto held = get(path, {{"accept-encoding", "gzip"}, {"if-none-match", tag}});

    EXPECT_TRUE(tag.ends_with("-gz\"")) << path;
    EXPECT_EQ(held.status, 304) << path;
    EXPECT_EQ(held.header("ETag"), tag) << path;
    EXPECT_EQ(held.header("Vary"), "Accept-Encoding") << path;
    EXPECT_FALSE(held.header("Content-Encoding")) << path;
    EXPECT_TRUE(held.body.empty()) << path;
  }
}

TEST_F(RoutesTest, ThePageOfAMissingArticleIsCompressedAsWell) {
  const auto page = get("/a/none", {{"accept-encoding", "gzip"}});

  EXPECT_EQ(page.status, 404);
  EXPECT_EQ(page.header("Content-Encoding"), "gzip");
  EXPECT_EQ(page.header("Vary"), "Accept-Encoding");
  EXPECT_EQ(test::gunzip(page.body), find_asset("index.html")->bytes);
}

TEST_F(RoutesTest, HealthSaysThatItLivesAndWhatItHas) {
  EXPECT_EQ(get("/healthz").body, "ok\n");
  EXPECT_EQ(body("/readyz")["articles"], 2);
}

}  // namespace
}  // namespace aplomb::http
