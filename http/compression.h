// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace aplomb::http {

/// Answers from this size on are compressed. What a saved kilobyte costs falls with the size: 43 µs
/// of processor time from 512 bytes on, 32 from 1 KB, 22 from 2 KB, 15 from 4 KB, 8 from 16 KB; and
/// below 1.4 KB an answer is one packet either way. A link of 100 Mbit/s takes 82 µs for a kilobyte
/// (bench/compressing.cc, bench/README.md).
inline constexpr std::size_t kCompressedFromBytes = 4096;

/// zlib's quickest. Over real answers level 3 makes 0.4 to 2 % of an answer less of it and takes 3
/// to 24 % longer, level 6 makes 1 to 4 % less and takes 50 to 170 % longer (the same bench).
inline constexpr int kCompressionLevel = 1;

/// How an answer is sent.
enum class Coding {
  kFixed,     ///< as it is, whatever the client takes
  kIdentity,  ///< as it is, to this client; to others as gzip
  kGzip,
};

/// How `response`, as its handler made it, is sent to who asks. Only what is read (GET, HEAD) is
/// ever compressed, so nothing that holds a new secret is; and nothing that a page of another site
/// has a signed-in reader's browser ask for: the length would tell what both its own words and the
/// articles say (docs/security.md).
[[nodiscard]] Coding coding_of(const Request& request, const Response& response);

/// The bytes in gzip's format (RFC 1952). Absent when memory is short.
[[nodiscard]] std::optional<std::string> gzip(std::string_view bytes);

/// The last step before an answer is sent: its body, Content-Encoding, ETag and Vary become those
/// of its coding.
void compress(const Request& request, Response& response);

}  // namespace aplomb::http
