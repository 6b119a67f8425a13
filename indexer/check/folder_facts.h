// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/check/examine.h"

namespace aplomb {

/// What all articles of a folder are, for judging each among the others.
class FolderFacts final : public Neighbours {
 public:
  /// `facts` are by path. Of two that state one id the first keeps it, and the other counts as not
  /// taken, as in indexing.
  FolderFacts(const std::filesystem::path& articles, std::vector<ArticleFacts> facts);

  [[nodiscard]] const std::vector<ArticleFacts>& all() const { return facts_; }
  /// By its path; null when there is none.
  [[nodiscard]] const ArticleFacts* at(const std::string& path) const;
  /// Articles that are taken.
  [[nodiscard]] std::size_t taken() const { return facts_.size() - refused_; }

  /// id-clash, shared-path-id and alias-clash, of all articles.
  [[nodiscard]] std::vector<Finding> clashes() const;

  [[nodiscard]] std::string article_at(std::string_view path) const override;
  [[nodiscard]] std::optional<std::string> article_by_id(std::string_view id) const override;
  [[nodiscard]] std::optional<bool> has_anchor(const std::string& article_path,
                                               const std::string& anchor) const override;
  [[nodiscard]] bool has_file(const std::string& path) const override;
  [[nodiscard]] std::optional<bool> is_of_the_house(const std::string& key) const override;

 private:
  void settle_ids();
  void settle_aliases();

  const std::filesystem::path& articles_;
  std::vector<ArticleFacts> facts_;
  std::unordered_map<std::string, std::size_t> by_path_, by_id_;
  std::unordered_map<std::string, std::size_t> by_alias_;
  std::unordered_map<std::string, std::size_t> named_;  // articles that name a key
  std::vector<Finding> clashes_;
  std::size_t refused_ = 0;
};

/// A text that stands in another, too. Numbers are places in the list that was compared.
struct Likeness {
  std::size_t of = 0, other = 0;
  double share = 0;  ///< of the words of the first
};

/// From these shares on a text is near to another, or the same.
inline constexpr double kNearShare = 0.55, kSameShare = 0.9;

/// For each text the one that most of its words stand in, where that is kNearShare of them or more.
/// Texts that are not comparable() are left out.
///
/// An index of one shingle in kSampled (by its hash, so that equal ones meet) brings candidates,
/// and the three best are compared word by word. A shingle of more than kMaxPostings texts counts
/// for the first of them, so that time stays in proportion to the text: 50,000 articles take
/// seconds. Deterministic.
[[nodiscard]] std::vector<Likeness> find_alike(const std::vector<const Shingles*>& texts);

/// duplicate or near-duplicate: `share` (kNearShare to 1) of the words of the article at `path`
/// stand in `other` (a path or an id), which is called `title`.
[[nodiscard]] Finding describe_likeness(const std::string& path, double share,
                                        const std::string& other, const std::string& title);

}  // namespace aplomb
