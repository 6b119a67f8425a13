// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "desk/question_words.h"

namespace aplomb::desk {

/// What a search said of the words of a question: how it read those that the index does not have,
/// and which it made nothing of. As typed; compared folded.
struct Readings {
  std::vector<std::pair<std::string, std::string>> corrected;
  std::vector<std::string> unmatched;

  friend bool operator==(const Readings&, const Readings&) = default;
};

/// Words of a question that are looked at; nobody asks with more.
inline constexpr std::size_t kMaxQuestionWords = 48;

/// A question as others are compared with it: its content words with their stems, what the house's
/// synonyms say of them, and how they may be written together.
///
/// Two ask the same when their content words are the same, in any order and inflection; words that
/// only frame a question do not count. Up to a point they may differ: by a typing error in a word
/// that the index does not have and that the house does not want left alone, by a light verb among
/// others, by one word more among four and more. They stay apart when one of them denies, when a
/// word with digits differs, when one has a word in place of another's, and when their question
/// words ask for different things: `when` and `where`.
///
/// Better one gap too many than one too few: of two questions in one gap one is never answered.
/// A value; thread-safe as such.
class Question {
 public:
  /// `page_language` (ISO 639-1; may be empty) counts where the words show no language.
  Question(std::string_view text, const QuestionWords& words, const Readings& readings = {},
           std::string_view page_language = {});

  /// Whether there is nothing to compare: no letters and no digits.
  [[nodiscard]] bool empty() const { return words_.empty(); }
  /// That its function words show; empty where they show none.
  [[nodiscard]] const std::string& language() const { return language_; }

 private:
  friend double likeness(const Question&, const Question&);
  friend class QuestionIndex;

  struct Word {
    std::string form;
    std::vector<std::uint64_t> own;     ///< hashes of its form, stems and readings
    std::vector<std::uint64_t> others;  ///< of what may stand for it
    double weight = 1;
    bool strict = false;  ///< must be in both: it denies, or has digits
    bool plain = false;   ///< may be a typing error of another, or another of it
    bool known = true;    ///< the index has it
  };
  /// Two neighbours written as one.
  struct Joint {
    std::size_t first = 0, last = 0;  ///< of words_, both included; last < first: of none
    std::vector<std::uint64_t> keys;
  };
  class Builder;

  std::string language_;
  std::vector<Word> words_;
  std::vector<Joint> joints_;
  std::set<AskedFor> asked_;
};

/// How much two questions have in common, 0 to 1; 0 where something keeps them apart.
/// Source: Dice's coefficient of their weighted words.
[[nodiscard]] double likeness(const Question& one, const Question& other);

/// From here on they ask the same. Measured on pairs of questions (docs/gaps.md).
inline constexpr double kSameQuestion = 0.85;

}  // namespace aplomb::desk
