// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/article.h"

#include <gtest/gtest.h>

#include "engine/opaque_name.h"
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
  EXPECT_EQ(record::encode(record::ArticleRecord{*shown, {}, shown->id, {}}).find(canary),
            std::string::npos);
  for (const Passage& passage : shown->passages)
    EXPECT_EQ(passage.text.find(canary), std::string::npos);
}

TEST(CustomerProjectionTest, WhatComesFromTheFileIsNotTold) {
  const Article whole = article("pay-merger").customer("For you").with([](Article& a) {
    a.path = "pay/merger.md";
    a.id_is_of_path = a.updated_is_of_file = true;
    a.updated = std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000}};
  });
  const auto shown = customer_projection(whole);
  EXPECT_EQ(shown->id.value, "a-" + opaque_name("pay/merger.md").substr(0, 16));
  EXPECT_TRUE(is_valid(shown->id));
  EXPECT_EQ(shown->updated, std::chrono::sys_seconds{});
  EXPECT_EQ(shown->path, "");
}

TEST(OpaqueNameTest, ItIsTheSameEverywhereAndForEveryWayToWriteAPath) {
  EXPECT_EQ(opaque_name("abc"), "ba7816bf8f01cfea414140de5dae2223");  // FIPS 180-4's example
  using Names = std::vector<std::string>;
  EXPECT_EQ(opaque_names_of_article("a/b.md"), (Names{opaque_name("a/b.md"), opaque_name("a/b")}));
  EXPECT_EQ(opaque_names_of_article("a/index.md"),
            (Names{opaque_name("a/index.md"), opaque_name("a/index"), opaque_name("a")}));
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
