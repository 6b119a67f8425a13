// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/tokens.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::TempDesk;
using test::value_of;

const Actor kAnna = Actor::person("anna");

NewToken for_crm(std::optional<Time> expires = std::nullopt) {
  return {.name = "CRM", .role = Role::kLead, .expires = expires};
}

TEST(TokensTest, AnIssuedTokenIsFoundByItsSecretAlone) {
  TempDesk desk;
  const auto issued = value_of(desk->tokens().issue(kAnna, for_crm()));
  EXPECT_TRUE(issued.secret.reveal().starts_with("aplomb_"));
  EXPECT_EQ(issued.secret.reveal().size(), 7U + 43U);
  EXPECT_EQ(issued.secret.reveal().find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
                                                     "qrstuvwxyz0123456789-_"),
            std::string_view::npos);

  const auto found = value_of(desk->tokens().find(issued.secret.reveal()));
  EXPECT_EQ(found, issued.token);
  EXPECT_EQ(found.name, "CRM");
  EXPECT_EQ(found.role, Role::kLead);
  EXPECT_EQ(found.created, desk.now());
  EXPECT_EQ(found.created_by, "anna");
}

TEST(TokensTest, NoTwoSecretsAreAlike) {
  TempDesk desk;
  std::set<std::string> secrets;
  for (int i = 0; i < 20; ++i)
    secrets.emplace(value_of(desk->tokens().issue(kAnna, for_crm())).secret.reveal());
  EXPECT_EQ(secrets.size(), 20U);
}

TEST(TokensTest, UnknownRevokedAndExpiredAreRefusedInTheSameWords) {
  TempDesk desk;
  const auto revoked = value_of(desk->tokens().issue(kAnna, for_crm()));
  const auto expired = value_of(desk->tokens().issue(kAnna, for_crm(desk.now() + 60s)));
  value_of(desk->tokens().revoke(kAnna, revoked.token.id).map([](const Token&) {}));
  EXPECT_TRUE(desk->tokens().find(expired.secret.reveal()));
  desk.pass(60s);

  const std::string never_issued = "aplomb_" + std::string(43, 'A');
  for (const std::string& secret :
       {std::string(), std::string("aplomb_"), never_issued, never_issued + "A",
        std::string(10'000'000, 'x'), std::string("' OR 1=1 --"),
        std::string(revoked.secret.reveal()), std::string(expired.secret.reveal()),
        std::string(revoked.secret.reveal().substr(7))}) {
    const auto refused = desk->tokens().find(secret);
    ASSERT_EQ(code_of(refused), Code::kUnauthenticated);
    EXPECT_EQ(refused.error().message, "the token is not valid");
    EXPECT_EQ(refused.error().hint, desk->tokens().find("").error().hint);
  }
}

TEST(TokensTest, ARevocationByAnotherProcessHoldsAtTheNextRequest) {
  TempDesk desk;
  const auto issued = value_of(desk->tokens().issue(kAnna, for_crm()));
  Desk command_line = desk.open();
  ASSERT_TRUE(desk->tokens().find(issued.secret.reveal()));

  ASSERT_TRUE(command_line.tokens().revoke(kAnna, issued.token.id));

  EXPECT_FALSE(desk->tokens().find(issued.secret.reveal()));
}

TEST(TokensTest, RevokingTwiceOrNothingIsAnError) {
  TempDesk desk;
  const auto issued = value_of(desk->tokens().issue(kAnna, for_crm()));
  EXPECT_EQ(value_of(desk->tokens().revoke(kAnna, issued.token.id)).revoked, desk.now());
  EXPECT_EQ(code_of(desk->tokens().revoke(kAnna, issued.token.id)), Code::kConflict);
  EXPECT_EQ(code_of(desk->tokens().revoke(kAnna, {4711})), Code::kNotFound);
}

TEST(TokensTest, TheListHasAllOfThemNewestFirst) {
  TempDesk desk;
  const auto first = value_of(desk->tokens().issue(kAnna, for_crm()));
  const auto second = value_of(desk->tokens().issue(kAnna, for_crm(desk.now() + 1h)));
  ASSERT_TRUE(desk->tokens().revoke(kAnna, first.token.id));
  const auto list = value_of(desk->tokens().list());
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0], second.token);
  EXPECT_EQ(list[1].revoked, desk.now());
}

TEST(TokensTest, WhatIsNoTokenIsNotIssued) {
  TempDesk desk;
  for (const std::string& name :
       {std::string(), std::string("  "), std::string("a\nb"), std::string(65, 'x')})
    EXPECT_EQ(code_of(desk->tokens().issue(kAnna, {.name = name, .role = {}, .expires = {}})),
              Code::kInvalidArgument);
  EXPECT_EQ(code_of(desk->tokens().issue(kAnna, for_crm(desk.now()))), Code::kInvalidArgument);
  EXPECT_TRUE(value_of(desk->tokens().list()).empty());
}

TEST(TokensTest, LastUseIsWrittenLaterAndOnceAMinute) {
  TempDesk desk;
  const auto issued = value_of(desk->tokens().issue(kAnna, for_crm()));
  const auto last_used = [&] { return value_of(desk->tokens().list()).front().last_used; };
  const auto use = [&] { ASSERT_TRUE(desk->tokens().find(issued.secret.reveal())); };
  const Time first = desk.now();
  use();
  value_of(desk->tidy());
  EXPECT_EQ(last_used(), first);
  desk.pass(59s);
  use();
  value_of(desk->tidy());
  EXPECT_EQ(last_used(), first);
  desk.pass(1s);
  use();
  value_of(desk->tidy());
  EXPECT_EQ(last_used(), first + 60s);
}

TEST(TokensTest, LastUseIsWrittenWhenTheDeskCloses) {
  TempDesk desk;
  const auto issued = value_of(desk->tokens().issue(kAnna, for_crm()));
  ASSERT_TRUE(desk->tokens().find(issued.secret.reveal()));
  desk.close();
  EXPECT_EQ(value_of(desk->tokens().list()).front().last_used, desk.now());
}

}  // namespace
}  // namespace aplomb::desk
