// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <string>

#include "engine/unicode.h"
#include "indexer/check/checks.h"
#include "indexer/links.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

using namespace std::string_view_literals;

/// Wherever they stand. `->` comes before `>`, so that what is named is what was written.
constexpr std::array kSigns{"```"sv, "`"sv,  "**"sv,  "__"sv, "]("sv, "://"sv, "->"sv, "=>"sv,
                            "<="sv,  ">="sv, "<"sv,   ">"sv,  "["sv,  "]"sv,   "{"sv,  "}"sv,
                            "|"sv,   "\\"sv, "→"sv,   "⇒"sv,  "≥"sv,  "≤"sv,   "±"sv,  "≈"sv,
                            "*"sv,   "&"sv,  "(s)"sv, "•"sv,  "…)"sv};

/// As words of their own, in any case.
constexpr std::array kNeverSaid{"e.g."sv,    "i.e."sv,  "w/"sv,    "w/o"sv,  "n/a"sv, "b/c"sv,
                                "approx."sv, "vs."sv,   "todo"sv,  "tbd"sv,  "tba"sv, "xxx"sv,
                                "xx"sv,      "lorem"sv, "bspw."sv, "ggf."sv, "bzw."sv};

constexpr std::size_t kShoutedWord = 7, kShoutedWords = 8;

std::string_view bare(std::string_view word) {
  constexpr std::array kMarks{","sv, ";"sv, ":"sv, "!"sv, "?"sv, "\""sv, "'"sv, "("sv,
                              ")"sv, "“"sv, "”"sv, "„"sv, "‚"sv, "‘"sv,  "’"sv, "…"sv};
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view mark : kMarks) {
      if (word.starts_with(mark)) word.remove_prefix(mark.size()), more = true;
      if (word.ends_with(mark)) word.remove_suffix(mark.size()), more = true;
    }
  }
  return word;
}

bool is_lower_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

/// `and/or`, `he/she`: two words for one; `24/7` and `TCP/IP` are said.
bool is_either_or(std::string_view word) {
  const std::size_t slash = word.find('/');
  return slash != std::string_view::npos && is_lower_word(word.substr(0, slash)) &&
         is_lower_word(word.substr(slash + 1));
}

/// Letters of a word that has no others than capitals; 0 for any other.
std::size_t capitals_of(std::string_view word) {
  word = bare(word);
  while (word.ends_with('.')) word.remove_suffix(1);
  const bool all = std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
  return all ? word.size() : 0;
}

bool is_picture(char32_t c) {
  return (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF);
}

bool is_allowed(std::string_view word, const std::vector<std::string>& allowed) {
  return std::ranges::find(allowed, word) != allowed.end();
}

/// `#4`, `___`, `e.g.`, `and/or`, `/account/login`, or a word that is shouted.
bool cannot_be_said(std::string_view word) {
  const std::string lower = to_lower_ascii(word);
  if (std::ranges::find(kNeverSaid, lower) != kNeverSaid.end()) return true;
  if (is_either_or(word)) return true;
  if (word.find("___") != std::string_view::npos) return true;
  if (word.size() > 1 && (word[0] == '#' || word[0] == '/')) return true;
  if (word == "@" || word == "#" || word == "/" || word == "+/-" || word == "=") return true;
  return capitals_of(word) >= kShoutedWord;
}

std::string cut(std::string_view text) {
  constexpr std::size_t kShown = 40;
  return std::string(utf8_prefix(text, kShown));
}

}  // namespace

std::string unspeakable_part(std::string_view text, const std::vector<std::string>& allowed) {
  if (const auto link = find_bare_link(text, 0))
    return cut(text.substr(link->begin, link->end - link->begin));
  std::string_view before;  // the word before, where it is of capitals
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \t\n", at), text.size());
    const std::string_view whole = text.substr(at, end - at);
    const std::string_view word = bare(whole);
    const std::size_t begin = at;
    at = end + 1;
    if (word.empty() || is_allowed(word, allowed)) {
      before = {};
      continue;
    }
    for (const std::string_view sign : kSigns)
      if (whole.find(sign) != std::string_view::npos) return cut(whole);
    for (std::size_t i = 0; i < whole.size();) {
      const CodePoint point = decode(whole, i);
      if (is_picture(point.value)) return cut(whole);
      i += point.bytes;
    }
    if (cannot_be_said(word)) return cut(word);
    const std::size_t capitals = capitals_of(word);
    if (capitals < 2) {
      before = {};
    } else if (before.empty()) {
      before = text.substr(begin);
    } else if (capitals + capitals_of(before.substr(0, before.find(' '))) >= kShoutedWords) {
      return cut(before.substr(0, end - (text.size() - before.size())));
    }
  }
  return {};
}

void check_spoken(const CheckedArticle& checked, FindingLog& log) {
  if (!checked.in_use()) return;
  const std::size_t length = count_code_points(checked.article().answer);
  if (length > kMaxAnswerLength)
    log.add(Rule::kLongAnswer, checked.line_of({"answer"}),
            "the answer line has " + std::to_string(length) + " characters",
            "say it in " + std::to_string(kMaxAnswerLength) + "; the rest belongs into the text");
  for (const FieldText& field : checked.spoken_fields()) {
    const std::string part = unspeakable_part(field.text, checked.settings().allowed);
    if (!part.empty())
      log.add(Rule::kUnspeakable, field.line,
              "`" + std::string(field.name) + "` cannot be read out: '" + part + "'",
              "write it as it is said");
  }
}

}  // namespace aplomb
