// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/article.h"
#include "indexer/article_reader.h"

namespace aplomb {

inline ReadArticle read_file(std::string_view bytes, std::string_view path = "folder/file.md") {
  return read_article(path, bytes, {});
}

/// The article of a file that must be taken.
inline Article read(std::string_view bytes, std::string_view path = "folder/file.md") {
  auto result = read_file(bytes, path);
  EXPECT_TRUE(result.article) << "refused: " << bytes.substr(0, 200);
  return result.article.value_or(Article{});
}

/// Whether some finding's message holds `part`, at `line` unless that is 0.
inline bool finds(const ReadArticle& read, std::string_view part, int line = 0) {
  return std::ranges::any_of(read.findings, [&](const Finding& finding) {
    return finding.message.find(part) != std::string::npos && (line == 0 || finding.line == line);
  });
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Everything that a customer-level reader could be shown of an article, in one string.
inline std::string customer_text(const Article& article) {
  const auto shown = customer_projection(article);
  if (!shown) return {};
  std::string all = shown->title + '\n' + shown->description + '\n' + shown->answer + '\n' +
                    shown->empathy + '\n' + shown->owner + '\n' + shown->department + '\n';
  for (const auto* list :
       {&shown->symptoms, &shown->products, &shown->tags, &shown->pins, &shown->test_queries})
    for (const std::string& text : *list) all += text + '\n';
  if (shown->promise)
    all += shown->promise->what + shown->promise->within + shown->promise->limit +
           shown->promise->authority + '\n';
  for (const RuleException& rule : shown->exceptions)
    all += rule.when + rule.may + rule.who + rule.never + '\n';
  if (shown->handoff) {
    all += shown->handoff->to + shown->handoff->hours + shown->handoff->say + '\n';
    for (const std::string& text : shown->handoff->collect) all += text + '\n';
  }
  for (const Heading& heading : shown->headings) all += heading.text + heading.anchor + '\n';
  for (const Passage& passage : shown->passages) {
    for (const std::string& heading : passage.headings) all += heading + '\n';
    all += passage.anchor + '\n' + passage.text + '\n';
  }
  return all + shown->full.html + shown->full.markdown + shown->customer.page.html +
         shown->customer.page.markdown;
}

inline std::vector<std::string> texts(const std::vector<Passage>& passages, Audience audience) {
  std::vector<std::string> result;
  for (const Passage& passage : passages)
    if (passage.audience == audience) result.push_back(passage.text);
  return result;
}

using Texts = std::vector<std::string>;

}  // namespace aplomb
