// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/ways_in.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb::desk {
namespace {

using test::TempDir;
using test::value_of;

constexpr std::string_view kPassword = "the right words";
constexpr std::string_view kWrong = "the wrong words";

class WaysInTest : public testing::Test {
 protected:
  Desk open_desk() {
    DeskOptions options;
    options.password_cost = PasswordCost::kLeast;
    return value_of(Desk::open(data_.path(), std::move(options)));
  }
  static NewPerson named(const std::string& name, Role role = Role::kAgent) {
    NewPerson person;
    person.name = name;
    person.role = role;
    return person;
  }
  Person add(const std::string& name) {
    return value_of(desk_.people().add(kTester, named(name), kPassword));
  }
  AuditEntry newest() { return value_of(desk_.audit().list(1)).at(0); }

  static Code code(const WaysIn::Outcome& outcome) {
    return outcome ? throw std::runtime_error("somebody was let in") : outcome.error().error.code;
  }
  /// Guesses from so many addresses that nobody unknown may try that account any more.
  static void besiege(WaysIn& ways, const std::string& name) {
    for (int i = 0; i < 20; ++i)
      (void)ways.with_password(name, kWrong, "198.51.100." + std::to_string(i));
  }

  static inline const Actor kTester = Actor::server("test");
  TempDir data_;
  Desk desk_ = open_desk();
  WaysIn ways_{desk_};
};

TEST_F(WaysInTest, TheRightPasswordOpensASessionThatIsWrittenDown) {
  const auto anna = add("anna");

  const auto in = ways_.with_password("ANNA", kPassword, "192.0.2.1");

  ASSERT_TRUE(in);
  EXPECT_EQ(in->session.person.id, anna.id);
  EXPECT_TRUE(desk_.sessions().find(SessionKind::kBrowser, in->secret.reveal()));
  EXPECT_EQ(newest().action, "sign-in");
  EXPECT_EQ(newest().detail, "192.0.2.1");
}

TEST_F(WaysInTest, WhateverIsWrongGetsTheSameWords) {
  (void)add("anna");
  (void)add("disabled");
  PersonChange leave;
  leave.active = false;
  value_of(desk_.people().change(kTester, "disabled", leave));
  value_of(desk_.people().add(kTester, named("proxied")));
  const auto words = ways_.with_password("anna", kWrong, "192.0.2.1").error();
  EXPECT_EQ(words.error.code, Code::kUnauthenticated);
  EXPECT_EQ(words.wait.count(), 0);

  for (const auto& [name, password] :
       std::vector<std::pair<std::string, std::string_view>>{{"nobody", kPassword},
                                                             {"disabled", kPassword},
                                                             {"proxied", kPassword},
                                                             {"", kPassword},
                                                             {"anna", ""},
                                                             {"proxied", ""},
                                                             {std::string(70'000, 'a'), kPassword},
                                                             {std::string("anna\0", 5), kPassword},
                                                             {"\xFF", kPassword}}) {
    const auto away = ways_.with_password(name, password, "192.0.2.2");
    ASSERT_FALSE(away) << name.substr(0, 10);
    EXPECT_EQ(away.error().error.message, words.error.message) << name.substr(0, 10);
    EXPECT_EQ(away.error().error.hint, words.error.hint);
  }
}

TEST_F(WaysInTest, WhoIsTurnedAwayIsWrittenDownWhereTheNameIsSomebodys) {
  (void)add("anna");
  (void)ways_.with_password("anna", kWrong, "192.0.2.1");
  EXPECT_EQ(newest().action, "sign-in.failed");
  EXPECT_EQ(newest().subject, "anna");
  (void)ways_.with_password("my secret words", kWrong, "192.0.2.1");
  EXPECT_EQ(newest().subject, "(nobody)");
}

TEST_F(WaysInTest, AfterFiveFailuresThePairHasToWait) {
  (void)add("anna");
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(code(ways_.with_password("anna", kWrong, "192.0.2.1")), Code::kUnauthenticated);

  const auto slowed = ways_.with_password("anna", kPassword, "192.0.2.1");

  EXPECT_EQ(code(slowed), Code::kTooMany);
  EXPECT_GT(slowed.error().wait.count(), 0);
  EXPECT_LE(slowed.error().wait.count(), 15);
  EXPECT_TRUE(ways_.with_password("anna", kPassword, "192.0.2.2"));
}

TEST_F(WaysInTest, WhoSucceededBeforeComesInWhileOthersAttackAlsoAfterARestart) {
  (void)add("anna");
  ASSERT_TRUE(ways_.with_password("anna", kPassword, "192.0.2.1"));
  besiege(ways_, "anna");
  EXPECT_EQ(code(ways_.with_password("anna", kPassword, "203.0.113.9")), Code::kTooMany);
  EXPECT_TRUE(ways_.with_password("anna", kPassword, "192.0.2.1"));

  WaysIn restarted(desk_);
  besiege(restarted, "anna");
  EXPECT_EQ(code(restarted.with_password("anna", kPassword, "203.0.113.9")), Code::kTooMany);
  EXPECT_TRUE(restarted.with_password("anna", kPassword, "192.0.2.1"));
}

TEST_F(WaysInTest, ConfirmingCountsAsTryingAndOpensNothing) {
  (void)add("anna");
  const auto before = value_of(desk_.audit().list(100)).size();
  ASSERT_TRUE(ways_.confirm("anna", kPassword, "192.0.2.1"));
  EXPECT_EQ(value_of(desk_.audit().list(100)).size(), before) << "no session was opened";
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(ways_.confirm("anna", kWrong, "192.0.2.1"));

  EXPECT_EQ(ways_.confirm("anna", kPassword, "192.0.2.1").error().error.code, Code::kTooMany);
}

TEST_F(WaysInTest, TheFirstCodeMakesAnAdminWhateverRoleWasAskedFor) {
  const auto in =
      ways_.first_admin(ways_.first_code(), named("boss", Role::kCustomer), kPassword, "::1");

  ASSERT_TRUE(in);
  EXPECT_EQ(in->session.person.role, Role::kAdmin);
  EXPECT_EQ(ways_.first_code(), "") << "it is spent";
  EXPECT_TRUE(ways_.with_password("boss", kPassword, "::1"));
}

TEST_F(WaysInTest, ASpentOrWrongCodeOpensNothing) {
  const auto code_shown = ways_.first_code();
  EXPECT_EQ(code(ways_.first_admin("", named("a"), kPassword, "::1")), Code::kUnauthenticated);
  EXPECT_EQ(code(ways_.first_admin(code_shown + "x", named("a"), kPassword, "::1")),
            Code::kUnauthenticated);
  EXPECT_EQ(code(ways_.first_admin(code_shown.substr(1), named("a"), kPassword, "::1")),
            Code::kUnauthenticated);
  ASSERT_TRUE(ways_.first_admin(code_shown, named("boss"), kPassword, "::1"));

  EXPECT_EQ(code(ways_.first_admin(code_shown, named("second"), kPassword, "::1")),
            Code::kUnauthenticated);
  EXPECT_EQ(code(ways_.first_admin("", named("second"), kPassword, "::1")), Code::kUnauthenticated);
}

TEST_F(WaysInTest, OnADeskWithPeopleTheCodeOpensNothing) {
  (void)add("anna");

  EXPECT_EQ(code(ways_.first_admin(ways_.first_code(), named("boss"), kPassword, "::1")),
            Code::kConflict);
}

TEST_F(WaysInTest, OfTwoAtOnceWithTheCodeOneWins) {
  const auto code_shown = ways_.first_code();
  std::atomic<int> admins = 0;
  std::vector<std::thread> rivals;
  for (const auto* const name : {"a", "b", "c", "d"})
    rivals.emplace_back([&, name] {
      if (ways_.first_admin(code_shown, named(name), kPassword, "::1")) ++admins;
    });
  for (auto& rival : rivals) rival.join();

  EXPECT_EQ(admins, 1);
  EXPECT_EQ(value_of(desk_.people().list()).size(), 1U);
}

}  // namespace
}  // namespace aplomb::desk
