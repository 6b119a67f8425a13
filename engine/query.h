// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/analyzer.h"
#include "engine/filters.h"

namespace aplomb {

/// A word, a compound or a phrase, as the analyzer took it apart.
struct Clause {
  enum class Kind {
    kWord,      ///< may match; more matches rank higher
    kPhrase,    ///< was quoted: must stand so
    kExcluded,  ///< must not stand
  };
  Kind kind = Kind::kWord;
  std::string text;           ///< as typed, without quotes and minus
  std::vector<Token> tokens;  ///< never empty
  bool prefix = false;        ///< the last word, perhaps still being typed
};

/// What was asked, before anything is made of it. A value that can be printed and compared.
struct Query {
  std::vector<Clause> clauses;
  Filters filters;
  std::vector<std::string> ignored;  ///< what was left out, with why
};

inline constexpr std::size_t kMaxClauses = 64;

/// Reads a query: words, "phrases", -word, field:value with the names of `filters.h`. Anything
/// that does not parse as such is words; there is no text that fails. An exclusion needs a word to
/// exclude from and three letters; `--force` and `-v` are words. Never more than kMaxClauses.
/// Thread-safe.
[[nodiscard]] Query parse_query(std::string_view text);

/// For people: `word(refund) phrase(debit card) not(paypal) kind=tip prefix(credi)`.
[[nodiscard]] std::string to_string(const Query& query);

}  // namespace aplomb
