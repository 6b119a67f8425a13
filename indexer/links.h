// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aplomb {

/// Where a link in the article at `article_path` leads on our pages; empty when it must lead
/// nowhere. http, https, mailto and tel stay; `#anchor` stays; a relative path becomes
/// `/p/path/in/the/folder.md#anchor` for articles and `/files/…` for other files.
[[nodiscard]] std::string link_target(std::string_view url, std::string_view article_path);

/// The same for an image: https, or a file in the folder (`/files/…`).
[[nodiscard]] std::string image_target(std::string_view url, std::string_view article_path);

/// An address that stands bare in text.
struct BareLink {
  std::size_t begin = 0, end = 0;
  std::string url;
};

/// The first `https://…`, `http://…` or `www.…` at or after `from`.
[[nodiscard]] std::optional<BareLink> find_bare_link(std::string_view text, std::size_t from);

}  // namespace aplomb
