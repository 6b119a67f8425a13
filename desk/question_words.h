// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/house_words.h"
#include "engine/stemmer.h"
#include "engine/synonyms.h"

namespace aplomb::desk {

/// What a word does in a question, for telling whether two ask the same.
enum class WordRole {
  kSays,      ///< what the question is about: `refund`, `esim`
  kSaysLess,  ///< a verb that fits many questions: `use`, `work`
  kDenies,    ///< `not`, `cannot`, `kein`: the same with and without is not the same
  kFrames,    ///< who asks, and that they ask: `the`, `customer`, `want to know`
};

/// Of a folded word that is no question word.
[[nodiscard]] WordRole role_of(std::string_view form, std::string_view language);

/// What a question word asks for: a time, a place, a person, a reason, a way. `What` and `which`,
/// which ask for anything, give none, and so does a word that is no question word.
enum class AskedFor : std::uint8_t { kAnything, kTime, kPlace, kPerson, kReason, kWay };
[[nodiscard]] AskedFor asked_for(std::string_view form, std::string_view language);

/// The languages that questions are told apart in: those with lists of function words.
[[nodiscard]] const std::vector<std::string>& question_languages();

/// What the house's files say of words, ready for questions to be compared by.
/// Immutable, so thread-safe.
class QuestionWords {
 public:
  /// `spoken` are the languages of the house (ISO 639-1), in which a question is read that does not
  /// show its own. Unknown ones are left out; none is English.
  explicit QuestionWords(const HouseWords& words = {}, std::vector<std::string> spoken = {});

  [[nodiscard]] const std::vector<std::string>& spoken() const { return spoken_; }
  [[nodiscard]] const SynonymTable& synonyms(std::string_view language) const;
  /// Whether a folded word is never a typing error of another.
  [[nodiscard]] bool no_typo(const std::string& form) const;

 private:
  std::vector<std::string> spoken_;
  std::map<std::string, SynonymTable, std::less<>> synonyms_;
  std::unordered_set<std::string> no_typo_;  // as HouseWords has them
};

/// The calling thread's own.
[[nodiscard]] Stemmer& question_stemmer();

}  // namespace aplomb::desk
