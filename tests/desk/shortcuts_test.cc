// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/shortcuts.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using test::code_of;
using test::TempDesk;
using test::value_of;

class ShortcutsTest : public testing::Test {
 protected:
  Shortcuts& own() { return desk_->shortcuts(); }
  std::string expand(const std::string& query, std::size_t max_bytes = 8192) {
    return own().expand(anna_, query, max_bytes).text;
  }

  TempDesk desk_;
  PersonId anna_ = desk_.add("anna").id, bert_ = desk_.add("bert").id;
};

TEST_F(ShortcutsTest, AShortFormIsWrittenOutForItsOwnerAndNobodyElse) {
  ASSERT_TRUE(own().put(anna_, "dd", "direct debit"));
  const auto expanded = own().expand(anna_, "late DD  refund", 8192);
  EXPECT_EQ(expanded.text, "late direct debit  refund");
  ASSERT_EQ(expanded.made.size(), 1U);
  EXPECT_EQ(expanded.made[0], (std::pair<std::string, std::string>("DD", "direct debit")));
  EXPECT_EQ(own().expand(bert_, "late dd refund", 8192).text, "late dd refund");
}

TEST_F(ShortcutsTest, AChangeHoldsForTheNextSearch) {
  ASSERT_TRUE(own().put(anna_, "dd", "direct debit"));
  EXPECT_EQ(expand("dd"), "direct debit");
  ASSERT_TRUE(own().put(anna_, "DD", "domain driven"));
  EXPECT_EQ(expand("dd"), "domain driven");
  EXPECT_EQ(value_of(own().list(anna_)).size(), 1U);
  ASSERT_TRUE(own().remove(anna_, "Dd"));
  EXPECT_EQ(expand("dd"), "dd");
}

TEST_F(ShortcutsTest, OnlyWordsThatStandByThemselvesAreShortForms) {
  ASSERT_TRUE(own().put(anna_, "dd", "direct debit"));
  for (const char* const query :
       {"\"dd\"", "\"late dd refund\"", "-dd", "tag:dd", "dds", "add", "", "   ", "\"dd"})
    EXPECT_EQ(expand(query), query);
  EXPECT_EQ(expand("\"late dd\" dd "), "\"late dd\" direct debit ");
  EXPECT_EQ(expand("dd\tdd\ndd"), "direct debit\tdirect debit\ndirect debit");
}

TEST_F(ShortcutsTest, WhatIsWrittenOutIsNotWrittenOutAgain) {
  ASSERT_TRUE(own().put(anna_, "a", "b b"));
  ASSERT_TRUE(own().put(anna_, "b", "a a"));
  EXPECT_EQ(expand("a b"), "b b a a");
}

TEST_F(ShortcutsTest, AQueryBecomesNoLongerThanItMayBe) {
  ASSERT_TRUE(own().put(anna_, "x", std::string(100, 'y')));
  EXPECT_EQ(expand("x x x", 204), std::string(100, 'y') + " " + std::string(100, 'y') + " x");
  const std::string many(8191, 'x');
  EXPECT_EQ(expand(many), many);
  std::string words;
  for (int i = 0; i < 4096; ++i) words += "x ";
  EXPECT_LE(expand(words, 8192).size(), 8192U);
}

TEST_F(ShortcutsTest, WhatIsNoWordOrTooLongIsRefused) {
  for (const std::string& wrong :
       {std::string(), std::string("two words"), std::string("a\"b"), std::string("-a"),
        std::string("a:b"), std::string("a\nb"), std::string("\xff"), std::string(33, 'a'),
        std::string("\xE2\x80\xAE"
                    "a")})
    EXPECT_EQ(code_of(own().put(anna_, wrong, "text")), Code::kInvalidArgument) << wrong;
  for (const std::string& wrong : {std::string(), std::string(" "), std::string("a\nb"),
                                   std::string("\xff"), std::string(201, 'a')})
    EXPECT_EQ(code_of(own().put(anna_, "a", wrong)), Code::kInvalidArgument) << wrong;
  EXPECT_TRUE(own().put(anna_, "größe-2", "size"));
  EXPECT_EQ(expand("GRÖSSE-2"), "size");
}

TEST_F(ShortcutsTest, ThereAreSoManyAndNoMore) {
  for (std::size_t i = 0; i < kMaxShortcuts; ++i)
    ASSERT_TRUE(own().put(anna_, "a" + std::to_string(i), "text"));
  EXPECT_EQ(code_of(own().put(anna_, "more", "text")), Code::kConflict);
  EXPECT_TRUE(own().put(anna_, "a0", "other")) << "one that is there is no further one";
}

}  // namespace
}  // namespace aplomb::desk
