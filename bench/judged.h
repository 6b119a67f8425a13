// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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

inline std::vector<std::vector<std::string>> read_tsv(const std::filesystem::path& file) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
    if (!row.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

/// Reads `NAME=INDEX:COLLECTION:KB`: an index directory, the folder of queries.tsv and qrels.tsv,
/// and the folder of articles with ids.tsv (article id, document id) and, where questions were left
/// without an answer, left_out.tsv. Questions that nothing is judged for are left out.
inline Judged read_judged(std::string_view spec) {
  Judged judged;
  const std::size_t equals = spec.find('='), first = spec.find(':', equals);
  const std::size_t second = spec.find(':', first + 1);
  if (second == std::string_view::npos)
    throw std::runtime_error("want NAME=INDEX:COLLECTION:KB, not " + std::string(spec));
  judged.name = spec.substr(0, equals);
  judged.index = spec.substr(equals + 1, first - equals - 1);
  const std::filesystem::path collection(spec.substr(first + 1, second - first - 1));
  const std::filesystem::path kb(spec.substr(second + 1));

  std::unordered_map<std::string, std::string> article_of;
  for (const auto& row : read_tsv(kb / "ids.tsv")) article_of[row.at(1)] = row.at(0);
  std::map<std::string, std::map<std::string, double>> grades;
  for (const auto& row : read_tsv(collection / "qrels.tsv"))
    if (const auto article = article_of.find(row.at(1)); article != article_of.end())
      if (const double grade = std::stod(row.at(2)); grade > 0)
        grades[row[0]][article->second] = grade;
  std::map<std::string, bool> left_out;
  if (std::filesystem::exists(kb / "left_out.tsv"))
    for (const auto& row : read_tsv(kb / "left_out.tsv")) left_out[row.at(0)] = true;
  for (const auto& row : read_tsv(collection / "queries.tsv")) {
    const auto judgement = grades.find(row.at(0));
    if (judgement == grades.end() && !left_out.contains(row[0])) continue;
    judged.questions.push_back({row.at(1), judgement == grades.end() || left_out.contains(row[0])
                                               ? std::map<std::string, double>{}
                                               : judgement->second});
  }
  return judged;
}

}  // namespace aplomb::bench
