// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>

#include "cli/common.h"
#include "engine/searcher.h"
#include "http/search_json.h"

namespace aplomb::cli {
namespace {

void print(const Hit& hit, std::size_t rank) {
  std::cout << rank << ". " << hit.title << "  [" << hit.id.value << "]\n";
  if (!hit.answer.empty()) std::cout << "   " << hit.answer << "\n";
  std::cout << "   ";
  if (!hit.heading.empty()) std::cout << hit.heading << " (#" << hit.anchor << "): ";
  for (const Fragment& fragment : hit.snippet) {
    std::string text = fragment.text;
    for (char& c : text)
      if (c == '\n') c = ' ';
    std::cout << (fragment.match ? "*" + text + "*" : text);
  }
  std::cout << "\n   " << to_string(hit.audience);
  if (hit.confidence) std::cout << ", " << to_string(*hit.confidence);
  if (hit.overdue) std::cout << ", review overdue";
  std::cout << ", score " << hit.score << "\n";
}

void print(const std::vector<Hit>& hits, std::size_t offset) {
  for (std::size_t i = 0; i < hits.size(); ++i) print(hits[i], offset + i + 1);
}

/// What was searched instead of what was typed stands before what it found.
void print_corrections(const Interpretation& made) {
  if (made.corrected.empty()) return;
  std::cout << "Showing results for '" << made.searched
            << "'; search for exactly what you typed with --exact\n";
}

/// What else was made of the words.
void print(const Interpretation& made) {
  for (const auto& [from, to] : made.expanded)
    std::cout << "'" << from << "' also found '" << to << "'.\n";
  for (const std::string& word : made.unmatched) std::cout << "No article has '" << word << "'.\n";
  for (const std::string& what : made.limited) std::cout << "Not looked for: " << what << "\n";
  for (const std::string& what : made.ignored) std::cout << "Left out: " << what << "\n";
}

/// `12 articles, certainty: strong (0.93)`
void print_sum(const SearchPage& page) {
  std::cout << (page.total_exact ? "" : "at least ") << page.total
            << (page.total == 1 ? " article" : " articles");
  if (page.certainty)
    std::cout << ", certainty: " << http::to_word(*page.certainty) << " ("
              << page.certainty_score.value_or(0) << ")";
  std::cout << "\n";
}

void print(const SearchPage& page, std::size_t offset, bool explain) {
  if (explain)
    for (const Stage& stage : page.stages)
      std::cout << "== " << stage.name << " (" << stage.took.count() / 1000 << " µs)\n"
                << stage.shows << "\n";
  print_corrections(page.interpretation);
  print(page.hits, offset);
  if (page.certainty == Certainty::kNone)
    std::cout << (page.nearest.empty() ? "No article answers this.\n"
                                       : "No article answers this; nearest:\n");
  else if (page.hits.empty())
    std::cout << (page.total == 0 ? "No article fits.\n" : "No more articles.\n");
  print(page.nearest, offset);
  print(page.interpretation);
  print_sum(page);
}

struct Options {
  Places places;
  std::vector<std::string> words;
  std::size_t limit = 10, offset = 0;
  std::string audience = "internal";
  std::string language;
  bool json = false, exact = false, explain = false;
};

int run(const Options& options) {
  const auto searcher =
      Searcher::open(options.places.index_dir(), *parse_audience(options.audience),
                     vectors_for_search(options.places));
  if (!searcher) return report(searcher.error());
  SearchRequest request;
  for (const std::string& word : options.words)
    request.text += (request.text.empty() ? "" : " ") + word;
  request.limit = options.limit;
  request.offset = options.offset;
  request.language = options.language;
  request.exact = options.exact;
  request.explain = options.explain;
  const auto page = searcher->search(request);
  if (!page) return report(page.error());
  if (options.json)
    std::cout << http::to_json(*page, options.explain) << "\n";
  else
    print(*page, options.offset, options.explain);
  return kDone;
}

}  // namespace

Action add_search(CLI::App& program) {
  CLI::App* command = program.add_subcommand("search", "Search the index");
  command->footer(
      "Words, \"phrases\", -word, field:value (kind, department, product, tag, owner,\n"
      "confidence, audience, language, id). The last word may be half typed; end with a\n"
      "space to say that it is whole. Put -- before words that begin with a hyphen.\n"
      "Example: aplomb search 'refund \"debit card\" kind:procedure'");
  const auto options = std::make_shared<Options>();
  add_data_option(*command, options->places);
  command->add_option("words", options->words, "what to search for")
      ->option_text("WORDS ...")
      ->required();
  command->add_option("--limit", options->limit, "hits to show")
      ->check(CLI::Range(std::size_t{1}, kMaxLimit))
      ->capture_default_str();
  command->add_option("--offset", options->offset, "hits to leave out first")
      ->capture_default_str();
  command->add_option("--audience", options->audience, "whose view to search")
      ->check(CLI::IsMember({"internal", "customer"}))
      ->capture_default_str();
  command->add_option("--language", options->language, "language of the words, where it is known");
  command->add_flag("--exact", options->exact,
                    "search for exactly what is typed: nothing corrected, joined or expanded");
  command->add_flag("--json", options->json, "print what GET /api/v1/search answers");
  command->add_flag("--explain", options->explain, "show each stage of the search");
  return [options] { return run(*options); };
}

}  // namespace aplomb::cli
