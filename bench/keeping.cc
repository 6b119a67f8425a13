// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_keeping FOLDER INDEX [SAVES] [CHECKOUT] [QUERIES]
//
// How long it takes until a saved article is found, while 50 searches a second run, and what that
// does to the searches; then the same for CHECKOUT files that change at once, as with `git
// checkout`. It changes the articles in FOLDER: give it copies. QUERIES has one a line; without it
// the articles' titles are asked for. The reference is a durable write of the same file: temporary
// file, fsync, rename, fsync of the folder.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bench/measure.h"
#include "engine/descriptor.h"
#include "engine/searcher.h"
#include "indexer/index_keeper.h"

namespace {

using namespace aplomb;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kEvery = 20ms;  // 50 searches a second
constexpr auto kLong = 10min;

/// Searches at fixed moments, whether or not the ones before have been answered: what waits counts.
class Searching {
 public:
  Searching(const Searcher& searcher, const std::vector<std::string>& queries)
      : searcher_(searcher), queries_(queries) {
    for (int i = 0; i < 4; ++i) threads_.emplace_back([this] { run(); });
  }
  ~Searching() { stop(); }
  Searching(const Searching&) = delete;
  Searching& operator=(const Searching&) = delete;

  void print(const char* name) {
    stop();
    std::ranges::sort(took_);
    std::printf("%-26s %zu searches, %zu failed, p50 %.2f ms, p99 %.2f ms, longest %.1f ms\n", name,
                took_.size(), failed_.load(), 1e3 * bench::percentile(took_, 0.5), 1e3 * p99(),
                1e3 * bench::percentile(took_, 1));
  }
  [[nodiscard]] double p99() const { return bench::percentile(took_, 0.99); }

 private:
  void stop() {
    stopping_ = true;
    for (std::thread& thread : threads_)
      if (thread.joinable()) thread.join();
  }
  void run() {
    while (!stopping_) {
      const std::size_t mine = next_++;
      const auto when = begun_ + kEvery * mine;
      std::this_thread::sleep_until(when);
      SearchRequest request;
      request.text = queries_[mine % queries_.size()];
      const auto page = searcher_.search(request);
      const double took = bench::Seconds(Clock::now() - when).count();
      if (!page) {
        ++failed_;
        std::fprintf(stderr, "%s\n", page.error().message.c_str());
      }
      const std::scoped_lock lock(mutex_);
      took_.push_back(took);
    }
  }

  const Searcher& searcher_;
  const std::vector<std::string>& queries_;
  const Clock::time_point begun_ = Clock::now();
  std::atomic<std::size_t> next_ = 0, failed_ = 0;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::vector<double> took_;
  std::vector<std::thread> threads_;
};

void save_durably(const std::filesystem::path& path, const std::string& text) {
  const std::filesystem::path temporary = path.parent_path() / ".bench-keeping";
  {
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644));
    if (::write(file.get(), text.data(), text.size()) < 0 || ::fsync(file.get()) != 0)
      std::perror("write");
  }
  std::filesystem::rename(temporary, path);
  const Descriptor folder(::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY));
  if (::fsync(folder.get()) != 0) std::perror("fsync");
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool finds(const Searcher& searcher, const std::string& word) {
  SearchRequest request;
  request.text = word + " ";
  const auto page = searcher.search(request);
  return page && page->total == 1;
}

struct Saves {
  std::vector<double> written, found;
};

/// Saves of single articles, one every 0.3 s, each with a word that no other has.
Saves save_some(IndexKeeper& keeper, const Searcher& searcher, const std::filesystem::path& folder,
                const std::vector<std::string>& paths, std::size_t count, bool tell) {
  static std::size_t word_number = static_cast<std::size_t>(::getpid()) * 100'000;
  std::mt19937 random(7);
  Saves saves;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& path = paths[random() % paths.size()];
    const std::string word = "zq" + std::to_string(++word_number) + "x";
    const std::string text = text_of(folder / path) + "\n\n> [!CUSTOMER]\n> " + word + "\n";
    saves.written.push_back(bench::seconds_of([&] { save_durably(folder / path, text); }));
    saves.found.push_back(bench::seconds_of([&] {
      if (tell) keeper.touched(path);
      if (!keeper.wait_until_in_step(kLong)) std::fprintf(stderr, "not in step\n");
    }));
    if (!finds(searcher, word)) std::fprintf(stderr, "%s is not found\n", word.c_str());
    std::this_thread::sleep_for(300ms);
  }
  std::ranges::sort(saves.found);
  return saves;
}

void print(const char* name, const Saves& saves) {
  std::printf("%-26s %zu saves, p50 %.1f ms, p99 %.1f ms, longest %.1f ms; ratio %.1f\n", name,
              saves.found.size(), 1e3 * bench::percentile(saves.found, 0.5),
              1e3 * bench::percentile(saves.found, 0.99), 1e3 * saves.found.back(),
              bench::median(saves.found) / bench::median(saves.written));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_keeping FOLDER INDEX [SAVES] [CHECKOUT] [QUERIES]\n");
    return 2;
  }
  IndexOptions options;
  options.articles = argv[1];
  options.index_dir = argv[2];
  const auto count = static_cast<std::size_t>(argc > 3 ? std::atoi(argv[3]) : 100);
  const auto checkout = static_cast<std::size_t>(argc > 4 ? std::atoi(argv[4]) : 5000);
  auto started = IndexKeeper::start(options);
  if (!started) return 3;
  IndexKeeper& keeper = **started;
  std::printf("compared in                %.1f s\n",
              bench::seconds_of([&] { (void)keeper.wait_until_in_step(kLong); }));
  const auto searcher = Searcher::open(options.index_dir, Audience::kInternal);
  if (!searcher) return 3;

  std::vector<std::string> paths, queries;
  for (const SourceFile& file : list_folder(options.articles)->files) paths.push_back(file.path);
  if (argc > 5) {
    std::ifstream file(argv[5]);
    for (std::string line; std::getline(file, line);) queries.push_back(line);
  }
  std::mt19937 random(1);
  while (queries.size() < 500) {
    ListRequest request;
    request.after = {"a-" + std::to_string(random() % 50'000)};
    request.limit = 1;
    const auto list = searcher->list(request);
    queries.push_back(list && !list->articles.empty() ? list->articles[0].title : "refund card");
  }
  for (const std::string& query : queries) {
    SearchRequest request;
    request.text = query;
    (void)searcher->search(request);
  }

  double quiet = 0;
  {
    Searching searching(*searcher, queries);
    std::this_thread::sleep_for(15s);
    searching.print("quiet");
    quiet = searching.p99();
  }
  for (const bool tell : {true, false}) {
    Searching searching(*searcher, queries);
    print(tell ? "told of" : "noticed",
          save_some(keeper, *searcher, options.articles, paths, count, tell));
    searching.print(" meanwhile");
    std::printf("%-26s %.2f\n", " p99 to quiet", searching.p99() / quiet);
  }
  std::ranges::shuffle(paths, random);
  {
    Searching searching(*searcher, queries);
    std::size_t number = 0;
    const double took = bench::seconds_of([&] {
      for (const std::string& path : paths) {
        if (number++ == checkout) break;
        std::ofstream(options.articles / path, std::ios::app) << "\nchanged by a checkout\n";
      }
      (void)keeper.wait_until_in_step(kLong);
    });
    std::printf("%-26s %zu files in step in %.1f s\n", "checkout", std::min(checkout, paths.size()),
                took);
    searching.print(" meanwhile");
    std::printf("%-26s %.2f\n", " p99 to quiet", searching.p99() / quiet);
  }
  return 0;
}
