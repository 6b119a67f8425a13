// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/expansion.h"

#include <algorithm>
#include <sstream>

#include "engine/function_words.h"
#include "engine/joins.h"
#include "engine/schema.h"
#include "engine/synonym_expansion.h"
#include "engine/typos.h"
#include "engine/unicode.h"

namespace aplomb {
namespace {

/// The unstemmed form beside the stem: 0.2 and 0.4 gained .007 and .008 over seven collections.
constexpr double kExactWeight = 0.2;
/// Parts of a compound say less than the whole of it.
constexpr double kPartWeight = 0.5;
/// Words that the last one may become. It may as well be finished.
constexpr double kPrefixWeight = 0.3;
constexpr std::size_t kMaxPrefixWords = 20;
/// One and two letters begin too many words; they look at names only.
constexpr std::size_t kMinPrefixLetters = 3;
/// Stems of this many languages are tried; a knowledge base seldom has more.
constexpr std::size_t kMaxStemLanguages = 4;

/// The language whose function words explain most of the query; without any, the page's, else
/// the most frequent.
std::string guess_language(const Query& query, const std::vector<std::string>& languages,
                           std::string_view page_language) {
  std::string best = languages.empty() ? "en" : languages.front();
  if (std::ranges::find(languages, page_language) != languages.end()) best = page_language;
  const auto covered = [&query](std::string_view language) {
    std::size_t count = 0;
    for (const Clause& clause : query.clauses)
      for (const Token& token : clause.tokens) count += is_function_word(token.form, language);
    return count;
  };
  std::size_t most = covered(best);
  for (const std::string& language : languages) {
    if (const std::size_t count = covered(language); count > most) {
      best = language;
      most = count;
    }
  }
  return best;
}

class Expander {
 public:
  Expander(const Vocabulary& vocabulary, Stemmer& stemmer, const Plan& plan)
      : vocabulary_(vocabulary), stemmer_(stemmer), plan_(plan) {}

  Group expand(const Clause& clause) {
    Group group;
    group.kind = clause.kind;
    group.word = clause.text;
    if (clause.kind == Clause::Kind::kPhrase) group.phrase = phrase_forms(clause.tokens);
    const bool compound = std::ranges::any_of(
        clause.tokens, [](const Token& token) { return token.kind == Token::Kind::kWhole; });
    const bool has_bigrams = std::ranges::any_of(
        clause.tokens, [](const Token& token) { return token.kind == Token::Kind::kBigram; });
    for (const Token& token : clause.tokens) {
      // a pair says what its two characters say, and more
      if (has_bigrams && token.kind == Token::Kind::kUnigram) continue;
      if (token.kind == Token::Kind::kSeries) continue;
      add_forms(group, token, compound && token.kind == Token::Kind::kPart ? kPartWeight : 1);
    }
    if (clause.prefix && clause.kind == Clause::Kind::kWord) add_prefix(group, clause);
    group.function_word =
        clause.tokens.size() == 1 && is_function_word(clause.tokens.front().form, plan_.language);
    if (group.function_word) group.weight = kFunctionWordWeight;
    return group;
  }

 private:
  static void add(Group& group, std::string term, double weight, Alternative::Via via) {
    aplomb::add(group, {std::move(term), weight, via, 0, {}});
  }

  void add_forms(Group& group, const Token& token, double weight) {
    using Via = Alternative::Via;
    const bool whole = token.kind == Token::Kind::kWhole;
    const bool part = token.kind == Token::Kind::kPart;
    if (token.letters_only) {
      for (const std::string& language : plan_.languages)
        add(group, std::string(schema::kStemPrefix).append(stemmer_.stem(token.form, language)),
            weight, part ? Via::kPart : Via::kStem);
      // what is excluded is excluded by its stem
      if (group.kind != Clause::Kind::kExcluded)
        add(group, token.form, weight * kExactWeight, part ? Via::kPart : Via::kExact);
      return;
    }
    add(group, token.form, weight, whole ? Via::kWhole : part ? Via::kPart : Via::kExact);
  }

  void add_prefix(Group& group, const Clause& clause) {
    const Token& last = clause.tokens.back();
    if (last.kind == Token::Kind::kUnigram || last.kind == Token::Kind::kBigram) return;
    const bool names_only = count_code_points(last.form) < kMinPrefixLetters;
    const auto words = vocabulary_.beginning_with(last.form, kMaxPrefixWords, names_only);
    for (const Vocabulary::Word& word : words) {
      if (word.form == last.form) continue;
      add(group, names_only ? std::string(schema::kNameWordPrefix) + word.form : word.form,
          kPrefixWeight, names_only ? Alternative::Via::kNamePrefix : Alternative::Via::kPrefix);
    }
  }

  /// Positions count parts and single characters; wholes stand beside them.
  static std::vector<std::string> phrase_forms(const std::vector<Token>& tokens) {
    std::vector<std::string> forms;
    for (const Token& token : tokens)
      if (has_place(token)) forms.push_back(token.form);
    return forms;
  }

  const Vocabulary& vocabulary_;
  Stemmer& stemmer_;
  const Plan& plan_;
};

/// The query's language and the most frequent others.
std::vector<std::string> stem_languages(const std::string& first,
                                        const std::vector<std::string>& all) {
  std::vector<std::string> languages{first};
  for (const std::string& other : all)
    if (other != first && languages.size() < kMaxStemLanguages) languages.push_back(other);
  return languages;
}

}  // namespace

const SynonymTable& Vocabulary::synonyms(std::string_view /*language*/) const {
  static const SynonymTable kNone;
  return kNone;
}

bool add(Group& group, Alternative alternative) {
  const auto same = [&](const Alternative& known) { return known.term == alternative.term; };
  if (std::ranges::any_of(group.alternatives, same)) return false;
  group.alternatives.push_back(std::move(alternative));
  return true;
}

bool is_known(const Group& group, const Vocabulary& vocabulary) {
  return std::ranges::any_of(group.alternatives, [&](const Alternative& alternative) {
    return !alternative.phrase.empty() || vocabulary.frequency(alternative.term) > 0;
  });
}

Plan expand(const Query& query, const Vocabulary& vocabulary, Stemmer& stemmer,
            std::string_view page_language, bool exact) {
  Plan plan;
  plan.language = guess_language(query, vocabulary.languages(), page_language);
  plan.languages = stem_languages(plan.language, vocabulary.languages());
  Expander expander(vocabulary, stemmer, plan);
  for (const Clause& clause : query.clauses) plan.groups.push_back(expander.expand(clause));
  if (!exact) {
    add_joins(plan, query, vocabulary, stemmer);
    add_splits(plan, query, vocabulary);
    add_synonyms(query, vocabulary, stemmer, plan);
    correct_typos(plan, query, vocabulary, stemmer);
    add_synonyms_of_corrections(query, vocabulary, stemmer, plan);
  }
  // a query of function words only is about them
  const bool only_function_words =
      std::ranges::all_of(plan.groups, [](const Group& group) { return group.function_word; });
  if (only_function_words)
    for (Group& group : plan.groups) group.weight = 1;
  return plan;
}

std::string to_string(const Plan& plan) {
  std::ostringstream out;
  out << "language " << plan.language;
  for (const Group& group : plan.groups) {
    out << "\n" << group.word << ":";
    if (group.weight != 1) out << " (all ×" << group.weight << ")";
    for (const std::string& form : group.phrase) out << " " << form;
    for (const Alternative& alternative : group.alternatives) {
      const std::string_view quote = alternative.phrase.empty() ? "" : "\"";
      out << " " << quote << alternative.term << quote << " ×" << alternative.weight;
    }
  }
  for (const Plan::Expanded& change : plan.expanded)
    out << "\nsynonym: " << change.from << " → " << change.to;
  return out.str();
}

}  // namespace aplomb
