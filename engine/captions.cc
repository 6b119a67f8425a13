// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/captions.h"

#include <algorithm>
#include <cmath>

#include "engine/function_words.h"
#include "engine/hash.h"
#include "engine/information.h"

namespace aplomb {

StemHash stem_hash(std::string_view stem) {
  const auto low = static_cast<StemHash>(stable_hash(stem));
  return low == 0 ? 1 : low;
}

std::vector<std::string> caption_stems(const std::vector<Token>& tokens, std::string_view language,
                                       Stemmer& stemmer) {
  const bool pairs = std::ranges::any_of(
      tokens, [](const Token& token) { return token.kind == Token::Kind::kBigram; });
  std::vector<std::string> stems;
  for (const Token& token : tokens) {
    const bool said_by_others = token.kind == Token::Kind::kSeries ||
                                token.kind == Token::Kind::kWhole ||
                                (pairs && token.kind == Token::Kind::kUnigram);
    if (said_by_others) continue;
    std::string stem =
        token.letters_only ? std::string(stemmer.stem(token.form, language)) : token.form;
    if (std::ranges::find(stems, stem) == stems.end()) stems.push_back(std::move(stem));
    if (stems.size() == kMaxCaptionStems) break;
  }
  return stems;
}

int spoken_tenths(const std::vector<Token>& title, std::string_view language) {
  double words = 0, spoken = 0;
  for (const Token& token : title) {
    if (token.kind != Token::Kind::kWord && token.kind != Token::Kind::kPart) continue;
    ++words;
    if (is_function_word(token.form, language) || is_question_word(token.form, language)) ++spoken;
  }
  return words == 0 ? 0 : static_cast<int>(std::lround(10 * spoken / words));
}

void CaptionWriter::append(StemHash value) {
  for (int i = 0; i < 4; ++i, value >>= 8U) bytes_ += static_cast<char>(value & 0xFFU);
}

void CaptionWriter::add(const std::vector<std::string>& stems) {
  for (const std::string& stem : stems) append(stem_hash(stem));
  append(0);
}

void CaptionWriter::add(std::uint32_t number, const std::vector<std::string>& stems) {
  append(number);
  add(stems);
}

double CaptionStatistics::information(StemHash stem) const {
  const auto found = articles_with.find(stem);
  const double with = found == articles_with.end() ? 0 : found->second;
  return information_of(with, std::max(static_cast<double>(articles), with));
}

}  // namespace aplomb
