// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pins.h"

#include <gtest/gtest.h>
#include <xapian.h>

#include "engine/index_files.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::TempIndex;
using test::value_of;

std::size_t pinned(const TempIndex& index, Audience reader, std::string_view query) {
  const auto dir = index_files::generation_dir(index.dir(), 1);
  const Xapian::Database database((reader == Audience::kCustomer
                                       ? index_files::customer_database(dir)
                                       : index_files::full_database(dir))
                                      .string());
  return database.get_termfreq(pin_term(query));
}

TEST(PinsTest, CaseAccentsSpacesAndTheSignAtTheEndDoNotMatter) {
  EXPECT_EQ(pin_term("  Café  closed ?"), pin_term("cafe closed"));
  EXPECT_NE(pin_term("refund -card"), pin_term("refund card"));
  EXPECT_NE(pin_term("refund"), pin_term("refund late"));
}

TEST(PinsTest, WhatSaysNothingPinsNothing) {
  EXPECT_EQ(pin_term(" ?! "), "");
  EXPECT_EQ(pin_term(""), "");
}

TEST(PinsTest, AnyBytesMakeATermThatXapianTakes) {
  EXPECT_LT(pin_term(std::string(100'000, 'x')).size(), 200U);
  EXPECT_NE(pin_term(std::string(300, 'x') + "a"), pin_term(std::string(300, 'x') + "b"));
  EXPECT_EQ(pin_term(std::string(300, '\0')), "");
  EXPECT_FALSE(pin_term("\xFF\xFE").empty());
}

TEST(PinsTest, TheFirstPassageOfAnArticleKnowsItsPins) {
  const TempIndex index{article("late")
                            .title("Late refund")
                            .body("Ten days.", "One")
                            .body("More.", "Two")
                            .with([](Article& it) { it.pins = {"Refund Delay"}; })};
  EXPECT_EQ(pinned(index, Audience::kInternal, "refund  delay"), 1U);
  EXPECT_EQ(pinned(index, Audience::kInternal, "refund"), 0U);
}

TEST(PinsTest, CustomersHaveThePinsThatSayNothingButTheArticlesOwnWords) {
  const TempIndex index{article("late")
                            .title("Late refund")
                            .customer("The delay is over soon.")
                            .with([](Article& it) {
                              it.pins = {"refund delay", "kestrel delay"};
                            })};
  EXPECT_EQ(pinned(index, Audience::kCustomer, "refund delay"), 1U);
  EXPECT_EQ(pinned(index, Audience::kCustomer, "kestrel delay"), 0U);
  EXPECT_EQ(pinned(index, Audience::kInternal, "kestrel delay"), 1U);
}

TEST(PinsTest, CustomersAreNeverShownAPin) {
  const TempIndex index{
      article("late").title("Late refund").customer("The delay is over.").with([](Article& it) {
        it.pins = {"refund delay"};
      })};
  EXPECT_TRUE(value_of(index.searcher(Audience::kCustomer).article({"late"})).article.pins.empty());
  EXPECT_EQ(value_of(index.searcher().article({"late"})).article.pins.size(), 1U);
}

TEST(PinsTest, AnArticleThatIsNeverFoundIsNotPinned) {
  const TempIndex index{article("late").title("Late refund").with([](Article& it) {
    it.pins = {"refund"};
    it.excluded = true;
  })};
  EXPECT_EQ(pinned(index, Audience::kInternal, "refund"), 0U);
}

}  // namespace
}  // namespace aplomb
