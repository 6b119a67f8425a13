// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/index_writer.h"
#include "engine/result.h"
#include "indexer/folder_pass.h"
#include "indexer/indexed_folder.h"
#include "indexer/indexing.h"

namespace aplomb {

/// What happens between two commits of a long pass. Both may be empty.
struct Meanwhile {
  /// Whether to end as soon as may be (kUnavailable); what has been committed stays.
  std::function<bool()> stop{};
  /// Paths to take before all others. When it is asked again, those of before are in the index.
  /// Not asked while a new generation is made.
  std::function<std::vector<std::string>()> urgent{};
};

/// Brings an index in step with its folder, again and again: it keeps the index open and knows in
/// memory what is in it, so that one file that has changed costs that file only.
///
/// After any error it is spent: destroy it and open another, which finds the last commit.
/// Thread-safety: none; one thread at a time.
class FolderIndexer {
 public:
  using Sources = std::map<std::string, IndexedSource>;  ///< by path
  /// What is left of an indexer that is spent.
  struct Memory {
    Sources sources{};
    std::uint64_t generation = 0;
  };

  /// `places` is told of what each commit changes, and outlives the indexer; null: nobody is.
  /// `former` is the memory() of one before, whose index may not be there any more: ids that
  /// articles had before they moved live on.
  /// Errors: kNotFound (no folder), kConflict (somebody else writes), kFull, kIo.
  [[nodiscard]] static Result<FolderIndexer> open(IndexOptions options, ArticlePlaces* places,
                                                  Memory former);
  [[nodiscard]] static Result<FolderIndexer> open(IndexOptions options,
                                                  ArticlePlaces* places = nullptr) {
    return open(std::move(options), places, Memory());
  }

  /// Compares everything. Where the index is to be made anew, the first call does that.
  /// Errors: those of index_folder(), kUnavailable (stopped; the system is short of something).
  [[nodiscard]] Result<IndexReport> sync_all(const Meanwhile& meanwhile = {});

  /// Looks at these paths and at what is known to lie below them, and nothing else. What they are
  /// makes no difference: files that are new, have changed or are gone, folders that are gone, the
  /// files beside the articles, or anything else. Only after sync_all(). The report is of them.
  [[nodiscard]] Result<IndexReport> update(const std::vector<std::string>& paths,
                                           const Meanwhile& meanwhile = {});

  /// Has the index hold what these articles have learned by now; only after sync_all().
  [[nodiscard]] Result<void> teach(const std::vector<ArticleId>& ids);

  /// Who has learned something, by the index or by those who remember it.
  [[nodiscard]] Result<std::vector<ArticleId>> taught() const;

  /// Files in the folder that could not be taken, as of the last pass.
  [[nodiscard]] std::size_t refused() const { return folder_.known.refused() + refused_beside_; }

  /// Whether sync_all() has been done.
  [[nodiscard]] bool synced() const { return synced_; }

  /// Whether there may be an article at a path that the index has nothing of.
  [[nodiscard]] bool is_new(const std::string& path) const;

  [[nodiscard]] Memory memory() const;

  /// The writer, for what is done between passes.
  [[nodiscard]] IndexWriter& writer() { return folder_.writer; }

 private:
  FolderIndexer(IndexedFolder folder, bool meaning_changed)
      : folder_(std::move(folder)), meaning_changed_(meaning_changed) {}

  IndexReport begin_report() const;
  Result<void> take_files_beside(IndexReport& report);
  void leave_out(Finding finding, IndexReport& report);
  Result<void> pass(std::vector<SourceFile> files, std::set<std::string> gone, IndexReport& report,
                    const Meanwhile& meanwhile);

  IndexedFolder folder_;
  bool meaning_changed_;
  bool synced_ = false;
  std::size_t refused_beside_ = 0;  // of the files beside the articles
};

}  // namespace aplomb
