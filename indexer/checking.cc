// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/checking.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <thread>
#include <tuple>
#include <utility>

#include "engine/searcher.h"
#include "indexer/check/examine.h"
#include "indexer/check/folder_facts.h"
#include "indexer/check/queries.h"
#include "indexer/check/settings.h"
#include "indexer/folder.h"
#include "indexer/house_files.h"
#include "indexer/indexing.h"
#include "indexer/scratch_folder.h"

namespace aplomb {
namespace {

using Severity = Finding::Severity;

constexpr std::array kQueryRules{Rule::kQueryMissed, Rule::kQuerySecond, Rule::kQueryNearest,
                                 Rule::kPinSecond};

void sort_by_place(std::vector<Finding>& findings) {
  std::ranges::stable_sort(
      findings, {}, [](const Finding& finding) { return std::tie(finding.path, finding.line); });
}

void append(std::vector<Finding>& findings, std::vector<Finding> more) {
  std::ranges::move(more, std::back_inserter(findings));
}

class FolderCheck {
 public:
  explicit FolderCheck(const CheckOptions& options) : options_(options) {}

  Result<CheckReport> run() {
    auto listing = list_folder(options_.articles);
    if (!listing) return tl::unexpected<Error>(listing.error());
    read_house(*listing);
    FolderFacts facts(options_.articles, examine_all(listing->files));
    report_.articles = facts.taken();
    append(report_.findings, facts.clashes());
    judge(facts);
    compare(facts);
    if (asks_queries(facts))
      if (auto asked = ask_queries(facts); !asked) return tl::unexpected<Error>(asked.error());
    finish();
    return std::move(report_);
  }

 private:
  [[nodiscard]] bool wants_path(std::string_view path) const {
    return options_.paths.empty() ||
           std::ranges::any_of(options_.paths, [&](const std::string& wanted) {
             return wanted.empty() || path == wanted ||
                    (path.starts_with(wanted) && path.substr(wanted.size()).starts_with('/'));
           });
  }

  [[nodiscard]] bool wants(Rule rule) const {
    return options_.rules.empty() ||
           std::ranges::find(options_.rules, rule) != options_.rules.end();
  }

  void tell(std::string_view doing, std::size_t done, std::size_t all) const {
    if (options_.progress) options_.progress(doing, done, all);
  }

  void read_house(FolderListing& listing) {
    FindingLog log("aplomb.yaml");
    settings_ = load_check_settings(options_.articles, log);
    append(report_.findings, log.take());
    append(report_.findings, read_house_files(options_.articles, {}).findings);
    append(report_.findings, std::move(listing.left_out));
  }

  /// Each file's article; refused ones have findings only. Order is that of the files.
  std::vector<ArticleFacts> examine_all(const std::vector<SourceFile>& files) {
    std::vector<Examined> examined(files.size());
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;  // guards options_.progress
    const auto work = [&] {
      for (std::size_t i = next++; i < files.size(); i = next++) {
        examined[i] = examine_file(files[i]);
        if (i % 64 != 63) continue;
        const std::scoped_lock lock(mutex);
        tell("reading", i + 1, files.size());
      }
    };
    std::vector<std::thread> others;
    const std::size_t threads = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 8);
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work);
    work();
    for (std::thread& other : others) other.join();

    std::vector<ArticleFacts> facts;
    for (Examined& one : examined) {
      append(report_.findings, std::move(one.findings));
      if (!one.facts.path.empty()) facts.push_back(std::move(one.facts));
    }
    return facts;
  }

  Examined examine_file(const SourceFile& file) const {
    const auto bytes = read_file(options_.articles / file.path);
    if (!bytes)
      return {{},
              {make_finding(Rule::kUnreadableFile, file.path, 0, bytes.error().message,
                            bytes.error().hint)},
              {}};
    Examined examined = examine(file.path, *bytes, {options_.default_language, {}}, settings_);
    examined.article.reset();  // its pages would fill the memory
    return examined;
  }

  void judge(const FolderFacts& facts) {
    for (const ArticleFacts& one : facts.all())
      if (wants_path(one.path)) append(report_.findings, judge_among(one, facts));
  }

  /// duplicate, near-duplicate. What is archived may be like what took its place.
  void compare(const FolderFacts& facts) {
    if (!wants(Rule::kDuplicate) && !wants(Rule::kNearDuplicate)) return;
    tell("comparing", 0, facts.all().size());
    std::vector<const ArticleFacts*> articles;
    std::vector<const Shingles*> texts;
    for (const ArticleFacts& one : facts.all()) {
      if (!one.in_use) continue;
      articles.push_back(&one);
      texts.push_back(&one.shingles);
    }
    for (const Likeness& alike : find_alike(texts))
      report_.findings.push_back(describe_likeness(articles[alike.of]->path, alike.share,
                                                   articles[alike.other]->path,
                                                   articles[alike.other]->title));
  }

  [[nodiscard]] bool asks_queries(const FolderFacts& facts) const {
    if (std::ranges::none_of(kQueryRules, [&](Rule rule) { return wants(rule); })) return false;
    return std::ranges::any_of(facts.all(), [&](const ArticleFacts& one) {
      return one.in_use && wants_path(one.path) &&
             !(one.queries.pins.empty() && one.queries.test_queries.empty());
    });
  }

  Result<void> ask_queries(const FolderFacts& facts) {
    std::error_code status;
    const auto temporary = std::filesystem::temp_directory_path(status);
    if (status) return fail(Code::kIo, "there is no temporary folder", "name one in TMPDIR");
    const auto scratch = ScratchFolder::make(temporary, "aplomb-check");
    if (!scratch) return tl::unexpected<Error>(scratch.error());
    if (auto indexed = index_into(scratch->path()); !indexed) return indexed;
    const auto searcher = Searcher::open(scratch->path(), Audience::kInternal, options_.vectors);
    if (!searcher) return tl::unexpected<Error>(searcher.error());
    const auto articles = articles_to_search_for(*searcher);
    if (!articles) return tl::unexpected<Error>(articles.error());
    for (std::size_t i = 0; i < articles->size(); ++i) {
      if (auto asked = ask((*articles)[i], facts, *searcher); !asked) return asked;
      tell("searching for", i + 1, articles->size());
    }
    return {};
  }

  Result<void> index_into(const std::filesystem::path& dir) const {
    IndexOptions index;
    index.articles = options_.articles;
    index.index_dir = dir;
    index.default_language = options_.default_language;
    index.vectors = options_.vectors;
    index.progress = [&](std::size_t done, std::size_t all) { tell("indexing", done, all); };
    const auto indexed = index_folder(index);
    if (!indexed) return tl::unexpected<Error>(indexed.error());
    return {};
  }

  [[nodiscard]] Result<std::vector<Article>> articles_to_search_for(
      const Searcher& searcher) const {
    std::vector<Article> articles;
    ListRequest request;
    request.limit = kMaxLimit;
    for (;;) {
      auto listing = searcher.list(request);
      if (!listing) return tl::unexpected<Error>(listing.error());
      for (Article& article : listing->articles)
        if (wants_path(article.path) && !(article.pins.empty() && article.test_queries.empty()))
          articles.push_back(std::move(article));
      if (!listing->next) return articles;
      request.after = *listing->next;
    }
  }

  Result<void> ask(const Article& article, const FolderFacts& facts, const Searcher& searcher) {
    const ArticleFacts* const known = facts.at(article.path);
    auto to_ask = queries_to_ask(article, known == nullptr ? QueryLines{} : known->queries);
    for (std::size_t i = 0; i < to_ask.queries.size(); ++i) {
      const auto page = searcher.search(to_ask.requests[i]);
      if (!page) return tl::unexpected<Error>(page.error());
      take_answer(*page, options_.top, to_ask.queries[i]);
      if (auto finding = finding_of(to_ask.queries[i], options_.top))
        report_.findings.push_back(std::move(*finding));
      report_.queries.push_back(std::move(to_ask.queries[i]));
    }
    return {};
  }

  void finish() {
    settings_.apply(report_.findings);
    std::erase_if(report_.findings, [&](const Finding& finding) {
      const auto rule = find_rule(finding.rule);
      return !wants_path(finding.path) || (rule && !wants(*rule));
    });
    sort_by_place(report_.findings);
    std::ranges::stable_sort(report_.queries, {}, [](const CheckedQuery& query) {
      return std::tie(query.path, query.line);
    });
  }

  const CheckOptions& options_;
  CheckSettings settings_;
  CheckReport report_;
};

}  // namespace

bool has_problems(const std::vector<Finding>& findings) {
  return std::ranges::any_of(
      findings, [](const Finding& finding) { return finding.severity != Severity::kNote; });
}

Result<CheckReport> check_articles(const CheckOptions& options) {
  return FolderCheck(options).run();
}

std::vector<Finding> check_saved(const std::filesystem::path& articles, std::string_view path,
                                 std::string_view bytes, const std::string& default_language) {
  FindingLog unheard("");
  const CheckSettings settings = load_check_settings(articles, unheard);
  Examined examined = examine(path, bytes, {default_language, {}}, settings);
  if (examined.article)
    append(examined.findings, judge_among(examined.facts, FolderAround(articles, nullptr)));
  settings.apply(examined.findings);
  sort_by_place(examined.findings);
  return std::move(examined.findings);
}

}  // namespace aplomb
