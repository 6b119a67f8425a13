// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/searcher.h"

namespace aplomb::desk {

/// A few hundred short texts made ready to be searched in memory, without touching the index.
///
/// Words are those of the search (engine/analyzer), as they stand and by their stems in English and
/// one other language; the last word of a query also begins words. Typing errors are not looked
/// through. A value; thread-safe as such.
class NoteSearch {
 public:
  /// `language` is ISO 639-1; empty: English only.
  NoteSearch(const std::vector<std::string>& texts, std::string_view language);

  /// The numbers of at most `limit` texts that hold at least half of what the query's words tell
  /// (by how few of the texts have them), best first, the earlier text first where they are alike.
  [[nodiscard]] std::vector<std::size_t> find(std::string_view query, std::size_t limit) const;

  /// About 200 bytes of a text around the first word of the query, its words marked.
  [[nodiscard]] std::vector<Fragment> snippet(std::string_view query, std::string_view text) const;

  /// What it takes of memory, about.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  using Numbers = std::vector<std::uint32_t>;

  [[nodiscard]] Numbers having(const std::string& form, bool letters_only, bool begun) const;

  std::string language_;
  std::map<std::string, Numbers, std::less<>> texts_;  // by form, and by stem behind a capital
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace aplomb::desk
