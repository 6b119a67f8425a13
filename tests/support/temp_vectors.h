// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "engine/word_vectors.h"
#include "engine/word_vectors_builder.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb::test {

/// A word and the few dimensions in which its vector is not zero.
struct WordAt {
  std::string_view word;
  std::initializer_list<std::pair<std::size_t, float>> at;
};

/// A small table of word vectors in a temporary directory, the most frequent word first.
class TempVectors {
 public:
  explicit TempVectors(std::initializer_list<WordAt> words, std::string_view source = "test@1") {
    WordVectorsBuilder builder;
    // the language has some frequent words before; ranks of real words are in the thousands
    for (int i = 0; i < 1000; ++i) builder.add("common" + std::to_string(i), vector({{99, 1.0F}}));
    for (const WordAt& word : words) builder.add(word.word, vector(word.at));
    value_of(builder.write(path(), source));
  }

  [[nodiscard]] std::filesystem::path path() const { return dir_.path() / "test.table"; }
  [[nodiscard]] std::shared_ptr<const WordVectors> open() const {
    return value_of(WordVectors::open(path()));
  }

  [[nodiscard]] static FloatVector vector(std::initializer_list<std::pair<std::size_t, float>> at) {
    FloatVector vector{};
    for (const auto& [dimension, value] : at) vector.at(dimension) = value;
    return vector;
  }

 private:
  TempDir dir_;
};

}  // namespace aplomb::test
