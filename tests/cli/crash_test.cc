// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <signal.h>
#include <time.h>

#include <random>
#include <string>

#include "engine/searcher.h"
#include "tests/cli/program.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::Program;
using test::run;
using test::TempDir;
using test::value_of;

constexpr int kArticles = 300;

/// A word that no other round has.
std::string word_of(int round) {
  return std::string("kx") + static_cast<char>('a' + round) + "zq";
}

/// Every article of a round says its word, in its title and in its text.
void write_round(const TempDir& articles, int round) {
  const std::string word = word_of(round);
  for (int i = 0; i < kArticles; ++i) {
    const std::string name = "a" + std::to_string(i) + ".md";
    std::string text = "---\naudience: customer\n---\n# Title " + word + "\n";
    for (int line = 0; line < 20; ++line)
      text += "## Part " + std::to_string(line) + "\n" + word + " text\n";
    articles.write(name, text);
  }
}

std::size_t count(const TempDir& data, const std::string& word, Audience reader) {
  const Searcher searcher = value_of(Searcher::open(data.path() / "index", reader));
  SearchRequest request;
  request.text = '"' + word + '"';  // quoted, or it would be taken for another round's
  request.facets = {FilterField::kLanguage};
  return value_of(searcher.search(request)).total;
}

/// Waits a random part of what a run takes. The outcome does not hang on how long it is: whenever
/// the process dies, what is left must be whole.
void wait_somewhat(std::mt19937& random) {
  const timespec pause{0, static_cast<long>(random() % 250'000'000)};
  nanosleep(&pause, nullptr);
}

TEST(CrashTest, KilledAtAnyMomentTheIndexIsWholeAndTheNextRunCompletesIt) {
  const TempDir articles, data;
  const std::vector<std::string> arguments{"index", "--articles", articles.path(), "--data",
                                           data.path()};
  write_round(articles, 0);
  ASSERT_EQ(run(arguments).exit_code, 0);
  std::mt19937 random(20261121);  // NOLINT: repeatable on purpose
  int last_whole = 0;
  for (int round = 1; round <= 20; ++round) {
    write_round(articles, round);
    {
      // every other round makes a new generation
      auto killed = arguments;
      if (round % 2 == 0) killed.emplace_back("--rebuild");
      Program program(killed);
      wait_somewhat(random);
      program.signal(SIGKILL);
      program.wait();
    }
    const std::string before = word_of(last_whole);
    const std::string after = word_of(round);
    const std::size_t old_articles = count(data, before, Audience::kInternal);
    const std::size_t new_articles = count(data, after, Audience::kInternal);
    EXPECT_TRUE((old_articles == kArticles && new_articles == 0) ||
                (old_articles == 0 && new_articles == kArticles))
        << old_articles << " old and " << new_articles << " new articles in round " << round;
    const auto completed = run(arguments);
    EXPECT_EQ(completed.exit_code, 0) << completed.errors;
    for (const Audience reader : {Audience::kInternal, Audience::kCustomer})
      EXPECT_EQ(count(data, after, reader), static_cast<std::size_t>(kArticles)) << round;
    last_whole = round;
  }
}

}  // namespace
}  // namespace aplomb
