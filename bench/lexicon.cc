// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_lexicon [Google Benchmark's options]
//
// What Lexicon takes for one word, against looking at every word of the same vocabulary: 120,000
// made of syllables, with frequencies that fall as those of a language do. `references` is how
// many of our answers fit into the time of the plain one (Google Benchmark adds "/s" to it).

#include "engine/lexicon.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <unordered_set>
#include <vector>

#include "bench/measure.h"

namespace {

using namespace aplomb;

constexpr std::size_t kWords = 120'000;
constexpr std::size_t kTyped = 512;

struct Fixture {
  std::vector<Lexicon::Entry> entries;
  Lexicon lexicon;
  std::vector<std::string> misspelt;
};

const Fixture& fixture() {
  static const Fixture kFixture = [] {
    std::mt19937 random(20261122);  // NOLINT: repeatable on purpose
    constexpr std::array<const char*, 24> kSyllables{
        "re",  "fund", "car", "der", "ti", "on", "ac",  "count", "pay", "ment", "in", "ver",
        "ser", "vice", "pro", "ta",  "li", "en", "com", "pen",   "sa",  "ble",  "un", "st"};
    std::unordered_set<std::string> seen;
    Fixture made;
    while (made.entries.size() < kWords) {
      std::string word;
      for (std::size_t n = 2 + random() % 4; n > 0; --n)
        word += kSyllables[random() % kSyllables.size()];
      if (!seen.insert(word).second) continue;
      const auto rank = static_cast<std::uint32_t>(made.entries.size() + 1);
      made.entries.push_back({word, 1 + 100'000 / rank, rank % 8 == 0 ? 1 + 5'000 / rank : 0});
    }
    while (made.misspelt.size() < kTyped) {
      std::string word = made.entries[random() % kWords].form;
      const std::size_t at = 1 + random() % (word.size() - 2);
      std::swap(word[at], word[at + 1]);
      if (!seen.contains(word)) made.misspelt.push_back(word);
    }
    made.lexicon = Lexicon(made.entries);
    return made;
  }();
  return kFixture;
}

/// Bounded optimal string alignment distance, row by row.
unsigned distance(const std::string& a, const std::string& b, unsigned budget) {
  std::array<std::array<unsigned, 64>, 3> rows{};
  for (unsigned j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto &row = rows[i % 3], &above = rows[(i - 1) % 3];
    unsigned least = row[0] = static_cast<unsigned>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j - 1] + static_cast<unsigned>(a[i - 1] != b[j - 1]), above[j] + 1,
                         row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > budget) return budget + 1;
  }
  return rows[a.size() % 3][b.size()];
}

std::size_t scan_for(const std::string& typed) {
  const unsigned budget = edit_budget(typed.size());
  std::size_t found = 0;
  for (const Lexicon::Entry& entry : fixture().entries) {
    const std::size_t longer = std::max(entry.form.size(), typed.size());
    if (longer - std::min(entry.form.size(), typed.size()) > budget) continue;
    found += distance(typed, entry.form, budget) <= budget;
  }
  return found;
}

std::size_t scan_beginning(const std::string& head) {
  std::size_t found = 0;
  for (const Lexicon::Entry& entry : fixture().entries) found += entry.form.starts_with(head);
  return found;
}

/// Runs `answer` on one word after the other and compares it with `plain` on some of them.
template <class Answer, class Plain>
void compare(benchmark::State& state, Answer&& answer, Plain&& plain) {
  constexpr std::size_t kPlainRuns = 32;
  std::size_t i = 0;
  const double reference = bench::seconds_of([&] {
                             for (std::size_t n = 0; n < kPlainRuns; ++n)
                               benchmark::DoNotOptimize(plain(fixture().misspelt[n]));
                           }) /
                           kPlainRuns;
  for (auto _ : state) benchmark::DoNotOptimize(answer(fixture().misspelt[i++ % kTyped]));
  state.counters["references"] =
      benchmark::Counter(reference, benchmark::Counter::kIsIterationInvariantRate);
}

void corrections(benchmark::State& state) {
  Lexicon::Wanted wanted;
  wanted.half_typed = state.range(0) != 0;
  compare(
      state, [&](const std::string& word) { return fixture().lexicon.corrections(word, wanted); },
      scan_for);
}
BENCHMARK(corrections)->ArgName("half_typed")->Arg(0)->Arg(1)->UseRealTime();

void beginning_with(benchmark::State& state) {
  const auto letters = static_cast<std::size_t>(state.range(0));
  compare(
      state,
      [&](const std::string& word) {
        return fixture().lexicon.beginning_with(word.substr(0, letters), 20, letters < 3);
      },
      [&](const std::string& word) { return scan_beginning(word.substr(0, letters)); });
}
BENCHMARK(beginning_with)->ArgName("letters")->DenseRange(1, 4)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
