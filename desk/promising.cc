// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/promising.h"

#include <utility>

#include "desk/case_reference.h"
#include "desk/promise_terms.h"
#include "indexer/within.h"

namespace aplomb::desk {
namespace {

tl::unexpected<Error> unprocessable(std::string field, std::string message, std::string hint) {
  return tl::unexpected<Error>(
      Error{Code::kUnprocessable, std::move(message), std::move(hint), std::move(field)});
}

/// Whether an article promises anything at that moment.
Result<void> check_article(const Article& article, Time now) {
  const auto refused = [](std::string message, std::string hint) {
    return unprocessable("article", std::move(message), std::move(hint));
  };
  if (article.confidence == Confidence::kArchived)
    return refused("The article is archived, and promises nothing any more.",
                   "Search for the one that took its place.");
  switch (validity_of(article, std::chrono::floor<std::chrono::minutes>(now))) {
    case Validity::kScheduled:
      return refused("The article does not hold yet.", "Promise what holds today.");
    case Validity::kExpired:
      return refused("The article has expired, and promises nothing any more.",
                     "Search for the one that took its place, or flag it.");
    case Validity::kValid:
      break;
  }
  if (!article.promise || article.promise->what.empty())
    return refused("The article promises nothing.",
                   "Promise by an article that does, or ask its owner to write down what may be "
                   "promised.");
  return {};
}

/// Where the article says in what time, and that can be counted.
std::optional<Time> due_of(const Promise& promise, const WorkingCalendar& calendar, Time now) {
  const auto within = parse_within(promise.within);
  if (!within) return std::nullopt;
  const auto due = calendar.due(now, *within);
  return due ? std::optional(*due) : std::nullopt;
}

Result<std::optional<Amount>> amount_of(const Promise& promise,
                                        const std::optional<std::string>& text) {
  if (!text || text->empty()) {
    if (promise.limit.empty()) return std::nullopt;
    return unprocessable("amount", "This promise has a limit of " + promise.limit + ".",
                         "Say the amount that you promise.");
  }
  auto amount = parse_amount(*text);
  if (!amount)
    return unprocessable("amount", "The amount is none.",
                         "Write a number and a currency, such as 120 EUR.");
  return amount;
}

Result<Time> wanted_due(const PromiseRequest& request, const Promise& promise,
                        const std::optional<Time>& by_terms, Time now) {
  if (!request.due) {
    if (by_terms) return *by_terms;
    return unprocessable("due",
                         promise.within.empty()
                             ? "The article does not say in what time."
                             : "The article's time (" + promise.within + ") cannot be counted.",
                         "Name the time that you promise.");
  }
  if (*request.due <= now)
    return unprocessable("due", "The due time is in the past.", "Name a time to come.");
  if (*request.due - now > WorkingCalendar::kFarthest)
    return unprocessable("due", "The due time is more than ten years away.", "Promise less.");
  return *request.due;
}

}  // namespace

Promising::Promising(Desk& desk, std::filesystem::path articles)
    : desk_(desk), articles_(std::move(articles)), calendar_(articles_) {}

Result<PromiseTerms> Promising::terms(const Promiser& promiser, const Article& article) {
  const Time now = ledger().now();
  if (auto promises = check_article(article, now); !promises)
    return tl::unexpected<Error>(promises.error());
  const auto standing = ledger().standing(promiser);
  if (!standing) return tl::unexpected<Error>(standing.error());
  const Promise& promise = *article.promise;
  const HouseRules rules = HouseRules::of(articles_);
  const PromiseAuthority authority(promise.authority, rules);
  PromiseTerms terms{.what = promise.what,
                     .within = promise.within,
                     .limit = promise.limit,
                     .authority = promise.authority,
                     .due = due_of(promise, *calendar_.current(), now),
                     .may = authority.may(*standing),
                     .who = authority.who_beyond()};
  if (!terms.may) terms.who = authority.who();
  return terms;
}

Result<PromiseEntry> Promising::make(const Promiser& promiser, const Article& article,
                                     const PromiseRequest& request) {
  const Time now = ledger().now();
  const auto failed = [](const Error& error) { return tl::unexpected<Error>(error); };
  if (auto promises = check_article(article, now); !promises) return failed(promises.error());
  if (auto valid = check_case(request.case_reference); !valid) return failed(valid.error());
  const Promise& promise = *article.promise;
  const auto amount = amount_of(promise, request.amount);
  if (!amount) return failed(amount.error());
  const auto calendar = calendar_.current();
  const auto by_terms = due_of(promise, *calendar, now);
  const auto due = wanted_due(request, promise, by_terms, now);
  if (!due) return failed(due.error());
  NewPromise wanted{.article = article.id,
                    .title = article.title,
                    .language = article.language,
                    .what = promise.what,
                    .within = promise.within,
                    .empathy = article.empathy,
                    .case_reference = request.case_reference,
                    .amount = *amount ? std::optional(to_string(**amount)) : std::nullopt,
                    .due = *due,
                    .warn_at = calendar->three_quarters(now, *due),
                    .call_key = std::nullopt};
  if (request.call) {
    auto key = desk_.call_keys().call_key(*request.call);
    if (!key) return failed(key.error());
    wanted.call_key = *std::move(key);
  }
  return ledger().make(promiser, wanted,
                       [&, rules = HouseRules::of(articles_)](const Standing& standing) {
                         return check_terms(promise, by_terms, {*amount, *due}, standing, rules);
                       });
}

Result<PromiseEntry> Promising::move(const Promiser& promiser, PromiseId id, Time due,
                                     const std::string& reason, std::optional<Time> seen) {
  const Time now = ledger().now();
  if (due - now > WorkingCalendar::kFarthest)
    return fail_at("due", "due is more than ten years away", "say that it was broken");
  return ledger().move(promiser, id, due, calendar_.current()->three_quarters(now, due), reason,
                       seen);
}

PromiseWords Promising::say(const PromiseEntry& entry) {
  return words_of({entry.language, entry.what, entry.empathy, entry.due}, *calendar_.current(),
                  ledger().now());
}

std::optional<PromiseWords> Promising::say(const Article& article, const PromiseTerms& terms) {
  if (!terms.due) return std::nullopt;
  return words_of({article.language, terms.what, article.empathy, *terms.due}, *calendar_.current(),
                  ledger().now());
}

}  // namespace aplomb::desk
