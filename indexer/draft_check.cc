// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/draft_check.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "indexer/check/examine.h"
#include "indexer/check/folder_facts.h"
#include "indexer/check/queries.h"
#include "indexer/check/settings.h"

namespace aplomb {
namespace {

/// As `CheckOptions::top`.
constexpr std::size_t kTop = 3;
/// Near-duplicates that are listed, and the share from which on they are: an editor wants to see
/// them before they are findings.
constexpr std::size_t kMaxDuplicates = 5;
constexpr double kLeastListed = 0.3;

class DraftCheck {
 public:
  DraftCheck(const std::filesystem::path& articles, const Draft& draft, const Searcher& searcher)
      : articles_(articles), draft_(draft), searcher_(searcher) {}

  Result<DraftReport> run() {
    FindingLog unheard("");
    const CheckSettings settings = load_check_settings(articles_, unheard);
    examined_ = examine(draft_.path, draft_.bytes, {draft_.default_language, {}}, settings);
    report_.findings = std::move(examined_.findings);
    if (examined_.article)
      if (auto among = check_among(); !among) return tl::unexpected<Error>(among.error());
    settings.apply(report_.findings);
    std::ranges::stable_sort(report_.findings, {}, &Finding::line);
    report_.article = std::move(examined_.article);
    return std::move(report_);
  }

 private:
  Result<void> check_among() {
    std::ranges::move(judge_among(examined_.facts, FolderAround(articles_, &searcher_)),
                      std::back_inserter(report_.findings));
    if (auto done = find_clashes(); !done) return done;
    Supposed supposed{*examined_.article, {}};
    if (draft_.replaces) supposed.without.push_back(*draft_.replaces);
    // the one at this path is what saving replaces, whatever id it has
    const auto there = searcher_.find_path(draft_.path);
    if (there && draft_.replaces != *there) supposed.without.push_back(*there);
    if (auto done = find_duplicates(supposed); !done) return done;
    return ask_queries(supposed);
  }

  void add(Rule rule, int line, std::string message, std::string hint) {
    report_.findings.push_back(
        make_finding(rule, draft_.path, line, std::move(message), std::move(hint)));
  }

  /// The path of another article than the one that is replaced, by its id or an alias; empty when
  /// there is none.
  Result<std::pair<std::string, bool>> holder_of(const ArticleId& id) {
    const auto found = searcher_.article(id);
    if (!found && found.error().code == Code::kNotFound) return std::pair(std::string(), false);
    if (!found) return tl::unexpected<Error>(found.error());
    const Article& other = found->article;
    if (other.path == draft_.path || draft_.replaces == other.id)
      return std::pair(std::string(), false);
    return std::pair(other.path, other.id == id);
  }

  Result<void> find_clashes() {
    const ArticleFacts& facts = examined_.facts;
    auto holder = holder_of(facts.id);
    if (!holder) return tl::unexpected<Error>(holder.error());
    if (!holder->first.empty() && holder->second) {
      if (facts.id_is_of_path)
        add(Rule::kSharedPathId, 0,
            "its path gives the id '" + facts.id.value + "', which " + holder->first +
                " has already",
            "state an id; until then it has one with a number behind it");
      else
        add(Rule::kIdClash, facts.id_line,
            "the id '" + facts.id.value + "' is already that of " + holder->first,
            "give one of the two another id");
    }
    for (const auto& [alias, line] : facts.aliases) {
      holder = holder_of(alias);
      if (!holder) return tl::unexpected<Error>(holder.error());
      if (!holder->first.empty())
        add(Rule::kAliasClash, line,
            "the alias '" + alias.value + "' is " +
                (holder->second ? "the id of " : "an alias of ") + holder->first,
            "an old address can lead to one article only; take it out of one");
    }
    return {};
  }

  Result<void> find_duplicates(const Supposed& supposed) {
    if (!examined_.facts.in_use) return {};
    auto overlaps = searcher_.overlaps(supposed, kLeastListed, kMaxDuplicates);
    if (!overlaps) return tl::unexpected<Error>(overlaps.error());
    report_.duplicates = std::move(*overlaps);
    if (report_.duplicates.empty() || report_.duplicates.front().share < kNearShare) return {};
    const Overlap& first = report_.duplicates.front();
    report_.findings.push_back(
        describe_likeness(draft_.path, first.share, first.id.value, first.title));
    return {};
  }

  Result<void> ask_queries(const Supposed& supposed) {
    auto to_ask = queries_to_ask(supposed.article, examined_.facts.queries);
    if (to_ask.queries.size() > kMaxDraftQueries) {
      add(Rule::kQueryNotAsked, to_ask.queries[kMaxDraftQueries].line,
          "of " + std::to_string(to_ask.queries.size()) + " queries the first " +
              std::to_string(kMaxDraftQueries) + " were asked",
          "aplomb check asks all");
      to_ask.queries.resize(kMaxDraftQueries);
      to_ask.requests.resize(kMaxDraftQueries);
    }
    if (to_ask.queries.empty()) return {};
    const auto pages = searcher_.search_as_if(supposed, to_ask.requests);
    if (!pages) return tl::unexpected<Error>(pages.error());
    for (std::size_t i = 0; i < pages->size(); ++i) {
      take_answer((*pages)[i], kTop, to_ask.queries[i]);
      if (auto finding = finding_of(to_ask.queries[i], kTop))
        report_.findings.push_back(std::move(*finding));
    }
    report_.queries = std::move(to_ask.queries);
    return {};
  }

  const std::filesystem::path& articles_;
  const Draft& draft_;
  const Searcher& searcher_;
  Examined examined_;
  DraftReport report_;
};

}  // namespace

Result<DraftReport> check_draft(const std::filesystem::path& articles, const Draft& draft,
                                const Searcher& searcher) {
  std::error_code status;
  if (!std::filesystem::is_directory(articles, status))
    return fail(Code::kNotFound, "there is no articles folder at " + articles.string(),
                "make it, or name another with --articles");
  return DraftCheck(articles, draft, searcher).run();
}

}  // namespace aplomb
