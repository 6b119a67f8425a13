// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/descriptor.h"

/// The pictures and documents beside the articles.
namespace aplomb::http {

inline constexpr std::size_t kMaxFileBytes = std::size_t{16} * 1024 * 1024;

/// The media type that a file of that name is stored and served as; empty where it is neither.
/// Everything that is not listed, the articles' own source among it, is not served: a list of what
/// is allowed cannot forget what is secret.
[[nodiscard]] std::string_view type_of_file(std::string_view path);

/// Whether the bytes begin as ones of that type do. They are served under it, so that nobody's
/// browser guesses; this keeps out what was named wrongly.
[[nodiscard]] bool looks_like(std::string_view type, std::string_view bytes);

/// A file that may be served, open for reading.
struct StoredFile {
  Descriptor file;
  std::uint64_t size = 0;
  std::string etag;  ///< changes with every write; with its quotes
};

/// Opens `path` below `articles`; the kernel sees to it that neither `..` nor a link leads out.
/// Absent where there is nothing of a served type and size, or a part of the path is hidden.
[[nodiscard]] std::optional<StoredFile> open_stored(const std::filesystem::path& articles,
                                                    const std::string& path);

}  // namespace aplomb::http
