// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/promise_terms.h"

#include "engine/calendar.h"
#include "engine/unicode.h"
#include "indexer/text.h"

namespace aplomb::desk {
namespace {

constexpr std::string_view kNobody = "nobody";

/// `a lead`, `an admin`, `security desk`
std::string in_a_sentence(const std::string& who) {
  const std::string_view word = std::string_view(who).substr(0, who.find(' '));
  if (!parse_role(word)) return who;
  return (word == "agent" || word == "editor" || word == "admin" ? "an " : "a ") + who;
}

/// What of a wish goes beyond the article, as a sentence begins.
std::optional<std::string> beyond(const Promise& promise, const std::optional<Time>& due_by_terms,
                                  const PromiseWish& wish) {
  if (!promise.limit.empty() && wish.amount) {
    const auto limit = parse_amount(promise.limit);
    if (!limit) return "An amount where the limit (" + promise.limit + ") cannot be compared";
    if (limit->currency != wish.amount->currency)
      return "Another currency than that of the limit (" + promise.limit + ")";
    if (wish.amount->hundredths > limit->hundredths) return "More than " + promise.limit;
  }
  if (promise.within.empty()) return std::nullopt;
  if (!due_by_terms) return "A time where the article's (" + promise.within + ") cannot be counted";
  if (wish.due > *due_by_terms)
    return "Later than the article's " + promise.within + " (" + timestamp(*due_by_terms) + ")";
  return std::nullopt;
}

}  // namespace

PromiseAuthority::PromiseAuthority(std::string_view word, const HouseRules& rules)
    : group_(trim(word)), rules_(rules) {
  role_ = group_.empty() ? std::optional(Role::kAgent) : parse_role(fold(group_));
  if (role_ == Role::kCustomer) role_ = Role::kAgent;  // customers promise nothing
}

bool PromiseAuthority::belongs(const Standing& standing) const {
  return (!is_blank(standing.team) && fold(trim(standing.team)) == fold(group_)) ||
         (!is_blank(standing.department) && rules_.goes_by(standing.department, group_));
}

bool PromiseAuthority::may(const Standing& standing) const {
  if (role_) return standing.role >= *role_;
  return standing.role >= Role::kAgent && belongs(standing);
}

std::optional<Role> PromiseAuthority::role_beyond() const {
  if (!role_ || *role_ == Role::kAgent) return Role::kLead;
  return *role_ == Role::kAdmin ? std::nullopt : std::optional(Role::kAdmin);
}

bool PromiseAuthority::may_beyond(const Standing& standing) const {
  const auto role = role_beyond();
  return role && standing.role >= *role && may(standing);
}

std::string PromiseAuthority::who() const {
  return role_ ? std::string(to_string(*role_)) : group_;
}

std::string PromiseAuthority::who_beyond() const {
  const auto role = role_beyond();
  if (!role) return std::string(kNobody);
  return role_ ? std::string(to_string(*role)) : std::string(to_string(*role)) + " of " + group_;
}

Result<std::optional<std::string>> check_terms(const Promise& promise,
                                               const std::optional<Time>& due_by_terms,
                                               const PromiseWish& wish, const Standing& standing,
                                               const HouseRules& rules) {
  const PromiseAuthority authority(promise.authority, rules);
  if (!authority.may(standing))
    return fail(Code::kForbidden,
                "This promise is for " + in_a_sentence(authority.who()) + " to make.",
                "Ask them to make it.");
  const auto what = beyond(promise, due_by_terms, wish);
  if (!what || authority.may_beyond(standing)) return what;
  return fail(Code::kForbidden,
              *what + " is for " + in_a_sentence(authority.who_beyond()) + " to promise.",
              "Ask them to make it, or promise what the article lets you.");
}

}  // namespace aplomb::desk
