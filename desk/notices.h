// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/actor.h"
#include "desk/clock.h"
#include "engine/article.h"
#include "engine/result.h"

namespace aplomb::desk {

class Store;

constexpr std::size_t kMaxNoticeTitleChars = 120;
constexpr std::size_t kMaxNoticeTextChars = 2000;
constexpr std::size_t kMaxNoticeQueries = 10;
constexpr std::size_t kMaxNoticeQueryChars = 80;
/// Drafts and published ones at a time: who has more to say than that says nothing.
constexpr std::size_t kMaxOpenNotices = 50;
/// Of those that have ended the newest are told.
constexpr std::size_t kMaxEndedNoticesTold = 200;
/// What holds longer belongs into an article.
constexpr std::chrono::days kMaxNoticeSpan{366};

struct NoticeId {
  std::int64_t value = 0;
  friend bool operator==(NoticeId, NoticeId) = default;
};

/// What a lead writes.
struct NoticeText {
  std::string title;  ///< 1 to 120 characters
  std::string text;   ///< at most 2,000; lines are kept
  Audience audience = Audience::kInternal;
  /// It stands above the hits of what is typed when all words of one of these are among it; at most
  /// 10, each with a word. None: it only stands on the start view.
  std::vector<std::string> queries;
  std::optional<Time> starts;  ///< absent: once it is published
  Time expires;                ///< from then on it is over

  friend bool operator==(const NoticeText&, const NoticeText&) = default;
};

/// What is absent stays as it is.
struct NoticeChange {
  std::optional<std::string> title, text;
  std::optional<Audience> audience;
  std::optional<std::vector<std::string>> queries;
  std::optional<std::optional<Time>> starts;
  std::optional<Time> expires;
};

/// Something that everybody is to know for a while: an outage, a recall.
struct Notice : NoticeText {
  enum class State {
    kDraft,      ///< nobody but leads sees it
    kPublished,  ///< also before it starts
    kEnded,      ///< by somebody, or because its time is over
  };
  NoticeId id;
  State state = State::kDraft;
  std::string author;  ///< an Actor's text
  Time created;

  friend bool operator==(const Notice&, const Notice&) = default;
};

/// "draft", "published", "ended"
[[nodiscard]] std::string_view to_string(Notice::State state);

/// The notices. Each is made as a draft and published in a second step; changes stand in the audit
/// log, written in the same transaction.
///
/// What is published is kept in memory, so that a search pays some microseconds for it. What this
/// process changes counts at once, what another does within a second of the desk's clock.
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo.
class Notices {
 public:
  /// All of them, newest first; of those that have ended the newest 200.
  [[nodiscard]] Result<std::vector<Notice>> list() const;

  /// Those that are published, have started and are not over, newest first; of customers' readers
  /// only those for customers.
  [[nodiscard]] Result<std::vector<Notice>> current(Audience reader) const;

  /// Of those the ones that stand above the hits of `query`. `language` is the page's, ISO 639-1;
  /// empty when unknown.
  [[nodiscard]] Result<std::vector<Notice>> for_query(Audience reader, std::string_view query,
                                                      std::string_view language) const;

  /// Makes a draft. Errors: kInvalidArgument (`field` says which), kConflict (there are too many).
  [[nodiscard]] Result<Notice> add(const Actor& actor, const NoticeText& notice);

  /// Changes a draft, or a published one as everybody sees it.
  /// Errors: kNotFound, kInvalidArgument, kConflict (it has ended).
  [[nodiscard]] Result<Notice> change(const Actor& actor, NoticeId id, const NoticeChange& change);

  /// Errors: kNotFound, kConflict (it is no draft, or its time is over).
  [[nodiscard]] Result<Notice> publish(const Actor& actor, NoticeId id);

  /// Ends it, or gives the draft up. Errors: kNotFound, kConflict (it has ended).
  [[nodiscard]] Result<void> end(const Actor& actor, NoticeId id);

  Notices(const Notices&) = delete;
  Notices& operator=(const Notices&) = delete;
  ~Notices();

 private:
  friend class Desk;
  struct Published;
  explicit Notices(Store& store);

  [[nodiscard]] Result<std::shared_ptr<const Published>> published() const;
  void forget();

  Store& store_;
  mutable std::mutex mutex_;  // guards what follows
  mutable std::shared_ptr<const Published> published_;
  mutable Time looked_;
};

}  // namespace aplomb::desk
