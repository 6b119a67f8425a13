// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/query.h"
#include "engine/stemmer.h"
#include "engine/synonyms.h"

namespace aplomb {

/// What expanding a query asks of the index it will be run on.
class Vocabulary {
 public:
  struct Word {
    std::string form;
    std::size_t frequency = 0;  ///< passages (or titles) that have it
  };
  virtual ~Vocabulary() = default;

  /// The most frequent words that begin with `head`, best first: of all passages, or of titles and
  /// symptoms only. Looks at a bounded number of words.
  [[nodiscard]] virtual std::vector<Word> beginning_with(std::string_view head, std::size_t limit,
                                                         bool titles_only) const = 0;
  /// Passages that have the term.
  [[nodiscard]] virtual std::size_t frequency(const std::string& term) const = 0;
  /// Languages of the articles, most frequent first.
  [[nodiscard]] virtual const std::vector<std::string>& languages() const = 0;
  /// The house's synonyms for queries in a language; by default there are none.
  [[nodiscard]] virtual const SynonymTable& synonyms(std::string_view language) const;
  /// Whether any passage has these forms next to each other.
  [[nodiscard]] virtual bool has_phrase(const std::vector<std::string>& /*forms*/) const {
    return false;
  }
  /// Whether a folded word is never to be taken for a typing error of another.
  [[nodiscard]] virtual bool no_typo(std::string_view /*form*/) const { return false; }
};

/// A term that stands for what was typed.
struct Alternative {
  enum class Via { kStem, kExact, kWhole, kPart, kPrefix, kTitlePrefix, kSynonym };
  std::string term;   ///< as the index has it, with its prefix; of a phrase its forms with spaces
  double weight = 1;  ///< multiplies its BM25 weight
  Via via = Via::kExact;
  std::vector<std::string> phrase = {};  ///< forms that must stand so; empty for a term
};

/// One clause of the query and all the terms that may stand for it.
struct Group {
  Clause::Kind kind = Clause::Kind::kWord;
  std::string word;       ///< as typed
  std::string taken_for;  ///< what an unknown word was taken for, folded; else empty
  double weight = 1;      ///< of the whole group; function words weigh less
  bool function_word = false;
  std::vector<Alternative> alternatives;
  std::vector<std::string> phrase;  ///< of a phrase: its words, in order; `alternatives` are then
                                    ///< what stands for its words when they need not stand so
};

/// A query made ready for one index. A value that can be printed.
struct Plan {
  std::vector<Group> groups;
  std::string language;  ///< that the query was taken to be in
  struct Expanded {
    std::string from, to;
  };
  std::vector<Expanded> expanded;  ///< synonyms that were added, as a reader may be told of them
};

/// Turns each clause into a group: itself, its stem in the languages of the index, its parts when
/// it is a compound, the words it may be the beginning of when it is the last, and what the house's
/// synonyms say of it.
/// `page_language` breaks a tie over the query's language; it may be empty.
[[nodiscard]] Plan expand(const Query& query, const Vocabulary& vocabulary, Stemmer& stemmer,
                          std::string_view page_language);

/// For people: one line a group, `refunds: Zrefund ×1 refunds ×0.2`.
[[nodiscard]] std::string to_string(const Plan& plan);

}  // namespace aplomb
