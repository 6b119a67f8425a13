// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lexicon.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include "engine/unicode.h"

namespace aplomb {
namespace {

/// Longer words are not looked at: nobody types them, and it bounds a row of distances.
constexpr std::size_t kMaxLetters = 32;
/// Candidates whose slips are looked at closely; the likeliest by edits and frequency.
constexpr std::size_t kWeighed = 32;

std::u32string code_points(std::string_view text) {
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = decode(text, at);
    points += next.value;
    at += next.bytes;
  }
  return points;
}

bool letters_only(std::string_view form) {
  for (std::size_t at = 0; at < form.size();) {
    const CodePoint next = decode(form, at);
    if (classify(next.value) != CharClass::kLetter) return false;
    at += next.bytes;
  }
  return true;
}

/// What a slip costs, against 1 for a letter written for any other. Fitted on half of the pairs of
/// misspelt and right words of docs/ranking.md and on random edits; the other half fares as well.
/// Whether two keys touch was tried too and told nothing.
constexpr double kDoubled = 0.4;  ///< a letter doubled, or not
constexpr double kVowel = 0.75;   ///< a vowel for another
constexpr double kAlike = 0.6;    ///< a consonant for one that sounds like it
constexpr double kSwap = 0.4;     ///< two neighbours swapped
constexpr double kGap = 0.8;      ///< a letter more or less
constexpr double kEnding = 0.3;   ///< the same at the end, where it makes another word: in addition
/// What else makes a correction likelier or less so, in the same unit.
constexpr double kEdits = 0.3;      ///< each edit, whatever its kind
constexpr double kFrequency = 0.1;  ///< times the logarithm of the passages that have it
constexpr double kNamed = 0.06;     ///< gained by words of titles, symptoms, tags and headings
constexpr double kUntyped = 0.04;   ///< each letter behind a half-typed word

bool is_vowel(char32_t letter) {
  return std::u32string_view(U"aeiouy").find(letter) != std::u32string_view::npos;
}

bool sound_alike(char32_t a, char32_t b) {
  static constexpr std::array<std::u32string_view, 7> kSounds{U"csz", U"ckq", U"fv", U"mn",
                                                              U"dt",  U"gj",  U"bp"};
  return std::ranges::any_of(kSounds, [&](std::u32string_view sound) {
    return sound.find(a) != sound.npos && sound.find(b) != sound.npos;
  });
}

double exchange_cost(char32_t typed, char32_t meant) {
  if (typed == meant) return 0;
  if (is_vowel(typed) && is_vowel(meant)) return kVowel;
  return sound_alike(typed, meant) ? kAlike : 1;
}

/// Of a letter that the other word lacks.
double gap_cost(std::u32string_view word, std::size_t at) {
  const bool last = at + 1 == word.size();
  const bool doubled = (at > 0 && word[at - 1] == word[at]) || (!last && word[at + 1] == word[at]);
  return (doubled ? kDoubled : kGap) + (last ? kEnding : 0);
}

}  // namespace

double spelling_cost(std::u32string_view typed, std::u32string_view meant, bool beginning) {
  typed = typed.substr(0, kMaxLetters);
  using Row = std::array<double, kMaxLetters + 1>;
  std::array<Row, 3> rows{};  // in turns; column j: the first j typed letters
  for (std::size_t j = 1; j <= typed.size(); ++j)
    rows[0][j] = rows[0][j - 1] + gap_cost(typed, j - 1);
  double nearest = rows[0][typed.size()] + kUntyped * static_cast<double>(meant.size());
  for (std::size_t i = 1; i <= meant.size(); ++i) {
    const Row& above = rows[(i - 1) % 3];
    Row& row = rows[i % 3];
    const double gap = gap_cost(meant, i - 1);
    row[0] = above[0] + gap;
    for (std::size_t j = 1; j <= typed.size(); ++j) {
      row[j] = std::min({above[j - 1] + exchange_cost(typed[j - 1], meant[i - 1]), above[j] + gap,
                         row[j - 1] + gap_cost(typed, j - 1)});
      const bool swapped =
          i > 1 && j > 1 && typed[j - 1] == meant[i - 2] && typed[j - 2] == meant[i - 1];
      if (swapped) row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + kSwap);
    }
    nearest =
        std::min(nearest, row[typed.size()] + kUntyped * static_cast<double>(meant.size() - i));
  }
  return beginning ? nearest : rows[meant.size() % 3][typed.size()];
}

Lexicon::Lexicon(std::vector<Entry> entries) {
  std::ranges::sort(entries, {}, &Entry::form);
  words_.reserve(entries.size());
  std::string_view before;
  for (const Entry& entry : entries) {
    if (entry.form.empty() || entry.form.size() > 255) continue;
    const std::string_view form = entry.form;
    const auto [end, end_before] = std::ranges::mismatch(form, before);
    words_.push_back({static_cast<std::uint32_t>(letters_.size()), entry.passages, entry.named,
                      static_cast<std::uint8_t>(form.size()),
                      static_cast<std::uint8_t>(end - form.begin()), letters_only(form)});
    letters_ += form;
    before = form;
    const char32_t initial = decode(form, 0).value;
    if (words_.back().plain && (initials_.empty() || initials_.back() != initial))
      initials_.push_back(initial);
  }
  letters_.shrink_to_fit();
}

Lexicon::Range Lexicon::range_of(std::string_view head) const {
  const auto compare = [&](std::size_t index) { return form(index).substr(0, head.size()); };
  const auto first_not = [&](auto&& before) {
    std::size_t low = 0, high = words_.size();
    while (low < high) {
      const std::size_t middle = std::midpoint(low, high);
      if (before(compare(middle)))
        low = middle + 1;
      else
        high = middle;
    }
    return low;
  };
  return {first_not([&](std::string_view text) { return text < head; }),
          first_not([&](std::string_view text) { return text <= head; })};
}

std::optional<Lexicon::Word> Lexicon::find(std::string_view wanted) const {
  const std::size_t at = range_of(wanted).begin;
  if (at == words_.size() || form(at) != wanted) return std::nullopt;
  return word(at);
}

std::vector<Lexicon::Word> Lexicon::beginning_with(std::string_view head, std::size_t limit,
                                                   bool named_only) const {
  const Range range = range_of(head);
  // (how often, ~index): the most frequent, and of equals the first in order
  std::vector<std::pair<std::uint32_t, std::size_t>> best;
  best.reserve(limit + 1);
  const auto fewer = std::greater{};
  for (std::size_t i = range.begin; i < range.end && limit > 0; ++i) {
    const std::uint32_t often = named_only ? words_[i].named : words_[i].passages;
    if (often == 0 || (best.size() == limit && often <= best.front().first)) continue;
    best.emplace_back(often, ~i);
    std::ranges::push_heap(best, fewer);
    if (best.size() <= limit) continue;
    std::ranges::pop_heap(best, fewer);
    best.pop_back();
  }
  std::ranges::sort(best, fewer);
  std::vector<Word> words;
  words.reserve(best.size());
  for (const auto& [often, index] : best) words.push_back(word(~index));
  return words;
}

/// Looks for what may have been meant by one typed word. The rows of the distance's table follow
/// the letters of the words: what two neighbours share is computed once, and where no letter can
/// bring the distance back under the budget all words that begin so are passed over.
class Lexicon::Walk {
 public:
  Walk(const Lexicon& lexicon, std::u32string typed, const Wanted& wanted)
      : lexicon_(lexicon),
        typed_(std::move(typed)),
        wanted_(wanted),
        budget_(edit_budget(typed_.size())) {}

  std::vector<Correction> run() {
    if (budget_ == 0 || typed_.size() > kMaxLetters) return {};
    walk_same_initial();
    swap_initials();
    if (budget_ >= kInitialEdits) try_other_initials();
    return ranked();
  }

 private:
  static constexpr unsigned kInitialEdits = 2;
  struct Found {
    std::size_t index = 0;
    unsigned edits = 0;
  };
  using Row = std::array<std::uint8_t, kMaxLetters + 1>;

  void take(std::size_t index, unsigned edits) {
    const Slot& slot = lexicon_.words_[index];
    if (!slot.plain || edits == 0 || (wanted_.named_only ? slot.named : slot.passages) == 0) return;
    found_.push_back({index, edits});
  }

  void walk_same_initial();
  unsigned next_row(std::size_t depth, char32_t letter, char32_t before);
  void swap_initials();
  void try_other_initials();
  void look_up(std::u32string_view letters, unsigned edits);
  [[nodiscard]] std::vector<Correction> ranked();

  const Lexicon& lexicon_;
  std::u32string typed_;
  const Wanted& wanted_;
  unsigned budget_;
  std::vector<Found> found_;
  std::array<Row, kMaxLetters + 4> rows_{};
};

/// Fills the row of a word's letter number `depth` (the first is 0, and right), from the rows
/// above; its least value. Optimal string alignment: no substring is edited twice.
unsigned Lexicon::Walk::next_row(std::size_t depth, char32_t letter, char32_t before) {
  const std::size_t columns = typed_.size();  // column j: the typed letters 1..j
  const Row& above = rows_[depth - 1];
  Row& row = rows_[depth];
  row[0] = static_cast<std::uint8_t>(depth);
  unsigned least = row[0];
  for (std::size_t j = 1; j < columns; ++j) {
    unsigned value = above[j - 1] + static_cast<unsigned>(typed_[j] != letter);
    value = std::min({value, above[j] + 1U, row[j - 1] + 1U});
    if (depth > 1 && j > 1 && typed_[j] == before && typed_[j - 1] == letter)
      value = std::min(value, rows_[depth - 2][j - 2] + 1U);
    row[j] = static_cast<std::uint8_t>(value);
    least = std::min(least, value);
  }
  return least;
}

void Lexicon::Walk::walk_same_initial() {
  std::string initial;
  append_utf8(initial, typed_.front());
  const Range range = lexicon_.range_of(initial);
  for (std::size_t j = 0; j < typed_.size(); ++j) rows_[0][j] = static_cast<std::uint8_t>(j);
  const std::size_t deepest = typed_.size() + budget_;
  std::array<std::size_t, kMaxLetters + 4> ends{};  // ends[d]: bytes of the first d + 1 letters
  std::array<char32_t, kMaxLetters + 4> letters{};
  std::array<unsigned, kMaxLetters + 4> nearest{};  // to the typed word, of the beginnings so far
  ends[0] = initial.size();
  letters[0] = typed_.front();
  nearest[0] = static_cast<unsigned>(typed_.size() - 1);
  std::size_t depth = 0;  // of the last letter whose row stands
  for (std::size_t i = range.begin; i < range.end;) {
    const std::string_view form = lexicon_.form(i);
    const std::size_t shared = i == range.begin ? initial.size() : lexicon_.words_[i].shared;
    while (depth > 0 && ends[depth] > shared) --depth;
    bool hopeless = false;
    while (!hopeless && ends[depth] < form.size()) {
      if (depth + 1 >= deepest) {
        hopeless = true;
        break;
      }
      const CodePoint next = decode(form, ends[depth]);
      ++depth;
      ends[depth] = ends[depth - 1] + next.bytes;
      letters[depth] = next.value;
      hopeless = next_row(depth, next.value, letters[depth - 1]) > budget_;
      nearest[depth] = std::min<unsigned>(nearest[depth - 1], rows_[depth][typed_.size() - 1]);
    }
    const bool half = wanted_.half_typed && nearest[depth] <= budget_;
    const unsigned whole = rows_[depth][typed_.size() - 1];
    if (!hopeless) {
      if (half || whole <= budget_) take(i, half ? nearest[depth] : whole);
      ++i;
      continue;
    }
    // what follows begins alike and fares alike
    const std::size_t bytes = ends[depth];
    do {
      if (half) take(i, nearest[depth]);
      ++i;
    } while (i < range.end && lexicon_.words_[i].shared >= bytes);
  }
}

void Lexicon::Walk::look_up(std::u32string_view letters, unsigned edits) {
  std::string form;
  for (const char32_t letter : letters) append_utf8(form, letter);
  const Range range = lexicon_.range_of(form);
  for (std::size_t i = range.begin; i < range.end; ++i) {
    if (!wanted_.half_typed && lexicon_.form(i) != form) break;
    take(i, edits);
  }
}

/// A swap of the first two letters is one edit as any other.
void Lexicon::Walk::swap_initials() {
  std::u32string swapped = typed_;
  std::swap(swapped[0], swapped[1]);
  if (swapped != typed_) look_up(swapped, 1);
}

/// A wrong first letter takes the whole budget, so the others are as typed: behind a first letter
/// too many, a missing one, or another one.
void Lexicon::Walk::try_other_initials() {
  const std::u32string_view rest = std::u32string_view(typed_).substr(1);
  look_up(rest, kInitialEdits);
  for (const char32_t initial : lexicon_.initials_) {
    if (initial == typed_.front()) continue;
    look_up(std::u32string(1, initial).append(rest), kInitialEdits);
    look_up(std::u32string(1, initial).append(typed_), kInitialEdits);
  }
}

std::vector<Lexicon::Correction> Lexicon::Walk::ranked() {
  // a wrong initial may have been met in two ways
  std::ranges::sort(found_, {}, [](const Found& f) { return std::pair(f.index, f.edits); });
  // not std::ranges::unique: Clang 14 cannot read GCC 12's
  const auto same = [](const Found& a, const Found& b) { return a.index == b.index; };
  found_.erase(std::unique(found_.begin(), found_.end(), same), found_.end());
  const auto likelier = [&](const Found& a, const Found& b) {
    const auto key = [&](const Found& f) {
      return std::tuple(f.edits, ~lexicon_.words_[f.index].passages, f.index);
    };
    return key(a) < key(b);
  };
  const std::size_t weighed = std::max(kWeighed, wanted_.limit);
  if (found_.size() > weighed) {
    std::ranges::nth_element(found_, found_.begin() + static_cast<std::ptrdiff_t>(weighed),
                             likelier);
    found_.resize(weighed);
  }
  std::vector<Correction> corrections;
  corrections.reserve(found_.size());
  for (const Found& found : found_) {
    const Word word = lexicon_.word(found.index);
    const double slips = spelling_cost(typed_, code_points(word.form), wanted_.half_typed);
    double cost = slips + kEdits * found.edits - kFrequency * std::log1p(word.passages);
    if (word.named > 0) cost -= kNamed;
    corrections.push_back({word, found.edits, cost});
  }
  std::ranges::stable_sort(corrections, {}, &Correction::cost);
  if (corrections.size() > wanted_.limit) corrections.resize(wanted_.limit);
  return corrections;
}

std::vector<Lexicon::Correction> Lexicon::corrections(std::string_view typed,
                                                      const Wanted& wanted) const {
  if (typed.size() > 4 * kMaxLetters || !letters_only(typed)) return {};
  return Walk(*this, code_points(typed), wanted).run();
}

}  // namespace aplomb
