// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

#include "indexer/check/folder_facts.h"
#include "indexer/finding_log.h"

namespace aplomb {
namespace {

/// One shingle in so many is looked up: of thirty words and more some are.
constexpr std::uint32_t kSampled = 4;
/// Texts with one shingle that are told of each other.
constexpr std::size_t kMaxPostings = 40;
/// Candidates of one text that are compared word by word.
constexpr std::size_t kCompared = 3;
/// Samples that two texts share at least for that.
constexpr std::uint32_t kLeastShared = 2;

struct Posting {
  std::uint32_t hash, text;
  friend auto operator<=>(const Posting&, const Posting&) = default;
};

std::vector<Posting> postings_of(const std::vector<const Shingles*>& texts) {
  std::vector<Posting> postings;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    if (!texts[i]->comparable()) continue;
    for (const std::uint32_t hash : texts[i]->hashes)
      if (hash % kSampled == 0) postings.push_back({hash, i});
  }
  std::ranges::sort(postings);
  postings.erase(std::unique(postings.begin(), postings.end()), postings.end());
  return postings;
}

/// The texts that a hash stands in, at most kMaxPostings.
std::span<const Posting> texts_with(const std::vector<Posting>& postings, std::uint32_t hash) {
  const auto begin = std::ranges::lower_bound(postings, hash, {}, &Posting::hash);
  auto end = begin;
  while (end != postings.end() && end->hash == hash &&
         static_cast<std::size_t>(end - begin) < kMaxPostings)
    ++end;
  return {begin, end};
}

/// Those that share most samples with a text, best first.
std::vector<std::uint32_t> candidates_of(std::uint32_t text, const Shingles& shingles,
                                         const std::vector<Posting>& postings) {
  std::unordered_map<std::uint32_t, std::uint32_t> shared;
  for (const std::uint32_t hash : shingles.hashes) {
    if (hash % kSampled != 0) continue;
    for (const Posting& posting : texts_with(postings, hash))
      if (posting.text != text) ++shared[posting.text];
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> best;
  for (const auto& [other, count] : shared)
    if (count >= kLeastShared) best.emplace_back(count, other);
  const auto end = best.begin() + static_cast<std::ptrdiff_t>(std::min(best.size(), kCompared));
  std::ranges::partial_sort(best, end, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::vector<std::uint32_t> result;
  for (auto one = best.begin(); one != end; ++one) result.push_back(one->second);
  return result;
}

}  // namespace

std::vector<Likeness> find_alike(const std::vector<const Shingles*>& texts) {
  std::vector<Likeness> alike;
  const std::vector<Posting> postings = postings_of(texts);
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    if (!texts[i]->comparable()) continue;
    Likeness best{i, 0, 0};
    for (const std::uint32_t other : candidates_of(i, *texts[i], postings)) {
      const double share = share_of_words(*texts[i], sorted_hashes(*texts[other]));
      if (share > best.share) best = {i, other, share};
    }
    if (best.share >= kNearShare) alike.push_back(best);
  }
  return alike;
}

Finding describe_likeness(const std::string& path, double share, const std::string& other,
                          const std::string& title) {
  // rounded down: 100 % are all
  const auto percent = static_cast<int>(100 * share);
  const bool same = share >= kSameShare;
  return make_finding(
      same ? Rule::kDuplicate : Rule::kNearDuplicate, path, 0,
      std::to_string(percent) + " % of its words stand in " + other + ", too ('" + title + "')",
      same ? "keep one of the two, with the other's id as an alias"
           : "keep what they have in common in one of them, and link to it");
}

}  // namespace aplomb
