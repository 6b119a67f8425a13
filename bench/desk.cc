// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_desk [Google Benchmark's options]
//
// What a request pays for knowing who asks: Tokens::find and Sessions::find on a desk of 500
// people with a session each and 500 tokens, on one thread and on several. `references` is how
// many of our answers fit into the time of the plainest SQLite statement that finds a row of the
// same table by its id and reads it (Google Benchmark adds "/s" to it). `password` is one sign-in,
// `record` one write with its sync to the disk, `open` the start with its check of the whole file.

#include "desk/desk.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/measure.h"

namespace {

using namespace aplomb;

constexpr std::size_t kPeople = 500;
const desk::Actor kActor = desk::Actor::command_line("bench");

template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

/// A directory of its own, gone with the program.
struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "aplomb-desk-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path = pattern;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

struct Fixture {
  Fixture() : desk(value_of(desk::Desk::open(folder.path))) {
    for (std::size_t i = 0; i < kPeople; ++i) {
      const std::string name = "person" + std::to_string(i);
      const auto person = value_of(desk.people().add(kActor, {.name = name,
                                                              .display_name = "Somebody " + name,
                                                              .role = desk::Role::kAgent,
                                                              .department = "payments",
                                                              .team = "night"}));
      sessions.emplace_back(value_of(desk.sessions().start(person.id, "10.0.0.7")).secret.reveal());
      tokens.emplace_back(
          value_of(desk.tokens().issue(
                       kActor, {.name = name, .role = desk::Role::kAgent, .expires = std::nullopt}))
              .secret.reveal());
    }
    const desk::NewPerson anna{.name = "anna",
                               .display_name = {},
                               .role = desk::Role::kAdmin,
                               .department = {},
                               .team = {}};
    value_of(desk.people().add(kActor, anna, kPassword).map([](const auto&) { return true; }));
  }

  static constexpr std::string_view kPassword = "correct horse battery";
  Folder folder;
  desk::Desk desk;
  std::vector<std::string> sessions, tokens;
};

Fixture& fixture() {
  static Fixture made;
  return made;
}

/// Seconds for one row of `table` by bare SQLite.
double plain_seconds(const std::string& table) {
  constexpr int kRuns = 10'000;
  SQLite::Database database((fixture().folder.path / "desk.db").string());
  SQLite::Statement statement(database, "SELECT * FROM " + table + " WHERE id = ?");
  return bench::seconds_of([&] {
           for (int n = 0; n < kRuns; ++n) {
             statement.bind(1, 1 + n % static_cast<int>(kPeople));
             statement.executeStep();
             for (int column = 0; column < statement.getColumnCount(); ++column)
               benchmark::DoNotOptimize(statement.getColumn(column).getString());
             statement.reset();
           }
         }) /
         kRuns;
}

template <class Find>
void ask(benchmark::State& state, const std::string& table, const std::vector<std::string>& secrets,
         Find&& find) {
  auto i = static_cast<std::size_t>(state.thread_index()) * 37;
  const double reference = state.thread_index() == 0 ? plain_seconds(table) : 0;
  for (auto _ : state)
    if (!find(secrets[i++ % kPeople])) state.SkipWithError("not found");
  state.counters["references"] =
      benchmark::Counter(reference, benchmark::Counter::kIsIterationInvariantRate);
}

void find_token(benchmark::State& state) {
  ask(state, "tokens", fixture().tokens,
      [](const std::string& secret) { return fixture().desk.tokens().find(secret).has_value(); });
}
BENCHMARK(find_token)->UseRealTime()->Threads(1)->Threads(2);

void find_session(benchmark::State& state) {
  ask(state, "sessions", fixture().sessions, [](const std::string& secret) {
    return fixture().desk.sessions().find(desk::SessionKind::kBrowser, secret).has_value();
  });
}
BENCHMARK(find_session)->UseRealTime()->Threads(1)->Threads(2);

void refuse_token(benchmark::State& state) {
  const std::string unknown = "aplomb_" + std::string(43, 'A');
  for (auto _ : state) benchmark::DoNotOptimize(fixture().desk.tokens().find(unknown));
}
BENCHMARK(refuse_token)->UseRealTime();

void password(benchmark::State& state) {
  for (auto _ : state)
    if (!fixture().desk.people().check_password("anna", Fixture::kPassword))
      state.SkipWithError("refused");
}
BENCHMARK(password)->UseRealTime()->Unit(benchmark::kMillisecond);

void record(benchmark::State& state) {
  for (auto _ : state)
    value_of(fixture().desk.audit().record(kActor, "bench", "s", "d").map([] { return true; }));
}
BENCHMARK(record)->UseRealTime()->Unit(benchmark::kMillisecond);

void open(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(value_of(desk::Desk::open(fixture().folder.path)));
}
BENCHMARK(open)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
