// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_compressing FOLDER QUERIES
//
// From which size, and at which level, gzip pays: the answers that a server over FOLDER gives
// (searches, suggestions, lists, articles), compressed at each level, with the state of zlib kept
// and made anew each time. Processor time of a thread that is not the first, as the server's are:
// the allocator treats those otherwise. QUERIES has a query a line, behind a tab where there is
// one.

#include <time.h>
#include <zlib.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "http/routes.h"
#include "indexer/indexing.h"
#include "tests/support/temp_dir.h"

namespace {

using namespace aplomb;

constexpr std::size_t kMostOfAKind = 300;
constexpr int kRounds = 3;

struct Kind {
  const char* name;
  std::vector<std::string> answers = {};
};

template <class T>
T value_of(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(3);
}

double thread_us() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

class Deflater {
 public:
  explicit Deflater(int level) {
    if (deflateInit2(&stream_, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
      std::exit(3);
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  std::size_t size_of(const std::string& text) {
    deflateReset(&stream_);
    output_.resize(deflateBound(&stream_, text.size()));
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream_.avail_in = static_cast<uInt>(text.size());
    stream_.next_out = reinterpret_cast<Bytef*>(output_.data());
    stream_.avail_out = static_cast<uInt>(output_.size());
    if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) std::exit(3);
    return stream_.total_out;
  }

 private:
  z_stream stream_{};
  std::string output_;
};

void print(const char* name, int level, bool kept, const std::vector<const std::string*>& answers) {
  if (answers.empty()) return;
  double bytes = 0, sent = 0;
  Deflater own(level);
  const double begun = thread_us();
  for (int round = 0; round < kRounds; ++round)
    for (const auto* answer : answers) {
      bytes += static_cast<double>(answer->size());
      sent += static_cast<double>(kept ? own.size_of(*answer) : Deflater(level).size_of(*answer));
    }
  const double count = kRounds * static_cast<double>(answers.size());
  const double us = (thread_us() - begun) / count;
  std::printf("%-22s %5zu  %7.1f KB  level %d %-5s %5.1f %%  %7.1f us  %5.2f us/KB saved\n", name,
              answers.size(), bytes / count / 1024, level, kept ? "kept" : "anew",
              100 * sent / bytes, us, us * count * 1024 / (bytes - sent));
}

std::vector<Kind> collect(const std::filesystem::path& index_dir, const char* queries) {
  const http::Houses houses(value_of(Searcher::open(index_dir, Audience::kInternal)),
                            value_of(Searcher::open(index_dir, Audience::kCustomer)));
  const test::TempDir data;
  auto desk = value_of(desk::Desk::open(data.path()));
  desk::WaysIn ways_in(desk);
  const auto router =
      http::make_router({.houses = houses, .desk = desk, .ways_in = ways_in, .articles = {}});
  const auto ask = [&](Kind& kind, std::string path, http::Fields query, std::string accept) {
    http::Request request{.method = "GET", .path = std::move(path), .query = std::move(query)};
    request.headers = {{"accept", std::move(accept)}};
    request.caller = {.by = http::Caller::By::kAnonymous, .role = desk::Role::kAgent};
    auto response = router.answer(std::move(request));
    if (response.status == 200) kind.answers.push_back(std::move(response.body));
  };

  std::vector<Kind> kinds{{"search"}, {"search limit=100"}, {"suggest"},
                          {"list"},   {"article, JSON"},    {"article, Markdown"}};
  const std::string json = "application/json";
  std::ifstream file(queries);
  for (std::string line; kinds[0].answers.size() < kMostOfAKind && std::getline(file, line);) {
    const auto query = line.substr(line.rfind('\t') + 1);
    ask(kinds[0], "/api/v1/search", {{"q", query}}, json);
    ask(kinds[1], "/api/v1/search", {{"q", query}, {"limit", "100"}}, json);
    ask(kinds[2], "/api/v1/suggest", {{"q", query.substr(0, 12)}}, json);
  }
  const auto searcher = value_of(Searcher::open(index_dir, Audience::kInternal));
  ListRequest wanted;
  wanted.limit = 50;
  while (kinds[4].answers.size() < kMostOfAKind) {
    const auto page = value_of(searcher.list(wanted));
    ask(kinds[3], "/api/v1/articles", {{"cursor", wanted.after.value}}, json);
    for (const auto& each : page.articles) {
      ask(kinds[4], "/api/v1/articles/" + each.id.value, {}, json);
      ask(kinds[5], "/api/v1/articles/" + each.id.value, {}, "text/markdown");
    }
    if (!page.next) break;
    wanted.after = *page.next;
  }
  return kinds;
}

void print_all(const std::vector<Kind>& kinds) {
  std::vector<const std::string*> all;
  for (const auto& kind : kinds) {
    std::vector<const std::string*> answers;
    for (const auto& answer : kind.answers) answers.push_back(&answer);
    for (int level = 1; level <= 6; ++level) print(kind.name, level, true, answers);
    all.insert(all.end(), answers.begin(), answers.end());
  }
  constexpr std::array<std::size_t, 8> kSizes{256, 512, 1024, 2048, 4096, 8192, 16384, 1 << 20};
  for (std::size_t i = 0; i + 1 < kSizes.size(); ++i) {
    std::vector<const std::string*> between;
    for (const auto* answer : all)
      if (answer->size() >= kSizes[i] && answer->size() < kSizes[i + 1]) between.push_back(answer);
    const auto name = "all from " + std::to_string(kSizes[i]) + " bytes";
    for (const int level : {1, 2, 3}) print(name.c_str(), level, true, between);
    print(name.c_str(), 1, false, between);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bench_compressing FOLDER QUERIES\n");
    return 2;
  }
  const test::TempDir index;
  IndexOptions indexing;
  indexing.articles = argv[1];
  indexing.index_dir = index.path();
  value_of(index_folder(indexing));
  const auto kinds = collect(index.path(), argv[2]);

  std::thread([&] { print_all(kinds); }).join();
}
