// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "desk/clock.h"
#include "engine/result.h"

namespace aplomb::desk {

class Store;

/// How many different people must have asked the same, word for word, before anybody else reads
/// the words: of fewer, somebody who knows the team could guess whose caller it was. What tools ask
/// counts as nobody's.
constexpr std::size_t kMinAskers = 5;
/// The most frequent questions of a span are told.
constexpr std::size_t kMaxQuestionsTold = 200;

/// A span of time, without its end.
struct TimeSpan {
  Time from, to;
};

/// What came in a span of the questions about one article, and of the article itself.
struct ArticleFigures {
  std::uint64_t questions = 0;  ///< that turned out to be about it: it was used, or else opened
                                ///< last, or else found first
  std::uint64_t strong = 0, weak = 0, unanswered = 0;  ///< of these, by how certain the answer was
  std::uint64_t opened = 0;                            ///< for a question, on a call
  std::uint64_t solved = 0, not_solved = 0, wrong = 0;
  std::map<std::int64_t, std::uint64_t> seconds_to_answer;  ///< from the first keystroke until it
                                                            ///< had solved the case, how often
  std::uint64_t gaps_opened = 0, gaps_closed = 0;           ///< that it was the nearest article to
  std::uint64_t promises_made = 0, promises_kept = 0, promises_late = 0;
};

/// What many people asked.
struct AskedQuestion {
  std::string question;  ///< as question_text() has it
  std::uint64_t people = 0, asked = 0;
  std::uint64_t strong = 0, weak = 0, unanswered = 0;
};

/// Numbers of the search log and of what became of the calls: by article, never by who it was.
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable, kDamaged, kIo.
class Insight {
 public:
  /// By the article's id; under the empty one what was asked and found nothing at all.
  [[nodiscard]] Result<std::map<std::string, ArticleFigures>> articles(const TimeSpan& span) const;

  /// What at least kMinAskers people asked, most frequent first.
  [[nodiscard]] Result<std::vector<AskedQuestion>> questions(const TimeSpan& span) const;

  /// The desk's clock.
  [[nodiscard]] Time now() const;

  Insight(const Insight&) = delete;
  Insight& operator=(const Insight&) = delete;

 private:
  friend class Desk;
  explicit Insight(Store& store) : store_(store) {}

  Store& store_;
};

}  // namespace aplomb::desk
