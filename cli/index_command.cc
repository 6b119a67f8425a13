// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <utility>

#include "cli/common.h"

namespace aplomb::cli {

Action add_index(CLI::App& program) {
  CLI::App* command = program.add_subcommand("index", "Bring the index in step with the articles");
  command->footer(
      "Touches only what changed. Problems are listed on standard error, one a line.\n"
      "Exit codes: 0 done, 1 done but files were refused, 3 failed (the old index is kept).");
  const auto places = std::make_shared<Places>();
  const auto options = std::make_shared<IndexOptions>();
  add_articles_option(*command, *places);
  add_data_option(*command, *places);
  command->add_flag("--rebuild", options->rebuild, "make a new index even where little changed");
  command
      ->add_option("--language", options->default_language,
                   "language of articles that do not say (ISO 639-1)")
      ->capture_default_str();
  const auto verbose = std::make_shared<bool>(false);
  command->add_flag("--verbose", *verbose, "list notes on what was tolerated, too");
  return [places, options, verbose] {
    options->articles = places->articles;
    options->index_dir = places->index_dir();
    auto vectors = installed_vectors(*places);
    if (!vectors) return report(vectors.error());
    options->vectors = std::move(*vectors);
    return run_index(*options, *verbose);
  };
}

}  // namespace aplomb::cli
