// SPDX-License-Identifier: GPL-3.0-or-later
// Who asks, by what they show; and where they come from, by what trusted proxies say.
#include "http/identity.h"

#include <gtest/gtest.h>

#include <atomic>

#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using desk::Role;
using By = Caller::By;

class IdentityTest : public testing::Test {
 protected:
  desk::Desk open_desk() {
    desk::DeskOptions options;
    options.password_cost = desk::PasswordCost::kLeast;
    options.now = [this] { return now_.load(); };
    return value_of(desk::Desk::open(data_.path(), std::move(options)));
  }
  desk::Person add(const std::string& name, Role role) {
    return value_of(desk_.people().add(kTester, person_of(name, role)));
  }
  std::string token(Role role) {
    const auto issued =
        value_of(desk_.tokens().issue(kTester, {.name = "tool", .role = role, .expires = {}}));
    return "Bearer " + std::string(issued.secret.reveal());
  }
  desk::IssuedSession session() { return value_of(desk_.sessions().start(anna_.id, "here")); }
  static std::string cookie_with(const desk::IssuedSession& session) {
    return "aplomb_session=" + std::string(session.secret.reveal());
  }

  Result<Caller> identify(Fields headers, IdentityOptions options = {},
                          const std::string& peer = "10.0.0.9") {
    const Request request{
        .method = "GET", .path = "/", .headers = std::move(headers), .peer = peer};
    return Identity(desk_, std::move(options)).identify(request);
  }
  Caller caller(Fields headers, IdentityOptions options = {},
                const std::string& peer = "10.0.0.9") {
    return value_of(identify(std::move(headers), std::move(options), peer));
  }
  static Code code(const Result<Caller>& result) {
    return result ? throw std::runtime_error("somebody was recognised") : result.error().code;
  }

  static IdentityOptions behind(std::vector<std::string_view> proxies) {
    IdentityOptions options;
    for (const auto proxy : proxies)
      options.trusted_proxies.push_back(value_of(Network::parse(proxy)));
    options.user_header = "x-user";
    return options;
  }

  /// Who is taken for the client.
  std::string client(const std::string& peer, std::vector<std::string> forwarded,
                     std::vector<std::string_view> proxies = {"10.0.0.0/8", "fd00::/8"}) {
    Request request{.method = "GET", .path = "/", .peer = peer};
    for (auto& each : forwarded) request.headers.emplace_back("x-forwarded-for", std::move(each));
    Identity(desk_, behind(std::move(proxies))).locate(request);
    return request.client;
  }

  static inline const desk::Actor kTester = desk::Actor::server("test");
  TempDir data_;
  std::atomic<desk::Time> now_ = desk::system_time();
  desk::Desk desk_ = open_desk();
  desk::Person anna_ = add("anna", Role::kAgent);
};

TEST_F(IdentityTest, WhoShowsNothingIsNobodyOrTheAnonymousReader) {
  const auto nobody = caller({});
  EXPECT_EQ(nobody.by, By::kNothing);
  EXPECT_FALSE(nobody.role);
  EXPECT_EQ(nobody.audience(), Audience::kCustomer);

  const auto reader = caller({}, {.anonymous = Role::kCustomer});
  EXPECT_EQ(reader.by, By::kAnonymous);
  EXPECT_EQ(reader.role, Role::kCustomer);
  EXPECT_FALSE(reader.is_named());
}

TEST_F(IdentityTest, ABearerWinsOverTheCookie) {
  const auto found =
      caller({{"cookie", cookie_with(session())}, {"authorization", token(Role::kCustomer)}});

  EXPECT_EQ(found.by, By::kToken);
  EXPECT_EQ(found.role, Role::kCustomer);
  EXPECT_FALSE(found.person);
}

TEST_F(IdentityTest, ABearerThatDoesNotHoldIsRefusedWhateverElseIsShown) {
  const IdentityOptions open{.anonymous = Role::kAgent};
  for (const auto* const secret : {"Bearer x", "Bearer ", "Bearer", "bearer aplomb_guess",
                                   "Bearer aplombp_guess", "Bearer a b"}) {
    EXPECT_EQ(code(identify({{"authorization", secret}}, open)), Code::kUnauthenticated) << secret;
    EXPECT_EQ(code(identify({{"authorization", secret}, {"cookie", cookie_with(session())}})),
              Code::kUnauthenticated)
        << secret;
  }
}

TEST_F(IdentityTest, TheSchemeOfABearerIsReadInAnyCase) {
  auto header = token(Role::kAgent);
  header.replace(0, 6, "bEARER  ");

  EXPECT_EQ(caller({{"authorization", header}}).by, By::kToken);
  EXPECT_EQ(caller({{"authorization", "Basic YW5uYTp4"}}).by, By::kNothing)
      << "another scheme is for somebody else";
}

TEST_F(IdentityTest, TwoAuthorizationHeadersAreOneTooMany) {
  const auto header = token(Role::kAdmin);

  EXPECT_EQ(code(identify({{"authorization", header}, {"authorization", header}})),
            Code::kInvalidArgument);
}

TEST_F(IdentityTest, ACookieThatDoesNotHoldIsAsGoodAsNone) {
  const auto ended = session();
  value_of(desk_.sessions().end(ended.session.id));
  for (const auto& cookie :
       {cookie_with(ended), std::string("aplomb_session=x"), std::string("aplomb_session=")}) {
    EXPECT_EQ(caller({{"cookie", cookie}}).by, By::kNothing);
    EXPECT_EQ(caller({{"cookie", cookie}}, {.anonymous = Role::kAgent}).by, By::kAnonymous);
  }
}

TEST_F(IdentityTest, ASessionIsGoneAfterAShiftWithoutUse) {
  const auto cookie = cookie_with(session());
  EXPECT_EQ(caller({{"cookie", cookie}}).name, "anna");

  now_ = now_.load() + std::chrono::hours(13);

  EXPECT_EQ(caller({{"cookie", cookie}}).by, By::kNothing);
}

TEST_F(IdentityTest, EachSecretOpensItsOwnDoorOnly) {
  const auto here = session();
  const auto panel = value_of(desk_.sessions().issue_panel(here.session.id));
  const std::string in_cookie = "aplomb_session=";

  EXPECT_EQ(caller({{"authorization", "Bearer " + std::string(panel.secret.reveal())}}).by,
            By::kBearer);
  EXPECT_EQ(caller({{"cookie", in_cookie + std::string(panel.secret.reveal())}}).by, By::kNothing);
  EXPECT_EQ(code(identify({{"authorization", "Bearer " + std::string(here.secret.reveal())}})),
            Code::kUnauthenticated);
  EXPECT_EQ(caller({{"cookie", in_cookie + token(Role::kAdmin).substr(7)}}).by, By::kNothing);
}

TEST_F(IdentityTest, ARoleThatChangesHoldsFromTheNextRequestOn) {
  (void)add("boss", Role::kAdmin);
  const auto cookie = cookie_with(session());
  desk::PersonChange change;
  change.role = Role::kCustomer;
  value_of(desk_.people().change(kTester, "anna", change));

  EXPECT_EQ(caller({{"cookie", cookie}}).audience(), Audience::kCustomer);
}

TEST_F(IdentityTest, ATrustedProxySaysWhoIsSignedIn) {
  const auto found = caller({{"x-user", "ANNA"}}, behind({"10.0.0.0/8"}));

  EXPECT_EQ(found.by, By::kProxy);
  EXPECT_EQ(found.name, "anna") << "names are the same in any case";
  EXPECT_EQ(found.person, anna_.id);
}

TEST_F(IdentityTest, FromAnybodyElseTheUserHeaderIsNotBelieved) {
  for (const auto* const peer : {"192.0.2.1", "127.0.0.1", "", "garbage", "10.0.0.9.evil"})
    EXPECT_EQ(caller({{"x-user", "anna"}}, behind({"10.0.0.0/8"}), peer).by, By::kNothing) << peer;
  EXPECT_EQ(caller({{"x-user", "anna"}}, {}).by, By::kNothing);
  auto unnamed = behind({"10.0.0.0/8"});
  unnamed.user_header.clear();
  EXPECT_EQ(caller({{"x-user", "anna"}, {"", "anna"}}, unnamed).by, By::kNothing);
}

TEST_F(IdentityTest, AForwardedAddressMakesNoTrustedPeer) {
  EXPECT_EQ(caller({{"x-user", "anna"}, {"x-forwarded-for", "10.0.0.1"}}, behind({"10.0.0.0/8"}),
                   "192.0.2.1")
                .by,
            By::kNothing);
}

TEST_F(IdentityTest, TwoUserHeadersAreRefusedForTheProxyLetOneThrough) {
  EXPECT_EQ(code(identify({{"x-user", "boss"}, {"x-user", "anna"}}, behind({"10.0.0.0/8"}))),
            Code::kInvalidArgument);
  EXPECT_EQ(code(identify({{"x-user", ""}, {"x-user", "anna"}}, behind({"10.0.0.0/8"}))),
            Code::kInvalidArgument);
}

TEST_F(IdentityTest, WhomTheDeskDoesNotKnowTheProxyCannotBringIn) {
  (void)add("boss", Role::kAdmin);
  desk::PersonChange leave;
  leave.active = false;
  value_of(desk_.people().change(kTester, "anna", leave));
  auto open = behind({"10.0.0.0/8"});
  open.anonymous = Role::kAgent;
  for (const auto* const name : {"anna", "nobody", "boss,anna", "\xFF", " ", "bo ss"})
    EXPECT_EQ(code(identify({{"x-user", name}}, open)), Code::kForbidden) << name;
}

TEST_F(IdentityTest, AnEmptyUserHeaderMeansThatTheProxyKnowsNobody) {
  EXPECT_EQ(caller({{"x-user", ""}}, behind({"10.0.0.0/8"})).by, By::kNothing);
  EXPECT_EQ(caller({{"x-user", ""}, {"cookie", cookie_with(session())}}, behind({"10.0.0.0/8"})).by,
            By::kSession);
}

TEST_F(IdentityTest, TheClientIsThePeerWhereNoProxyIsTrusted) {
  EXPECT_EQ(client("192.0.2.1", {"198.51.100.7"}), "192.0.2.1");
  EXPECT_EQ(client("10.0.0.1", {"198.51.100.7"}, {}), "10.0.0.1");
  EXPECT_EQ(client("10.0.0.1", {}), "10.0.0.1");
}

TEST_F(IdentityTest, TheClientIsTheLastThatIsNoProxyOfOurs) {
  EXPECT_EQ(client("10.0.0.1", {"198.51.100.7"}), "198.51.100.7");
  EXPECT_EQ(client("10.0.0.1", {"198.51.100.7, 10.0.0.2,10.0.0.3"}), "198.51.100.7");
  EXPECT_EQ(client("10.0.0.1", {"198.51.100.7", "10.0.0.2"}), "198.51.100.7");
  EXPECT_EQ(client("10.0.0.1", {"10.0.0.5, 10.0.0.2"}), "10.0.0.5") << "somebody of our own";
  EXPECT_EQ(client("::ffff:10.0.0.1", {"198.51.100.7"}), "198.51.100.7");
}

TEST_F(IdentityTest, WhatTheClientWroteInFrontIsNotBelieved) {
  EXPECT_EQ(client("10.0.0.1", {"10.0.0.2, 127.0.0.1, 198.51.100.7"}), "198.51.100.7");
  EXPECT_EQ(client("10.0.0.1", {"203.0.113.1", "198.51.100.7"}), "198.51.100.7");
  EXPECT_EQ(client("10.0.0.1", {"<script>, 198.51.100.7"}), "198.51.100.7");
}

TEST_F(IdentityTest, AddressesOfIpv6AreReadInAllForms) {
  EXPECT_EQ(client("fd00::1", {"2001:DB8:0::7"}), "2001:db8::7");
  EXPECT_EQ(client("fd00::1", {"[2001:db8::7]"}), "2001:db8::7");
  EXPECT_EQ(client("fd00::1", {"::ffff:198.51.100.7"}), "198.51.100.7");
}

TEST_F(IdentityTest, GarbageFromAProxyLeavesTheProxyItself) {
  for (const auto* const value :
       {"", "unknown", "_hidden", ",", "198.51.100.7,", "198.51.100.7:1234", "\"198.51.100.7\"",
        "[2001:db8::7]:80", "198.51.100.7 x", "for=198.51.100.7", "unix", "unix:"})
    EXPECT_EQ(client("10.0.0.1", {value}), "10.0.0.1") << value;
  EXPECT_EQ(client("10.0.0.1", {std::string(8000, ',')}), "10.0.0.1");
}

TEST_F(IdentityTest, AProxyOnAUnixSocketIsBelievedWhereTheServerIsToldTo) {
  auto options = behind({"10.0.0.0/8"});
  const auto located = [&] {
    Request request{
        .headers = {{"x-forwarded-for", "198.51.100.7, 10.0.0.2"}, {"x-forwarded-proto", "https"}},
        .peer = "unix"};
    Identity(desk_, options).locate(request);
    return std::pair(request.client, request.secure);
  };
  EXPECT_EQ(located(), std::pair(std::string("unix"), false));
  EXPECT_EQ(caller({{"x-user", "anna"}}, options, "unix").by, By::kNothing);

  options.trust_unix = true;

  EXPECT_EQ(located(), std::pair(std::string("198.51.100.7"), true));
  EXPECT_EQ(caller({{"x-user", "anna"}}, options, "unix").by, By::kProxy);
  EXPECT_EQ(caller({{"x-user", "anna"}}, options, "192.0.2.1").by, By::kNothing);
}

TEST_F(IdentityTest, OnlyATrustedProxyTellsOfTls) {
  const auto secure = [&](const std::string& peer, const std::string& protocol) {
    Request request{.headers = {{"x-forwarded-proto", protocol}}, .peer = peer};
    Identity(desk_, behind({"10.0.0.0/8"})).locate(request);
    return request.secure;
  };
  EXPECT_TRUE(secure("10.0.0.1", "https"));
  EXPECT_FALSE(secure("10.0.0.1", "http"));
  EXPECT_FALSE(secure("192.0.2.1", "https"));
}

}  // namespace
}  // namespace aplomb::http::test
