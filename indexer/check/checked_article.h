// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/article.h"
#include "indexer/article_reader.h"
#include "indexer/check/settings.h"

namespace aplomb {

/// A block of an article's text, with where it stands in the file.
struct TextBlock {
  std::string text;  ///< as `plain_text()`: no marks
  NodeType type = NodeType::kParagraph;
  Audience audience = Audience::kInternal;
  std::vector<std::pair<std::size_t, int>> lines;  ///< from which byte of the text on which line

  [[nodiscard]] int line_at(std::size_t place) const;
};

/// A text of the front matter.
struct FieldText {
  std::string_view name;  ///< as messages name it
  std::string_view text;
  int line = 0;
};

/// One article as the rules look at it. Everything it refers to outlives it.
class CheckedArticle {
 public:
  CheckedArticle(const Article& article, const ArticleParts& parts, const CheckSettings& settings,
                 Date today);

  [[nodiscard]] const Article& article() const { return *article_; }
  [[nodiscard]] const Document& document() const { return parts_->document; }
  [[nodiscard]] const CheckSettings& settings() const { return *settings_; }
  [[nodiscard]] Date today() const { return today_; }

  /// Whether agents work with it: what is archived or never found is nobody's duty any more.
  [[nodiscard]] bool in_use() const;
  /// Whether customers may read anything of it.
  [[nodiscard]] bool has_customer_text() const { return has_customer_text_; }

  /// The line of a key of the front matter; the first where it is not there.
  [[nodiscard]] int line_of(std::initializer_list<std::string_view> keys) const;
  /// The same of a key in the map `key`.
  [[nodiscard]] int line_within(std::string_view key, std::string_view inner) const;
  /// The line of the item of a list that reads `text`; the list's where none does.
  [[nodiscard]] int line_of_item(std::string_view key, std::string_view text) const;

  /// What an agent says: answer, empathy, the words at a hand-over; those that are there.
  [[nodiscard]] std::vector<FieldText> spoken_fields() const;
  /// What customers may read of the front matter, where there is customer text.
  [[nodiscard]] std::vector<FieldText> customer_fields() const;
  /// Paragraphs, headings, rows and code, in the order of the text.
  [[nodiscard]] const std::vector<TextBlock>& blocks() const { return blocks_; }

 private:
  const Article* article_;
  const ArticleParts* parts_;
  const CheckSettings* settings_;
  Date today_;
  bool has_customer_text_;
  std::vector<TextBlock> blocks_;
};

}  // namespace aplomb
