// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/folder_change.h"

#include <utility>
#include <vector>

#include "indexer/durable_file.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;

bool moves(const FolderChange& change) {
  return !change.from.empty() && !change.to.empty() && change.from != change.to;
}

Result<void> write(const FolderChange& change, const fs::path& root) {
  const auto& [from, to, former, bytes] = change;
  if (from.empty()) return durable_file::create(root, to, bytes);
  if (to.empty()) return durable_file::remove(root, from, former);
  if (moves(change))
    if (auto moved = durable_file::move(root, from, to); !moved) return moved;
  if (bytes == former) return {};
  auto replaced = durable_file::replace(root, to, former, bytes);
  if (!replaced && moves(change)) static_cast<void>(durable_file::move(root, to, from));
  return replaced;
}

Result<void> undo(const FolderChange& change, const fs::path& root) {
  return write({change.to, change.from, change.bytes, change.former}, root);
}

std::vector<FileChange> as_commit(const FolderChange& change) {
  std::vector<FileChange> files;
  if (moves(change) || change.to.empty()) files.push_back({change.from, std::nullopt});
  if (!change.to.empty()) files.push_back({change.to, change.bytes});
  return files;
}

}  // namespace

Result<std::optional<std::string>> carry_out(const FolderChange& change, const fs::path& articles,
                                             const Author& author, std::string_view message) {
  auto history = History::open(articles);
  if (!history) return tl::unexpected<Error>(history.error());
  if (*history)
    if (auto ready = (*history)->check_ready(); !ready) return tl::unexpected<Error>(ready.error());
  if (auto written = write(change, articles); !written)
    return tl::unexpected<Error>(written.error());
  if (!*history) return std::optional<std::string>();
  auto commit = (*history)->commit(as_commit(change), author, message);
  if (commit) return *std::move(commit);
  auto error = std::move(commit.error());
  if (const auto undone = undo(change, articles); !undone)
    error.message += " The file is changed all the same: " + undone.error().message;
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace aplomb
