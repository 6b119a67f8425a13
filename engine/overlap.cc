// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/overlap.h"

#include <xapian.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "engine/analyzer.h"
#include "engine/articles.h"
#include "engine/record.h"
#include "engine/schema.h"
#include "engine/shingles.h"

namespace aplomb {
namespace {

/// Passages that are looked for, longest first, and their rarest words by which that is done.
constexpr std::size_t kPassages = 8, kWords = 10;
/// What each of those searches brings, and how many articles are then read.
constexpr Xapian::doccount kFound = 10;
constexpr std::size_t kRead = 10;
/// A word in more passages tells little, and costs much.
constexpr std::size_t kMostFrequent = 2000;
/// Passages of one article that are read.
constexpr std::size_t kPassagesRead = 200;

/// The rarest words of a text that stand elsewhere, rarest first.
std::vector<std::string> rarest_words(const Reader& reader, std::string_view text) {
  std::set<std::string> words;
  for (const Token& token : analyze(text))
    if (has_place(token)) words.insert(token.form);
  std::vector<std::pair<std::size_t, std::string>> rare;
  for (const std::string& word : words)
    if (const std::size_t count = reader.frequency(word); count > 0 && count <= kMostFrequent)
      rare.emplace_back(count, word);
  std::ranges::sort(rare);
  rare.resize(std::min(rare.size(), kWords));
  std::vector<std::string> result;
  for (auto& [count, word] : rare) result.push_back(std::move(word));
  return result;
}

/// Articles that share words with the passages, with how much they do.
std::map<std::string, double> candidates(const Reader& reader, std::span<const Passage> passages) {
  std::vector<const Passage*> longest;
  for (const Passage& passage : passages) longest.push_back(&passage);
  std::ranges::stable_sort(longest, std::ranges::greater{},
                           [](const Passage* passage) { return passage->text.size(); });
  longest.resize(std::min(longest.size(), kPassages));
  std::map<std::string, double> scores;
  for (const Passage* passage : longest) {
    const auto words = rarest_words(reader, passage->text);
    if (words.empty()) continue;
    Xapian::Enquire enquire(reader.database());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, words.begin(), words.end()));
    const Xapian::MSet found = enquire.get_mset(0, kFound);
    for (auto at = found.begin(); at != found.end(); ++at)
      scores[at.get_document().get_value(schema::kSlotArticle)] += at.get_weight();
  }
  return scores;
}

/// The text of an article without its front matter.
Result<std::vector<Passage>> passages_of(const Reader& reader, const std::string& id) {
  std::vector<Passage> passages;
  const Xapian::Database& database = reader.database();
  const std::string term = schema::filter_term(FilterField::kId, id);
  for (auto at = database.postlist_begin(term);
       at != database.postlist_end(term) && passages.size() < kPassagesRead; ++at) {
    auto stored = record::decode_passage(database.get_document(*at).get_data());
    if (!stored) return damaged_record("passage");
    if (!stored->front_matter) passages.push_back(std::move(stored->passage));
  }
  return passages;
}

}  // namespace

Result<std::vector<Overlap>> overlaps_in(Reader& reader, std::span<const Passage> passages,
                                         double least, std::size_t limit) {
  const Shingles wanted = shingles_of(passages);
  std::vector<Overlap> overlaps;
  if (!wanted.comparable()) return overlaps;
  std::vector<std::pair<double, std::string>> best;
  for (auto& [id, score] : candidates(reader, passages)) best.emplace_back(-score, id);
  std::ranges::sort(best);
  best.resize(std::min(best.size(), kRead));
  for (const auto& [score, id] : best) {
    const auto other = passages_of(reader, id);
    if (!other) return tl::unexpected<Error>(other.error());
    const double share = share_of_words(wanted, sorted_hashes(shingles_of(*other)));
    if (share < least) continue;
    const auto* const record = reader.record({id});
    if (record == nullptr) return damaged_record("article");
    overlaps.push_back({record->article.id, record->article.title, share});
  }
  std::ranges::stable_sort(overlaps, std::ranges::greater{}, &Overlap::share);
  if (overlaps.size() > limit) overlaps.resize(limit);
  return overlaps;
}

}  // namespace aplomb
