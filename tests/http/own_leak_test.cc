// SPDX-License-Identifier: GPL-3.0-or-later
// What is somebody's own reaches nobody else, by any road. The roads are those of the route table:
// each is asked, with the parameters and bodies that http/openapi.json has for it, by everybody
// else who may come. A route that is added is asked by itself.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "http/assets.h"
#include "http/identity.h"
#include "http/text.h"
#include "tests/http/test_service.h"
#include "tests/support/desk.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::all_of;
using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;
using nlohmann::json;

/// Stands in everything that the owner keeps; nothing else holds it and nobody types it.
const std::string kNeedle = "qxsecret";
/// Stands beside it, and is asked for.
const std::string kWord = "wombat";

struct Visitor {
  std::string name;
  std::function<Fields()> shows;
};

/// An operation as it is described.
struct Operation {
  std::string method, path;
  json described;
};

class OwnLeakTest : public testing::Test {
 protected:
  static IdentityOptions identity(std::optional<Role> anonymous) {
    IdentityOptions options;
    options.anonymous = anonymous;
    options.trusted_proxies = {value_of(Network::parse("127.0.0.1"))};
    options.user_header = "x-user";
    return options;
  }

  OwnLeakTest() { articles_.write("refund.md", "# Refund\n\nTen days.\n"); }

  std::unique_ptr<TestService> serve(std::optional<Role> anonymous = {}) {
    return std::make_unique<TestService>(
        index_.dir(),
        TestServiceOptions{
            .articles = articles_.path(), .identity = identity(anonymous), .workshop = true});
  }

  /// The owner with everything that they can keep, made again where somebody has removed them.
  desk::Person owner(TestService& service) {
    auto& desk = service.desk();
    auto found = desk.people().find("owner");
    if (found && found->active && found->role == Role::kEditor &&
        value_of(desk.own_notes().list(found->id)).size() == 2)
      return *found;
    if (found) value_of(desk.people().remove(desk::Actor::server("test"), "owner"));
    auto person = value_of(desk.people().add(desk::Actor::server("test"),
                                             person_of("owner", Role::kEditor), kPassword));
    const desk::NamedArticle hidden{
        .id = {kNeedle + "-article"}, .title = kNeedle + " " + kWord, .former = {}};
    const desk::NamedArticle refund{.id = {"refund"}, .title = "Refund", .former = {}};
    const auto text = kWord + " refund " + kNeedle;
    value_of(desk.own_notes().add(person.id, refund, kNeedle + " title", text));
    value_of(desk.own_notes().add(person.id, std::nullopt, kWord, text));
    value_of(desk.stars().add(person.id, hidden));
    value_of(desk.recent_articles().note(person.id, hidden));
    value_of(desk.shortcuts().put(person.id, kWord, kNeedle));
    value_of(desk.shortcuts().put(person.id, "dd", "refund " + kNeedle));
    // as far into memory as it can get
    value_of(desk.own_notes().search(person.id, kWord, "en", 10));
    (void)desk.shortcuts().expand(person.id, "dd", 100);
    return person;
  }

  static std::vector<Visitor> others(TestService& service) {
    std::vector<Visitor> visitors{{"nobody", [] { return Fields{}; }}};
    for (const Role role : desk::kRoles) {
      const auto name = std::string(to_string(role));
      visitors.push_back(
          {name + " by token", [&service, role] { return Fields{service.token(role)}; }});
      visitors.push_back(
          {name + " by session", [&service, role] { return service.browser(role); }});
      if (role != Role::kAgent && role != Role::kAdmin) continue;
      visitors.push_back({name + " by proxy", [&service, role] {
                            return Fields{{"x-user", service.person(role).name},
                                          {"sec-fetch-site", "same-origin"}};
                          }});
      visitors.push_back(
          {name + " by panel", [&service, role] {
             auto& sessions = service.desk().sessions();
             const auto root = value_of(sessions.start(service.person(role).id, "here"));
             const auto panel = value_of(sessions.issue_panel(root.session.id));
             return Fields{{"authorization", "Bearer " + std::string(panel.secret.reveal())}};
           }});
    }
    return visitors;
  }

  static const json& document() {
    static const json kDocument = json::parse(find_asset("openapi.json")->bytes);
    return kDocument;
  }

  static json resolved(json part) {
    while (part.contains("$ref"))
      part = document().at(json::json_pointer(part["$ref"].get<std::string>().substr(1)));
    return part;
  }

  static std::vector<Operation> operations(const TestService& service) {
    std::vector<Operation> all;
    for (const auto& route : service.service().router().routes()) {
      auto path = route.pattern;
      if (const auto dots = path.find("..."); dots != path.npos) path.erase(dots, 3);
      const auto& described = document()["paths"].value(path, json::object());
      all.push_back({route.method, path, described.value(lower(route.method), json::object())});
    }
    return all;
  }

  /// What a part of a path may be: whatever names the owner or something of theirs.
  static std::vector<std::string> values_of(std::string_view name, const json& operation,
                                            const desk::Person& owner) {
    std::vector<std::string> values{"1", "2", owner.name, kWord};
    for (const auto& each : operation.value("parameters", json::array())) {
      const auto parameter = resolved(each);
      if (parameter["name"] == name && parameter.contains("example"))
        values.push_back(parameter["example"].is_string() ? parameter["example"].get<std::string>()
                                                          : parameter["example"].dump());
    }
    values.emplace_back("refund");
    return values;
  }

  /// The addresses of an operation, each capture with all its values at once.
  static std::vector<std::string> targets_of(const Operation& operation,
                                             const desk::Person& owner) {
    std::vector<std::string> targets;
    const auto opened = operation.path.find('{');
    if (opened == operation.path.npos) {
      targets.push_back(operation.path);
    } else {
      const auto name = operation.path.substr(opened + 1, operation.path.find('}') - opened - 1);
      for (const auto& value : values_of(name, operation.described, owner)) {
        auto target = operation.path;
        for (auto at = target.find('{'); at != target.npos; at = target.find('{'))
          target.replace(at, target.find('}') - at + 1, value);
        targets.push_back(target);
      }
    }
    std::vector<std::string> all = targets;
    if (operation.method != "GET") return all;
    for (const auto& target : targets) {
      std::string every;
      for (const auto& each : operation.described.value("parameters", json::array())) {
        const auto parameter = resolved(each);
        if (parameter["in"] != "query") continue;
        const auto name = parameter["name"].get<std::string>();
        const auto schema = resolved(parameter["schema"]);
        for (const std::string& value : {kWord, owner.name, std::string("1")})
          all.push_back(target + "?" + name + "=" + value);
        if (schema.value("type", "") == "boolean")
          every += (every.empty() ? "" : "&") + name + "=1";
      }
      for (const auto* const typed : {"dd", "wombat", "refund"})
        all.push_back(target + "?q=" + typed + (every.empty() ? "" : "&" + every));
    }
    return all;
  }

  /// The example with who and what is to be found in its place.
  static std::vector<std::string> bodies_of(const json& operation, const desk::Person& owner) {
    const auto content =
        operation.value("requestBody", json::object()).value("content", json::object());
    if (!content.contains("application/json")) return {"", kWord};
    const auto example = content["application/json"].value("example", json::object());
    std::vector<std::string> bodies{example.dump()};
    for (const std::string& value : {kWord, owner.name}) {
      auto changed = example;
      for (auto& [name, member] : changed.items())
        if (member.is_string() && name != "password" && name != "current" && name != "role")
          member = value;
      bodies.push_back(changed.dump());
    }
    return bodies;
  }

  void expect_nothing(const Response& response, const std::string& asked) {
    ++asked_;
    if (all_of(response).find(kNeedle) != std::string::npos)
      ADD_FAILURE() << asked << " told it: " << all_of(response).substr(0, 2000);
  }

  void ask_everything(TestService& service, const Visitor& visitor) {
    for (const auto& operation : operations(service)) {
      const bool reads = operation.method == "GET";
      for (const auto& target : targets_of(operation, owner(service))) {
        for (const auto& body : reads ? std::vector<std::string>{""}
                                      : bodies_of(operation.described, owner(service))) {
          (void)owner(service);
          articles_.write("refund.md", "# Refund\n\nTen days.\n");
          auto headers = visitor.shows();
          headers.emplace_back("content-type", "application/json");
          headers.emplace_back("if-match", "*");
          const auto asked =
              visitor.name + ": " + operation.method + " " + target + " " + body.substr(0, 200);
          expect_nothing(service.ask(operation.method, target, headers, body), asked);
        }
      }
    }
  }

  aplomb::test::TempDir articles_;
  TempIndex index_{article("refund").title("Refund").customer("Ten days.").body("Escalate.")};
  std::size_t asked_ = 0;
};

TEST_F(OwnLeakTest, TheOwnerIsToldIt) {
  const auto service = serve();
  const auto person = owner(*service);
  const Fields shows{{"x-user", person.name}, {"sec-fetch-site", "same-origin"}};
  for (const char* const target : {"/api/v1/me/notes", "/api/v1/me/stars", "/api/v1/me/recent",
                                   "/api/v1/me/shortcuts", "/api/v1/me/search?q=wombat",
                                   "/api/v1/me/export", "/api/v1/me/data", "/api/v1/search?q=dd"})
    EXPECT_NE(all_of(service->ask("GET", target, shows)).find(kNeedle), std::string::npos)
        << target << ": else there would be nothing to tell";
}

TEST_F(OwnLeakTest, NoRouteOfTheTableTellsAnybodyElseWhatIsSomebodysOwn) {
  const auto service = serve();
  (void)service->person(Role::kAdmin);
  std::set<std::string> routes;
  for (const auto& operation : operations(*service)) {
    EXPECT_FALSE(operation.described.empty())
        << operation.method << " " << operation.path << " is not in http/openapi.json";
    routes.insert(operation.method + " " + operation.path);
  }
  for (const auto& visitor : others(*service)) ask_everything(*service, visitor);
  EXPECT_GT(asked_, routes.size() * 20);
}

TEST_F(OwnLeakTest, WhereReadingIsOpenNobodyIsToldItEither) {
  for (const Role role : {Role::kCustomer, Role::kAgent}) {
    const auto service = serve(role);
    ask_everything(*service,
                   {"anonymous " + std::string(to_string(role)), [] { return Fields{}; }});
  }
}

TEST_F(OwnLeakTest, AfterAnAdminHasBeenEverywhereTheOwnersThingsAreStillTheirs) {
  const auto service = serve();
  const auto person = owner(*service);
  const auto before = value_of(service->desk().own_notes().list(person.id));
  for (const auto& note : before) {
    const auto target = "/api/v1/me/notes/" + std::to_string(note.id.value);
    auto admin = service->browser(Role::kAdmin);
    admin.emplace_back("content-type", "application/json");
    EXPECT_EQ(service->ask("PATCH", target, admin, R"({"text": "mine"})").status, 404);
    EXPECT_EQ(service->ask("DELETE", target, admin).status, 404);
    EXPECT_EQ(service->ask("POST", target + "/offer", admin).status, 404);
  }
  const auto after = value_of(service->desk().own_notes().list(person.id));
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].text, before[i].text);
}

}  // namespace
}  // namespace aplomb::http::test
