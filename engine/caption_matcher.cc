// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/caption_matcher.h"

#include <algorithm>

#include "engine/schema.h"

namespace aplomb {
namespace {

/// BM25's parameters for texts of a line, as the reference of docs/ranking.md has them.
constexpr double kSaturation = 1.2;
constexpr double kLengthNorm = 0.75;
/// Distinct stems of an ordinary caption; titles of the judged collections have 7 to 14.
constexpr double kOrdinaryLength = 10;

/// What a form that stands for the typed word is worth against it.
double credit_of(const Alternative& alternative) {
  using Via = Alternative::Via;
  switch (alternative.via) {
    case Via::kStem:
    case Via::kExact:
    case Via::kWhole:
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

}  // namespace

CaptionMatcher::CaptionMatcher(const Plan& plan, const CaptionStatistics& statistics,
                               Stemmer& stemmer)
    : statistics_(statistics) {
  for (const Group& group : plan.groups) {
    if (group.kind == Clause::Kind::kExcluded) continue;
    const auto number = static_cast<std::uint32_t>(information_.size());
    double best_credit = 0, information = 0;
    for (const Alternative& alternative : group.alternatives) {
      if (!alternative.phrase.empty()) continue;
      const std::string_view form = without_prefix(alternative.term);
      const bool stemmed = alternative.term.starts_with(schema::kStemPrefix);
      const StemHash stem = stem_hash(stemmed ? form : stemmer.stem(form, plan.language));
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
  credits_.resize(information_.size());
}

CaptionMatches CaptionMatcher::match(std::string_view bytes) {
  CaptionMatches matches;
  bool title = true;
  for_each_caption(bytes, [&](std::span<const StemHash> caption) {
    const CaptionMatch next = match_one(caption);
    CaptionMatch& best = title ? matches.title : matches.symptom;
    if (next.score > best.score) best = next;
    title = false;
  });
  return matches;
}

CaptionMatch CaptionMatcher::match_one(std::span<const StemHash> caption) {
  std::ranges::fill(credits_, 0.0);
  double caption_information = 0, shared_information = 0;
  for (const StemHash stem : caption) {
    const double information = statistics_.information(stem);
    caption_information += information;
    if (!heads_.test(stem % heads_.size())) continue;
    double shared = 0;
    for (auto at = std::ranges::lower_bound(said_, stem, {}, &Said::stem);
         at != said_.end() && at->stem == stem; ++at) {
      credits_[at->group] = std::max(credits_[at->group], at->credit);
      shared = std::max(shared, at->credit);
    }
    shared_information += shared * information;
  }
  CaptionMatch match;
  for (std::size_t group = 0; group < credits_.size(); ++group)
    match.score += credits_[group] * information_[group];
  if (match.score == 0) return {};
  match.query_share = match.score / total_information_;
  match.caption_share = shared_information / caption_information;
  const double length = static_cast<double>(caption.size()) / kOrdinaryLength;
  match.score *= (kSaturation + 1) / (1 + kSaturation * (1 - kLengthNorm + kLengthNorm * length));
  return match;
}

}  // namespace aplomb
