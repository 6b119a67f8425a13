// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/article.h"

#include <gtest/gtest.h>

#include "engine/record.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;

TEST(MakeIdTest, PathsBecomeValidIds) {
  EXPECT_EQ(make_id("Billing/Refund late (2)").value, "billing-refund-late-2");
  for (const std::string& text : {std::string("日本語"), std::string(""), std::string("--"),
                                  std::string(500, 'x'), std::string("É")})
    EXPECT_TRUE(is_valid(make_id(text))) << text;
}

TEST(MakeIdTest, LongPathsStayApart) {
  EXPECT_NE(make_id(std::string(200, 'x') + "a"), make_id(std::string(200, 'x') + "b"));
}

TEST(CustomerProjectionTest, AnArticleWithoutCustomerTextHasNone) {
  EXPECT_FALSE(customer_projection(article("a").body("internal")));
}

TEST(CustomerProjectionTest, ACustomerArticleWhoseTextIsAllInternalHasNone) {
  const auto for_customers = [](Article& a) { a.audience = Audience::kCustomer; };
  EXPECT_FALSE(customer_projection(article("a").body("internal").with(for_customers)));
  EXPECT_TRUE(customer_projection(article("a").with(for_customers)));  // front matter is all of it
}

TEST(CustomerProjectionTest, NothingInternalIsLeft) {
  const std::string canary = "canary";
  const Article whole = article("a").customer("For you").body(canary).with([&](Article& a) {
    a.path = canary;
    a.owner = a.department = canary;
    a.promise = Promise{"refund", "5 days", canary, canary};
    a.exceptions = {{canary, canary, canary, canary}};
    a.handoff = Handoff{canary, canary, "We will call you.", {canary}};
    a.aliases = {{canary}};
    a.pins = a.test_queries = {canary};
    a.headings = {{2, canary, canary, Audience::kInternal}};
    a.full = {canary, canary};
  });
  auto shown = customer_projection(whole);
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->passages.size(), 1U);
  EXPECT_EQ(shown->promise->within, "5 days");
  EXPECT_EQ(shown->handoff->say, "We will call you.");
  const std::string pages = shown->full.html + shown->full.markdown;
  EXPECT_EQ(pages.find(canary), std::string::npos);
  EXPECT_EQ(record::encode(record::ArticleRecord{*shown, {}, true}).find(canary),
            std::string::npos);
  for (const Passage& passage : shown->passages)
    EXPECT_EQ(passage.text.find(canary), std::string::npos);
}

TEST(OverdueTest, TheReviewIsLateTheDayAfterItWasDue) {
  const auto reviewed = parse_date("2026-01-10");
  const auto every = parse_period("10d");
  EXPECT_FALSE(is_overdue(reviewed, every, *parse_date("2026-01-20")));
  EXPECT_TRUE(is_overdue(reviewed, every, *parse_date("2026-01-21")));
  EXPECT_FALSE(is_overdue(reviewed, std::nullopt, *parse_date("2030-01-01")));
}

}  // namespace
}  // namespace aplomb
