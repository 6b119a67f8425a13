// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/index_writer.h"
#include "engine/searcher.h"
#include "tests/support/temp_dir.h"

namespace aplomb::test {

/// Builds an article by value: `article("vpn").title("Set up the VPN").body("Open …")`.
class ArticleBuilder {
 public:
  explicit ArticleBuilder(const std::string& id) {
    article_.id = {id};
    article_.path = id + ".md";
    article_.title = id;
    article_.full = {"<p>" + id + "</p>\n", "# " + id + "\n"};
  }

  ArticleBuilder&& title(std::string text) && {
    article_.title = std::move(text);
    return std::move(*this);
  }
  /// Adds an internal passage, under a heading where one is given.
  ArticleBuilder&& body(std::string text, const std::string& heading = {}) && {
    return std::move(*this).passage(std::move(text), heading, Audience::kInternal);
  }
  /// Adds a passage that customers may see.
  ArticleBuilder&& customer(std::string text, const std::string& heading = {}) && {
    article_.customer.page = {"<p>" + text + "</p>\n", text + "\n"};
    return std::move(*this).passage(std::move(text), heading, Audience::kCustomer);
  }
  /// Changes anything else.
  template <class Change>
  ArticleBuilder&& with(Change&& change) && {
    change(article_);
    return std::move(*this);
  }

  operator Article() && {  // NOLINT: reads as what it builds
    article_.customer.title = article_.title;
    return std::move(article_);
  }

 private:
  ArticleBuilder&& passage(std::string text, const std::string& heading, Audience audience) && {
    Passage passage;
    passage.audience = audience;
    passage.text = std::move(text);
    if (!heading.empty()) {
      passage.headings = {heading};
      passage.anchor = make_id(heading).value;
      article_.headings.push_back({2, heading, passage.anchor, audience});
      if (audience == Audience::kCustomer)
        article_.customer.headings.push_back(article_.headings.back());
    }
    if (audience == Audience::kCustomer) article_.customer.passages.push_back(passage);
    article_.passages.push_back(std::move(passage));
    return std::move(*this);
  }

  Article article_;
};

[[nodiscard]] inline ArticleBuilder article(const std::string& id) {
  return ArticleBuilder(id);
}

/// A value, or the end of the test with the error's own words.
template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}
inline void value_of(Result<void> result) {
  if (!result) throw std::runtime_error(result.error().message);
}

/// A real index in a temporary directory.
class TempIndex {
 public:
  template <class... Articles>
  requires(std::convertible_to<Articles, Article>&&...) explicit TempIndex(Articles&&... articles) {
    auto writer = value_of(IndexWriter::create(dir()));
    (value_of(writer.put(std::forward<Articles>(articles), {})), ...);
    value_of(writer.publish());
  }
  explicit TempIndex(const std::vector<Article>& articles) {
    auto writer = value_of(IndexWriter::create(dir()));
    for (const Article& article : articles) value_of(writer.put(article, {}));
    value_of(writer.publish());
  }

  [[nodiscard]] const std::filesystem::path& dir() const { return dir_.path(); }
  [[nodiscard]] Searcher searcher(Audience reader = Audience::kInternal,
                                  WallClock clock = system_time) const {
    return value_of(Searcher::open(dir(), reader, {}, std::move(clock)));
  }
  [[nodiscard]] SearchPage search(const std::string& text,
                                  Audience reader = Audience::kInternal) const {
    SearchRequest request;
    request.text = text;
    return value_of(searcher(reader).search(request));
  }

 private:
  TempDir dir_;
};

using Ids = std::vector<std::string>;

[[nodiscard]] inline Ids ids(const std::vector<Hit>& hits) {
  Ids all;
  for (const Hit& hit : hits) all.push_back(hit.id.value);
  return all;
}
[[nodiscard]] inline Ids ids(const SearchPage& page) {
  return ids(page.hits);
}

}  // namespace aplomb::test
