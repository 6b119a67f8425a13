// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/common.h"

#include <iostream>

#include "cli/progress_line.h"

namespace aplomb::cli {

void add_articles_option(CLI::App& command, Places& places) {
  command.add_option("--articles", places.articles, "folder of Markdown articles")
      ->capture_default_str();
}

void add_data_option(CLI::App& command, Places& places) {
  command.add_option("--data", places.data, "folder of the index and the desk")
      ->capture_default_str();
}

Result<std::shared_ptr<const WordVectors>> installed_vectors(const Places& places) {
  auto vectors = WordVectors::open(places.word_vectors());
  if (!vectors && vectors.error().code == Code::kNotFound)
    return std::shared_ptr<const WordVectors>();
  return vectors;
}

std::shared_ptr<const WordVectors> vectors_for_search(const Places& places) {
  auto vectors = installed_vectors(places);
  if (vectors) return *vectors;
  std::cerr << "searching without meaning: ";
  report(vectors.error());
  return nullptr;
}

int report(const Error& error) {
  std::cerr << "aplomb: " << error.message << "\n";
  if (!error.hint.empty()) std::cerr << "        " << error.hint << "\n";
  return error.code == Code::kInvalidArgument ? kUsage : kFailed;
}

std::string plural(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string_view to_word(Finding::Severity severity) {
  switch (severity) {
    case Finding::Severity::kNote:
      return "note";
    case Finding::Severity::kWarning:
      return "warning";
    case Finding::Severity::kError:
      return "error";
    case Finding::Severity::kRefused:
      return "refused";
  }
  return "";
}

void print(std::ostream& out, const Finding& finding) {
  out << finding.path;
  if (finding.line > 0) out << ':' << finding.line;
  out << ": " << to_word(finding.severity) << ": " << finding.message;
  if (!finding.hint.empty()) out << " (" << finding.hint << ")";
  if (!finding.rule.empty()) out << " [" << finding.rule << "]";
  out << "\n";
}

int run_index(const IndexOptions& wanted, bool verbose) {
  IndexOptions options = wanted;
  ProgressLine line;
  options.progress = [&line](std::size_t done, std::size_t all) {
    line.show("indexing", done, all, "files");
  };
  const auto done = index_folder(options);
  line.clear();
  if (!done) return report(done.error());
  std::size_t notes = 0;
  for (const Finding& finding : done->findings) {
    const bool note = finding.severity == Finding::Severity::kNote;
    notes += note ? 1 : 0;
    if (!note || verbose) print(std::cerr, finding);
  }
  if (notes > 0 && !verbose)
    std::cerr << plural(notes, "note") << " on files that were tolerated; --verbose shows them\n";
  std::cout << plural(done->articles(), "article") << " in the index: " << done->added << " added, "
            << done->changed << " changed, " << done->moved << " moved, " << done->unchanged
            << " unchanged; " << done->removed << " removed, " << plural(done->refused, "file")
            << " refused, " << done->left_out << " left out, "
            << plural(done->other_files, "other file") << "\n"
            << (done->meaning_changed ? "rebuilt, since the word vectors changed\n" : "")
            << (done->rebuilt ? "generation " + std::to_string(done->generation) + " is live, "
                              : std::string())
            << plural(done->passages, "passage") << " written in "
            << static_cast<double>(done->took.count()) / 1000 << " s\n";
  if (verbose)
    std::cout << "meaning: "
              << (options.vectors ? options.vectors->source()
                                  : "off; `aplomb meaning install` turns it on")
              << "\n";
  return done->refused > 0 ? kProblems : kDone;
}

}  // namespace aplomb::cli
