// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/query_stems.h"

#include <algorithm>
#include <string_view>

#include "engine/lesson.h"
#include "engine/schema.h"

namespace aplomb {
namespace {

/// What a form that stands for the typed word is worth against it.
double credit_of(const Alternative& alternative) {
  using Via = Alternative::Via;
  switch (alternative.via) {
    case Via::kStem:
    case Via::kExact:
    case Via::kWhole:
    case Via::kLearned:
      return 1;
    case Via::kPart:
    case Via::kPrefix:
    case Via::kNamePrefix:
      return 0.5;
    case Via::kTypo:
    case Via::kJoin:
    case Via::kSplit:
    case Via::kSynonym:
      return alternative.weight;
  }
  return 0;
}

std::string_view without_prefix(std::string_view term) {
  for (const std::string_view prefix : {schema::kStemPrefix, schema::kNameWordPrefix})
    if (term.starts_with(prefix)) return term.substr(prefix.size());
  return term;
}

StemHash stem_of(const Alternative& alternative, const Plan& plan, Stemmer& stemmer) {
  const std::string_view term = alternative.term;
  if (alternative.via == Alternative::Via::kLearned)
    return stem_of_learned_term(term.substr(schema::kLearnedPrefix.size()));
  const std::string_view form = without_prefix(term);
  const bool stemmed = term.starts_with(schema::kStemPrefix);
  return stem_hash(stemmed ? form : stemmer.stem(form, plan.language));
}

}  // namespace

QueryStems::QueryStems(const Plan& plan, const CaptionStatistics& statistics, Stemmer& stemmer) {
  for (const Group& group : plan.groups) {
    if (group.kind == Clause::Kind::kExcluded) continue;
    const auto number = static_cast<std::uint32_t>(information_.size());
    double best_credit = 0, information = 0;
    for (const Alternative& alternative : group.alternatives) {
      if (!alternative.phrase.empty()) continue;
      const StemHash stem = stem_of(alternative, plan, stemmer);
      const double credit = credit_of(alternative);
      const auto same = std::ranges::find_if(
          said_, [&](const Said& one) { return one.stem == stem && one.group == number; });
      if (same != said_.end()) continue;
      said_.push_back({stem, number, credit});
      heads_.set(stem % heads_.size());
      // the most common of the likeliest forms says least, and is what the word is worth
      const double known = statistics.information(stem);
      const bool better = credit > best_credit || (credit == best_credit && known < information);
      if (!better) continue;
      best_credit = credit;
      information = known;
    }
    information_.push_back(information * group.weight);
    total_information_ += information_.back();
  }
  std::ranges::sort(said_, {}, &Said::stem);
}

std::span<const QueryStems::Said> QueryStems::of(StemHash stem) const {
  if (!heads_.test(stem % heads_.size())) return {};
  const auto found = std::ranges::equal_range(said_, stem, {}, &Said::stem);
  return {found.begin(), found.end()};
}

}  // namespace aplomb
