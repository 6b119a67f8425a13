// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/people.h"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using namespace std::string_literals;
using test::code_of;
using test::TempDesk;
using test::value_of;

const Actor kRoot = Actor::person("root");

NewPerson named(const std::string& name, Role role = Role::kAgent) {
  NewPerson person;
  person.name = name;
  person.role = role;
  return person;
}

PersonChange to_role(Role role) {
  PersonChange change;
  change.role = role;
  return change;
}

PersonChange to_active(bool active) {
  PersonChange change;
  change.active = active;
  return change;
}

TEST(PeopleTest, SomebodyAddedIsFoundWithEverythingSaid) {
  TempDesk desk;
  EXPECT_TRUE(value_of(desk->people().empty()));
  const auto added = value_of(desk->people().add(kRoot,
                                                 {.name = "Anna.Meyer",
                                                  .display_name = "Anna Meyer",
                                                  .role = Role::kLead,
                                                  .department = "payments",
                                                  .team = "night"},
                                                 TempDesk::kPassword));
  EXPECT_FALSE(value_of(desk->people().empty()));
  const auto found = value_of(desk->people().find("anna.meyer"));
  EXPECT_EQ(found, added);
  EXPECT_EQ(found.name, "Anna.Meyer");
  EXPECT_EQ(found.display_name, "Anna Meyer");
  EXPECT_EQ(found.role, Role::kLead);
  EXPECT_EQ(found.department, "payments");
  EXPECT_EQ(found.team, "night");
  EXPECT_TRUE(found.active);
  EXPECT_TRUE(found.has_password);
  EXPECT_EQ(found.created, desk.now());
}

TEST(PeopleTest, WithoutADisplayNameTheNameIsShown) {
  TempDesk desk;
  EXPECT_EQ(desk.add("anna").display_name, "anna");
}

TEST(PeopleTest, ANameIsTakenWhateverItsCase) {
  TempDesk desk;
  desk.add("Jörg");
  for (const char* same : {"Jörg", "jörg", "JÖRG", "Jo\u0308rg"})
    EXPECT_EQ(code_of(desk->people().add(kRoot, named(same))), Code::kConflict) << same;
  EXPECT_TRUE(desk->people().add(kRoot, named("Jorg")));
}

TEST(PeopleTest, TheListIsByName) {
  TempDesk desk;
  for (const char* name : {"chloe", "Anna", "bert"}) desk.add(name);
  std::vector<std::string> names;
  for (const Person& person : value_of(desk->people().list())) names.push_back(person.name);
  EXPECT_EQ(names, (std::vector<std::string>{"Anna", "bert", "chloe"}));
}

TEST(PeopleTest, HostileFieldsAreRefusedOrKeptAsText) {
  TempDesk desk;
  for (const std::string& name : {"'; DROP TABLE people; --"s, "a\0b"s, "\u202Eanna"s,
                                  std::string(10'000'000, 'x'), ""s, "a\xFF"s}) {
    EXPECT_EQ(code_of(desk->people().add(kRoot, named(name))), Code::kInvalidArgument);
    EXPECT_EQ(code_of(desk->people().find(name)), Code::kNotFound);
    EXPECT_EQ(code_of(desk->people().change(kRoot, name, to_role(Role::kLead))), Code::kNotFound);
    EXPECT_EQ(code_of(desk->people().remove(kRoot, name)), Code::kNotFound);
    EXPECT_EQ(code_of(desk->people().set_password(kRoot, name, TempDesk::kPassword)),
              Code::kNotFound);
    EXPECT_EQ(code_of(desk->people().check_password(name, TempDesk::kPassword)),
              Code::kUnauthenticated);
  }
  NewPerson person = named("anna");
  for (std::string NewPerson::*field :
       {&NewPerson::display_name, &NewPerson::department, &NewPerson::team}) {
    for (const std::string& text :
         {std::string(10'000'000, 'x'), "a\nb"s, "a\0b"s, "a\xFF"s, "a\u202E"s}) {
      NewPerson hostile = person;
      hostile.*field = text;
      EXPECT_EQ(code_of(desk->people().add(kRoot, hostile)), Code::kInvalidArgument);
    }
    person.*field = "'); DELETE FROM people; --";
  }
  EXPECT_TRUE(value_of(desk->people().empty()));
  EXPECT_EQ(value_of(desk->people().add(kRoot, person)).team, "'); DELETE FROM people; --");
}

TEST(PeopleTest, OnlyWhatIsNamedChanges) {
  TempDesk desk;
  auto expected = value_of(desk->people().add(
      kRoot, {.name = "anna", .display_name = "Anna", .role = {}, .department = "a", .team = "b"}));
  PersonChange change;
  change.team = "night";
  expected.team = "night";
  EXPECT_EQ(value_of(desk->people().change(kRoot, "ANNA", change)), expected);
  change = {};
  change.display_name = "";
  expected.display_name = "anna";
  EXPECT_EQ(value_of(desk->people().change(kRoot, "anna", change)), expected);
  EXPECT_EQ(value_of(desk->people().find("anna")), expected);
  EXPECT_EQ(code_of(desk->people().change(kRoot, "bert", change)), Code::kNotFound);
  change.team = "a\nb";
  EXPECT_EQ(code_of(desk->people().change(kRoot, "anna", change)), Code::kInvalidArgument);
}

TEST(PeopleTest, TheLastActiveAdminStaysOne) {
  TempDesk desk;
  desk.add("root", Role::kAdmin);
  desk.add("second", Role::kAdmin);
  ASSERT_TRUE(desk->people().change(kRoot, "second", to_active(false)));
  EXPECT_EQ(code_of(desk->people().change(kRoot, "root", to_role(Role::kEditor))), Code::kConflict);
  EXPECT_EQ(code_of(desk->people().change(kRoot, "root", to_active(false))), Code::kConflict);
  EXPECT_EQ(code_of(desk->people().remove(kRoot, "root")), Code::kConflict);
  EXPECT_EQ(value_of(desk->people().find("root")).role, Role::kAdmin);

  ASSERT_TRUE(desk->people().change(kRoot, "second", to_active(true)));
  EXPECT_TRUE(desk->people().remove(kRoot, "root"));
  EXPECT_EQ(code_of(desk->people().remove(kRoot, "second")), Code::kConflict);
}

TEST(PeopleTest, TheFirstIsAddedOnceWhoeverAsks) {
  TempDesk desk;
  constexpr int kAtOnce = 6;
  std::atomic<int> added = 0, refused = 0;
  std::barrier together(kAtOnce);
  std::vector<Desk> desks;
  for (int i = 0; i < kAtOnce; ++i) desks.push_back(desk.open());
  std::vector<std::jthread> threads;
  for (int i = 0; i < kAtOnce; ++i)
    threads.emplace_back([&, i] {
      together.arrive_and_wait();
      const auto first = desks[static_cast<std::size_t>(i)].people().add_first(
          Actor::server("first-link"), named("admin" + std::to_string(i), Role::kAdmin),
          TempDesk::kPassword);
      if (first)
        ++added;
      else if (first.error().code == Code::kConflict)
        ++refused;
    });
  threads.clear();
  EXPECT_EQ(added, 1);
  EXPECT_EQ(added + refused, kAtOnce);
  EXPECT_EQ(value_of(desk->people().list()).size(), 1U);
}

TEST(PeopleTest, TheRightPasswordAndNoOtherLetsIn) {
  TempDesk desk;
  desk.add("anna");
  EXPECT_EQ(value_of(desk->people().check_password("ANNA", TempDesk::kPassword)).name, "anna");
  value_of(desk->people().set_password(kRoot, "anna", "a new password"));
  EXPECT_TRUE(desk->people().check_password("anna", "a new password"));
  EXPECT_FALSE(desk->people().check_password("anna", TempDesk::kPassword));
}

TEST(PeopleTest, EveryWrongSignInIsRefusedInTheSameWords) {
  TempDesk desk;
  desk.add("root", Role::kAdmin);
  desk.add("anna");
  desk.add("gone");
  ASSERT_TRUE(desk->people().change(kRoot, "gone", to_active(false)));
  ASSERT_TRUE(desk->people().add(kRoot, named("sso")));
  const std::vector<std::pair<std::string, std::string>> attempts{
      {"anna", "wrong password"},
      {"anna", ""},
      {"anna", "short"},
      {"anna", std::string(10'000'000, 'x')},
      {"anna", "not utf8 \xFF\xFF"},
      {"nobody", std::string(TempDesk::kPassword)},
      {"", ""},
      {"gone", std::string(TempDesk::kPassword)},
      {"sso", ""},
      {"sso", std::string(TempDesk::kPassword)}};
  for (const auto& [name, password] : attempts) {
    const auto refused = desk->people().check_password(name, password);
    ASSERT_EQ(code_of(refused), Code::kUnauthenticated) << name;
    EXPECT_EQ(refused.error().message, "name or password is wrong") << name;
    EXPECT_EQ(refused.error().hint, "check both; an admin can set a new password") << name;
  }
}

TEST(PeopleTest, PasswordsThatAreNoneAreNotSet) {
  TempDesk desk;
  for (const std::string& password : {""s, "short"s, std::string(1025, 'x'), "0123456789\xFF"s}) {
    EXPECT_EQ(code_of(desk->people().add(kRoot, named("anna"), password)), Code::kInvalidArgument);
    EXPECT_EQ(code_of(desk->people().set_password(kRoot, "anna", password)), Code::kNotFound);
  }
  desk.add("anna");
  EXPECT_EQ(code_of(desk->people().set_password(kRoot, "anna", "short")), Code::kInvalidArgument);
  EXPECT_TRUE(desk->people().check_password("anna", TempDesk::kPassword));
}

TEST(PeopleTest, ASetPasswordTurnsSingleSignOnPeopleIntoOthers) {
  TempDesk desk;
  EXPECT_FALSE(value_of(desk->people().add(kRoot, named("sso"))).has_password);
  value_of(desk->people().set_password(kRoot, "sso", TempDesk::kPassword));
  EXPECT_TRUE(value_of(desk->people().find("sso")).has_password);
}

TEST(PeopleTest, AHashOfFormerLimitsIsMadeAnewOnTheWay) {
  TempDesk desk;
  desk.add("anna");
  DeskOptions costly;  // today's limits, where the former were the least
  Desk later = value_of(Desk::open(desk.path(), costly));
  const auto stored = [&] {
    std::ifstream file(desk.path() / "desk.db-wal", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    return bytes.find("$argon2id$v=19$m=65536,") != std::string::npos;
  };
  ASSERT_FALSE(stored());
  EXPECT_TRUE(later.people().check_password("anna", TempDesk::kPassword));
  EXPECT_TRUE(stored());
  EXPECT_TRUE(later.people().check_password("anna", TempDesk::kPassword));
}

}  // namespace
}  // namespace aplomb::desk
