// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <iostream>
#include <memory>
#include <string>

#include "cli/common.h"
#include "desk/backup.h"

namespace aplomb::cli {
namespace {

struct Options {
  Places places;
  std::filesystem::path archive;
  bool force = false;
};

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

int back_up(const Options& options) {
  const auto done = desk::back_up({.articles = options.places.articles,
                                   .data = options.places.data,
                                   .to = options.archive,
                                   .made_by = "aplomb " APLOMB_VERSION,
                                   .now = now()});
  if (!done) return report(done.error());
  for (const std::string& note : done->notes) std::cerr << "left out: " << note << "\n";
  std::cout << plural(done->files, "file") << ", " << done->bytes << " bytes: the articles "
            << (done->history ? "with their Git repository" : "without a Git repository")
            << (done->desk ? " and the desk" : "; there is no desk") << "\n"
            << done->file.string() << "\n";
  return kDone;
}

int restore(const Options& options) {
  const auto done = desk::restore({.from = options.archive,
                                   .articles = options.places.articles,
                                   .data = options.places.data,
                                   .force = options.force,
                                   .now = now()});
  if (!done) return report(done.error());
  for (const auto& path : done->put_aside)
    std::cout << "what was there is now " << path.string() << "\n";
  std::cout << plural(done->files, "file") << " restored: the articles"
            << (done->desk ? " and the desk" : "; the backup has no desk") << "\n"
            << "`aplomb index` brings the index in step\n";
  return kDone;
}

}  // namespace

Action add_backup(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "backup", "Copy the articles and the desk into one file, also while a server runs");
  command->footer(
      "The index is not in it: it is made of the articles. The last line of the output names the "
      "file.\nExit codes: 0 done, 2 wrong usage, 3 failed; then there is no file.");
  const auto options = std::make_shared<Options>();
  command
      ->add_option("FILE", options->archive,
                   "a new file (.tar.gz, .tgz, .tar), or a folder, for a name of the date in it")
      ->required();
  add_articles_option(*command, options->places);
  add_data_option(*command, options->places);
  return [options] { return back_up(*options); };
}

Action add_restore(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("restore", "Bring back what `aplomb backup` has copied");
  command->footer(
      "Everything is checked before anything is touched. Stop the server first.\n"
      "Exit codes: 0 done, 2 wrong usage, 3 failed; then nothing has changed.");
  const auto options = std::make_shared<Options>();
  command->add_option("FILE", options->archive, "what `aplomb backup` has made")->required();
  command->add_flag("--force", options->force,
                    "put aside what is there, under a name with the date");
  add_articles_option(*command, options->places);
  add_data_option(*command, options->places);
  return [options] { return restore(*options); };
}

}  // namespace aplomb::cli
