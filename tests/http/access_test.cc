// SPDX-License-Identifier: GPL-3.0-or-later
// Who may call what: every row of the route table with everybody who may come.
#include "http/access.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;

enum class Who { kAnybody, kReaders, kPersons, kStaff, kAgents, kLeads, kEditors, kAdmins };

/// What docs/security.md promises, written down a second time: a right that changes in the route
/// table alone fails here.
struct Right {
  std::string_view method, pattern, asked;
  Who who;
};
constexpr Right kRights[] = {
    {"GET", "/", "/", Who::kAnybody},
    {"GET", "/welcome", "/welcome", Who::kAnybody},
    {"GET", "/browse", "/browse", Who::kAnybody},
    {"GET", "/browse/{folder...}", "/browse/cards", Who::kAnybody},
    {"GET", "/call", "/call?q=refund", Who::kAnybody},
    {"GET", "/admin", "/admin", Who::kAnybody},
    {"GET", "/admin/{view...}", "/admin/people/anna", Who::kAnybody},
    {"GET", "/edit/{id}", "/edit/refund", Who::kAnybody},
    {"GET", "/new", "/new", Who::kAnybody},
    {"GET", "/new/{kind}", "/new/procedure", Who::kAnybody},
    {"GET", "/a/{id}/history", "/a/refund/history", Who::kAnybody},
    {"GET", "/lists/{list}", "/lists/overdue", Who::kAnybody},
    {"GET", "/notices", "/notices", Who::kAnybody},
    {"GET", "/desk/{part}", "/desk/promises", Who::kAnybody},
    {"GET", "/panel", "/panel", Who::kAnybody},
    {"GET", "/panel/connect", "/panel/connect", Who::kAnybody},
    {"GET", "/a/{id}", "/a/refund", Who::kAnybody},
    {"GET", "/p/{path...}", "/p/refund.md", Who::kAnybody},
    {"GET", "/assets/{name}", "/assets/app.js", Who::kAnybody},
    {"GET", "/healthz", "/healthz", Who::kAnybody},
    {"GET", "/openapi.json", "/openapi.json", Who::kAnybody},
    {"GET", "/opensearch.xml", "/opensearch.xml", Who::kAnybody},
    {"GET", "/readyz", "/readyz", Who::kAnybody},
    {"GET", "/api/v1/session", "/api/v1/session", Who::kAnybody},
    {"POST", "/api/v1/session", "/api/v1/session", Who::kAnybody},
    {"DELETE", "/api/v1/session", "/api/v1/session", Who::kAnybody},
    {"POST", "/api/v1/session/first", "/api/v1/session/first", Who::kAnybody},

    {"GET", "/api/v1/search", "/api/v1/search?q=refund", Who::kReaders},
    {"GET", "/api/v1/suggest", "/api/v1/suggest?q=ref", Who::kReaders},
    {"GET", "/api/v1/articles", "/api/v1/articles", Who::kReaders},
    {"GET", "/api/v1/folders", "/api/v1/folders", Who::kReaders},
    {"GET", "/api/v1/articles/{id}", "/api/v1/articles/refund", Who::kReaders},
    {"GET", "/api/v1/articles/{id}/similar", "/api/v1/articles/refund/similar", Who::kReaders},
    {"GET", "/files/{path...}", "/files/plan.png", Who::kReaders},

    {"PUT", "/api/v1/articles/{id}", "/api/v1/articles/refund", Who::kEditors},
    {"DELETE", "/api/v1/articles/{id}", "/api/v1/articles/refund", Who::kEditors},
    {"POST", "/api/v1/articles/{id}/move", "/api/v1/articles/refund/move", Who::kEditors},
    {"POST", "/api/v1/articles/{id}/archive", "/api/v1/articles/refund/archive", Who::kEditors},
    {"POST", "/api/v1/articles/{id}/restore", "/api/v1/articles/refund/restore", Who::kEditors},
    {"POST", "/api/v1/articles/{id}/flag", "/api/v1/articles/refund/flag", Who::kAgents},
    {"POST", "/api/v1/articles/{id}/unflag", "/api/v1/articles/refund/unflag", Who::kAgents},
    {"POST", "/api/v1/articles/{id}/draft/publish", "/api/v1/articles/refund/draft/publish",
     Who::kEditors},
    {"POST", "/api/v1/articles/{id}/revert", "/api/v1/articles/refund/revert", Who::kEditors},
    {"POST", "/api/v1/articles/{id}/merge", "/api/v1/articles/refund/merge", Who::kEditors},
    {"POST", "/api/v1/articles/{id}/reviewed", "/api/v1/articles/refund/reviewed", Who::kAgents},
    {"GET", "/api/v1/articles/{id}/history", "/api/v1/articles/refund/history", Who::kAgents},
    {"GET", "/api/v1/articles/{id}/versions/{revision}", "/api/v1/articles/refund/versions/1",
     Who::kAgents},
    {"GET", "/api/v1/articles/{id}/versions/{revision}/difference",
     "/api/v1/articles/refund/versions/1/difference", Who::kAgents},
    {"GET", "/api/v1/articles/{id}/blame", "/api/v1/articles/refund/blame", Who::kAgents},
    {"POST", "/api/v1/check", "/api/v1/check", Who::kEditors},
    {"PUT", "/api/v1/files/{path...}", "/api/v1/files/plan.png", Who::kEditors},
    {"DELETE", "/api/v1/files/{path...}", "/api/v1/files/plan.png", Who::kEditors},

    {"GET", "/api/v1/drafts", "/api/v1/drafts", Who::kEditors},
    {"GET", "/api/v1/articles/{id}/draft", "/api/v1/articles/refund/draft", Who::kEditors},
    {"PUT", "/api/v1/articles/{id}/draft", "/api/v1/articles/refund/draft", Who::kEditors},
    {"DELETE", "/api/v1/articles/{id}/draft", "/api/v1/articles/refund/draft", Who::kEditors},
    {"GET", "/api/v1/templates", "/api/v1/templates", Who::kEditors},

    {"GET", "/api/v1/notices", "/api/v1/notices", Who::kReaders},
    {"POST", "/api/v1/notices", "/api/v1/notices", Who::kLeads},
    {"PATCH", "/api/v1/notices/{id}", "/api/v1/notices/7", Who::kLeads},
    {"POST", "/api/v1/notices/{id}/publish", "/api/v1/notices/7/publish", Who::kLeads},
    {"DELETE", "/api/v1/notices/{id}", "/api/v1/notices/7", Who::kLeads},

    {"GET", "/api/v1/promises", "/api/v1/promises", Who::kAgents},
    {"POST", "/api/v1/promises", "/api/v1/promises", Who::kAgents},
    {"GET", "/api/v1/promises/terms", "/api/v1/promises/terms?article=refund", Who::kAgents},
    {"GET", "/api/v1/promises/summary", "/api/v1/promises/summary", Who::kAgents},
    {"PATCH", "/api/v1/promises/{id}", "/api/v1/promises/7", Who::kAgents},
    {"POST", "/api/v1/uses", "/api/v1/uses", Who::kAgents},
    {"DELETE", "/api/v1/uses/{id}", "/api/v1/uses/7", Who::kAgents},
    {"GET", "/api/v1/articles/{id}/learned", "/api/v1/articles/refund/learned", Who::kEditors},
    {"DELETE", "/api/v1/articles/{id}/learned/{question}", "/api/v1/articles/refund/learned/3",
     Who::kEditors},
    {"POST", "/api/v1/articles/{id}/learned/{question}/symptom",
     "/api/v1/articles/refund/learned/3/symptom", Who::kEditors},
    {"GET", "/api/v1/proposals/synonyms", "/api/v1/proposals/synonyms", Who::kEditors},
    {"DELETE", "/api/v1/proposals/synonyms/{id}", "/api/v1/proposals/synonyms/1", Who::kEditors},

    {"POST", "/api/v1/calls/{call}/end", "/api/v1/calls/c-7/end", Who::kAgents},

    {"GET", "/api/v1/insight/topics", "/api/v1/insight/topics", Who::kLeads},
    {"GET", "/api/v1/insight/articles", "/api/v1/insight/articles", Who::kLeads},
    {"GET", "/api/v1/insight/questions", "/api/v1/insight/questions", Who::kLeads},
    {"GET", "/api/v1/gaps", "/api/v1/gaps", Who::kAgents},
    {"POST", "/api/v1/gaps", "/api/v1/gaps", Who::kAgents},
    {"PATCH", "/api/v1/gaps/{id}", "/api/v1/gaps/7", Who::kLeads},
    {"POST", "/api/v1/gaps/{id}/article", "/api/v1/gaps/7/article", Who::kEditors},
    {"GET", "/api/v1/me/news", "/api/v1/me/news", Who::kStaff},
    {"DELETE", "/api/v1/me/news/{id}", "/api/v1/me/news/7", Who::kStaff},

    {"POST", "/api/v1/session/panel", "/api/v1/session/panel", Who::kPersons},
    {"PUT", "/api/v1/me/password", "/api/v1/me/password", Who::kPersons},

    {"GET", "/api/v1/me/stars", "/api/v1/me/stars", Who::kStaff},
    {"PUT", "/api/v1/me/stars/{article}", "/api/v1/me/stars/refund", Who::kStaff},
    {"DELETE", "/api/v1/me/stars/{article}", "/api/v1/me/stars/refund", Who::kStaff},
    {"GET", "/api/v1/me/notes", "/api/v1/me/notes", Who::kStaff},
    {"POST", "/api/v1/me/notes", "/api/v1/me/notes", Who::kStaff},
    {"PATCH", "/api/v1/me/notes/{id}", "/api/v1/me/notes/7", Who::kStaff},
    {"DELETE", "/api/v1/me/notes/{id}", "/api/v1/me/notes/7", Who::kStaff},
    {"POST", "/api/v1/me/notes/{id}/offer", "/api/v1/me/notes/7/offer", Who::kStaff},
    {"GET", "/api/v1/me/shortcuts", "/api/v1/me/shortcuts", Who::kStaff},
    {"PUT", "/api/v1/me/shortcuts/{short}", "/api/v1/me/shortcuts/dd", Who::kStaff},
    {"DELETE", "/api/v1/me/shortcuts/{short}", "/api/v1/me/shortcuts/dd", Who::kStaff},
    {"GET", "/api/v1/me/recent", "/api/v1/me/recent", Who::kStaff},
    {"PUT", "/api/v1/me/recent/{article}", "/api/v1/me/recent/refund", Who::kStaff},
    {"GET", "/api/v1/me/search", "/api/v1/me/search?q=refund", Who::kStaff},
    {"GET", "/api/v1/me/since", "/api/v1/me/since", Who::kStaff},
    {"PUT", "/api/v1/me/since", "/api/v1/me/since", Who::kStaff},
    {"GET", "/api/v1/me/export", "/api/v1/me/export", Who::kStaff},
    {"GET", "/api/v1/me/data", "/api/v1/me/data", Who::kPersons},

    {"GET", "/api/v1/users", "/api/v1/users", Who::kAdmins},
    {"POST", "/api/v1/users", "/api/v1/users", Who::kAdmins},
    {"GET", "/api/v1/users/{name}", "/api/v1/users/p-agent", Who::kAdmins},
    {"PATCH", "/api/v1/users/{name}", "/api/v1/users/p-agent", Who::kAdmins},
    {"DELETE", "/api/v1/users/{name}", "/api/v1/users/nobody", Who::kAdmins},
    {"PUT", "/api/v1/users/{name}/password", "/api/v1/users/p-agent/password", Who::kAdmins},
    {"DELETE", "/api/v1/users/{name}/sessions", "/api/v1/users/nobody/sessions", Who::kAdmins},
    {"GET", "/api/v1/tokens", "/api/v1/tokens", Who::kAdmins},
    {"POST", "/api/v1/tokens", "/api/v1/tokens", Who::kAdmins},
    {"DELETE", "/api/v1/tokens/{id}", "/api/v1/tokens/999999", Who::kAdmins},
    {"GET", "/api/v1/audit", "/api/v1/audit", Who::kAdmins},
    {"GET", "/api/v1/config", "/api/v1/config", Who::kAdmins},
    {"GET", "/api/v1/status", "/api/v1/status", Who::kAdmins},
    {"GET", "/metrics", "/metrics", Who::kAdmins},
};

/// Somebody who comes: what they show, and what they are to be taken for.
struct Visitor {
  enum class As { kNobody, kAnonymous, kTool, kPerson };

  std::string name;
  std::function<Fields()> shows;
  As as = As::kNobody;
  std::optional<Role> role = {};
};

/// 0: whatever the handler says; else the status of the refusal.
int refusal_of(Who who, const Visitor& visitor) {
  using As = Visitor::As;
  const bool named = visitor.as == As::kTool || visitor.as == As::kPerson;
  switch (who) {
    case Who::kAnybody:
      return 0;
    case Who::kReaders:
      return visitor.as == As::kNobody ? 401 : 0;
    case Who::kPersons:
      return !named ? 401 : visitor.as == As::kPerson ? 0 : 403;
    case Who::kStaff:
      return !named ? 401 : visitor.as == As::kPerson && visitor.role >= Role::kAgent ? 0 : 403;
    case Who::kAgents:
      return !named ? 401 : visitor.role >= Role::kAgent ? 0 : 403;
    case Who::kLeads:
      return !named ? 401 : visitor.role >= Role::kLead ? 0 : 403;
    case Who::kEditors:
      return !named ? 401 : visitor.role >= Role::kEditor ? 0 : 403;
    case Who::kAdmins:
      return !named ? 401 : visitor.role == Role::kAdmin ? 0 : 403;
  }
  return -1;
}

/// 401 or 403 where the caller was refused for who they are; 0 where the handler was reached.
int refused_with(const Response& response) {
  if (response.content_type != "application/problem+json") return 0;
  const auto type = nlohmann::json::parse(response.body).at("type").get<std::string>();
  for (const auto* const refusal :
       {"/problems/unauthenticated", "/problems/forbidden", "/problems/cross-site"})
    if (type == refusal) return response.status;
  return 0;
}

class AccessTest : public testing::Test {
 protected:
  static IdentityOptions identity(std::optional<Role> anonymous) {
    IdentityOptions options;
    options.anonymous = anonymous;
    options.trusted_proxies = {value_of(Network::parse("127.0.0.1"))};
    options.user_header = "x-user";
    return options;
  }

  TestService service(std::optional<Role> anonymous) {
    return TestService(index_.dir(),
                       {.identity = identity(anonymous), .now = [this] { return now_.load(); }});
  }

  /// Who shows something that does not hold, and who shows nothing.
  std::vector<Visitor> strangers(TestService& service) {
    auto& desk = service.desk();
    const auto tester = desk::Actor::server("test");
    const auto bearer = [](const desk::Secret& secret) {
      return [fields = Fields{{"authorization", "Bearer " + std::string(secret.reveal())}}] {
        return fields;
      };
    };
    const auto expired = value_of(desk.tokens().issue(
        tester, {.name = "old", .role = Role::kAdmin, .expires = now_.load() + kHour}));
    const auto revoked = value_of(
        desk.tokens().issue(tester, {.name = "gone", .role = Role::kAdmin, .expires = {}}));
    value_of(desk.tokens().revoke(tester, revoked.token.id));
    const auto panel_of = value_of(desk.sessions().start(service.person(Role::kAgent).id, "here"));
    const auto panel = value_of(desk.sessions().issue_panel(panel_of.session.id));
    now_ = now_.load() + 2 * kHour;

    auto stays = desk.people().add(tester, person_of("disabled", Role::kAdmin), kPassword);
    const auto disabled = value_of(desk.sessions().start(stays->id, "here"));
    desk::PersonChange leave;
    leave.active = false;
    (void)service.person(Role::kAdmin);  // another one remains
    value_of(desk.people().change(tester, "disabled", leave));
    const auto ended = service.browser(Role::kAdmin);
    const auto secret = ended[0].second.substr(kSessionCookie.size() + 1);
    const auto session = desk.sessions().find(desk::SessionKind::kBrowser, secret);
    value_of(desk.sessions().end(session->id));

    return {
        {"nobody", [] { return Fields{}; }},
        {"an expired token", bearer(expired.secret)},
        {"a revoked token", bearer(revoked.secret)},
        {"an expired panel", bearer(panel.secret)},
        {"a token of nobody",
         [] {
           return Fields{{"authorization", "Bearer aplomb_guess"}};
         }},
        {"somebody disabled",
         [cookie = TestService::cookie_of(disabled.secret.reveal())] { return cookie; }},
        {"an ended session", [ended] { return ended; }},
    };
  }

  /// Each role in each way to come.
  static std::vector<Visitor> known(TestService& service) {
    using As = Visitor::As;
    std::vector<Visitor> visitors;
    for (const Role role : desk::kRoles) {
      const auto name = std::string(to_string(role));
      visitors.push_back({name + " by token",
                          [&service, role] { return Fields{service.token(role)}; }, As::kTool,
                          role});
      visitors.push_back({name + " by session", [&service, role] { return service.browser(role); },
                          As::kPerson, role});
      visitors.push_back(
          {name + " by panel",
           [&service, role] {
             auto& sessions = service.desk().sessions();
             const auto root = value_of(sessions.start(service.person(role).id, "here"));
             const auto panel = value_of(sessions.issue_panel(root.session.id));
             return Fields{{"authorization", "Bearer " + std::string(panel.secret.reveal())}};
           },
           As::kPerson, role});
      visitors.push_back({name + " by proxy",
                          [&service, role] {
                            return Fields{{"x-user", service.person(role).name},
                                          {"sec-fetch-site", "same-origin"}};
                          },
                          As::kPerson, role});
    }
    return visitors;
  }

  static void expect_rights(const TestService& service, const Visitor& visitor) {
    for (const auto& [method, pattern, asked, who] : kRights) {
      const auto response = service.ask(std::string(method), asked, visitor.shows());
      EXPECT_EQ(refused_with(response), refusal_of(who, visitor))
          << visitor.name << " asks " << method << " " << pattern << ": " << response.body;
    }
  }

  static constexpr auto kHour = std::chrono::seconds(3600);

  TempIndex index_{article("refund")
                       .title("Refund")
                       .customer("Ten wombat days.")
                       .body("Escalate to quivendor.", "Internal")};
  std::atomic<desk::Time> now_ = desk::system_time();
};

TEST_F(AccessTest, EveryRouteHasItsRightHereAndEveryRightItsRoute) {
  const TestService here(index_.dir());
  std::vector<std::string> routes, rights;
  for (const auto& route : here.service().router().routes())
    routes.push_back(route.method + " " + route.pattern);
  for (const auto& right : kRights)
    rights.push_back(std::string(right.method) + " " + std::string(right.pattern));
  std::ranges::sort(routes);
  std::ranges::sort(rights);

  EXPECT_EQ(routes, rights);
}

TEST_F(AccessTest, WhoeverIsNotKnownReachesWhatIsOpenOnly) {
  auto here = service({});
  for (const auto& visitor : strangers(here)) expect_rights(here, visitor);
}

TEST_F(AccessTest, NothingOpenTellsWhatAnArticleSaysOrThatThereIsOne) {
  const auto here = service({});
  for (const auto& right : kRights)
    EXPECT_EQ(here.ask("GET", right.asked).body.find("wombat"), std::string::npos) << right.asked;
  for (const auto* const page : {"/a/", "/p/"})
    EXPECT_EQ(here.ask("GET", page + std::string("refund")).body,
              here.ask("GET", page + std::string("nothing")).body);
}

TEST_F(AccessTest, EachRoleReachesWhatIsItsOwnHoweverItComes) {
  auto here = service({});
  for (const auto& visitor : known(here)) expect_rights(here, visitor);
}

TEST_F(AccessTest, WhereReadingIsOpenNobodyReadsAndDoesNothingElse) {
  for (const Role role : {Role::kCustomer, Role::kAgent}) {
    auto here = service(role);
    auto visitors = strangers(here);
    // Who shows a token that does not hold is told so, rather than taken for somebody else.
    const auto tries_a_token = [](const Visitor& visitor) {
      return !visitor.shows().empty() && visitor.shows()[0].first == "authorization";
    };
    for (auto& visitor : visitors) {
      if (!tries_a_token(visitor)) visitor.as = Visitor::As::kAnonymous;
      expect_rights(here, visitor);
    }
  }
}

TEST_F(AccessTest, WhereReadingIsOpenKnownCallersKeepTheirOwnRights) {
  auto here = service(Role::kAgent);
  for (const auto& visitor : known(here)) expect_rights(here, visitor);
}

TEST_F(AccessTest, HeadTakesWhatGetTakes) {
  const TestService here(index_.dir());

  EXPECT_EQ(here.ask("HEAD", "/api/v1/articles/refund").status, 401);
  EXPECT_EQ(here.ask("HEAD", "/api/v1/users").status, 401);
}

TEST_F(AccessTest, CustomersGetTheCustomerDatabaseAndAllOthersTheFullOne) {
  auto here = service({});
  auto visitors = known(here);
  auto for_customers = service(Role::kCustomer);
  auto for_agents = service(Role::kAgent);
  const auto shown = [](const TestService& service, const Fields& fields) {
    std::string all;
    for (const auto* const target :
         {"/api/v1/search?q=quivendor", "/api/v1/articles/refund", "/api/v1/articles"})
      all += service.ask("GET", target, fields).body;
    return all;
  };
  const auto is_internal = [](const std::string& text) {
    return text.find("Escalate to") != std::string::npos || text.find("\"internal\"") != text.npos;
  };

  for (const auto& visitor : visitors)
    EXPECT_EQ(is_internal(shown(here, visitor.shows())), visitor.role != Role::kCustomer)
        << visitor.name;
  EXPECT_FALSE(is_internal(shown(for_customers, {})));
  EXPECT_TRUE(is_internal(shown(for_agents, {})));
  EXPECT_FALSE(is_internal(shown(for_agents, {for_agents.token(Role::kCustomer)})))
      << "a customer's token does not gain by what nobody may";
}

TEST_F(AccessTest, RefusalsSayWhatWouldDo) {
  auto here = service({});

  const auto nobody = here.ask("GET", "/api/v1/users");
  const auto agent = here.ask("GET", "/api/v1/users", {here.token(Role::kAgent)});

  EXPECT_NE(nobody.body.find("aplomb token new"), std::string::npos);
  EXPECT_NE(agent.body.find("the role admin"), std::string::npos);
}

}  // namespace
}  // namespace aplomb::http::test
