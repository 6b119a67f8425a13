// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that names zlib.
#include "http/compression.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

#include "http/etag.h"
#include "http/negotiation.h"
#include "http/origin.h"

namespace aplomb::http {
namespace {

/// Text, that is. Pictures and PDFs are compressed in themselves.
constexpr std::array<std::string_view, 6> kTypes{"application/json",
                                                 "application/problem+json",
                                                 "application/x-suggestions+json",
                                                 "text/html",
                                                 "text/markdown",
                                                 "text/plain"};

bool is_text(std::string_view content_type) {
  return std::ranges::find(kTypes, content_type.substr(0, content_type.find(';'))) != kTypes.end();
}

/// A part of a file (206) counts the bytes as they are.
bool is_compressible(const Request& request, const Response& response) {
  return (request.method == "GET" || request.method == "HEAD") && response.status != 206 &&
         response.body.size() >= kCompressedFromBytes && is_text(response.content_type) &&
         !response.header("content-encoding");
}

}  // namespace

Coding coding_of(const Request& request, const Response& response) {
  if (!is_compressible(request, response)) return Coding::kFixed;
  return accepts_gzip(request.header("accept-encoding")) && !is_asked_from_elsewhere(request)
             ? Coding::kGzip
             : Coding::kIdentity;
}

std::optional<std::string> gzip(std::string_view bytes) {
  constexpr int kWindowBits = 15;  // the largest
  constexpr int kGzipFormat = 16;
  constexpr int kMemoryLevel = 8;  // zlib's own; with the window 256 KB while it lasts
  if (bytes.size() > std::numeric_limits<uInt>::max() / 2) return std::nullopt;
  // Keeping the state for a thread's next answer instead would save 1 to 3 µs (the bench).
  z_stream stream{};
  if (deflateInit2(&stream, kCompressionLevel, Z_DEFLATED, kWindowBits + kGzipFormat, kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    return std::nullopt;
  std::string result(deflateBound(&stream, bytes.size()), '\0');
  // zlib 1.2 reads through a pointer to what it leaves as it is
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  result.resize(stream.total_out);
  deflateEnd(&stream);
  return whole ? std::optional(std::move(result)) : std::nullopt;
}

void compress(const Request& request, Response& response) {
  const auto coding = coding_of(request, response);
  if (coding == Coding::kFixed) return;
  response.add_vary("Accept-Encoding");
  if (coding == Coding::kIdentity) return;
  auto smaller = gzip(response.body);
  if (!smaller) return;
  response.body = *std::move(smaller);
  for (auto& [name, value] : response.headers)
    if (name == "ETag") value = gzip_etag(value);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace aplomb::http
