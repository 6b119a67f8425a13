// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text_vector.h"

namespace aplomb {

/// What the texts of one collection have in common: the first principal components of their
/// vectors, which say that all of them are about support, or about one disease, and nothing about
/// which text is meant. A value; thread-safe as such.
///
/// Source: Arora et al. (see `word_vectors.h`), who remove one; so does J. Mu, P. Viswanath,
/// "All-but-the-Top" (ICLR 2018), from words, who removes more. Of 0, 1, 2, 3, 5 and 8 two are
/// best on covidfaq and with three best on stackfaq-threads, and of titles, texts and both, the
/// components of titles (docs/ranking.md).
class CommonComponents {
 public:
  static constexpr std::size_t kCount = 2;
  /// Fewer vectors than this have nothing in common that could be told from what they say.
  static constexpr std::size_t kFewest = 32;

  CommonComponents() = default;

  /// Of a sample of vectors; the same vectors in the same order always give the same components.
  /// None for fewer than kFewest.
  [[nodiscard]] static CommonComponents of(std::span<const TextVector> sample);

  /// As they are stored. Bytes that are no components give none.
  [[nodiscard]] std::string encode() const;
  [[nodiscard]] static CommonComponents decode(std::string_view bytes);

  [[nodiscard]] bool empty() const { return axes_.empty(); }

  /// The vector without them.
  [[nodiscard]] FloatVector removed_from(FloatVector vector) const;

  /// How long `vector` is, as it stands, without them; 0 when it is nothing but them.
  [[nodiscard]] double length_without(const TextVector& vector) const;

 private:
  void add_axis(FloatVector axis);

  std::vector<FloatVector> axes_;  // of length 1, at right angles
};

}  // namespace aplomb
