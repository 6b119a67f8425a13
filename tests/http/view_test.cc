// SPDX-License-Identifier: GPL-3.0-or-later
// `view=customer`: what an agent is shown is what a customer is, byte for byte.
#include "http/view.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "indexer/indexing.h"
#include "tests/support/desk.h"

namespace aplomb::http {
namespace {

using aplomb::test::Desk;
using aplomb::test::TempDir;
using aplomb::test::value_of;
using nlohmann::json;

/// An articles folder and its index.
struct House {
  House() {
    articles.write("payments/refund.md", R"(---
title: Refund to a debit card
department: payments
owner: quivendor
tags: [refund]
symptoms: [my money has not come back]
aliases: [old-refund]
lastmod: 2026-01-12
---
The batch vyxquark runs at night. ![the ledger](ledger.png)

> [!CUSTOMER]
> A refund takes ten days. See [the fee](fee.md). ![the card](card.png)
)");
    articles.write("payments/fee.md", R"(---
id: late-fee
title: The late fee
tags: [refund]
lastmod: 2026-01-13
---
> [!CUSTOMER]
> The fee for a late refund is waived once.
)");
    articles.write("payments/batch.md", "# The refund batch\n\nRefund: vyxquark runs at night.\n");
    // Their ids would be those of payments/batch.md and payments/refund.md: they get others.
    articles.write("payments_batch.md",
                   "# Batch of cards\n\n> [!CUSTOMER]\n> Cards come in batches.\n");
    articles.write("payments_refund.md",
                   "# Another refund\n\n> [!CUSTOMER]\n> Another one altogether.\n");
    articles.write("payments/card.png", "card");
    articles.write("payments/ledger.png", "ledger");
    IndexOptions options;
    options.articles = articles.path();
    options.index_dir = data.path();
    EXPECT_EQ(value_of(index_folder(options)).refused, 0U);
  }

  TempDir articles, data;
};

/// An agent and a customer before one index.
class ViewTest : public testing::Test {
 protected:
  [[nodiscard]] static json body(const Response& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body);
  }
  /// What customers call the article of that path.
  [[nodiscard]] std::string customers_id(const std::string& path) const {
    const auto page = agents_.get("/p/" + path + "?view=customer");
    EXPECT_EQ(page.status, 302) << path;
    const std::string location(*page.header("location"));
    return location.substr(3, location.find('?') - 3);
  }
  [[nodiscard]] std::string agents_id(const std::string& path) const {
    return std::string(agents_.get("/p/" + path).header("location")->substr(3));
  }
  /// The addresses that begin with `root` in what customers read of the refund.
  [[nodiscard]] std::string address_in_refund(const std::string& root) const {
    const std::string html =
        body(agents_.get("/api/v1/articles/payments-refund?view=customer"))["html"];
    const auto at = html.find(root);
    EXPECT_NE(at, html.npos) << html;
    return html.substr(at, html.find('"', at) - at);
  }

  House house_;
  Desk agents_{house_.data.path(), Audience::kInternal, house_.articles.path()};
  Desk customers_{house_.data.path(), Audience::kCustomer, house_.articles.path()};
};

TEST_F(ViewTest, AnAgentSeesExactlyWhatACustomerDoes) {
  const auto refund = customers_id("payments/refund.md");
  const auto picture = address_in_refund("/files/~");
  for (const std::string& target :
       {std::string("/api/v1/search?q=refund&explain=1&facets=tag,owner,department"),
        std::string("/api/v1/search?q=vyxquark"), std::string("/api/v1/search?q=&sort=updated"),
        std::string("/api/v1/suggest?q=mon"), std::string("/api/v1/suggest?q=vyx"),
        std::string("/api/v1/articles?limit=1"), std::string("/api/v1/articles?folder=payments"),
        std::string("/api/v1/articles?department=payments"), "/api/v1/articles/" + refund + "?",
        std::string("/api/v1/articles/late-fee?"), std::string("/api/v1/articles/nothing?"),
        picture + "?", std::string("/files/~none?"), std::string("/p/~none?")})
    EXPECT_EQ(agents_.ask(target + "&view=customer"), customers_.ask(target)) << target;
}

TEST_F(ViewTest, WhatIsSimilarIsWhatCustomersMayRead) {
  const auto refund = customers_id("payments/refund.md");
  const auto theirs = customers_.get("/api/v1/articles/" + refund + "/similar").body;

  EXPECT_EQ(agents_.get("/api/v1/articles/payments-refund/similar?view=customer").body, theirs);
  EXPECT_EQ(agents_.get("/api/v1/articles/" + refund + "/similar?view=customer").body, theirs);
  EXPECT_EQ(agents_.get("/api/v1/articles/payments-batch/similar?view=customer").status, 404);
}

TEST_F(ViewTest, FoldersAreNotForCustomers) {
  EXPECT_EQ(body(agents_.get("/api/v1/folders?view=customer")),
            json::parse(R"({"folder": "", "articles": 4, "folders": [], "cut": false})"));
  EXPECT_EQ(agents_.get("/api/v1/folders?folder=payments&view=customer").status, 404);
  EXPECT_EQ(agents_.get("/api/v1/folders?folder=payments").status, 200);
}

TEST_F(ViewTest, WithoutItAnAgentSeesMore) {
  EXPECT_NE(agents_.ask("/api/v1/search?q=vyxquark").find("The refund batch"), std::string::npos);
  EXPECT_NE(agents_.ask("/api/v1/search?q=refund&view="), customers_.ask("/api/v1/search?q=refund"))
      << "an empty one is as good as none";
}

TEST_F(ViewTest, ACustomersViewOnlyEverGoesDown) {
  for (const char* target : {"/api/v1/search?q=vyxquark", "/api/v1/articles?limit=5"})
    EXPECT_EQ(customers_.ask(std::string(target) + "&view=customer"), customers_.ask(target));
}

TEST_F(ViewTest, AnotherViewIsRefusedByName) {
  for (const char* target :
       {"/api/v1/search", "/api/v1/suggest", "/api/v1/articles", "/api/v1/articles/late-fee",
        "/files/payments/card.png", "/p/payments/fee.md", "/a/late-fee"})
    for (const char* view : {"internal", "agent", "customers", "customer,", "1", " customer"})
      for (const Desk* desk : {&agents_, &customers_}) {
        const auto response = desk->get(std::string(target) + "?view=" + percent_encode(view));
        EXPECT_EQ(response.status, 400) << target << " " << view;
        EXPECT_EQ(json::parse(response.body)["errors"][0]["parameter"], "view") << target;
      }
}

TEST_F(ViewTest, NoOtherValueLosesIt) {
  const auto lowered = customers_.ask("/api/v1/search?q=vyxquark");
  for (const char* views : {"view=customer", "view=&view=customer",
                            "view=customer&view=", "view=CUSTOMER", "view=customer&view=customer"})
    EXPECT_EQ(agents_.ask("/api/v1/search?q=vyxquark&" + std::string(views)), lowered) << views;
  EXPECT_EQ(agents_.get("/api/v1/search?q=x&view=customer&view=internal").status, 400);
}

TEST_F(ViewTest, AnAgentHandsInTheIdThatHeKnows) {
  const auto refund = customers_id("payments/refund.md");
  const auto theirs = customers_.get("/api/v1/articles/" + refund);
  for (const std::string& id :
       {std::string("payments-refund"), std::string("old-refund"), refund}) {
    const auto shown = agents_.get("/api/v1/articles/" + id + "?view=customer");
    EXPECT_EQ(shown.status, 200) << id;
    EXPECT_EQ(shown.body, theirs.body) << id;
    EXPECT_EQ(shown.header("ETag"), theirs.header("ETag")) << id;
  }
}

TEST_F(ViewTest, WhatCustomersSeeNothingOfIsNotThere) {
  for (const char* id : {"payments-batch", "none", "NOT-AN-ID", "a-0123456789abcdef"}) {
    const auto response = agents_.get("/api/v1/articles/" + std::string(id) + "?view=customer");
    EXPECT_EQ(response.status, 404) << id << response.body;
  }
}

TEST_F(ViewTest, WhereTwoPathsMakeOneIdEachIdLeadsToItsOwnArticle) {
  const auto shown = [this](const std::string& path) {
    return agents_.ask("/api/v1/articles/" + agents_id(path) + "?view=customer");
  };
  EXPECT_NE(shown("payments_batch.md").find("come in batches"), std::string::npos);
  EXPECT_NE(shown("payments_refund.md").find("Another one altogether"), std::string::npos);
  EXPECT_NE(shown("payments/refund.md").find("takes ten days"), std::string::npos);
}

TEST_F(ViewTest, EveryFormOfAnArticleHasItsCustomerForm) {
  for (const char* form : {"application/json", "text/markdown", "text/html"}) {
    const auto shown = agents_.get("/api/v1/articles/payments-refund?view=customer", form);
    EXPECT_EQ(shown.status, 200) << form;
    EXPECT_EQ(shown.body.find("vyxquark"), std::string::npos) << form;
    EXPECT_NE(shown.body.find("ten days"), std::string::npos) << form;
    EXPECT_NE(shown.header("ETag"),
              agents_.get("/api/v1/articles/payments-refund", form).header("ETag"))
        << form;
  }
}

TEST_F(ViewTest, TheAnswerItselfShowsThatItIsACustomers) {
  const auto article = body(agents_.get("/api/v1/articles/payments-refund?view=customer"));
  EXPECT_TRUE(article["confidence"].is_null());
  EXPECT_EQ(article["path"], "");
  const auto page = body(agents_.get("/api/v1/search?q=refund&view=customer"));
  EXPECT_FALSE(page["hits"].empty());
  for (const auto& hit : page["hits"]) EXPECT_TRUE(hit["confidence"].is_null());
}

TEST_F(ViewTest, AnAgentsBrowserFetchesThePicturesOfACustomersText) {
  const auto picture = agents_.get(address_in_refund("/files/~"));

  EXPECT_EQ(picture.status, 200);
  EXPECT_EQ(picture.body, "card");
}

TEST_F(ViewTest, AnAgentFollowsTheLinksOfACustomersText) {
  const auto link = address_in_refund("/p/~");

  EXPECT_EQ(agents_.get(link).header("location"), "/a/late-fee");
  EXPECT_EQ(agents_.get(link + "?view=customer").header("location"), "/a/late-fee?view=customer");
  EXPECT_EQ(customers_.get(link).header("location"), "/a/late-fee");
}

TEST_F(ViewTest, OfFilesAndPathsOnlyThoseAreThereThatCustomersSee) {
  EXPECT_EQ(agents_.get("/files/payments/card.png?view=customer").body, "card");
  EXPECT_EQ(agents_.get("/files/payments/ledger.png?view=customer").status, 404);
  EXPECT_EQ(agents_.get("/files/payments/ledger.png").body, "ledger");
  EXPECT_EQ(agents_.get("/p/payments/refund?view=customer").status, 302);
  EXPECT_EQ(agents_.get("/p/payments/batch.md?view=customer").status, 404);
  EXPECT_EQ(agents_.get("/a/payments-batch?view=customer").status, 404);
  EXPECT_EQ(agents_.get("/a/payments-refund?view=customer").status, 200);
}

TEST_F(ViewTest, ACustomersIdLeadsAnAgentToTheArticle) {
  const auto refund = customers_id("payments/refund.md");

  const auto api = agents_.get("/api/v1/articles/" + refund);
  EXPECT_EQ(api.status, 308);
  EXPECT_EQ(api.header("location"), "/api/v1/articles/payments-refund");
  EXPECT_EQ(agents_.get("/a/" + refund).header("location"), "/a/payments-refund");
  EXPECT_EQ(agents_.get("/api/v1/articles/a-0123456789abcdef").status, 404);
  EXPECT_EQ(agents_.get("/api/v1/articles/" + refund.substr(0, 5)).status, 404);
}

TEST_F(ViewTest, CustomersThemselvesStillKnowNoAgentsNames) {
  for (const char* view : {"", "?view=customer"}) {
    EXPECT_EQ(customers_.get("/api/v1/articles/old-refund" + std::string(view)).status, 404);
    EXPECT_EQ(customers_.get("/p/payments/refund.md" + std::string(view)).status, 404);
    EXPECT_EQ(customers_.get("/files/payments/card.png" + std::string(view)).status, 404);
    EXPECT_EQ(customers_.get("/api/v1/articles/payments-refund" + std::string(view)).status, 308)
        << "an agent's link by it leads them on, as ever";
  }
}

}  // namespace
}  // namespace aplomb::http
