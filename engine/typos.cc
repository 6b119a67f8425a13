// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/typos.h"

#include <algorithm>
#include <string>

#include "engine/lesson.h"
#include "engine/schema.h"
#include "engine/unicode.h"

namespace aplomb {
namespace {

/// What a word that was meant weighs against one that was typed. Less for two edits was worse for
/// misspelt queries and no better for right ones (docs/ranking.md).
constexpr double kCorrected = 0.8;
/// The same of short words: many that are right and not in the index are one edit from one that is.
constexpr double kShortCorrected = 0.4;
constexpr std::size_t kShortLetters = 5;
constexpr std::size_t kMaxCorrections = 8;

/// Words and words with hyphens or apostrophes; not `a.b`, `a/b`, `a@b`, `--a`.
bool is_plain(const Clause& clause) {
  return std::ranges::all_of(clause.tokens, &Token::letters_only) &&
         clause.text.find_first_of("./\\@_:&#+") == std::string::npos &&
         !clause.text.starts_with("--");
}

class Corrector {
 public:
  Corrector(const Plan& plan, const Vocabulary& vocabulary, Stemmer& stemmer)
      : plan_(plan), vocabulary_(vocabulary), stemmer_(stemmer) {}

  /// Callers may say what no text does.
  bool is_learned(Group& group, const Clause& clause) {
    bool learned = false;
    for (const Token& token : clause.tokens)
      for (const std::string& language : plan_.languages) {
        std::string term = learned_term(stem_hash(stemmer_.stem(token.form, language)));
        if (vocabulary_.frequency(term) > 0)
          learned |= add(group, {std::move(term), 1, Alternative::Via::kLearned, 0, {}});
      }
    return learned;
  }

  void correct(Group& group, const Clause& clause) {
    for (const Token& token : clause.tokens) {
      if (token.kind != Token::Kind::kWord && token.kind != Token::Kind::kPart) continue;
      const bool last = &token == &clause.tokens.back();
      correct(group, token, clause.prefix && last);
    }
  }

 private:
  void correct(Group& group, const Token& token, bool half_typed) {
    if (vocabulary_.no_typo(token.form)) return;
    const auto corrections = vocabulary_.corrections(token.form, half_typed, kMaxCorrections);
    const bool is_short = count_code_points(token.form) <= kShortLetters;
    for (const Vocabulary::Correction& correction : corrections) {
      const double weight = (is_short ? kShortCorrected : kCorrected) * correction.likelihood;
      for (const std::string& language : plan_.languages) {
        std::string term(schema::kStemPrefix);
        term += stemmer_.stem(correction.form, language);
        if (vocabulary_.frequency(term) > 0)
          add(group, {std::move(term), weight, Alternative::Via::kTypo, correction.edits, {}});
      }
    }
    if (corrections.empty()) return;
    if (!group.taken_for.empty()) group.taken_for += ' ';
    group.taken_for += corrections.front().form;
  }

  const Plan& plan_;
  const Vocabulary& vocabulary_;
  Stemmer& stemmer_;
};

}  // namespace

void correct_typos(Plan& plan, const Query& query, const Vocabulary& vocabulary, Stemmer& stemmer) {
  Corrector corrector(plan, vocabulary, stemmer);
  for (std::size_t i = 0; i < plan.groups.size(); ++i) {
    Group& group = plan.groups[i];
    const Clause& clause = query.clauses[i];
    if (clause.kind != Clause::Kind::kWord || group.function_word || !is_plain(clause)) continue;
    if (is_known(group, vocabulary) || corrector.is_learned(group, clause)) continue;
    corrector.correct(group, clause);
  }
}

}  // namespace aplomb
