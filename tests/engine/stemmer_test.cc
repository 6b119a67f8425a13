// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/stemmer.h"

#include <gtest/gtest.h>

#include "engine/function_words.h"
#include "engine/unicode.h"

namespace aplomb {
namespace {

std::string stem(const std::string& word, const std::string& language) {
  return std::string(Stemmer().stem(fold(word), language));
}

TEST(StemmerTest, InflectionsMeetInEachLanguage) {
  EXPECT_EQ(stem("refunds", "en"), stem("refunded", "en"));
  EXPECT_EQ(stem("Häuser", "de"), stem("Haus", "de"));
  EXPECT_EQ(stem("canción", "es"), stem("canciones", "es"));
}

TEST(StemmerTest, ALanguageWithoutAStemmerLeavesWordsAlone) {
  EXPECT_EQ(stem("running", "xx"), "running");
  EXPECT_EQ(stem("running", ""), "running");
}

TEST(FunctionWordsTest, QuestionWordsAreNotFunctionWords) {
  for (const char* word : {"who", "what", "when", "where", "why", "how", "which", "not"})
    EXPECT_FALSE(is_function_word(word, "en")) << word;
  EXPECT_TRUE(is_function_word("the", "en"));
  EXPECT_TRUE(is_function_word("und", "de"));
  EXPECT_FALSE(is_function_word("die", "en"));
}

}  // namespace
}  // namespace aplomb
