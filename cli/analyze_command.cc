// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>

#include "cli/common.h"
#include "engine/analyzer.h"
#include "engine/function_words.h"
#include "engine/searcher.h"
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

/// One line a word: the word, and what it is searched as, likeliest first.
int print_corrections(const std::vector<std::string>& words, const Places& places,
                      std::size_t limit) {
  const auto searcher = Searcher::open(places.index_dir(), Audience::kInternal);
  if (!searcher) return report(searcher.error());
  const auto print_one = [&](const std::string& word) {
    const auto corrections = searcher->corrections(word, limit);
    if (!corrections) return report(corrections.error());
    std::cout << word;
    for (const std::string& form : *corrections) std::cout << '\t' << form;
    std::cout << '\n';
    return int{kDone};
  };
  for (const std::string& word : words)
    if (const int code = print_one(word); code != kDone) return code;
  if (!words.empty()) return kDone;
  for (std::string line; std::getline(std::cin, line);)
    if (const int code = print_one(line); code != kDone) return code;
  return kDone;
}

}  // namespace

Action add_analyze(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("analyze", "Show what indexing and searching make of a text");
  command->footer(
      "Without TEXT it reads standard input.\n"
      "With --corrections it prints a line for each word (each line of standard input): the word,\n"
      "then what the index in --data has for it, likeliest first, separated by tabs. A word that\n"
      "the index has stands first itself.\n"
      "Examples: aplomb analyze --language de 'Häuser ERR-4012 v2.3.1'\n"
      "          aplomb analyze --corrections 3 refnd crad");
  const auto words = std::make_shared<std::vector<std::string>>();
  const auto language = std::make_shared<std::string>("en");
  command->add_option("text", *words, "the text")->option_text("TEXT ...");
  command->add_option("--language", *language, "for the stems (ISO 639-1)")->capture_default_str();
  const auto corrections = std::make_shared<std::size_t>(0);
  command->add_option("--corrections", *corrections, "print so many corrections of each word")
      ->option_text("N")
      ->check(CLI::Range(1, 100));
  const auto places = std::make_shared<Places>();
  add_data_option(*command, *places);
  return [words, language, corrections, places] {
    if (*corrections > 0) return print_corrections(*words, *places, *corrections);
    std::string text;
    for (const std::string& word : *words) text += (text.empty() ? "" : " ") + word;
    if (words->empty()) text.assign(std::istreambuf_iterator<char>(std::cin), {});
    print_tokens(text, *language);
    return int{kDone};
  };
}

}  // namespace aplomb::cli
