// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indexer/check/checked_article.h"
#include "indexer/finding_log.h"
#include "indexer/links.h"

/// The rules that look at one article, each in a file of its own. All are total and thread-safe.
namespace aplomb {

/// missing-answer, missing-owner, missing-review, overdue-review, expired.
void check_fields(const CheckedArticle& article, FindingLog& log);

/// long-answer, unspeakable.
void check_spoken(const CheckedArticle& article, FindingLog& log);

/// skipped-heading, second-title, empty-heading.
void check_headings(const CheckedArticle& article, FindingLog& log);

/// unnumbered-steps.
void check_steps(const CheckedArticle& article, FindingLog& log);

/// internal-word.
void check_internal_words(const CheckedArticle& article, FindingLog& log);

/// An answer line is at most this long, in code points: some fifteen seconds to say.
inline constexpr std::size_t kMaxAnswerLength = 200;

/// What of a text cannot be read out, as it stands there; empty when all can. Words of `allowed`
/// can. Not to be read out are web addresses and paths, Markdown and HTML, placeholders (`[name]`,
/// `{name}`, `<name>`, `___`, TODO), signs that stand for words (`&`, `→`, `>=`, `#4`, `w/`, `n/a`,
/// `and/or`, `item(s)`), abbreviations that nobody says (`e.g.`), pictures (emoji), and shouting:
/// a word of seven capitals and more, or two words of capitals with eight letters together.
[[nodiscard]] std::string unspeakable_part(std::string_view text,
                                           const std::vector<std::string>& allowed);

/// A link or picture of an article, to be looked up.
struct Reference {
  LinkTarget target;
  std::string shown;  ///< the address as it is written
  bool image = false;
  int line = 0;
};

/// All of an article that lead anywhere within the folder, or nowhere at all; at most 2,000.
[[nodiscard]] std::vector<Reference> references_of(const CheckedArticle& article);

/// Something that looks like a customer's: an address, or a number.
struct PersonalFact {
  enum class Kind { kEmail, kPhone, kOrder, kCard };
  Kind kind = Kind::kEmail;
  /// What the house would name in several articles if it were its own: a phone number's digits, the
  /// domain of an address. Empty for all else, and for the domains where anybody has an address.
  std::string key;
  std::string shown;  ///< enough to find it, and no more: `a…@gmail.com`, `…42`
  int line = 0;
};

/// Finds them in front matter and text; code blocks are left out, which are full of numbers. Left
/// out are those that `allowed` names, role addresses (support@, info@ …), addresses and numbers
/// that are kept for examples (example.com, 555, test cards), freephone numbers, and numbers that
/// count up or repeat a digit. A card's digits must add up (Luhn, ISO/IEC 7812-1).
[[nodiscard]] std::vector<PersonalFact> personal_facts_of(const CheckedArticle& article);

/// The same in one text; `line` stays 0, and `place` tells where each begins.
struct PlacedFact {
  std::size_t place = 0;
  PersonalFact fact;
};
[[nodiscard]] std::vector<PlacedFact> find_personal_facts(std::string_view text,
                                                          const std::vector<std::string>& allowed);

/// Whether a number's digits add up as a card's do. Source: ISO/IEC 7812-1, annex B.
[[nodiscard]] bool passes_luhn(std::string_view digits);

}  // namespace aplomb
