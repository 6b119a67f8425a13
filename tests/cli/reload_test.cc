// SPDX-License-Identifier: GPL-3.0-or-later
// SIGHUP: the configuration file is read again, and no connection notices but by the answers.
#include <signal.h>

#include <algorithm>

#include "tests/cli/connection.h"
#include "tests/cli/served.h"

namespace aplomb {
namespace {

using test::Connection;
using test::eventually;
using test::Program;
using test::text_of;

constexpr auto* kSearch = "/api/v1/search?q=refund";
constexpr auto* kKept = "The settings are what they were before";

class ReloadTest : public test::Served {
 protected:
  void configure(const std::string& toml) const { folder_.write("aplomb.toml", toml); }

  void start(std::vector<std::string> options = {}, const test::Surroundings& with = {}) {
    options.insert(options.end(), {"--config", in_folder("aplomb.toml")});
    if (std::ranges::find(options, "--listen") == options.end())
      options.insert(options.end(), {"--listen", "127.0.0.1:0"});
    server_ = serve(options, with);
    place_ = places_of(*server_).front();
  }
  /// Has it read the file and take it.
  void reload(const std::string& toml) {
    configure(toml);
    server_->signal(SIGHUP);
    ASSERT_NE(server_->read_until("Settings are read again").find("in force"), std::string::npos)
        << server_->errors();
  }
  [[nodiscard]] std::size_t times_kept() const {
    const auto errors = server_->errors();
    std::size_t times = 0;
    for (auto at = errors.find(kKept); at != errors.npos; at = errors.find(kKept, at + 1)) ++times;
    return times;
  }

  std::unique_ptr<Program> server_;
  std::string place_;  ///< where it listens
};

TEST_F(ReloadTest, SettingsChangeOnAConnectionThatStaysOpen) {
  configure("");
  start();
  Connection kept(place_);
  EXPECT_EQ(kept.get(kSearch), 401);
  EXPECT_EQ(kept.get("/healthz", "Host: kb.example.com\r\n"), 421);

  reload("anonymous = \"customer\"\nhost = [\"kb.example.com\"]\n");

  EXPECT_EQ(kept.get(kSearch), 200);
  EXPECT_EQ(kept.get("/healthz", "Host: kb.example.com\r\n"), 200);

  reload("");
  EXPECT_EQ(kept.get(kSearch), 401) << "and back";
  EXPECT_EQ(stop(*server_), 0);
}

TEST_F(ReloadTest, ARequestThatIsBeingSentIsAnsweredNonetheless) {
  configure("");
  start();
  Connection kept(place_);
  EXPECT_EQ(kept.get("/healthz"), 200);
  kept.send_bytes("GET /healthz HTTP/1.1\r\nHost: local");

  reload("host = [\"kb.example.com\"]\n");

  kept.send_bytes("host\r\n\r\n");
  EXPECT_EQ(kept.status(), 200);
}

TEST_F(ReloadTest, AFileWithAnErrorLeavesAllAsItWas) {
  configure("anonymous = \"customer\"\n");
  start();
  Connection kept(place_);
  std::size_t times = 0;
  for (const auto* const broken :
       {"anonymous", "anonymus = \"agent\"\n", "anonymous = \"admin\"\n", "anonymous = true\n",
        "trust-proxy = \"10.0.0.0/33\"\n", "host = \"https://kb\"\n",
        "cors-origin = \"crm.example.com\"\n", "panel-origin = \"https://x;y\"\n",
        "user-header = \"X-User\"\n", "access-log = \"/missing/folder/access.log\"\n"}) {
    configure(broken);
    server_->signal(SIGHUP);
    ++times;
    ASSERT_TRUE(eventually([&] { return times_kept() == times; })) << broken << server_->errors();
    EXPECT_EQ(kept.get(kSearch), 200) << broken;
  }
  EXPECT_NE(server_->errors().find("aplomb.toml:1: \"anonymus\" is no setting"), std::string::npos);

  std::filesystem::remove(in_folder("aplomb.toml"));
  server_->signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return times_kept() == times + 1; })) << "it was named, so missed";
  EXPECT_EQ(kept.get(kSearch), 200);
}

TEST_F(ReloadTest, WhatOnlyAStartCanChangeIsNamedAndStays) {
  const auto was = in_folder("was.sock");
  const auto common = "articles = \"" + in_folder("articles") + "\"\ndata = \"" +
                      in_folder("data") + "\"\nlisten = \"unix:" + was + "\"\n";
  configure(common);
  server_ = std::make_unique<Program>(
      std::vector<std::string>{"serve", "--config", in_folder("aplomb.toml")});
  EXPECT_EQ(places_of(*server_), std::vector{"unix:" + was});

  reload(
      "articles = \"elsewhere\"\ndata = \"elsewhere\"\nlisten = \"127.0.0.1:1\"\n"
      "metrics-listen = \"127.0.0.1:2\"\nanonymous = \"agent\"\n");

  for (const auto* const name : {"articles", "data", "listen", "metrics-listen"})
    EXPECT_NE(server_->errors().find(std::string(name) + " has changed"), std::string::npos)
        << server_->errors();
  EXPECT_EQ(Connection("unix:" + was).get(kSearch), 200) << "the rest is in force";
  EXPECT_FALSE(std::filesystem::exists("elsewhere"));

  const auto said = server_->errors().size();
  reload(common);
  EXPECT_EQ(server_->errors().size(), said) << "nothing differs from what is in force";
}

TEST_F(ReloadTest, OptionsAndTheEnvironmentGoOnToWin) {
  configure("");
  start({"--anonymous", "customer"}, {.variables = {"APLOMB_HOST=kb.example.com"}});
  Connection kept(place_);

  reload("anonymous = \"\"\nhost = \"other.example\"\n");

  EXPECT_EQ(kept.get(kSearch), 200);
  EXPECT_EQ(kept.get("/healthz", "Host: kb.example.com\r\n"), 200);
  EXPECT_EQ(kept.get("/healthz", "Host: other.example\r\n"), 421);
}

TEST_F(ReloadTest, ThePagesThatMayFrameThePanelChange) {
  configure("");
  start();
  Connection kept(place_);
  EXPECT_EQ(kept.get("/panel"), 200);
  EXPECT_NE(kept.head().find("frame-ancestors 'none'"), std::string::npos) << kept.head();

  reload("panel-origin = \"https://crm.example.com\"\n");

  EXPECT_EQ(kept.get("/panel"), 200);
  EXPECT_NE(kept.head().find("frame-ancestors https://crm.example.com\r\n"), std::string::npos)
      << kept.head();
}

TEST_F(ReloadTest, AdminsReadTheSettingsThatAreInForceAndWhereEachIsFrom) {
  const auto file = in_folder("aplomb.toml");
  configure("anonymous = \"customer\"\ndata = \"" + in_folder("data") + "\"\n");
  start({"--host", "kb.example.com"});
  const auto token =
      test::run({"token", "new", "--role", "admin", "--name", "t", "--data", in_folder("data")});
  const auto secret = token.output.substr(token.output.find("aplomb_"));
  const auto admin = "Authorization: Bearer " + secret.substr(0, secret.find('\n')) + "\r\n";
  Connection kept(place_);
  const auto in_force = [&](const std::string& setting, const std::string& value,
                            const std::string& source) {
    EXPECT_EQ(kept.get("/api/v1/config", admin), 200);
    EXPECT_NE(kept.body().find(R"({"name":")" + setting + R"(","value":)" + value +
                               R"(,"source":")" + source + "\"}"),
              std::string::npos)
        << setting << " in " << kept.body();
  };
  in_force("anonymous", R"("customer")", file);
  in_force("host", R"(["kb.example.com"])", "--host");
  in_force("metrics-listen", R"("")", "default");
  in_force("limit-token", "0", "default");

  reload("limit-token = 100\nhost = \"x.example\"\nmetrics-listen = \"127.0.0.1:2\"\n");
  in_force("anonymous", R"("")", "default");
  in_force("host", R"(["kb.example.com"])", "--host");
  in_force("metrics-listen", R"("")", "default");  // which only a start can change
  in_force("limit-token", "100", file);

  configure("anonymous");
  server_->signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return times_kept() == 1; }));
  in_force("limit-token", "100", file);
}

TEST_F(ReloadTest, TheCountsGoOnAndTheLogMovesWithoutLosingALine) {
  const auto first = in_folder("first.log"), second = in_folder("second.log");
  const auto logging = [](const std::string& file, bool queries) {
    return "anonymous = \"customer\"\naccess-log = \"" + file +
           "\"\nlog-queries = " + (queries ? "true" : "false") + "\n";
  };
  const auto lines = [](const std::string& file) {
    return std::ranges::count(text_of(file), '\n');
  };
  configure(logging(first, false));
  start({"--metrics-listen", "127.0.0.1:0"});
  const auto at = said_.find("metrics at http://") + 18;
  const auto metrics = said_.substr(at, said_.find('/', at) - at);
  Connection kept(place_);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(kept.get(kSearch), 200);

  reload(logging(second, true));
  EXPECT_EQ(lines(first), 5) << "what it held is written when it is closed";
  for (int i = 0; i < 7; ++i) EXPECT_EQ(kept.get(kSearch), 200);

  EXPECT_TRUE(eventually([&] { return lines(second) == 7; })) << text_of(second);
  EXPECT_EQ(text_of(first).find("\"q\""), std::string::npos);
  EXPECT_NE(text_of(second).find("refund"), std::string::npos) << text_of(second);
  Connection watching(metrics);
  EXPECT_EQ(watching.get("/metrics"), 200);
  EXPECT_NE(watching.body().find("\naplomb_access_log_lines_total 12\n"), std::string::npos)
      << watching.body();
  EXPECT_NE(watching.body().find("route=\"/api/v1/search\",status=\"200\"} 12\n"),
            std::string::npos)
      << watching.body();
}

TEST_F(ReloadTest, TheLogIsOpenedAnewForLogrotate) {
  const auto log = in_folder("access.log");
  configure("access-log = \"" + log + "\"\n");
  start();
  Connection kept(place_);
  EXPECT_EQ(kept.get("/healthz"), 200);
  ASSERT_TRUE(eventually([&] { return !text_of(log).empty(); }));
  std::filesystem::rename(log, in_folder("rotated.log"));

  reload(text_of(in_folder("aplomb.toml")));
  EXPECT_EQ(kept.get("/healthz"), 200);

  EXPECT_TRUE(eventually([&] { return !text_of(log).empty(); }));
}

TEST_F(ReloadTest, OpeningInternalTextToAllIsWarnedOfThenToo) {
  configure("");
  start({"--listen", "0.0.0.0:0"});
  EXPECT_EQ(server_->errors().find("internal text included"), std::string::npos);

  reload("anonymous = \"agent\"\n");

  EXPECT_TRUE(eventually(
      [&] { return server_->errors().find("internal text included") != std::string::npos; }));
}

}  // namespace
}  // namespace aplomb
