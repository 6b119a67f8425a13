// SPDX-License-Identifier: GPL-3.0-or-later
// The example units of systemd: what they say must be what the program understands.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "http/gate/endpoint.h"
#include "http/server.h"
#include "tests/cli/program.h"
#include "tests/cli/served.h"

namespace aplomb {
namespace {

using Settings = std::multimap<std::string, std::string>;

/// The settings of a unit file, of all its sections.
Settings unit(const std::string& name) {
  const auto path =
      std::filesystem::path(APLOMB_SOURCE_DIR) / "docs" / "examples" / ("aplomb." + name);
  std::istringstream lines(test::text_of(path));
  Settings settings;
  for (std::string line; std::getline(lines, line);) {
    const auto equals = line.find('=');
    if (!line.starts_with('#') && equals != line.npos)
      settings.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return settings;
}

std::string only(const Settings& settings, const std::string& name) {
  EXPECT_EQ(settings.count(name), 1U) << name;
  const auto found = settings.find(name);
  return found == settings.end() ? "" : found->second;
}

TEST(UnitFilesTest, TheServicesOptionsAreThoseOfServe) {
  std::istringstream command(only(unit("service"), "ExecStart"));
  std::vector<std::string> words{std::istream_iterator<std::string>(command), {}};
  ASSERT_GE(words.size(), 2U);
  EXPECT_TRUE(words[0].ends_with("/aplomb"));
  EXPECT_EQ(words[1], "serve");
  words.erase(words.begin(), words.begin() + 2);
  words.insert(words.begin(), "config");  // takes the same options and only says them
  const auto named = std::ranges::find(words, "--config");
  ASSERT_NE(named, words.end());
  words.erase(named, named + 2);  // that file is not there

  const auto done = test::run(words);

  EXPECT_EQ(done.exit_code, 0) << done.errors;
}

TEST(UnitFilesTest, TheServiceIsGivenLongerToStopThanItTakes) {
  const auto seconds = std::chrono::seconds(std::stoi(only(unit("service"), "TimeoutStopSec")));

  EXPECT_GT(seconds, http::ServerOptions{}.drain_time);
}

TEST(UnitFilesTest, TheServiceTellsWhenItIsReadyAndReloadsBySighup) {
  EXPECT_EQ(only(unit("service"), "Type"), "notify");
  EXPECT_EQ(only(unit("service"), "ExecReload"), "/bin/kill -HUP $MAINPID");
}

TEST(UnitFilesTest, TheSocketIsOneThatCanBeServedOn) {
  const auto socket = unit("socket");
  const auto where = only(socket, "ListenStream");

  EXPECT_TRUE(http::Endpoint::parse(where.starts_with('/') ? "unix:" + where : where)) << where;
  EXPECT_EQ(socket.count("Accept"), 0U) << "one process serves all connections";
}

}  // namespace
}  // namespace aplomb
