// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aplomb::http {

/// Which bytes of a file are asked for.
struct ByteRange {
  enum class Kind {
    kWhole,   ///< all of it; `first` is 0, `count` the size
    kPart,    ///< what the request names, as far as the file goes; `count` is at least 1
    kBeyond,  ///< what it names lies behind the end (416); `first` and `count` are 0
  };
  Kind kind = Kind::kWhole;
  std::uint64_t first = 0;
  std::uint64_t count = 0;

  bool operator==(const ByteRange&) const = default;
};

/// What a Range header asks of `size` bytes (RFC 9110, 14.2): one run, `bytes=a-b`, `bytes=a-` or
/// `bytes=-n`. All of them without the header, and where it is malformed, of another unit, or names
/// several parts: many small ones in one header would make an answer larger than the file.
[[nodiscard]] ByteRange wanted_range(std::optional<std::string_view> range, std::uint64_t size);

/// Whether If-Range lets Range hold: it is absent or names `etag`, which is strong, compared
/// strongly (RFC 9110, 13.1.5). A date never does: two versions can be of one second.
[[nodiscard]] bool if_range_holds(std::optional<std::string_view> if_range, std::string_view etag);

/// The value of Content-Range: `bytes 0-9/100`, or `bytes */100` for one beyond the end.
[[nodiscard]] std::string content_range(const ByteRange& range, std::uint64_t size);

}  // namespace aplomb::http
