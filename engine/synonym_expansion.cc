// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/synonym_expansion.h"

#include <algorithm>
#include <span>
#include <utility>

#include "engine/schema.h"
#include "engine/synonyms.h"
#include "engine/unicode.h"

namespace aplomb {
namespace {

/// A synonym against the word itself. Of the starter articles' test queries 73 % come first with
/// anything from 0.6 to 1 (71 % without synonyms), of the golden questions 76 % (70 %).
constexpr double kSynonymWeight = 0.8;
/// The synonym of an entry that the last word begins. Golden questions with their last word cut to
/// three, four and five letters came first in 75, 74 and 83 % with 0.5; in 72, 70 and 76 % without.
constexpr double kBegunWeight = 0.5;
constexpr std::size_t kMinBegunLetters = 3;
/// The synonym of what a typing error was taken for, which may be wrong.
constexpr double kCorrectedWeight = 0.48;
/// Keywords alone do not tell their language; then the rules of the index's other ones hold, too.
constexpr std::size_t kMaxOtherLanguages = 3;
/// Each costs a posting list.
constexpr std::size_t kMaxSynonyms = 8;
/// A phrase is looked for in the passages of its rarest word, at about a microsecond each. One of
/// nothing but words that stand everywhere says too little for what it costs.
constexpr std::size_t kMaxPhrasePassages = 5000;

enum class Reading { kTyped, kCorrected };

class SynonymExpander {
 public:
  SynonymExpander(Reading reading, const Query& query, const Vocabulary& vocabulary,
                  std::string_view language, Stemmer& stemmer, Plan& plan)
      : reading_(reading),
        query_(query),
        vocabulary_(vocabulary),
        language_(language),
        table_(vocabulary.synonyms(language)),
        stemmer_(stemmer),
        plan_(plan) {}

  void run() {
    if (table_.empty()) return;
    for (std::size_t at = 0; at < query_.clauses.size();) at += expand_at(at);
  }

 private:
  /// Returns how many clauses are done with: those of the longest entry that brought something.
  std::size_t expand_at(std::size_t at) {
    std::size_t words = 0;
    const std::size_t most =
        std::min({kMaxSynonymWords, table_.longest(), query_.clauses.size() - at});
    while (words < most && query_.clauses[at + words].kind == Clause::Kind::kWord) ++words;
    for (; words > 0; --words) {
      if (reading_ == Reading::kCorrected && !is_corrected(at, words)) continue;
      const std::vector<std::string> forms = forms_of(at, words);
      const bool typed = reading_ == Reading::kTyped;
      if (use(table_.find(forms, stemmer_), typed ? kSynonymWeight : kCorrectedWeight, at, words))
        return words;
      if (typed && may_grow(query_.clauses[at + words - 1]) &&
          use(table_.beginning_with(forms), kBegunWeight, at, words))
        return words;
    }
    return 1;
  }

  [[nodiscard]] bool is_corrected(std::size_t at, std::size_t words) const {
    const std::span<const Group> groups(&plan_.groups[at], words);
    return std::ranges::any_of(groups, [](const Group& group) { return !group.taken_for.empty(); });
  }

  [[nodiscard]] std::vector<std::string> forms_of(std::size_t at, std::size_t words) const {
    std::vector<std::string> forms;
    for (std::size_t i = at; i < at + words; ++i) {
      if (!plan_.groups[i].taken_for.empty() && reading_ == Reading::kCorrected) {
        for (std::string& form : place_forms(plan_.groups[i].taken_for))
          forms.push_back(std::move(form));
        continue;
      }
      for (const Token& token : query_.clauses[i].tokens)
        if (has_place(token)) forms.push_back(token.form);
    }
    return forms;
  }

  static bool may_grow(const Clause& clause) {
    return clause.prefix && count_code_points(clause.tokens.back().form) >= kMinBegunLetters;
  }

  /// False when the index has nothing of it.
  bool use(const SynonymTable::Phrases& phrases, double weight, std::size_t at, std::size_t words) {
    bool used = false;
    for (const SynonymPhrase* phrase : phrases) {
      if (is_full(plan_.groups[at])) break;
      const std::vector<Alternative> alternatives = alternatives_of(*phrase, weight);
      if (alternatives.empty()) continue;
      used = true;
      bool added = false;
      for (std::size_t group = at; group < at + words; ++group)
        for (const Alternative& alternative : alternatives)
          added = add(plan_.groups[group], alternative) || added;
      if (added && may_be_shown(*phrase)) show(at, words, phrase->text);
    }
    return used;
  }

  static bool is_full(const Group& group) {
    return std::ranges::count(group.alternatives, Alternative::Via::kSynonym, &Alternative::via) >=
           static_cast<std::ptrdiff_t>(kMaxSynonyms);
  }

  /// As one word, and as its parts next to each other, as far as the index has them.
  [[nodiscard]] std::vector<Alternative> alternatives_of(const SynonymPhrase& phrase,
                                                         double weight) const {
    std::vector<Alternative> alternatives;
    if (!phrase.word.empty()) {
      std::string term = phrase.word;
      if (phrase.letters_only)
        term = std::string(schema::kStemPrefix).append(stemmer_.stem(phrase.word, language_));
      if (vocabulary_.frequency(term) > 0)
        alternatives.push_back({std::move(term), weight, Alternative::Via::kSynonym, 0, {}});
    }
    if (phrase.forms.size() > 1 && stands(phrase.forms)) {
      std::string joined;
      for (const std::string& form : phrase.forms) joined += (joined.empty() ? "" : " ") + form;
      alternatives.push_back(
          {std::move(joined), weight, Alternative::Via::kSynonym, 0, phrase.forms});
    }
    return alternatives;
  }

  [[nodiscard]] bool stands(const std::vector<std::string>& forms) const {
    std::size_t fewest = kMaxPhrasePassages + 1;
    for (const std::string& form : forms) fewest = std::min(fewest, vocabulary_.frequency(form));
    return fewest > 0 && fewest <= kMaxPhrasePassages && vocabulary_.has_phrase(forms);
  }

  /// A reader is told of words that stand as such in texts of their own, not of words that only
  /// share a stem with them.
  [[nodiscard]] bool may_be_shown(const SynonymPhrase& phrase) const {
    return (!phrase.word.empty() && vocabulary_.frequency(phrase.word) > 0) ||
           (phrase.forms.size() > 1 && stands(phrase.forms));
  }

  void show(std::size_t at, std::size_t words, const std::string& to) {
    std::string from;
    for (std::size_t i = at; i < at + words; ++i) {
      const std::string& taken_for = plan_.groups[i].taken_for;
      from += from.empty() ? "" : " ";
      from += taken_for.empty() ? query_.clauses[i].text : taken_for;
    }
    const bool known = std::ranges::any_of(plan_.expanded, [&](const Plan::Expanded& change) {
      return change.from == from && change.to == to;
    });
    if (!known) plan_.expanded.push_back({std::move(from), to});
  }

  Reading reading_;
  const Query& query_;
  const Vocabulary& vocabulary_;
  std::string_view language_;
  const SynonymTable& table_;
  Stemmer& stemmer_;
  Plan& plan_;
};

void add(Reading reading, const Query& query, const Vocabulary& vocabulary, Stemmer& stemmer,
         Plan& plan) {
  SynonymExpander(reading, query, vocabulary, plan.language, stemmer, plan).run();
  const bool sure = std::ranges::any_of(plan.groups, &Group::function_word);
  if (sure) return;
  std::size_t others = 0;
  for (const std::string& other : vocabulary.languages())
    if (other != plan.language && others++ < kMaxOtherLanguages)
      SynonymExpander(reading, query, vocabulary, other, stemmer, plan).run();
}

}  // namespace

void add_synonyms(const Query& query, const Vocabulary& vocabulary, Stemmer& stemmer, Plan& plan) {
  add(Reading::kTyped, query, vocabulary, stemmer, plan);
}

void add_synonyms_of_corrections(const Query& query, const Vocabulary& vocabulary, Stemmer& stemmer,
                                 Plan& plan) {
  const bool any =
      std::ranges::any_of(plan.groups, [](const Group& group) { return !group.taken_for.empty(); });
  if (any) add(Reading::kCorrected, query, vocabulary, stemmer, plan);
}

}  // namespace aplomb
