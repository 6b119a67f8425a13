// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/templates.h"

#include <system_error>

#include "indexer/folder.h"
#include "indexer/text.h"
#include "own_templates.h"

namespace aplomb {
namespace {

/// Far above what anybody begins with.
constexpr std::uintmax_t kMaxTemplateBytes = std::uintmax_t{64} * 1024;

std::string own_or(const std::filesystem::path& file, std::string_view ours) {
  std::error_code status;
  if (!std::filesystem::is_regular_file(file, status)) return std::string(ours);
  const auto size = std::filesystem::file_size(file, status);
  if (status || size > kMaxTemplateBytes) return std::string(ours);
  const auto bytes = read_file(file);
  return bytes && !find_invalid_utf8(*bytes) ? *bytes : std::string(ours);
}

}  // namespace

std::vector<Template> read_templates(const std::filesystem::path& articles) {
  std::vector<Template> templates;
  for (const auto& [word, ours] : kOwnTemplates) {
    const auto file = articles / kTemplatesFolder / (std::string(word) + ".md");
    templates.push_back(
        {*parse_kind(word), articles.empty() ? std::string(ours) : own_or(file, ours)});
  }
  return templates;
}

}  // namespace aplomb
