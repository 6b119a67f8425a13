// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/indexing.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "engine/hash.h"
#include "engine/index_writer.h"
#include "indexer/file_stream.h"
#include "indexer/finding_log.h"
#include "indexer/folder.h"
#include "indexer/house_files.h"

namespace aplomb {
namespace {

/// A file changed this shortly before it was read may change again within the same timestamp;
/// its time is then not kept, and the next run looks at its bytes.
constexpr std::int64_t kRacyNs = 2'000'000'000;

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

bool needs_rebuild(Code code) {
  return code == Code::kNotFound || code == Code::kSchemaMismatch || code == Code::kDamaged;
}

/// The id that a file's path gives its article.
ArticleId id_of_path(std::string_view path) {
  return make_id(path.substr(0, path.rfind('.')));
}

class Run {
 public:
  Run(const IndexOptions& options, IndexWriter writer, bool rebuilding)
      : options_(options), writer_(std::move(writer)), rebuilding_(rebuilding) {
    report_.rebuilt = rebuilding;
    report_.generation = writer_.generation();
  }

  Result<IndexReport> go(FolderListing listing, std::map<std::string, IndexedSource> known,
                         const HouseWords& known_words);

 private:
  Result<bool> take_house_words(const HouseWords& known);
  void compare(std::vector<SourceFile> files);
  Result<void> remove_old_versions();
  Result<void> take(ReadFile file);
  void refuse(Finding finding);
  std::vector<ArticleId> former_ids(const ReadFile& file, const Article& article);
  bool settle_id(Article& article, const std::string& path);

  const IndexOptions& options_;
  IndexWriter writer_;
  bool rebuilding_;
  std::map<std::string, IndexedSource> known_;  // by path; of files that are unchanged or gone
  std::vector<SourceFile> to_read_;
  std::multimap<std::string, std::string> gone_;  // content hash → path of a file that is not here
  std::map<ArticleId, std::string> taken_;        // id → path
  std::set<std::string> present_;                 // paths in the folder
  IndexReport report_;
};

/// True when what the files beside the articles say has changed.
Result<bool> Run::take_house_words(const HouseWords& known) {
  HouseFiles files = read_house_files(options_.articles, known);
  report_.refused += files.refused;
  report_.other_files -= std::min(files.refused, report_.other_files);
  for (Finding& finding : files.findings) report_.findings.push_back(std::move(finding));
  if (!rebuilding_ && files.words == known) return false;
  if (auto put = writer_.put(files.words); !put) return tl::unexpected<Error>(put.error());
  return files.words != known;
}

/// Sorts the files into unchanged ones and those that must be read.
void Run::compare(std::vector<SourceFile> files) {
  for (SourceFile& file : files) {
    present_.insert(file.path);
    const auto known = known_.find(file.path);
    const bool same = !rebuilding_ && known != known_.end() && known->second.complete &&
                      known->second.state.size_bytes == file.size_bytes &&
                      known->second.state.modified_ns == file.modified_ns;
    if (same) {
      ++report_.unchanged;
      taken_[known->second.id] = file.path;
    } else {
      to_read_.push_back(std::move(file));
    }
  }
  for (const auto& [path, source] : known_)
    if (!present_.contains(path)) gone_.emplace(source.state.content_hash, path);
}

/// Files whose time changed but whose bytes did not are unchanged; what is left is read again,
/// rather than kept: a word replaced in all files by one as long would fill the memory.
/// Old versions go first, so that files may trade their ids within one run.
Result<void> Run::remove_old_versions() {
  std::vector<SourceFile> changed;
  for (SourceFile& file : to_read_) {
    const auto known = known_.find(file.path);
    if (!rebuilding_ && known != known_.end() && known->second.complete &&
        known->second.state.size_bytes == file.size_bytes) {
      const auto bytes = read_file(options_.articles / file.path);
      if (bytes && content_hash(*bytes) == known->second.state.content_hash) {
        ++report_.unchanged;
        taken_[known->second.id] = file.path;
        continue;
      }
    }
    changed.push_back(std::move(file));
  }
  to_read_ = std::move(changed);
  if (rebuilding_) return {};
  for (const SourceFile& file : to_read_) {
    const auto known = known_.find(file.path);
    if (known == known_.end()) continue;
    if (auto removed = writer_.remove(known->second.id); !removed) return removed;
  }
  for (const auto& [path, source] : known_) {
    if (present_.contains(path)) continue;
    if (auto removed = writer_.remove(source.id); !removed) return removed;
  }
  return {};
}

void Run::refuse(Finding finding) {
  ++report_.refused;
  report_.findings.push_back(std::move(finding));
}

/// Ids that the article is known by and should go on being found under: those it had before its
/// file moved here, and the one it had before its front matter changed.
std::vector<ArticleId> Run::former_ids(const ReadFile& file, const Article& article) {
  std::vector<ArticleId> former;
  const auto inherit = [&](const IndexedSource& source) {
    former = source.state.former_ids;
    former.push_back(source.id);
  };
  const auto moved_from = gone_.find(file.content_hash);
  if (const auto known = known_.find(file.file.path); known != known_.end()) {
    inherit(known->second);
    const bool same = known->second.state.content_hash == file.content_hash;
    ++(same ? report_.unchanged : report_.changed);
  } else if (moved_from != gone_.end()) {
    inherit(known_.at(moved_from->second));
    gone_.erase(moved_from);
    ++report_.moved;
  } else {
    ++report_.added;
  }
  std::erase(former, article.id);
  std::ranges::sort(former);
  // not std::ranges::unique: Clang 14 cannot read GCC 12's
  former.erase(std::unique(former.begin(), former.end()), former.end());
  return former;
}

/// Two files may give one id. A path's id gets its hash; one that somebody wrote is refused.
bool Run::settle_id(Article& article, const std::string& path) {
  const auto holder = taken_.find(article.id);
  if (holder != taken_.end()) {
    if (article.id != id_of_path(path)) {
      refuse(make_finding(Rule::kIdClash, path, 0,
                          "the id '" + article.id.value + "' is already that of " + holder->second,
                          "give one of the two another id"));
      return false;
    }
    article.id = make_id(article.id.value.substr(0, 100) + "-" + hash_digits(path));
  }
  taken_[article.id] = path;
  return true;
}

Result<void> Run::take(ReadFile file) {
  const std::string& path = file.file.path;
  if (!file.read) {
    refuse(make_finding(Rule::kUnreadableFile, path, 0, file.read.error().message,
                        file.read.error().hint));
    return {};
  }
  std::optional<Article>& article = file.read->article;
  for (Finding& finding : file.read->findings) report_.findings.push_back(std::move(finding));
  if (!article) {
    ++report_.refused;
    return {};
  }
  if (!settle_id(*article, path)) return {};
  SourceState state{file.file.size_bytes, file.file.modified_ns, file.content_hash,
                    former_ids(file, *article)};
  if (now_ns() - state.modified_ns < kRacyNs) state.modified_ns = 0;
  article->aliases.insert(article->aliases.end(), state.former_ids.begin(), state.former_ids.end());
  report_.passages += article->passages.size();
  return writer_.put(*article, state);
}

Result<IndexReport> Run::go(FolderListing listing, std::map<std::string, IndexedSource> known,
                            const HouseWords& known_words) {
  const auto begun = std::chrono::steady_clock::now();
  known_ = std::move(known);
  report_.other_files = listing.other_files;
  const auto new_words = take_house_words(known_words);
  if (!new_words) return tl::unexpected<Error>(new_words.error());
  compare(std::move(listing.files));
  if (auto removed = remove_old_versions(); !removed) return tl::unexpected<Error>(removed.error());

  const std::size_t all = to_read_.size();
  FileStream files(options_.articles, std::move(to_read_), options_.default_language);
  std::size_t done = 0;
  while (auto file = files.next()) {
    if (auto taken = take(std::move(*file)); !taken) return tl::unexpected<Error>(taken.error());
    if (options_.progress) options_.progress(++done, all);
  }
  report_.removed = gone_.size();

  if (rebuilding_) {
    if (auto live = writer_.publish(); !live) return tl::unexpected<Error>(live.error());
  } else if (all > 0 || report_.removed > 0 || *new_words) {
    if (auto done_all = writer_.commit(); !done_all) return tl::unexpected<Error>(done_all.error());
  }
  for (Finding& finding : listing.left_out) {
    ++(finding.severity == Finding::Severity::kRefused ? report_.refused : report_.left_out);
    report_.findings.push_back(std::move(finding));
  }
  std::ranges::stable_sort(report_.findings, {}, [](const Finding& finding) {
    return std::tie(finding.path, finding.line);
  });
  report_.took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begun);
  return std::move(report_);
}

/// The writer to use, and what the index already holds.
struct Opened {
  IndexWriter writer;
  std::map<std::string, IndexedSource> known;
  HouseWords words;
  bool rebuilding = false;
  bool meaning_changed = false;
};

Result<Opened> open_writer(const IndexOptions& options) {
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
  auto writer = IndexWriter::create(options.index_dir, options.vectors);
  if (!writer) return tl::unexpected<Error>(writer.error());
  return Opened{std::move(*writer), std::move(known), std::move(words), true, meaning_changed};
}

}  // namespace

Result<IndexReport> index_folder(const IndexOptions& options) {
  // the folder first: a missing one must not empty the index
  auto listing = list_folder(options.articles);
  if (!listing) return tl::unexpected<Error>(listing.error());
  auto opened = open_writer(options);
  if (!opened) return tl::unexpected<Error>(opened.error());
  Run run(options, std::move(opened->writer), opened->rebuilding);
  auto report = run.go(std::move(*listing), std::move(opened->known), opened->words);
  if (report) report->meaning_changed = opened->meaning_changed;
  return report;
}

}  // namespace aplomb
