// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/result.h"
#include "engine/text_vector.h"

namespace aplomb {

/// Collects words and writes the table that `WordVectors` reads. Holds all of it in memory: 140
/// bytes a word. Thread-safety: none.
class WordVectorsBuilder {
 public:
  /// Adds a word as its package spells it; the most frequent word comes first. Kept under its
  /// folded form, a compound (`long-term`) under its whole one. Words without letters and digits
  /// (`,`), with a vector of zero, or folded alike with an earlier one are passed over.
  void add(std::string_view word, const FloatVector& vector);

  [[nodiscard]] std::size_t size() const { return scales_.size(); }

  /// Writes the table to `path`, with the folders above it: whole or not at all. `source` names
  /// package and version, at most 63 bytes. The number of bytes written.
  /// Errors: kInvalidArgument (no words, too many, or too long a source), kIo.
  [[nodiscard]] Result<std::uint64_t> write(const std::filesystem::path& path,
                                            std::string_view source) const;

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::uint32_t> offsets_{0};
  std::vector<float> scales_;
  std::string vectors_, letters_;
};

}  // namespace aplomb
