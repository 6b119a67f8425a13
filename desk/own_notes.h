// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/clock.h"
#include "desk/drafts.h"
#include "desk/named_article.h"
#include "desk/people.h"
#include "desk/recent_table.h"
#include "engine/result.h"
#include "engine/searcher.h"

namespace aplomb::desk {

class Store;

// Of one person.
constexpr std::size_t kMaxOwnNotes = 1000;
constexpr std::size_t kMaxOwnNotesBytes = std::size_t{1024} * 1024;  ///< all texts together
constexpr std::size_t kMaxNoteBytes = std::size_t{16} * 1024;
constexpr std::size_t kMaxNoteTitleChars = 200;
/// Notes that were offered and that the editors have not yet made something of.
constexpr std::size_t kMaxOffersOpen = 20;

struct OwnNoteId {
  std::int64_t value = 0;
  friend bool operator==(OwnNoteId, OwnNoteId) = default;
};

struct OwnNote {
  OwnNoteId id;
  std::optional<ArticleId> article;  ///< its id when the note was written
  std::string article_title;         ///< and its title
  std::string title;                 ///< may be empty
  std::string text;
  Time created, changed;
  std::optional<ArticleId> draft;  ///< as which it was offered to the editors
  std::optional<Time> offered;
};

/// What is to be different; what holds nothing stays.
struct OwnNoteChange {
  std::optional<std::string> title, text;
};

/// A note that a search has found.
struct FoundNote {
  OwnNote note;
  std::vector<Fragment> snippet;
};

/// What somebody writes down for themselves, on an article or by itself. Nobody else is told of it,
/// admins included; a note that is offered to the editors becomes a draft of its own.
///
/// Searched in memory: a person's notes are made ready at their first search and held, at most
/// 64 MiB of all people's, until they change or others are asked more.
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo;
/// kNotFound (no such note of this person) where there is an id.
class OwnNotes {
 public:
  /// Newest change first; those on `article` where given, whatever it was called.
  [[nodiscard]] Result<std::vector<OwnNote>> list(
      PersonId person, const std::optional<NamedArticle>& article = std::nullopt) const;

  [[nodiscard]] Result<OwnNote> get(PersonId person, OwnNoteId id) const;

  /// Errors: kInvalidArgument (no text, too long, characters that cannot be shown), kConflict (too
  /// many, or too much), kNotFound (no such person).
  [[nodiscard]] Result<OwnNote> add(PersonId person, const std::optional<NamedArticle>& article,
                                    const std::string& title, const std::string& text);

  /// Errors: as add().
  [[nodiscard]] Result<OwnNote> change(PersonId person, OwnNoteId id, const OwnNoteChange& change);

  [[nodiscard]] Result<void> remove(PersonId person, OwnNoteId id);

  /// Makes the note a draft of a new article in the author's name, `confidence: wip`, with what
  /// tells a person or an account masked: it is for others now. `taken` says whether an id is an
  /// article's. The id of the draft.
  /// Errors: kConflict (it was offered before, too many wait, no room for drafts).
  [[nodiscard]] Result<ArticleId> offer(const Person& person, OwnNoteId id, Drafts& drafts,
                                        const std::function<bool(const ArticleId&)>& taken);

  /// At most `limit` notes, best first. `language` as of a search (ISO 639-1, may be empty).
  [[nodiscard]] Result<std::vector<FoundNote>> search(PersonId person, std::string_view query,
                                                      std::string_view language,
                                                      std::size_t limit) const;

  /// Drops what memory holds of somebody.
  void forget(PersonId person);

  OwnNotes(const OwnNotes&) = delete;
  OwnNotes& operator=(const OwnNotes&) = delete;

 private:
  friend class Desk;
  explicit OwnNotes(Store& store);

  struct Ready;  // a person's notes, to be searched
  [[nodiscard]] Result<std::shared_ptr<const Ready>> ready(PersonId person,
                                                           std::string_view language) const;

  Store& store_;
  mutable std::mutex mutex_;
  // guarded by mutex_
  mutable RecentTable<std::shared_ptr<const Ready>> known_;
  mutable std::size_t known_bytes_ = 0;
  mutable std::uint64_t changes_ = 0;  // so that nothing is held that was read before one
};

}  // namespace aplomb::desk
