// SPDX-License-Identifier: GPL-3.0-or-later
// `aplomb user` and `aplomb token`.
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "tests/cli/program.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::Finished;
using test::value_of;

const std::string kPassword = "correct horse battery";

class PeopleCommandsTest : public testing::Test {
 protected:
  Finished user(std::vector<std::string> arguments, const std::string& input = {}) {
    return run("user", std::move(arguments), input);
  }
  Finished token(std::vector<std::string> arguments) { return run("token", std::move(arguments)); }
  desk::Desk open() { return value_of(desk::Desk::open(data_.path())); }
  desk::Person find(const std::string& name) { return value_of(open().people().find(name)); }
  nlohmann::json list(const std::string& command) {
    return nlohmann::json::parse(run(command, {"list", "--json"}).output);
  }

  Finished run(const std::string& command, std::vector<std::string> arguments,
               const std::string& input = {}) {
    arguments.insert(arguments.begin(), command);
    arguments.insert(arguments.end(), {"--data", data_.path()});
    return test::run(arguments, input);
  }

  test::TempDir data_;
};

TEST_F(PeopleCommandsTest, APersonIsAddedWithAPasswordFromStandardInput) {
  const auto added = user({"add", "anna", "--role", "lead", "--display-name", "Anna Meyer",
                           "--department", "payments", "--team", "night", "--password-stdin"},
                          kPassword + "\nand what follows\n");
  EXPECT_EQ(added.exit_code, 0) << added.errors;
  EXPECT_EQ(added.output, "anna is lead\n");
  const auto anna = find("anna");
  EXPECT_EQ(anna.display_name, "Anna Meyer");
  EXPECT_EQ(anna.role, desk::Role::kLead);
  EXPECT_EQ(anna.department, "payments");
  EXPECT_EQ(anna.team, "night");
  EXPECT_TRUE(open().people().check_password("anna", kPassword));
  EXPECT_TRUE(value_of(open().audit().list(1)).front().actor.starts_with("command-line:"));
}

TEST_F(PeopleCommandsTest, WhoComesBySingleSignOnNeedsNoPassword) {
  EXPECT_EQ(user({"add", "anna", "--role", "agent", "--no-password"}).exit_code, 0);
  EXPECT_FALSE(find("anna").has_password);
}

TEST_F(PeopleCommandsTest, WithoutATerminalAPasswordMustBeGivenSomeOtherWay) {
  const auto added = user({"add", "anna", "--role", "agent"});
  EXPECT_EQ(added.exit_code, 2);
  EXPECT_NE(added.errors.find("--password-stdin"), std::string::npos) << added.errors;
  EXPECT_FALSE(std::filesystem::exists(data_.path() / "desk.db")) << "nothing was made";
  EXPECT_EQ(user({"add", "anna", "--role", "agent", "--password-stdin"}).exit_code, 2);
}

TEST_F(PeopleCommandsTest, WrongUsageIsExitCodeTwo) {
  EXPECT_EQ(test::run({"user"}).exit_code, 2);
  EXPECT_EQ(user({"add", "anna", "--no-password"}).exit_code, 2) << "no role";
  EXPECT_EQ(user({"add", "anna", "--role", "king", "--no-password"}).exit_code, 2);
  EXPECT_EQ(user({"add", "two words", "--role", "agent", "--no-password"}).exit_code, 2);
  EXPECT_EQ(user({"add", "a", "--role", "agent", "--no-password", "--password-stdin"}).exit_code,
            2);
  EXPECT_EQ(user({"add", "a", "--role", "agent", "--password-stdin"}, "short\n").exit_code, 2);
  EXPECT_EQ(
      user({"add", "a", "--role", "agent", "--password-stdin"}, std::string(5000, 'x')).exit_code,
      2);
  EXPECT_EQ(user({"change", "anna"}).exit_code, 2) << "nothing to change";
}

TEST_F(PeopleCommandsTest, WhereThereIsNoDeskOnlyAddingMakesOne) {
  for (const char* command : {"remove", "disable", "enable", "password"}) {
    const auto refused = user({command, "anna"});
    EXPECT_EQ(refused.exit_code, 3) << command;
    EXPECT_NE(refused.errors.find("there is no desk"), std::string::npos) << command;
  }
  EXPECT_EQ(user({"list"}).exit_code, 3);
  EXPECT_EQ(token({"list"}).exit_code, 3);
  EXPECT_FALSE(std::filesystem::exists(data_.path() / "desk.db"));
}

TEST_F(PeopleCommandsTest, PeopleAreListedChangedDisabledEnabledAndRemoved) {
  ASSERT_EQ(user({"add", "root", "--role", "admin", "--no-password"}).exit_code, 0);
  ASSERT_EQ(user({"add", "anna", "--role", "agent", "--no-password"}).exit_code, 0);
  EXPECT_EQ(user({"list"}).output,
            "anna  agent  (without password)\nroot  admin  (without password)\n");

  EXPECT_EQ(user({"change", "anna", "--role", "editor", "--team", "night"}).output,
            "anna  editor  team: night  (without password)\n");
  EXPECT_EQ(user({"change", "anna", "--team", ""}).exit_code, 0);
  EXPECT_EQ(find("anna").team, "");
  EXPECT_EQ(user({"disable", "anna"}).exit_code, 0);
  EXPECT_FALSE(find("anna").active);
  EXPECT_EQ(list("user")[0]["active"], false);
  EXPECT_EQ(list("user")[0]["role"], "editor");
  EXPECT_EQ(user({"enable", "anna"}).exit_code, 0);
  EXPECT_TRUE(find("anna").active);
  EXPECT_EQ(user({"remove", "anna"}).exit_code, 0);
  EXPECT_EQ(user({"remove", "anna"}).exit_code, 3) << "gone already";
  EXPECT_EQ(list("user").size(), 1U);
}

TEST_F(PeopleCommandsTest, TheLastAdminIsKept) {
  ASSERT_EQ(user({"add", "root", "--role", "admin", "--no-password"}).exit_code, 0);
  for (const std::vector<std::string>& command : {std::vector<std::string>{"remove", "root"},
                                                  {"disable", "root"},
                                                  {"change", "root", "--role", "editor"}}) {
    const auto refused = user(command);
    EXPECT_EQ(refused.exit_code, 3);
    EXPECT_NE(refused.errors.find("last active admin"), std::string::npos) << refused.errors;
  }
}

TEST_F(PeopleCommandsTest, APasswordIsSetAndEndsSessions) {
  ASSERT_EQ(user({"add", "anna", "--role", "agent", "--no-password"}).exit_code, 0);
  desk::Desk server = open();
  const auto session = value_of(server.sessions().start(find("anna").id, "10.0.0.7"));
  EXPECT_EQ(user({"password", "anna", "--password-stdin"}, kPassword + "\r\n").exit_code, 0);
  EXPECT_TRUE(server.people().check_password("anna", kPassword));
  EXPECT_FALSE(server.sessions().find(desk::SessionKind::kBrowser, session.secret.reveal()));
  EXPECT_EQ(user({"password", "bert", "--password-stdin"}, kPassword).exit_code, 3);
}

/// `aplomb user add anna` at a terminal where somebody types; everything that was shown.
struct Terminal {
  int exit_code = -1;
  std::string shown;
};
Terminal add_at_terminal(const std::filesystem::path& data, const std::string& first,
                         const std::string& second) {
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child < 0) {
    ADD_FAILURE() << "no terminal can be made here: is /dev/pts mounted?";
    return {};
  }
  if (child == 0) {
    ::execl(APLOMB_PROGRAM, APLOMB_PROGRAM, "user", "add", "anna", "--role", "agent", "--data",
            data.c_str(), nullptr);
    ::_exit(127);
  }
  Terminal seen;
  std::vector<std::pair<std::string, std::string>> answers{{"New password: ", first},
                                                           {"Once more: ", second}};
  std::array<char, 256> buffer{};
  for (ssize_t got = 0; (got = ::read(terminal, buffer.data(), buffer.size())) > 0;) {
    seen.shown.append(buffer.data(), static_cast<std::size_t>(got));
    if (answers.empty() || !seen.shown.ends_with(answers.front().first)) continue;
    const std::string line = answers.front().second + "\n";
    EXPECT_EQ(::write(terminal, line.data(), line.size()), static_cast<ssize_t>(line.size()));
    answers.erase(answers.begin());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(terminal);
  seen.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return seen;
}

TEST_F(PeopleCommandsTest, AtATerminalThePasswordIsAskedTwiceAndNotShown) {
  const auto seen = add_at_terminal(data_.path(), kPassword, kPassword);
  EXPECT_EQ(seen.exit_code, 0) << seen.shown;
  EXPECT_EQ(seen.shown.find(kPassword), std::string::npos);
  EXPECT_TRUE(open().people().check_password("anna", kPassword));
}

TEST_F(PeopleCommandsTest, TwoDifferentPasswordsAndCtrlCAddNobody) {
  EXPECT_EQ(add_at_terminal(data_.path(), kPassword, "something else").exit_code, 2);
  EXPECT_EQ(add_at_terminal(data_.path(), "\x03", kPassword).exit_code, 2);
  EXPECT_FALSE(std::filesystem::exists(data_.path() / "desk.db"));
}

TEST_F(PeopleCommandsTest, ANewTokenStandsAloneOnTheLastLine) {
  const auto made = token({"new", "--role", "agent", "--name", "CRM", "--expires", "90d"});
  EXPECT_EQ(made.exit_code, 0) << made.errors;
  ASSERT_TRUE(made.output.ends_with('\n'));
  std::string secret = made.output.substr(0, made.output.size() - 1);
  secret.erase(0, secret.rfind('\n') + 1);
  EXPECT_TRUE(secret.starts_with("aplomb_")) << secret;
  const auto found = value_of(open().tokens().find(secret));
  EXPECT_EQ(found.name, "CRM");
  EXPECT_EQ(found.role, desk::Role::kAgent);
  EXPECT_GT(found.expires, desk::system_time() + std::chrono::hours(24 * 89));
  EXPECT_EQ(std::count(made.output.begin(), made.output.end(), '\n'), 3);
}

TEST_F(PeopleCommandsTest, TokensAreListedAndRevoked) {
  ASSERT_EQ(token({"new", "--role", "agent", "--name", "CRM"}).exit_code, 0);
  ASSERT_EQ(token({"new", "--role", "customer", "--name", "portal", "--expires", "1y"}).exit_code,
            0);
  EXPECT_NE(token({"list"}).output.find("1  agent  \"CRM\"  valid, unused, by command-line:"),
            std::string::npos);
  EXPECT_EQ(token({"revoke", "1"}).exit_code, 0);
  EXPECT_EQ(token({"revoke", "1"}).exit_code, 3) << "already";
  EXPECT_EQ(token({"revoke", "7"}).exit_code, 3);
  const auto all = list("token");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]["name"], "portal");
  EXPECT_EQ(all[0]["standing"], "valid");
  EXPECT_TRUE(all[0]["last_used"].is_null());
  EXPECT_EQ(all[1]["standing"], "revoked");
}

TEST_F(PeopleCommandsTest, ATokensLifetimeIsANumberAndAUnit) {
  for (const char* lifetime : {"", "90", "d", "-1d", "0d", "90 d", "90days", "101y", "9999999999d"})
    EXPECT_EQ(
        token({"new", "--role", "agent", "--name", "CRM", "--expires=" + std::string(lifetime)})
            .exit_code,
        2)
        << lifetime;
  for (const char* lifetime : {"1h", "90d", "2w", "100y"})
    EXPECT_EQ(token({"new", "--role", "agent", "--name", "CRM", "--expires", lifetime}).exit_code,
              0)
        << lifetime;
  EXPECT_EQ(token({"new", "--role", "agent", "--name", "a\nb"}).exit_code, 2);
}

}  // namespace
}  // namespace aplomb
