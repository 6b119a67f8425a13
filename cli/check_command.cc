// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/common.h"
#include "cli/progress_line.h"
#include "engine/searcher.h"
#include "indexer/checking.h"

namespace aplomb::cli {
namespace {

using Json = nlohmann::ordered_json;

/// The place that is reported beside the first, the same for everybody so that shares compare.
constexpr std::size_t kAmong = 3;

struct Options {
  Places places;
  CheckOptions check;
  bool json = false;
};

struct Summary {
  std::size_t test_queries = 0, first = 0, among = 0;
  std::size_t pins = 0, pins_first = 0;
  std::size_t refused = 0, warnings = 0, notes = 0;
};

Summary summarise(const CheckReport& report) {
  Summary summary;
  for (const CheckedQuery& query : report.queries) {
    ++(query.pin ? summary.pins : summary.test_queries);
    if (query.first()) ++(query.pin ? summary.pins_first : summary.first);
    if (!query.pin && query.rank >= 1 && query.rank <= kAmong) ++summary.among;
  }
  for (const Finding& finding : report.findings) {
    summary.refused += finding.severity == Finding::Severity::kRefused ? 1 : 0;
    summary.warnings += finding.severity == Finding::Severity::kWarning ? 1 : 0;
    summary.notes += finding.severity == Finding::Severity::kNote ? 1 : 0;
  }
  return summary;
}

double share(std::size_t count, std::size_t all) {
  return static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(all, 1));
}

std::string percent(double share) {
  std::array<char, 16> text{};
  static_cast<void>(std::snprintf(text.data(), text.size(), "%.1f %%", 100 * share));
  return text.data();
}

void show(const CheckReport& report) {
  for (const Finding& finding : report.findings) print(std::cout, finding);
  const Summary summary = summarise(report);
  std::cout << plural(report.articles, "article") << ": " << summary.refused << " refused, "
            << plural(summary.warnings, "warning") << ", " << plural(summary.notes, "note") << "\n";
  if (summary.pins > 0)
    std::cout << plural(summary.pins, "pin") << ": " << summary.pins_first << " first\n";
  if (summary.test_queries == 0)
    std::cout << "no article has `test_queries`: what callers say when it should be found\n";
  else
    std::cout << "test queries: " << summary.test_queries << ", "
              << percent(share(summary.first, summary.test_queries)) << " first, "
              << percent(share(summary.among, summary.test_queries)) << " among the first three\n";
}

Json to_json(const Finding& finding) {
  return {{"path", finding.path},
          {"line", finding.line},
          {"severity", to_word(finding.severity)},
          {"message", finding.message},
          {"hint", finding.hint}};
}

Json to_json(const CheckedQuery& query) {
  auto above = Json::array();
  for (const CheckedQuery::Above& one : query.above)
    above.push_back({{"id", one.id.value}, {"title", one.title}, {"why", one.why}});
  return {{"query", query.text},
          {"pin", query.pin},
          {"article", query.article.value},
          {"path", query.path},
          {"line", query.line},
          {"rank", query.rank > 0 ? Json(query.rank) : Json(nullptr)},
          {"only_nearest", query.only_nearest},
          {"above", std::move(above)}};
}

Json to_json(const CheckReport& report) {
  const Summary summary = summarise(report);
  auto findings = Json::array(), queries = Json::array();
  for (const Finding& finding : report.findings) findings.push_back(to_json(finding));
  for (const CheckedQuery& query : report.queries) queries.push_back(to_json(query));
  return {{"articles", report.articles},
          {"refused", summary.refused},
          {"warnings", summary.warnings},
          {"notes", summary.notes},
          {"test_queries", summary.test_queries},
          {"first", share(summary.first, summary.test_queries)},
          {"among_three", share(summary.among, summary.test_queries)},
          {"pins", summary.pins},
          {"pins_first", summary.pins_first},
          {"findings", std::move(findings)},
          {"queries", std::move(queries)}};
}

int run(const Options& options) {
  CheckOptions check = options.check;
  check.articles = options.places.articles;
  auto vectors = installed_vectors(options.places);
  if (!vectors) return report(vectors.error());
  check.vectors = std::move(*vectors);
  ProgressLine line;
  check.progress = [&](std::string_view doing, std::size_t done, std::size_t all) {
    line.show(doing, done, all, "articles");
  };
  const auto checked = check_articles(check);
  line.clear();
  if (!checked) return report(checked.error());
  if (options.json)
    std::cout << to_json(*checked).dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
  else
    show(*checked);
  return checked->has_problems() ? kProblems : kDone;
}

}  // namespace

Action add_check(CLI::App& program) {
  CLI::App* command = program.add_subcommand("check", "Say what is wrong with the articles");
  command->footer(
      "Lists what indexing finds, and every test query and pin that does not bring its article\n"
      "first, with the article that comes first instead. Looks at the articles as they are, by\n"
      "an index of its own in the temporary folder (TMPDIR); of --data it reads the word vectors\n"
      "only. Exit codes: 0 nothing but notes, 1 something refused or a warning, 3 failed.\n"
      "Examples: aplomb check --articles ~/our-wiki\n"
      "          aplomb check --top 1 --json > check.json");
  const auto options = std::make_shared<Options>();
  add_articles_option(*command, options->places);
  add_data_option(*command, options->places);
  command
      ->add_option(
          "--top", options->check.top,
          "a test query that has its article among the first N (3) is a note, else a warning")
      ->option_text("N")
      ->check(CLI::Range(std::size_t{1}, kMaxLimit));
  command
      ->add_option("--language", options->check.default_language,
                   "language of articles that do not say (ISO 639-1)")
      ->capture_default_str();
  command->add_flag("--json", options->json, "print findings and queries as JSON, for CI");
  return [options] { return run(*options); };
}

}  // namespace aplomb::cli
