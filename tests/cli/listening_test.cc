// SPDX-License-Identifier: GPL-3.0-or-later
// `aplomb serve` at several places and on Unix sockets.
#include <signal.h>

#include "tests/cli/connection.h"
#include "tests/cli/served.h"

namespace aplomb {
namespace {

using test::Connection;
using test::Program;

class ListeningTest : public test::Served {
 protected:
  std::string socket() const { return in_folder("http.sock"); }
  std::string where() const { return "unix:" + socket(); }
};

TEST_F(ListeningTest, AUnixSocketIsServedAndGoesWithItsServer) {
  const auto server = serve({"--listen", where(), "--host", "kb.example.com"});
  EXPECT_EQ(places_of(*server), std::vector{where()});
  EXPECT_NE(said_.find("https://kb.example.com/welcome#"), std::string::npos) << said_;
  {
    Connection connection(where());
    EXPECT_EQ(connection.get("/readyz"), 200);
    EXPECT_EQ(connection.get("/readyz", "Host: kb.example.com\r\n"), 200);
    EXPECT_EQ(connection.get("/readyz", "Host: 10.0.0.1\r\n"), 421);
    EXPECT_EQ(connection.get("/readyz", "Host: evil.example\r\n"), 421);
  }

  EXPECT_EQ(stop(*server), 0);
  EXPECT_FALSE(std::filesystem::exists(socket()));
}

TEST_F(ListeningTest, ASocketThatAKilledServerLeftIsReplaced) {
  const auto killed = serve({"--listen", where()});
  (void)places_of(*killed);
  killed->signal(SIGKILL);
  EXPECT_EQ(killed->wait(), -SIGKILL);
  ASSERT_TRUE(std::filesystem::exists(socket()));

  const auto next = serve({"--listen", where()});

  EXPECT_EQ(places_of(*next), std::vector{where()});
  EXPECT_EQ(Connection(where()).get("/healthz"), 200);
}

TEST_F(ListeningTest, ASocketThatSomebodyServesAndAFileThatIsNoneAreLeftAlone) {
  const auto first = serve({"--listen", where()});
  (void)places_of(*first);
  folder_.write("file", "precious");
  for (const auto& taken : {where(), "unix:" + in_folder("file")}) {
    const auto second = serve({"--listen", "127.0.0.1:0", "--listen", taken});
    EXPECT_EQ(second->wait(), 3);
    EXPECT_NE(second->errors().find("cannot listen on " + taken), std::string::npos)
        << second->errors();
  }

  EXPECT_EQ(Connection(where()).get("/healthz"), 200);
  EXPECT_EQ(test::text_of(in_folder("file")), "precious");
}

TEST_F(ListeningTest, WhenOnePlaceIsTakenNoFileStaysAtTheOthers) {
  folder_.write("file", "precious");
  const auto server = serve({"--listen", where(), "--listen", "unix:" + in_folder("file")});

  EXPECT_EQ(server->wait(), 3);
  EXPECT_FALSE(std::filesystem::exists(socket()));
}

TEST_F(ListeningTest, EveryPlaceIsServed) {
  const auto server =
      serve({"--listen", where(), "--listen", "[::1]:0", "--listen", "127.0.0.1:0"});
  const auto places = places_of(*server);
  ASSERT_EQ(places.size(), 3U) << said_;

  for (const auto& place : places) EXPECT_EQ(Connection(place).get("/readyz"), 200) << place;
  EXPECT_NE(said_.find("http://" + places[1] + "/welcome#"), std::string::npos) << said_;

  EXPECT_EQ(stop(*server), 0);
  for (const auto& place : places) EXPECT_FALSE(Connection(place).open()) << place;
}

TEST_F(ListeningTest, AProxyOnAUnixSocketIsBelievedWhenItIsTrusted) {
  const auto log = in_folder("access.log");
  for (const auto& [trust, address] : std::vector<std::pair<std::string, std::string>>{
           {"10.0.0.1", "unix"}, {"unix", "198.51.100.7"}}) {
    const auto server = serve({"--listen", where(), "--trust-proxy", trust, "--access-log", log});
    (void)places_of(*server);
    EXPECT_EQ(Connection(where()).get("/healthz", "X-Forwarded-For: 198.51.100.7\r\n"), 200);
    EXPECT_EQ(stop(*server), 0);
    EXPECT_NE(test::text_of(log).find("\"" + address + "\""), std::string::npos)
        << test::text_of(log);
    std::filesystem::remove(log);
  }
}

}  // namespace
}  // namespace aplomb
