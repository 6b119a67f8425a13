// SPDX-License-Identifier: GPL-3.0-or-later
// How connections are held: who waits, who is let go, who is turned away. Deadlines are short here
// where one is to pass, and the tests wait for what then happens.
#include "http/gate/gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <thread>

#include "http/server.h"
#include "tests/http/raw_client.h"
#include "tests/http/running_server.h"

namespace aplomb::http::test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
constexpr std::string_view kPost =
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi";

Response say(std::string body) {
  return {.status = 200, .content_type = "text/plain", .body = std::move(body)};
}

Response hello(const Request& request) {
  return request.path == "/big" ? say(std::string(2'000'000, 'x')) : say("hello");
}

Demand by_method(std::string_view method, std::string_view path) {
  if (path == "/status") return {.lane = Lane::kStatus};
  return {.lane = method == "POST" ? Lane::kWrite : Lane::kRead};
}

using Clients = std::vector<std::unique_ptr<RawClient>>;

Clients connect(std::uint16_t port, int count, std::string_view sends = "") {
  Clients clients;
  for (int i = 0; i < count; ++i) {
    clients.push_back(std::make_unique<RawClient>(port));
    clients.back()->send(sends);
  }
  return clients;
}

TEST(GateTest, IdleConnectionsKeepNobodyWaiting) {
  const RunningServer server({.answer = hello}, {.read_threads = 1});
  const auto idle = connect(server.port(), 200, kGet);
  for (const auto& client : idle) EXPECT_EQ(client->read_answer().status, 200);
  const auto half_asked = connect(server.port(), 200, "GET / HT");

  EXPECT_EQ(ask(server.port(), "GET", "/").body, "hello");

  for (const auto& client : idle) {
    client->send(kGet);
    EXPECT_EQ(client->read_answer().status, 200) << "after all the waiting";
  }
  for (const auto& client : half_asked) {
    client->send("TP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(client->read_answer().status, 200);
  }
}

TEST(GateTest, AnIdleConnectionIsClosedWithoutAWord) {
  const RunningServer server({.answer = hello}, {.deadlines = {.idle = 1ms}});
  RawClient fresh(server.port());

  EXPECT_TRUE(fresh.closed());
}

TEST(GateTest, WhoSendsTooSlowlyIsToldSo) {
  const RunningServer head({.answer = hello}, {.deadlines = {.head = 1ms}});
  RawClient slow_head(head.port());
  slow_head.send("GET / HT");
  EXPECT_EQ(slow_head.read_answer().status, 408);
  EXPECT_TRUE(slow_head.closed());

  const RunningServer body({.answer = hello}, {.deadlines = {.body = 1ms}});
  RawClient slow_body(body.port());
  slow_body.send(kPost.substr(0, kPost.size() - 1));
  EXPECT_EQ(slow_body.read_answer().status, 408);
  EXPECT_TRUE(slow_body.closed());
}

TEST(GateTest, WhoDoesNotReadIsLetGo) {
  const RunningServer server({.answer = hello}, {.deadlines = {.write = 1ms}});
  RawClient slow(server.port());
  for (int i = 0; i < 20; ++i)  // more than all buffers on the way hold
    if (!slow.send("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n")) break;

  EXPECT_TRUE(slow.cut_off());
  EXPECT_EQ(ask(server.port(), "GET", "/").status, 200);
}

TEST(GateTest, WhoTakesALittleAtATimeIsNotLetGo) {
  const RunningServer server({.answer = hello}, {.deadlines = {.write = 2s}});
  RawClient slow(server.port(), 32 * 1024);
  slow.send("GET /big HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

  std::size_t taken = 0;
  for (int i = 0; i < 50; ++i) {  // a quarter longer than its time, at 120 KB a second
    taken += slow.take(6000);
    std::this_thread::sleep_for(50ms);
  }

  while (const auto more = slow.take(64 * 1024)) taken += more;
  EXPECT_GT(taken, 2'000'000U);
}

TEST(GateTest, AnAnswerThatWasTakenHoldsNoMemory) {
  const RunningServer server({.answer = hello});
  Clients idle;
  for (int i = 0; i < 40; ++i) {
    idle.push_back(std::make_unique<RawClient>(server.port()));
    idle.back()->send("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(idle.back()->read_answer().body.size(), 2'000'000U);
  }
  RawClient slow(server.port());
  slow.send(kGet.substr(0, 20));
  std::this_thread::sleep_for(1100ms);  // with much in memory, whoever stood still for 1 s goes

  EXPECT_EQ(ask(server.port(), "GET", "/").status, 200);

  slow.send(kGet.substr(20));
  EXPECT_EQ(slow.read_answer().status, 200);
}

TEST(GateTest, TwoOfTheLongestBodiesMayTakeTheirTime) {
  constexpr std::size_t kLongest = std::size_t{16} * 1024 * 1024;
  const auto takes_long = [](std::string_view, std::string_view) {
    return Demand{.lane = Lane::kWrite, .max_body_bytes = kLongest};
  };
  const auto count = [](const Request& request) {
    return say(std::to_string(request.body.size()));
  };
  const RunningServer server({.answer = count, .demand = takes_long});
  const std::string most(kLongest * 3 / 4, 'x'), rest(kLongest - most.size(), 'x');
  const auto head =
      "PUT /a.png HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(kLongest) +
      "\r\n\r\n";
  const auto clients = connect(server.port(), 2, head);
  for (const auto& client : clients) ASSERT_TRUE(client->send(most));
  std::this_thread::sleep_for(1100ms);  // with much in memory, whoever stood still for 1 s goes

  for (const auto& client : clients) {
    ASSERT_TRUE(client->send(rest));
    EXPECT_EQ(client->read_answer().body, std::to_string(kLongest));
  }
}

TEST(GateTest, WhoReadsSlowlyGetsItAll) {
  const RunningServer server({.answer = hello});
  const auto clients = connect(server.port(), 8, "GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n");

  for (const auto& client : clients) EXPECT_EQ(client->read_answer().body.size(), 2'000'000U);
}

TEST(GateTest, WhoSaysThatNothingMoreComesStillGetsItAll) {
  const RunningServer server({.answer = hello});
  RawClient client(server.port());
  client.send("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n");
  client.end();

  EXPECT_EQ(client.read_answer().body.size(), 2'000'000U);
  EXPECT_TRUE(client.ended()) << "in good order, not with a reset";
}

TEST(GateTest, ThePlaceOfTheLongestIdleIsTakenByWhoComes) {
  // One worker, for an answer is out before its connection counts as idle: two could tell the gate
  // in another order.
  const RunningServer server({.answer = hello}, {.read_threads = 1, .max_connections = 3});
  const auto clients = connect(server.port(), 3);
  for (const auto at : {0U, 1U, 2U, 0U}) {
    clients[at]->send(kGet);
    EXPECT_EQ(clients[at]->read_answer().status, 200);
  }

  RawClient late(server.port());
  late.send(kGet);

  EXPECT_EQ(late.read_answer().status, 200);
  EXPECT_TRUE(clients[1]->closed()) << "idle for longest";
  clients[0]->send(kGet);
  EXPECT_EQ(clients[0]->read_answer().status, 200);
}

TEST(GateTest, AClientThatWaitsForContinueGetsIt) {
  const RunningServer server({.answer = [](const Request& request) { return say(request.body); }});
  RawClient client(server.port());
  client.send(
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_answer(false).status, 100);

  client.send("hi");

  EXPECT_EQ(client.read_answer().body, "hi");
}

TEST(GateTest, AnOldClientGetsItsAnswerAndTheEnd) {
  const RunningServer server({.answer = hello});
  RawClient closing(server.port()), kept(server.port());
  closing.send("GET / HTTP/1.0\r\n\r\n");
  kept.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

  EXPECT_EQ(closing.read_answer().headers.at("connection"), "close");
  EXPECT_TRUE(closing.closed());
  EXPECT_EQ(kept.read_answer().headers.at("connection"), "keep-alive");
  kept.send(kGet);
  EXPECT_EQ(kept.read_answer().status, 200);
}

/// Answers but of /status wait until it is opened.
class Barrier {
 public:
  ~Barrier() { open(); }
  void open() {
    if (!std::exchange(is_open_, true)) promise_.set_value();
  }
  [[nodiscard]] Backend backend() {
    return {.answer =
                [this](const Request& request) {
                  ++entered_;
                  if (request.path != "/status") opened_.wait();
                  return say(request.method);
                },
            .demand = by_method,
            .refused =
                [this](const Request& request, Response& response) {
                  EXPECT_EQ(request.path, "/");
                  EXPECT_EQ(request.header("host"), "localhost");
                  response.headers.emplace_back("X-Told", "yes");
                  ++refused_;
                }};
  }
  void wait_entered(int count) const { wait_for(entered_, count); }
  void wait_refused(int count) const { wait_for(refused_, count); }
  [[nodiscard]] int refused() const { return refused_; }

 private:
  static void wait_for(const std::atomic<int>& what, int count) {
    while (what < count) std::this_thread::yield();
  }

  std::promise<void> promise_;
  std::shared_future<void> opened_ = promise_.get_future().share();
  bool is_open_ = false;
  std::atomic<int> entered_ = 0, refused_ = 0;
};

TEST(GateTest, WhatWouldWaitTooLongIsTurnedAwayAtOnce) {
  Barrier barrier;
  const RunningServer server(barrier.backend(), {.read_threads = 1});
  const auto first = connect(server.port(), 1, kGet);
  barrier.wait_entered(1);

  // Forty milliseconds' worth, as long as nobody knows better four hundred, may wait.
  const auto clients = connect(server.port(), 409, kGet);
  barrier.wait_refused(9);
  EXPECT_EQ(barrier.refused(), 9);
  barrier.open();

  EXPECT_EQ(first[0]->read_answer().status, 200);
  int turned_away = 0;
  for (const auto& client : clients) {
    auto answer = client->read_answer();
    EXPECT_EQ(answer.headers["connection"], "keep-alive") << "nothing is wrong with it";
    if (answer.status == 200) continue;
    ++turned_away;
    EXPECT_EQ(answer.status, 503);
    EXPECT_GE(std::stoi(answer.headers["retry-after"]), 1);
    EXPECT_EQ(answer.headers["x-told"], "yes");
  }
  // More than nine where connecting took so long that others had waited too long by then.
  EXPECT_GE(turned_away, 9);
  for (const auto& client : clients) {
    client->send(kGet);
    EXPECT_EQ(client->read_answer().status, 200) << "later";
  }
}

TEST(GateTest, WhoIsTurnedAwayAgainAndAgainKeepsNobodyWaiting) {
  std::promise<void> opened, entered, full, sent;
  int turned_away = 0, before_status = 0;  // of the gate's thread
  RunningServer server(
      {.answer =
           [&, open = opened.get_future().share(), first = true](const Request& request) mutable {
             if (request.path != "/wait") return say("");
             if (std::exchange(first, false)) entered.set_value();
             open.wait();
             return say("");
           },
       .demand =
           [&](std::string_view method, std::string_view path) {
             if (path == "/status") before_status = turned_away;
             return by_method(method, path);
           },
       .refused =
           [&, all_sent = sent.get_future().share()](const Request& request, const Response&) {
             if (request.path != "/pipelined" || ++turned_away > 1) return;
             full.set_value();
             all_sent.wait();
           }},
      {.read_threads = 1});
  const std::string wait = "GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const std::string status = "GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const auto running = connect(server.port(), 1, wait);
  entered.get_future().wait();
  const auto waiting = connect(server.port(), 401, wait);  // one of them is too many
  RawClient other(server.port()), again_and_again(server.port());
  other.send(status);
  EXPECT_EQ(other.read_answer().status, 200);

  std::string pipelined;
  for (int i = 0; i < 200; ++i) pipelined += "GET /pipelined HTTP/1.1\r\nHost: localhost\r\n\r\n";
  again_and_again.send(pipelined);
  full.get_future().wait();
  other.send(status);
  other.wait_arrived();
  sent.set_value();

  EXPECT_EQ(other.read_answer().status, 200);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(again_and_again.read_answer().status, 503);
  opened.set_value();
  server.stop();
  EXPECT_EQ(turned_away, 200);
  EXPECT_LT(before_status, 10);
}

TEST(GateTest, WritesTakeNothingOfTheReadersShareAndHealthIsAlwaysTold) {
  Barrier barrier;
  auto backend = barrier.backend();
  backend.answer = [waiting = backend.answer](const Request& request) {
    return request.method == "POST" ? waiting(request) : say("read");
  };
  const RunningServer server(std::move(backend), {.read_threads = 1, .write_threads = 1});
  const auto writers = connect(server.port(), 16, kPost);  // never too many, however long it takes
  barrier.wait_entered(1);

  EXPECT_EQ(ask(server.port(), "GET", "/").body, "read");
  EXPECT_EQ(ask(server.port(), "GET", "/status").status, 200);

  barrier.open();
  for (const auto& writer : writers) EXPECT_EQ(writer->read_answer().body, "POST");
}

TEST(GateTest, StoppingAnswersWhatIsRunningQueuedAndOnItsWay) {
  Barrier barrier;
  RunningServer server(barrier.backend(), {.read_threads = 1});
  const auto running = connect(server.port(), 1, kGet);
  barrier.wait_entered(1);
  const auto queued = connect(server.port(), 5, kGet);
  const auto halves = connect(server.port(), 5, kGet.substr(0, 20));
  const auto silent = connect(server.port(), 5);

  server.begin_stop();
  for (const auto& half : halves) half->send(kGet.substr(20));
  for (const auto& client : silent) client->send(kGet);
  barrier.open();

  for (const auto* const clients : {&running, &queued, &halves, &silent})
    for (const auto& client : *clients) {
      EXPECT_EQ(client->read_answer().status, 200);
      EXPECT_TRUE(client->closed());
    }
  server.stop();
  EXPECT_EQ(ask(server.port(), "GET", "/").status, 0) << "nobody is there";
}

TEST(GateTest, WhatIsRunningWhenItStopsIsSentToItsLastByte) {
  Barrier barrier;
  auto backend = barrier.backend();
  backend.answer = [waiting = backend.answer](const Request& request) {
    (void)waiting(request);
    return say(std::string(2'000'000, 'x'));
  };
  RunningServer server(std::move(backend), {.read_threads = 1});
  RawClient idle(server.port()), client(server.port());
  idle.send("GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(idle.read_answer().status, 200);
  client.send(kGet);
  barrier.wait_entered(2);

  server.begin_stop();
  EXPECT_TRUE(idle.closed()) << "it drains";
  barrier.open();

  EXPECT_EQ(client.read_answer().body.size(), 2'000'000U);
  EXPECT_TRUE(client.ended()) << "in good order, not with a reset";
}

TEST(GateTest, StoppingWaitsForNobodyLongerThanItSays) {
  RunningServer server({.answer = hello}, {.deadlines = {.drain = 1ms}});
  RawClient slow(server.port());
  slow.send("GET / HT");

  server.stop();

  EXPECT_TRUE(slow.closed());
}

}  // namespace
}  // namespace aplomb::http::test
