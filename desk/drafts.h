// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
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

constexpr std::size_t kMaxDraftBytes = std::size_t{4} * 1024 * 1024;
constexpr std::size_t kMaxDrafts = 1000;
/// All of them together; what is worked on for long belongs into the folder, as `confidence: wip`.
constexpr std::size_t kMaxDraftsBytes = std::size_t{64} * 1024 * 1024;

/// A draft without its text.
struct DraftEntry {
  ArticleId article;   ///< that it is to become
  std::string title;   ///< as the draft has it
  std::string author;  ///< an Actor's text: who changed it last
  /// The version of the article that it was begun from; absent: there was none.
  std::optional<std::string> base;
  Time created, changed;
  std::string version;  ///< of its bytes, as version_of() has it

  friend bool operator==(const DraftEntry&, const DraftEntry&) = default;
};

struct StoredDraft : DraftEntry {
  std::string markdown;  ///< byte for byte as it was put
};

/// What an article is to become, before anybody but editors sees it: one draft an article.
/// Beginning one, taking it over from somebody else and giving it up stand in the audit log; a save
/// each few seconds does not.
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo.
class Drafts {
 public:
  /// What a change is based on.
  struct Expected {
    enum class What { kNone, kAny, kVersion } what = What::kNone;
    std::string version = {};  ///< of kVersion

    [[nodiscard]] static Expected none() { return {What::kNone}; }
    [[nodiscard]] static Expected any() { return {What::kAny}; }
    [[nodiscard]] static Expected of(std::string version) {
      return {What::kVersion, std::move(version)};
    }
  };
  struct Text {
    std::string markdown;
    /// Stays what it was where it is absent and there is a draft.
    std::optional<std::string> base = {};
  };

  /// Newest change first.
  [[nodiscard]] Result<std::vector<DraftEntry>> list() const;

  /// Errors: kNotFound.
  [[nodiscard]] Result<StoredDraft> get(const ArticleId& article) const;
  [[nodiscard]] Result<bool> has(const ArticleId& article) const;

  /// Begins a draft, or puts other bytes in its place.
  /// Errors: kInvalidArgument (no id, not UTF-8, too long), kStale (`expected` does not hold),
  /// kConflict (there are too many).
  [[nodiscard]] Result<DraftEntry> put(const Actor& actor, const ArticleId& article,
                                       const Text& text, const Expected& expected);

  /// Errors: kNotFound, kStale.
  [[nodiscard]] Result<void> remove(const Actor& actor, const ArticleId& article,
                                    const Expected& expected);

  Drafts(const Drafts&) = delete;
  Drafts& operator=(const Drafts&) = delete;

 private:
  friend class Desk;
  explicit Drafts(Store& store) : store_(store) {}

  Store& store_;
};

}  // namespace aplomb::desk
