// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/joins.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "engine/schema.h"
#include "engine/unicode.h"

namespace aplomb {
namespace {

using Via = Alternative::Via;

/// What a joined word weighs, in all groups together, where nobody writes it apart.
constexpr double kJoinWeight = 0.6;
/// What the two words weigh in which a typed one may be written.
constexpr double kSplitWeight = 0.5;
/// Another way of writing that fewer passages use than this share is a slip of theirs, and would
/// weigh more than it says, being rare.
constexpr double kLeastShare = 0.05;
/// A word that is this many times as frequent as a part of it is not written apart often enough to
/// matter; most words end at this, before passages are counted.
constexpr std::size_t kMostOften = 4;
/// Words of fewer letters are not looked at; nor are parts of one letter.
constexpr std::size_t kMinSplitLetters = 5, kMaxSplitLetters = 24, kMinPartLetters = 2;

/// A clause of one word that may match.
bool is_single(const Clause& clause) {
  return clause.kind == Clause::Kind::kWord && clause.tokens.size() == 1 &&
         clause.tokens.front().kind == Token::Kind::kWord;
}

bool is_number(const Clause& clause) {
  return clause.kind == Clause::Kind::kWord &&
         std::ranges::none_of(clause.tokens, &Token::letters_only) &&
         std::ranges::all_of(clause.tokens, [](const Token& token) {
           return token.form.find_first_not_of("0123456789.-") == std::string::npos;
         });
}

/// `a way` is seldom away, and two function words seldom anything.
bool may_join(const Plan& plan, const Query& query, std::size_t i) {
  const Clause &first = query.clauses[i], &second = query.clauses[i + 1];
  if (!is_single(first) || !is_single(second)) return false;
  const Token &left = first.tokens.front(), &right = second.tokens.front();
  if (!left.letters_only && !right.letters_only) return false;
  const bool function[] = {plan.groups[i].function_word, plan.groups[i + 1].function_word};
  if (function[0] && function[1]) return false;
  return !(function[0] && left.form.size() == 1) && !(function[1] && right.form.size() == 1);
}

double share(std::size_t one, std::size_t other) {
  return one == 0 ? 0 : static_cast<double>(one) / static_cast<double>(one + other);
}

void join_pair(Plan& plan, const Query& query, std::size_t i, const Vocabulary& vocabulary,
               Stemmer& stemmer) {
  const Token &left = query.clauses[i].tokens.front(), &right = query.clauses[i + 1].tokens.front();
  const std::string form = left.form + right.form;
  if (form.size() > kMaxFormBytes || vocabulary.frequency(form) == 0) return;
  const Vocabulary::Writing writing = vocabulary.writing(left.form, right.form);
  const double weight = kJoinWeight * share(writing.as_one, writing.apart);
  if (weight < kLeastShare) return;
  const bool letters = left.letters_only && right.letters_only;
  const std::string term =
      letters ? std::string(schema::kStemPrefix).append(stemmer.stem(form, plan.language)) : form;
  for (const std::size_t at : {i, i + 1})
    add(plan.groups[at],
        {vocabulary.frequency(term) > 0 ? term : form, weight / 2, Via::kJoin, 0, {}});
}

/// The groups of digits from `begin` up to `end`, which are typed as words, may be one number.
void join_digits(Plan& plan, const Query& query, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += query.clauses[i].text + ' ';
  for (Token& token : analyze(text)) {
    if (token.kind != Token::Kind::kNumber) continue;
    const auto share = kJoinWeight / static_cast<double>(end - begin);
    for (std::size_t i = begin; i < end; ++i)
      add(plan.groups[i], {token.form, share, Via::kJoin, 0, {}});
  }
}

/// The likeliest two words: those of which the rarer one is most frequent.
std::optional<std::pair<std::string, std::string>> best_split(const std::string& form,
                                                              const Vocabulary& vocabulary) {
  std::optional<std::pair<std::string, std::string>> best;
  std::size_t most = vocabulary.frequency(form) / kMostOften, letters = 0;
  const std::size_t all = count_code_points(form);
  for (std::size_t at = 0; at < form.size(); at += decode(form, at).bytes, ++letters) {
    if (letters < kMinPartLetters || all - letters < kMinPartLetters) continue;
    const std::size_t left = vocabulary.frequency(form.substr(0, at));
    if (left <= most) continue;
    const std::size_t rarer = std::min(left, vocabulary.frequency(form.substr(at)));
    if (rarer <= most) continue;
    most = rarer;
    best = {form.substr(0, at), form.substr(at)};
  }
  return best;
}

}  // namespace

void add_joins(Plan& plan, const Query& query, const Vocabulary& vocabulary, Stemmer& stemmer) {
  for (std::size_t i = 0; i + 1 < query.clauses.size(); ++i)
    if (may_join(plan, query, i)) join_pair(plan, query, i, vocabulary, stemmer);
  for (std::size_t begin = 0; begin < query.clauses.size();) {
    std::size_t end = begin;
    while (end < query.clauses.size() && is_number(query.clauses[end])) ++end;
    if (end - begin > 1) join_digits(plan, query, begin, end);
    begin = std::max(end, begin + 1);
  }
}

void add_splits(Plan& plan, const Query& query, const Vocabulary& vocabulary) {
  for (std::size_t i = 0; i < query.clauses.size(); ++i) {
    Group& group = plan.groups[i];
    const Clause& clause = query.clauses[i];
    if (!is_single(clause) || group.function_word) continue;
    const Token& token = clause.tokens.front();
    const std::size_t letters = count_code_points(token.form);
    if (!token.letters_only || letters < kMinSplitLetters || letters > kMaxSplitLetters) continue;
    const auto split = best_split(token.form, vocabulary);
    if (!split) continue;
    const Vocabulary::Writing writing = vocabulary.writing(split->first, split->second);
    const double often = share(writing.apart, writing.as_one);
    if (often < kLeastShare) continue;
    if (!is_known(group, vocabulary)) group.taken_for = split->first + ' ' + split->second;
    add(group, {split->first + ' ' + split->second,
                kSplitWeight * often,
                Via::kSplit,
                0,
                {split->first, split->second}});
  }
}

}  // namespace aplomb
