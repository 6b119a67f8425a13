// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/retrieval.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "engine/record.h"
#include "engine/schema.h"

namespace aplomb {
namespace {

Xapian::Query scaled(const Xapian::Query& query, double weight) {
  return weight == 1 ? query : Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query, weight);
}

Xapian::Query form_query(const Alternative& alternative) {
  if (alternative.phrase.empty()) return Xapian::Query(alternative.term);
  return {Xapian::Query::OP_PHRASE, alternative.phrase.begin(), alternative.phrase.end(),
          static_cast<Xapian::termcount>(alternative.phrase.size())};
}

Xapian::Query group_query(const Group& group) {
  if (group.kind == Clause::Kind::kPhrase)
    return {Xapian::Query::OP_PHRASE, group.phrase.begin(), group.phrase.end(),
            static_cast<Xapian::termcount>(group.phrase.size())};
  std::vector<Xapian::Query> parts, prefixes, typed, synonyms;
  double prefix_weight = 1, synonym_weight = 0;
  for (const Alternative& alternative : group.alternatives) {
    const bool prefix = alternative.via == Alternative::Via::kPrefix ||
                        alternative.via == Alternative::Via::kNamePrefix;
    if (prefix) {
      prefix_weight = alternative.weight;
      prefixes.emplace_back(alternative.term);
    } else if (alternative.via == Alternative::Via::kSynonym) {
      synonym_weight = std::max(synonym_weight, alternative.weight);
      synonyms.push_back(form_query(alternative));
    } else if (alternative.via == Alternative::Via::kStem ||
               alternative.via == Alternative::Via::kWhole) {
      typed.emplace_back(alternative.term);
    } else {
      parts.push_back(scaled(form_query(alternative), alternative.weight));
    }
  }
  // a word and its synonyms are one word: who has both has not said it twice
  for (const Xapian::Query& term : typed) parts.push_back(scaled(term, 1 - synonym_weight));
  if (!synonyms.empty()) {
    synonyms.insert(synonyms.end(), typed.begin(), typed.end());
    parts.push_back(
        scaled({Xapian::Query::OP_SYNONYM, synonyms.begin(), synonyms.end()}, synonym_weight));
  }
  // words that one prefix may become are one word: their frequencies add up
  if (!prefixes.empty())
    parts.push_back(
        scaled({Xapian::Query::OP_SYNONYM, prefixes.begin(), prefixes.end()}, prefix_weight));
  return scaled({Xapian::Query::OP_OR, parts.begin(), parts.end()}, group.weight);
}

/// Counts articles by the values of their filter fields.
class FacetCounter final : public Xapian::MatchSpy {
 public:
  explicit FacetCounter(const std::vector<FilterField>& wanted)
      : wanted_(wanted.begin(), wanted.end()) {}

  void operator()(const Xapian::Document& document, double /*weight*/) override {
    // several passages of an article count once for each value
    auto& seen = seen_[document.get_value(schema::kSlotArticle)];
    for (auto& value : record::decode_facets(document.get_value(schema::kSlotFacets))) {
      if (!wanted_.contains(value.first) || !seen.insert(value).second) continue;
      ++counts_[value.first][value.second];
    }
  }

  [[nodiscard]] auto counts() const {
    std::map<FilterField, std::vector<std::pair<std::string, std::size_t>>> sorted;
    for (const FilterField field : wanted_) sorted[field];
    for (const auto& [field, values] : counts_) {
      auto& list = sorted[field];
      list.assign(values.begin(), values.end());
      std::ranges::stable_sort(list, std::greater{}, &std::pair<std::string, std::size_t>::second);
    }
    return sorted;
  }

 private:
  std::set<FilterField> wanted_;
  std::unordered_map<std::string, std::set<std::pair<FilterField, std::string>>> seen_;
  std::map<FilterField, std::map<std::string, std::size_t>> counts_;
};

void set_order(Xapian::Enquire& enquire, Sort sort) {
  switch (sort) {
    case Sort::kRelevance:
      break;
    case Sort::kUpdated:
      enquire.set_sort_by_value_then_relevance(schema::kSlotUpdated, true);
      break;
    case Sort::kTitle:
      enquire.set_sort_by_value_then_relevance(schema::kSlotTitle, false);
      break;
  }
}

}  // namespace

Xapian::BM25Weight make_weight() {
  return {1.6, 0, 1, 0.5, 0.1};
}

Xapian::Query build_query(const Plan& plan, const Filters& filters) {
  std::vector<Xapian::Query> optional, required, excluded;
  for (const Group& group : plan.groups) {
    auto& list = group.kind == Clause::Kind::kPhrase     ? required
                 : group.kind == Clause::Kind::kExcluded ? excluded
                                                         : optional;
    list.push_back(group_query(group));
  }
  Xapian::Query query(Xapian::Query::OP_OR, optional.begin(), optional.end());
  if (!required.empty()) {
    const Xapian::Query phrases(Xapian::Query::OP_AND, required.begin(), required.end());
    query = optional.empty() ? phrases : Xapian::Query(Xapian::Query::OP_AND_MAYBE, phrases, query);
  }
  const bool words = !optional.empty() || !required.empty();
  if (!filters.empty()) {
    const Xapian::Query filter = filter_query(filters);
    query = words ? Xapian::Query(Xapian::Query::OP_FILTER, query, filter) : scaled(filter, 0);
    if (!words) excluded.emplace_back(std::string(schema::kExcludedTerm));
  }
  if (query.empty() || excluded.empty()) return query;
  return {Xapian::Query::OP_AND_NOT, query,
          Xapian::Query(Xapian::Query::OP_OR, excluded.begin(), excluded.end())};
}

Xapian::Query every_article() {
  const Xapian::Query found(Xapian::Query::OP_AND_NOT,
                            Xapian::Query(std::string(schema::kFirstTerm)),
                            Xapian::Query(std::string(schema::kExcludedTerm)));
  return scaled(found, 0);
}

Xapian::Query filter_query(const Filters& filters) {
  std::vector<Xapian::Query> all;
  for (const auto& [field, values] : filters) {
    std::vector<Xapian::Query> any;
    for (const std::string& value : values) any.emplace_back(schema::filter_term(field, value));
    all.emplace_back(Xapian::Query::OP_OR, any.begin(), any.end());
  }
  return {Xapian::Query::OP_AND, all.begin(), all.end()};
}

Xapian::Query since(const Xapian::Query& query, Date day) {
  const auto seconds = std::chrono::sys_seconds{std::chrono::sys_days{day}}.time_since_epoch();
  const Xapian::Query later(Xapian::Query::OP_VALUE_GE, schema::kSlotUpdated,
                            Xapian::sortable_serialise(static_cast<double>(seconds.count())));
  return {Xapian::Query::OP_FILTER, query, later};
}

Retrieved retrieve(const Xapian::Database& database, const Xapian::Query& query,
                   const SearchRequest& request, std::size_t depth) {
  Retrieved found;
  Xapian::Enquire enquire(database);
  enquire.set_query(query);
  enquire.set_weighting_scheme(make_weight());
  enquire.set_collapse_key(schema::kSlotArticle);
  set_order(enquire, request.sort);
  FacetCounter facets(request.facets);
  if (!request.facets.empty()) enquire.add_matchspy(&facets);
  const std::size_t counted = request.facets.empty() ? kCountedExactly : kCountedForFacets;
  const Xapian::MSet matches =
      enquire.get_mset(0, static_cast<Xapian::doccount>(depth),
                       static_cast<Xapian::doccount>(std::max(depth, counted) + 1));
  found.candidates.reserve(matches.size());
  for (auto match = matches.begin(); match != matches.end(); ++match)
    found.candidates.push_back({*match, match.get_weight(), match.get_collapse_key()});
  found.total_exact = matches.get_matches_lower_bound() == matches.get_matches_upper_bound();
  found.total = matches.get_matches_lower_bound();
  if (!request.facets.empty()) found.facets = facets.counts();
  return found;
}

}  // namespace aplomb
