// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "engine/finding.h"
#include "engine/result.h"
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
};

void add_articles_option(CLI::App& command, Places& places);
void add_data_option(CLI::App& command, Places& places);

/// Says on standard error what went wrong and what to do about it.
int report(const Error& error);

/// `billing/refund.md:12: warning: … (what to do)`
void print(const Finding& finding);

/// Indexes with a progress line on a terminal, and says what was done. The exit code. Notes (what
/// was merely tolerated) are counted, or listed when `verbose`.
int run_index(const IndexOptions& options, bool verbose);

/// What a command does once its options are read; the exit code.
using Action = std::function<int()>;

// Each adds its command to the program and returns what it does when chosen.
Action add_analyze(CLI::App& program);
Action add_index(CLI::App& program);
Action add_schema(CLI::App& program);
Action add_search(CLI::App& program);
Action add_serve(CLI::App& program);

}  // namespace aplomb::cli
