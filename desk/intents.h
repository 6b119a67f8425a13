// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/asker.h"
#include "desk/call_key.h"
#include "desk/clock.h"
#include "desk/keyed_hash.h"
#include "desk/recent_table.h"
#include "engine/article.h"
#include "engine/result.h"
#include "engine/searcher.h"

namespace aplomb::desk {

class Store;

/// How an intent ended: the article was used, a gap was recorded, a promise was made.
enum class Outcome { kSolved, kNotSolved, kWrong, kGap, kPromise };

/// "solved", "not_solved", "wrong", "gap", "promise"
[[nodiscard]] std::string_view to_string(Outcome outcome);

/// How it stands with the search log.
struct SearchLogFigures {
  std::uint64_t written = 0;  ///< intents
  std::uint64_t dropped = 0;  ///< intents: the desk's disk could not keep up
};

/// The search log: what somebody wanted to know, rather than each keystroke of it.
///
/// An intent begins with the first keystroke and holds the question as it was typed last, how
/// certain its answer was, which articles were opened, and how it ended. With a call's id all that
/// comes until an outcome or the end of the call is one intent. Without one, what a person types is
/// one until they pause for kTypingPause; what a tool asks is not logged then, since a tool has no
/// pauses. After kIdle without anything, an intent is over as it stands.
///
/// Under way it is in memory only. Once over it waits in a queue of kMaxWaiting for the desk's
/// thread, which masks the question (engine/masking.h), folds it and writes it in batches. What
/// finds the queue full is dropped and counted. So nothing here touches the disk while a request is
/// answered, and a crash loses what was not yet written.
///
/// Off until `keep_for` says for how long to keep it: the command line keeps no log, and clears
/// none.
/// Thread-safety: all members may be called from any thread at once.
class Intents {
 public:
  /// Somebody who searches for something else thinks, or greets the next caller, for longer; within
  /// one question few pause for so long.
  static constexpr std::chrono::seconds kTypingPause{30};
  /// Longer than an article is read on a call.
  static constexpr std::chrono::minutes kIdle{30};
  /// Calls under way: ten times those of a thousand agents' shift changes. The one that was touched
  /// least recently is over when there are more.
  static constexpr std::size_t kMaxOpen = 10'000;
  /// Over and not written: some minutes of a thousand agents, at 1 KB each.
  static constexpr std::size_t kMaxWaiting = 10'000;
  /// Of one call, more than ever share one.
  static constexpr std::size_t kMaxAskersOfCall = 8;
  static constexpr std::size_t kMaxOpened = 20;          ///< articles of one intent
  static constexpr std::size_t kMaxQuestionBytes = 300;  ///< of what is written

  /// For how long intents are kept; zero: nothing is noted or stored, and what is stored goes.
  void keep_for(std::chrono::days days);

  /// A keystroke. `found` is the best of what was found, empty where nothing was. A `call` that is
  /// no call's id counts as none, here and below.
  void searched(const Asker& asker, std::string_view call, std::string_view text,
                Certainty certainty, const ArticleId& found);

  /// An article was opened, on a call.
  void opened(const Asker& asker, std::string_view call, const ArticleId& article);

  /// The intent that is under way is over. An outcome that a tool tells of a call ends that of the
  /// person who is on it. Nothing happens where none is. Never blocks.
  void ended(const Asker& asker, std::string_view call, const ArticleId& article, Outcome outcome);

  /// The call is over, for that person; for everybody on it where a tool says so.
  /// Errors: kInvalidArgument (no call's id).
  [[nodiscard]] Result<void> end(const Asker& asker, std::string_view call);

  [[nodiscard]] SearchLogFigures figures() const;

  Intents(const Intents&) = delete;
  Intents& operator=(const Intents&) = delete;

 private:
  friend class Desk;

  struct Intent {
    Asker asker = {};
    std::string call = {};  ///< its key; empty for none
    Time first = {}, last = {};
    std::string text = {};
    std::size_t fullest = 0;  ///< bytes of it before somebody began to clear it
    Certainty certainty = Certainty::kNone;
    std::string found = {};
    std::vector<std::string> opened = {};
    std::optional<Outcome> outcome = {};
    std::string article = {};  ///< of the outcome
  };
  using OfCall = std::vector<Intent>;

  Intents(Store& store, const CallKeys& keys) : store_(store), keys_(keys) {}

  /// What the desk's thread does now and then. With `all`, what is under way is over as it stands.
  [[nodiscard]] Result<void> tidy(bool all);

  [[nodiscard]] bool is_on() const { return keep_days_.load(std::memory_order_relaxed) > 0; }
  /// Empty where there is none, or none that is valid.
  [[nodiscard]] std::string key_of(std::string_view call) const;
  [[nodiscard]] std::optional<std::uint64_t> row_of(const Asker& asker,
                                                    const std::string& call) const;

  // with the mutex held
  [[nodiscard]] Intent* find(std::uint64_t row, const Asker& asker);
  void close(Intent&& intent);
  void close_oldest();
  void close_idle(Time now, bool all);
  void take_out(std::uint64_t row, const Intent* intent);

  [[nodiscard]] Result<void> write_waiting();
  [[nodiscard]] Result<void> remove_old();

  Store& store_;
  const CallKeys& keys_;
  const KeyedHash hash_;
  std::atomic<std::int64_t> keep_days_ = -1;  ///< below zero: nobody has said
  std::atomic<std::uint64_t> written_ = 0;
  mutable std::mutex mutex_;  // guards what follows, for some microseconds at a time
  RecentTable<OfCall> open_{kMaxOpen};
  std::deque<Intent> waiting_;
  std::uint64_t dropped_ = 0;
};

}  // namespace aplomb::desk
