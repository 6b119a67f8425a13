// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>
#include <string>

#include "cli/common.h"
#include "indexer/history.h"

namespace aplomb::cli {
namespace {

struct Options {
  Places places;
  Author author{.name = "Aplomb", .email = "aplomb@localhost"};
};

int init(const Options& options) {
  const auto there = History::open(options.places.articles);
  if (there && *there) {
    std::cout << options.places.articles.string()
              << " lies in a Git repository already; saves are committed to it\n";
    return kDone;
  }
  const auto made = History::init(options.places.articles, options.author);
  if (!made) return report(made.error());
  std::cout << "made a Git repository in " << options.places.articles.string()
            << "; what is there is its first commit\n"
            << "from its next start on `aplomb serve` commits every save\n";
  return kDone;
}

}  // namespace

Action add_init(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("init", "Give the articles a history: a Git repository");
  command->footer(
      "Does nothing where there is one. What .gitignore names is left out.\n"
      "Exit codes: 0 done, 2 wrong usage, 3 failed; then nothing was made.");
  const auto options = std::make_shared<Options>();
  add_articles_option(*command, options->places);
  command->add_option("--author", options->author.name, "whose the first commit is")
      ->capture_default_str();
  command->add_option("--email", options->author.email, "their address")->capture_default_str();
  return [options] { return init(*options); };
}

}  // namespace aplomb::cli
