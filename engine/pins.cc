// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pins.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/analyzer.h"
#include "engine/schema.h"
#include "engine/unicode.h"

namespace aplomb {

std::string pin_term(std::string_view query) {
  constexpr std::string_view kEndings = "?!.,;";
  std::string plain;
  for (const char c : fold(query)) {
    const bool space = static_cast<unsigned char>(c) <= ' ';
    if (!space)
      plain += c;
    else if (!plain.empty() && plain.back() != ' ')
      plain += ' ';
  }
  while (!plain.empty() && (plain.back() == ' ' || kEndings.find(plain.back()) != kEndings.npos))
    plain.pop_back();
  return plain.empty() ? std::string() : schema::value_term(schema::kPinPrefix, plain);
}

std::vector<std::string> pins_for_customers(const std::vector<std::string>& pins,
                                            const Article& shown) {
  if (pins.empty()) return {};
  std::set<std::string> words;
  const auto read = [&words](std::string_view text) {
    for (Token& token : analyze(text)) words.insert(std::move(token.form));
  };
  for (const auto* text : {&shown.title, &shown.description, &shown.answer, &shown.empathy})
    read(*text);
  for (const auto* texts : {&shown.symptoms, &shown.tags, &shown.products})
    for (const std::string& text : *texts) read(text);
  for (const Passage& passage : shown.passages) {
    read(passage.text);
    for (const std::string& heading : passage.headings) read(heading);
  }
  std::vector<std::string> told;
  std::ranges::copy_if(pins, std::back_inserter(told), [&](const std::string& pin) {
    return std::ranges::all_of(analyze(pin),
                               [&](const Token& token) { return words.contains(token.form); });
  });
  return told;
}

}  // namespace aplomb
