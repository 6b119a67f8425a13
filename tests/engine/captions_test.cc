// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/captions.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace aplomb {
namespace {

using Stems = std::vector<std::string>;

TEST(CaptionsTest, ACaptionIsItsStemsEachOnce) {
  Stemmer stemmer;
  EXPECT_EQ(caption_stems(analyze("Refunds of a refunded card"), "en", stemmer),
            (Stems{"refund", "of", "a", "card"}));
}

TEST(CaptionsTest, CompoundsCountByTheirPartsAndPairsForTheirCharacters) {
  Stemmer stemmer;
  EXPECT_EQ(caption_stems(analyze("ERR-4012"), "en", stemmer), (Stems{"err", "4012"}));
  EXPECT_EQ(caption_stems(analyze("返金方法"), "ja", stemmer), (Stems{"返金", "金方", "方法"}));
}

TEST(CaptionsTest, WhatIsWrittenIsReadCaptionByCaption) {
  CaptionWriter writer;
  writer.add({"late", "refund"});
  writer.add({});
  writer.add({"money"});
  std::vector<std::vector<StemHash>> read;
  const std::string bytes = writer.take();
  for_each_caption(bytes, [&](std::span<const StemHash> caption) {
    read.emplace_back(caption.begin(), caption.end());
  });
  EXPECT_EQ(read, (std::vector<std::vector<StemHash>>{
                      {stem_hash("late"), stem_hash("refund")}, {}, {stem_hash("money")}}));
  for_each_caption(bytes.substr(0, 7), [](std::span<const StemHash>) { FAIL(); });
}

TEST(CaptionsTest, QuestionsAreSpokenAndHeadlinesAreNot) {
  EXPECT_EQ(spoken_tenths(analyze("How do I return a phone?"), "en"), 7);
  EXPECT_EQ(spoken_tenths(analyze("Wing lift slipstream experiments"), "en"), 0);
  EXPECT_EQ(spoken_tenths(analyze("Wo ist mein Geld?"), "de"), 8);
  EXPECT_EQ(spoken_tenths({}, "en"), 0);
}

TEST(CaptionsTest, ARareStemTellsMoreThanACommonOne) {
  CaptionStatistics statistics;
  statistics.articles = 100;
  statistics.articles_with = {{stem_hash("refund"), 50}, {stem_hash("escrow"), 1}};
  EXPECT_GT(statistics.information(stem_hash("escrow")),
            statistics.information(stem_hash("refund")));
  EXPECT_GT(statistics.information(stem_hash("unheard")),
            statistics.information(stem_hash("escrow")));
  EXPECT_GT(statistics.information(stem_hash("refund")), 0);
}

}  // namespace
}  // namespace aplomb
