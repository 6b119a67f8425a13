// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_indexing FOLDER [RUNS]
//
// How long `aplomb index` takes for a folder, against feeding the same passages' terms, values and
// texts straight into Xapian from memory: no files, no Markdown, no analysis, no check.

#include "indexer/indexing.h"

#include <xapian.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "bench/measure.h"
#include "engine/documents.h"
#include "tests/support/temp_dir.h"

namespace {

using namespace aplomb;

struct Term {
  std::string name;
  Xapian::termcount wdf = 0;
  std::vector<Xapian::termpos> positions;
};

struct Passage {
  std::vector<Term> terms;
  std::vector<std::pair<Xapian::valueno, std::string>> values;
  std::string data;
};

Passage flatten(const Xapian::Document& document) {
  Passage passage;
  passage.data = document.get_data();
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term)
    passage.terms.push_back(
        {*term, term.get_wdf(), {term.positionlist_begin(), term.positionlist_end()}});
  for (auto value = document.values_begin(); value != document.values_end(); ++value)
    passage.values.emplace_back(value.get_valueno(), *value);
  return passage;
}

/// The passages of both databases.
std::pair<std::vector<Passage>, std::vector<Passage>> flatten_all(
    const std::vector<Article>& articles) {
  std::pair<std::vector<Passage>, std::vector<Passage>> all;
  Stemmer stemmer;
  for (const Article& article : articles) {
    const auto projection = customer_projection(article);
    for (const auto& document :
         make_documents(article, Audience::kInternal, projection.has_value(), stemmer))
      all.first.push_back(flatten(document));
    if (!projection) continue;
    for (const auto& document : make_documents(*projection, Audience::kCustomer, true, stemmer))
      all.second.push_back(flatten(document));
  }
  return all;
}

void feed(const std::vector<Passage>& passages, const std::string& path) {
  constexpr int kFlags = Xapian::DB_CREATE | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS;
  constexpr std::size_t kFlushEvery = 2000;  // as indexing does
  Xapian::WritableDatabase database(path, kFlags);
  std::size_t unflushed = 0;
  for (const Passage& passage : passages) {
    Xapian::Document document;
    for (const Term& term : passage.terms) {
      if (term.positions.empty()) document.add_term(term.name, term.wdf);
      const auto count = static_cast<Xapian::termcount>(term.positions.size());
      for (const Xapian::termpos position : term.positions)
        document.add_posting(term.name, position, term.wdf / count);
    }
    for (const auto& [slot, value] : passage.values) document.add_value(slot, value);
    document.set_data(passage.data);
    database.add_document(document);
    if (++unflushed == kFlushEvery) {
      database.commit();
      unflushed = 0;
    }
  }
  database.commit();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_indexing FOLDER [RUNS]\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const int runs = argc > 2 ? std::atoi(argv[2]) : 5;
  const auto articles = bench::read_articles(folder);
  const auto [full, customer] = flatten_all(articles);
  std::vector<double> fed, indexed, ratios;
  for (int run = 0; run < runs; ++run) {
    const test::TempDir reference, index;
    fed.push_back(bench::seconds_of([&, &passages = full, &shown = customer] {
      feed(passages, (reference.path() / "full").string());
      feed(shown, (reference.path() / "customer").string());
    }));
    IndexOptions options;
    options.articles = folder;
    options.index_dir = index.path();
    indexed.push_back(bench::seconds_of([&] {
      if (const auto report = index_folder(options); !report)
        std::fprintf(stderr, "%s\n", report.error().message.c_str());
    }));
    ratios.push_back(indexed.back() / fed.back());
  }
  std::printf("%zu articles, %zu + %zu passages, median of %d runs\n", articles.size(), full.size(),
              customer.size(), runs);
  std::printf("terms straight into Xapian  %.3f s\n", bench::median(fed));
  std::printf("aplomb index                %.3f s\n", bench::median(indexed));
  std::printf("ratio                       %.2f\n", bench::median(ratios));
  return 0;
}
