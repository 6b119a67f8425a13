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
    std::size_t frequency = 0;  ///< passages (or articles, of names) that have it
  };
  struct Correction {
    std::string form;
    unsigned edits = 0;     ///< 1 or 2
    double likelihood = 1;  ///< against the likeliest, 0..1
  };
  virtual ~Vocabulary() = default;

  /// The most frequent words that begin with `head`, best first: of all passages, or of names
  /// (titles, symptoms, tags and headings) only.
  [[nodiscard]] virtual std::vector<Word> beginning_with(std::string_view head, std::size_t limit,
                                                         bool names_only) const = 0;
  /// What a word that is not there may have been meant for, likeliest first; with `half_typed` also
  /// what begins as it may have been meant to. Only what the index has now.
  [[nodiscard]] virtual std::vector<Correction> corrections(std::string_view /*form*/,
                                                            bool /*half_typed*/,
                                                            std::size_t /*limit*/) const {
    return {};
  }
  /// How two words are written that may be one. Counts up to a bound; frequent words are not
  /// looked at.
  struct Writing {
    std::size_t apart = 0;   ///< passages where the two stand next to each other, or hyphenated
    std::size_t as_one = 0;  ///< passages that only have them as one word
  };
  [[nodiscard]] virtual Writing writing(const std::string& /*first*/,
                                        const std::string& /*second*/) const {
    return {};
  }
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
  enum class Via {
    kStem,
    kExact,
    kWhole,
    kPart,
    kPrefix,
    kNamePrefix,
    kTypo,
    kJoin,
    kSplit,
    kSynonym,
    kLearned,  ///< a word that no text has, but callers whose calls were solved
  };
  std::string term;   ///< as the index has it, with its prefix; of a phrase its forms with spaces
  double weight = 1;  ///< multiplies its BM25 weight
  Via via = Via::kExact;
  unsigned edits = 0;                    ///< of a typo: how many were taken back
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
  struct Expanded {
    std::string from, to;
  };
  std::vector<Expanded> expanded;  ///< synonyms that were added, as a reader may be told of them
  std::string language;            ///< that the query was taken to be in
  std::vector<std::string> languages;  ///< whose stems are tried, `language` first
};

/// Adds what stands for the clause; false when the group has it already.
bool add(Group& group, Alternative alternative);

/// Whether any passage has what stands for the clause. Phrases are only added where there are.
[[nodiscard]] bool is_known(const Group& group, const Vocabulary& vocabulary);

/// Turns each clause into a group: itself, its stem in the languages of the index, its parts when
/// it is a compound, the words it may be the beginning of when it is the last, what it makes with
/// its neighbour (`joins.h`), what the house's synonyms say of it and, when the index has none of
/// these, what it may have been meant for (`typos.h`).
/// With `exact` only the words themselves, their stems and parts. `page_language` breaks a tie over
/// the query's language; it may be empty.
[[nodiscard]] Plan expand(const Query& query, const Vocabulary& vocabulary, Stemmer& stemmer,
                          std::string_view page_language, bool exact = false);

/// For people: one line a group, `refunds: Zrefund ×1 refunds ×0.2`.
[[nodiscard]] std::string to_string(const Plan& plan);

}  // namespace aplomb
