// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/meaning.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/function_words.h"

namespace aplomb {
namespace {

/// Rounding may carry a cosine a little beyond 1.
double cosine(std::int32_t product, double length_a, double length_b) {
  return std::clamp(product / (length_a * length_b), -1.0, 1.0);
}

}  // namespace

QueryMeaning::QueryMeaning(std::shared_ptr<const CommonComponents> common, const TextVector& query)
    : common_(std::move(common)),
      query_(query),
      length_(std::sqrt(static_cast<double>(dot(query, query)))) {}

std::optional<double> QueryMeaning::similarity(std::string_view value) const {
  const auto text = decode_vector(value);
  if (!text) return std::nullopt;
  const double length = common_->length_without(*text);
  if (length == 0) return std::nullopt;
  // what is common adds nothing to the product, since the query has none of it
  return cosine(dot(query_, *text), length_, length);
}

CollectionMeaning::CollectionMeaning(std::shared_ptr<const WordVectors> table,
                                     const CommonComponents& common)
    : table_(std::move(table)), common_(std::make_shared<const CommonComponents>(common)) {}

void CollectionMeaning::add(std::uint32_t passage, const TextVector& title) {
  const double length = common_->length_without(title);
  if (length == 0) return;
  titles_.push_back(title);
  passages_.push_back(passage);
  lengths_.push_back(static_cast<float>(length));
}

void CollectionMeaning::add_same(const CollectionMeaning& former, std::size_t at) {
  titles_.push_back(former.titles_[at]);
  passages_.push_back(former.passages_[at]);
  lengths_.push_back(former.lengths_[at]);
}

std::optional<QueryMeaning> CollectionMeaning::query(std::span<const WeightedWord> words,
                                                     std::string_view language) const {
  if (!language.empty() && language != kVectorLanguage) return std::nullopt;
  TextSum sum(*table_);
  for (const WeightedWord& word : words)
    if (!is_function_word(word.form, kVectorLanguage)) sum.add(word);
  const auto whole = sum.vector();
  return whole ? like(*whole) : std::nullopt;
}

std::optional<QueryMeaning> CollectionMeaning::like(const TextVector& title) const {
  if (common_->length_without(title) == 0) return std::nullopt;
  const auto left = quantise(common_->removed_from(to_unit(title)));
  if (!left) return std::nullopt;
  return QueryMeaning(common_, *left);
}

std::vector<NearTitle> CollectionMeaning::nearest_titles(const QueryMeaning& query,
                                                         std::size_t limit) const {
  std::vector<NearTitle> found(titles_.size());
  for (std::size_t i = 0; i < titles_.size(); ++i)
    found[i] = {passages_[i], cosine(dot(query.query_, titles_[i]), query.length_,
                                     static_cast<double>(lengths_[i]))};
  const auto kept = std::min(limit, found.size());
  const auto better = [](const NearTitle& a, const NearTitle& b) {
    return a.cosine != b.cosine ? a.cosine > b.cosine : a.passage < b.passage;
  };
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                    better);
  found.resize(kept);
  return found;
}

}  // namespace aplomb
