// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/intents.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "desk/question_text.h"
#include "desk/store.h"

namespace aplomb::desk {
namespace {

// A person who was removed meanwhile leaves no row behind.
constexpr const char* kInsert = R"sql(
INSERT INTO intents
  (at, person, token, call, question, certainty, found, opened, outcome, article, seconds)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, iif(?9 IS NULL, NULL, ?11)
WHERE ?2 IS NULL OR EXISTS (SELECT 1 FROM people WHERE id = ?2)
)sql";
constexpr const char* kAnyOld = "SELECT 1 FROM intents WHERE at < ?1 LIMIT 1";
constexpr const char* kRemoveOld =
    "DELETE FROM intents WHERE id IN (SELECT id FROM intents WHERE at < ?1 ORDER BY at LIMIT ?2)";

/// One transaction's rows: some two milliseconds for which no other write waits longer.
constexpr std::size_t kBatch = 200;
/// Transactions of one tidying that remove: where much is old at once, the next ones go on.
constexpr std::size_t kRemovals = 20;
/// What is held of a question under way; longer ones are masked before they are cut.
constexpr std::size_t kMaxTextBytes = 500;

std::string bounded(std::string_view text) {
  if (text.size() <= kMaxTextBytes) return std::string(text);
  return question_text(text, kMaxTextBytes);
}

std::string_view to_word(Certainty certainty) {
  switch (certainty) {
    case Certainty::kStrong:
      return "strong";
    case Certainty::kWeak:
      return "weak";
    case Certainty::kNone:
      return "none";
  }
  return "none";
}

std::optional<std::string> or_none(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// A JSON list: ids hold nothing that it would have to escape.
std::optional<std::string> list_of(const std::vector<std::string>& ids) {
  if (ids.empty()) return std::nullopt;
  std::string list;
  for (const std::string& id : ids) list.append(list.empty() ? "[\"" : ",\"").append(id) += '"';
  return list + "]";
}

template <class Id>
std::optional<std::int64_t> value_of(const std::optional<Id>& id) {
  return id ? std::optional(id->value) : std::nullopt;
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::kSolved:
      return "solved";
    case Outcome::kNotSolved:
      return "not_solved";
    case Outcome::kWrong:
      return "wrong";
    case Outcome::kGap:
      return "gap";
    case Outcome::kPromise:
      return "promise";
  }
  return "solved";
}

void Intents::keep_for(std::chrono::days days) {
  keep_days_ = days.count();
  if (is_on()) return;
  const std::scoped_lock lock(mutex_);
  open_ = RecentTable<OfCall>(kMaxOpen);
  waiting_.clear();
}

std::string Intents::key_of(std::string_view call) const {
  if (call.empty()) return {};
  return keys_.call_key(call).value_or(std::string());
}

std::optional<std::uint64_t> Intents::row_of(const Asker& asker, const std::string& call) const {
  if (!call.empty()) return hash_("call " + call);
  if (asker.person) return hash_("person " + std::to_string(asker.person->value));
  return std::nullopt;
}

Intents::Intent* Intents::find(std::uint64_t row, const Asker& asker) {
  OfCall* const of_call = open_.find(row);
  if (of_call == nullptr) return nullptr;
  const auto found = std::ranges::find(*of_call, asker, &Intent::asker);
  return found == of_call->end() ? nullptr : &*found;
}

void Intents::close(Intent&& intent) {
  if (waiting_.size() < kMaxWaiting)
    waiting_.push_back(std::move(intent));
  else
    ++dropped_;
}

void Intents::close_oldest() {
  const auto* const oldest = open_.oldest();
  const std::uint64_t row = oldest->first;
  for (Intent& intent : *open_.find(row)) close(std::move(intent));
  open_.erase(row);
}

void Intents::close_idle(Time now, bool all) {
  const auto is_idle = [&](const Intent& intent) { return now - intent.last >= kIdle; };
  while (const auto* const oldest = open_.oldest()) {
    if (!all && !std::ranges::all_of(oldest->second, is_idle)) return;
    close_oldest();
  }
}

void Intents::take_out(std::uint64_t row, const Intent* intent) {
  OfCall& of_call = *open_.find(row);
  of_call.erase(of_call.begin() + (intent - of_call.data()));
  if (of_call.empty()) open_.erase(row);
}

void Intents::searched(const Asker& asker, std::string_view call, std::string_view text,
                       Certainty certainty, const ArticleId& found) {
  if (!is_on() || text.empty()) return;
  const std::string key = key_of(call);
  const auto row = row_of(asker, key);
  if (!row) return;
  const Time now = store_.now();
  std::string question = bounded(text);
  const std::scoped_lock lock(mutex_);
  Intent* intent = find(*row, asker);
  if (intent != nullptr && key.empty() && now - intent->last > kTypingPause) {
    close(std::move(*intent));
    take_out(*row, intent);
    intent = nullptr;
  }
  if (intent == nullptr) {
    if (open_.find(*row) == nullptr && open_.size() >= kMaxOpen) close_oldest();
    OfCall& of_call = open_.touch(*row);
    if (of_call.size() >= kMaxAskersOfCall) {
      close(std::move(of_call.front()));
      of_call.erase(of_call.begin());
    }
    intent = &of_call.emplace_back(Intent{.asker = asker, .call = key, .first = now});
  } else {
    static_cast<void>(open_.touch(*row));
  }
  intent->last = now;
  // Somebody who clears the box key by key passes through ever shorter beginnings of the question:
  // those that lost more than half of it are no question of their own.
  const bool clearing = intent->text.starts_with(question);
  if (clearing && 2 * question.size() < intent->fullest) return;
  if (!clearing) intent->fullest = question.size();
  intent->text = std::move(question);
  intent->certainty = certainty;
  intent->found = found.value;
}

void Intents::opened(const Asker& asker, std::string_view call, const ArticleId& article) {
  if (!is_on()) return;
  const std::string key = key_of(call);
  const auto row = row_of(asker, key);
  if (!row) return;
  const Time now = store_.now();
  const std::scoped_lock lock(mutex_);
  Intent* const intent = find(*row, asker);
  if (intent == nullptr) return;
  static_cast<void>(open_.touch(*row));
  intent->last = now;
  // the newest stands last, since that is what the question turned out to be about
  std::erase(intent->opened, article.value);
  if (intent->opened.size() < kMaxOpened) intent->opened.push_back(article.value);
}

void Intents::ended(const Asker& asker, std::string_view call, const ArticleId& article,
                    Outcome outcome) {
  if (!is_on()) return;
  const std::string key = key_of(call);
  const auto row = row_of(asker, key);
  if (!row) return;
  const Time now = store_.now();
  const std::scoped_lock lock(mutex_);
  Intent* intent = find(*row, asker);
  if (OfCall* const others = open_.find(*row);
      intent == nullptr && others != nullptr && asker.token)
    intent = &*std::ranges::max_element(*others, {}, &Intent::last);
  if (intent == nullptr) return;
  intent->last = now;
  intent->outcome = outcome;
  intent->article = article.value;
  close(std::move(*intent));
  take_out(*row, intent);
}

Result<void> Intents::end(const Asker& asker, std::string_view call) {
  const auto key = keys_.call_key(call);
  if (!key) return tl::unexpected<Error>(key.error());
  const auto row = row_of(asker, *key);
  const std::scoped_lock lock(mutex_);
  OfCall* const of_call = open_.find(*row);
  if (of_call == nullptr) return {};
  const auto is_over = [&](const Intent& intent) { return asker.token || intent.asker == asker; };
  for (Intent& intent : *of_call)
    if (is_over(intent)) close(Intent(intent));
  std::erase_if(*of_call, is_over);
  if (of_call->empty()) open_.erase(*row);
  return {};
}

SearchLogFigures Intents::figures() const {
  const std::scoped_lock lock(mutex_);
  return {written_.load(), dropped_};
}

Result<void> Intents::tidy(bool all) {
  {
    const std::scoped_lock lock(mutex_);
    close_idle(store_.now(), all);
  }
  return write_waiting().and_then([this] { return remove_old(); });
}

Result<void> Intents::write_waiting() {
  for (;;) {
    std::vector<Intent> batch;
    {
      const std::scoped_lock lock(mutex_);
      const auto count = static_cast<std::ptrdiff_t>(std::min(kBatch, waiting_.size()));
      std::move(waiting_.begin(), waiting_.begin() + count, std::back_inserter(batch));
      waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    }
    if (batch.empty() || !is_on()) return {};
    auto stored = store_.write([&](Connection& connection) -> Result<void> {
      for (const Intent& each : batch) {
        connection.query(kInsert)
            .bind(each.first, value_of(each.asker.person), value_of(each.asker.token),
                  or_none(each.call), question_text(each.text, kMaxQuestionBytes),
                  to_word(each.certainty), or_none(each.found), list_of(each.opened),
                  each.outcome ? std::optional(to_string(*each.outcome)) : std::nullopt,
                  or_none(each.article), std::int64_t{(each.last - each.first).count()})
            .run();
      }
      return {};
    });
    if (!stored) {  // for the next time, where there is room
      const std::scoped_lock lock(mutex_);
      const std::size_t room = kMaxWaiting - std::min(kMaxWaiting, waiting_.size());
      const std::size_t kept = std::min(room, batch.size());
      dropped_ += batch.size() - kept;
      waiting_.insert(waiting_.begin(),
                      std::move_iterator(batch.end() - static_cast<std::ptrdiff_t>(kept)),
                      std::move_iterator(batch.end()));
      return stored;
    }
    written_ += batch.size();
  }
}

Result<void> Intents::remove_old() {
  const std::int64_t days = keep_days_;
  if (days < 0) return {};
  // of a log that is off everything goes, also what bears a time to come
  const Time before = days == 0 ? Time::max() : store_.now() - std::chrono::days(days);
  for (std::size_t i = 0; i < kRemovals; ++i) {
    const auto any = store_.read([&](Connection& connection) -> Result<bool> {
      return connection.query(kAnyOld).bind(before).step();
    });
    if (!any) return tl::unexpected<Error>(any.error());
    if (!*any) return {};
    auto removed = store_.write([&](Connection& connection) -> Result<void> {
      connection.query(kRemoveOld).bind(before, kBatch).run();
      return {};
    });
    if (!removed) return removed;
  }
  return {};
}

}  // namespace aplomb::desk
