// SPDX-License-Identifier: GPL-3.0-or-later
// docs/check.md: its commands and its hook are run, so that they cannot rot.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/program.h"
#include "tests/support/temp_dir.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;

constexpr const char* kWhole =
    "---\ntitle: Refund\nowner: payments-kb\nanswer: \"Yes, at once.\"\n"
    "last_reviewed: 2026-01-01\nreview_every: 100 years\n---\n";

std::string page() {
  std::ifstream file(APLOMB_SOURCE_DIR "/docs/check.md", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

TEST(CheckDocsTest, ItsCommandsWork) {
  const test::TempDir articles;
  articles.write("billing/refund.md", kWhole);
  articles.write("plus/plans.md", kWhole);
  std::istringstream lines(page());
  std::size_t commands = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("aplomb check")) continue;
    const bool draft = line.find("< draft.md") != std::string::npos;
    line = line.substr(0, line.find(" < "));
    replace_all(line, "~/our-wiki", articles.path());
    std::istringstream stream(line.substr(7));
    const std::vector<std::string> words{std::istream_iterator<std::string>(stream), {}};
    const auto done = test::run(words, draft ? kWhole : "");
    EXPECT_EQ(done.exit_code, 0) << line << "\n" << done.output << done.errors;
    ++commands;
  }
  EXPECT_EQ(commands, 5U);
}

/// A repository of articles with the hook of the page.
class HookTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!shell("git --version")) GTEST_SKIP() << "there is no git";
    const std::string text = page();
    const std::size_t begin = text.find("```bash\n#!/bin/sh");
    ASSERT_NE(begin, std::string::npos);
    const std::string hook = text.substr(begin + 8, text.find("\n```", begin) - begin - 7);
    ASSERT_TRUE(
        shell("git init -q . && git config user.name A && git config user.email a@b.example"));
    folder_.write(".git/hooks/pre-commit", hook);
    fs::permissions(folder_.path() / ".git/hooks/pre-commit", fs::perms::owner_all);
  }
  [[nodiscard]] bool shell(const std::string& command) const {
    const std::string program = fs::path(APLOMB_PROGRAM).parent_path();
    return std::system(("cd '" + folder_.path().string() + "' && PATH='" + program +
                        "':$PATH && (" + command + ") > out.txt 2>&1")
                           .c_str()) == 0;
  }
  [[nodiscard]] std::string output() const {
    std::ifstream file(folder_.path() / "out.txt");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] bool commit() const { return shell("git add -A && git commit -qm articles"); }

  test::TempDir folder_;
};

TEST_F(HookTest, ACommitOfWhatIsRightGoesThroughAndOneOfABrokenLinkDoesNot) {
  folder_.write("refund.md", kWhole);
  EXPECT_TRUE(commit()) << output();
  folder_.write("late money.md", std::string(kWhole) + "[gone](gone.md)\n");
  EXPECT_FALSE(commit());
  EXPECT_NE(output().find("late money.md:8: warning: "), std::string::npos) << output();
  EXPECT_NE(output().find("[broken-link]"), std::string::npos) << output();
  folder_.write("gone.md", kWhole);
  EXPECT_TRUE(commit()) << output();
}

TEST_F(HookTest, ItSpeaksOfWhatIsCommittedOnly) {
  folder_.write("old.md", std::string(kWhole) + "[gone](gone.md)\n");
  ASSERT_TRUE(shell("git add -A && git commit -q --no-verify -m old")) << output();
  folder_.write("refund.md", kWhole);
  EXPECT_TRUE(commit()) << output();
}

}  // namespace
}  // namespace aplomb
