// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/analyzer.h"
#include "engine/expansion.h"
#include "engine/searcher.h"
#include "engine/stemmer.h"

namespace aplomb {

/// Finds a plan's words in a text and shows the part of it that says most about them. Takes text
/// apart as indexing did, so that whatever matched is marked.
///
/// Thread-safety: none; lives within one search.
class Highlighter {
 public:
  /// Each group weighs its own weight times its idf in `vocabulary`.
  Highlighter(const Plan& plan, const Vocabulary& vocabulary, std::size_t passages,
              Stemmer& stemmer);

  /// At most about `max_bytes` of `text`, cut between words, the matches marked. Words that stand
  /// next to each other are one match. `language` is the article's.
  [[nodiscard]] std::vector<Fragment> snippet(std::string_view text, std::string_view language,
                                              std::size_t max_bytes);

  /// Whether any word that says something stands in the text.
  [[nodiscard]] bool matches(std::string_view text, std::string_view language);

 private:
  struct Match {
    std::size_t group = 0;
    double weight = 0;
  };
  /// What a token means to the query; null when nothing.
  [[nodiscard]] const Match* find(const Token& token, std::string_view language);

  /// A synonym of several words, which counts only where they stand next to each other.
  struct Phrase {
    std::vector<std::string> forms;
    Match match;
  };
  /// Calls `found(first, last, match)` for each place in `tokens_` where a phrase stands, until it
  /// returns true.
  template <class Found>
  void find_phrases(Found&& found) const;

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Forms = std::unordered_map<std::string, Match, Hash, std::equal_to<>>;

  Stemmer& stemmer_;
  Forms forms_, stems_;
  std::vector<Phrase> phrases_;
  std::bitset<256> stem_heads_;  // first bytes of stems_
  std::size_t groups_;
  std::vector<Token> tokens_;
};

}  // namespace aplomb
