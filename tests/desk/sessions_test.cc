// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/sessions.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::TempDesk;
using test::value_of;

const Actor kAdmin = Actor::person("root");
constexpr auto kBrowser = SessionKind::kBrowser;
constexpr auto kPanel = SessionKind::kPanel;

class SessionsTest : public testing::Test {
 protected:
  IssuedSession start() { return value_of(sessions().start(anna.id, "10.0.0.7")); }
  Sessions& sessions() { return desk->sessions(); }
  bool lives(const IssuedSession& issued) {
    return sessions().find(issued.session.kind, issued.secret.reveal()).has_value();
  }

  TempDesk desk;
  Person boss = desk.add("root", Role::kAdmin);
  Person anna = desk.add("anna");
};

TEST_F(SessionsTest, ASessionKnowsThePersonAndWhenItEnds) {
  const auto issued = start();
  EXPECT_TRUE(issued.secret.reveal().starts_with("aplombs_"));
  EXPECT_EQ(issued.secret.reveal().size(), 8U + 43U);
  const auto found = value_of(sessions().find(kBrowser, issued.secret.reveal()));
  EXPECT_EQ(found.id, issued.session.id);
  EXPECT_EQ(found.person, anna);
  EXPECT_EQ(found.expires, desk.now() + 12h);
}

TEST_F(SessionsTest, EverySignInHasANewSecret) {
  EXPECT_NE(start().secret.reveal(), start().secret.reveal());
}

TEST_F(SessionsTest, UnknownSecretsAreRefusedInTheSameWordsAsEndedOnes) {
  const auto issued = start();
  value_of(sessions().end(issued.session.id));
  for (const std::string& secret :
       {std::string(), std::string("aplombs_") + std::string(43, 'A'), std::string("x\0y", 3),
        std::string(10'000'000, 'x'), std::string(issued.secret.reveal())}) {
    const auto refused = sessions().find(kBrowser, secret);
    ASSERT_EQ(code_of(refused), Code::kUnauthenticated);
    EXPECT_EQ(refused.error().message, "the session has ended");
  }
}

TEST_F(SessionsTest, EndsTwelveHoursAfterItsLastUse) {
  const auto issued = start();
  for (int i = 0; i < 3; ++i) {
    desk.pass(12h - 1s);
    ASSERT_TRUE(lives(issued)) << "use " << i;
    value_of(desk->tidy());
  }
  desk.pass(12h);
  EXPECT_FALSE(lives(issued));
}

TEST_F(SessionsTest, AUseCountsBeforeItIsWritten) {
  const auto issued = start();
  desk.pass(11h);
  ASSERT_TRUE(lives(issued));
  desk.pass(11h);
  EXPECT_TRUE(lives(issued));
}

TEST_F(SessionsTest, EndsAfterSevenDaysHoweverMuchItIsUsed) {
  const auto issued = start();
  for (int hour = 6; hour < 24 * 7; hour += 6) {
    desk.pass(6h);
    const auto found = sessions().find(kBrowser, issued.secret.reveal());
    ASSERT_TRUE(found) << hour;
    EXPECT_LE(found->expires, issued.session.created + 7 * 24h);
    value_of(desk->tidy());
  }
  desk.pass(6h);
  EXPECT_FALSE(lives(issued));
}

TEST_F(SessionsTest, ChangesOfThePersonHoldAtOnceAndInEveryProcess) {
  const auto issued = start();
  Desk command_line = desk.open();
  PersonChange change;
  change.role = Role::kEditor;
  ASSERT_TRUE(command_line.people().change(kAdmin, "anna", change));
  EXPECT_EQ(value_of(sessions().find(kBrowser, issued.secret.reveal())).person.role, Role::kEditor);
}

TEST_F(SessionsTest, DisablingEndsSessionsForGood) {
  const auto issued = start();
  PersonChange change;
  change.active = false;
  ASSERT_TRUE(desk->people().change(kAdmin, "anna", change));
  EXPECT_FALSE(lives(issued));
  EXPECT_EQ(code_of(sessions().start(anna.id, "")), Code::kForbidden);
  change.active = true;
  ASSERT_TRUE(desk->people().change(kAdmin, "anna", change));
  EXPECT_FALSE(lives(issued));
  EXPECT_TRUE(lives(start()));
}

TEST_F(SessionsTest, RemovingThePersonEndsSessions) {
  const auto issued = start();
  const auto panel = value_of(sessions().issue_panel(issued.session.id));
  value_of(desk->people().remove(kAdmin, "anna"));
  EXPECT_FALSE(lives(issued));
  EXPECT_FALSE(lives(panel));
  EXPECT_EQ(code_of(sessions().start(anna.id, "")), Code::kNotFound);
  const Person other = desk.add("anna");
  EXPECT_NE(other.id, anna.id) << "somebody else of that name is somebody else";
}

TEST_F(SessionsTest, APasswordChangeEndsAllOthers) {
  const auto mine = start(), other = start();
  const auto my_panel = value_of(sessions().issue_panel(mine.session.id));
  const auto other_panel = value_of(sessions().issue_panel(other.session.id));
  value_of(desk->people().set_password(Actor::person("anna"), "anna", "another password",
                                       my_panel.session.id));
  EXPECT_TRUE(lives(mine));
  EXPECT_TRUE(lives(my_panel));
  EXPECT_FALSE(lives(other));
  EXPECT_FALSE(lives(other_panel));
  value_of(desk->people().set_password(kAdmin, "anna", "yet another one"));
  EXPECT_FALSE(lives(mine));
}

TEST_F(SessionsTest, SomebodyElsesSessionKeepsNothingOfMine) {
  const auto mine = start();
  const auto theirs = value_of(sessions().start(boss.id, ""));
  EXPECT_EQ(value_of(sessions().end_all(kAdmin, anna.id, theirs.session.id)), 1U);
  EXPECT_FALSE(lives(mine));
  EXPECT_TRUE(lives(theirs));
}

TEST_F(SessionsTest, EndingAllSaysHowMany) {
  const auto first = start();
  const auto second = start();
  ASSERT_TRUE(sessions().issue_panel(second.session.id));
  EXPECT_EQ(value_of(sessions().end_all(kAdmin, anna.id, first.session.id)), 1U);
  EXPECT_TRUE(lives(first));
  EXPECT_EQ(value_of(sessions().end_all(kAdmin, anna.id)), 1U);
  EXPECT_EQ(value_of(sessions().end_all(kAdmin, anna.id)), 0U);
  EXPECT_EQ(code_of(sessions().end_all(kAdmin, {4711})), Code::kNotFound);
}

TEST_F(SessionsTest, APanelsBearerLastsFifteenMinutesAndIsOfItsOwnKind) {
  const auto browser = start();
  const auto panel = value_of(sessions().issue_panel(browser.session.id));
  EXPECT_TRUE(panel.secret.reveal().starts_with("aplombp_"));
  EXPECT_EQ(panel.session.expires, desk.now() + 15min);
  EXPECT_EQ(value_of(sessions().find(kPanel, panel.secret.reveal())).person, anna);
  EXPECT_FALSE(sessions().find(kBrowser, panel.secret.reveal()));
  EXPECT_FALSE(sessions().find(kPanel, browser.secret.reveal()));
  desk.pass(15min);
  EXPECT_FALSE(lives(panel));
  EXPECT_TRUE(lives(browser));
}

TEST_F(SessionsTest, APanelEndsWithTheSessionItHangsOn) {
  const auto browser = start();
  const auto panel = value_of(sessions().issue_panel(browser.session.id));
  const auto next = value_of(sessions().issue_panel(panel.session.id));
  value_of(sessions().end(browser.session.id));
  EXPECT_FALSE(lives(panel));
  EXPECT_FALSE(lives(next));
  EXPECT_EQ(code_of(sessions().issue_panel(panel.session.id)), Code::kUnauthenticated);
}

TEST(SessionLimitsTest, APanelThatRenewsItselfLivesAsLongAsItsSessionAndNoLonger) {
  DeskOptions options;
  options.sessions.idle = 20min;
  options.sessions.absolute = 2h;
  TempDesk desk(options);
  const Person anna = desk.add("anna");
  Sessions& sessions = desk->sessions();
  const auto browser = value_of(sessions.start(anna.id, ""));
  auto panel = value_of(sessions.issue_panel(browser.session.id));
  const Time end = browser.session.created + 2h;
  while (desk.now() + 10min < end) {
    desk.pass(10min);
    ASSERT_TRUE(sessions.find(kPanel, panel.secret.reveal())) << "its use is the session's use";
    panel = value_of(sessions.issue_panel(panel.session.id));
    ASSERT_LE(panel.session.expires, end);
    value_of(desk->tidy());
  }
  desk.pass(10min);
  EXPECT_FALSE(sessions.find(kPanel, panel.secret.reveal()));
  EXPECT_EQ(code_of(sessions.issue_panel(panel.session.id)), Code::kUnauthenticated);
}

TEST_F(SessionsTest, SigningOutOfAPanelSignsOut) {
  const auto browser = start();
  const auto panel = value_of(sessions().issue_panel(browser.session.id));
  value_of(sessions().end(panel.session.id));
  EXPECT_FALSE(lives(browser));
  EXPECT_TRUE(sessions().end(panel.session.id)) << "twice is no error";
}

TEST_F(SessionsTest, TheOldestMakeRoomForTheFiftyFirst) {
  std::vector<IssuedSession> issued;
  for (std::size_t i = 0; i <= kMaxSessionsPerPerson; ++i) issued.push_back(start());
  EXPECT_FALSE(lives(issued[0]));
  EXPECT_TRUE(lives(issued[1]));
  EXPECT_TRUE(lives(issued.back()));
}

}  // namespace
}  // namespace aplomb::desk
