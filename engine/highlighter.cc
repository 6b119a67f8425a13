// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/highlighter.h"

#include <algorithm>
#include <cmath>

#include "engine/schema.h"
#include "engine/unicode.h"

namespace aplomb {
namespace {

/// A snippet begins this much before its first match at most, where a sentence or line begins.
constexpr std::size_t kLeadBytes = 80;
/// Matches with only this between them are shown as one.
constexpr std::string_view kJoins = " -_./@'&";

struct Marked {
  std::size_t begin = 0, end = 0;
  std::size_t group = 0;
  double weight = 0;
};

struct Window {
  std::size_t first = 0, last = 0;  ///< of the marked tokens, both included
  double weight = 0;
};

/// The window that holds the most weight of different words.
Window best_window(const std::vector<Marked>& marked, std::size_t groups, std::size_t max_bytes) {
  Window best;
  std::vector<int> inside(groups, 0);
  double weight = 0;
  std::size_t first = 0;
  for (std::size_t last = 0; last < marked.size(); ++last) {
    if (inside[marked[last].group]++ == 0) weight += marked[last].weight;
    while (first < last && marked[last].end - marked[first].begin > max_bytes) {
      if (--inside[marked[first].group] == 0) weight -= marked[first].weight;
      ++first;
    }
    if (weight > best.weight + 1e-9) best = {first, last, weight};
  }
  return best;
}

bool ends_sentence(char c) {
  return c == '.' || c == '!' || c == '?' || c == ':';
}

/// Where to begin so that the text at `at` reads well: its line, its sentence, or a word.
std::size_t start_before(std::string_view text, std::size_t at) {
  const std::size_t floor = at > kLeadBytes ? at - kLeadBytes : 0;
  std::size_t word = at;
  for (std::size_t i = at; i > floor; --i) {
    const char before = text[i - 1];
    if (before == '\n') return i;
    if (before != ' ') continue;
    if (i >= 2 && ends_sentence(text[i - 2])) return i;
    word = i;
  }
  return floor == 0 ? 0 : word;
}

/// Where to end at most `max_bytes` after `start`, not before `least`, and not within a word.
std::size_t end_after(std::string_view text, std::size_t start, std::size_t least,
                      std::size_t max_bytes) {
  if (text.size() - start <= max_bytes) return text.size();
  const std::size_t most = start + utf8_prefix(text.substr(start), max_bytes).size();
  for (std::size_t i = most; i > least; --i)
    if (text[i] == ' ' || text[i] == '\n') return i;
  return std::max(least, most);
}

/// Puts overlapping and neighbouring marks together.
std::vector<Marked> join(std::string_view text, const std::vector<Marked>& marked) {
  std::vector<Marked> joined;
  for (const Marked& next : marked) {
    if (!joined.empty()) {
      Marked& last = joined.back();
      const bool near = next.begin <= last.end ||
                        text.substr(last.end, next.begin - last.end).find_first_not_of(kJoins) ==
                            std::string_view::npos;
      if (near) {
        last.end = std::max(last.end, next.end);
        continue;
      }
    }
    joined.push_back(next);
  }
  return joined;
}

}  // namespace

Highlighter::Highlighter(const Plan& plan, const Vocabulary& vocabulary, std::size_t passages,
                         Stemmer& stemmer)
    : stemmer_(stemmer), groups_(plan.groups.size()) {
  for (std::size_t i = 0; i < plan.groups.size(); ++i) {
    const Group& group = plan.groups[i];
    // function words beside others would mark half the text
    if (group.kind == Clause::Kind::kExcluded || group.weight < 1) continue;
    const auto idf = [&](const std::string& term) {
      const auto frequency = static_cast<double>(vocabulary.frequency(term));
      return frequency == 0 ? 0 : std::log(1 + static_cast<double>(passages) / frequency);
    };
    const auto add = [&](Forms& forms, std::string_view form, double weight,
                         const std::string& term) {
      const double information = idf(term);
      if (information > 0) forms.try_emplace(std::string(form), Match{i, weight * information});
    };
    for (const std::string& form : group.phrase) add(forms_, form, 1, form);
    for (const Alternative& alternative : group.alternatives) {
      const std::string_view term = alternative.term;
      if (!alternative.phrase.empty()) {
        double most = 0;
        for (const std::string& form : alternative.phrase) most = std::max(most, idf(form));
        phrases_.push_back({alternative.phrase, {i, alternative.weight * most}});
      } else if (term.starts_with(schema::kStemPrefix)) {
        add(stems_, term.substr(1), 1, alternative.term);
      } else if (term.starts_with(schema::kNameWordPrefix)) {
        add(forms_, term.substr(1), alternative.weight, alternative.term);
      } else {
        // an exact form counts little in ranking beside its stem, but it is the word itself
        const double weight = alternative.via == Alternative::Via::kExact ? 1 : alternative.weight;
        add(forms_, term, weight, alternative.term);
      }
    }
  }
  for (const auto& [stem, match] : stems_)
    if (!stem.empty()) stem_heads_.set(static_cast<unsigned char>(stem.front()));
}

/// The stem's head is looked at before the stem is made: most words of a text are not the query's.
const Highlighter::Match* Highlighter::find(const Token& token, std::string_view language) {
  if (const auto form = forms_.find(token.form); form != forms_.end()) return &form->second;
  if (!token.letters_only || stems_.empty()) return nullptr;
  const bool may_match = stem_heads_[static_cast<unsigned char>(token.form.front())];
  if (!may_match && Stemmer::keeps_first_letter(language)) return nullptr;
  const auto stem = stems_.find(stemmer_.stem(token.form, language));
  return stem == stems_.end() ? nullptr : &stem->second;
}

template <class Found>
void Highlighter::find_phrases(Found&& found) const {
  if (phrases_.empty()) return;
  std::vector<const Token*> places;
  for (const Token& token : tokens_)
    if (has_place(token)) places.push_back(&token);
  for (std::size_t at = 0; at < places.size(); ++at)
    for (const Phrase& phrase : phrases_) {
      const std::size_t length = phrase.forms.size();
      if (places.size() - at < length) continue;
      const auto stands = std::equal(
          phrase.forms.begin(), phrase.forms.end(),
          places.begin() + static_cast<std::ptrdiff_t>(at),
          [](const std::string& form, const Token* token) { return form == token->form; });
      if (stands && found(*places[at], *places[at + length - 1], phrase.match)) return;
    }
}

bool Highlighter::matches(std::string_view text, std::string_view language) {
  analyze(text, tokens_);
  if (std::ranges::any_of(tokens_, [&](const Token& token) { return find(token, language); }))
    return true;
  bool any = false;
  find_phrases([&](const Token&, const Token&, const Match&) { return any = true; });
  return any;
}

std::vector<Fragment> Highlighter::snippet(std::string_view text, std::string_view language,
                                           std::size_t max_bytes) {
  analyze(text, tokens_);
  std::vector<Marked> marked;
  for (const Token& token : tokens_)
    if (const Match* match = find(token, language))
      marked.push_back({token.begin, token.end, match->group, match->weight});
  find_phrases([&](const Token& first, const Token& last, const Match& match) {
    marked.push_back({first.begin, last.end, match.group, match.weight});
    return false;
  });
  std::ranges::stable_sort(marked, {}, &Marked::begin);

  std::size_t start = 0, least = 0;
  if (!marked.empty()) {
    const Window window = best_window(marked, groups_, max_bytes * 3 / 4);
    start = start_before(text, marked[window.first].begin);
    least = marked[window.last].end;
  }
  const std::size_t end = end_after(text, start, least, max_bytes);

  std::vector<Fragment> fragments;
  const auto add = [&](std::size_t from, std::size_t to, bool match) {
    if (from < to) fragments.push_back({std::string(text.substr(from, to - from)), match});
  };
  std::size_t at = start;
  for (const Marked& mark : join(text, marked)) {
    if (mark.end <= at || mark.begin < start) continue;
    if (mark.begin >= end) break;
    add(at, mark.begin, false);
    add(std::max(at, mark.begin), std::min(mark.end, end), true);
    at = std::min(mark.end, end);
  }
  add(at, end, false);
  if (start > 0) fragments.insert(fragments.begin(), {"… ", false});
  if (end < text.size()) fragments.push_back({" …", false});
  return fragments;
}

}  // namespace aplomb
