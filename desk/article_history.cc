// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/article_history.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace aplomb::desk {
namespace {

/// Where the file lay as of a commit; where it lies now if that can't be told.
Result<std::string> path_as_of(const History& history, const std::string& path,
                               const std::string& revision) {
  const auto log = history.log(path, History::kMaxCommitsWalked);
  if (!log) return tl::unexpected<Error>(log.error());
  const auto found = std::ranges::find(log->revisions, revision, &Revision::id);
  return found == log->revisions.end() ? path : found->path;
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
  const auto log = (*history)->log(path, History::kMaxCommitsWalked);
  if (!log) return tl::unexpected<Error>(log.error());
  const auto& revisions = log->revisions;  // newest first
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < revisions.size(); ++i) places.emplace(revisions[i].id, i);
  const auto place_of = [&](const BlamedLine& line) {
    const auto found = places.find(line.revision);
    return found == places.end() ? revisions.size() : found->second;
  };

  std::vector<BlamedSection> sections;
  for (auto& section : read_section_lines(path, file->bytes)) {
    auto newest = revisions.size();
    bool committed = true;
    const auto end = std::min(static_cast<std::size_t>(section.to_line), lines->size());
    for (auto i = static_cast<std::size_t>(section.from_line) - 1; i < end; ++i) {
      committed = committed && !(*lines)[i].revision.empty();
      newest = std::min(newest, place_of((*lines)[i]));
    }
    const bool known = committed && newest < revisions.size();
    sections.push_back(
        {std::move(section), known ? std::optional(revisions[newest]) : std::nullopt});
  }
  return std::optional(std::move(sections));
}

}  // namespace aplomb::desk
