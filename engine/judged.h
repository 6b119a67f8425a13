// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/metrics.h"
#include "engine/result.h"

/// The files of a judged collection: lines of fields divided by tabs, or by spaces where a line has
/// no tab. Empty lines, a byte order mark and the line ends of Windows do not matter.
/// Errors of all: kNotFound or kIo (the file cannot be read), kInvalidArgument (a line is not as it
/// should be; the message begins with FILE:LINE).
namespace aplomb::judged {

struct Query {
  std::string id;
  std::string text;
};

/// `id<TAB>text`, or an id and the words after it. No id stands twice.
[[nodiscard]] Result<std::vector<Query>> read_queries(const std::filesystem::path& file);

using Grades = std::map<std::string, metrics::Grades>;  ///< by query

/// `query<TAB>document<TAB>grade`, or TREC's `query 0 document grade`. Grades of 0 and less say
/// that a document does not answer, and are left out. Of a pair that stands twice the last line
/// counts.
[[nodiscard]] Result<Grades> read_qrels(const std::filesystem::path& file);

/// `article<TAB>document`, for collections whose documents have names of their own.
[[nodiscard]] Result<std::map<std::string, std::string>> read_ids(
    const std::filesystem::path& file);

/// The first field of each line: queries that nothing answers.
[[nodiscard]] Result<std::set<std::string>> read_left_out(const std::filesystem::path& file);

/// Questions, and what answers them.
struct Collection {
  std::vector<Query> queries;
  Grades grades;
  /// Article to document; absent where documents are called as their articles are.
  std::optional<std::map<std::string, std::string>> document_of;
  std::set<std::string> left_out;  ///< queries that nothing answers, whatever the grades say
};

/// The grades of documents that articles stand for; all of them without `document_of`.
[[nodiscard]] Grades grades_here(const Collection& collection);

using Run = std::map<std::string, metrics::Ranking>;  ///< by query

/// A TREC run: `query Q0 document rank score tag`. As trec_eval does, it goes by the scores and not
/// by the ranks; documents of equal score stay in the order of their lines.
[[nodiscard]] Result<Run> read_run(const std::filesystem::path& file);

/// The same, with the number of documents that come after as the score.
[[nodiscard]] Result<void> write_run(const std::filesystem::path& file, const Run& run);

}  // namespace aplomb::judged
