// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <utility>

#include "cli/common.h"
#include "cli/progress_line.h"
#include "engine/searcher.h"
#include "indexer/checking.h"
#include "indexer/draft_check.h"
#include "indexer/scratch_folder.h"

namespace aplomb::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Severity = Finding::Severity;

/// The place that is reported beside the first, the same for everybody so that shares compare.
constexpr std::size_t kAmong = 3;
constexpr const char* kStandardInput = "-";

struct Options {
  Places places;
  CheckOptions check;
  std::vector<std::string> paths, rules;
  std::string draft_path;
  bool json = false;
};

struct Summary {
  std::size_t test_queries = 0, first = 0, among = 0;
  std::size_t pins = 0, pins_first = 0;
  std::size_t refused = 0, errors = 0, warnings = 0, notes = 0;
};

Summary summarise(const CheckReport& report) {
  Summary summary;
  for (const CheckedQuery& query : report.queries) {
    ++(query.pin ? summary.pins : summary.test_queries);
    if (query.first()) ++(query.pin ? summary.pins_first : summary.first);
    if (!query.pin && query.rank >= 1 && query.rank <= kAmong) ++summary.among;
  }
  for (const Finding& finding : report.findings)
    ++(finding.severity == Severity::kRefused   ? summary.refused
       : finding.severity == Severity::kError   ? summary.errors
       : finding.severity == Severity::kWarning ? summary.warnings
                                                : summary.notes);
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
            << plural(summary.errors, "error") << ", " << plural(summary.warnings, "warning")
            << ", " << plural(summary.notes, "note") << "\n";
  if (summary.pins > 0)
    std::cout << plural(summary.pins, "pin") << ": " << summary.pins_first << " first\n";
  if (summary.test_queries > 0)
    std::cout << "test queries: " << summary.test_queries << ", "
              << percent(share(summary.first, summary.test_queries)) << " first, "
              << percent(share(summary.among, summary.test_queries)) << " among the first three\n";
}

Json to_json(const Finding& finding) {
  return {{"file", finding.path},       {"line", finding.line},
          {"rule", finding.rule},       {"severity", to_word(finding.severity)},
          {"message", finding.message}, {"hint", finding.hint}};
}

Json to_json(const CheckedQuery& query) {
  auto above = Json::array();
  for (const CheckedQuery::Above& one : query.above)
    above.push_back({{"id", one.id.value}, {"title", one.title}, {"why", one.why}});
  return {{"query", query.text},
          {"pin", query.pin},
          {"article", query.article.value},
          {"file", query.path},
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
          {"errors", summary.errors},
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

/// A path as somebody names it, from here or from the top of the articles folder, as it stands
/// within that folder; the folder itself is empty. Errors: kInvalidArgument.
Result<std::string> path_within(const fs::path& articles, const std::string& named) {
  std::error_code status;
  const fs::path root = fs::weakly_canonical(articles, status);
  for (const fs::path& candidate : {fs::path(named), articles / named}) {
    if (!fs::exists(candidate, status)) continue;
    const fs::path inside = fs::weakly_canonical(candidate, status).lexically_relative(root);
    if (inside.empty() || *inside.begin() == "..") continue;
    return inside == "." ? std::string() : inside.generic_string();
  }
  return fail(Code::kInvalidArgument,
              "there is no '" + named + "' in the articles folder " + articles.string(),
              "name files or folders in it, or another folder with --articles");
}

Result<std::vector<Rule>> rules_of(const std::vector<std::string>& names) {
  std::vector<Rule> rules;
  for (const std::string& name : names) {
    const auto rule = find_rule(name);
    if (!rule)
      return fail(Code::kInvalidArgument, "there is no rule '" + name + "'",
                  "docs/check.md lists them");
    rules.push_back(*rule);
  }
  return rules;
}

/// The index that is there, else one of the folder as it is, in `scratch`.
Result<Searcher> searcher_for(const Options& options, const CheckOptions& check,
                              std::optional<ScratchFolder>& scratch) {
  auto live = Searcher::open(options.places.index_dir(), Audience::kInternal, check.vectors);
  if (live) return live;
  std::error_code status;
  auto made = ScratchFolder::make(fs::temp_directory_path(status), "aplomb-check");
  if (!made) return tl::unexpected<Error>(made.error());
  scratch.emplace(std::move(*made));
  IndexOptions index;
  index.articles = check.articles;
  index.index_dir = scratch->path();
  index.default_language = check.default_language;
  index.vectors = check.vectors;
  if (auto indexed = index_folder(index); !indexed) return tl::unexpected<Error>(indexed.error());
  return Searcher::open(scratch->path(), Audience::kInternal, check.vectors);
}

/// What stands on standard input, as it would be at `options.draft_path`.
Result<CheckReport> check_standard_input(const Options& options, const CheckOptions& check) {
  std::optional<ScratchFolder> scratch;
  const auto searcher = searcher_for(options, check, scratch);
  if (!searcher) return tl::unexpected<Error>(searcher.error());
  Draft draft;
  draft.path = options.draft_path;
  draft.default_language = check.default_language;
  draft.bytes.assign(std::istreambuf_iterator<char>(std::cin), {});
  auto checked = check_draft(check.articles, draft, *searcher);
  if (!checked) return tl::unexpected<Error>(checked.error());
  CheckReport report{checked->article ? std::size_t{1} : 0, std::move(checked->queries),
                     std::move(checked->findings)};
  std::erase_if(report.findings, [&](const Finding& finding) {
    const auto rule = find_rule(finding.rule);
    return !check.rules.empty() && rule &&
           std::ranges::find(check.rules, *rule) == check.rules.end();
  });
  return report;
}

Result<CheckReport> check_as_asked(const Options& options) {
  CheckOptions check = options.check;
  check.articles = options.places.articles;
  auto rules = rules_of(options.rules);
  if (!rules) return tl::unexpected<Error>(rules.error());
  check.rules = std::move(*rules);
  auto vectors = installed_vectors(options.places);
  if (!vectors) return tl::unexpected<Error>(vectors.error());
  check.vectors = std::move(*vectors);
  const bool draft = std::ranges::find(options.paths, kStandardInput) != options.paths.end();
  if (draft != !options.draft_path.empty() || (draft && options.paths.size() > 1))
    return fail(Code::kInvalidArgument, "`-` stands alone, and needs --path",
                "as in: aplomb check - --path billing/refund.md < draft.md");
  if (draft) return check_standard_input(options, check);
  for (const std::string& named : options.paths) {
    auto path = path_within(check.articles, named);
    if (!path) return tl::unexpected<Error>(path.error());
    check.paths.push_back(std::move(*path));
  }
  ProgressLine line;
  check.progress = [&](std::string_view doing, std::size_t done, std::size_t all) {
    line.show(doing, done, all, "articles");
  };
  auto checked = check_articles(check);
  line.clear();
  return checked;
}

int run(const Options& options) {
  const auto checked = check_as_asked(options);
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
      "Lists what breaks a rule of docs/check.md, by file and line: how an article is written,\n"
      "where its links lead, what it says to customers, what stands in two articles, and every\n"
      "test query and pin that does not bring its article first. aplomb.yaml in the articles\n"
      "folder sets the rules.\n"
      "Looks at the articles as they are, by an index of its own in the temporary folder "
      "(TMPDIR);\n"
      "of --data it reads the word vectors only, and for `-` the index, where there is one.\n"
      "Exit codes: 0 nothing but notes, 1 something above a note, 2 wrong usage, 3 failed.\n"
      "Examples: aplomb check --articles ~/our-wiki\n"
      "          aplomb check billing --rule broken-link --rule broken-image\n"
      "          aplomb check - --path billing/refund.md < draft.md\n"
      "          aplomb check --json > check.json");
  const auto options = std::make_shared<Options>();
  command
      ->add_option("paths", options->paths,
                   "files and folders in the articles folder to speak of (all), or `-` for a draft "
                   "on standard input")
      ->option_text("PATH...");
  command->add_option("--path", options->draft_path, "where the draft on standard input is to lie")
      ->option_text("PATH");
  command->add_option("--rule", options->rules, "speak of this rule only; may be given again")
      ->option_text("RULE")
      ->allow_extra_args(false);
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
