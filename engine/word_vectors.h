// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analyzer.h"
#include "engine/result.h"
#include "engine/text_vector.h"

namespace aplomb {

/// The language of the one table that is supported; texts of others have no vectors.
inline constexpr std::string_view kVectorLanguage = "en";

/// A folded word and how much it should count, besides how rare it is in the language.
struct WeightedWord {
  std::string_view form;
  double weight = 1;
};

/// The meanings of words: a table in a file, mapped into memory and shared by all who read it.
///
/// A text's vector is the sum of its words' vectors, each weighted by a / (a + p(word)) with
/// a = 0.001; p is the word's frequency in the language, estimated by Zipf's law from its rank,
/// p = 1 / (rank × H) with H the sum of 1/rank. Source: S. Arora, Y. Liang, T. Ma, "A Simple but
/// Tough-to-Beat Baseline for Sentence Embeddings" (ICLR 2017). Function words are left out.
/// That needs nothing of the collection, so a text's vector never goes stale; added to BM25 it is
/// better than weighting by the collection's inverse document frequency (nDCG@10 0.764 against
/// 0.746 on covidfaq, 0.888 against 0.883 on stackfaq-threads; docs/ranking.md). What texts have
/// in common is taken away when they are compared (`meaning.h`).
///
/// Thread-safety: const members may be called from any thread at once.
class WordVectors {
 public:
  struct Word {
    TextVector vector;
    float scale = 0;         ///< times `vector`, how the package has it
    std::uint32_t rank = 0;  ///< 0 for the language's most frequent word
  };

  /// Maps the table at `path`. Whatever the file holds, reading it later is safe; replacing it by
  /// rename is, too (cutting it short is not, and nothing here does).
  /// Errors: kNotFound (no table), kDamaged (cut short, foreign, of another version), kIo.
  [[nodiscard]] static Result<std::shared_ptr<const WordVectors>> open(
      const std::filesystem::path& path);

  /// The word of that folded form; none when the table lacks it. 0.05 µs for frequent
  /// words, 0.6 µs for one of which nothing is in the processor's caches.
  [[nodiscard]] std::optional<Word> find(std::string_view form) const;

  /// a / (a + p), 0 to 1: how much a word says, by how rare it is.
  [[nodiscard]] float information(const Word& word) const;

  [[nodiscard]] std::size_t size() const;
  /// Where the table comes from: package and version.
  [[nodiscard]] const std::string& source() const;
  /// Source and checksum: tells tables apart. Vectors of two tables cannot be compared.
  [[nodiscard]] const std::string& identity() const;
  /// Reads all of the table and compares its checksum. Errors: kDamaged.
  [[nodiscard]] Result<void> verify() const;

  WordVectors(const WordVectors&) = delete;
  WordVectors& operator=(const WordVectors&) = delete;
  ~WordVectors();

 private:
  class Mapping;
  explicit WordVectors(std::unique_ptr<Mapping> mapping);
  std::unique_ptr<Mapping> mapping_;
  std::string source_, identity_;
  double harmonic_ = 1;  // H
};

/// Which of an analyzed text's forms stand for it: no function words of English, a compound's
/// whole where the table has it and its parts where not.
[[nodiscard]] std::vector<WeightedWord> content_words(const std::vector<Token>& tokens,
                                                      const WordVectors& table);

/// Adds up the words of one text. Thread-safety: none.
class TextSum {
 public:
  explicit TextSum(const WordVectors& table) : table_(table) {}

  /// Words that the table lacks add nothing.
  void add(const WeightedWord& word);
  /// The content words of an analyzed text.
  void add(const std::vector<Token>& tokens);

  /// None when no word was known.
  [[nodiscard]] std::optional<TextVector> vector() const { return quantise(sum_); }

 private:
  const WordVectors& table_;
  FloatVector sum_{};
};

}  // namespace aplomb
