// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/article.h"
#include "engine/filters.h"
#include "engine/house_words.h"
#include "engine/index_writer.h"

/// How articles and passages stand in the index: strings with their lengths, numbers as varints.
/// Reading is total: bytes that are no record give nothing, never a crash. No allocation is
/// larger than the record itself.
namespace aplomb::record {

/// What the index keeps of an article beside its pages and headings.
struct ArticleRecord {
  Article article;  ///< without passages, pages and headings
  SourceState source;
  ArticleId customer_id;   ///< its id in the customer database; empty when it is not there
  std::string projection;  ///< fingerprint of what is there; the same in both databases
};

struct PassageRecord {
  ArticleId article;
  Passage passage;
  bool front_matter = false;  ///< the lead or the rules, not a part of the page
};

/// What ranking knows of an article without reading its record.
struct Standing {
  double boost = 1;  ///< 0.1 to 10
  Confidence confidence = Confidence::kNotValidated;
  std::optional<Minute> expiry;    ///< from then on it no longer holds
  std::optional<Date> review_due;  ///< after this day it is overdue
};

[[nodiscard]] std::string encode(const ArticleRecord& record);
[[nodiscard]] std::optional<ArticleRecord> decode_article(std::string_view bytes);

/// Tells one projection from another, in all that the customer database holds of it.
[[nodiscard]] std::string fingerprint(const Article& projection);

[[nodiscard]] std::string encode(const PassageRecord& record);
[[nodiscard]] std::optional<PassageRecord> decode_passage(std::string_view bytes);

/// Headings stand apart: every hit needs its article's record, few need these.
[[nodiscard]] std::string encode(const std::vector<Heading>& headings);
[[nodiscard]] std::vector<Heading> decode_headings(std::string_view bytes);

/// All that ranking reads of a passage, in one value: reading four takes four times as long.
struct RankingFacts {
  Standing standing;
  std::string captions;      ///< title and symptoms, as `captions.h` writes them
  std::string title_vector;  ///< as `text_vector.h` writes it; empty where meaning is off
  std::string text_vector;   ///< of the passage with its title and headings, likewise
};

[[nodiscard]] std::string encode(const RankingFacts& facts);
[[nodiscard]] std::optional<RankingFacts> decode_ranking_facts(std::string_view bytes);

using FacetValues = std::vector<std::pair<FilterField, std::string>>;
[[nodiscard]] std::string encode(const FacetValues& values);
[[nodiscard]] FacetValues decode_facets(std::string_view bytes);

/// Bytes that are none read as no words.
[[nodiscard]] std::string encode(const HouseWords& words);
[[nodiscard]] HouseWords decode_house_words(std::string_view bytes);

}  // namespace aplomb::record
