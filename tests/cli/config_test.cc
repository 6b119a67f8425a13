// SPDX-License-Identifier: GPL-3.0-or-later
// Settings: from the file, the environment and the command line, each over the one before.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/program.h"
#include "tests/support/temp_dir.h"

namespace aplomb {
namespace {

using test::run;
using test::TempDir;

/// One setting with four values in the form of the file: what is built in, and one from each place.
/// `variable` and `option` are the same as typed there.
struct Case {
  std::string name, built_in, in_file, variable, from_variable, option, from_option;
};
const std::vector<Case> kCases{
    {"articles", "\"articles\"", "\"a\"", "b", "\"b\"", "c", "\"c\""},
    {"data", "\"var\"", "\"a\"", "b", "\"b\"", "c", "\"c\""},
    {"listen", "[\"127.0.0.1:8080\"]", "[\"[::1]:1\", \"unix:/run/a.sock\"]", "127.0.0.1:2,[::1]:2",
     "[\"127.0.0.1:2\", \"[::1]:2\"]", "[::1]:3", "[\"[::1]:3\"]"},
    {"host", "[]", "[\"a.example\", \"b.example\"]", "c.example,d.example",
     "[\"c.example\", \"d.example\"]", "e.example", "[\"e.example\"]"},
    {"anonymous", "\"\"", "\"customer\"", "agent", "\"agent\"", "customer", "\"customer\""},
    {"trust-proxy", "[]", "[\"10.0.0.0/8\", \"fd00::/8\"]", "10.0.0.1,::1",
     "[\"10.0.0.1\", \"::1\"]", "10.0.0.2", "[\"10.0.0.2\"]"},
    {"user-header", "\"\"", "\"X-A\"", "X-B", "\"X-B\"", "X-C", "\"X-C\""},
    {"cors-origin", "[]", "[\"https://a.example\"]", "https://b.example,https://c.example",
     "[\"https://b.example\", \"https://c.example\"]", "https://d.example",
     "[\"https://d.example\"]"},
    {"panel-origin", "[]", "[\"https://a.example\"]", "https://b.example,https://c.example",
     "[\"https://b.example\", \"https://c.example\"]", "https://d.example",
     "[\"https://d.example\"]"},
    {"access-log", "\"off\"", "\"-\"", "b.log", "\"b.log\"", "c.log", "\"c.log\""},
    {"log-queries", "false", "true", "false", "false", "true", "true"},
    {"search-log-days", "90", "1", "2", "2", "0", "0"},
    {"metrics-listen", "\"\"", "\"127.0.0.1:1\"", "127.0.0.1:2", "\"127.0.0.1:2\"", "127.0.0.1:3",
     "\"127.0.0.1:3\""},
    {"limit-anonymous", "3000", "1", "2", "2", "3", "3"},
    {"limit-token", "0", "1", "2", "2", "1000000", "1000000"},
    {"limit-address", "0", "1", "2", "2", "0", "0"},
};

std::string variable_of(const std::string& setting) {
  std::string name = "APLOMB_";
  for (const char c : setting)
    name += c == '-' ? '_' : static_cast<char>(::toupper(static_cast<unsigned char>(c)));
  return name;
}

/// A variable of the environment, for as long as this lives.
class Variable {
 public:
  Variable(std::string name, const std::string& value) : name_(std::move(name)) {
    ::setenv(name_.c_str(), value.c_str(), 1);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { ::unsetenv(name_.c_str()); }

 private:
  std::string name_;
};

struct Printed {
  std::string value, source;
};

class ConfigTest : public testing::Test {
 protected:
  /// `aplomb config` with the file, by setting.
  std::map<std::string, Printed> settings(std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"config", "--config", file()};
    words.insert(words.end(), more.begin(), more.end());
    const auto done = run(words);
    EXPECT_EQ(done.exit_code, 0) << done.errors;
    std::map<std::string, Printed> found;
    std::istringstream lines(done.output);
    for (std::string line; std::getline(lines, line);) {
      const auto equals = line.find(" = ");
      const auto mark = line.rfind(" # ");
      if (equals == line.npos || mark == line.npos) continue;
      const auto value = line.substr(equals + 3, mark - equals - 3);
      found[line.substr(0, equals)] = {value.substr(0, value.find_last_not_of(' ') + 1),
                                       line.substr(mark + 3)};
    }
    return found;
  }
  /// What the program says to a file with that text, which it refuses.
  std::string refusal(const std::string& text) const {
    folder_.write("settings.toml", text);
    const auto done = run({"config", "--config", file()});
    EXPECT_EQ(done.exit_code, 2) << text << "\n" << done.output;
    EXPECT_EQ(done.output, "") << text;
    return done.errors;
  }
  std::string file() const { return folder_.path() / "settings.toml"; }

  TempDir folder_;
};

TEST_F(ConfigTest, TheOptionWinsOverTheEnvironmentThatOverTheFileAndThatOverWhatIsBuiltIn) {
  folder_.write("settings.toml", "# nothing yet\n");
  EXPECT_EQ(settings().size(), kCases.size()) << "each setting has its case here";
  for (const auto& [name, built_in, in_file, variable, from_variable, option, from_option] :
       kCases) {
    folder_.write("settings.toml", "");
    const auto by_default = settings()[name];
    folder_.write("settings.toml", name + " = " + in_file + "\n");
    const auto by_file = settings()[name];
    const Variable set(variable_of(name), variable);
    const auto by_variable = settings()[name];
    const auto by_option = settings({"--" + name + "=" + option})[name];

    EXPECT_EQ(by_default.value, built_in) << name;
    EXPECT_EQ(by_default.source, "default") << name;
    EXPECT_EQ(by_file.value, in_file) << name;
    EXPECT_EQ(by_file.source, file()) << name;
    EXPECT_EQ(by_variable.value, from_variable) << name;
    EXPECT_EQ(by_variable.source, variable_of(name)) << name;
    EXPECT_EQ(by_option.value, from_option) << name;
    EXPECT_EQ(by_option.source, "--" + name) << name;
  }
}

TEST_F(ConfigTest, WhatItPrintsIsAFileThatSaysTheSame) {
  std::string text;
  for (const auto& each : kCases) text += each.name + " = " + each.in_file + "\n";
  folder_.write("settings.toml", text + "# 'quoted' # twice\n");
  const Variable set("APLOMB_ARTICLES", R"(C:\our "wiki" # 1)");
  const auto first = run({"config", "--config", file()});
  ASSERT_EQ(first.exit_code, 0) << first.errors;
  const auto before = settings();

  folder_.write("settings.toml", first.output);

  ::unsetenv("APLOMB_ARTICLES");
  for (const auto& [name, printed] : settings())
    EXPECT_EQ(printed.value, before.at(name).value) << name;
}

TEST_F(ConfigTest, AnOptionMayBeRepeatedAndSpelledInTwoWays) {
  folder_.write("settings.toml", "host = [\"a\"]\n");
  EXPECT_EQ(settings({"--host", "b", "--host", "c"})["host"].value, "[\"b\", \"c\"]");
  EXPECT_EQ(settings({"--listen", "[::1]:1", "--listen", "unix:/a b"})["listen"].value,
            "[\"[::1]:1\", \"unix:/a b\"]");
  EXPECT_EQ(settings({"--log-queries"})["log-queries"].value, "true");
  EXPECT_EQ(settings({"--listen", "localhost:0"})["listen"].source, "--listen");
}

TEST_F(ConfigTest, OneTextDoesWhereSeveralMayStand) {
  folder_.write("settings.toml",
                "host = \"kb.example.com\"\ntrust-proxy = []\nlisten = \"[::1]:7\"\n");
  EXPECT_EQ(settings()["listen"].value, "[\"[::1]:7\"]");
  EXPECT_EQ(settings()["host"].value, "[\"kb.example.com\"]");
  EXPECT_EQ(settings()["trust-proxy"].value, "[]");
}

TEST_F(ConfigTest, AnUnknownKeyIsNamedWithItsLineAndWhatIsKnown) {
  const auto errors = refusal("# ours\nlisten = \"127.0.0.1:0\"\nlisen = \"127.0.0.1:1\"\n");

  EXPECT_NE(errors.find(file() + ":3: \"lisen\" is no setting"), std::string::npos) << errors;
  for (const auto& each : kCases) EXPECT_NE(errors.find(each.name), std::string::npos) << each.name;
  EXPECT_NE(refusal("[serve]\nlisten = \"127.0.0.1:0\"\n").find(":1: \"serve\" is no setting"),
            std::string::npos);
}

TEST_F(ConfigTest, AValueOfAnotherTypeIsNamedWithItsLine) {
  const std::vector<std::pair<std::string, std::string>> refused{
      {"listen = 8080", "listen takes texts in quotes"},
      {"metrics-listen = 8080", "metrics-listen takes one text in quotes"},
      {"metrics-listen = [\"127.0.0.1:0\"]", "metrics-listen takes one text"},
      {"articles = true", "articles takes one text"},
      {"data = 2026-01-31", "data takes one text"},
      {"data = {path = \"x\"}", "data takes one text"},
      {"host = 7", "host takes texts in quotes"},
      {"host = [\"a\", 7]", "host takes texts in quotes"},
      {"host = [[\"a\"]]", "host takes texts in quotes"},
      {"log-queries = \"maybe\"", "log-queries takes true or false"},
      {"log-queries = 1", "log-queries takes true or false"},
      {"anonymous = \"admin\"", "admin"},
      {"limit-token = \"12\"", "limit-token takes a whole number, without quotes"},
      {"limit-token = 1.5", "limit-token takes a whole number"},
      {"limit-token = [12]", "limit-token takes a whole number"},
      {"limit-token = -1", "\"-1\" is no number of requests a minute"},
      {"limit-address = 1000001", "0 (no limit) to 1000000"},
  };
  for (const auto& [line, says] : refused) {
    const auto errors = refusal("\n" + line + "\n");
    EXPECT_NE(errors.find(file() + ":2: "), std::string::npos) << line << "\n" << errors;
    EXPECT_NE(errors.find(says), std::string::npos) << line << "\n" << errors;
  }
}

TEST_F(ConfigTest, AFileThatIsNoTomlIsNamedWithItsLine) {
  for (const auto* const text : {"\nlisten\n", "\nlisten = \n", "\nlisten = 'x\n", "\na = 1 b = 2"})
    EXPECT_NE(refusal(text).find(file() + ":2: "), std::string::npos) << text;
  EXPECT_NE(refusal("data = \"a\"\ndata = \"b\"\n").find(file() + ":2"), std::string::npos);
}

TEST_F(ConfigTest, AFileThatIsNamedMustBeThere) {
  const auto missing = (folder_.path() / "missing.toml").string();
  const auto named = run({"config", "--config", missing});
  EXPECT_EQ(named.exit_code, 2);
  EXPECT_NE(named.errors.find("no configuration file " + missing), std::string::npos);

  const Variable set("APLOMB_CONFIG", missing);
  EXPECT_EQ(run({"config"}).exit_code, 2);
  EXPECT_EQ(run({"config", "--config", folder_.path()}).exit_code, 2) << "a folder is none";
}

TEST_F(ConfigTest, TheEnvironmentCanNameTheFile) {
  folder_.write("settings.toml", "listen = \"127.0.0.1:7\"\n");
  const Variable set("APLOMB_CONFIG", file());

  EXPECT_NE(run({"config"}).output.find("listen = [\"127.0.0.1:7\"]"), std::string::npos);
}

TEST_F(ConfigTest, AnUnknownVariableIsRefusedAndAnEmptyOneIsNone) {
  {
    const Variable misspelt("APLOMB_LISEN", "127.0.0.1:1");
    const auto done = run({"config"});
    EXPECT_EQ(done.exit_code, 2);
    EXPECT_NE(done.errors.find("APLOMB_LISEN is no setting"), std::string::npos) << done.errors;
    EXPECT_NE(done.errors.find("listen, host"), std::string::npos) << done.errors;
  }
  folder_.write("settings.toml", "listen = \"127.0.0.1:7\"\n");
  const Variable empty("APLOMB_LISTEN", "");
  const Variable no_file("APLOMB_CONFIG", "");
  EXPECT_EQ(settings()["listen"].value, "[\"127.0.0.1:7\"]");
  EXPECT_EQ(run({"config"}).exit_code, 0);
}

TEST_F(ConfigTest, AWrongValueInTheEnvironmentIsWrongUsage) {
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"APLOMB_ANONYMOUS", "admin"},
                                                        {"APLOMB_LOG_QUERIES", "maybe"},
                                                        {"APLOMB_LIMIT_TOKEN", "some"}}) {
    const Variable set(name, value);
    const auto done = run({"config"});
    EXPECT_EQ(done.exit_code, 2) << name;
    EXPECT_NE(done.errors.find(value), std::string::npos) << done.errors;
  }
}

TEST_F(ConfigTest, OtherCommandsTakeTheirSettingsFromTheFileToo) {
  folder_.write("articles/refund.md", "# Late refund\nTen working days.");
  folder_.write("settings.toml", "articles = \"" + (folder_.path() / "articles").string() +
                                     "\"\ndata = \"" + (folder_.path() / "data").string() + "\"\n");

  EXPECT_EQ(run({"index", "--config", file()}).exit_code, 0);
  EXPECT_NE(run({"search", "--config", file(), "refund"}).output.find("Late refund"),
            std::string::npos);
}

TEST_F(ConfigTest, WhatServeCannotUseIsWrongUsage) {
  const auto data = (folder_.path() / "data").string();
  const std::vector<std::vector<std::string>> refused{
      {"--listen", "nonsense"},
      {"--listen", "127.0.0.1:65536"},
      {"--listen", "unix:"},
      {"--listen", "unix:/" + std::string(107, 'x')},
      {"--listen", "::1:80"},
      {"--trust-proxy", "unix:/run/a.sock"},
      {"--listen", "127.0.0.1:"},
      {"--listen", "example.org:80"},
      {"--host", "https://kb"},
      {"--trust-proxy", "10.0.0.0/33"},
      {"--user-header", "X-User"},
      {"--cors-origin", "crm.example.com"},
      {"--cors-origin", "https://crm.example.com;x"},
      {"--panel-origin", "crm.example.com"},
      {"--panel-origin", "https://[::1]"},
      {"--anonymous", "lead"},
      {"--limit-anonymous", "many"},
      {"--limit-token", "-1"},
      {"--limit-address", "99999999999"},
  };
  for (const auto& options : refused) {
    std::vector<std::string> words{"serve", "--data", data};
    if (options[0] != "--listen") words.insert(words.end(), {"--listen", "127.0.0.1:0"});
    words.insert(words.end(), options.begin(), options.end());
    const auto done = run(words);
    EXPECT_EQ(done.exit_code, 2) << options[0] << " " << options[1];
    EXPECT_FALSE(done.errors.empty()) << options[0];
  }
}

}  // namespace
}  // namespace aplomb
