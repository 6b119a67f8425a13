// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/article.h"

namespace aplomb {

/// What a new article of a kind begins as: front matter with hints as comments, and headings.
struct Template {
  Kind kind = Kind::kUnstated;
  std::string markdown;
};

/// Where a house's own templates lie within its articles folder, `KIND.md` each. Nothing of a
/// folder whose name begins with a dot is indexed.
inline constexpr const char* kTemplatesFolder = ".templates";

/// One of each kind, in the order of `Kind`: the house's own where there is one that can be read as
/// text, else ours (indexer/templates). `articles` may be empty. Never fails.
[[nodiscard]] std::vector<Template> read_templates(const std::filesystem::path& articles);

}  // namespace aplomb
