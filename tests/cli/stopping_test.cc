// SPDX-License-Identifier: GPL-3.0-or-later
// What ends `aplomb serve`, and what does not.
#include <signal.h>

#include "tests/cli/connection.h"
#include "tests/cli/served.h"

namespace aplomb {
namespace {

using test::Connection;

class StoppingTest : public test::Served {};

TEST_F(StoppingTest, SigtermAndCtrlCFinishAndSayThatAllWentWell) {
  for (const int number : {SIGTERM, SIGINT}) {
    const auto server = serve({"--listen", "127.0.0.1:0"});
    Connection kept(places_of(*server).front());
    EXPECT_EQ(kept.get("/healthz"), 200);

    server->signal(number);

    EXPECT_EQ(server->wait(), 0);
    EXPECT_EQ(kept.status(), 0) << "the connection, which was idle, is closed";
  }
}

TEST_F(StoppingTest, ASecondSignalEndsItAtOnce) {
  const auto server = serve({"--listen", "127.0.0.1:0"});
  const Connection kept(places_of(*server).front());

  server->signal_at_once({SIGINT, SIGTERM});

  EXPECT_EQ(server->wait(), -SIGTERM) << "the first was taken, the second was not waited for";
}

TEST_F(StoppingTest, ASighupWhileTheIndexIsMadeWaitsUntilItIsThere) {
  for (int i = 0; i < 3000; ++i)
    folder_.write("articles/a" + std::to_string(i) + ".md", "# Refund\nTen working days.");
  const auto server = serve({"--listen", "127.0.0.1:0"});
  (void)server->read_until("listening on");

  server->signal(SIGHUP);

  EXPECT_NE(server->read_until("Settings are read again").find("ready at"), std::string::npos);
  EXPECT_EQ(stop(*server), 0);
}

}  // namespace
}  // namespace aplomb
