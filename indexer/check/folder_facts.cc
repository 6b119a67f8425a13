// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check/folder_facts.h"

#include <utility>

#include "engine/opaque_name.h"

namespace aplomb {

FolderFacts::FolderFacts(const std::filesystem::path& articles, std::vector<ArticleFacts> facts)
    : articles_(articles), facts_(std::move(facts)) {
  for (std::size_t i = 0; i < facts_.size(); ++i) {
    by_path_.emplace(facts_[i].path, i);
    std::set<std::string_view> keys;
    for (const PersonalFact& fact : facts_[i].personal)
      if (!fact.key.empty() && keys.insert(fact.key).second) ++named_[fact.key];
  }
  settle_ids();
  settle_aliases();
}

const ArticleFacts* FolderFacts::at(const std::string& path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : &facts_[found->second];
}

void FolderFacts::settle_ids() {
  for (std::size_t i = 0; i < facts_.size(); ++i) {
    const ArticleFacts& facts = facts_[i];
    const auto [holder, is_new] = by_id_.emplace(facts.id.value, i);
    if (is_new) continue;
    const std::string& other = facts_[holder->second].path;
    if (facts.id_is_of_path) {
      clashes_.push_back(make_finding(
          Rule::kSharedPathId, facts.path, 0,
          "its path gives the id '" + facts.id.value + "', which " + other + " has already",
          "state an id; until then it has one with a number behind it"));
    } else {
      ++refused_;
      clashes_.push_back(make_finding(Rule::kIdClash, facts.path, facts.id_line,
                                      "the id '" + facts.id.value + "' is already that of " + other,
                                      "give one of the two another id"));
    }
  }
}

void FolderFacts::settle_aliases() {
  for (std::size_t i = 0; i < facts_.size(); ++i) {
    for (const auto& [alias, line] : facts_[i].aliases) {
      const auto id = by_id_.find(alias.value);
      const auto [holder, is_new] = by_alias_.emplace(alias.value, i);
      const bool is_id = id != by_id_.end() && id->second != i;
      if (!is_id && (is_new || holder->second == i)) continue;
      const std::string& other = facts_[is_id ? id->second : holder->second].path;
      clashes_.push_back(make_finding(
          Rule::kAliasClash, facts_[i].path, line,
          "the alias '" + alias.value + "' is " + (is_id ? "the id of " : "an alias of ") + other,
          "an old address can lead to one article only; take it out of one"));
    }
  }
}

std::vector<Finding> FolderFacts::clashes() const {
  return clashes_;
}

std::string FolderFacts::article_at(std::string_view path) const {
  for (const std::string_view ending : kImpliedEndings) {
    std::string whole = std::string(path).append(ending);
    if (by_path_.contains(whole)) return whole;
  }
  return {};
}

std::optional<std::string> FolderFacts::article_by_id(std::string_view id) const {
  for (const auto* const known : {&by_id_, &by_alias_})
    if (const auto found = known->find(std::string(id)); found != known->end())
      return facts_[found->second].path;
  return std::string();
}

std::optional<bool> FolderFacts::has_anchor(const std::string& article_path,
                                            const std::string& anchor) const {
  const ArticleFacts* const facts = at(article_path);
  if (facts == nullptr) return std::nullopt;
  return facts->anchors.contains(anchor);
}

bool FolderFacts::has_file(const std::string& path) const {
  return is_shown_file(articles_, path);
}

std::optional<bool> FolderFacts::is_of_the_house(const std::string& key) const {
  const auto found = named_.find(key);
  return found != named_.end() && found->second >= kNamedByHouse;
}

}  // namespace aplomb
