// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <utility>

#include "desk/role.h"
#include "engine/analyzer.h"
#include "engine/function_words.h"
#include "engine/unicode.h"
#include "http/body.h"
#include "http/editing_json.h"
#include "http/editor.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

constexpr std::size_t kMaxProposals = 100;
/// As many as the page's box takes.
constexpr std::size_t kMaxQueryChars = 1000;

std::optional<std::int64_t> number_in(const Request& request, std::string_view name) {
  const auto digits = request.capture(name);
  std::int64_t number = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, status] = std::from_chars(digits.data(), end, number);
  if (digits.empty() || status != std::errc{} || stop != end) return std::nullopt;
  return number;
}

Response no_such(const Request& request, std::string message) {
  return problem_response({Code::kNotFound, std::move(message), ""}, request);
}

bool is_editor(const Caller& caller) {
  return caller.role && *caller.role >= desk::Role::kEditor;
}

/// Words of the query that no text has.
std::vector<std::string> unknown_in(const Searcher& searcher, const std::string& query) {
  SearchRequest request;
  request.text = query + " ";  // every word is whole
  request.limit = 1;
  auto page = searcher.search(request);
  if (!page) return {};
  auto words = std::move(page->interpretation.unmatched);
  for (const auto& correction : page->interpretation.corrected) words.push_back(correction.from);
  std::ranges::move(page->interpretation.said, std::back_inserter(words));
  return words;
}

Json to_json(const desk::LearnedQuestion& question) {
  return {{"id", question.id.value},
          {"text", question.text},
          {"people", question.people},
          {"uses", question.uses},
          {"last", timestamp(question.last)}};
}

/// What the articles that a word leads to have in common: the words that stand in most of their
/// titles, in the order of the best one's.
std::string meant_by(const Searcher& searcher, const std::vector<ArticleId>& articles) {
  std::map<std::string, std::size_t> titles_with;
  std::vector<Token> first;
  std::string language, title;
  std::size_t titles = 0;
  for (const ArticleId& id : articles) {
    const auto stored = searcher.article(id);
    if (!stored) continue;
    const auto tokens = analyze(stored->article.title);
    std::map<std::string, std::size_t> here;
    for (const Token& token : tokens) here[token.form] = 1;
    for (const auto& [form, one] : here) titles_with[form] += one;
    if (titles++ > 0) continue;
    first = tokens;
    language = stored->article.language;
    title = stored->article.title;
  }
  if (titles < 2) return title;
  std::string meant;
  for (const Token& token : first) {
    if (!has_place(token) || 2 * titles_with[token.form] <= titles ||
        is_function_word(token.form, language))
      continue;
    if (!meant.empty()) meant += ' ';
    meant += token.form;
  }
  return meant.empty() ? title : meant;
}

}  // namespace

Response add_use(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  Body body(request);
  desk::NewUse use;
  use.call = body.text_if_any("call").value_or("");
  use.query = body.text_if_any("query").value_or("");
  if (count_code_points(use.query) > kMaxQueryChars)
    body.fault("query", "must be at most " + std::to_string(kMaxQueryChars) + " characters long");
  const ArticleId id{body.text("article")};
  const std::string word = body.text("outcome");
  const auto outcome = desk::parse_use_outcome(word);
  if (!outcome && !word.empty()) body.fault("outcome", "must be solved, not_solved or wrong");
  if (auto problem = body.problem()) return *std::move(problem);
  const auto stored = searcher.article(id);
  if (!stored) return problem_response(stored.error(), request);
  use.outcome = *outcome;
  if (*outcome == desk::UseOutcome::kSolved && !use.query.empty())
    use.unknown = unknown_in(searcher, use.query);
  const auto asker = asker_of(request.caller);
  const auto added = desk.uses().add(asker, stored->article, use);
  if (!added) return problem_response(added.error(), request);
  constexpr std::array kOutcomes{desk::Outcome::kSolved, desk::Outcome::kNotSolved,
                                 desk::Outcome::kWrong};
  desk.intents().ended(asker, use.call, stored->article.id,
                       kOutcomes[static_cast<std::size_t>(*outcome)]);
  auto response = json(dump({{"id", added->id.value},
                             {"article", stored->article.id.value},
                             {"outcome", word},
                             {"learned", added->learned}}),
                       kNoStore);
  response.status = 201;
  return response;
}

Response withdraw_use(desk::Desk& desk, const Request& request) {
  const auto id = number_in(request, "id");
  if (!id) return no_such(request, "There is no such use.");
  const auto done =
      desk.uses().withdraw(asker_of(request.caller), is_editor(request.caller), {*id});
  return done ? no_content() : problem_response(done.error(), request);
}

Response get_learned(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  const auto stored = searcher.article({std::string(request.capture("id"))});
  if (!stored) return problem_response(stored.error(), request);
  const auto learned = desk.uses().learned(stored->article.id);
  if (!learned) return problem_response(learned.error(), request);
  auto questions = Json::array();
  for (const auto& question : *learned) questions.push_back(to_json(question));
  return json(dump({{"questions", std::move(questions)}}), kNoStore);
}

Response unlearn(desk::Desk& desk, const Request& request) {
  const auto question = number_in(request, "question");
  if (!question) return no_such(request, "The article has learned no such question.");
  const auto done = desk.uses().unlearn(actor_of(request.caller),
                                        {std::string(request.capture("id"))}, {*question});
  return done ? no_content() : problem_response(done.error(), request);
}

Response learned_to_symptom(const Workshop& workshop, const Request& request) {
  const ArticleId id{std::string(request.capture("id"))};
  const auto question = number_in(request, "question");
  const auto learned = workshop.desk.uses().learned(id);
  if (!learned) return problem_response(learned.error(), request);
  const auto found = std::ranges::find_if(
      *learned, [&](const auto& one) { return question && one.id.value == *question; });
  if (found == learned->end()) return no_such(request, "The article has learned no such question.");
  const auto editor = editor_of(workshop.desk, request.caller);
  if (!editor) return problem_response(editor.error(), request);
  const auto saved =
      workshop.editing.add_symptom(*editor, id, found->text, lenient_condition_of(request));
  if (!saved) return editing_problem(saved.error(), workshop.editing, request);
  // from now on the article says it itself
  const auto done = workshop.desk.uses().unlearn(actor_of(request.caller), id, found->id);
  if (!done && done.error().code != Code::kNotFound) return problem_response(done.error(), request);
  auto response = json(dump(to_json(*saved, workshop.searchable())), kNoStore);
  response.headers.emplace_back("ETag", etag_of_version(saved->version));
  return response;
}

Response list_synonym_proposals(desk::Desk& desk, const Searcher& searcher,
                                const Request& request) {
  const auto words = desk.uses().unknown_words(kMaxProposals);
  if (!words) return problem_response(words.error(), request);
  auto proposals = Json::array();
  for (const auto& word : *words) {
    std::vector<std::string> articles;
    for (const ArticleId& id : word.articles) articles.push_back(id.value);
    proposals.push_back({{"id", word.id},
                         {"word", word.word},
                         {"with", meant_by(searcher, word.articles)},
                         {"people", word.people},
                         {"uses", word.uses},
                         {"articles", std::move(articles)}});
  }
  return json(dump({{"proposals", std::move(proposals)}}), kNoStore);
}

Response dismiss_synonym_proposal(desk::Desk& desk, const Request& request) {
  const auto id = number_in(request, "id");
  if (!id) return no_such(request, "There is no such proposal.");
  const auto done = desk.uses().dismiss(actor_of(request.caller), *id);
  return done ? no_content() : problem_response(done.error(), request);
}

}  // namespace aplomb::http
