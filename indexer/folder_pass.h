// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "engine/result.h"
#include "indexer/file_stream.h"
#include "indexer/indexed_folder.h"

namespace aplomb {

/// Takes a number of files that may have changed into the index, and those out that are gone.
///
/// It works in chunks, each of which is one commit, so that searches see how it goes on. What an
/// article is called is settled chunk by chunk: who has an id and still wants it keeps it; a file
/// that wants the id of another one, of which it is not yet known whether it keeps it, is put off
/// to the end. So an article is never missing in between that is there before and afterwards.
class FolderPass {
 public:
  /// What happens between two chunks. All three may be empty.
  struct Between {
    std::function<bool()> stop;  ///< whether to end: the pass is then kUnavailable
    /// Takes what is more urgent; the paths of it. Not while a generation is being made.
    std::function<Result<std::vector<std::string>>()> urgent;
    std::function<void(std::size_t done, std::size_t all)> progress;
  };

  /// Counts into `report`; all must outlive the pass.
  FolderPass(IndexedFolder& folder, IndexReport& report, const Between& between)
      : folder_(folder), report_(report), between_(between) {}

  /// `gone` are paths that were known and are not in the folder. Once only.
  [[nodiscard]] Result<void> go(std::vector<SourceFile> files, std::set<std::string> gone);

 private:
  /// A file whose article is to be called so.
  struct Wish {
    ReadFile file;
    ArticleId id;
    bool put_off = false;
  };
  using Wishes = std::vector<Wish>;
  /// What a file is to the index.
  struct Origin {
    std::size_t IndexReport::*counts = &IndexReport::added;  ///< where it counts, once it is taken
    std::vector<ArticleId> former_ids{};
  };

  Result<void> take_all(std::vector<SourceFile> files);
  Result<void> take_chunk(FileStream& stream, bool& more);
  Result<void> sort_out(ReadFile file, Wishes& wishes);
  void put_off_blocked(Wishes& wishes);
  Result<void> settle(Wishes wishes);
  Result<void> put(Wish& wish, Origin origin);
  Result<void> let_go(const std::string& path);
  Result<void> remove_freed();
  Result<void> remove_gone();
  Result<void> end_chunk();
  void refuse(const std::string& path, Finding finding,
              const std::optional<ArticleId>& wanted = {});
  bool settle_id(Wish& wish, Origin& origin);
  Origin origin_of(const ReadFile& file);
  std::vector<SourceFile> wanted_again();

  IndexedFolder& folder_;
  IndexReport& report_;
  const Between& between_;
  std::set<std::string> gone_;                       // whose articles have not been let go yet
  std::multimap<std::string, std::string> gone_by_;  // content → path of gone_
  std::unordered_set<std::string> open_;       // paths whose articles may still change their ids
  std::unordered_set<std::string> overtaken_;  // taken meanwhile, by something more urgent
  std::vector<SourceFile> put_off_;
  std::vector<ArticleId> freed_;        // since the last chunk: their articles go, unless put again
  std::set<ArticleId> vacant_;          // that were another's before, and may be wanted
  std::set<std::string> refused_here_;  // because of an id
  using Heirs = std::map<std::string, std::vector<ArticleId>>;
  Heirs heirs_, heirs_now_;       // path → ids that it should inherit, once it is taken again
  bool at_once_ = false;          // all in one chunk
  std::size_t unknown_left_ = 0;  // files to come that the index has nothing of
  std::size_t done_ = 0, all_ = 0;
};

}  // namespace aplomb
