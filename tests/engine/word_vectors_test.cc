// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/word_vectors.h"

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "engine/word_table.h"
#include "tests/support/temp_vectors.h"

namespace aplomb {
namespace {

using test::TempDir;
using test::TempVectors;
using test::value_of;

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// Opens the table with its head changed, under a checksum that is right.
template <class Change>
Result<std::shared_ptr<const WordVectors>> open_with(const TempVectors& table, Change&& change) {
  std::string bytes = read(table.path());
  word_table::Header header;
  std::memcpy(&header, bytes.data(), sizeof(header));
  change(header);
  header.header_hash = word_table::header_hash(header);
  std::memcpy(bytes.data(), &header, sizeof(header));
  write(table.path(), bytes);
  return WordVectors::open(table.path());
}

std::vector<std::string> content(const std::string& text, const WordVectors& table) {
  std::vector<std::string> forms;
  const auto tokens = analyze(text);
  for (const WeightedWord& word : content_words(tokens, table)) forms.emplace_back(word.form);
  return forms;
}

TEST(WordVectorsTest, AWordIsFoundWithItsVectorAndRank) {
  const TempVectors table{{"refund", {{0, 2.0F}, {1, -1.0F}}}, {"money", {{0, 1.0F}}}};
  const auto vectors = table.open();

  const auto refund = vectors->find("refund");

  ASSERT_TRUE(refund);
  EXPECT_EQ(refund->rank, 1000U);
  EXPECT_NEAR(refund->scale * static_cast<float>(refund->vector.values[0]), 2.0, 0.01);
  EXPECT_NEAR(refund->scale * static_cast<float>(refund->vector.values[1]), -1.0, 0.01);
  EXPECT_EQ(vectors->size(), 1002U);
  EXPECT_TRUE(vectors->verify());
}

TEST(WordVectorsTest, AnUnknownWordIsAbsent) {
  const TempVectors table{{"refund", {{0, 1.0F}}}};
  EXPECT_FALSE(table.open()->find("refunds"));
  EXPECT_FALSE(table.open()->find(""));
  EXPECT_FALSE(table.open()->find(std::string(100'000, 'x')));
}

TEST(WordVectorsTest, WordsAreKeptInTheFormThatTheIndexLooksFor) {
  const TempVectors table{{"Café", {{0, 1.0F}}}, {"wi-fi", {{1, 1.0F}}},
                          {",", {{2, 1.0F}}},    {"CAFE", {{3, 1.0F}}},
                          {"empty", {}},         {"two words", {{4, 1.0F}}}};
  const auto vectors = table.open();
  ASSERT_TRUE(vectors->find("cafe"));
  EXPECT_EQ(vectors->find("cafe")->vector.values[0], 127) << "the more frequent spelling counts";
  EXPECT_TRUE(vectors->find("wifi"));
  EXPECT_EQ(vectors->size(), 1002U);
}

TEST(WordVectorsTest, RareWordsSayMore) {
  const TempVectors table{{"refund", {{0, 1.0F}}}};
  const auto vectors = table.open();
  const float frequent = vectors->information(*vectors->find("common0"));
  const float rare = vectors->information(*vectors->find("refund"));
  EXPECT_LT(frequent, 0.01F);
  EXPECT_GT(rare, 0.8F);
}

TEST(WordVectorsTest, NoTableIsToldFromADamagedOne) {
  const TempDir dir;
  const auto missing = WordVectors::open(dir.path() / "none.table");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Code::kNotFound);
  EXPECT_NE(missing.error().hint.find("aplomb meaning install"), std::string::npos);
}

TEST(WordVectorsTest, ATableThatWasCutShortAnywhereIsRefused) {
  const TempVectors table{{"refund", {{0, 1.0F}}}};
  const std::string whole = read(table.path());
  for (std::size_t size = 0; size < whole.size(); size += 1 + size / 8) {
    write(table.path(), whole.substr(0, size));
    const auto cut = WordVectors::open(table.path());
    ASSERT_FALSE(cut) << size;
    EXPECT_EQ(cut.error().code, Code::kDamaged);
  }
  write(table.path(), whole + "x");
  EXPECT_FALSE(WordVectors::open(table.path()));
}

TEST(WordVectorsTest, AForeignFileIsRefused) {
  const TempDir dir;
  dir.write("text.table", std::string(10'000, 'A'));
  const auto foreign = WordVectors::open(dir.path() / "text.table");
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().code, Code::kDamaged);
  EXPECT_NE(foreign.error().message.find("something else"), std::string::npos);
  EXPECT_FALSE(WordVectors::open(dir.path()));
}

TEST(WordVectorsTest, AHeadThatWasMadeUpIsRefused) {
  const TempVectors table{{"refund", {{0, 1.0F}}}};
  const std::string whole = read(table.path());
  using Header = word_table::Header;
  EXPECT_FALSE(open_with(table, [](Header& header) { header.version = 99; }));
  write(table.path(), whole);
  EXPECT_FALSE(open_with(table, [](Header& header) { header.slots = 3; }));
  write(table.path(), whole);
  EXPECT_FALSE(open_with(table, [](Header& header) { header.words = UINT32_MAX; }));
  write(table.path(), whole);
  EXPECT_FALSE(open_with(table, [](Header& header) { header.string_bytes = UINT64_MAX; }));
  write(table.path(), whole);
  EXPECT_TRUE(open_with(table, [](Header&) {}));
}

TEST(WordVectorsTest, ADamagedBodyIsSafeToReadAndNoticed) {
  const TempVectors table{{"refund", {{0, 1.0F}}}};
  std::string bytes = read(table.path());
  std::fill(bytes.begin() + sizeof(word_table::Header), bytes.end(), '\xFF');
  write(table.path(), bytes);
  const auto vectors = table.open();
  EXPECT_FALSE(vectors->find("refund"));
  EXPECT_FALSE(vectors->verify());
}

TEST(WordVectorsTest, TheSameWordsMakeTheSameTable) {
  const TempVectors one{{"refund", {{0, 1.0F}}}}, same{{"refund", {{0, 1.0F}}}},
      other{{"refund", {{1, 1.0F}}}};
  EXPECT_EQ(read(one.path()), read(same.path()));
  EXPECT_EQ(one.open()->identity(), same.open()->identity());
  EXPECT_NE(one.open()->identity(), other.open()->identity());
  EXPECT_EQ(one.open()->source(), "test@1");
}

TEST(WordVectorsTest, NothingAndTooMuchAreRefusedWhenWriting) {
  const TempDir dir;
  WordVectorsBuilder builder;
  EXPECT_FALSE(builder.write(dir.path() / "x.table", "test"));
  builder.add("refund", TempVectors::vector({{0, 1.0F}}));
  EXPECT_FALSE(builder.write(dir.path() / "x.table", std::string(64, 's')));
  EXPECT_FALSE(std::filesystem::exists(dir.path() / "x.table"));
}

TEST(WordVectorsTest, FunctionWordsAreLeftOutAndQuestionWordsAreNot) {
  const TempVectors table{{"refund", {{0, 1.0F}}}};
  EXPECT_EQ(content("When is the refund", *table.open()),
            (std::vector<std::string>{"when", "refund"}));
}

TEST(WordVectorsTest, ACompoundIsItsWholeWhereThatIsKnownAndItsPartsElsewhere) {
  const TempVectors table{{"wifi", {{0, 1.0F}}}};
  EXPECT_EQ(content("my Wi-Fi router", *table.open()),
            (std::vector<std::string>{"wifi", "router"}));
  EXPECT_EQ(content("my web-shop order", *table.open()),
            (std::vector<std::string>{"web", "shop", "order"}));
}

TEST(WordVectorsTest, ATextOfUnknownWordsHasNoVector) {
  const TempVectors table{{"refund", {{0, 1.0F}}}};
  const auto vectors = table.open();
  TextSum sum(*vectors);
  sum.add(analyze("qwertz the asdf"));
  EXPECT_FALSE(sum.vector());
  sum.add(analyze("refund"));
  EXPECT_TRUE(sum.vector());
}

}  // namespace
}  // namespace aplomb
