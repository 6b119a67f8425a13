// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/audit_log.h"

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

const Actor kRoot = Actor::person("root");

/// `actor action subject: detail`, oldest first.
std::vector<std::string> lines(TempDesk& desk) {
  std::vector<std::string> all;
  for (const AuditEntry& entry : value_of(desk->audit().list(100)))
    all.insert(all.begin(), entry.actor + " " + entry.action + " " + entry.subject +
                                (entry.detail.empty() ? "" : ": " + entry.detail));
  return all;
}

TEST(AuditLogTest, EveryChangeIsThereWithWhoDidIt) {
  TempDesk desk;
  desk.add("root", Role::kAdmin);
  NewPerson person;
  person.name = "anna";
  person.team = "day";
  const Person anna = value_of(desk->people().add(kRoot, person));
  PersonChange change;
  change.role = Role::kLead;
  change.team = "night";
  value_of(desk->people().change(kRoot, "anna", change));
  value_of(desk->people().change(kRoot, "anna", change));  // nothing more to change
  value_of(desk->people().set_password(kRoot, "anna", "a new password"));
  const auto session = value_of(desk->sessions().start(anna.id, "10.0.0.7"));
  value_of(desk->sessions().issue_panel(session.session.id).map([](const auto&) {}));
  value_of(desk->sessions().end(session.session.id));
  value_of(desk->sessions().start(anna.id, "10.0.0.8").map([](const auto&) {}));
  value_of(desk->sessions().end_all(kRoot, anna.id));
  value_of(desk->people().remove(kRoot, "anna"));
  const auto token = value_of(
      desk->tokens().issue(kRoot, {.name = "CRM", .role = Role::kAgent, .expires = std::nullopt}));
  value_of(desk->tokens().revoke(Actor::token(token.token.id.value, "CRM"), token.token.id));
  ASSERT_TRUE(desk->tokens().issue(
      kRoot, {.name = "portal", .role = Role::kCustomer, .expires = desk.now() + 90 * 24h}));
  EXPECT_EQ(lines(desk), (std::vector<std::string>{
                             "command-line:tester user.add root: role: admin",
                             "root user.add anna: role: agent; team: \"day\"; without password",
                             "root user.change anna: role: agent → lead; team: \"day\" → \"night\"",
                             "root user.password anna",
                             "anna sign-in anna: 10.0.0.7",
                             "anna sign-out anna",
                             "anna sign-in anna: 10.0.0.8",
                             "root session.end_all anna: sessions: 1",
                             "root user.remove anna: role: lead",
                             "root token.issue 1 (CRM): role: agent; never expires",
                             "token:1 (CRM) token.revoke 1 (CRM)",
                             "root token.issue 2 (portal): role: customer; for 90 days",
                         }));
}

TEST(AuditLogTest, WhatDidNotHappenIsNotThere) {
  TempDesk desk;
  desk.add("root", Role::kAdmin);
  EXPECT_FALSE(desk->people().remove(kRoot, "root"));
  EXPECT_FALSE(desk->people().remove(kRoot, "nobody"));
  EXPECT_FALSE(desk->people().add(
      kRoot, {.name = "ROOT", .display_name = {}, .role = {}, .department = {}, .team = {}}));
  EXPECT_EQ(lines(desk).size(), 1U);
}

TEST(AuditLogTest, PagesGoBackInTime) {
  TempDesk desk;
  for (int i = 1; i <= 5; ++i) value_of(desk->audit().record(kRoot, "test", std::to_string(i), ""));
  const auto first = value_of(desk->audit().list(2));
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].subject, "5");
  EXPECT_EQ(first[0].at, desk.now());
  const auto second = value_of(desk->audit().list(100, first[1].id));
  ASSERT_EQ(second.size(), 3U);
  EXPECT_EQ(second[0].subject, "3");
  EXPECT_EQ(code_of(desk->audit().list(0)), Code::kInvalidArgument);
  EXPECT_EQ(code_of(desk->audit().list(1001)), Code::kInvalidArgument);
}

TEST(AuditLogTest, ForeignTextCannotForgeALine) {
  TempDesk desk;
  value_of(desk->audit().record(Actor::command_line("x\nroot"), "test", "a\nb\x1B[2J",
                                std::string(10'000'000, 'x')));
  const auto entry = value_of(desk->audit().list(1)).front();
  EXPECT_EQ(entry.actor, "command-line:x\uFFFDroot");
  EXPECT_EQ(entry.subject, "a\uFFFDb\uFFFD[2J");
  EXPECT_EQ(entry.detail.size(), kMaxAuditDetailBytes);
  EXPECT_EQ(code_of(desk->audit().record(kRoot, "", "", "")), Code::kInvalidArgument);
}

TEST(AuditLogTest, AFailedSignInNamesOnlyWhoExists) {
  TempDesk desk;
  desk.add("anna");
  value_of(desk->audit().record_failed_sign_in("ANNA", "10.0.0.7"));
  value_of(desk->audit().record_failed_sign_in("my secret password", "10.0.0.7"));
  value_of(desk->audit().record_failed_sign_in("hunter2", "10.0.0.7"));
  const auto all = lines(desk);
  EXPECT_EQ(all[1], "server:sign-in sign-in.failed anna: 10.0.0.7");
  EXPECT_EQ(all[2], "server:sign-in sign-in.failed (nobody): 10.0.0.7");
  EXPECT_EQ(all[3], all[2]);
}

TEST(AuditLogTest, SignInsAreForgottenAfterNinetyDaysAndChangesAreNot) {
  TempDesk desk;
  const Person anna = desk.add("anna");
  const auto session = value_of(desk->sessions().start(anna.id, "10.0.0.7"));
  value_of(desk->sessions().end(session.session.id));
  value_of(desk->audit().record_failed_sign_in("anna", "10.0.0.7"));
  ASSERT_EQ(lines(desk).size(), 4U);
  desk.pass(91 * 24h);
  value_of(desk->tidy());
  EXPECT_EQ(lines(desk).size(), 1U);
}

TEST(AuditLogTest, KnowsFromWhereSomebodyCame) {
  TempDesk desk;
  const Person anna = desk.add("anna");
  for (const char* address : {"10.0.0.7", "10.0.0.8", "10.0.0.7"}) {
    desk.pass(1s);
    ASSERT_TRUE(desk->sessions().start(anna.id, address));
  }
  const auto known = value_of(desk->audit().sign_ins(10));
  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[0].name, "anna");
  EXPECT_EQ(known[0].address, "10.0.0.7");
  EXPECT_EQ(known[0].at, desk.now());
  EXPECT_EQ(value_of(desk->audit().sign_ins(1)).size(), 1U);
}

}  // namespace
}  // namespace aplomb::desk
