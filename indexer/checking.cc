// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/checking.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "engine/searcher.h"
#include "indexer/article_reader.h"
#include "indexer/folder.h"
#include "indexer/indexing.h"
#include "indexer/scratch_folder.h"

namespace aplomb {
namespace {

using Severity = Finding::Severity;

/// What a finding says about an article above another.
std::string describe(const CheckedQuery::Above& above) {
  std::string text = above.id.value + ", '" + above.title + "'";
  for (std::size_t i = 0; i < above.why.size(); ++i) text += (i == 0 ? " (" : ", ") + above.why[i];
  return text + (above.why.empty() ? "" : ")");
}

std::string describe(const CheckedQuery& query) {
  const std::string name = (query.pin ? "the pin \"" : "\"") + query.text + "\"";
  if (query.rank == 1) return name + " has this article first, but as nearest, not as an answer";
  if (query.above.empty()) return name + " finds no article";
  const std::string first = describe(query.above.front());
  if (query.rank == 0)
    return name + " does not find this article among the first " + std::to_string(kMaxLimit) +
           "; first is " + first;
  return name + " has this article in place " + std::to_string(query.rank) + "; first is " + first;
}

class Checker {
 public:
  Checker(const CheckOptions& options, const Searcher& searcher)
      : options_(options), searcher_(searcher) {}

  Result<void> check(const Article& article, std::vector<CheckedQuery>& checked) {
    const auto bytes = read_file(options_.articles / article.path);
    const QueryLines lines = bytes ? read_query_lines(*bytes) : QueryLines{};
    for (const bool pin : {true, false}) {
      const auto& line_of = pin ? lines.pins : lines.test_queries;
      for (const std::string& text : pin ? article.pins : article.test_queries) {
        const auto line = line_of.find(text);
        auto query = ask(article, text);
        if (!query) return tl::unexpected<Error>(query.error());
        query->path = article.path;
        query->line = line == line_of.end() ? 0 : line->second;
        query->pin = pin;
        query->severity = severity_of(*query);
        checked.push_back(std::move(*query));
      }
    }
    return {};
  }

 private:
  Result<CheckedQuery> ask(const Article& wanted, const std::string& text) {
    const ArticleId& article = wanted.id;
    SearchRequest request;
    request.text = text;
    request.unpublished = validity_of(wanted, searcher_.now()) == Validity::kScheduled;
    request.limit = kMaxLimit;
    const auto page = searcher_.search(request);
    if (!page) return tl::unexpected<Error>(page.error());
    CheckedQuery query;
    query.article = article;
    query.text = text;
    query.only_nearest = page->hits.empty() && !page->nearest.empty();
    std::size_t rank = 0;
    for (const Hit& hit : page->found()) {
      ++rank;
      if (hit.id == article) query.rank = rank;
      if (query.rank == 0 && query.above.size() < options_.top)
        query.above.push_back({hit.id, hit.title, hit.why});
    }
    return query;
  }

  [[nodiscard]] Severity severity_of(const CheckedQuery& query) const {
    const std::size_t wanted = query.pin ? 1 : options_.top;
    return query.rank >= 1 && query.rank <= wanted ? Severity::kNote : Severity::kWarning;
  }

  const CheckOptions& options_;
  const Searcher& searcher_;
};

bool is_searched_for(const Article& article, Minute now) {
  return !article.excluded && article.confidence != Confidence::kArchived &&
         validity_of(article, now) != Validity::kExpired &&
         !(article.pins.empty() && article.test_queries.empty());
}

Result<std::vector<Article>> articles_to_search_for(const Searcher& searcher) {
  std::vector<Article> articles;
  ListRequest request;
  request.limit = kMaxLimit;
  for (;;) {
    auto listing = searcher.list(request);
    if (!listing) return tl::unexpected<Error>(listing.error());
    std::ranges::copy_if(
        listing->articles, std::back_inserter(articles),
        [&](const Article& article) { return is_searched_for(article, searcher.now()); });
    if (!listing->next) return articles;
    request.after = *listing->next;
  }
}

Result<IndexReport> index_into(const std::filesystem::path& dir, const CheckOptions& options) {
  IndexOptions index;
  index.articles = options.articles;
  index.index_dir = dir;
  index.default_language = options.default_language;
  index.vectors = options.vectors;
  if (options.progress)
    index.progress = [&](std::size_t done, std::size_t all) {
      options.progress("indexing", done, all);
    };
  return index_folder(index);
}

Result<std::vector<CheckedQuery>> check_queries(const std::filesystem::path& index,
                                                const CheckOptions& options) {
  const auto searcher = Searcher::open(index, Audience::kInternal, options.vectors);
  if (!searcher) return tl::unexpected<Error>(searcher.error());
  const auto articles = articles_to_search_for(*searcher);
  if (!articles) return tl::unexpected<Error>(articles.error());
  Checker checker(options, *searcher);
  std::vector<CheckedQuery> checked;
  for (std::size_t i = 0; i < articles->size(); ++i) {
    if (auto done = checker.check((*articles)[i], checked); !done)
      return tl::unexpected<Error>(done.error());
    if (options.progress) options.progress("searching for", i + 1, articles->size());
  }
  std::ranges::stable_sort(
      checked, {}, [](const CheckedQuery& query) { return std::tie(query.path, query.line); });
  return checked;
}

}  // namespace

bool CheckReport::has_problems() const {
  return std::ranges::any_of(
      findings, [](const Finding& finding) { return finding.severity != Severity::kNote; });
}

Result<CheckReport> check_articles(const CheckOptions& options) {
  std::error_code status;
  const auto temporary = std::filesystem::temp_directory_path(status);
  if (status) return fail(Code::kIo, "there is no temporary folder", "name one in TMPDIR");
  const auto scratch = ScratchFolder::make(temporary, "aplomb-check");
  if (!scratch) return tl::unexpected<Error>(scratch.error());
  auto indexed = index_into(scratch->path(), options);
  if (!indexed) return tl::unexpected<Error>(indexed.error());
  auto queries = check_queries(scratch->path(), options);
  if (!queries) return tl::unexpected<Error>(queries.error());

  CheckReport report{indexed->articles(), std::move(*queries), std::move(indexed->findings)};
  for (const CheckedQuery& query : report.queries)
    if (!query.first() || query.only_nearest)
      report.findings.push_back({query.severity, query.path, query.line, describe(query), {}});
  std::ranges::stable_sort(report.findings, {}, [](const Finding& finding) {
    return std::tie(finding.path, finding.line);
  });
  return report;
}

}  // namespace aplomb
