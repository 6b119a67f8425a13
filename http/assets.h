// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace aplomb::http {

/// A file of web/, or the description of the API, held in the program itself.
struct Asset {
  std::string_view name;  ///< "app.js"
  std::string_view content_type;
  std::string_view bytes;
  std::string_view gzip;  ///< the same in gzip's format; empty where that saves next to nothing
  std::string_view etag;  ///< quoted; from the bytes
};

/// All of them. The build writes this function's file (embed_assets.cmake).
[[nodiscard]] std::span<const Asset> assets();

/// nullptr when there is none by that name.
[[nodiscard]] const Asset* find_asset(std::string_view name);

}  // namespace aplomb::http
