// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>

#include "cli/common.h"
#include "engine/analyzer.h"
#include "engine/function_words.h"
#include "engine/stemmer.h"

namespace aplomb::cli {
namespace {

const char* name_of(Token::Kind kind) {
  switch (kind) {
    case Token::Kind::kWord:
      return "word";
    case Token::Kind::kPart:
      return "part";
    case Token::Kind::kWhole:
      return "whole";
    case Token::Kind::kSeries:
      return "series";
    case Token::Kind::kNumber:
      return "number";
    case Token::Kind::kUnigram:
      return "character";
    case Token::Kind::kBigram:
      return "pair";
  }
  return "";
}

void print_tokens(const std::string& text, const std::string& language) {
  Stemmer stemmer;
  std::cout << "position\tbytes\tkind\tform\tstem\n";
  for (const Token& token : analyze(text)) {
    std::cout << token.position << '\t' << token.begin << '-' << token.end << '\t'
              << name_of(token.kind) << '\t' << token.form << '\t'
              << (token.letters_only ? stemmer.stem(token.form, language) : "");
    if (is_function_word(token.form, language)) std::cout << "\tfunction word";
    std::cout << '\n';
  }
}

}  // namespace

Action add_analyze(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("analyze", "Show what indexing and searching make of a text");
  command->footer(
      "Without TEXT it reads standard input.\n"
      "Example: aplomb analyze --language de 'Häuser ERR-4012 v2.3.1'");
  const auto words = std::make_shared<std::vector<std::string>>();
  const auto language = std::make_shared<std::string>("en");
  command->add_option("text", *words, "the text")->option_text("TEXT ...");
  command->add_option("--language", *language, "for the stems (ISO 639-1)")->capture_default_str();
  return [words, language] {
    std::string text;
    for (const std::string& word : *words) text += (text.empty() ? "" : " ") + word;
    if (words->empty()) text.assign(std::istreambuf_iterator<char>(std::cin), {});
    print_tokens(text, *language);
    return kDone;
  };
}

}  // namespace aplomb::cli
