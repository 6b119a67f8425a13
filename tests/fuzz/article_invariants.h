// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "engine/article.h"
#include "indexer/article_reader.h"
#include "indexer/text.h"

namespace aplomb {

/// Ends the program, so that the fuzzer keeps the input.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

inline void require_utf8(std::string_view text) {
  require(!find_invalid_utf8(text), "everything that comes out is UTF-8");
}

inline void check_passages(const Article& article) {
  for (const Passage& passage : article.passages) {
    require_utf8(passage.text);
    require_utf8(passage.anchor);
    for (const std::string& heading : passage.headings) require_utf8(heading);
    require(!is_blank(passage.text), "a passage has text");
    require(count_half_words(passage.text) <= 1200, "a passage has at most 600 words");
    require(passage.text.size() <= 16 * 1024, "a passage is at most 16 KiB long");
  }
}

inline void check_headings(const Article& article) {
  std::set<std::string_view> anchors;
  for (const Heading& heading : article.headings) {
    require_utf8(heading.text);
    require(anchors.insert(heading.anchor).second, "anchors are unique");
  }
}

/// A page's HTML holds no element and no address but those its writer makes.
inline void check_html(std::string_view html) {
  require_utf8(html);
  const std::string lower = to_lower_ascii(html);
  for (const char* evil :
       {"<script", "<iframe", "<style", "<svg", "<object", "<!--", "href=\"javascript",
        "href=\"data", "href=\"vbscript", "src=\"http:", "src=\"data"})
    require(lower.find(evil) == std::string::npos, "no unsafe HTML");
}

/// What must hold for any bytes.
inline void check_article(const ReadArticle& read, std::string_view bytes) {
  for (const Finding& finding : read.findings) {
    require_utf8(finding.message);
    require_utf8(finding.hint);
  }
  if (!read.article) {
    require(!read.findings.empty(), "a refusal says why");
    return;
  }
  const Article& article = *read.article;
  require(is_valid(article.id), "the id is valid");
  require(!article.title.empty(), "an article has a title");
  require_utf8(article.title);
  require_utf8(article.description);
  check_passages(article);
  check_headings(article);
  check_html(article.full.html);
  check_html(article.customer.page.html);
  require_utf8(article.customer.page.markdown);

  const std::string lower = to_lower_ascii(bytes);
  const bool marked = lower.find("[!customer") != std::string::npos ||
                      lower.find("[!say") != std::string::npos ||
                      lower.find("{") != std::string::npos;
  if (article.audience == Audience::kInternal && !marked)
    require(!customer_projection(article), "nothing becomes customer text by itself");
}

/// Appends an internal block with a word found nowhere else, and looks for it in everything a
/// customer-level reader is given.
inline void check_nothing_leaks(const Article& article, std::string_view canary) {
  const auto shown = customer_projection(article);
  if (!shown) return;
  const auto free_of_it = [&](std::string_view text) {
    require(text.find(canary) == std::string_view::npos, "internal text stays internal");
  };
  free_of_it(shown->customer.page.html);
  free_of_it(shown->customer.page.markdown);
  free_of_it(shown->full.html);
  free_of_it(shown->full.markdown);
  for (const Heading& heading : shown->headings) free_of_it(heading.text + heading.anchor);
  for (const Passage& passage : shown->passages) {
    free_of_it(passage.text + passage.anchor);
    for (const std::string& heading : passage.headings) free_of_it(heading);
  }
}

}  // namespace aplomb
