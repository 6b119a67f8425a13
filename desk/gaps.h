// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "desk/actor.h"
#include "desk/asker.h"
#include "desk/clock.h"
#include "desk/gap_house.h"
#include "desk/people.h"
#include "desk/question.h"
#include "desk/tokens.h"
#include "engine/article.h"
#include "engine/result.h"
#include "engine/searcher.h"

namespace aplomb::desk {

class OpenGaps;
class Store;

constexpr std::size_t kMaxGapQuestionChars = 500;
constexpr std::size_t kMaxGapNoteChars = 1000;
constexpr std::size_t kMaxGapReasonChars = 500;
constexpr std::size_t kMaxGapOwnerChars = 64;
/// Open ones and those being written. They are kept in memory, some 3 KB each; who has more
/// questions without an answer has another problem.
constexpr std::size_t kMaxOpenGaps = 10'000;
/// Of the other words that a gap was asked in, and of its notes, as many are told.
constexpr std::size_t kMaxGapTexts = 20;
constexpr std::size_t kMaxGapPage = 100;

struct GapId {
  std::int64_t value = 0;
  friend auto operator<=>(GapId, GapId) = default;
};

enum class GapState {
  kOpen,
  kWriting,    ///< an article is being written for it
  kClosed,     ///< an article answers it
  kDismissed,  ///< somebody has decided that there is to be none
};

/// "open", "writing", "closed", "dismissed"
[[nodiscard]] std::string_view to_string(GapState state);
[[nodiscard]] std::optional<GapState> parse_gap_state(std::string_view word);

struct GapCounts {
  std::size_t today = 0;  ///< by the house's clocks
  std::size_t total = 0;
  std::size_t people = 0;  ///< persons and tools that asked, as far as they are still there

  friend bool operator==(const GapCounts&, const GapCounts&) = default;
};

/// What a search says of a gap.
struct GapBrief {
  GapId id;
  std::string question;  ///< as it was first asked, masked
  GapState state = GapState::kOpen;
  GapCounts asked;
  std::string owner;
  Time due;
  bool asked_by_me = false;

  friend bool operator==(const GapBrief&, const GapBrief&) = default;
};

/// A question that no article answers.
struct Gap : GapBrief {
  std::vector<std::string> also;   ///< other words that it was asked in, oldest first, masked
  std::vector<std::string> notes;  ///< oldest first, masked
  Certainty certainty = Certainty::kNone;  ///< of the answer there was when it was first asked
  std::vector<ArticleId> nearest;          ///< that were found then, best first
  std::string language;                    ///< that the question shows; may be empty
  std::string department;                  ///< of the nearest topic; may be empty
  Time created;
  std::optional<ArticleId> article;  ///< that is being written, or that answers
  std::optional<std::string> reason;

  friend bool operator==(const Gap&, const Gap&) = default;
};

/// An article at one version of it.
struct KnownArticle {
  ArticleId id;
  std::string version;  ///< StoredArticle's `etag`

  friend bool operator==(const KnownArticle&, const KnownArticle&) = default;
};

/// One asking.
struct Asking {
  Asker by;
  std::string question;                  ///< as it was typed
  std::string note = {};                 ///< likewise; may be empty
  std::optional<std::string> call = {};  ///< its key (call_key.h)
};

/// What was found about a question when it was asked (desk/gap_asking).
struct GapFacts {
  Certainty certainty = Certainty::kNone;
  std::vector<ArticleId> nearest = {};
  std::vector<KnownArticle> known = {};  ///< found, and no answer at these versions
  Readings readings = {};
  std::string page_language = {};  ///< ISO 639-1; may be empty
  std::string department = {}, owner = {};
};

/// What a gap waits for, as the watch sees it (desk/gap_watch).
struct WaitingGap {
  GapId id;
  std::string question, language;
  GapState state = GapState::kOpen;
  std::optional<ArticleId> article;
  std::vector<KnownArticle> known;
};

struct GapListRequest {
  std::optional<std::vector<GapState>> states = {};  ///< absent: all
  std::string owner = {};                            ///< empty: anybody's
  std::optional<Asker> asked_by = {};                ///< only those that they asked
  std::size_t limit = 50;                            ///< 1..kMaxGapPage
  std::string cursor = {};                           ///< `next` of the page before; empty to start
};

struct GapPage {
  std::vector<Gap> gaps;  ///< most asked first, then by when they are due
  std::optional<std::string> next;
};

/// What is absent stays.
struct GapChange {
  std::optional<std::string> owner;
  std::optional<Time> due;
  std::optional<GapState> state;  ///< kOpen or kDismissed
  std::optional<std::string> reason;
  std::vector<KnownArticle> known;  ///< with kOpen: what is found now, and is no answer
};

/// Questions that no article answers, who asked them and what became of them.
///
/// What returns a value is on disk. What a search asks is answered from memory: open() has all that
/// wait, in an immutable snapshot that a change replaces.
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo.
class Gaps {
 public:
  struct Raised {
    Gap gap;
    bool created = false;
  };
  /// Opens a gap, or counts one more asking of the one that asks the same and is not closed (also
  /// of one that was dismissed, whose reason is told). Who asks it again on the same call is
  /// counted once.
  /// Errors: kInvalidArgument (`question` has no words, is too long or holds control characters;
  /// `note`), kConflict (there are too many).
  [[nodiscard]] Result<Raised> raise(const Asking& asking, const GapFacts& facts);

  /// The gap that somebody who types that would be asking, where one is open or being written.
  /// Looks at nothing but memory.
  [[nodiscard]] std::optional<GapBrief> asked_before(std::string_view text,
                                                     const Readings& readings,
                                                     std::string_view page_language,
                                                     const Asker& by) const;

  /// Errors: kNotFound.
  [[nodiscard]] Result<Gap> get(GapId id, const Asker& by) const;
  /// Errors: kInvalidArgument (the cursor).
  [[nodiscard]] Result<GapPage> list(const GapListRequest& request, const Asker& by) const;

  /// What a lead changes. Dismissing takes a reason, and opening again makes it wait for another
  /// answer than those in `known`. Stands in the audit log, without the question.
  /// Errors: kNotFound, kInvalidArgument (`field` says which), kConflict (it is closed already).
  [[nodiscard]] Result<Gap> change(const Actor& actor, const Asker& by, GapId id,
                                   const GapChange& change);

  /// An article is being written for it. Errors: kNotFound, kConflict (it is closed or dismissed,
  /// or one is being written already).
  [[nodiscard]] Result<void> begin_article(const Actor& actor, GapId id, const ArticleId& article);
  /// It was not to be written after all: the gap is open again, where it still waits for that one.
  [[nodiscard]] Result<void> give_up_article(GapId id, const ArticleId& article,
                                             std::string_view reason);

  /// An article answers it: who asked is told. Nothing where it does not wait any more.
  [[nodiscard]] Result<void> close(GapId id, const ArticleId& article);
  /// The article that answered it does so no longer. Nothing where that is not what closed it.
  [[nodiscard]] Result<void> reopen(GapId id, const ArticleId& article, std::string_view reason);
  /// That article is called otherwise now.
  [[nodiscard]] Result<void> rename_article(const ArticleId& from, const ArticleId& to);

  /// Open ones and those being written, oldest first.
  [[nodiscard]] Result<std::vector<WaitingGap>> waiting() const;
  /// What closed gaps, newest first: at most `limit`.
  [[nodiscard]] Result<std::vector<std::pair<GapId, ArticleId>>> closed(std::size_t limit) const;

  /// What the files beside the articles say; followed by open_house() and raise().
  [[nodiscard]] GapHouseFiles& house_files() { return house_files_; }
  /// The house as it is now; questions are compared by its words from here on.
  std::shared_ptr<const GapHouse> house();

  Gaps(const Gaps&) = delete;
  Gaps& operator=(const Gaps&) = delete;
  ~Gaps();

 private:
  friend class Desk;
  explicit Gaps(Store& store);

  /// Read by whoever asks first; others wait for that, or with open_now() get null.
  [[nodiscard]] Result<std::shared_ptr<const OpenGaps>> open() const;
  [[nodiscard]] std::shared_ptr<const OpenGaps> open_now() const;
  [[nodiscard]] std::shared_ptr<const OpenGaps> current() const;
  /// Puts what `make` makes of the snapshot in its place; a search never waits for that.
  void replace(const std::function<std::shared_ptr<const OpenGaps>(const OpenGaps&)>& make) const;
  /// After a change of one gap, which `changing_` guards.
  void refresh(GapId id);

  Store& store_;
  GapHouseFiles house_files_;
  std::mutex changing_;                           // held by the one change under way
  mutable std::mutex loading_;                    // held by who reads all of them
  mutable std::mutex mutex_;                      // guards what follows, never for long
  mutable std::shared_ptr<const OpenGaps> open_;  // null until somebody asks
};

/// A question without what masking has put in place of numbers and addresses: as it is searched and
/// compared.
[[nodiscard]] std::string searchable(std::string_view question);

}  // namespace aplomb::desk
