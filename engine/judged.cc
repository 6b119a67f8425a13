// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judged.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

namespace aplomb::judged {
namespace {

constexpr std::string_view kSpaces = " \t";

using Fields = std::vector<std::string>;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) + 1 - first);
}

/// The fields of a line, at most `most`; the last one takes what is left.
Fields divide(std::string_view line, std::size_t most) {
  const std::string_view between = line.find('\t') == std::string_view::npos ? " " : "\t";
  Fields fields;
  while (fields.size() + 1 < most) {
    const std::size_t end = line.find(between);
    if (end == std::string_view::npos) break;
    fields.emplace_back(trimmed(line.substr(0, end)));
    line = line.substr(end + 1);
    if (between == " ") line = trimmed(line);
  }
  fields.emplace_back(trimmed(line));
  return fields;
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, value);
  return status == std::errc{} && stop == end && std::isfinite(value) ? std::optional(value)
                                                                      : std::nullopt;
}

/// Why a line cannot be taken; empty when it was.
using TakeFields = std::function<std::string(Fields fields)>;

/// Hands over the fields of each line that has any.
Result<void> read_lines(const std::filesystem::path& file, std::size_t most,
                        const std::string& wanted, const TakeFields& take) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return fail(errno == ENOENT ? Code::kNotFound : Code::kIo,
                "cannot read " + file.string() + ": " + std::strerror(errno),
                "name a file with " + wanted);
  std::size_t number_of_line = 0;
  for (std::string text; std::getline(in, text);) {
    ++number_of_line;
    std::string_view line = text;
    if (number_of_line == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (trimmed(line).empty()) continue;
    if (const std::string wrong = take(divide(line, most)); !wrong.empty())
      return fail(Code::kInvalidArgument,
                  file.string() + ":" + std::to_string(number_of_line) + ": " + wrong,
                  "each line is to be " + wanted);
  }
  if (in.bad()) return fail(Code::kIo, "cannot read " + file.string() + " to its end");
  return {};
}

std::string count_of(std::size_t fields) {
  return "this line has " + std::to_string(fields) + (fields == 1 ? " field" : " fields");
}

}  // namespace

Result<std::vector<Query>> read_queries(const std::filesystem::path& file) {
  std::vector<Query> queries;
  std::set<std::string> known;
  const auto read = read_lines(file, 2, "a query's id, a tab and its text", [&](Fields fields) {
    if (fields.size() < 2) return count_of(fields.size());
    if (!known.insert(fields[0]).second) return "the query '" + fields[0] + "' stands here twice";
    // of a line with more columns the second is the text
    fields[1].resize(std::min(fields[1].find('\t'), fields[1].size()));
    queries.push_back({std::move(fields[0]), std::move(fields[1])});
    return std::string();
  });
  if (!read) return tl::unexpected<Error>(read.error());
  return queries;
}

Result<Grades> read_qrels(const std::filesystem::path& file) {
  Grades grades;
  const std::string wanted = "query, document and grade, or TREC's query, 0, document and grade";
  const auto read = read_lines(file, 5, wanted, [&](Fields fields) {
    if (fields.size() == 4) fields.erase(fields.begin() + 1);
    if (fields.size() != 3) return count_of(fields.size());
    const auto grade = number(fields[2]);
    if (!grade) return "the grade '" + fields[2] + "' is no number";
    metrics::Grades& of_query = grades[fields[0]];
    if (*grade > 0)
      of_query[fields[1]] = *grade;
    else
      of_query.erase(fields[1]);
    return std::string();
  });
  if (!read) return tl::unexpected<Error>(read.error());
  return grades;
}

Result<std::map<std::string, std::string>> read_ids(const std::filesystem::path& file) {
  std::map<std::string, std::string> document_of;
  const auto read = read_lines(file, 3, "an article's id and a document's", [&](Fields fields) {
    if (fields.size() != 2) return count_of(fields.size());
    document_of[fields[0]] = std::move(fields[1]);
    return std::string();
  });
  if (!read) return tl::unexpected<Error>(read.error());
  return document_of;
}

Result<std::set<std::string>> read_left_out(const std::filesystem::path& file) {
  std::set<std::string> left_out;
  const auto read = read_lines(file, 2, "a query's id", [&](Fields fields) {
    left_out.insert(std::move(fields[0]));
    return std::string();
  });
  if (!read) return tl::unexpected<Error>(read.error());
  return left_out;
}

Grades grades_here(const Collection& collection) {
  if (!collection.document_of) return collection.grades;
  std::set<std::string> here;
  for (const auto& [article, document] : *collection.document_of) here.insert(document);
  Grades grades = collection.grades;
  for (auto& [query, of_query] : grades)
    std::erase_if(of_query, [&](const auto& one) { return !here.contains(one.first); });
  return grades;
}

Result<Run> read_run(const std::filesystem::path& file) {
  std::map<std::string, std::vector<std::pair<double, std::string>>> scored;
  const auto read =
      read_lines(file, 7, "TREC's query, Q0, document, rank, score and tag", [&](Fields fields) {
        if (fields.size() != 6) return count_of(fields.size());
        const auto score = number(fields[4]);
        if (!score) return "the score '" + fields[4] + "' is no number";
        scored[fields[0]].emplace_back(*score, std::move(fields[2]));
        return std::string();
      });
  if (!read) return tl::unexpected<Error>(read.error());
  Run run;
  for (auto& [query, documents] : scored) {
    std::ranges::stable_sort(documents,
                             [](const auto& a, const auto& b) { return a.first > b.first; });
    std::set<std::string> known;
    for (auto& [score, document] : documents)
      if (known.insert(document).second) run[query].push_back(std::move(document));
  }
  return run;
}

Result<void> write_run(const std::filesystem::path& file, const Run& run) {
  errno = 0;
  std::ofstream out(file, std::ios::binary);
  for (const auto& [query, ranked] : run)
    for (std::size_t i = 0; i < ranked.size(); ++i)
      out << query << " Q0 " << ranked[i] << ' ' << i + 1 << ' ' << ranked.size() - i
          << " aplomb\n";
  out.flush();
  if (!out) return fail(Code::kIo, "cannot write " + file.string() + ": " + std::strerror(errno));
  return {};
}

}  // namespace aplomb::judged
