// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/common.h"
#include "cli/progress_line.h"
#include "engine/evaluation.h"
#include "engine/searcher.h"

namespace aplomb::cli {
namespace {

using Json = nlohmann::ordered_json;
using std::filesystem::path;

/// Of two runs the questions that changed most are shown, this many.
constexpr std::size_t kShownChanges = 10;
/// Of judged documents that there are not, this many are named.
constexpr std::size_t kNamedMissing = 5;

struct Options {
  Places places;
  path queries, qrels, ids, left_out, run;
  std::vector<path> compare;
  std::size_t depth = kMaxLimit;
  std::string audience = "internal";
  bool json = false;
};

double rounded(double value) {
  return std::round(value * 1e4) / 1e4;
}

std::string four_digits(double value) {
  std::array<char, 32> text{};
  static_cast<void>(std::snprintf(text.data(), text.size(), "%.4f", value));
  return text.data();
}

/// `p = 0.0312`; never `0.0000`, which no test can say.
std::string say_p(double p_value) {
  return p_value < 1e-4 ? "p < 0.0001" : "p = " + four_digits(p_value);
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<judged::Collection> read_collection(const Options& options) {
  judged::Collection collection;
  const auto read = [](auto& into, auto&& from) -> Result<void> {
    if (!from) return tl::unexpected<Error>(from.error());
    into = std::move(*from);
    return {};
  };
  Result<void> done = read(collection.grades, judged::read_qrels(options.qrels));
  if (done && !options.queries.empty())
    done = read(collection.queries, judged::read_queries(options.queries));
  if (done && !options.ids.empty())
    done = read(collection.document_of, judged::read_ids(options.ids));
  if (done && !options.left_out.empty())
    done = read(collection.left_out, judged::read_left_out(options.left_out));
  if (!done) return tl::unexpected<Error>(done.error());
  return collection;
}

Json to_json(const Evaluation& evaluation) {
  Json json{{"queries", evaluation.questions},     {"ndcg@10", rounded(evaluation.ndcg)},
            {"mrr@10", rounded(evaluation.mrr)},   {"recall@100", rounded(evaluation.recall)},
            {"empty", evaluation.empty},           {"p50_ms", rounded(evaluation.p50_ms)},
            {"p99_ms", rounded(evaluation.p99_ms)}};
  if (const auto& honesty = evaluation.honesty) {
    json["honesty"] = rounded(honesty->auroc);
    json["bluff"] = rounded(honesty->bluff);
    json["admitted"] = rounded(honesty->admitted);
    json["strong"] = rounded(honesty->strong);
    json["missed"] = rounded(honesty->missed);
  }
  return json;
}

void print(const Evaluation& evaluation) {
  std::cout << "questions   " << evaluation.questions << ", " << evaluation.empty
            << " of them found nothing\n"
            << "nDCG@10     " << four_digits(evaluation.ndcg) << "\n"
            << "MRR@10      " << four_digits(evaluation.mrr) << "\n"
            << "Recall@100  " << four_digits(evaluation.recall) << "\n";
  if (const auto& honesty = evaluation.honesty)
    std::cout << "honesty     " << four_digits(honesty->auroc) << "  (" << honesty->answered
              << " answered, " << honesty->unanswerable << " unanswerable)\n"
              << "bluff       " << four_digits(honesty->bluff) << "\n"
              << "admitted    " << four_digits(honesty->admitted) << "\n"
              << "strong      " << four_digits(honesty->strong) << "\n"
              << "missed      " << four_digits(honesty->missed) << "\n";
  std::printf("latency     p50 %.2f ms, p99 %.2f ms\n", evaluation.p50_ms, evaluation.p99_ms);
}

/// What was left out, on standard error.
void say_left_out(const Evaluation& evaluation, bool wants_honesty) {
  const auto& missing = evaluation.not_here;
  if (!missing.empty()) {
    std::cerr << plural(missing.size(), "judged document") << " not in the index, left out:";
    for (std::size_t i = 0; i < std::min(missing.size(), kNamedMissing); ++i)
      std::cerr << (i == 0 ? " " : ", ") << missing[i];
    std::cerr << (missing.size() > kNamedMissing ? ", …\n" : "\n");
  }
  if (evaluation.without_document > 0)
    std::cerr << evaluation.without_document
              << " of the queries left out: no judged document of theirs is in the index\n";
  if (wants_honesty && !evaluation.honesty)
    std::cerr << "no honesty: it takes answered and unanswerable questions, and a search that says "
                 "how sure it is\n";
}

int evaluate_index(const Options& options) {
  const auto collection = read_collection(options);
  if (!collection) return report(collection.error());
  const auto searcher =
      Searcher::open(options.places.index_dir(), *parse_audience(options.audience),
                     vectors_for_search(options.places));
  if (!searcher) return report(searcher.error());
  ProgressLine line;
  const auto evaluation = evaluate(
      *searcher, *collection, options.depth,
      [&line](std::size_t done, std::size_t all) { line.show("asking", done, all, "questions"); });
  line.clear();
  if (!evaluation) return report(evaluation.error());
  if (evaluation->questions == 0 && !evaluation->honesty)
    return report(Error{Code::kInvalidArgument,
                        "no query of " + options.queries.string() + " has a judged document here",
                        "the ids in --qrels are those of --queries, and of the index or --ids"});
  if (!options.run.empty())
    if (auto written = judged::write_run(options.run, evaluation->run); !written)
      return report(written.error());
  say_left_out(*evaluation, !options.left_out.empty());
  if (options.json)
    std::cout << dump(to_json(*evaluation)) << "\n";
  else
    print(*evaluation);
  return kDone;
}

using Texts = std::map<std::string, std::string>;  ///< of queries

Json to_json(const RunComparison& comparison, const Texts& texts) {
  auto changed = Json::array();
  for (const auto& [query, before, after] : comparison.questions) {
    if (before == after) continue;
    Json one{{"query", query},
             {"before", rounded(before)},
             {"after", rounded(after)},
             {"difference", rounded(after - before)}};
    if (const auto text = texts.find(query); text != texts.end()) one["text"] = text->second;
    changed.push_back(std::move(one));
  }
  return {{"queries", comparison.questions.size()},
          {"before", rounded(comparison.before)},
          {"after", rounded(comparison.after)},
          {"difference", rounded(comparison.after - comparison.before)},
          {"wins", comparison.wins},
          {"losses", comparison.losses},
          {"ties", comparison.ties},
          {"p_value", rounded(comparison.p_value)},
          {"in_neither", comparison.in_neither},
          {"changed", std::move(changed)}};
}

void print(const RunComparison& comparison, const Texts& texts) {
  std::printf(
      "nDCG@10 of %zu questions: %.4f before, %.4f after, difference %+.4f\n"
      "%zu better, %zu worse, %zu the same; %s (randomisation test, two-sided)\n",
      comparison.questions.size(), comparison.before, comparison.after,
      comparison.after - comparison.before, comparison.wins, comparison.losses, comparison.ties,
      say_p(comparison.p_value).c_str());
  if (comparison.in_neither > 0)
    std::printf("%zu judged queries are in neither run\n", comparison.in_neither);
  std::size_t shown = 0;
  for (const auto& [query, before, after] : comparison.questions) {
    if (before == after || shown++ == kShownChanges) break;
    const auto text = texts.find(query);
    std::printf("%+.4f  %.4f → %.4f  %s  %s\n", after - before, before, after, query.c_str(),
                text == texts.end() ? "" : text->second.c_str());
  }
}

int compare(const Options& options) {
  auto collection = read_collection(options);
  if (!collection) return report(collection.error());
  const auto before = judged::read_run(options.compare[0]);
  if (!before) return report(before.error());
  const auto after = judged::read_run(options.compare[1]);
  if (!after) return report(after.error());
  Texts texts;
  for (const auto& [id, text] : collection->queries) texts[id] = text;
  const RunComparison comparison = compare_runs(*before, *after, judged::grades_here(*collection));
  if (options.json)
    std::cout << dump(to_json(comparison, texts)) << "\n";
  else
    print(comparison, texts);
  return kDone;
}

int run(const Options& options) {
  if (!options.compare.empty()) return compare(options);
  if (options.queries.empty())
    return report(Error{Code::kInvalidArgument, "--queries is missing",
                        "name a file of lines with a query's id, a tab and its text"});
  return evaluate_index(options);
}

}  // namespace

Action add_eval(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("eval", "Measure the search with questions whose answers are known");
  command->footer(
      "Queries: `id<TAB>text`. Judgements: `query<TAB>article<TAB>grade`, or TREC's four columns.\n"
      "Prints nDCG@10, MRR@10, Recall@100 and latency; with --left-out also whether it knows what\n"
      "it cannot answer. docs/quality.md explains each figure.\n"
      "Examples: aplomb eval --queries queries.tsv --qrels qrels.tsv --run after.run\n"
      "          aplomb eval --compare before.run after.run --qrels qrels.tsv --queries "
      "queries.tsv");
  const auto options = std::make_shared<Options>();
  add_data_option(*command, options->places);
  const auto file = [&](const char* name, path& into, const char* what) {
    return command->add_option(name, into, what)->option_text("FILE");
  };
  file("--queries", options->queries, "the questions");
  file("--qrels", options->qrels, "which documents answer them, and how well; always needed")
      ->required();
  file("--ids", options->ids, "`article<TAB>document`, where documents have other names");
  file("--left-out", options->left_out, "ids of questions that nothing answers");
  file("--run", options->run, "write what was found as a TREC run");
  command->add_option("--compare", options->compare, "compare two TREC runs instead of searching")
      ->option_text("BEFORE AFTER")
      ->expected(2);
  command
      ->add_option("--depth", options->depth, "articles to look at; Recall@100 wants 100 of them")
      ->check(CLI::Range(std::size_t{1}, kMaxLimit))
      ->capture_default_str();
  command->add_option("--audience", options->audience, "whose view to search")
      ->check(CLI::IsMember({"internal", "customer"}))
      ->capture_default_str();
  command->add_flag("--json", options->json, "print one line of JSON");
  return [options] { return run(*options); };
}

}  // namespace aplomb::cli
