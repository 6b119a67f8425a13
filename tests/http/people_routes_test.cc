// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;
using nlohmann::json;

constexpr const char* kUsers = "/api/v1/users";

class PeopleRoutesTest : public testing::Test {
 protected:
  /// As the admin, from the page.
  Response send(std::string method, std::string_view target, const json& body = nullptr,
                Fields more = {}) {
    auto headers = here_.browser(Role::kAdmin);
    headers.emplace_back("content-type", "application/json");
    headers.insert(headers.end(), more.begin(), more.end());
    return here_.ask(std::move(method), target, headers, body.is_null() ? "" : body.dump());
  }
  Response add(const std::string& name, const json& more = json::object()) {
    json body{{"name", name}};
    body.update(more);
    return send("POST", kUsers, body);
  }
  std::string newest_audit() {
    const auto entries = value_of(here_.desk().audit().list(1));
    return entries.at(0).actor + " " + entries.at(0).action + " " + entries.at(0).subject;
  }

  TempIndex index_{article("refund")};
  TestService here_{index_.dir()};
};

TEST_F(PeopleRoutesTest, SomebodyIsAddedAndHasAnAddress) {
  const auto response = add("änne", {{"role", "editor"}, {"team", "night"}});

  EXPECT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(response.header("Location"), "/api/v1/users/%C3%A4nne");
  EXPECT_TRUE(response.header("ETag"));
  const auto shown = json::parse(send("GET", *response.header("Location")).body);
  EXPECT_EQ(shown["name"], "änne");
  EXPECT_EQ(shown["role"], "editor");
  EXPECT_EQ(shown["team"], "night");
  EXPECT_EQ(shown["has_password"], false);
  EXPECT_FALSE(shown.contains("password"));
  EXPECT_EQ(newest_audit(), "p-admin sign-in p-admin") << "asking is not written down";
}

TEST_F(PeopleRoutesTest, ChangesAreWrittenDownWithWhoMadeThem) {
  const auto admin = here_.token(Role::kAdmin);
  const auto response = here_.ask("POST", kUsers, {admin, {"content-type", "application/json"}},
                                  R"({"name": "anna"})");

  EXPECT_EQ(response.status, 201) << response.body;
  EXPECT_TRUE(newest_audit().starts_with("token:")) << newest_audit();
  EXPECT_TRUE(newest_audit().ends_with(" user.add anna")) << newest_audit();
}

TEST_F(PeopleRoutesTest, WhatIsWrongWithAFieldPointsAtIt) {
  const auto pointer = [](const Response& response) {
    EXPECT_EQ(response.status, 400) << response.body;
    return json::parse(response.body).at("errors").at(0).at("pointer").get<std::string>();
  };
  EXPECT_EQ(pointer(add("no name")), "/name");
  EXPECT_EQ(pointer(add("../etc/passwd")), "/name");
  EXPECT_EQ(pointer(add("a\r\nSet-Cookie:x")), "/name");
  EXPECT_EQ(pointer(add(std::string(65, 'a'))), "/name");
  EXPECT_EQ(pointer(add("anna", {{"role", "Admin"}})), "/role");
  EXPECT_EQ(pointer(add("anna", {{"password", "short"}})), "/password");
  EXPECT_EQ(pointer(add("anna", {{"display_name", "a\nb"}})), "/display_name");
  EXPECT_EQ(pointer(add("anna", {{"department", std::string(65, 'x')}})), "/department");
  EXPECT_EQ(pointer(add("anna", {{"team", "\u202E"}})), "/team");
  EXPECT_EQ(pointer(add("anna", {{"active", true}})), "/active") << "not a field of a new person";
  EXPECT_FALSE(here_.desk().people().find("anna"));
}

TEST_F(PeopleRoutesTest, ANameThatIsTakenIsAConflictInAnyCase) {
  EXPECT_EQ(add("anna").status, 201);
  EXPECT_EQ(add("ANNA").status, 409);
}

TEST_F(PeopleRoutesTest, WhoChangesWhatHasChangedMeanwhileIsTold) {
  const auto before = add("anna");
  const std::string seen(*before.header("ETag"));
  const auto rename = [&](const std::string& to, const std::string& etag) {
    return send("PATCH", "/api/v1/users/anna", {{"display_name", to}}, {{"if-match", etag}});
  };

  const auto first = rename("Anna", seen);
  EXPECT_EQ(first.status, 200) << first.body;
  EXPECT_NE(first.header("ETag"), seen);
  EXPECT_EQ(rename("Ann", seen).status, 412);
  EXPECT_EQ(send("DELETE", "/api/v1/users/anna", nullptr, {{"if-match", seen}}).status, 412);
  EXPECT_EQ(here_.desk().people().find("anna")->display_name, "Anna");
  EXPECT_EQ(rename("Ann", "W/" + std::string(*first.header("ETag"))).status, 412)
      << "compared strongly";
  EXPECT_EQ(rename("Ann", "*").status, 200);
  EXPECT_EQ(send("PATCH", "/api/v1/users/nobody", {{"team", "x"}}, {{"if-match", "*"}}).status,
            404);
}

TEST_F(PeopleRoutesTest, AChangeIsAnsweredInFullWhateverTheBrowserHolds) {
  (void)add("anna");

  const auto changed =
      send("PATCH", "/api/v1/users/anna", {{"team", "night"}}, {{"if-none-match", "*"}});

  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(json::parse(changed.body)["team"], "night");
  EXPECT_EQ(send("GET", "/api/v1/users/anna", nullptr, {{"if-none-match", "*"}}).status, 304);
}

TEST_F(PeopleRoutesTest, TheLastAdminStays) {
  const auto path = "/api/v1/users/p-admin";
  for (const auto& change : {json{{"role", "agent"}}, json{{"active", false}}})
    EXPECT_EQ(send("PATCH", path, change).status, 409) << change;
  EXPECT_EQ(send("DELETE", path).status, 409);

  EXPECT_EQ(add("boss", {{"role", "admin"}}).status, 201);
  EXPECT_EQ(send("PATCH", path, {{"role", "agent"}}).status, 200);
}

TEST_F(PeopleRoutesTest, WhoIsDisabledOrRemovedIsOutWithTheNextRequest) {
  const auto agent = here_.browser(Role::kAgent);
  EXPECT_EQ(here_.ask("GET", "/api/v1/articles", agent).status, 200);
  EXPECT_EQ(send("PATCH", "/api/v1/users/p-agent", {{"active", false}}).status, 200);
  EXPECT_EQ(here_.ask("GET", "/api/v1/articles", agent).status, 401);

  const auto lead = here_.browser(Role::kLead);
  EXPECT_EQ(send("DELETE", "/api/v1/users/p-lead").status, 204);
  EXPECT_EQ(here_.ask("GET", "/api/v1/articles", lead).status, 401);
  EXPECT_EQ(send("GET", "/api/v1/users/p-lead").status, 404);
}

TEST_F(PeopleRoutesTest, AnAdminSetsAPasswordAndEndsSessions) {
  auto agent = here_.browser(Role::kAgent);
  EXPECT_EQ(
      send("PUT", "/api/v1/users/p-agent/password", {{"password", "quite other words"}}).status,
      204);
  EXPECT_EQ(here_.ask("GET", "/api/v1/articles", agent).status, 401);
  EXPECT_TRUE(here_.desk().people().check_password("p-agent", "quite other words"));

  agent = here_.browser(Role::kAgent);
  EXPECT_EQ(send("DELETE", "/api/v1/users/p-agent/sessions").status, 204);
  EXPECT_EQ(here_.ask("GET", "/api/v1/articles", agent).status, 401);
}

TEST_F(PeopleRoutesTest, WhoIsNotThereIsNotFound) {
  for (const auto* const name :
       {"nobody", "%00", "..", "%2e%2e%2fp-admin", "a%0d%0ab", "%FF", ""}) {
    const auto path = "/api/v1/users/" + std::string(name);
    EXPECT_EQ(send("GET", path).status, 404) << path;
    EXPECT_EQ(send("PATCH", path, {{"team", "x"}}).status, 404) << path;
    EXPECT_EQ(send("DELETE", path).status, 404) << path;
    EXPECT_EQ(send("PUT", path + "/password", {{"password", "quite other words"}}).status, 404);
    EXPECT_EQ(send("DELETE", path + "/sessions").status, 404) << path;
  }
}

TEST_F(PeopleRoutesTest, TheListHoldsEverybodyByName) {
  (void)add("zoe");
  (void)add("anna");

  const auto list = json::parse(send("GET", kUsers).body)["users"];

  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0]["name"], "anna");
  EXPECT_EQ(list[2]["name"], "zoe");
  EXPECT_EQ(send("GET", kUsers).header("Cache-Control"), "no-store");
}

}  // namespace
}  // namespace aplomb::http::test
