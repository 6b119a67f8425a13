// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/actor.h"
#include "desk/asker.h"
#include "desk/call_key.h"
#include "desk/clock.h"
#include "engine/article.h"
#include "engine/lesson.h"
#include "engine/result.h"

namespace aplomb::desk {

class Store;

struct UseId {
  std::int64_t value = 0;
  friend bool operator==(UseId, UseId) = default;
};
struct LearnedId {
  std::int64_t value = 0;
  friend bool operator==(LearnedId, LearnedId) = default;
};

/// What an article was worth on a call.
enum class UseOutcome { kSolved, kNotSolved, kWrong };

/// "solved", "not_solved", "wrong"
[[nodiscard]] std::string_view to_string(UseOutcome outcome);
[[nodiscard]] std::optional<UseOutcome> parse_use_outcome(std::string_view word);

struct NewUse {
  std::string call = {};  ///< as it came; empty for none
  std::string query;      ///< as it was typed
  UseOutcome outcome = UseOutcome::kSolved;
  /// Words of the query that no text of the index has.
  std::vector<std::string> unknown = {};
};

/// What a use did.
struct Use {
  UseId id;
  bool learned = false;  ///< whether the article learns from it
};

/// What callers also say, whose calls an article solved.
struct LearnedQuestion {
  LearnedId id;
  std::string text;
  std::uint32_t people = 0;  ///< whose calls it solved, those for whom it did not taken away
  std::uint32_t uses = 0;    ///< that say so
  Time last;
};

/// A word that no article has, and the articles that solved calls in which it was said.
struct UnknownWord {
  std::int64_t id = 0;
  std::string word;
  std::uint32_t people = 0, uses = 0;
  std::vector<ArticleId> articles;  ///< most uses first
};

/// What was said of articles on calls, and what they learn from it.
///
/// An article learns the question with which it solved a call. A person counts once a question, by
/// what they said last; who says that it did not help takes one away. Of what nobody but one person
/// says, an article learns kMaxAlone questions. So a person who repeats themselves, or is wrong all
/// day, teaches little, and others' word stands against theirs (engine/lesson.h says how far a
/// lesson is believed). When less than half of an article is left of what it was when it began to
/// learn, it has been rewritten, and has learned nothing.
///
/// Uses are kept for kKept. A removed person's stay, nameless; all of these are one person then.
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo.
class Uses {
 public:
  static constexpr std::size_t kMaxQuestionBytes = 300;
  static constexpr std::size_t kMaxAlone = 10;
  static constexpr std::chrono::days kKept{730};

  /// `article` as its readers see it now. On disk when it returns.
  /// Errors: kInvalidArgument (`field` says which).
  [[nodiscard]] Result<Use> add(const Asker& asker, const Article& article, const NewUse& use);

  /// Takes one's own use back; with `any`, anybody's.
  /// Errors: kNotFound, kForbidden.
  [[nodiscard]] Result<void> withdraw(const Asker& asker, bool any, UseId id);

  /// Most people's first.
  [[nodiscard]] Result<std::vector<LearnedQuestion>> learned(const ArticleId& article) const;

  /// The article does not learn that question, now and later. Errors: kNotFound.
  [[nodiscard]] Result<LearnedQuestion> unlearn(const Actor& actor, const ArticleId& article,
                                                LearnedId question);

  /// What the article has learned, as the index is to have it.
  [[nodiscard]] Result<Lesson> lesson_of(const ArticleId& article) const;
  /// The same, after looking whether the article is still the one that learned it.
  [[nodiscard]] Result<Lesson> lesson_of(const Article& article);
  [[nodiscard]] Result<std::vector<ArticleId>> taught() const;

  /// The articles that solved this person's calls, the last one first, at most `limit`.
  [[nodiscard]] Result<std::vector<ArticleId>> used_by(PersonId person, std::size_t limit) const;

  /// Words that should perhaps stand in `synonyms.yaml`: most people's first, at most `limit`.
  [[nodiscard]] Result<std::vector<UnknownWord>> unknown_words(std::size_t limit) const;
  /// Not to be proposed again. Errors: kNotFound.
  [[nodiscard]] Result<void> dismiss(const Actor& actor, std::int64_t word);

  /// Called, from any thread, with each article whose lesson is another one now.
  void on_lesson(std::function<void(const ArticleId&)> tell);

  Uses(const Uses&) = delete;
  Uses& operator=(const Uses&) = delete;

 private:
  friend class Desk;
  Uses(Store& store, const CallKeys& keys) : store_(store), keys_(keys) {}

  /// What the desk's thread does now and then.
  [[nodiscard]] Result<void> remove_old();
  void tell(const ArticleId& article) const;

  Store& store_;
  const CallKeys& keys_;
  mutable std::mutex mutex_;  // guards what follows
  std::function<void(const ArticleId&)> tell_;
};

}  // namespace aplomb::desk
