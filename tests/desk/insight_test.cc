// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/insight.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "desk/intents.h"
#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using namespace std::chrono_literals;
using test::value_of;

class InsightTest : public testing::Test {
 protected:
  InsightTest() { desk_->intents().keep_for(std::chrono::days(90)); }

  Asker person(int number) {
    const std::string name = "agent-" + std::to_string(number);
    auto known = desk_->people().find(name);
    return {.person = known ? known->id : desk_.add(name).id};
  }
  /// A call of its own on which somebody asks one thing.
  std::string ask(const Asker& asker, std::string_view text,
                  Certainty certainty = Certainty::kStrong, const char* found = "refund") {
    std::string call = "c-" + std::to_string(++calls_);
    desk_->intents().searched(asker, call, text, certainty, ArticleId{found});
    return call;
  }
  void ask_and_end(const Asker& asker, std::string_view text,
                   Certainty certainty = Certainty::kStrong, const char* found = "refund") {
    ASSERT_TRUE(desk_->intents().end(asker, ask(asker, text, certainty, found)));
  }
  TimeSpan today() { return {desk_.now() - 24h, desk_.now() + 1s}; }
  auto articles() {
    EXPECT_TRUE(desk_->tidy());
    return value_of(desk_->insight().articles(today()));
  }
  auto questions() {
    EXPECT_TRUE(desk_->tidy());
    return value_of(desk_->insight().questions(today()));
  }

  test::TempDesk desk_;
  int calls_ = 0;
};

TEST_F(InsightTest, AQuestionIsToldOnceFiveDifferentPeopleAskedIt) {
  for (int i = 0; i < 4; ++i) ask_and_end(person(i), "refund late");
  for (int i = 0; i < 20; ++i) ask_and_end(person(0), "Refund late?");  // one repeats himself
  EXPECT_TRUE(questions().empty()) << "four people";
  for (int i = 0; i < 20; ++i) ask_and_end({.token = TokenId{i + 1}}, "refund late");
  EXPECT_TRUE(questions().empty()) << "tools are nobody";
  ask_and_end(person(4), "refund of mr miller late");
  EXPECT_TRUE(questions().empty()) << "somebody who said more did not ask the same";
  ask_and_end(person(4), "réfund  LATE", Certainty::kNone);
  const auto told = questions();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].question, "refund late");
  EXPECT_EQ(told[0].people, 5U);
  EXPECT_EQ(told[0].asked, 45U);
  EXPECT_EQ(told[0].unanswered, 1U);
}

TEST_F(InsightTest, APersonWhoIsRemovedDoesNotCountAnyMore) {
  for (int i = 0; i < 5; ++i) ask_and_end(person(i), "refund late");
  EXPECT_EQ(questions().size(), 1U);
  ASSERT_TRUE(desk_->people().remove(test::TempDesk::kTester, "agent-2"));
  EXPECT_TRUE(questions().empty());
}

TEST_F(InsightTest, ThresholdsAreCountedWithinTheSpanAlone) {
  for (int i = 0; i < 4; ++i) ask_and_end(person(i), "refund late");
  desk_.pass(std::chrono::days(2));
  ask_and_end(person(4), "refund late");
  EXPECT_TRUE(questions().empty());
}

TEST_F(InsightTest, QuestionsBelongToTheArticleThatWasUsedElseOpenedElseFound) {
  ask_and_end(person(0), "one", Certainty::kWeak, "found");
  auto call = ask(person(0), "two", Certainty::kStrong, "found");
  desk_->intents().opened(person(0), call, {"first"});
  desk_->intents().opened(person(0), call, {"last"});
  EXPECT_TRUE(desk_->intents().end(person(0), call));
  call = ask(person(0), "three", Certainty::kStrong, "found");
  desk_.pass(20s);
  desk_->intents().opened(person(0), call, {"last"});
  desk_->intents().ended(person(0), call, {"used"}, Outcome::kSolved);
  call = ask(person(0), "four", Certainty::kStrong, "used");
  desk_->intents().ended(person(0), call, {"used"}, Outcome::kWrong);
  ask_and_end(person(0), "five", Certainty::kNone, "");

  auto all = articles();
  EXPECT_EQ(all["found"].questions, 1U);
  EXPECT_EQ(all["found"].weak, 1U);
  EXPECT_EQ(all["last"].questions, 1U);
  EXPECT_EQ(all["last"].opened, 2U);
  EXPECT_EQ(all["first"].questions, 0U);
  EXPECT_EQ(all["first"].opened, 1U);
  EXPECT_EQ(all["used"].questions, 2U);
  EXPECT_EQ(all["used"].solved, 1U);
  EXPECT_EQ(all["used"].wrong, 1U);
  EXPECT_EQ(all["used"].seconds_to_answer, (std::map<std::int64_t, std::uint64_t>{{20, 1}}));
  EXPECT_EQ(all[""].unanswered, 1U);
}

TEST_F(InsightTest, GapsCountForTheArticleThatWasNearest) {
  SQLite::Database database((desk_.path() / "desk.db").string(), SQLite::OPEN_READWRITE);
  const auto gap = [&](const std::string& state, const std::string& nearest, Time created,
                       const std::string& ended) {
    database.exec(
        "INSERT INTO gaps (question, language, readings, state, certainty, nearest, known,"
        " department, owner, created, due, asked, ended) VALUES ('q', '', '', '" +
        state + "', 'none', '" + nearest + "', '', '', '', " +
        std::to_string(created.time_since_epoch().count()) + ", 0, 1, " + ended + ")");
  };
  const std::string now = std::to_string(desk_.now().time_since_epoch().count());
  gap("open", "refund\ncard", desk_.now(), "NULL");
  gap("closed", "refund", desk_.now() - std::chrono::days(30), now);
  gap("dismissed", "", desk_.now(), now);
  auto all = articles();
  EXPECT_EQ(all["refund"].gaps_opened, 1U);
  EXPECT_EQ(all["refund"].gaps_closed, 1U);
  EXPECT_EQ(all[""].gaps_opened, 1U);
  EXPECT_EQ(all[""].gaps_closed, 0U);
}

TEST_F(InsightTest, PromisesAreMadeKeptAndLate) {
  SQLite::Database database((desk_.path() / "desk.db").string(), SQLite::OPEN_READWRITE);
  const auto promise = [&](const std::string& state, Time made, Time due,
                           std::optional<Time> closed) {
    const auto text = [](Time time) { return std::to_string(time.time_since_epoch().count()); };
    database.exec(
        "INSERT INTO promises (article, title, language, what, within, empathy, case_reference,"
        " due, warn_at, team, made, state, closed)"
        " VALUES ('refund', '', '', '', '', '', 'C-1', " +
        text(due) + ", 0, '', " + text(made) + ", '" + state + "', " +
        (closed ? text(*closed) : "NULL") + ")");
  };
  const Time now = desk_.now();
  const auto long_ago = now - std::chrono::days(30);
  promise("open", now, now + 24h, {});            // made
  promise("open", long_ago, now - 1h, {});        // late
  promise("kept", long_ago, now - 1h, now);       // kept, and late
  promise("kept", now, now - 1h, now - 2h);       // made and kept
  promise("broken", long_ago, now - 1h, now);     // late
  promise("kept", long_ago, long_ago, long_ago);  // of another time
  auto all = articles();
  EXPECT_EQ(all["refund"].promises_made, 2U);
  EXPECT_EQ(all["refund"].promises_kept, 2U);
  EXPECT_EQ(all["refund"].promises_late, 3U);
}

TEST_F(InsightTest, WhereNobodyAskedThereIsNothing) {
  EXPECT_TRUE(articles().empty());
  EXPECT_TRUE(questions().empty());
}

}  // namespace
}  // namespace aplomb::desk
