// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/word_difference.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "engine/unicode.h"
#include "indexer/text_merge.h"

namespace aplomb {
namespace {

using Op = WordChange::Op;
using Words = std::vector<std::string_view>;

/// Above so many pairs of words in one place the whole of it counts as changed: a table of them is
/// 2 MB, and nobody reads on.
constexpr std::size_t kMaxPairs = 1'000'000;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Runs of spaces and runs of others.
Words words_of(std::string_view text) {
  Words words;
  for (std::size_t at = 0; at < text.size();) {
    auto end = at;
    while (end < text.size() && is_space(text[end]) == is_space(text[at])) ++end;
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

void add(std::vector<WordChange>& changes, std::string_view text, Op op) {
  if (text.empty()) return;
  if (!changes.empty() && changes.back().op == op)
    changes.back().text += text;
  else
    changes.push_back({std::string(text), op});
}

void add_all(std::vector<WordChange>& changes, const Words& words, std::size_t from, std::size_t to,
             Op op) {
  for (std::size_t i = from; i < to; ++i) add(changes, words[i], op);
}

/// `length[i][j]` is that of the longest common subsequence behind i and j.
void compare(std::vector<WordChange>& changes, std::string_view before, std::string_view now) {
  const Words a = words_of(before), b = words_of(now);
  const std::size_t width = b.size() + 1;
  if ((a.size() + 1) * width > kMaxPairs) {
    add(changes, before, Op::kRemoved);
    add(changes, now, Op::kAdded);
    return;
  }
  std::vector<std::uint16_t> length((a.size() + 1) * width, 0);
  for (std::size_t i = a.size(); i-- > 0;)
    for (std::size_t j = b.size(); j-- > 0;)
      length[i * width + j] =
          a[i] == b[j]
              ? static_cast<std::uint16_t>(std::min(length[(i + 1) * width + j + 1] + 1, 0xFFFF))
              : std::max(length[(i + 1) * width + j], length[i * width + j + 1]);
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (a[i] == b[j]) {
      add(changes, a[i], Op::kSame);
      ++i;
      ++j;
    } else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) {
      add(changes, a[i++], Op::kRemoved);
    } else {
      add(changes, b[j++], Op::kAdded);
    }
  }
  add_all(changes, a, i, a.size(), Op::kRemoved);
  add_all(changes, b, j, b.size(), Op::kAdded);
}

/// The unchanged lines of a run, but for one before and one after what changed.
void compare_run(std::vector<WordChange>& changes, const std::vector<DifferenceLine>& lines) {
  using Kind = DifferenceLine::Kind;
  for (std::size_t at = 0; at < lines.size();) {
    if (lines[at].kind == Kind::kSame) {
      const bool near = (at + 1 < lines.size() && lines[at + 1].kind != Kind::kSame) ||
                        (at > 0 && lines[at - 1].kind != Kind::kSame);
      if (near) add(changes, lines[at].text + "\n", Op::kSame);
      ++at;
      continue;
    }
    std::string before, now;
    for (; at < lines.size() && lines[at].kind != Kind::kSame; ++at)
      (lines[at].kind == Kind::kRemoved ? before : now) += lines[at].text + "\n";
    compare(changes, before, now);
  }
}

/// Keeps about `max_bytes`, whole characters.
void cut(WordDifference& whole, std::size_t max_bytes) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < whole.changes.size(); ++i) {
    std::string& text = whole.changes[i].text;
    if (bytes + text.size() <= max_bytes) {
      bytes += text.size();
      continue;
    }
    text = std::string(utf8_prefix(text, max_bytes - bytes));
    whole.changes.resize(text.empty() ? i : i + 1);
    whole.cut = true;
    return;
  }
}

}  // namespace

Result<WordDifference> word_difference(std::string_view from, std::string_view to,
                                       std::size_t max_bytes) {
  return difference(from, to).map([&](const Difference& runs) {
    WordDifference whole;
    std::size_t bytes = 0;
    for (const auto& run : runs) {
      if (bytes > max_bytes) break;  // the rest would be cut off
      compare_run(whole.changes, run);
      bytes = 0;
      for (const WordChange& change : whole.changes) bytes += change.text.size();
    }
    cut(whole, max_bytes);
    return whole;
  });
}

}  // namespace aplomb
