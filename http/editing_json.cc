// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/editing_json.h"

#include "http/editor.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

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

std::string_view to_word(DifferenceLine::Kind kind) {
  switch (kind) {
    case DifferenceLine::Kind::kSame:
      return "same";
    case DifferenceLine::Kind::kRemoved:
      return "removed";
    case DifferenceLine::Kind::kAdded:
      return "added";
  }
  return "";
}

Json line_or_null(int line) {
  return line > 0 ? Json(line) : Json(nullptr);
}

Json to_json(const Revision& revision) {
  return {{"id", revision.id},
          {"author", revision.author.name},
          {"at", timestamp(revision.at)},
          {"message", revision.message},
          {"path", revision.path},
          {"removed", revision.removed}};
}

}  // namespace

Json to_json(const std::vector<Finding>& findings) {
  auto list = Json::array();
  for (const auto& finding : findings)
    list.push_back({{"file", finding.path},
                    {"line", line_or_null(finding.line)},
                    {"rule", finding.rule},
                    {"severity", to_word(finding.severity)},
                    {"message", finding.message},
                    {"hint", or_null(finding.hint)}});
  return list;
}

Json to_json(const desk::Saved& saved, bool searchable) {
  return {{"id", saved.id.value},
          {"path", saved.path},
          {"url", article_url(saved.id.value)},
          {"etag", etag_of_version(saved.version)},
          {"commit", saved.commit ? Json(*saved.commit) : Json(nullptr)},
          {"searchable", searchable},
          {"findings", to_json(saved.findings)}};
}

Json to_json(const std::optional<History::Log>& log) {
  auto revisions = Json::array();
  if (log)
    for (const auto& revision : log->revisions) revisions.push_back(to_json(revision));
  return {{"history", log.has_value()},
          {"revisions", std::move(revisions)},
          {"next", log && log->next ? Json(*log->next) : Json(nullptr)},
          {"cut", log && log->cut}};
}

Json to_json(const Difference& difference) {
  auto hunks = Json::array();
  for (const auto& lines : difference) {
    auto hunk = Json::array();
    for (const auto& line : lines)
      hunk.push_back({{"kind", to_word(line.kind)},
                      {"text", line.text},
                      {"old_line", line_or_null(line.old_line)},
                      {"new_line", line_or_null(line.new_line)}});
    hunks.push_back(std::move(hunk));
  }
  return hunks;
}

Json to_json(const std::optional<std::vector<desk::BlamedSection>>& blame) {
  auto passages = Json::array();
  if (blame)
    for (const auto& section : *blame)
      passages.push_back(
          {{"anchor", section.lines.anchor},
           {"heading", section.lines.heading},
           {"from_line", section.lines.from_line},
           {"to_line", section.lines.to_line},
           {"revision", section.revision ? to_json(*section.revision) : Json(nullptr)}});
  return {{"history", blame.has_value()}, {"passages", std::move(passages)}};
}

}  // namespace aplomb::http
