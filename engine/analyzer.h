// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aplomb {

/// One form under which a piece of text can be found.
struct Token {
  enum class Kind : std::uint8_t {
    kWord,     ///< a word by itself
    kPart,     ///< a piece of a compound: `err` and `4012` of ERR-4012
    kWhole,    ///< a compound without its joints: `err4012`, `email`, `v2.3.1`
    kSeries,   ///< the head of a version: `2.3.1` and `2.3` of v2.3.1
    kNumber,   ///< groups of digits as one, and its tails: `18005550199` of +1 (800) 555-0199
    kUnigram,  ///< one character of a script without spaces
    kBigram,   ///< two neighbouring ones
  };
  std::string form;          ///< folded; never empty, at most kMaxFormBytes
  std::size_t begin = 0;     ///< first byte in the text
  std::size_t end = 0;       ///< past the last byte in the text
  std::size_t position = 0;  ///< counts words, from 0; a whole stands where its first part does
  Kind kind = Kind::kWord;
  bool letters_only = true;  ///< only such forms have stems
};

inline constexpr std::size_t kMaxFormBytes = 64;

/// Whether the token is one of those that positions count: phrases are made of them.
[[nodiscard]] constexpr bool has_place(const Token& token) {
  return token.kind == Token::Kind::kWord || token.kind == Token::Kind::kPart ||
         token.kind == Token::Kind::kUnigram;
}

/// Takes text apart, alike for indexing, querying and highlighting: Unicode words, folded
/// (`unicode.h`); compounds (`Wi-Fi`, `ERR-4012`, `22H2`, `user@example.com`) whole and in parts;
/// scripts without spaces as characters and pairs. Forms over kMaxFormBytes are cut to their
/// head, on both sides alike, so that they are still found.
///
/// Groups of digits that make a number of 7 to 15 digits, as telephone numbers are written, also
/// count as that number, and without their first groups, of which some leave out the country's.
///
/// Tokens come in the order of their positions, but for a compound's whole and series and for
/// numbers: they follow the last part and stand where the first one does.
/// Total: any bytes give tokens, in time linear in their number. Thread-safe.
[[nodiscard]] std::vector<Token> analyze(std::string_view text);

/// The same, into a vector that is reused.
void analyze(std::string_view text, std::vector<Token>& tokens);

}  // namespace aplomb
