// SPDX-License-Identifier: GPL-3.0-or-later
// The loop, with the program itself: a question without an answer becomes a gap, the gap an
// article, and once that is published the same words find it and whoever asked is told.
#include <signal.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "desk/desk.h"
#include "http/uri.h"
#include "tests/cli/connection.h"
#include "tests/cli/served.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using nlohmann::json;
using test::Connection;
using test::eventually;
using test::Program;
using test::value_of;

class GapLoopTest : public test::Served {
 protected:
  GapLoopTest() {
    folder_.write("articles/aplomb.yaml",
                  "default_owner: coaching-kb\ndepartments:\n"
                  "  - {id: plans, name: Plans, owner: plans-kb}\n");
    folder_.write("articles/plus.md",
                  "---\ntitle: What Plus costs\ndepartment: plans\n---\nNine euros a month.\n");
    folder_.write("articles/wifi.md", "# Wi-Fi drops\nMove the hub away from the microwave.\n");
    auto desk = value_of(desk::Desk::open(in_folder("data")));
    for (const auto& [name, role] :
         {std::pair("anna", desk::Role::kAgent), std::pair("ben", desk::Role::kAgent),
          std::pair("cleo", desk::Role::kAgent), std::pair("dora", desk::Role::kEditor),
          std::pair("kay", desk::Role::kCustomer)}) {
      desk::NewPerson person;
      person.name = name;
      person.role = role;
      value_of(desk.people().add(desk::Actor::command_line("test"), person));
    }
  }

  void start() {
    server_ =
        serve({"--listen", "127.0.0.1:0", "--trust-proxy", "127.0.0.1", "--user-header", "X-User"});
    place_ = places_of(*server_).front();
  }

  /// Asks as that person; what the answer says.
  json ask(const std::string& who, const std::string& method, const std::string& target,
           const json& body = nullptr) {
    Connection connection(place_);
    auto request = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nX-User: " + who +
                   "\r\nSec-Fetch-Site: same-origin\r\n";
    const auto bytes = body.is_null() ? "" : body.dump();
    if (!body.is_null()) request += "Content-Type: application/json\r\n";
    if (method != "GET") request += "Content-Length: " + std::to_string(bytes.size()) + "\r\n";
    connection.send_bytes(request + "\r\n" + bytes);
    status_ = connection.status();
    return connection.body().empty() ? json() : json::parse(connection.body());
  }
  json search(const std::string& who, const std::string& typed, const std::string& more = {}) {
    return ask(who, "GET", "/api/v1/search?q=" + http::percent_encode(typed) + more);
  }
  json news(const std::string& who) { return ask(who, "GET", "/api/v1/me/news")["news"]; }

  std::unique_ptr<Program> server_;
  std::string place_;
  int status_ = 0;
};

TEST_F(GapLoopTest, AnUnansweredQuestionBecomesAnArticleThatIsFoundByTheSameWords) {
  const std::string question = "Can I use an eSIM with the Tab while abroad?";
  start();
  ASSERT_NE(search("anna", question)["certainty"], "strong");
  EXPECT_FALSE(search("anna", question).contains("gap"));

  // asked, and asked again in other words: one gap, with an owner and a due time
  const auto opened =
      ask("anna", "POST", "/api/v1/gaps", {{"question", question}, {"call", "c-1"}});
  ASSERT_EQ(status_, 201) << opened;
  EXPECT_FALSE(opened["hold"].get<std::string>().empty());
  EXPECT_FALSE(opened["owner"].get<std::string>().empty());
  const auto id = opened["id"].get<int>();
  const auto again = ask("ben", "POST", "/api/v1/gaps", {{"question", "esim tab abroad"}});
  ASSERT_EQ(status_, 200) << again;
  EXPECT_EQ(again["id"], id);
  EXPECT_EQ(again["asked"], (json{{"today", 2}, {"total", 2}, {"people", 2}}));
  // near, and another question
  ask("cleo", "POST", "/api/v1/gaps", {{"question", "Can I use an eSIM with the phone abroad?"}});
  ASSERT_EQ(status_, 201);

  // whoever types it hears of it, and customers do not
  const auto heard = search("cleo", "esim abroad tab ");
  ASSERT_TRUE(heard.contains("gap")) << heard;
  EXPECT_EQ(heard["gap"]["id"], id);
  EXPECT_EQ(heard["gap"]["due"], opened["due"]);
  EXPECT_EQ(heard["gap"]["asked_by_me"], false);
  EXPECT_FALSE(search("cleo", "esim abroad tab ", "&view=customer").contains("gap"));
  EXPECT_FALSE(search("kay", "esim abroad tab ").contains("gap"));

  // an article in the callers' words, which answers nothing yet
  const auto target = "/api/v1/gaps/" + std::to_string(id) + "/article";
  ask("anna", "POST", target, json::object());
  EXPECT_EQ(status_, 403) << "agents write none";
  const auto made = ask("dora", "POST", target, {{"id", "esim-abroad"}, {"kind", "procedure"}});
  ASSERT_EQ(status_, 201) << made;
  const auto file = in_folder("articles/esim-abroad.md");
  const auto begun = test::text_of(file);
  EXPECT_NE(begun.find("confidence: wip"), begun.npos);
  EXPECT_NE(begun.find("esim tab abroad"), begun.npos) << begun;
  ask("dora", "POST", target, json::object());
  EXPECT_EQ(status_, 409);
  const auto listed = ask("anna", "GET", "/api/v1/gaps")["gaps"];
  EXPECT_EQ(listed[0]["state"], "writing") << listed;
  EXPECT_EQ(listed[0]["article"]["id"], "esim-abroad");
  EXPECT_TRUE(news("anna").empty());

  // published by an editor outside, in the file itself
  auto text = begun;
  text.replace(text.find("confidence: wip"), 15, "confidence: validated");
  text.replace(text.find("Nobody has written the answer yet."), 34,
               "Yes: scan the code under Settings, Mobile network. It takes a minute.");
  folder_.write("articles/esim-abroad.md", text);
  ASSERT_TRUE(eventually([&] { return !news("anna").empty(); }));

  // found by the same words, and who asked is told, once each
  for (const auto& typed : {question, std::string("esim tab abroad ")}) {
    const auto found = search("ben", typed);
    EXPECT_EQ(found["hits"][0]["id"], "esim-abroad") << typed;
    EXPECT_FALSE(found.contains("gap"));
  }
  EXPECT_EQ(news("anna").size(), 1U);
  EXPECT_EQ(news("anna")[0]["question"], question);
  EXPECT_EQ(news("anna")[0]["article"]["id"], "esim-abroad");
  EXPECT_EQ(news("ben").size(), 1U);
  EXPECT_EQ(news("ben")[0]["question"], "esim tab abroad");
  EXPECT_TRUE(news("cleo").empty()) << "she asked something else";
  EXPECT_TRUE(news("dora").empty());
  const auto closed = ask("anna", "GET", "/api/v1/gaps?state=closed")["gaps"];
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed[0]["id"], id);
  ask("ben", "DELETE", "/api/v1/me/news/" + std::to_string(news("ben")[0]["id"].get<int>()));
  EXPECT_EQ(status_, 204);
  EXPECT_TRUE(news("ben").empty());

  // and taken away again
  std::filesystem::remove(file);
  ASSERT_TRUE(eventually(
      [&] { return ask("anna", "GET", "/api/v1/gaps?state=open")["gaps"].size() == 2; }));
  const auto open = ask("anna", "GET", "/api/v1/gaps?state=open")["gaps"][0];
  EXPECT_EQ(open["reason"], "\"esim-abroad\", which answered it, is gone") << open;
  EXPECT_TRUE(news("anna").empty()) << "there is nothing to read any more";
  EXPECT_EQ(stop(*server_), 0);
}

TEST_F(GapLoopTest, KilledAtAnyMomentNoAcknowledgedGapIsLost) {
  std::vector<std::string> acknowledged;
  for (int round = 0; round < 3; ++round) {
    start();
    for (int i = 0; i < 5; ++i) {
      const auto question = "drone model " + std::to_string(10 * round + i + 100);
      ask("anna", "POST", "/api/v1/gaps", {{"question", question}});
      if (status_ == 201) acknowledged.push_back(question);
    }
    server_->signal(SIGKILL);
    static_cast<void>(server_->wait());
  }
  ASSERT_EQ(acknowledged.size(), 15U);
  start();
  const auto listed = ask("anna", "GET", "/api/v1/gaps?limit=100")["gaps"].dump();
  for (const auto& question : acknowledged) EXPECT_NE(listed.find(question), listed.npos);
}

}  // namespace
}  // namespace aplomb
