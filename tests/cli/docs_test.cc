// SPDX-License-Identifier: GPL-3.0-or-later
// The documentation's commands are run and its links followed, so that they cannot rot.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/program.h"
#include "tests/support/temp_dir.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = APLOMB_SOURCE_DIR;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// The words of a command line without quotes, up to its comment.
std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line.substr(0, line.find('#')));
  return {std::istream_iterator<std::string>(stream), {}};
}

TEST(DocsTest, TheReadmesCommandsWork) {
  const test::TempDir articles, data;
  articles.write("refund.md", "# Refund to a debit card\nTen working days.");
  std::istringstream readme(read(kSource / "README.md"));
  std::size_t commands = 0;
  for (std::string line; std::getline(readme, line);) {
    if (!line.starts_with("aplomb ") || line.starts_with("aplomb serve")) continue;
    replace_all(line, "~/our-wiki", articles.path());
    replace_all(line, "~/aplomb-data", data.path());
    auto words = words_of(line);
    words.erase(words.begin());
    const auto done = test::run(words);
    EXPECT_EQ(done.exit_code, 0) << line << "\n" << done.errors;
    EXPECT_NE(done.output.find(words[0] == "search" ? "Refund to a debit card" : "1 article"),
              std::string::npos)
        << done.output;
    ++commands;
  }
  EXPECT_EQ(commands, 3U);
}

TEST(DocsTest, TheQualityPagesCommandsWork) {
  const test::TempDir articles, data, quality;
  articles.write("refund.md", "---\ntest_queries: [money back]\n---\n# Money back\nTen days.");
  articles.write("parcel.md", "# Where is my parcel?\nOn its way.");
  quality.write("queries.tsv", "q1\tmy money has not come back\nq2\twhere is my parcel\n");
  quality.write("qrels.tsv", "q1\trefund\t2\nq2\tparcel\t1\n");
  std::istringstream page(read(kSource / "docs" / "quality.md"));
  std::size_t commands = 0;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("aplomb ")) continue;
    replace_all(line, "~/our-wiki", articles.path());
    replace_all(line, "~/aplomb-data", data.path());
    replace_all(line, "~/quality", quality.path());
    auto words = words_of(line);
    words.erase(words.begin());
    const auto done = test::run(words);
    EXPECT_EQ(done.exit_code, 0) << line << "\n" << done.errors;
    EXPECT_FALSE(done.output.empty()) << line;
    ++commands;
  }
  EXPECT_EQ(commands, 8U);
}

TEST(DocsTest, EveryCommandExplainsItself) {
  for (const char* command : {"serve", "index", "search", "check", "user", "token", "eval",
                              "analyze", "meaning", "config", "schema"}) {
    const auto help = test::run({command, "--help"});
    EXPECT_EQ(help.exit_code, 0) << command;
    EXPECT_NE(test::run({"--help"}).output.find(command), std::string::npos) << command;
    EXPECT_GT(help.output.size(), 80U) << command;
  }
}

TEST(DocsTest, RelativeLinksLeadSomewhere) {
  std::vector<fs::path> pages{kSource / "README.md", kSource / "bench" / "README.md"};
  for (const auto& entry : fs::directory_iterator(kSource / "docs"))
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  std::size_t links = 0;
  for (const fs::path& page : pages) {
    const std::string text = read(page);
    ASSERT_FALSE(text.empty()) << page;
    bool code = false;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("```")) code = !code;
      if (code) continue;
      for (std::size_t at = line.find("]("); at != std::string::npos;
           at = line.find("](", at + 2)) {
        std::string target = line.substr(at + 2, line.find_first_of(")#", at + 2) - at - 2);
        const auto ticks =
            std::count(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(at), '`');
        if (target.empty() || target.find(':') != std::string::npos || ticks % 2 == 1) continue;
        EXPECT_TRUE(fs::exists(page.parent_path() / target)) << page << ": " << target;
        ++links;
      }
    }
  }
  EXPECT_GT(links, 8U);
}

}  // namespace
}  // namespace aplomb
