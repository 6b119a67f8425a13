// SPDX-License-Identifier: GPL-3.0-or-later
// Through the real server: nothing that is sent becomes a header of the answer, and no path leads
// out of the articles.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "http/server.h"
#include "tests/http/raw_client.h"
#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;

class InjectionTest : public testing::Test {
 protected:
  InjectionTest() : thread_([this] { server_.run(); }) {
    folder_.write("articles/plan.png", "plan");
    folder_.write("articles/refund card.md", "source");
    folder_.write("secret.png", "secret");
  }
  ~InjectionTest() override {
    server_.stop();
    thread_.join();
  }

  static IdentityOptions behind_proxy() {
    IdentityOptions options;
    options.anonymous = Role::kAgent;
    options.trusted_proxies = {value_of(Network::parse("127.0.0.1"))};
    options.user_header = "remote-user";
    return options;
  }

  Answer get(std::string_view target, std::string_view headers = {}) const {
    return ask(server_.port(), "GET", target, headers);
  }
  Answer post(std::string_view target, const std::string& headers, const std::string& body) const {
    RawClient client(server_.port());
    client.send("POST " + std::string(target) +
                " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
                "Content-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" +
                body);
    return client.read_answer();
  }
  static void expect_clean(const Answer& answer, std::string_view sent) {
    for (const auto& [name, value] : answer.headers) {
      EXPECT_NE(name, "evil") << sent;
      EXPECT_EQ(value.find("evil"), std::string::npos) << sent << ": " << name << ": " << value;
    }
  }
  std::string admin() {
    const auto [name, value] = here_.token(Role::kAdmin);
    return "Authorization: " + value + "\r\n";
  }

  TempDir folder_;
  TempIndex index_{article("refund").title("Refund").body("Ten working days.").with([](Article& a) {
    a.path = "refund card.md";
  })};
  TestService here_{index_.dir(),
                    {.articles = folder_.path() / "articles",
                     .identity = behind_proxy(),
                     .cors_origins = {"https://crm.example.com"}}};
  Server server_ =
      Server::listen(
          {.port = 0},
          {.answer = [this](Request request) { return here_.answer(std::move(request)); }})
          .value();
  std::thread thread_;
};

TEST_F(InjectionTest, NoPathBecomesAHeader) {
  for (const auto* const path :
       {"/p/x%0d%0aevil:%20y", "/p/refund%20card.md%0d%0aevil:%20y", "/a/x%0d%0aevil:%20y",
        "/a/refund%0Aevil", "/api/v1/articles/x%0d%0aevil:y", "/files/x%0d%0aevil.png",
        "/nowhere%0d%0aevil:%20y", "/api/v1/search?q=%0d%0aevil:%20y", "/browse/%0d%0aevil:y"})
    expect_clean(get(path), path);
  EXPECT_EQ(get("/p/refund%20card.md").headers.at("location"), "/a/refund");
}

TEST_F(InjectionTest, NoHeaderBecomesAnother) {
  for (const std::string sent :
       {"X-Request-Id: a%0d%0aevil: y", "X-Request-Id: evil evil", "Origin: x%0d%0aevil: y",
        "Origin: https://crm.example.com%0d%0aevil: y", "Cookie: aplomb_session=x%0d%0aevil: y",
        "X-Forwarded-For: 1.1.1.1%0d%0aevil: y", "Authorization: Bearer %0d%0aevil: y",
        "If-None-Match: \"evil\"", "Accept: evil/evil%0d%0aevil: y",
        "Remote-User: evil%0d%0aevil: y"}) {
    expect_clean(get("/api/v1/articles/refund", sent + "\r\n"), sent);
    expect_clean(ask(server_.port(), "DELETE", "/api/v1/session", sent + "\r\n"), sent);
  }
}

TEST_F(InjectionTest, ABareLineBreakIsNoSoundRequest) {
  for (const std::string sent : {"X-Request-Id: a\nevil: y", "X-Request-Id: a\revil: y",
                                 "Cookie: a=b\n\nGET /evil HTTP/1.1", "X: a\n evil"}) {
    const auto answer = get("/healthz", sent + "\r\n");
    EXPECT_EQ(answer.status, 400) << sent;
    expect_clean(answer, sent);
  }
  RawClient zero(server_.port());
  zero.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: a" + std::string(1, '\0') + "\r\n\r\n");
  EXPECT_EQ(zero.read_answer().status, 400);
}

TEST_F(InjectionTest, NoFieldOfABodyBecomesAHeader) {
  for (const std::string name : {R"(a\r\nevil: y)", R"(a\u000aevil)", R"(evil\u0000)"}) {
    const auto answer = post("/api/v1/users", admin(), "{\"name\": \"" + name + "\"}");
    EXPECT_EQ(answer.status, 400) << name;
    expect_clean(answer, name);
  }
  const auto added = post("/api/v1/users", admin(), R"({"name": "änne@example"})");
  EXPECT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(added.headers.at("location"), "/api/v1/users/%C3%A4nne%40example");
}

TEST_F(InjectionTest, NoPathLeadsOutOfTheArticles) {
  EXPECT_EQ(get("/files/plan.png").body, "plan");
  for (const auto* const path :
       {"/files/../secret.png", "/files/%2e%2e/secret.png", "/files/..%2fsecret.png",
        "/files/%2e%2e%2fsecret.png", "/files/x/../../secret.png", "/files/..%5csecret.png",
        "/files/%252e%252e/secret.png", "/files//etc/passwd.png", "/files/%2fetc%2fpasswd",
        "/files/./../secret.png", "/files/..%00/secret.png", "/files/..%c0%afsecret.png",
        "/files/refund%20card.md", "/files/refund%20card.md%00.png",
        "/files/plan.png/../../secret.png", "/assets/..%2fsecret.png", "/assets/%2e%2e/secret.png",
        "/../secret.png"}) {
    const auto answer = get(path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(answer.body.find("secret\n"), std::string::npos) << path;
    EXPECT_NE(answer.body, "secret") << path;
  }
}

TEST_F(InjectionTest, TheUserHeaderOfAProxyArrivesWhateverItsName) {
  (void)here_.person(Role::kLead);

  const auto answer = get("/api/v1/session", "Remote-User: p-lead\r\n");

  EXPECT_NE(answer.body.find("\"by\":\"proxy\""), std::string::npos) << answer.body;
}

}  // namespace
}  // namespace aplomb::http::test
