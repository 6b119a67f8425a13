// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/actor.h"
#include "desk/role.h"
#include "engine/article.h"
#include "engine/finding.h"
#include "engine/result.h"
#include "indexer/history.h"

namespace aplomb::desk {

class AuditLog;

/// Who changes articles.
struct Editor {
  Actor actor;
  Role role = Role::kEditor;
  std::string name;              ///< as an article's `owner` may name them
  std::string department, team;  ///< may be empty
  Author author;                 ///< as the history names them
};

/// An article's file as it lies in the folder now.
struct ArticleFile {
  Article article;
  std::string bytes;
  std::string version;  ///< changes whenever the bytes do: letters, digits and hyphens

  /// Whether the article was called that once, and is called otherwise now.
  [[nodiscard]] bool was_called(const ArticleId& id) const;
};

/// Names a version of a file by its bytes.
[[nodiscard]] std::string version_of(std::string_view bytes);

/// What was saved. It is on disk, and in the history where there is one.
struct Saved {
  ArticleId id;
  std::string path;
  std::string version;
  std::optional<std::string> commit;  ///< absent where the folder has no history
  std::vector<Finding> findings;      ///< of the rules that one article can break by itself
  bool created = false;
};

/// A file beside the articles that was saved.
struct SavedFile {
  std::string path;
  std::string version;
  bool created = false;
};

/// What editing needs of its surroundings. All may be called from any thread.
struct EditingOptions {
  std::filesystem::path articles;
  std::string default_language = "en";
  /// Where the article's file lies as far as the index knows, by its id or a former one.
  std::function<std::optional<std::string>(const ArticleId&)> path_of;
  /// Hears of each path within the folder that was written or taken away.
  std::function<void(const std::string&)> touched = [](const std::string&) {};
};

/// Changes the articles in their folder, one change at a time: checks what it is based on, writes
/// durably (indexer/durable_file), commits to the history where the folder has one, notes it in the
/// audit log and tells the index. What returns a value survives a crash and a power cut; what
/// returns an error has changed nothing, but where its message says otherwise.
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all that change something, beside those named: kStale (the condition does not hold),
/// kForbidden (the article's department keeps its articles to itself, or wants a second person),
/// kUnprocessable (can't be stored, as `field` says), kConflict (another program is at it: a merge,
/// a rebase, an editor at the same file), kFull (the disk), kIo.
class Editing {
 public:
  /// Whether a change may go on top of what there is now; null where there is nothing.
  using Condition = std::function<bool(const ArticleFile* now)>;

  struct Text {
    std::string bytes;
    std::string path = {};     ///< for a new article; empty: at the top, named after the id
    std::string message = {};  ///< for the history; empty: one that says what was done
    /// Of a draft: who wrote it, as an Actor's text. Where a change takes two, it is to be another.
    std::optional<std::string> drafted_by = {};
  };

  /// `audit` must outlive it. Deletes what a crash has left of unfinished writes.
  Editing(EditingOptions options, AuditLog& audit);

  /// The article's file, by its id or a former one; compare the ids to see that. Looked up in the
  /// folder, so that it is right also before the index has followed.
  /// Errors: kNotFound, kUnavailable (it is being changed), kIo.
  [[nodiscard]] Result<ArticleFile> read(const ArticleId& id) const;

  /// Makes an article or replaces it, byte for byte. The text must give the article that id.
  /// Errors: kConflict (something else lies at the path, or has the id).
  [[nodiscard]] Result<Saved> save(const Editor& editor, const ArticleId& id, const Text& text,
                                   const Condition& condition);

  /// Takes the file away; the history keeps it. Errors: kNotFound.
  [[nodiscard]] Result<void> remove(const Editor& editor, const ArticleId& id,
                                    const Condition& condition);

  /// Moves the file. An id that comes of the path is left behind as an alias in its front matter.
  /// Errors: kNotFound, kConflict (something lies there).
  [[nodiscard]] Result<Saved> move(const Editor& editor, const ArticleId& id, const std::string& to,
                                   const Condition& condition);

  /// Changes that the server makes itself, of one key of the front matter and no other byte
  /// (indexer/front_matter_patch). Errors: kNotFound; kConflict, where it can't be sure.
  [[nodiscard]] Result<Saved> archive(const Editor& editor, const ArticleId& id,
                                      const Condition& condition);
  /// Back from the archive as not validated: somebody is to look at it.
  [[nodiscard]] Result<Saved> restore(const Editor& editor, const ArticleId& id,
                                      const Condition& condition);
  /// It is still right today. Also by whoever owns the article.
  [[nodiscard]] Result<Saved> review(const Editor& editor, const ArticleId& id,
                                     const Condition& condition);

  /// Callers say so, too: one more of its symptoms, unless it has it already.
  [[nodiscard]] Result<Saved> add_symptom(const Editor& editor, const ArticleId& id,
                                          std::string_view symptom, const Condition& condition);

  /// A reader found something wrong with it, for that reason (not empty; cut at 1,000 characters).
  /// Any named internal reader may. The newest hundred are kept.
  [[nodiscard]] Result<Saved> flag(const Editor& editor, const ArticleId& id,
                                   std::string_view reason, const Condition& condition);
  /// Whatever was found wrong is looked into. Also by whoever owns the article.
  [[nodiscard]] Result<Saved> unflag(const Editor& editor, const ArticleId& id,
                                     const Condition& condition);

  /// Makes a file beside the articles or replaces it; what may be there is for the caller to say.
  /// `now` of the condition has bytes and version only.
  [[nodiscard]] Result<SavedFile> save_file(const Editor& editor, const std::string& path,
                                            const std::string& bytes, const Condition& condition);
  [[nodiscard]] Result<void> remove_file(const Editor& editor, const std::string& path,
                                         const Condition& condition);

  /// Whether somebody may change the article by saving it; why not, as an error.
  [[nodiscard]] Result<void> may_change(const Editor& editor, const Article& article) const;
  /// Whether they may publish a draft of it that somebody else has written.
  [[nodiscard]] Result<void> may_publish(const Editor& editor, const Article& article) const;
  /// Whether an article is somebody's: their name, team or department is its owner.
  [[nodiscard]] static bool owns(const Editor& editor, const Article& article);

  [[nodiscard]] const std::filesystem::path& articles() const { return options_.articles; }
  /// The folder's history as it is now; absent where it has none.
  [[nodiscard]] Result<std::optional<History>> history() const;

 private:
  struct Step;
  using Patch = std::function<Result<std::string>(const ArticleFile&)>;

  [[nodiscard]] Result<ArticleFile> read_at(const std::string& path, const ArticleId& id) const;
  [[nodiscard]] Result<ArticleFile> read_for(const ArticleId& id, const Condition& condition) const;
  [[nodiscard]] Result<Saved> apply(const Step& step);
  [[nodiscard]] Result<Saved> patch(const Editor& editor, const ArticleId& id,
                                    const Condition& condition, std::string_view action,
                                    std::string_view done, const Patch& change);
  [[nodiscard]] Result<void> may_save(const Editor& editor, const Article& article,
                                      const Text& text) const;
  void remember(const ArticleId& id, const std::string& path);

  const EditingOptions options_;
  AuditLog& audit_;
  std::mutex changing_;                      // held by the one change under way
  mutable std::mutex mutex_;                 // guards recent_
  std::map<ArticleId, std::string> recent_;  // where articles lie that were saved just now
};

}  // namespace aplomb::desk
