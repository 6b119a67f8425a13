// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/similar.h"

#include <xapian.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/analyzer.h"
#include "engine/articles.h"
#include "engine/cost.h"
#include "engine/expansion.h"
#include "engine/function_words.h"
#include "engine/meaning.h"
#include "engine/record.h"
#include "engine/retrieval.h"
#include "engine/schema.h"
#include "engine/text_vector.h"

namespace aplomb {
namespace {

/// Candidates that are looked at closely, by words and as many by meaning.
constexpr std::size_t kCandidates = 50;
/// Postings that may be read to find those by words: what costs most is left out, down to one word.
constexpr std::size_t kMostPostings = 50'000;

// By eye over the starter articles, with and without meaning (tests/golden/similar_test.cc).
/// What a word of the article counts, by where it stands.
constexpr double kTitleWeight = 1, kTagWeight = 0.7, kSymptomWeight = 0.5, kDescriptionWeight = 0.5;
/// What words and meaning count, where there is meaning.
constexpr double kWordsShare = 0.6, kMeaningShare = 0.4;
/// Below these two articles are about different things: by words alone, and with meaning.
constexpr double kNearByWords = 0.24, kNearWithMeaning = 0.28;

/// A query for what the article is about: the words of its front matter, each once.
Plan plan_of(Reader& reader, const Article& article) {
  std::map<std::string, double> weights;
  std::vector<Token> tokens;
  const auto add = [&](std::string_view text, double weight) {
    analyze(text, tokens);
    for (const Token& token : tokens) {
      if (is_function_word(token.form, article.language)) continue;
      std::string term = token.form;
      if (token.letters_only)
        term = std::string(schema::kStemPrefix)
                   .append(reader.stemmer().stem(token.form, article.language));
      auto& known = weights[std::move(term)];
      known = std::max(known, weight);
    }
  };
  add(article.title, kTitleWeight);
  for (const std::string& tag : article.tags) add(tag, kTagWeight);
  for (const std::string& symptom : article.symptoms) add(symptom, kSymptomWeight);
  add(article.description, kDescriptionWeight);

  Plan plan;
  for (const auto& [term, weight] : weights) {
    Group& group = plan.groups.emplace_back();
    group.word = term;
    group.weight = weight;
    group.alternatives.push_back({term, 1, Alternative::Via::kStem});
  }
  (void)bound_cost(plan, reader, kMostPostings);
  return plan;
}

/// The articles that have the most of those words in one passage, with the share that they reach of
/// what the article itself scores, 0 to 1. None where it is not found by its own words.
std::map<std::string, double> shares_of_words(Reader& reader, const Article& article) {
  const auto found =
      retrieve(reader.database(), build_query(plan_of(reader, article), {}), {}, kCandidates + 1);
  const auto itself = std::ranges::find(found.candidates, article.id.value, &Candidate::article);
  std::map<std::string, double> shares;
  if (itself == found.candidates.end() || itself->score <= 0) return shares;
  for (const Candidate& candidate : found.candidates)
    if (candidate.article != article.id.value)
      shares[candidate.article] = std::min(1.0, candidate.score / itself->score);
  return shares;
}

/// The article's first passage, which is made before its others.
std::optional<Xapian::Document> first_passage(const Xapian::Database& database,
                                              const std::string& id) {
  const std::string term = schema::filter_term(FilterField::kId, id);
  const auto first = database.postlist_begin(term);
  if (first == database.postlist_end(term)) return std::nullopt;
  return database.get_document(*first);
}

/// What the article's title means; none where meaning is off or has no words for it.
std::optional<QueryMeaning> meaning_of(Reader& reader, const Article& article) {
  const auto* const titles = reader.meaning();
  const auto first = first_passage(reader.database(), article.id.value);
  if (titles == nullptr || !first) return std::nullopt;
  const auto title = decode_vector(first->get_value(schema::kSlotTitleVector));
  return title ? titles->like(*title) : std::nullopt;
}

/// How near an article is, where it is near at all. `share` is that of the words.
std::optional<double> nearness(double share, const std::optional<QueryMeaning>& meaning,
                               const Xapian::Document& first) {
  const auto cosine =
      meaning ? meaning->similarity(first.get_value(schema::kSlotTitleVector)) : std::nullopt;
  const double near = cosine ? kWordsShare * share + kMeaningShare * std::max(0.0, *cosine) : share;
  return near >= (cosine ? kNearWithMeaning : kNearByWords) ? std::optional(near) : std::nullopt;
}

/// Whether a reader of the other should be led to it.
bool is_of_use(const Article& one, const Article& other, Minute now) {
  return !one.excluded && one.confidence != Confidence::kArchived &&
         validity_of(one, now) == Validity::kValid && one.language == other.language;
}

}  // namespace

Result<SimilarArticles> similar_in(Reader& reader, const ArticleId& id, std::size_t limit) {
  if (limit < 1 || limit > kMaxSimilar)
    return fail(Code::kInvalidArgument,
                "limit must be a whole number from 1 to " + std::to_string(kMaxSimilar),
                "leave it out for the usual number");
  const auto found = record_in(reader, id);
  if (!found) return tl::unexpected<Error>(found.error());
  const Article& article = found->article;
  const Xapian::Database& database = reader.database();

  auto shares = shares_of_words(reader, article);
  const auto meaning = meaning_of(reader, article);
  if (meaning)
    for (const NearTitle& near : reader.meaning()->nearest_titles(*meaning, kCandidates))
      shares.try_emplace(database.get_document(near.passage).get_value(schema::kSlotArticle), 0);
  shares.erase(article.id.value);

  std::vector<std::pair<double, std::string>> near;
  for (const auto& [other, share] : shares) {
    const auto first = first_passage(database, other);
    if (!first) return damaged_record("passage");
    if (const auto how = nearness(share, meaning, *first)) near.emplace_back(*how, other);
  }
  std::ranges::stable_sort(near, std::ranges::greater{}, &std::pair<double, std::string>::first);

  SimilarArticles similar{article.id, {}};
  for (const auto& [how, other] : near) {
    if (similar.articles.size() == limit) break;
    const auto* const record = reader.record({other});
    if (record == nullptr) return damaged_record("article");
    if (is_of_use(record->article, article, reader.now()))
      similar.articles.push_back(record->article);
  }
  return similar;
}

}  // namespace aplomb
