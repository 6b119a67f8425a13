// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/shingles.h"

#include <gtest/gtest.h>

#include <string>

namespace aplomb {
namespace {

/// Words of letters alone: a digit would make two of one.
std::string words(int from, int to) {
  std::string text;
  for (int i = from; i < to; ++i) {
    text += 'w';
    for (int left = i; left > 0; left /= 26) text += static_cast<char>('a' + left % 26);
    text += ' ';
  }
  return text;
}

std::vector<Passage> passages(const std::vector<std::string>& texts) {
  std::vector<Passage> result;
  for (const std::string& text : texts) result.emplace_back().text = text;
  return result;
}

double share(const std::vector<std::string>& text, const std::vector<std::string>& other) {
  return share_of_words(shingles_of(passages(text)), sorted_hashes(shingles_of(passages(other))));
}

TEST(ShinglesTest, TheShareIsOfTheFirstTextsWords) {
  EXPECT_EQ(share({words(0, 100)}, {words(0, 100)}), 1);
  EXPECT_EQ(share({words(0, 100)}, {words(0, 50)}), 0.5);
  EXPECT_EQ(share({words(0, 50)}, {words(0, 100)}), 1) << "all of it stands in the longer one";
  EXPECT_EQ(share({words(0, 100)}, {words(100, 200)}), 0);
  EXPECT_EQ(share({}, {words(0, 100)}), 0);
}

TEST(ShinglesTest, CaseAndPunctuationDoNotMatterAndOrderDoes) {
  EXPECT_EQ(share({"Open the order, then click Refund."}, {"open THE order then: click refund"}),
            1);
  EXPECT_EQ(share({"one two three four five six"}, {"six five four three two one"}), 0);
}

TEST(ShinglesTest, NoShingleGoesBeyondItsPassage) {
  EXPECT_EQ(share({words(0, 50), words(50, 100)}, {words(50, 100), words(0, 50)}), 1);
  EXPECT_EQ(share({"a b", words(0, 8)}, {"a b"}), 0.2) << "a short one is a shingle by itself";
}

TEST(ShinglesTest, OneWordInTheMiddleCostsOneWord) {
  const double kept = share({words(0, 20) + "new " + words(20, 40)}, {words(0, 40)});
  EXPECT_EQ(kept, 40.0 / 41);
}

TEST(ShinglesTest, WhatATextCostsIsBounded) {
  const Shingles shingles = shingles_of(passages({words(0, 20'000), words(0, 20'000)}));
  EXPECT_EQ(shingles.words, kMaxComparedWords);
  EXPECT_EQ(shingles.passage_ends.size(), 1U);
  EXPECT_FALSE(shingles_of(passages({words(0, 29)})).comparable());
}

}  // namespace
}  // namespace aplomb
