// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/drafts.h"

#include <gtest/gtest.h>

#include "desk/editing.h"
#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::TempDesk;
using test::value_of;
using Expected = Drafts::Expected;

const Actor kAnna = Actor::person("anna");
const Actor kBen = Actor::person("ben");
const ArticleId kRefund{"refund"};

class DraftsTest : public testing::Test {
 protected:
  DraftEntry put(const std::string& markdown, const Expected& expected = Expected::none()) {
    return value_of(drafts().put(kAnna, kRefund, {markdown}, expected));
  }
  Drafts& drafts() { return desk_->drafts(); }

  TempDesk desk_;
};

TEST_F(DraftsTest, ADraftIsKeptByteForByte) {
  const std::string markdown("---\r\ntitle: Refund\r\n---\r\n text \xc3\xa9");
  const auto put = value_of(drafts().put(kAnna, kRefund, {markdown, "v1"}, Expected::none()));
  const auto draft = value_of(drafts().get(kRefund));
  EXPECT_EQ(draft.markdown, markdown);
  EXPECT_EQ(draft.version, version_of(markdown));
  EXPECT_EQ(draft.title, "Refund");
  EXPECT_EQ(draft.author, "anna");
  EXPECT_EQ(draft.base, "v1");
  EXPECT_EQ(static_cast<const DraftEntry&>(draft), put);
}

TEST_F(DraftsTest, AChangeIsBasedOnTheVersionThatIsThere) {
  const auto first = put("# One\n");
  EXPECT_EQ(code_of(drafts().put(kBen, kRefund, {"# Two\n"}, Expected::none())), Code::kStale);
  EXPECT_EQ(code_of(drafts().put(kBen, kRefund, {"# Two\n"}, Expected::of("x"))), Code::kStale);
  const auto second = put("# Two\n", Expected::of(first.version));
  EXPECT_NE(second.version, first.version);
  EXPECT_EQ(code_of(drafts().remove(kBen, kRefund, Expected::of(first.version))), Code::kStale);
  EXPECT_EQ(value_of(drafts().get(kRefund)).markdown, "# Two\n");
  EXPECT_EQ(code_of(drafts().put(kBen, {"other"}, {"x"}, Expected::any())), Code::kStale);
}

TEST_F(DraftsTest, TheBaseStaysUnlessAnotherIsNamed) {
  value_of(drafts().put(kAnna, kRefund, {"one", "v1"}, Expected::none()).map([](auto&&) {}));
  EXPECT_EQ(put("two", Expected::any()).base, "v1");
  EXPECT_EQ(value_of(drafts().put(kAnna, kRefund, {"three", "v2"}, Expected::any())).base, "v2");
}

TEST_F(DraftsTest, TheListHasTheNewestChangeFirst) {
  put("# Refund\n");
  desk_.pass(1s);
  value_of(drafts().put(kBen, {"fee"}, {"# Fee\n"}, Expected::none()).map([](auto&&) {}));
  desk_.pass(1s);
  put("# Refunds\n", Expected::any());
  const auto list = value_of(drafts().list());
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].article, kRefund);
  EXPECT_EQ(list[0].title, "Refunds");
  EXPECT_LT(list[0].created, list[0].changed);
  EXPECT_EQ(list[1].author, "ben");
}

TEST_F(DraftsTest, WhatIsRemovedIsGone) {
  const auto draft = put("text");
  EXPECT_TRUE(value_of(drafts().has(kRefund)));
  value_of(drafts().remove(kAnna, kRefund, Expected::of(draft.version)));
  EXPECT_FALSE(value_of(drafts().has(kRefund)));
  EXPECT_EQ(code_of(drafts().get(kRefund)), Code::kNotFound);
  EXPECT_EQ(code_of(drafts().remove(kAnna, kRefund, Expected::any())), Code::kNotFound);
}

TEST_F(DraftsTest, WhatCannotBeAnArticleIsRefused) {
  const auto refused = [&](const std::string& id, const std::string& markdown) {
    return code_of(drafts().put(kAnna, {id}, {markdown}, Expected::none()));
  };
  EXPECT_EQ(refused("No Id", "text"), Code::kInvalidArgument);
  EXPECT_EQ(refused("", "text"), Code::kInvalidArgument);
  EXPECT_EQ(refused("refund", "\xff"), Code::kInvalidArgument);
  EXPECT_EQ(refused("refund", std::string(kMaxDraftBytes + 1, 'x')), Code::kInvalidArgument);
  EXPECT_EQ(value_of(drafts().list()).size(), 0U);
}

TEST_F(DraftsTest, AllOfThemTogetherAreBounded) {
  const std::string largest(kMaxDraftBytes, ' ');
  const std::size_t fit = kMaxDraftsBytes / kMaxDraftBytes;
  for (std::size_t i = 0; i < fit; ++i)
    value_of(
        drafts().put(kAnna, {"d" + std::to_string(i)}, {largest}, Expected::none()).map([](auto&&) {
        }));
  EXPECT_EQ(code_of(drafts().put(kAnna, kRefund, {"x"}, Expected::none())), Code::kConflict);
  EXPECT_TRUE(drafts().put(kAnna, {"d0"}, {"x"}, Expected::any())) << "one that gets shorter";
}

TEST_F(DraftsTest, BeginningTakingOverAndGivingUpStandInTheAuditLog) {
  put("one");
  put("two", Expected::any());
  value_of(drafts().put(kBen, kRefund, {"three"}, Expected::any()).map([](auto&&) {}));
  value_of(drafts().remove(kBen, kRefund, Expected::any()));
  std::vector<std::string> rows;
  for (const auto& row : value_of(desk_->audit().list(20)))
    rows.push_back(row.actor + " " + row.action + " " + row.subject + " " + row.detail);
  EXPECT_EQ(rows, (std::vector<std::string>{"ben draft.remove refund ",
                                            "ben draft.take-over refund from anna",
                                            "anna draft.begin refund "}));
}

}  // namespace
}  // namespace aplomb::desk
