// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/intents.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::value_of;

const ArticleId kRefund{"refund"};
const ArticleId kCard{"card"};

class IntentsTest : public testing::Test {
 protected:
  IntentsTest() { log().keep_for(std::chrono::days(90)); }

  Intents& log() { return desk_->intents(); }
  /// A word, key by key, a second each.
  void type(const Asker& asker, std::string_view call, std::string_view text,
            Certainty certainty = Certainty::kStrong) {
    for (std::size_t end = 1; end <= text.size(); ++end) {
      log().searched(asker, call, text.substr(0, end), certainty, kRefund);
      desk_.pass(1s);
    }
  }
  void tidy() { ASSERT_TRUE(desk_->tidy()); }
  SQLite::Database raw() { return {(desk_.path() / "desk.db").string(), SQLite::OPEN_READWRITE}; }
  /// The column of all rows, joined by '|'; NULL is -.
  std::string column(const std::string& name) {
    auto database = raw();
    SQLite::Statement rows(database, "SELECT coalesce(" + name + ", '-') FROM intents ORDER BY id");
    std::string all;
    while (rows.executeStep()) all += (all.empty() ? "" : "|") + rows.getColumn(0).getString();
    return all;
  }
  int rows() { return raw().execAndGet("SELECT count(*) FROM intents").getInt(); }

  test::TempDesk desk_;
  const Asker anna_{.person = desk_.add("anna").id};
  const Asker ben_{.person = desk_.add("ben").id};
  const Asker tool_{.token = TokenId{1}};
};

TEST_F(IntentsTest, ACallIsOneIntentFromTheFirstKeystrokeToItsOutcome) {
  type(anna_, "c-1", "refund");
  log().opened(anna_, "c-1", kRefund);
  desk_.pass(10s);
  type(anna_, "c-1", "refund late", Certainty::kWeak);
  log().opened(anna_, "c-1", kCard);
  desk_.pass(4min);
  log().ended(anna_, "c-1", kRefund, Outcome::kSolved);
  tidy();
  EXPECT_EQ(column("question"), "refund late");
  EXPECT_EQ(column("certainty"), "weak");
  EXPECT_EQ(column("opened"), R"(["refund","card"])");
  EXPECT_EQ(column("outcome"), "solved");
  EXPECT_EQ(column("article"), "refund");
  EXPECT_EQ(column("seconds"), std::to_string(6 + 10 + 11 + 240));
  EXPECT_EQ(column("call"), value_of(desk_->call_keys().call_key("c-1")));
}

TEST_F(IntentsTest, NothingIsWrittenWhileACallIsUnderWay) {
  type(anna_, "c-1", "refund");
  desk_.pass(29min);
  tidy();
  EXPECT_EQ(rows(), 0);
  desk_.pass(2min);
  tidy();
  EXPECT_EQ(rows(), 1) << "half an hour later it is over";
  EXPECT_EQ(column("outcome"), "-");
  EXPECT_EQ(column("seconds"), "-");
}

TEST_F(IntentsTest, TheEndOfACallEndsItsIntents) {
  type(anna_, "c-1", "refund");
  type(ben_, "c-1", "card");
  EXPECT_TRUE(log().end(anna_, "c-1"));
  tidy();
  EXPECT_EQ(column("question"), "refund") << "ben is still on it";
  EXPECT_TRUE(log().end(tool_, "c-1"));
  tidy();
  EXPECT_EQ(column("question"), "refund|card") << "the softphone knows that it is over";
  EXPECT_TRUE(log().end(anna_, "c-1")) << "twice does nothing";
  EXPECT_EQ(code_of(log().end(anna_, std::string(101, 'a'))), Code::kInvalidArgument);
}

TEST_F(IntentsTest, WithoutACallAPauseEndsTheQuestion) {
  type(anna_, "", "refund");
  desk_.pass(Intents::kTypingPause);
  type(anna_, "", "card");
  type(ben_, "", "fee");
  tidy();
  EXPECT_EQ(column("question"), "refund");
  desk_.close();
  EXPECT_EQ(column("question"), "refund|card|fee") << "the rest is written when the desk closes";
}

TEST_F(IntentsTest, WhatIsClearedKeyByKeyStaysTheQuestion) {
  type(anna_, "c-1", "refund late");
  for (const char* left : {"refund la", "refund", "ref", "r"})
    log().searched(anna_, "c-1", left, Certainty::kNone, {});
  EXPECT_TRUE(log().end(anna_, "c-1"));
  tidy();
  EXPECT_EQ(column("question"), "refund");
  EXPECT_EQ(column("certainty"), "none");
}

TEST_F(IntentsTest, AToolIsLoggedOnACallOnlyAndMayTellItsOutcome) {
  log().searched(tool_, "", "refund", Certainty::kStrong, kRefund);
  log().searched(tool_, "c-2", "card", Certainty::kStrong, kCard);
  type(anna_, "c-1", "fee");
  log().ended(tool_, "c-1", kCard, Outcome::kWrong);
  desk_.close();
  EXPECT_EQ(column("question"), "fee|card");
  EXPECT_EQ(column("outcome"), "wrong|-");
  EXPECT_EQ(column("person"), std::to_string(anna_.person->value) + "|-");
  EXPECT_EQ(column("token"), "-|1");
}

TEST_F(IntentsTest, AnOutcomeWithoutAQuestionIsNothingToLog) {
  log().ended(anna_, "c-1", kRefund, Outcome::kSolved);
  log().opened(anna_, "c-1", kRefund);
  type(anna_, "c-1", "refund");
  log().ended(ben_, "c-1", kRefund, Outcome::kWrong);
  log().ended(anna_, "c-1", {}, Outcome::kGap);
  log().ended(anna_, "c-1", kRefund, Outcome::kPromise);
  tidy();
  EXPECT_EQ(column("outcome"), "gap") << "the first outcome ended it";
}

TEST_F(IntentsTest, WhatIsNoIdOfACallIsTakenForNone) {
  type(anna_, std::string(101, 'x'), "refund");
  type(anna_, "c\n1", "refund late");
  desk_.close();
  EXPECT_EQ(column("question"), "refund late");
  EXPECT_EQ(column("call"), "-");
}

TEST_F(IntentsTest, PersonalWordsAndIdsOfCallsAreNowhereOnTheDisk) {
  log().searched(anna_, "+49 170 1234567", "refund for 4012888 of eve@example.com",
                 Certainty::kStrong, kRefund);
  EXPECT_TRUE(log().end(anna_, "+49 170 1234567"));
  tidy();
  EXPECT_EQ(column("question"), "refund for number of email");
  desk_.close();
  std::string bytes;
  for (const char* name : {"desk.db", "desk.db-wal"}) {
    std::ifstream file(desk_.path() / name, std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(file), {});
  }
  for (const char* trace : {"1234567", "4012888", "eve@", "example.com"})
    EXPECT_EQ(bytes.find(trace), std::string::npos) << trace;
}

TEST_F(IntentsTest, TheLogOfAPersonGoesWithThem) {
  type(anna_, "c-1", "refund");
  EXPECT_TRUE(log().end(anna_, "c-1"));
  tidy();
  type(anna_, "c-2", "card");
  type(ben_, "c-2", "fee");
  ASSERT_TRUE(desk_->people().remove(test::TempDesk::kTester, "anna"));
  desk_.close();
  EXPECT_EQ(column("question"), "fee") << "also what was in memory";
}

TEST_F(IntentsTest, WhatIsOlderThanTheDaysGoes) {
  log().keep_for(std::chrono::days(7));
  type(anna_, "c-1", "refund");
  EXPECT_TRUE(log().end(anna_, "c-1"));
  desk_.pass(std::chrono::days(6));
  type(anna_, "c-2", "card");
  EXPECT_TRUE(log().end(anna_, "c-2"));
  tidy();
  EXPECT_EQ(column("question"), "refund|card");
  desk_.pass(std::chrono::days(2));
  tidy();
  EXPECT_EQ(column("question"), "card");
}

TEST_F(IntentsTest, ALogThatIsOffStoresNothingAndEmptiesItself) {
  type(anna_, "c-1", "refund");
  EXPECT_TRUE(log().end(anna_, "c-1"));
  tidy();
  type(anna_, "c-2", "card");
  log().keep_for(std::chrono::days(0));
  type(anna_, "c-3", "fee");
  log().ended(anna_, "c-3", kRefund, Outcome::kSolved);
  EXPECT_TRUE(log().end(anna_, "c-3"));
  desk_.close();
  EXPECT_EQ(rows(), 0);
}

TEST_F(IntentsTest, ADeskThatNobodyToldForHowLongNeitherKeepsNorClears) {
  type(anna_, "c-1", "refund");
  EXPECT_TRUE(log().end(anna_, "c-1"));
  tidy();
  desk_.pass(std::chrono::days(1000));
  {
    Desk other = desk_.open();  // the command line's
    other.intents().searched(anna_, "c-2", "card", Certainty::kStrong, kCard);
    ASSERT_TRUE(other.tidy());
  }
  EXPECT_EQ(column("question"), "refund");
}

TEST_F(IntentsTest, WhatTheDiskCannotTakeIsDroppedAndCounted) {
  // another process holds the file for longer than the queue can wait: nothing is written
  for (std::size_t i = 0; i < Intents::kMaxWaiting + 5; ++i) {
    log().searched(anna_, "c-1", "refund", Certainty::kStrong, kRefund);
    log().ended(anna_, "c-1", kRefund, Outcome::kSolved);
  }
  // the desk's thread may have written some meanwhile
  tidy();
  const auto figures = log().figures();
  EXPECT_EQ(figures.written + figures.dropped, Intents::kMaxWaiting + 5);
  EXPECT_EQ(static_cast<std::uint64_t>(rows()), figures.written);
}

TEST_F(IntentsTest, ManyThreadsMayTypeWhileItIsWritten) {
  {
    std::vector<std::jthread> agents;
    for (int agent = 0; agent < 4; ++agent)
      agents.emplace_back([this, agent] {
        for (int i = 0; i < 200; ++i) {
          const std::string call = "c-" + std::to_string(agent) + "-" + std::to_string(i);
          log().searched(anna_, call, "refund", Certainty::kStrong, kRefund);
          log().opened(anna_, call, kRefund);
          log().ended(anna_, call, kRefund, Outcome::kSolved);
        }
      });
    for (int i = 0; i < 20; ++i) tidy();
  }
  tidy();
  EXPECT_EQ(rows(), 800);
}

}  // namespace
}  // namespace aplomb::desk
