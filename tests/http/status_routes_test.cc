// SPDX-License-Identifier: GPL-3.0-or-later
// What an admin sees of a server at one look.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;
using nlohmann::json;

class StatusRoutesTest : public testing::Test {
 protected:
  json status(TestService& service) {
    const auto response = service.ask("GET", "/api/v1/status", {service.token(Role::kAdmin)});
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(response.header("Cache-Control"), "no-store");
    return json::parse(response.body);
  }

  TempIndex index_{article("refund")
                       .title("Refund")
                       .customer("Ten working days.")
                       .body("Escalate.", "Internal")
                       .with([](Article& a) { a.confidence = Confidence::kValidated; }),
                   article("late-fee").body("Waive it once.")};
};

TEST_F(StatusRoutesTest, ItTellsOfTheIndexTheDeskAndTheConnections) {
  ServerStatus server{.version = "1.2.3",
                      .started = std::chrono::sys_seconds(std::chrono::seconds(1'768'204'800)),
                      .listening = {"127.0.0.1:8080", "unix:/run/aplomb.sock"},
                      .connections = [] {
                        return ConnectionFigures{
                            .idle = 3, .active = 2, .waiting_reads = 1, .waiting_writes = 4};
                      }};
  TestService here(index_.dir(), {.server = std::move(server)});
  (void)here.browser(Role::kAgent);

  const auto said = status(here);

  EXPECT_EQ(said["version"], "1.2.3");
  EXPECT_EQ(said["started"], "2026-01-12T08:00:00Z");
  EXPECT_GT(said["now"], "2026-01-12T08:00:00Z");
  EXPECT_EQ(said["listening"], (json{"127.0.0.1:8080", "unix:/run/aplomb.sock"}));
  EXPECT_EQ(said["index"]["articles"], 2);
  EXPECT_EQ(said["index"]["customer_articles"], 1);
  EXPECT_EQ(said["index"]["passages"], 3);
  EXPECT_EQ(said["index"]["generation"], 1);
  EXPECT_GT(said["index"]["bytes"], 1000);
  EXPECT_TRUE(said["index"]["committed"].is_string());
  EXPECT_TRUE(said["index"]["meaning"].is_null());
  EXPECT_TRUE(said["index_problem"].is_null());
  EXPECT_EQ(said["articles"], json::parse(R"({"by_confidence": {"wip": 0, "not-validated": 1,
                                              "validated": 1, "archived": 0}, "overdue": 0})"));
  EXPECT_EQ(said["desk"]["people"], 1);
  EXPECT_EQ(said["desk"]["sessions"], 1);
  EXPECT_EQ(said["desk"]["tokens"], 1);
  EXPECT_GT(said["desk"]["bytes"], 1000);
  EXPECT_EQ(said["connections"], (json{{"open", 5}, {"idle", 3}}));
  EXPECT_EQ(said["waiting"], (json{{"read", 1}, {"write", 4}}));
}

TEST_F(StatusRoutesTest, ItTellsHowTheIndexStandsToItsFolder) {
  KeeperStatus keeper;
  keeper.state = KeeperStatus::State::kWaiting;
  keeper.pending = 3;
  keeper.lag = std::chrono::milliseconds(1500);
  keeper.refused = 2;
  keeper.problem = Error{Code::kFull, "no room", "make some"};
  TestService here(index_.dir(), {.server = {.keeper = [&] { return std::optional(keeper); }}});

  EXPECT_EQ(status(here)["following"],
            json::parse(R"({"state": "waiting", "watching": true, "pending": 3, "lag_ms": 1500,
                            "refused": 2, "problem": {"detail": "no room", "hint": "make some"}})"));
  const auto ready = here.ask("GET", "/readyz", {here.token(Role::kAgent)});
  EXPECT_EQ(ready.status, 200) << "searches go on meanwhile";
  EXPECT_EQ(json::parse(ready.body)["following"], "waiting");

  TestService alone(index_.dir());
  EXPECT_TRUE(status(alone)["following"].is_null());
  EXPECT_TRUE(
      json::parse(alone.ask("GET", "/readyz", {alone.token(Role::kAgent)}).body)["following"]
          .is_null());
}

TEST_F(StatusRoutesTest, WhileTheArticlesAreBeingIndexedItSaysSo) {
  TestService here(index_.dir());
  const Houses closed;

  const auto response = get_status({}, closed, here.desk(), {});

  EXPECT_EQ(response.status, 200);
  const auto said = json::parse(response.body);
  EXPECT_TRUE(said["index"].is_null());
  EXPECT_TRUE(said["articles"].is_null());
  EXPECT_EQ(said["index_problem"]["detail"], "The articles are being indexed.");
  EXPECT_TRUE(said["desk"].is_object());
}

TEST_F(StatusRoutesTest, AnIndexThatCannotBeReadIsToldOfWithWhatToDo) {
  TestService here(index_.dir());
  std::ofstream(index_.dir() / "current") << "no generation";

  const auto said = status(here);

  EXPECT_TRUE(said["index"].is_null());
  EXPECT_NE(std::string(said["index_problem"]["detail"]).find("names no generation"),
            std::string::npos);
  EXPECT_EQ(said["index_problem"]["hint"], "run `aplomb index --rebuild`");
}

}  // namespace
}  // namespace aplomb::http::test
