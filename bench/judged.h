// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/judged.h"

namespace aplomb::bench {

/// A judged collection: an index, its questions and the articles that answer them.
struct Judged {
  struct Question {
    std::string text;
    std::map<std::string, double> grades;  ///< by article id; empty when nothing answers it
  };
  std::string name;
  std::filesystem::path index;
  std::vector<Question> questions;
};

template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

/// Reads `NAME=INDEX:COLLECTION:KB`: an index directory, the folder of queries.tsv and qrels.tsv,
/// and the folder of articles with ids.tsv (article id, document id) and, where questions were left
/// without an answer, left_out.tsv. Questions that nothing is judged for are left out.
inline Judged read_judged(std::string_view spec) {
  Judged all;
  const std::size_t equals = spec.find('='), first = spec.find(':', equals);
  const std::size_t second = spec.find(':', first + 1);
  if (second == std::string_view::npos)
    throw std::runtime_error("want NAME=INDEX:COLLECTION:KB, not " + std::string(spec));
  all.name = spec.substr(0, equals);
  all.index = spec.substr(equals + 1, first - equals - 1);
  const std::filesystem::path collection(spec.substr(first + 1, second - first - 1));
  const std::filesystem::path kb(spec.substr(second + 1));

  std::map<std::string, std::string> article_of;
  for (const auto& [article, document] : value_of(judged::read_ids(kb / "ids.tsv")))
    article_of[document] = article;
  std::map<std::string, std::map<std::string, double>> grades;
  for (const auto& [query, judged_for] : value_of(judged::read_qrels(collection / "qrels.tsv")))
    for (const auto& [document, grade] : judged_for)
      if (const auto article = article_of.find(document); article != article_of.end())
        grades[query][article->second] = grade;
  std::set<std::string> left_out;
  if (std::filesystem::exists(kb / "left_out.tsv"))
    left_out = value_of(judged::read_left_out(kb / "left_out.tsv"));
  for (const auto& [id, text] : value_of(judged::read_queries(collection / "queries.tsv"))) {
    const auto judgement = grades.find(id);
    if (judgement == grades.end() && !left_out.contains(id)) continue;
    all.questions.push_back({text, judgement == grades.end() || left_out.contains(id)
                                       ? std::map<std::string, double>{}
                                       : judgement->second});
  }
  return all;
}

}  // namespace aplomb::bench
