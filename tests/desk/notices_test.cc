// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/notices.h"

#include <gtest/gtest.h>

#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::TempDesk;
using test::value_of;

const Actor kLead = Actor::person("lena");

class NoticesTest : public testing::Test {
 protected:
  NoticeText outage(Audience audience = Audience::kInternal) {
    NoticeText text;
    text.title = "Card payments fail";
    text.text = "Since 08:10. Ask for a bank transfer.\nNext word at 10:00.";
    text.audience = audience;
    text.queries = {"card payment", "ERR-4012"};
    text.expires = desk_.now() + 2h;
    return text;
  }
  NoticeId published(const NoticeText& text) {
    const auto notice = value_of(desk_->notices().add(kLead, text));
    return value_of(desk_->notices().publish(kLead, notice.id)).id;
  }
  std::size_t above(std::string_view query, Audience reader = Audience::kInternal) {
    return value_of(desk_->notices().for_query(reader, query, "en")).size();
  }
  std::size_t current(Audience reader = Audience::kInternal) {
    return value_of(desk_->notices().current(reader)).size();
  }
  std::vector<std::string> actions() {
    std::vector<std::string> actions;
    for (const auto& row : value_of(desk_->audit().list(20))) actions.push_back(row.action);
    return actions;
  }

  TempDesk desk_;
};

TEST_F(NoticesTest, ADraftIsSeenByNobodyUntilItIsPublished) {
  const auto draft = value_of(desk_->notices().add(kLead, outage()));
  EXPECT_EQ(draft.state, Notice::State::kDraft);
  EXPECT_EQ(draft.author, "lena");
  EXPECT_EQ(current(), 0U);
  EXPECT_EQ(above("card payment"), 0U);

  const auto notice = value_of(desk_->notices().publish(kLead, draft.id));
  EXPECT_EQ(notice.state, Notice::State::kPublished);
  EXPECT_EQ(value_of(desk_->notices().current(Audience::kInternal)), std::vector{notice});
  EXPECT_EQ(above("my card payment was refused"), 1U);
  EXPECT_EQ(above("it says err 4012"), 1U);
  EXPECT_EQ(above("my card is lost"), 0U);
}

TEST_F(NoticesTest, ItIsOverInItsMinute) {
  published(outage());
  desk_.pass(2h - 1s);
  EXPECT_EQ(above("card payment"), 1U);
  desk_.pass(1s);
  EXPECT_EQ(above("card payment"), 0U);
  EXPECT_EQ(current(), 0U);
  EXPECT_EQ(value_of(desk_->notices().list())[0].state, Notice::State::kEnded);
}

TEST_F(NoticesTest, ItIsNotShownBeforeItStarts) {
  auto text = outage();
  text.starts = desk_.now() + 1h;
  published(text);
  EXPECT_EQ(current(), 0U);
  desk_.pass(1h);
  EXPECT_EQ(current(), 1U);
}

TEST_F(NoticesTest, CustomersSeeOnlyWhatIsForCustomers) {
  published(outage(Audience::kInternal));
  EXPECT_EQ(current(Audience::kCustomer), 0U);
  EXPECT_EQ(above("card payment", Audience::kCustomer), 0U);
  published(outage(Audience::kCustomer));
  EXPECT_EQ(current(Audience::kCustomer), 1U);
  EXPECT_EQ(above("card payment", Audience::kCustomer), 1U);
  EXPECT_EQ(above("card payment"), 2U);
}

TEST_F(NoticesTest, AChangeIsSeenAtOnce) {
  const auto id = published(outage());
  EXPECT_EQ(above("card payment"), 1U);
  NoticeChange change;
  change.queries = {{"bank transfer"}};
  change.title = "Transfers fail";
  const auto changed = value_of(desk_->notices().change(kLead, id, change));
  EXPECT_EQ(changed.title, "Transfers fail");
  EXPECT_EQ(changed.text, outage().text) << "what is not named stays";
  EXPECT_EQ(above("card payment"), 0U);
  EXPECT_EQ(above("bank transfers"), 1U);
}

TEST_F(NoticesTest, EndingItTakesItAwayAtOnceAndForGood) {
  const auto id = published(outage());
  EXPECT_EQ(above("card payment"), 1U);
  value_of(desk_->notices().end(kLead, id));
  EXPECT_EQ(above("card payment"), 0U);
  EXPECT_EQ(code_of(desk_->notices().end(kLead, id)), Code::kConflict);
  EXPECT_EQ(code_of(desk_->notices().change(kLead, id, {})), Code::kConflict);
  EXPECT_EQ(code_of(desk_->notices().publish(kLead, id)), Code::kConflict);
}

TEST_F(NoticesTest, WhatAnotherProcessPublishesIsSeenASecondLater) {
  EXPECT_EQ(above("card payment"), 0U);
  Desk other = desk_.open();
  const auto draft = value_of(other.notices().add(kLead, outage()));
  value_of(other.notices().publish(kLead, draft.id));
  desk_.pass(1s);
  EXPECT_EQ(above("card payment"), 1U);
}

TEST_F(NoticesTest, ItIsPublishedOnce) {
  const auto id = published(outage());
  EXPECT_EQ(code_of(desk_->notices().publish(kLead, id)), Code::kConflict);
}

TEST_F(NoticesTest, EveryStepStandsInTheAuditLog) {
  const auto id = published(outage());
  NoticeChange change;
  change.text = "It is mended.";
  value_of(desk_->notices().change(kLead, id, change));
  value_of(desk_->notices().change(kLead, id, change));  // changes nothing
  value_of(desk_->notices().end(kLead, id));
  EXPECT_EQ(actions(), (std::vector<std::string>{"notice.end", "notice.change", "notice.publish",
                                                 "notice.draft"}));
  const auto rows = value_of(desk_->audit().list(1));
  EXPECT_EQ(rows[0].subject, "1 (Card payments fail)");
  EXPECT_EQ(rows[0].actor, "lena");
}

TEST_F(NoticesTest, WhatIsTooLongOrTooLateIsRefusedByItsField) {
  const auto field = [&](auto&& spoil) {
    auto text = outage();
    spoil(text);
    const auto added = desk_->notices().add(kLead, text);
    return added ? std::string("nothing") : added.error().field;
  };
  EXPECT_EQ(field([](NoticeText& text) { text.title = ""; }), "title");
  EXPECT_EQ(field([](NoticeText& text) { text.title = std::string(121, 'x'); }), "title");
  EXPECT_EQ(field([](NoticeText& text) { text.text = std::string(2001, 'x'); }), "text");
  EXPECT_EQ(field([](NoticeText& text) { text.text = "a\x1b[2J"; }), "text");
  EXPECT_EQ(field([](NoticeText& text) { text.queries.assign(11, "card"); }), "queries");
  EXPECT_EQ(field([](NoticeText& text) { text.queries = {"?!"}; }), "queries");
  EXPECT_EQ(field([](NoticeText& text) { text.queries = {"card\nfee"}; }), "queries");
  EXPECT_EQ(field([](NoticeText& text) { text.starts = text.expires; }), "starts");
  EXPECT_EQ(field([&](NoticeText& text) { text.expires = desk_.now(); }), "expires");
  EXPECT_EQ(field([](NoticeText& text) { text.expires += std::chrono::days(400); }), "expires");
}

TEST_F(NoticesTest, ThereIsAnEndOfThem) {
  for (std::size_t i = 0; i < kMaxOpenNotices; ++i)
    value_of(desk_->notices().add(kLead, outage()).map([](const Notice&) {}));
  EXPECT_EQ(code_of(desk_->notices().add(kLead, outage())), Code::kConflict);
  value_of(desk_->notices().end(kLead, {1}));
  EXPECT_TRUE(desk_->notices().add(kLead, outage()));
}

TEST_F(NoticesTest, UnknownOnesAreNotFound) {
  EXPECT_EQ(code_of(desk_->notices().publish(kLead, {7})), Code::kNotFound);
  EXPECT_EQ(code_of(desk_->notices().change(kLead, {7}, {})), Code::kNotFound);
  EXPECT_EQ(code_of(desk_->notices().end(kLead, {-1})), Code::kNotFound);
}

TEST_F(NoticesTest, TheyOutliveTheDesk) {
  published(outage());
  desk_.close();
  EXPECT_EQ(above("card payment"), 1U);
}

TEST_F(NoticesTest, ALanguageThatNobodyKnowsIsNoError) {
  published(outage());
  for (int i = 0; i < 100; ++i) {
    const std::string language{static_cast<char>('a' + i % 26), static_cast<char>('a' + i / 26)};
    EXPECT_EQ(
        value_of(desk_->notices().for_query(Audience::kInternal, "card payments", language)).size(),
        1U)
        << language;
  }
}

}  // namespace
}  // namespace aplomb::desk
