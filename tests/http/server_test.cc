// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "http/router.h"
#include "tests/http/raw_client.h"
#include "tests/http/running_server.h"

namespace aplomb::http::test {
namespace {

/// Says back what arrived.
Response echo(const Request& request) {
  std::string body = request.method + " " + request.path;
  for (const auto& [name, value] : request.query) body += "|" + name + "=" + value;
  return {.status = 200,
          .content_type = "text/plain",
          .body = body + "|" + request.body,
          .headers = {}};
}

Response reply(const Request& request) {
  if (request.path != "/big") return echo(request);
  return {.status = 200, .content_type = "text/plain", .body = std::string(2'000'000, 'x')};
}

TEST(ServerTest, AnswersARequest) {
  const RunningServer server({.answer = reply});

  const auto answer = ask(server.port(), "GET", "/echo?q=a%20b+c&q=%C3%A4");

  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "GET /echo|q=a b c|q=ä|");
  EXPECT_EQ(answer.headers.at("content-type"), "text/plain");
}

TEST(ServerTest, HeadHasTheLengthButNoBody) {
  const RunningServer server({.answer = reply});
  RawClient client(server.port());

  client.send("HEAD /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto head = client.read_answer(false);
  client.send("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto next = client.read_answer();

  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-length"), "11");
  EXPECT_FALSE(head.headers.contains("accept-ranges"));
  EXPECT_EQ(next.body, "GET /echo|") << "no byte of a body stood between the two";
}

TEST(ServerTest, MethodsAreAnsweredAsTheRouterSays) {
  const Houses none;
  const Router router({{"GET", "/echo", Access::kOpen, echo}}, none);
  const RunningServer server(
      {.answer = [&](Request request) { return router.answer(std::move(request)); }});

  const auto wrong = ask(server.port(), "DELETE", "/echo");
  const auto options = ask(server.port(), "OPTIONS", "/echo");
  const auto nowhere = ask(server.port(), "GET", "/nowhere");

  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.at("allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(options.status, 204);
  EXPECT_FALSE(options.headers.contains("content-length"));
  EXPECT_EQ(nowhere.status, 404);
  EXPECT_EQ(nowhere.headers.at("content-type"), "application/problem+json");
}

TEST(ServerTest, NothingIsCompressedAndNoRangeIsCut) {
  const RunningServer server({.answer = reply});

  const auto answer =
      ask(server.port(), "GET", "/big", "Accept-Encoding: br, gzip\r\nRange: bytes=0-9\r\n");

  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(answer.headers.contains("content-encoding"));
  EXPECT_EQ(answer.body.size(), 2'000'000U);
}

TEST(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
  const RunningServer server({.answer = reply});
  RawClient client(server.port());

  client.send(
      "GET /echo?n=1 HTTP/1.1\r\nHost: localhost\r\n\r\nPOST /body HTTP/1.1\r\n"
      "Host: localhost\r\nContent-Length: 2\r\n\r\nhiGET /echo?n=3 HTTP/1.1\r\n"
      "Host: localhost\r\nConnection: close\r\n\r\n");

  EXPECT_EQ(client.read_answer().body, "GET /echo|n=1|");
  EXPECT_EQ(client.read_answer().body, "POST /body|hi");
  EXPECT_EQ(client.read_answer().body, "GET /echo|n=3|");
  EXPECT_TRUE(client.closed());
}

TEST(ServerTest, AnUnsoundRequestIsRefusedAndTheConnectionClosed) {
  const RunningServer server({.answer = reply});
  const std::vector<std::pair<std::string, int>> requests{
      {"GET /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40\r\n\r\nGET /echo?smuggled "
       "HTTP/1.1\r\n",
       400},
      {"POST /body HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
       411},
      {"POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000000\r\n\r\n", 413},
      {"GET /echo HTTP/1.1\r\n\r\n", 400},
      {"\x16\x03\x01 TLS\r\n\r\n", 400},
      {"GET /" + std::string(20'000, 'a'), 414},
      {"GET / HTTP/1.1\r\nA: " + std::string(20'000, 'a'), 431},
  };
  for (const auto& [request, status] : requests) {
    RawClient client(server.port());
    client.send(request);
    auto answer = client.read_answer();
    EXPECT_EQ(answer.status, status) << request.substr(0, 80);
    EXPECT_EQ(answer.headers["connection"], "close") << request.substr(0, 80);
    EXPECT_TRUE(client.closed()) << request.substr(0, 80);
  }
}

TEST(ServerTest, ABodyThatIsTooLargeIsRefusedBeforeItIsRead) {
  const RunningServer server({.answer = reply});
  RawClient client(server.port());

  client.send("POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n");
  client.send(std::string(200'000, 'x'));

  EXPECT_EQ(client.read_answer().status, 413);
}

TEST(ServerTest, ASecondServerOnThePortIsRefused) {
  const RunningServer server({.answer = reply});

  const auto second = Server::listen({.port = server.port()}, {.answer = reply});

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::kConflict);
  EXPECT_NE(second.error().message.find(std::to_string(server.port())), std::string::npos);
}

TEST(ServerTest, ListensOnIpv6AsWell) {
  const auto server =
      Server::listen({.address = *IpAddress::parse("::1"), .port = 0}, {.answer = reply});
  if (!server) GTEST_SKIP() << "no IPv6 on this machine: " << server.error().message;

  EXPECT_EQ(server->url(), "http://[::1]:" + std::to_string(server->port()) + "/");
}

TEST(ServerTest, StoppingFinishesWhatIsUnderWay) {
  std::promise<void> entered;
  std::promise<void> go;
  const auto gone = go.get_future().share();
  RunningServer server({.answer = [&](const Request&) {
    entered.set_value();
    gone.wait();
    return json("{}");
  }});
  RawClient client(server.port());
  client.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
  entered.get_future().wait();

  server.begin_stop();
  go.set_value();
  server.stop();

  EXPECT_EQ(client.read_answer().status, 200);
  EXPECT_TRUE(client.closed());
}

TEST(ServerTest, StoppingClosesIdleConnections) {
  RunningServer server({.answer = reply});
  RawClient idle(server.port());
  idle.send("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(idle.read_answer().status, 200);

  server.stop();

  EXPECT_TRUE(idle.closed());
}

TEST(ServerTest, StopBeforeRunCounts) {
  auto server = Server::listen({.port = 0}, {.answer = reply}).value();

  server.stop();

  EXPECT_NO_THROW(server.run());  // returns at once rather than waiting for a second stop
}

TEST(ServerTest, ManyCallersAtOnceAreAllAnswered) {
  const RunningServer server({.answer = reply});
  std::atomic<int> answered = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 16; ++i)
    callers.emplace_back([&] {
      for (int j = 0; j < 20; ++j)
        if (ask(server.port(), "GET", "/echo", "Connection: close\r\n").status == 200) ++answered;
    });
  for (auto& caller : callers) caller.join();

  EXPECT_EQ(answered, 320);
}

}  // namespace
}  // namespace aplomb::http::test
