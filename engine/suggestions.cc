// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/suggestions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "engine/analyzer.h"
#include "engine/articles.h"
#include "engine/record.h"
#include "engine/schema.h"
#include "engine/unicode.h"

namespace aplomb {
namespace {

using Source = Suggestion::Source;

constexpr std::size_t kMaxWords = 12;
/// Articles that are looked at; more than are shown, since begins-with comes before contains.
constexpr Xapian::doccount kLookedAt = 100;
constexpr std::size_t kMaxPrefixWords = 50;
constexpr std::size_t kMaxCorrections = 12;
/// Codes: how many are shown, and among how many words that begin as typed they are looked for.
constexpr std::size_t kMaxCodes = 3;
constexpr std::size_t kMaxCodeWords = 200;

bool stands_alone(const Token& token) {
  return token.kind == Token::Kind::kWord || token.kind == Token::Kind::kPart ||
         token.kind == Token::Kind::kUnigram;
}

/// The words of a text that stand by themselves: no compounds beside their parts.
std::vector<Token> words_of(std::string_view text) {
  std::vector<Token> words = analyze(text);
  std::erase_if(words, [](const Token& token) { return !stands_alone(token); });
  return words;
}

/// A typed word, and what it may be in the names of this index.
struct Typed {
  std::string form;
  std::map<std::string, unsigned, std::less<>> corrections;  ///< with their edits
};

std::string name_term(std::string_view form) {
  return std::string(schema::kNameWordPrefix).append(form);
}

/// Articles whose names hold all typed words. Only a word that begins none is corrected.
Xapian::Query query_for(const Reader& reader, std::vector<Typed>& typed) {
  std::vector<Xapian::Query> all;
  for (Typed& word : typed) {
    std::vector<Xapian::Query> any;
    const bool last = &word == &typed.back();
    if (reader.frequency(name_term(word.form)) > 0) any.emplace_back(name_term(word.form));
    if (last || any.empty())
      for (const auto& longer : reader.beginning_with(word.form, kMaxPrefixWords, true))
        any.emplace_back(name_term(longer.form));
    if (any.empty() && !reader.no_typo(word.form))
      for (auto& meant : reader.corrections(word.form, last, kMaxCorrections)) {
        if (reader.frequency(name_term(meant.form)) == 0) continue;
        any.emplace_back(name_term(meant.form));
        word.corrections.emplace(std::move(meant.form), meant.edits);
      }
    if (any.empty()) return {};
    all.emplace_back(Xapian::Query::OP_OR, any.begin(), any.end());
  }
  return {Xapian::Query::OP_AND, all.begin(), all.end()};
}

/// How well a text goes on from what was typed; less is better.
struct Fit {
  bool inside = false;  ///< what was typed does not begin the text
  unsigned edits = 0;
  std::vector<std::pair<std::size_t, std::size_t>> marks;  ///< bytes of the text
};

/// How many bytes of a token's text make the beginning `typed` of its form. Joints (`don’t`,
/// `ERR-4012`) stand in the text and not in the form.
std::size_t bytes_of(std::string_view text, std::string_view typed) {
  std::size_t at = 0;
  while (at < text.size() && !typed.empty()) {
    const CodePoint next = decode(text, at);
    std::string folded;
    append_folded(folded, next.value);
    if (typed.starts_with(folded) || folded.starts_with(typed))  // the latter: half of `ß`
      typed.remove_prefix(std::min(typed.size(), folded.size()));
    at += next.bytes;
  }
  return at;
}

std::optional<Fit> fit(std::string_view text, const std::vector<Typed>& typed) {
  const std::vector<Token> words = words_of(text);
  std::vector<bool> taken(words.size());
  const auto index_of = [&](const Token& word) {
    return static_cast<std::size_t>(&word - words.data());
  };
  Fit fit;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    // as typed before corrected, a word of its own before one that is taken, whole before begun
    const Token* found = nullptr;
    std::tuple<unsigned, bool, bool> best;
    for (const Token& word : words) {
      const auto meant = typed[i].corrections.find(word.form);
      const bool begun = word.form.starts_with(typed[i].form);
      if (!begun && meant == typed[i].corrections.end()) continue;
      const std::tuple quality(begun ? 0 : meant->second, taken[index_of(word)],
                               word.form != typed[i].form);
      if (found != nullptr && quality >= best) continue;
      found = &word;
      best = quality;
    }
    if (found == nullptr) return std::nullopt;
    taken[index_of(*found)] = true;
    const unsigned edits = std::get<0>(best);
    fit.edits += edits;
    fit.inside = fit.inside || found != words.data() + i;
    const std::string_view spelt = text.substr(found->begin, found->end - found->begin);
    fit.marks.emplace_back(
        found->begin, found->begin + (edits > 0 ? spelt.size() : bytes_of(spelt, typed[i].form)));
  }
  return fit;
}

std::vector<Fragment> marked(std::string_view text,
                             std::vector<std::pair<std::size_t, std::size_t>> marks) {
  std::ranges::sort(marks);
  std::vector<Fragment> fragments;
  std::size_t at = 0;
  const auto add = [&](std::size_t end, bool match) {
    if (end > at) fragments.push_back({std::string(text.substr(at, end - at)), match});
    at = std::max(at, end);
  };
  for (const auto& [begin, end] : marks) {
    add(begin, false);
    add(end, true);
  }
  add(text.size(), false);
  return fragments;
}

struct Ranked {
  Fit fit;
  Suggestion suggestion;

  /// Among equals a heading comes last, and the shorter text first, of which more was typed.
  [[nodiscard]] auto key() const {
    return std::tuple(fit.inside || fit.edits > 0, fit.edits, fit.inside,
                      suggestion.source == Source::kHeading, suggestion.text.size(),
                      std::string_view(suggestion.text));
  }
};

/// The best of an article's names.
std::optional<Ranked> best_of(const Article& article, const std::vector<Heading>& headings,
                              const std::vector<Typed>& typed) {
  std::optional<Ranked> best;
  const auto consider = [&](const std::string& text, Source source, const std::string& anchor) {
    auto fits = fit(text, typed);
    if (!fits) return;
    Ranked next{*std::move(fits), {text, article.id, article.title, source, anchor, {}}};
    // a title before a symptom that is as good
    const auto quality = [](const Ranked& one) {
      return std::tuple(one.fit.inside || one.fit.edits > 0, one.fit.edits, one.fit.inside);
    };
    if (!best || quality(next) < quality(*best)) best = std::move(next);
  };
  consider(article.title, Source::kTitle, {});
  for (const std::string& symptom : article.symptoms) consider(symptom, Source::kSymptom, {});
  for (const Heading& heading : headings) consider(heading.text, Source::kHeading, heading.anchor);
  return best;
}

/// `ERR-40` and `err40` begin codes; `error` and `2024` do not.
std::optional<std::string> begun_code(std::string_view text) {
  const std::vector<Token> tokens = analyze(text);
  if (tokens.empty() || text.find(' ') != std::string_view::npos) return std::nullopt;
  for (const Token& token : tokens)
    if (token.kind == Token::Kind::kWhole) return token.form;
  if (tokens.size() > 1 || !stands_alone(tokens.front())) return std::nullopt;
  return tokens.front().form;
}

bool is_code(std::string_view form) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return std::ranges::any_of(form, is_digit) && !std::ranges::all_of(form, is_digit);
}

/// A code as the first passage that has it spells it.
Result<std::optional<Suggestion>> code_suggestion(Reader& reader, std::string_view form,
                                                  std::string_view typed) {
  const Xapian::Database& database = reader.database();
  const auto first = reader.hidden().first_visible(database, std::string(form));
  if (!first) return std::nullopt;
  const auto stored = record::decode_passage(database.get_document(*first).get_data());
  if (!stored) return damaged_record("passage");
  const auto* const record = reader.record(stored->article);
  if (record == nullptr) return damaged_record("article");
  for (const Token& token : analyze(stored->passage.text)) {
    if (token.form != form) continue;
    const std::string text = stored->passage.text.substr(token.begin, token.end - token.begin);
    return Suggestion{
        text,          stored->article,        record->article.title,
        Source::kCode, stored->passage.anchor, marked(text, {{0, bytes_of(text, typed)}})};
  }
  return std::nullopt;
}

Result<void> add_codes(Reader& reader, std::string_view text, std::size_t limit,
                       std::vector<Suggestion>& suggestions) {
  const auto typed = begun_code(text);
  if (!typed || count_code_points(*typed) < 2) return {};
  std::size_t added = 0;
  for (const auto& word : reader.beginning_with(*typed, kMaxCodeWords, false)) {
    if (added == kMaxCodes || suggestions.size() >= limit) break;
    if (!is_code(word.form)) continue;
    auto code = code_suggestion(reader, word.form, *typed);
    if (!code) return tl::unexpected<Error>(code.error());
    const auto same_article = [&](const Suggestion& known) { return known.id == (*code)->id; };
    if (!*code || std::ranges::any_of(suggestions, same_article)) continue;
    suggestions.push_back(*std::move(*code));
    ++added;
  }
  return {};
}

}  // namespace

Result<std::vector<Suggestion>> suggest_in(Reader& reader, std::string_view text,
                                           std::size_t limit) {
  if (auto valid = check_limit(limit); !valid) return tl::unexpected<Error>(valid.error());
  text = utf8_prefix(text, kMaxQueryBytes);
  std::vector<Typed> typed;
  for (Token& token : words_of(text))
    if (typed.size() < kMaxWords) typed.push_back({std::move(token.form), {}});
  if (typed.empty()) return std::vector<Suggestion>{};

  Xapian::Enquire enquire(reader.database());
  enquire.set_query(reader.hidden().left_of(query_for(reader, typed)));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  const Xapian::MSet matches = enquire.get_mset(0, kLookedAt);
  std::vector<Ranked> ranked;
  for (auto match = matches.begin(); match != matches.end(); ++match) {
    const ArticleId id{match.get_document().get_value(schema::kSlotArticle)};
    const auto* const record = reader.record(id);
    if (record == nullptr) return damaged_record("article");
    const auto headings = record::decode_headings(
        reader.database().get_metadata(std::string(schema::kHeadingsKey) + id.value));
    if (auto best = best_of(record->article, headings, typed)) ranked.push_back(*std::move(best));
  }
  std::ranges::sort(ranked, {}, &Ranked::key);
  std::vector<Suggestion> suggestions;
  std::set<std::string> headings;  // many articles have the same
  for (Ranked& next : ranked) {
    if (suggestions.size() == limit) break;
    Suggestion& suggestion = next.suggestion;
    if (suggestion.source == Source::kHeading && !headings.insert(fold(suggestion.text)).second)
      continue;
    suggestion.marked = marked(suggestion.text, std::move(next.fit.marks));
    suggestions.push_back(std::move(suggestion));
  }
  if (auto added = add_codes(reader, text, limit, suggestions); !added)
    return tl::unexpected<Error>(added.error());
  return suggestions;
}

}  // namespace aplomb
