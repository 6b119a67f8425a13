// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "desk/people.h"
#include "desk/recent_table.h"
#include "engine/result.h"

namespace aplomb::desk {

class Store;

constexpr std::size_t kMaxShortcuts = 200;  ///< of one person
constexpr std::size_t kMaxShortChars = 32;
constexpr std::size_t kMaxShortcutTextChars = 200;

struct Shortcut {
  std::string short_form;  ///< folded: case and accents do not count
  std::string text;
};

/// What somebody types for what they mean: `dd` for `direct debit`. It holds for their own searches
/// and nobody else is told of it.
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo.
class Shortcuts {
 public:
  /// By their short forms.
  [[nodiscard]] Result<std::vector<Shortcut>> list(PersonId person) const;

  /// Makes it or gives it another text. Errors: kNotFound (no such person), kInvalidArgument (the
  /// short form is no word of letters, digits and hyphens, the text cannot be shown, either is too
  /// long), kConflict (there are kMaxShortcuts).
  [[nodiscard]] Result<void> put(PersonId person, std::string_view short_form,
                                 const std::string& text);

  /// One that is not there is no error.
  [[nodiscard]] Result<void> remove(PersonId person, std::string_view short_form);

  /// A query with the person's short forms written out.
  struct Expanded {
    std::string text;
    std::vector<std::pair<std::string, std::string>> made;  ///< from what was typed, to what
  };
  /// Words count that stand by themselves: not in "quotes", not behind `-` or `field:`. Stops where
  /// the query would become longer than `max_bytes`. Answers from memory but for a person's first
  /// question; whatever goes wrong leaves the query as it is.
  [[nodiscard]] Expanded expand(PersonId person, std::string_view query,
                                std::size_t max_bytes) const;

  /// Drops what memory holds of somebody.
  void forget(PersonId person);

  Shortcuts(const Shortcuts&) = delete;
  Shortcuts& operator=(const Shortcuts&) = delete;

 private:
  friend class Desk;
  explicit Shortcuts(Store& store);

  using Texts = std::map<std::string, std::string, std::less<>>;
  [[nodiscard]] std::shared_ptr<const Texts> texts_of(PersonId person) const;

  Store& store_;
  mutable std::mutex mutex_;
  // guarded by mutex_
  mutable RecentTable<std::shared_ptr<const Texts>> known_;
  mutable std::uint64_t changes_ = 0;  // so that nothing is remembered that was read before one
};

}  // namespace aplomb::desk
