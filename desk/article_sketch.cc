// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/article_sketch.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/shingles.h"

namespace aplomb::desk {
namespace {

constexpr std::size_t kHashes = 256;
constexpr std::size_t kBytes = sizeof(std::uint32_t);

std::vector<std::uint32_t> hashes_in(std::string_view sketch) {
  std::vector<std::uint32_t> hashes;
  for (std::size_t at = 0; at + kBytes <= sketch.size(); at += kBytes) {
    std::uint32_t hash = 0;
    for (std::size_t i = kBytes; i-- > 0;)
      hash = hash << 8U | static_cast<unsigned char>(sketch[at + i]);
    hashes.push_back(hash);
  }
  return hashes;
}

}  // namespace

std::string sketch_of(const Article& article) {
  std::vector<Passage> said(2);
  said[0].text = article.title;
  said[1].text = article.full.markdown;
  std::vector<std::uint32_t> hashes = sorted_hashes(shingles_of(said));
  hashes.resize(std::min(hashes.size(), kHashes));
  std::string sketch;
  for (std::uint32_t hash : hashes)
    for (std::size_t i = 0; i < kBytes; ++i, hash >>= 8U)
      sketch += static_cast<char>(hash & 0xFFU);
  return sketch;
}

double likeness(std::string_view one, std::string_view other) {
  const auto left = hashes_in(one), right = hashes_in(other);
  std::vector<std::uint32_t> all;
  std::ranges::set_union(left, right, std::back_inserter(all));
  all.resize(std::min(all.size(), kHashes));
  if (all.empty()) return 1;
  const auto both = std::ranges::count_if(all, [&](std::uint32_t hash) {
    return std::ranges::binary_search(left, hash) && std::ranges::binary_search(right, hash);
  });
  return static_cast<double>(both) / static_cast<double>(all.size());
}

}  // namespace aplomb::desk
