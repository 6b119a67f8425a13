// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/folder_indexer.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <tuple>
#include <utility>

#include "indexer/folder.h"
#include "indexer/house_files.h"

namespace aplomb {
namespace {

using Clock = std::chrono::steady_clock;

bool needs_rebuild(Code code) {
  return code == Code::kNotFound || code == Code::kSchemaMismatch || code == Code::kDamaged;
}

/// The writer to use, and what the index already holds.
struct Opened {
  IndexWriter writer;
  std::map<std::string, IndexedSource> known;
  HouseWords words;
  bool rebuilding = false;
  bool meaning_changed = false;
};

Result<Opened> open_writer(const IndexOptions& options, std::uint64_t above) {
  std::map<std::string, IndexedSource> known;
  HouseWords words;
  bool meaning_changed = false;
  if (auto writer = IndexWriter::open(options.index_dir, options.vectors)) {
    auto sources = writer->sources();
    if (auto former = writer->house_words()) words = std::move(*former);
    meaning_changed =
        writer->meaning() != (options.vectors ? options.vectors->identity() : std::string());
    if (sources && !options.rebuild && !meaning_changed)
      return Opened{std::move(*writer), std::move(*sources), std::move(words)};
    // ids that moved articles had live on in the new generation
    if (sources)
      known = std::move(*sources);
    else if (!needs_rebuild(sources.error().code))
      return tl::unexpected<Error>(sources.error());
  } else if (!needs_rebuild(writer.error().code)) {
    return tl::unexpected<Error>(writer.error());
  }
  auto writer = IndexWriter::create(options.index_dir, options.vectors, above);
  if (!writer) return tl::unexpected<Error>(writer.error());
  return Opened{std::move(*writer), std::move(known), std::move(words), true, meaning_changed};
}

/// The hash that makes reading a file enough to know that it has not changed.
std::string hash_of(const IndexedSource* known, bool rebuilding) {
  return known != nullptr && known->complete && !rebuilding ? known->state.content_hash
                                                            : std::string();
}

void finish(IndexReport& report, Clock::time_point begun) {
  std::ranges::stable_sort(report.findings, {}, [](const Finding& finding) {
    return std::tie(finding.path, finding.line);
  });
  report.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun);
}

}  // namespace

Result<FolderIndexer> FolderIndexer::open(IndexOptions options, ArticlePlaces* places,
                                          Memory former) {
  std::error_code status;
  // the folder first: a missing one must not empty the index
  if (!std::filesystem::is_directory(options.articles, status))
    return fail(Code::kNotFound, "there is no articles folder at " + options.articles.string(),
                "make it, or name another with --articles");
  auto opened = open_writer(options, former.generation);
  if (!opened) return tl::unexpected<Error>(opened.error());
  const std::string path = std::filesystem::weakly_canonical(options.articles, status).string();
  const auto said = opened->writer.folder();
  if (!said) return tl::unexpected<Error>(said.error());
  if (*said != path)
    if (auto set = opened->writer.set_folder(path); !set) return tl::unexpected<Error>(set.error());
  IndexedFolder folder{.options = std::move(options),
                       .writer = std::move(opened->writer),
                       .places = places,
                       .rebuilding = opened->rebuilding};
  folder.words = std::move(opened->words);
  folder.uncommitted = *said != path;
  if (opened->rebuilding)
    folder.former = std::move(opened->known.empty() ? former.sources : opened->known);
  else
    folder.known = KnownFiles(std::move(opened->known));
  if (places != nullptr && !opened->rebuilding) places->set(folder.known.indexed());
  return FolderIndexer(std::move(folder), opened->meaning_changed);
}

bool FolderIndexer::is_new(const std::string& path) const {
  return is_markdown(path) && folder_.known.find(path) == nullptr;
}

Result<void> FolderIndexer::teach(const std::vector<ArticleId>& ids) {
  for (const ArticleId& id : ids) {
    const auto lesson = folder_.options.lessons.of(id);
    if (!lesson) continue;
    const auto taught = folder_.writer.teach(id, *lesson);
    if (!taught) return tl::unexpected<Error>(taught.error());
    folder_.uncommitted = folder_.uncommitted || *taught;
  }
  return folder_.commit();
}

Result<std::vector<ArticleId>> FolderIndexer::taught() const {
  auto taught = folder_.writer.taught();
  if (taught) std::ranges::move(folder_.options.lessons.all(), std::back_inserter(*taught));
  return taught;
}

FolderIndexer::Memory FolderIndexer::memory() const {
  return {folder_.rebuilding ? folder_.former : folder_.known.indexed(),
          folder_.writer.generation()};
}

IndexReport FolderIndexer::begin_report() const {
  IndexReport report;
  report.rebuilt = folder_.rebuilding;
  report.meaning_changed = folder_.rebuilding && meaning_changed_;
  report.generation = folder_.writer.generation();
  return report;
}

Result<void> FolderIndexer::take_files_beside(IndexReport& report) {
  HouseFiles files = read_house_files(folder_.options.articles, folder_.words);
  refused_beside_ = files.refused;
  report.refused += files.refused;
  report.other_files -= std::min(files.refused, report.other_files);
  std::ranges::move(files.findings, std::back_inserter(report.findings));
  if (!folder_.rebuilding && files.words == folder_.words) return {};
  if (auto put = folder_.writer.put(files.words); !put) return put;
  folder_.words = std::move(files.words);
  folder_.uncommitted = true;
  return {};
}

void FolderIndexer::leave_out(Finding finding, IndexReport& report) {
  const bool refused = finding.severity == Finding::Severity::kRefused;
  ++(refused ? report.refused : report.left_out);
  if (refused) folder_.known.refuse(finding.path);
  report.findings.push_back(std::move(finding));
}

Result<void> FolderIndexer::pass(std::vector<SourceFile> files, std::set<std::string> gone,
                                 IndexReport& report, const Meanwhile& meanwhile) {
  FolderPass::Between between;
  between.stop = meanwhile.stop;
  between.progress = folder_.options.progress;
  if (meanwhile.urgent)
    between.urgent = [&]() -> Result<std::vector<std::string>> {
      std::vector<std::string> all;
      for (auto paths = meanwhile.urgent(); !paths.empty(); paths = meanwhile.urgent()) {
        if (auto taken = update(paths); !taken) return tl::unexpected<Error>(taken.error());
        std::ranges::move(paths, std::back_inserter(all));
      }
      return all;
    };
  return FolderPass(folder_, report, between).go(std::move(files), std::move(gone));
}

Result<IndexReport> FolderIndexer::sync_all(const Meanwhile& meanwhile) {
  const auto begun = Clock::now();
  auto listing = list_folder(folder_.options.articles);
  if (!listing) return tl::unexpected<Error>(listing.error());
  IndexReport report = begin_report();
  report.other_files = listing->other_files;
  if (auto taken = take_files_beside(report); !taken) return tl::unexpected<Error>(taken.error());
  folder_.known.forget_refused();

  std::set<std::string> gone;
  const auto& before = folder_.rebuilding ? folder_.former : folder_.known.indexed();
  for (const auto& [path, source] : before) gone.insert(gone.end(), path);
  std::vector<SourceFile> to_read;
  for (SourceFile& file : listing->files) {
    gone.erase(file.path);
    const auto* const known = folder_.before(file.path);
    file.known_hash = hash_of(known, folder_.rebuilding);
    const bool same = !file.known_hash.empty() && known->state.size_bytes == file.size_bytes &&
                      known->state.modified_ns == file.modified_ns;
    if (same)
      ++report.unchanged;
    else
      to_read.push_back(std::move(file));
  }
  if (auto done = pass(std::move(to_read), std::move(gone), report, meanwhile); !done)
    return tl::unexpected<Error>(done.error());
  if (folder_.rebuilding)
    if (auto live = folder_.publish(); !live) return tl::unexpected<Error>(live.error());
  for (Finding& finding : listing->left_out) leave_out(std::move(finding), report);
  synced_ = true;
  finish(report, begun);
  return report;
}

Result<IndexReport> FolderIndexer::update(const std::vector<std::string>& paths,
                                          const Meanwhile& meanwhile) {
  const auto begun = Clock::now();
  IndexReport report = begin_report();
  std::set<std::string> wanted(paths.begin(), paths.end());
  for (const std::string& path : paths)
    for (std::string& inside : folder_.known.below(path)) wanted.insert(std::move(inside));
  if (std::ranges::any_of(kHouseFiles, [&](const char* name) { return wanted.contains(name); }))
    if (auto taken = take_files_beside(report); !taken) return tl::unexpected<Error>(taken.error());
  std::vector<SourceFile> files;
  std::vector<Finding> left_out;
  std::set<std::string> gone;
  for (const std::string& path : wanted) {
    auto looked = look_at(folder_.options.articles, path);
    const auto* const known = folder_.known.find(path);
    if (looked.file) {
      looked.file->known_hash = hash_of(known, false);
      files.push_back(*std::move(looked.file));
      continue;
    }
    if (known != nullptr)
      gone.insert(path);
    else
      folder_.known.erase(path);  // no longer refused
    if (looked.left_out) left_out.push_back(*std::move(looked.left_out));
  }
  if (auto done = pass(std::move(files), std::move(gone), report, meanwhile); !done)
    return tl::unexpected<Error>(done.error());
  for (Finding& finding : left_out) leave_out(std::move(finding), report);
  finish(report, begun);
  return report;
}

}  // namespace aplomb
