// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/promises.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <thread>

#include "desk/promising.h"
#include "engine/calendar.h"
#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::TempDesk;
using test::value_of;
using State = PromiseEntry::State;
using Urgency = PromiseEntry::Urgency;

/// The desk's clock stands at Friday, 15 January 2027, 08:00 UTC: 09:00 in Berlin.
class PromisesTest : public testing::Test {
 protected:
  PromisesTest() {
    articles_.write("aplomb.yaml",
                    "calendar:\n"
                    "  time_zone: Europe/Berlin\n"
                    "  hours: {start: \"08:00\", end: \"18:00\"}\n"
                    "departments:\n"
                    "  - {id: fraud, name: Fraud and safety, desk: security desk}\n");
  }

  Promiser person(const std::string& name, Role role = Role::kAgent,
                  const std::string& team = "red", const std::string& department = "") {
    NewPerson wanted;
    wanted.name = name;
    wanted.display_name = name + " of " + team;
    wanted.role = role;
    wanted.team = team;
    wanted.department = department;
    const auto added = value_of(desk_->people().add(TempDesk::kTester, wanted));
    return {Actor::person(name), role, added.id, std::nullopt};
  }
  Promiser tool(Role role = Role::kAgent) {
    const auto issued = value_of(
        desk_->tokens().issue(TempDesk::kTester, {.name = "CRM", .role = role, .expires = {}}));
    return {Actor::token(issued.token.id.value, "CRM"), role, std::nullopt, issued.token.id};
  }

  static Article refund() {
    Article article;
    article.id = {"refund-late"};
    article.title = "Late refunds";
    article.empathy = "I know it is hard to wait for money that is yours";
    article.promise = {"refund visible", "10 working days", "200 EUR", "agent"};
    return article;
  }
  /// One without limit.
  static Article call_back(const std::string& authority = "agent") {
    Article article = refund();
    article.id = {"call-back"};
    article.promise = {"a call back", "4 hours", "", authority};
    return article;
  }
  static PromiseRequest about(const std::string& case_reference = "C-1234") {
    return {case_reference, std::nullopt, std::nullopt, std::nullopt};
  }
  static PromiseRequest of(const std::string& amount) {
    return {"C-1234", amount, std::nullopt, std::nullopt};
  }

  Promises& ledger() { return desk_->promises(); }
  PromiseEntry made(const Promiser& by) {
    return value_of(promising().make(by, call_back(), about()));
  }
  Promising& promising() {
    if (!promising_) promising_ = std::make_unique<Promising>(desk_.desk(), articles_.path());
    return *promising_;
  }
  std::size_t listed(const Promiser& by, PromiseListing::Whose whose = PromiseListing::Whose::kMine,
                     std::optional<State> state = State::kOpen) {
    PromiseListing listing;
    listing.whose = whose;
    listing.state = state;
    return value_of(ledger().list(by, listing)).promises.size();
  }
  std::vector<std::string> audited() {
    std::vector<std::string> actions;
    for (const auto& row : value_of(desk_->audit().list(50)))
      if (row.action.starts_with("promise."))
        actions.push_back(row.actor + " " + row.action + " " + row.subject + " " + row.detail);
    return actions;
  }

  test::TempDir articles_;
  TempDesk desk_;
  std::unique_ptr<Promising> promising_;
};

constexpr auto kTeam = PromiseListing::Whose::kTeam;

TEST_F(PromisesTest, APromiseSaysWhatToWhomByWhenByWhom) {
  const auto anna = person("anna");
  const auto entry = value_of(promising().make(anna, refund(), of("120 EUR")));
  EXPECT_EQ(entry.article.value, "refund-late");
  EXPECT_EQ(entry.what, "refund visible");
  EXPECT_EQ(entry.case_reference, "C-1234");
  EXPECT_EQ(entry.amount, "120 EUR");
  EXPECT_EQ(entry.by_name, "anna");
  EXPECT_EQ(entry.by_display, "anna of red");
  EXPECT_EQ(entry.team, "red");
  EXPECT_EQ(timestamp(entry.made), "2027-01-15T08:00:00Z");
  EXPECT_EQ(timestamp(entry.due), "2027-01-29T17:00:00Z") << "Friday in two weeks, 18:00";
  EXPECT_EQ(timestamp(entry.warn_at), "2027-01-27T09:45:00Z")
      << "9 h of today and ten days of ten are 109; 81.75 are 9, seven days and 2.75: 10:45 (+1)";
  EXPECT_EQ(entry.state, State::kOpen);
  EXPECT_TRUE(audited().empty()) << "the ledger itself says who made it";
}

TEST_F(PromisesTest, ItIsWarnedAboutAtThreeQuartersAndLateBehindItsTime) {
  const auto entry = made(person("anna"));
  EXPECT_EQ(timestamp(entry.due), "2027-01-15T12:00:00Z");
  EXPECT_EQ(entry.urgency(entry.warn_at - 1s), Urgency::kNone);
  EXPECT_EQ(entry.urgency(entry.warn_at), Urgency::kSoon);
  EXPECT_EQ(timestamp(entry.warn_at), "2027-01-15T11:00:00Z");
  EXPECT_EQ(entry.urgency(entry.due), Urgency::kSoon) << "still in time";
  EXPECT_EQ(entry.urgency(entry.due + 1s), Urgency::kLate);
}

TEST_F(PromisesTest, TheLimitIsEnforcedAndSaysWhoMayGoBeyond) {
  const auto anna = person("anna");
  const auto lena = person("lena", Role::kLead);
  EXPECT_TRUE(promising().make(anna, refund(), of("200 EUR")));
  for (const char* amount : {"200.01 EUR", "€ 1.000", "1000 EUR"}) {
    const auto refused = promising().make(anna, refund(), of(amount));
    ASSERT_EQ(code_of(refused), Code::kForbidden) << amount;
    EXPECT_EQ(refused.error().message, "More than 200 EUR is for a lead to promise.");
  }
  EXPECT_TRUE(promising().make(lena, refund(), of("1000 EUR")));
  EXPECT_EQ(audited(),
            (std::vector<std::string>{"lena promise.make 2 (refund-late) More than 200 EUR"}));
}

TEST_F(PromisesTest, AnotherCurrencyOrNoAmountIsNotWithinALimit) {
  const auto anna = person("anna");
  const auto lena = person("lena", Role::kLead);
  EXPECT_EQ(promising().make(anna, refund(), of("100 CHF")).error().message,
            "Another currency than that of the limit (200 EUR) is for a lead to promise.");
  EXPECT_TRUE(promising().make(lena, refund(), of("100 CHF")));
  for (const auto& by : {anna, lena}) {
    const auto refused = promising().make(by, refund(), about());
    ASSERT_EQ(code_of(refused), Code::kUnprocessable);
    EXPECT_EQ(refused.error().field, "amount");
    for (const char* amount : {"much", "120", "EUR", "-120 EUR", "1.2345 EUR", "1e9 EUR"})
      EXPECT_EQ(code_of(promising().make(by, refund(), of(amount))), Code::kUnprocessable)
          << amount;
  }
  Article odd = refund();
  odd.promise->limit = "200 EUR a case";
  EXPECT_EQ(code_of(promising().make(anna, odd, of("1 EUR"))), Code::kForbidden)
      << "a limit that cannot be compared lets nothing through";
}

TEST_F(PromisesTest, TheAuthorityOfTheArticleIsEnforced) {
  const auto anna = person("anna");
  const auto lena = person("lena", Role::kLead);
  const auto by = [&](const Promiser& who, const std::string& authority) {
    return promising().make(who, call_back(authority), about());
  };
  EXPECT_TRUE(by(anna, ""));
  EXPECT_EQ(by(anna, "lead").error().message, "This promise is for a lead to make.");
  EXPECT_TRUE(by(lena, "Lead"));
  EXPECT_EQ(code_of(by(lena, "admin")), Code::kForbidden);
  EXPECT_EQ(code_of(by(tool(), "lead")), Code::kForbidden);
  EXPECT_TRUE(by(tool(Role::kLead), "lead"));
  EXPECT_EQ(code_of(by(person("carl", Role::kCustomer), "customer")), Code::kForbidden);
}

TEST_F(PromisesTest, AnAuthorityThatIsNoRoleIsATeamADepartmentOrItsDesk) {
  const auto by = [&](const Promiser& who, const std::string& amount) {
    Article article = refund();
    article.promise->authority = "Security Desk";
    return promising().make(who, article, of(amount));
  };
  EXPECT_TRUE(by(person("dora", Role::kAgent, "red", "fraud"), "200 EUR"));
  EXPECT_TRUE(by(person("emil", Role::kAgent, "security desk"), "200 EUR"));
  EXPECT_TRUE(by(person("fred", Role::kLead, "", "Fraud and safety"), "900 EUR"));
  EXPECT_EQ(by(person("gina", Role::kAgent, "", "fraud"), "900 EUR").error().message,
            "More than 200 EUR is for a lead of Security Desk to promise.");
  EXPECT_EQ(by(person("hans", Role::kLead), "1 EUR").error().message,
            "This promise is for Security Desk to make.");
  EXPECT_EQ(code_of(by(tool(Role::kAdmin), "1 EUR")), Code::kForbidden) << "tools belong nowhere";
}

TEST_F(PromisesTest, LaterThanTheArticleIsBeyondItAndSoonerIsNot) {
  const auto anna = person("anna");
  const auto by = [&](const Promiser& who, Time due) {
    return promising().make(who, call_back(), {"C-1", std::nullopt, std::nullopt, due});
  };
  EXPECT_EQ(value_of(by(anna, desk_.now() + 1h)).due, desk_.now() + 1h);
  EXPECT_EQ(by(anna, desk_.now() + 5h).error().message,
            "Later than the article's 4 hours (2027-01-15T12:00:00Z) is for a lead to promise.");
  EXPECT_TRUE(by(person("lena", Role::kLead), desk_.now() + 5h));
  for (const Time due : {desk_.now(), desk_.now() - 1s, desk_.now() + 24h * 4000})
    EXPECT_EQ(by(anna, due).error().field, "due");
}

TEST_F(PromisesTest, WithoutATimeInTheArticleTheCallerNamesOne) {
  const auto anna = person("anna");
  Article article = call_back();
  for (const char* within : {"", "soon", "3 fortnights", "99999 weeks"}) {
    article.promise->within = within;
    EXPECT_EQ(promising().make(anna, article, about()).error().field, "due") << within;
    const auto named = promising().make(anna, article, {"C-1", {}, {}, desk_.now() + 1h});
    EXPECT_EQ(named.has_value(), std::string_view(within).empty())
        << within << ": a time that cannot be counted lets nothing through";
  }
}

TEST_F(PromisesTest, AnArticleThatPromisesNothingNowIsRefusedWithWhatToDo) {
  const auto anna = person("anna");
  std::vector<Article> refused(4, call_back());
  refused[0].confidence = Confidence::kArchived;
  refused[1].publish_date = parse_day_or_minute("2027-01-16");
  refused[2].expiry_date = parse_day_or_minute("2027-01-14");
  refused[3].promise.reset();
  for (const Article& article : refused) {
    const auto made = promising().make(anna, article, about());
    ASSERT_EQ(code_of(made), Code::kUnprocessable);
    EXPECT_EQ(made.error().field, "article");
    EXPECT_FALSE(made.error().hint.empty());
    EXPECT_EQ(code_of(promising().terms(anna, article)), Code::kUnprocessable);
  }
}

TEST_F(PromisesTest, TermsSayWhetherTheCallerMayAndWhoElse) {
  const auto anna = person("anna");
  const auto own = value_of(promising().terms(anna, refund()));
  EXPECT_TRUE(own.may);
  EXPECT_EQ(own.who, "lead") << "beyond the limit";
  EXPECT_EQ(timestamp(*own.due), "2027-01-29T17:00:00Z");
  EXPECT_FALSE(value_of(promising().terms(anna, call_back("security desk"))).may);
  EXPECT_EQ(value_of(promising().terms(anna, call_back("security desk"))).who, "security desk");
  EXPECT_EQ(value_of(promising().terms(anna, call_back("admin"))).who, "admin");
}

TEST_F(PromisesTest, MovingWithAReasonKeepsTheHistory) {
  const auto anna = person("anna");
  const auto entry = made(anna);
  EXPECT_EQ(code_of(promising().move(anna, entry.id, desk_.now() + 24h, "", {})),
            Code::kInvalidArgument);
  EXPECT_EQ(code_of(promising().move(anna, entry.id, desk_.now() + 24h, " \n ", {})),
            Code::kInvalidArgument);
  desk_.pass(1h);
  const Time monday = parse_day_or_minute("2027-01-18T17:00Z")->begins;
  const auto moved = value_of(
      promising().move(anna, entry.id, monday, "part is late, call 0170 1234567", entry.due));
  EXPECT_EQ(moved.due, monday);
  EXPECT_EQ(
      moved.moves,
      (std::vector<PromiseMove>{{desk_.now(), entry.due, monday, "part is late, call [number]"}}));
  EXPECT_EQ(timestamp(moved.warn_at), "2027-01-18T12:30:00Z")
      << "eight hours of Friday and ten of Monday are 18; 13.5 are 8 and 5.5";
  EXPECT_TRUE(audited().empty());
}

TEST_F(PromisesTest, AMoveThatIsBasedOnAnOldTimeIsStale) {
  const auto anna = person("anna");
  const auto entry = made(anna);
  value_of(promising().move(anna, entry.id, entry.due + 1h, "first", entry.due));
  const auto second = promising().move(anna, entry.id, entry.due + 2h, "second", entry.due);
  ASSERT_EQ(code_of(second), Code::kStale);
  EXPECT_NE(second.error().message.find("2027-01-15T13:00:00Z"), std::string::npos);
  for (const Time due : {entry.due + 1h, desk_.now(), desk_.now() + 24h * 4000})
    EXPECT_EQ(promising().move(anna, entry.id, due, "x", {}).error().field, "due");
}

TEST_F(PromisesTest, KeptAndBrokenAreRecordedAndStay) {
  const auto anna = person("anna");
  const auto kept = made(anna), broken = made(anna);
  desk_.pass(30min);
  EXPECT_EQ(value_of(ledger().close(anna, kept.id, State::kKept, {})).closed, desk_.now());
  const auto said =
      value_of(ledger().close(anna, broken.id, State::kBroken, "never mailed anna@example.com"));
  EXPECT_EQ(said.reason, "never mailed [email]");
  EXPECT_EQ(said.urgency(said.due + 24h), Urgency::kNone);
  desk_.pass(30min);
  EXPECT_EQ(value_of(ledger().close(anna, kept.id, State::kKept, {})).closed, desk_.now() - 30min)
      << "saying so twice changes nothing";
  EXPECT_EQ(code_of(ledger().close(anna, kept.id, State::kBroken, {})), Code::kConflict);
  EXPECT_EQ(code_of(promising().move(anna, kept.id, desk_.now() + 24h, "late", {})),
            Code::kConflict);
  EXPECT_EQ(listed(anna), 0U);
  EXPECT_EQ(listed(anna, PromiseListing::Whose::kMine, State::kKept), 1U);
  EXPECT_EQ(listed(anna, PromiseListing::Whose::kMine, std::nullopt), 2U);
}

TEST_F(PromisesTest, MakersLeadsOfTheTeamAndAdminsMayChange) {
  const auto anna = person("anna");
  const auto id = made(anna).id;
  const auto move = [&](const Promiser& who) {
    desk_.pass(1s);
    return promising().move(who, id, desk_.now() + 24h, "late", {});
  };
  EXPECT_TRUE(move(anna));
  EXPECT_EQ(code_of(move(person("bert"))), Code::kForbidden) << "a colleague sees it";
  EXPECT_EQ(code_of(move(person("blue", Role::kAgent, "blue"))), Code::kNotFound);
  EXPECT_EQ(code_of(move(person("carla", Role::kLead, "blue"))), Code::kForbidden);
  EXPECT_EQ(code_of(move(tool())), Code::kNotFound);
  EXPECT_EQ(code_of(move(tool(Role::kLead))), Code::kForbidden) << "tools have no team";
  EXPECT_TRUE(move(person("lena", Role::kLead)));
  EXPECT_TRUE(move(person("root", Role::kAdmin, "")));
  EXPECT_TRUE(move(tool(Role::kAdmin)));
  EXPECT_EQ(audited().size(), 3U) << "what others than the maker change";
  EXPECT_EQ(audited().back().substr(0, 31), "lena promise.move 1 (call-back)");
  EXPECT_EQ(code_of(promising().move(anna, {99}, desk_.now() + 24h, "late", {})), Code::kNotFound);
}

TEST_F(PromisesTest, RightsAreThoseOfTheMomentAndNotOfTheSession) {
  const auto anna = person("anna");
  const auto lena = person("lena", Role::kLead);
  const auto id = made(anna).id;
  PersonChange to_blue;
  to_blue.team = "blue";
  value_of(desk_->people().change(TempDesk::kTester, "lena", to_blue));
  EXPECT_EQ(code_of(ledger().close(lena, id, State::kKept, {})), Code::kForbidden);
  PersonChange demoted;
  demoted.role = Role::kAgent;
  value_of(desk_->people().change(TempDesk::kTester, "lena", demoted));
  EXPECT_EQ(code_of(ledger().close(lena, id, State::kKept, {})), Code::kNotFound);
  PersonChange disabled;
  disabled.active = false;
  value_of(desk_->people().change(TempDesk::kTester, "anna", disabled));
  EXPECT_EQ(code_of(ledger().close(anna, id, State::kKept, {})), Code::kUnauthenticated);
  EXPECT_EQ(code_of(promising().make(anna, call_back(), about())), Code::kUnauthenticated);
}

TEST_F(PromisesTest, OfARemovedPersonItStaysWithTheirTeamWithoutAName) {
  const auto anna = person("anna");
  const auto lena = person("lena", Role::kLead);
  const auto id = made(anna).id;
  ASSERT_TRUE(desk_->people().remove(TempDesk::kTester, "anna"));
  PromiseListing team;
  team.whose = kTeam;
  const auto page = value_of(ledger().list(lena, team));
  ASSERT_EQ(page.promises.size(), 1U);
  EXPECT_EQ(page.promises[0].by_name, "");
  EXPECT_EQ(page.promises[0].by_display, "");
  EXPECT_TRUE(ledger().close(lena, id, State::kKept, {}));
  EXPECT_EQ(code_of(promising().make(anna, call_back(), about())), Code::kUnauthenticated);
}

TEST_F(PromisesTest, TheLedgerListsByDueTimePageByPage) {
  const auto anna = person("anna"), bert = person("bert");
  std::vector<Time> dues;
  for (int i = 0; i < 7; ++i) {
    const auto entry = value_of(promising().make(
        i % 2 == 0 ? anna : bert, call_back(),
        {"C-" + std::to_string(i), {}, {}, desk_.now() + std::chrono::minutes{(i * 3) % 7 + 1}}));
    dues.push_back(entry.due);
  }
  std::ranges::sort(dues);
  std::vector<Time> seen;
  PromiseListing listing;
  listing.whose = kTeam;
  listing.limit = 3;
  for (int pages = 0; pages < 5; ++pages) {
    const auto page = value_of(ledger().list(bert, listing));
    for (const auto& entry : page.promises) seen.push_back(entry.due);
    if (!page.next) break;
    listing.after = page.next;
  }
  EXPECT_EQ(seen, dues);
  EXPECT_EQ(listed(anna), 4U);
  EXPECT_EQ(listed(bert), 3U);
}

TEST_F(PromisesTest, AnotherTeamsLedgerIsForLeads) {
  const auto anna = person("anna");
  made(anna);
  PromiseListing red;
  red.whose = kTeam;
  red.team = "red";
  EXPECT_EQ(value_of(ledger().list(anna, red)).promises.size(), 1U) << "one's own";
  EXPECT_EQ(code_of(ledger().list(person("carl", Role::kAgent, "blue"), red)), Code::kForbidden);
  EXPECT_EQ(code_of(ledger().list(tool(), red)), Code::kForbidden);
  EXPECT_EQ(value_of(ledger().list(person("carla", Role::kLead, "blue"), red)).promises.size(), 1U);
  EXPECT_EQ(listed(person("dirk", Role::kAgent, "blue"), kTeam), 0U);
  EXPECT_EQ(listed(tool(), kTeam), 0U);
}

TEST_F(PromisesTest, WhatToolsMakeIsTheirsAndNobodysTeams) {
  const auto crm = tool(), other = tool();
  const auto entry = made(crm);
  EXPECT_EQ(entry.by_name, "token:" + std::to_string(crm.token->value));
  EXPECT_EQ(entry.by_display, "CRM");
  EXPECT_EQ(entry.team, "");
  EXPECT_EQ(listed(crm), 1U);
  EXPECT_EQ(listed(other), 0U);
  EXPECT_EQ(value_of(ledger().counts(crm)).open, 1U);
  EXPECT_TRUE(ledger().close(crm, entry.id, State::kKept, {}));
}

TEST_F(PromisesTest, TheSummaryCountsWhatIsSoonAndLate) {
  const auto anna = person("anna");
  made(anna);
  value_of(promising().make(anna, refund(), of("1 EUR")));
  made(person("bert"));
  const auto counts = [&] {
    const auto now = value_of(ledger().counts(anna));
    return std::array{now.open, now.soon, now.late};
  };
  EXPECT_EQ(counts(), (std::array<std::size_t, 3>{2, 0, 0}));
  desk_.pass(3h);
  EXPECT_EQ(counts(), (std::array<std::size_t, 3>{2, 1, 0}));
  desk_.pass(1h);
  EXPECT_EQ(counts(), (std::array<std::size_t, 3>{2, 1, 0}));
  desk_.pass(1s);
  EXPECT_EQ(counts(), (std::array<std::size_t, 3>{2, 0, 1}));
}

TEST_F(PromisesTest, OfTwoLeadsWhoCloseItAtOnceOneIsTold) {
  const auto anna = person("anna");
  const auto lena = person("lena", Role::kLead), karl = person("karl", Role::kLead);
  Desk other = desk_.open();  // as another process has it
  for (int round = 0; round < 20; ++round) {
    const auto id = made(anna).id;
    std::optional<Code> kept, broken;
    {
      const std::jthread first([&] {
        const auto done = ledger().close(lena, id, State::kKept, {});
        if (!done) kept = done.error().code;
      });
      const std::jthread second([&] {
        const auto done = other.promises().close(karl, id, State::kBroken, {});
        if (!done) broken = done.error().code;
      });
    }
    ASSERT_NE(kept.has_value(), broken.has_value());
    EXPECT_EQ(kept.value_or(Code::kConflict), Code::kConflict);
    EXPECT_EQ(broken.value_or(Code::kConflict), Code::kConflict);
    const auto state = value_of(ledger().close(lena, id, kept ? State::kBroken : State::kKept, {}));
    EXPECT_EQ(state.state, kept ? State::kBroken : State::kKept);
  }
}

TEST_F(PromisesTest, OfTwoLeadsWhoMoveItAtOnceOneIsStaleAndNoMoveIsLost) {
  const auto anna = person("anna");
  const auto lena = person("lena", Role::kLead), karl = person("karl", Role::kLead);
  Desk other = desk_.open();
  Promising elsewhere(other, articles_.path());
  for (int round = 0; round < 20; ++round) {
    const auto entry = made(anna);
    Result<PromiseEntry> first = fail(Code::kIo, ""), second = first;
    {
      const std::jthread one(
          [&] { first = promising().move(lena, entry.id, entry.due + 1h, "one", entry.due); });
      const std::jthread two(
          [&] { second = elsewhere.move(karl, entry.id, entry.due + 2h, "two", entry.due); });
    }
    ASSERT_NE(first.has_value(), second.has_value());
    EXPECT_EQ(code_of(first ? second : first), Code::kStale);
    const auto now = value_of(ledger().close(anna, entry.id, State::kKept, {}));
    EXPECT_EQ(now.moves.size(), 1U);
    EXPECT_EQ(now.due, now.moves[0].to);
  }
}

TEST_F(PromisesTest, AnOpenPromiseIsNotMovedForEver) {
  const auto anna = person("anna");
  const auto entry = made(anna);
  for (std::size_t i = 0; i < kMaxPromiseMoves; ++i)
    value_of(promising().move(anna, entry.id, entry.due + std::chrono::minutes{i + 1}, "late", {}));
  EXPECT_EQ(code_of(promising().move(anna, entry.id, entry.due + 24h, "late", {})),
            Code::kConflict);
}

TEST_F(PromisesTest, NothingOfACallIsStoredButItsKey) {
  const auto entry = value_of(promising().make(person("anna"), call_back(),
                                               {"C-1", std::nullopt, "call-0170-1234567", {}}));
  EXPECT_EQ(entry.call_key, std::nullopt) << "nor told";
  EXPECT_EQ(promising()
                .make(person("bert"), call_back(), {"C-1", std::nullopt, std::string(101, 'x'), {}})
                .error()
                .field,
            "call");
  SQLite::Database database((desk_.path() / "desk.db").string());
  EXPECT_EQ(database.execAndGet("SELECT length(call) FROM promises").getInt(), 32);
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM promises WHERE call LIKE '%0170%'").getInt(),
            0);
}

TEST_F(PromisesTest, AnswersComeByAnIndex) {
  static_cast<void>(desk_.desk());
  SQLite::Database database((desk_.path() / "desk.db").string());
  for (const char* sql :
       {"SELECT count(*) FROM promises WHERE person = 1 AND state = 'open' AND due < 5",
        "SELECT id FROM promises WHERE team = 'a' AND state = 'open' ORDER BY due, id",
        "SELECT id FROM promises WHERE token = 1 AND state = 'open' ORDER BY due, id"}) {
    SQLite::Statement plan(database, std::string("EXPLAIN QUERY PLAN ") + sql);
    ASSERT_TRUE(plan.executeStep());
    EXPECT_NE(plan.getColumn(3).getString().find("USING"), std::string::npos) << sql;
    EXPECT_FALSE(plan.executeStep()) << "and nothing is sorted: " << sql;
  }
}

}  // namespace
}  // namespace aplomb::desk
