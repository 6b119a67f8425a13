// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/article_history.h"

#include <algorithm>
#include <map>
#include <utility>

namespace aplomb::desk {
namespace {

constexpr std::size_t kRevisionsAtOnce = 200;

/// Where the file lay as of a commit; where it lies now if that can't be told.
Result<std::string> path_as_of(const History& history, const std::string& path,
                               const std::string& revision) {
  std::string after;
  for (;;) {
    const auto log = history.log(path, kRevisionsAtOnce, after);
    if (!log) return tl::unexpected<Error>(log.error());
    for (const auto& each : log->revisions)
      if (each.id == revision) return each.path;
    if (!log->next) return path;
    after = *log->next;
  }
}

}  // namespace

Result<std::optional<History::Log>> log_of(const Editing& editing, const ArticleId& id,
                                           std::size_t limit, const std::string& after) {
  const auto file = editing.read(id);
  if (!file) return tl::unexpected<Error>(file.error());
  const auto history = editing.history();
  if (!history) return tl::unexpected<Error>(history.error());
  if (!*history) return std::optional<History::Log>();
  auto log = (*history)->log(file->article.path, limit, after);
  if (!log) return tl::unexpected<Error>(log.error());
  return std::optional(*std::move(log));
}

Result<std::string> former_bytes(const Editing& editing, const ArticleId& id,
                                 const std::string& revision) {
  const auto file = editing.read(id);
  if (!file) return tl::unexpected<Error>(file.error());
  const auto history = editing.history();
  if (!history) return tl::unexpected<Error>(history.error());
  if (!*history)
    return fail(Code::kNotFound, "The articles have no history.",
                "`aplomb init` makes a Git repository of their folder.");
  const auto path = path_as_of(**history, file->article.path, revision);
  if (!path) return tl::unexpected<Error>(path.error());
  return (*history)->version(*path, revision);
}

Result<std::optional<std::vector<BlamedSection>>> blame_of(const Editing& editing,
                                                           const ArticleId& id) {
  const auto file = editing.read(id);
  if (!file) return tl::unexpected<Error>(file.error());
  const auto history = editing.history();
  if (!history) return tl::unexpected<Error>(history.error());
  if (!*history) return std::optional<std::vector<BlamedSection>>();
  const auto& path = file->article.path;
  const auto lines = (*history)->blame(path, file->bytes);
  if (!lines) return tl::unexpected<Error>(lines.error());
  const auto log = (*history)->log(path, kRevisionsAtOnce);
  if (!log) return tl::unexpected<Error>(log.error());
  const auto& revisions = log->revisions;  // newest first

  std::vector<BlamedSection> sections;
  for (auto& section : read_section_lines(path, file->bytes)) {
    auto newest = revisions.end();
    bool committed = true;
    for (const auto& line : *lines) {
      if (line.line < section.from_line || line.line > section.to_line) continue;
      committed = committed && !line.revision.empty();
      newest = std::min(newest, std::ranges::find(revisions, line.revision, &Revision::id));
    }
    const bool known = committed && newest != revisions.end();
    sections.push_back({std::move(section), known ? std::optional(*newest) : std::nullopt});
  }
  return std::optional(std::move(sections));
}

}  // namespace aplomb::desk
