// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "engine/article.h"
#include "indexer/document.h"

namespace aplomb {

/// Which of a document's blocks one reader sees. Both pages are written through it, so there is
/// one place that decides.
class ReaderView {
 public:
  /// kInternal sees everything, kCustomer what is customer text: containers and headings without
  /// any vanish, and footnotes are numbered anew.
  ReaderView(const Document& document, Audience reader);

  /// For blocks, and for references to footnotes; text is seen wherever its block is.
  [[nodiscard]] bool shows(std::uint32_t node) const { return shown_[node]; }
  [[nodiscard]] bool shows_anything() const { return shown_[0]; }
  [[nodiscard]] Audience reader() const { return reader_; }

  /// The number under which this reader knows footnote `number`; 0 when they don't.
  [[nodiscard]] std::uint32_t footnote(std::uint32_t number) const {
    return number < footnotes_.size() ? footnotes_[number] : 0;
  }

 private:
  Audience reader_;
  std::vector<bool> shown_;
  std::vector<std::uint32_t> footnotes_;
};

}  // namespace aplomb
