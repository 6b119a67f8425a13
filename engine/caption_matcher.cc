// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/caption_matcher.h"

#include <algorithm>

namespace aplomb {
namespace {

/// BM25's parameters for texts of a line, as the reference of docs/ranking.md has them.
constexpr double kSaturation = 1.2;
constexpr double kLengthNorm = 0.75;
/// Distinct stems of an ordinary caption; titles of the judged collections have 7 to 14.
constexpr double kOrdinaryLength = 10;

}  // namespace

CaptionMatcher::CaptionMatcher(const QueryStems& query, const CaptionStatistics& statistics)
    : query_(query), statistics_(statistics), credits_(query.groups()) {}

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
    double shared = 0;
    for (const auto& [said, group, credit] : query_.of(stem)) {
      credits_[group] = std::max(credits_[group], credit);
      shared = std::max(shared, credit);
    }
    shared_information += shared * information;
  }
  CaptionMatch match;
  for (std::size_t group = 0; group < credits_.size(); ++group)
    match.score += credits_[group] * query_.information(group);
  if (match.score == 0) return {};
  match.query_share = match.score / query_.total_information();
  match.caption_share = shared_information / caption_information;
  const double length = static_cast<double>(caption.size()) / kOrdinaryLength;
  match.score *= (kSaturation + 1) / (1 + kSaturation * (1 - kLengthNorm + kLengthNorm * length));
  return match;
}

}  // namespace aplomb
