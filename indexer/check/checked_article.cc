// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check/checked_article.h"

#include <algorithm>

#include "indexer/text.h"

namespace aplomb {
namespace {

using Shape = Field::Shape;

const Field* find_field(const Field& map, std::string_view key) {
  for (auto field = map.items.rbegin(); field != map.items.rend(); ++field)
    if (equals_ignoring_case(field->key, key) && field->shape != Shape::kNothing) return &*field;
  return nullptr;
}

TextBlock block_of(const Document& document, std::uint32_t index) {
  const Node& block = document.nodes[index];
  TextBlock result;
  result.type = block.type;
  result.audience = block.audience;
  result.lines.emplace_back(0, block.line);
  for (std::uint32_t i = index; i < block.end;) {
    const Node& node = document.nodes[i];
    if (node.gone && i != index) {
      i = node.end;
      continue;
    }
    ++i;
    if (node.type == NodeType::kSoftBreak) result.text += ' ';
    if (node.type == NodeType::kLineBreak) result.text += '\n';
    if (node.type == NodeType::kCell && i - 1 > index + 1) result.text += " · ";
    if (node.type != NodeType::kText && node.type != NodeType::kCodeSpan &&
        node.type != NodeType::kCode)
      continue;
    if (node.line > result.lines.back().second)
      result.lines.emplace_back(result.text.size(), node.line);
    result.text += document.view(node.text);
  }
  return result;
}

/// A heading that is gone repeats the title, and the title is checked wherever it stands.
bool is_read(const Node& node) {
  return node.type == NodeType::kHeading || (is_leaf_block(node.type) && !node.gone);
}

std::vector<TextBlock> blocks_of(const Document& document) {
  std::vector<TextBlock> blocks;
  for (std::uint32_t i = 1; i < document.nodes.size();) {
    const Node& node = document.nodes[i];
    const bool read = is_read(node);
    if (read) blocks.push_back(block_of(document, i));
    i = read || node.gone ? node.end : i + 1;
  }
  return blocks;
}

}  // namespace

int TextBlock::line_at(std::size_t place) const {
  int line = lines.front().second;
  std::size_t from = 0;
  for (const auto& [begin, begin_line] : lines) {
    if (begin > place) break;
    line = begin_line;
    from = begin;
  }
  // code is one piece that goes over lines; its first is the fence
  if (type == NodeType::kCode)
    line += 1 + static_cast<int>(
                    std::ranges::count(std::string_view(text).substr(from, place - from), '\n'));
  return line;
}

CheckedArticle::CheckedArticle(const Article& article, const ArticleParts& parts,
                               const CheckSettings& settings, Date today)
    : article_(&article),
      parts_(&parts),
      settings_(&settings),
      today_(today),
      has_customer_text_(article.passages.empty() ? article.audience == Audience::kCustomer
                                                  : !article.customer.passages.empty()),
      blocks_(blocks_of(parts.document)) {}

bool CheckedArticle::in_use() const {
  return article_->confidence != Confidence::kArchived && !article_->excluded;
}

int CheckedArticle::line_of(std::initializer_list<std::string_view> keys) const {
  for (const std::string_view key : keys)
    if (const Field* const field = find_field(parts_->fields.root, key)) return field->line;
  return 1;
}

int CheckedArticle::line_within(std::string_view key, std::string_view inner) const {
  const Field* const map = find_field(parts_->fields.root, key);
  if (map == nullptr) return 1;
  const Field* const field = find_field(*map, inner);
  return field == nullptr ? map->line : field->line;
}

int CheckedArticle::line_of_item(std::string_view key, std::string_view text) const {
  const Field* const list = find_field(parts_->fields.root, key);
  if (list == nullptr) return 1;
  for (const Field& item : list->items)
    if (item.shape == Shape::kScalar && collapse_space(item.text) == text) return item.line;
  return list->line;
}

std::vector<FieldText> CheckedArticle::spoken_fields() const {
  std::vector<FieldText> fields;
  const auto add = [&](std::string_view name, std::string_view text, int line) {
    if (!text.empty()) fields.push_back({name, text, line});
  };
  add("answer", article_->answer, line_of({"answer"}));
  add("empathy", article_->empathy, line_of({"empathy"}));
  if (article_->handoff) add("handoff.say", article_->handoff->say, line_within("handoff", "say"));
  return fields;
}

std::vector<FieldText> CheckedArticle::customer_fields() const {
  if (!has_customer_text_) return {};
  std::vector<FieldText> fields = spoken_fields();
  const auto add = [&](std::string_view name, std::string_view text, int line) {
    if (!text.empty()) fields.push_back({name, text, line});
  };
  add("title", article_->title, line_of({"title"}));
  add("description", article_->description, line_of({"description", "summary", "excerpt"}));
  for (const auto& [key, list] : {std::pair{std::string_view("symptoms"), &article_->symptoms},
                                  std::pair{std::string_view("products"), &article_->products},
                                  std::pair{std::string_view("tags"), &article_->tags}})
    for (const std::string& text : *list) add(key, text, line_of_item(key, text));
  if (article_->promise) {
    add("promise.what", article_->promise->what, line_within("promise", "what"));
    add("promise.within", article_->promise->within, line_within("promise", "within"));
  }
  return fields;
}

}  // namespace aplomb
