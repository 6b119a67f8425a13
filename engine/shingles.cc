// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/shingles.h"

#include <algorithm>
#include <string>

#include "engine/analyzer.h"
#include "engine/hash.h"

namespace aplomb {
namespace {

std::uint32_t fold_hash(std::uint64_t hash) {
  return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

/// Order matters, and every word reaches every bit.
std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 29U);
}

}  // namespace

Shingles shingles_of(std::span<const Passage> passages) {
  Shingles shingles;
  std::vector<Token> tokens;
  std::vector<std::uint64_t> words;
  for (const Passage& passage : passages) {
    if (shingles.words >= kMaxComparedWords) break;
    analyze(passage.text, tokens);
    words.clear();
    for (const Token& token : tokens)
      if (has_place(token)) words.push_back(stable_hash(token.form));
    words.resize(std::min(words.size(), kMaxComparedWords - shingles.words));
    const std::size_t length = std::min(words.size(), Shingles::kShingleWords);
    for (std::size_t i = 0; i + length <= words.size() && length > 0; ++i) {
      std::uint64_t hash = length;
      for (std::size_t k = 0; k < length; ++k) hash = mix(hash, words[i + k]);
      shingles.hashes.push_back(fold_hash(hash));
    }
    shingles.words += words.size();
    shingles.passage_ends.push_back(static_cast<std::uint32_t>(shingles.words));
  }
  return shingles;
}

std::vector<std::uint32_t> sorted_hashes(const Shingles& shingles) {
  std::vector<std::uint32_t> sorted = shingles.hashes;
  std::ranges::sort(sorted);
  // not std::ranges::unique: Clang 14 cannot read GCC 12's
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

double share_of_words(const Shingles& shingles, std::span<const std::uint32_t> others) {
  if (shingles.words == 0) return 0;
  std::size_t covered = 0, begin = 0, next = 0;
  for (const std::uint32_t end : shingles.passage_ends) {
    const std::size_t length = std::min(end - begin, Shingles::kShingleWords);
    std::size_t reached = begin;  // words before it are counted
    for (std::size_t at = begin; length > 0 && at + length <= end; ++at) {
      if (!std::ranges::binary_search(others, shingles.hashes[next++])) continue;
      covered += at + length - std::max(reached, at);
      reached = at + length;
    }
    begin = end;
  }
  return static_cast<double>(covered) / static_cast<double>(shingles.words);
}

}  // namespace aplomb
