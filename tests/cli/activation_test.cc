// SPDX-License-Identifier: GPL-3.0-or-later
// `aplomb serve` as a service of systemd: sockets that were opened before it, and what it tells.
#include <fcntl.h>
#include <signal.h>

#include <list>

#include "http/gate/listener.h"
#include "http/gate/socket_address.h"
#include "tests/cli/connection.h"
#include "tests/cli/served.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::Connection;
using test::value_of;

class ActivationTest : public test::Served {
 protected:
  /// A socket that listens, as systemd would open it.
  static http::Listener opened(const std::string& where) {
    return value_of(http::listen_on(value_of(http::Endpoint::parse(where))));
  }
  static Descriptor bound(int type) {
    Descriptor socket(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
    const auto address = http::to_socket_address({.port = 0});
    EXPECT_EQ(::bind(socket.get(), address.get(), address.size), 0);
    return socket;
  }
};

TEST_F(ActivationTest, APassedSocketReplacesListen) {
  const auto passed = opened("127.0.0.1:0");
  const auto other = in_folder("other.sock");

  const auto server = serve({"--listen", "unix:" + other}, {.sockets = {passed.socket.get()}});

  EXPECT_EQ(places_of(*server), std::vector{passed.endpoint.text()});
  EXPECT_EQ(Connection(passed.endpoint).get("/readyz"), 200);
  EXPECT_FALSE(std::filesystem::exists(other));
}

TEST_F(ActivationTest, APassedUnixSocketStaysWhenTheServerStops) {
  const auto passed = opened("unix:" + in_folder("http.sock"));
  const auto server = serve({}, {.sockets = {passed.socket.get()}});
  EXPECT_EQ(places_of(*server), std::vector{passed.endpoint.text()});
  EXPECT_EQ(Connection(passed.endpoint).get("/readyz"), 200);

  EXPECT_EQ(stop(*server), 0);

  EXPECT_TRUE(Connection(passed.endpoint).open()) << "whoever comes now waits for the next server";
}

TEST_F(ActivationTest, SeveralPassedSocketsAreAllServed) {
  const auto tcp = opened("127.0.0.1:0"), v6 = opened("[::1]:0"),
             local = opened("unix:" + in_folder("http.sock"));

  const auto server =
      serve({}, {.sockets = {local.socket.get(), v6.socket.get(), tcp.socket.get()}});

  const std::vector<std::string> places{local.endpoint.text(), v6.endpoint.text(),
                                        tcp.endpoint.text()};
  EXPECT_EQ(places_of(*server), places);
  for (const auto& place : places) EXPECT_EQ(Connection(place).get("/readyz"), 200) << place;
}

TEST_F(ActivationTest, SocketsThatWereMeantForAnotherProcessAreNotTaken) {
  const auto server =
      serve({"--listen", "127.0.0.1:0"}, {.variables = {"LISTEN_PID=1", "LISTEN_FDS=1"}});

  EXPECT_TRUE(places_of(*server).front().starts_with("127.0.0.1:"));
}

TEST_F(ActivationTest, WhatCannotBeServedOnIsWrongUsage) {
  const auto datagrams = bound(SOCK_DGRAM), silent = bound(SOCK_STREAM),
             file = Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  for (const auto& [socket, says] :
       std::vector<std::pair<int, std::string>>{{datagrams.get(), "is no stream socket"},
                                                {silent.get(), "does not listen"},
                                                {file.get(), "is no socket"}}) {
    const auto server = serve({}, {.sockets = {socket}});
    EXPECT_EQ(server->wait(), 2) << says;
    EXPECT_NE(server->errors().find("descriptor 3, which was passed on, " + says),
              std::string::npos)
        << server->errors();
  }
}

TEST_F(ActivationTest, NoRequestIsLostWhenOneServerFollowsAnother) {
  constexpr int kEach = 25;
  const auto passed = opened("127.0.0.1:0");
  const test::Surroundings with{.sockets = {passed.socket.get()}};
  std::list<Connection> asked;
  const auto ask = [&](int times) {
    for (int i = 0; i < times; ++i) {
      asked.emplace_back(passed.endpoint).send("/healthz", "Connection: close\r\n");
      EXPECT_TRUE(asked.back().open());
    }
  };
  const auto first = serve({}, with);
  (void)places_of(*first);
  ask(kEach);
  first->signal(SIGTERM);
  ask(kEach);  // while it stops
  EXPECT_EQ(first->wait(), 0);
  ask(kEach);  // while there is none

  const auto second = serve({}, with);
  ask(kEach);  // while it starts
  (void)places_of(*second);

  for (auto& connection : asked) EXPECT_EQ(connection.status(), 200);
}

/// Stands in for systemd at the other end of NOTIFY_SOCKET.
class Manager {
 public:
  explicit Manager(const std::string& path)
      : path_(path), socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    const auto address = http::to_socket_address({.socket_path = path});
    EXPECT_EQ(::bind(socket_.get(), address.get(), address.size), 0);
  }
  [[nodiscard]] std::string variable() const { return "NOTIFY_SOCKET=" + path_; }
  /// The next message.
  [[nodiscard]] std::string heard() const {
    std::string message(4096, '\0');
    const auto size = ::recv(socket_.get(), message.data(), message.size(), 0);
    message.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return message;
  }

 private:
  std::string path_;
  Descriptor socket_;
};

TEST_F(ActivationTest, SystemdIsToldWhatItIsDoing) {
  const Manager manager(in_folder("notify.sock"));
  const auto server = serve({"--listen", "127.0.0.1:0"}, {.variables = {manager.variable()}});

  EXPECT_EQ(manager.heard(), "STATUS=opening the index");
  const auto ready = manager.heard();
  EXPECT_TRUE(ready.starts_with("READY=1\nSTATUS=answering at http://127.0.0.1:")) << ready;
  EXPECT_EQ(Connection(places_of(*server).front()).get("/readyz"), 200);

  server->signal(SIGHUP);
  const auto reloading = manager.heard();
  EXPECT_TRUE(reloading.starts_with("RELOADING=1\nMONOTONIC_USEC=")) << reloading;
  EXPECT_EQ(manager.heard(), ready);

  server->signal(SIGTERM);
  EXPECT_TRUE(manager.heard().starts_with("STOPPING=1\n"));
  EXPECT_EQ(server->wait(), 0);
}

}  // namespace
}  // namespace aplomb
