// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/suggestions.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "engine/analyzer.h"
#include "engine/articles.h"
#include "engine/schema.h"
#include "engine/unicode.h"

namespace aplomb {
namespace {

constexpr std::size_t kMaxWords = 12;
/// Articles that are looked at; more than are shown, since begins-with comes before contains.
constexpr Xapian::doccount kLookedAt = 60;
constexpr std::size_t kMaxPrefixWords = 50;

/// The words of a text that stand by themselves: no compounds beside their parts.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (Token& token : analyze(text))
    if (token.kind == Token::Kind::kWord || token.kind == Token::Kind::kPart ||
        token.kind == Token::Kind::kUnigram)
      words.push_back(std::move(token.form));
  return words;
}

/// Articles whose title and symptoms hold all typed words, the last one perhaps half.
Xapian::Query query_for(const Reader& reader, const std::vector<std::string>& typed) {
  std::vector<Xapian::Query> all;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    std::vector<Xapian::Query> any{Xapian::Query(std::string(schema::kNameWordPrefix) + typed[i])};
    if (i + 1 == typed.size())
      for (const auto& word : reader.beginning_with(typed[i], kMaxPrefixWords, true))
        any.emplace_back(std::string(schema::kNameWordPrefix) + word.form);
    all.emplace_back(Xapian::Query::OP_OR, any.begin(), any.end());
  }
  return {Xapian::Query::OP_AND, all.begin(), all.end()};
}

/// How well a text goes on from what was typed; lower is better, absent when it does not.
std::optional<int> fit(const std::string& text, const std::vector<std::string>& typed) {
  const std::vector<std::string> words = words_of(text);
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const bool last = i + 1 == typed.size();
    const auto meets = [&](const std::string& word) {
      return last ? word.starts_with(typed[i]) : word == typed[i];
    };
    if (std::ranges::none_of(words, meets)) return std::nullopt;
  }
  const bool begins = words.size() >= typed.size() &&
                      std::equal(typed.begin(), typed.end() - 1, words.begin()) &&
                      words[typed.size() - 1].starts_with(typed.back());
  return begins ? 0 : 1;
}

struct Ranked {
  int fit = 0;
  Suggestion suggestion;
};

std::optional<Ranked> best_of(const Article& article, const std::vector<std::string>& typed) {
  std::optional<Ranked> best;
  const auto consider = [&](const std::string& text, bool symptom) {
    const auto fits = fit(text, typed);
    // a title before a symptom that is as good
    if (fits && (!best || *fits < best->fit))
      best = Ranked{*fits, {text, article.id, article.title, symptom}};
  };
  consider(article.title, false);
  for (const std::string& symptom : article.symptoms) consider(symptom, true);
  return best;
}

}  // namespace

Result<std::vector<Suggestion>> suggest_in(Reader& reader, std::string_view text,
                                           std::size_t limit) {
  if (limit < 1 || limit > kMaxLimit)
    return fail(Code::kInvalidArgument,
                "limit must be a whole number from 1 to " + std::to_string(kMaxLimit), "");
  std::vector<std::string> typed = words_of(utf8_prefix(text, kMaxQueryBytes));
  if (typed.empty()) return std::vector<Suggestion>{};
  if (typed.size() > kMaxWords) typed.resize(kMaxWords);

  Xapian::Enquire enquire(reader.database());
  enquire.set_query(query_for(reader, typed));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  const Xapian::MSet matches = enquire.get_mset(0, kLookedAt);
  std::vector<Ranked> ranked;
  for (auto match = matches.begin(); match != matches.end(); ++match) {
    const ArticleId id{match.get_document().get_value(schema::kSlotArticle)};
    const auto* const record = reader.record(id);
    if (record == nullptr) return damaged_record("article");
    if (auto best = best_of(record->article, typed)) ranked.push_back(*std::move(best));
  }
  // among equals the shorter text, which what was typed says more about
  std::ranges::sort(ranked, [](const Ranked& a, const Ranked& b) {
    const auto key = [](const Ranked& one) {
      return std::tuple(one.fit, one.suggestion.text.size(), std::string_view(one.suggestion.text));
    };
    return key(a) < key(b);
  });
  std::vector<Suggestion> suggestions;
  for (Ranked& next : ranked)
    if (suggestions.size() < limit) suggestions.push_back(std::move(next.suggestion));
  return suggestions;
}

}  // namespace aplomb
