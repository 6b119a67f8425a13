// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/searcher.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::Ids;
using test::ids;
using test::TempIndex;
using test::value_of;

SearchPage ask(const Searcher& searcher, const Supposed& supposed, const std::string& text) {
  SearchRequest request;
  request.text = text;
  const std::vector<SearchRequest> requests{request};
  return value_of(searcher.search_as_if(supposed, requests)).at(0);
}

TEST(SupposingTest, TheAnswerIsThatOfAnIndexInWhichTheArticleStands) {
  const auto refund = [] { return article("refund").title("Late refund").body("Ten days."); };
  const auto parcel = [] {
    return article("parcel").title("Late parcel").body("On its way, late.");
  };
  const Article draft = article("draft").title("Late money").body("A refund that is late.");
  const TempIndex without{refund(), parcel()};
  const TempIndex with{refund(), parcel(), Article(draft)};
  for (const char* text : {"late", "late refund", "late money", "refund that is late", "parcel"}) {
    const SearchPage supposed = ask(without.searcher(), {draft, {}}, text);
    const SearchPage real = with.search(text);
    EXPECT_EQ(ids(supposed.found()), ids(real.found())) << text;
    ASSERT_EQ(supposed.found().size(), real.found().size());
    for (std::size_t i = 0; i < real.found().size(); ++i)
      EXPECT_NEAR(supposed.found()[i].score, real.found()[i].score, 0.05) << text;
  }
  EXPECT_EQ(ids(without.search("money").found()), Ids{}) << "nothing was written";
}

TEST(SupposingTest, WhatItTakesThePlaceOfIsNotFound) {
  const TempIndex index{
      article("refund").title("Late refund").with([](Article& one) { one.pins = {"late refund"}; }),
      article("parcel").title("Parcel")};
  const Article same = article("refund").title("Money");
  EXPECT_EQ(ids(ask(index.searcher(), {same, {}}, "late refund").found()), Ids{});
  const Article renamed = article("money").title("Money, late");
  EXPECT_EQ(ids(ask(index.searcher(), {renamed, {{"refund"}}}, "late refund").found()),
            Ids{"money"});
  EXPECT_EQ(ids(ask(index.searcher(), {renamed, {}}, "late refund").found()),
            (Ids{"refund", "money"}));
}

TEST(SupposingTest, ItsPinsCountAndItsHitShowsItsText) {
  const TempIndex index{article("refund").title("Refund").body("A refund.")};
  const Article draft = article("draft").title("Other").body("Some refund.").with([](Article& one) {
    one.pins = {"refund"};
  });
  const SearchPage page = ask(index.searcher(), {draft, {}}, "refund");
  ASSERT_EQ(ids(page.found()), (Ids{"draft", "refund"}));
  EXPECT_EQ(page.found()[0].title, "Other");
  EXPECT_FALSE(page.found()[0].snippet.empty());
}

TEST(SupposingTest, WrongRequestsAreErrors) {
  const TempIndex index{article("refund")};
  SearchRequest request;
  request.limit = 0;
  const std::vector<SearchRequest> requests{request};
  const Article draft = article("draft");
  EXPECT_EQ(index.searcher().search_as_if({draft, {}}, requests).error().code,
            Code::kInvalidArgument);
  EXPECT_TRUE(value_of(index.searcher().search_as_if({draft, {}}, {})).empty());
}

}  // namespace
}  // namespace aplomb
