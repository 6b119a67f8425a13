// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_searching FOLDER [QUERIES [WORD_VECTORS]]
//
// Searches per second and latency of Searcher::search, in process, against bare loops that run
// the same Xapian query and read the ten texts: `same` with one hit an article and the total that
// the search reports, `plain` without either.

#include <xapian.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "bench/measure.h"
#include "engine/expansion.h"
#include "engine/function_words.h"
#include "engine/index_files.h"
#include "engine/readers.h"
#include "engine/retrieval.h"
#include "engine/schema.h"
#include "engine/searcher.h"
#include "indexer/indexing.h"
#include "tests/support/temp_dir.h"

namespace {

using namespace aplomb;

/// Queries out of the articles' own words: `keywords` of two to four, or whole sentences of eight
/// to twelve with their function words. The same for the same folder.
std::vector<std::string> make_queries(const std::vector<Article>& articles, std::size_t count,
                                      bool sentences) {
  std::mt19937 random(20261121);  // NOLINT: repeatable on purpose
  std::vector<std::string> queries;
  while (queries.size() < count) {
    const Article& article = articles[random() % articles.size()];
    if (article.passages.empty()) continue;
    const auto tokens = analyze(article.passages[random() % article.passages.size()].text);
    const std::size_t wanted = sentences ? 8 + random() % 5 : 2 + random() % 3;
    if (tokens.size() < 2 * wanted) continue;
    std::string query;
    std::size_t words = 0;
    for (std::size_t at = random() % (tokens.size() - wanted); at < tokens.size() && words < wanted;
         ++at) {
      const bool plain = tokens[at].kind == Token::Kind::kWord && tokens[at].letters_only;
      if (!plain || (!sentences && is_function_word(tokens[at].form, "en"))) continue;
      query += tokens[at].form + " ";
      ++words;
    }
    if (words == wanted) queries.push_back(query);
  }
  return queries;
}

struct Figures {
  double per_second = 0, p50_ms = 0, p99_ms = 0;
};

/// Runs `make_search()` once a thread, which gives a function to call with each query's number.
using Search = std::function<void(std::size_t)>;
Figures run(std::size_t threads, std::size_t queries, const std::function<Search()>& make_search) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::vector<double>> times(threads);
  const double took = bench::seconds_of([&] {
    std::vector<std::thread> pool;
    for (std::size_t t = 0; t < threads; ++t)
      pool.emplace_back([&, t] {
        const Search search = make_search();
        for (std::size_t i = next++; i < queries; i = next++)
          times[t].push_back(1000 * bench::seconds_of([&] { search(i); }));
      });
    for (std::thread& thread : pool) thread.join();
  });
  std::vector<double> all;
  for (const auto& some : times) all.insert(all.end(), some.begin(), some.end());
  std::ranges::sort(all);
  return {static_cast<double>(queries) / took, bench::percentile(all, 0.5),
          bench::percentile(all, 0.99)};
}

enum class Bare {
  kSame,      ///< the query that the search runs, one hit an article, the same total
  kPlain,     ///< that query without either
  kPlainest,  ///< nothing but an OR of the words' stems
};

Search bare_search(const std::string& path, const std::vector<std::string>& queries, Bare bare) {
  auto reader = std::make_shared<Reader>(Xapian::Database(path), 1, Audience::kInternal);
  reader->use(std::make_shared<const Words>(read_words(reader->database())));
  auto prepared = std::make_shared<std::vector<Xapian::Query>>();
  for (const std::string& query : queries) {
    const Plan plan = expand(parse_query(query), *reader, reader->stemmer(), "");
    if (bare != Bare::kPlainest) {
      prepared->push_back(build_query(plan, {}));
      continue;
    }
    std::vector<std::string> stems;
    for (const Group& group : plan.groups)
      for (const Alternative& alternative : group.alternatives)
        if (alternative.via == Alternative::Via::kStem) stems.push_back(alternative.term);
    prepared->emplace_back(Xapian::Query::OP_OR, stems.begin(), stems.end());
  }
  return [reader, prepared, bare](std::size_t i) {
    Xapian::Enquire enquire(reader->database());
    enquire.set_query((*prepared)[i]);
    enquire.set_weighting_scheme(make_weight());
    if (bare == Bare::kSame) enquire.set_collapse_key(schema::kSlotArticle);
    const Xapian::MSet matches =
        enquire.get_mset(0, 10, bare == Bare::kSame ? kCountedExactly + 1 : 0);
    std::size_t bytes = 0;
    for (auto match = matches.begin(); match != matches.end(); ++match)
      bytes += match.get_document().get_data().size();
    if (bytes == 1) std::puts("");  // keeps the reading from being left out
  };
}

void print(const char* name, const Figures& figures) {
  std::printf("  %-22s %8.0f /s   p50 %6.3f ms   p99 %6.3f ms\n", name, figures.per_second,
              figures.p50_ms, figures.p99_ms);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_searching FOLDER [QUERIES [WORD_VECTORS]]\n");
    return 2;
  }
  const std::size_t count = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 4000;
  const test::TempDir dir;
  IndexOptions options;
  options.articles = argv[1];
  options.index_dir = dir.path();
  if (argc > 3) {
    const auto vectors = WordVectors::open(argv[3]);
    if (!vectors) return 3;
    options.vectors = *vectors;
  }
  if (!index_folder(options)) return 3;
  const auto searcher = Searcher::open(dir.path(), Audience::kInternal, options.vectors);
  if (!searcher) return 3;
  const std::string path = index_files::full_database(index_files::generation_dir(dir.path(), 1));
  const auto articles = bench::read_articles(argv[1]);
  std::printf("%zu articles, %zu passages\n", articles.size(), searcher->status()->passages);

  for (const bool sentences : {false, true}) {
    const auto queries = make_queries(articles, count, sentences);
    const auto ours = [&] {
      return [&](std::size_t i) {
        SearchRequest request;
        request.text = queries[i];
        if (!searcher->search(request)) std::abort();
      };
    };
    std::printf("%s\n", sentences ? "sentences of 8 to 12 words" : "2 to 4 keywords");
    double one_thread = 0;
    for (const std::size_t threads : {1UL, 2UL}) {
      // interleaved, and the best of three of each: what the machine does between them evens out
      Figures same, plain, plainest, search;
      for (int round = 0; round < 3; ++round) {
        const auto better = [](Figures& best, const Figures& next) {
          if (next.per_second > best.per_second) best = next;
        };
        const auto bare = [&](Bare kind) {
          return run(threads, count, [&] { return bare_search(path, queries, kind); });
        };
        better(same, bare(Bare::kSame));
        better(plain, bare(Bare::kPlain));
        better(plainest, bare(Bare::kPlainest));
        better(search, run(threads, count, ours));
      }
      std::printf(" %zu thread%s\n", threads, threads == 1 ? "" : "s");
      print("bare Xapian, same", same);
      print("bare Xapian, plain", plain);
      print("bare Xapian, plainest", plainest);
      print("Searcher::search", search);
      std::printf("  ratio to same %.2f, to plain %.2f, to plainest %.2f\n",
                  search.per_second / same.per_second, search.per_second / plain.per_second,
                  search.per_second / plainest.per_second);
      if (threads == 1) one_thread = search.per_second;
      if (threads == 2) std::printf("  two threads to one %.2f\n", search.per_second / one_thread);
    }
  }
  return 0;
}
