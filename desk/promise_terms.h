// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "desk/clock.h"
#include "desk/promises.h"
#include "desk/role.h"
#include "engine/article.h"
#include "engine/result.h"
#include "indexer/amount.h"
#include "indexer/house_rules.h"

namespace aplomb::desk {

/// Who may make an article's promise, by the word of its `authority`.
///
/// A role lets everybody from there on up the ladder; no word at all lets agents. Any other word
/// names a team, a department or its desk (`security desk`), and lets those who belong to it; tools
/// belong nowhere. Beyond the article's limit, or its time, goes who stands above: leads where
/// agents may, admins where leads or editors may, leads of the desk where a desk may, and nobody
/// where admins may.
class PromiseAuthority {
 public:
  PromiseAuthority(std::string_view word, const HouseRules& rules);

  [[nodiscard]] bool may(const Standing& standing) const;
  [[nodiscard]] bool may_beyond(const Standing& standing) const;

  /// `lead`, `security desk`
  [[nodiscard]] std::string who() const;
  /// `lead`, `lead of security desk`, `nobody`
  [[nodiscard]] std::string who_beyond() const;

 private:
  [[nodiscard]] bool belongs(const Standing& standing) const;
  [[nodiscard]] std::optional<Role> role_beyond() const;

  std::optional<Role> role_;
  std::string group_;  ///< where it is no role
  const HouseRules& rules_;
};

/// What is to be promised.
struct PromiseWish {
  std::optional<Amount> amount;
  Time due;
};

/// Whether an article's promise can be made so, by whom. `due_by_terms` is when its `within` ends;
/// absent where it names none. Where it names one that cannot be counted, any time is beyond it.
/// The text, where there is one, says what of it went beyond the article. Errors: kForbidden, whose
/// message says who can make it.
[[nodiscard]] Result<std::optional<std::string>> check_terms(
    const Promise& promise, const std::optional<Time>& due_by_terms, const PromiseWish& wish,
    const Standing& standing, const HouseRules& rules);

}  // namespace aplomb::desk
