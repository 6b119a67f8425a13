// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/passages.h"

#include <algorithm>
#include <utility>

#include "engine/unicode.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

constexpr std::size_t kMaxHalfWords = 2 * kPassageWords;
/// What counts as one word may be a megabyte of base64; passages are bounded in bytes, too.
constexpr std::size_t kMaxPassageBytes = 8 * 1024;

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}

/// Whether a sentence ends with the code point before `at`.
bool ends_sentence(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  const char last = text[at - 1];
  if ((last == '.' || last == '!' || last == '?') && at < text.size()) return is_space(text[at]);
  return text.substr(0, at).ends_with("。") || text.substr(0, at).ends_with("！") ||
         text.substr(0, at).ends_with("？");
}

/// Where to divide `text`, which is too long: at most kMaxHalfWords on, after a line if there is
/// one in the second half, else after a sentence, else between words, else anywhere.
std::size_t dividing_place(std::string_view text) {
  std::size_t halves = 0;
  std::size_t line = 0;
  std::size_t sentence = 0;
  std::size_t word = 0;
  std::size_t at = 0;
  bool in_word = false;
  while (at < text.size() && at < kMaxPassageBytes) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    const bool space = c < 0x80 && is_space(static_cast<char>(c));
    const bool unspaced = classify(c) == CharClass::kNgram;
    const std::size_t cost = unspaced ? 1 : (!space && !in_word ? 2 : 0);
    if (halves + cost > kMaxHalfWords) {
      at = begin;
      break;
    }
    halves += cost;
    in_word = !space && !unspaced;
    if (halves < kMaxHalfWords / 2) continue;
    if (c == '\n') line = at;
    if (ends_sentence(text, at)) sentence = at;
    if (space || unspaced) word = at;
  }
  if (at == text.size()) return at;
  if (line > 0) return line;
  if (sentence > 0) return sentence;
  return word > 0 ? word : at;
}

class Divider {
 public:
  Divider(const Document& document, const Outline& outline)
      : document_(document), outline_(outline) {}

  std::vector<Passage> run() {
    for (std::uint32_t i = 1; i < document_.nodes.size(); ++i) {
      const Node& node = document_.nodes[i];
      if (node.type == NodeType::kFootnote) finish();
      if (node.gone || (is_leaf_block(node.type) && take(i))) i = node.end - 1;
    }
    finish();
    return std::move(passages_);
  }

 private:
  bool take(std::uint32_t index) {
    const Node& leaf = document_.nodes[index];
    std::string text = text_of(index);
    if (is_blank(text)) return true;
    if (!is_begun_ || leaf.audience != audience_ || leaf.number != heading_) {
      finish();
      audience_ = leaf.audience;
      heading_ = leaf.number;
      is_begun_ = true;
    }
    add(text);
    return true;
  }

  std::string text_of(std::uint32_t index) const {
    const Node& leaf = document_.nodes[index];
    std::string text = plain_text(document_, index);
    if (leaf.type == NodeType::kRow) {
      text = collapse_space(text);
    } else if (leaf.type == NodeType::kParagraph) {
      text = collapse_lines(text);
    }
    while (!text.empty() && is_space(text.back())) text.pop_back();
    const Node& above = document_.nodes[leaf.parent];
    const bool numbered = above.type == NodeType::kItem && leaf.parent + 1 == index &&
                          document_.nodes[above.parent].ordered;
    return numbered ? std::to_string(above.number) + ". " + text : text;
  }

  void add(std::string_view block) {
    std::size_t length = count_half_words(block);
    if (halves_ > 0 &&
        (halves_ + length > kMaxHalfWords || text_.size() + block.size() > kMaxPassageBytes))
      flush();
    while (length > kMaxHalfWords || block.size() > kMaxPassageBytes) {
      const std::size_t cut = dividing_place(block);
      append(block.substr(0, cut));
      flush();
      block.remove_prefix(cut);
      while (!block.empty() && is_space(block.front())) block.remove_prefix(1);
      // Looking a little ahead is enough to know whether the rest is too long.
      length = count_half_words(block.substr(0, kMaxPassageBytes + 1));
    }
    if (block.empty()) return;
    append(block);
    halves_ += length;
  }

  void append(std::string_view block) {
    if (!text_.empty()) text_ += '\n';
    text_ += trim(block);
  }

  /// Ends the passage; the next one goes on under the same heading.
  void flush() {
    if (!text_.empty()) {
      Passage passage;
      passage.audience = audience_;
      name_headings(passage);
      passage.text = std::move(text_);
      passages_.push_back(std::move(passage));
    }
    text_.clear();
    halves_ = 0;
  }

  void finish() {
    flush();
    is_begun_ = false;
  }

  /// A customer passage must not name a heading that is internal.
  void name_headings(Passage& passage) const {
    for (std::uint32_t at = heading_; at != 0; at = outline_[at - 1].parent) {
      const OutlineEntry& entry = outline_[at - 1];
      if (passage.audience == Audience::kCustomer && entry.audience != Audience::kCustomer)
        continue;
      if (passage.headings.empty()) passage.anchor = entry.anchor;
      if (!entry.text.empty()) passage.headings.push_back(entry.text);
    }
    std::ranges::reverse(passage.headings);
  }

  const Document& document_;
  const Outline& outline_;
  std::vector<Passage> passages_;
  bool is_begun_ = false;
  Audience audience_ = Audience::kInternal;
  std::uint32_t heading_ = 0;
  std::string text_;
  std::size_t halves_ = 0;
};

}  // namespace

std::vector<Passage> divide_into_passages(const Document& document, const Outline& outline) {
  return Divider(document, outline).run();
}

}  // namespace aplomb
