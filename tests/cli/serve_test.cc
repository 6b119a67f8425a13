// SPDX-License-Identifier: GPL-3.0-or-later
// `aplomb serve`: how the first person comes in, who reads, and what it answers before its index
// is there and after it is gone.
#include <gtest/gtest.h>
#include <httplib.h>
#include <signal.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "tests/cli/program.h"
#include "tests/cli/served.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using nlohmann::json;
using test::Program;
using test::TempDir;

class ServeTest : public testing::Test {
 protected:
  /// Starts it on a free port; `connect` waits for what it says.
  void start(const std::vector<std::string>& options = {}) {
    std::vector<std::string> words{"serve", "--articles", articles_.path(), "--data", data_.path()};
    words.insert(words.end(), options.begin(), options.end());
    if (std::ranges::find(words, "--listen") == words.end())
      words.insert(words.end(), {"--listen", "127.0.0.1:0"});
    server_ = std::make_unique<Program>(words);
  }
  /// Reads up to a line with `text`, and takes from `before` to find the port.
  void connect(const std::string& text = "ready at http://127.0.0.1:",
               const std::string& before = "ready at http://127.0.0.1:") {
    said_ = server_->read_until(text);
    const auto at = said_.rfind(before);
    ASSERT_NE(at, said_.npos) << said_ << server_->errors();
    client_ =
        std::make_unique<httplib::Client>("127.0.0.1", std::stoi(said_.substr(at + before.size())));
  }
  void connect_early() { connect("listening on", "listening on 127.0.0.1:"); }

  int status(const std::string& target, const httplib::Headers& headers = {}) {
    const auto answer = client_->Get(target, headers);
    return answer ? answer->status : 0;
  }
  int stop(int number = SIGTERM) {
    server_->signal(number);
    return server_->wait();
  }
  std::string new_token(desk::Role role) {
    auto desk = test::value_of(desk::Desk::open(data_.path()));
    const auto issued = test::value_of(desk.tokens().issue(
        desk::Actor::server("test"), {.name = "tool", .role = role, .expires = {}}));
    return "Bearer " + std::string(issued.secret.reveal());
  }
  /// So many that indexing takes longer than a few requests.
  void write_many() {
    for (int i = 0; i < 3000; ++i)
      articles_.write("a" + std::to_string(i) + ".md",
                      "# Refund " + std::to_string(i) + "\nTen working days.");
  }

  TempDir articles_, data_;
  std::unique_ptr<Program> server_;
  std::unique_ptr<httplib::Client> client_;
  std::string said_;
};

TEST_F(ServeTest, AnEmptyDeskPrintsALinkThatSignsInOnce) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  start();
  connect();
  const auto from = said_.find("/welcome#");
  ASSERT_NE(from, said_.npos) << said_;
  const auto code = said_.substr(from + 9, said_.find('\n', from) - from - 9);
  const json form{{"code", code}, {"name", "boss"}, {"password", "the right words"}};

  const auto first = client_->Post("/api/v1/session/first", form.dump(), "application/json");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->status, 201) << first->body;
  const auto cookie = first->get_header_value("Set-Cookie");
  EXPECT_EQ(status("/api/v1/users", {{"Cookie", cookie.substr(0, cookie.find(';'))}}), 200);

  const auto again = client_->Post("/api/v1/session/first", form.dump(), "application/json");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->status, 401) << again->body;
  EXPECT_EQ(stop(), 0);
  EXPECT_EQ(server_->errors().find(code), std::string::npos) << "no log holds the code";

  start();
  connect();
  EXPECT_EQ(said_.find("/welcome#"), std::string::npos) << "somebody is on the desk now";
}

TEST_F(ServeTest, ReadingTakesAToken) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  start();
  connect();

  EXPECT_EQ(status("/api/v1/search?q=refund"), 401);
  EXPECT_EQ(status("/api/v1/search?q=refund", {{"Authorization", "Bearer aplomb_x"}}), 401);
  EXPECT_EQ(status("/api/v1/search?q=refund", {{"Authorization", new_token(desk::Role::kAgent)}}),
            200)
      << "issued while the server runs";
  EXPECT_EQ(status("/"), 200);
}

TEST_F(ServeTest, AnonymousReadersAreLetInWhereTheServerIsToldTo) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  start({"--anonymous", "agent"});
  connect();

  EXPECT_EQ(status("/api/v1/search?q=refund"), 200);
  EXPECT_EQ(status("/api/v1/users"), 401);
  EXPECT_EQ(stop(), 0);
  EXPECT_EQ(server_->errors().find("listening beyond"), std::string::npos);
}

TEST_F(ServeTest, WhoMayAskHowOftenIsASetting) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  start({"--anonymous", "agent", "--limit-anonymous", "3", "--limit-token", "2"});
  connect();
  const httplib::Headers token{{"Authorization", new_token(desk::Role::kAgent)}};

  const auto first = client_->Get("/api/v1/search?q=refund");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->get_header_value("RateLimit-Policy"), "\"anonymous\";q=3;w=60");
  EXPECT_TRUE(first->get_header_value("RateLimit").starts_with("\"anonymous\";r=2;t="));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(status("/api/v1/search?q=refund"), 200);
  const auto refused = client_->Get("/api/v1/search?q=refund");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 429);
  EXPECT_EQ(refused->get_header_value("RateLimit"),
            "\"anonymous\";r=0;t=" + refused->get_header_value("Retry-After"));
  EXPECT_EQ(status("/healthz"), 200);

  for (int i = 0; i < 2; ++i) EXPECT_EQ(status("/api/v1/search?q=refund", token), 200);
  EXPECT_EQ(status("/api/v1/search?q=refund", token), 429);
}

TEST_F(ServeTest, ListeningBeyondThisMachineIsWarnedOf) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  start({"--listen", "0.0.0.0:0", "--anonymous", "agent"});
  connect("ready at http://0.0.0.0:", "ready at http://0.0.0.0:");

  EXPECT_EQ(status("/api/v1/search?q=refund"), 200);
  EXPECT_EQ(status("/", {{"Host", "rebound.example"}}), 421);
  EXPECT_EQ(stop(), 0);
  EXPECT_NE(server_->errors().find("have a proxy with TLS in front"), std::string::npos)
      << server_->errors();
  EXPECT_NE(server_->errors().find("internal text included"), std::string::npos);
}

TEST_F(ServeTest, WhileTheIndexIsMadeItIsAliveAndNotReadyAndThenItIs) {
  write_many();
  start({"--anonymous", "agent"});
  connect_early();

  EXPECT_EQ(status("/readyz"), 503);
  EXPECT_EQ(status("/healthz"), 200);
  EXPECT_EQ(status("/"), 200);
  const auto search = client_->Get("/api/v1/search?q=refund");
  ASSERT_TRUE(search);
  EXPECT_EQ(search->status, 503);
  EXPECT_EQ(search->get_header_value("Retry-After"), "2");

  (void)server_->read_until("ready at");
  EXPECT_EQ(status("/readyz"), 200);
  EXPECT_EQ(status("/api/v1/search?q=refund"), 200);
}

TEST_F(ServeTest, IndexingIsInterruptedBySigterm) {
  write_many();
  start();
  connect_early();

  EXPECT_EQ(stop(), -SIGTERM);
}

TEST_F(ServeTest, AnIndexThatIsTakenAwayIsMadeAnewWhileSearchesGoOn) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  start({"--anonymous", "agent"});
  connect();
  EXPECT_EQ(status("/api/v1/search?q=refund"), 200);

  std::filesystem::remove_all(data_.path() / "index");

  EXPECT_EQ(status("/api/v1/search?q=refund"), 200);
  EXPECT_EQ(status("/healthz"), 200);
  EXPECT_TRUE(test::eventually(
      [&] { return std::filesystem::exists(data_.path() / "index" / "current"); }));
  EXPECT_EQ(status("/api/v1/search?q=refund"), 200);
}

TEST_F(ServeTest, WhatIsSavedIsFoundWithoutAWord) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  start({"--anonymous", "agent"});
  connect();
  articles_.write("voucher.md", "# Voucher\nTwelve weeks.");
  EXPECT_TRUE(test::eventually([&] {
    const auto answer = client_->Get("/api/v1/search?q=twelve+weeks");
    return answer && !json::parse(answer->body)["hits"].empty();
  }));
  const auto ready = client_->Get("/readyz");
  ASSERT_TRUE(ready);
  EXPECT_EQ(json::parse(ready->body)["following"], "following");
  const auto told =
      client_->Get("/api/v1/status", {{"Authorization", new_token(desk::Role::kAdmin)}});
  ASSERT_TRUE(told);
  const auto following = json::parse(told->body)["following"];
  EXPECT_EQ(following["state"], "following");
  EXPECT_EQ(following["watching"], true);
  EXPECT_TRUE(following["problem"].is_null()) << following;
}

}  // namespace
}  // namespace aplomb
