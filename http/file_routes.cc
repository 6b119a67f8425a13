// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <cerrno>

#include "http/byte_range.h"
#include "http/etag.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/stored_file.h"
#include "http/view.h"

namespace aplomb::http {
namespace {

/// An SVG is a document that could hold scripts: opened by itself it may run none.
constexpr std::string_view kPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

Result<std::string> read(const Descriptor& file, const ByteRange& range) {
  std::string bytes(range.count, '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const auto got = ::pread(file.get(), bytes.data() + have, bytes.size() - have,
                             static_cast<off_t>(range.first + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Code::kIo, "The file could not be read.");
    // Its length and ETag would say what is not so any more.
    if (got == 0) return fail(Code::kUnavailable, "The file is being changed.", "Ask again.");
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

/// The file that the request names, if this reader may have it: anyone may ask by the opaque names
/// of what texts show to them, and only who sees everything by path. An agent's browser fetches the
/// pictures of customers' texts by their names, too. Empty when there is none.
Result<std::string> wanted_path(const Houses& houses, const Searcher& searcher,
                                const Request& request) {
  const auto asked = request.capture("path");
  const auto name = name_in_view(asked, searcher, request);
  if (!name.empty()) {
    auto file =
        found_by_name(houses, searcher, [&](const Searcher& one) { return one.find_file(name); });
    if (file || file.error().code != Code::kNotFound) return file;
  }
  return searcher.reader() == Audience::kCustomer ? std::string() : std::string(asked);
}

/// HEAD is told what a GET without Range gets (RFC 9110, 14.2).
ByteRange range_of(const Request& request, std::uint64_t size, std::string_view etag) {
  const bool parts = request.method == "GET" && if_range_holds(request.header("if-range"), etag);
  return wanted_range(parts ? request.header("range") : std::nullopt, size);
}

Response range_refusal(const ByteRange& range, std::uint64_t size, const Request& request) {
  auto response = to_response({.slug = "range-not-satisfiable",
                               .status = 416,
                               .title = "The file has no such part",
                               .detail = "Range begins behind the end of the file.",
                               .hint = "Content-Range says how many bytes there are.",
                               .instance = request.path});
  response.headers.emplace_back("Content-Range", content_range(range, size));
  return response;
}

}  // namespace

Response get_file(const Houses& houses, const std::filesystem::path& articles,
                  const Searcher& searcher, const Request& request) {
  const auto wanted = wanted_path(houses, searcher, request);
  if (!wanted) return problem_response(wanted.error(), request);
  const std::string& path = *wanted;
  const auto file = open_stored(articles, path);
  if (!file)
    return problem_response({Code::kNotFound, "There is no picture or document at this place.", ""},
                            request);

  Response response{.status = 200,
                    .content_type = std::string(type_of_file(path)),
                    .headers = {{"Accept-Ranges", "bytes"},
                                {"Cache-Control", std::string(kRevalidate)},
                                {"Content-Security-Policy", std::string(kPolicy)}}};
  response = with_etag(std::move(response), request, file->etag);
  if (response.status == 304) return response;

  const auto size = file->size;
  const auto range = range_of(request, size, file->etag);
  if (range.kind == ByteRange::Kind::kBeyond) return range_refusal(range, size, request);
  auto bytes = read(file->file, range);
  if (!bytes) return problem_response(bytes.error(), request);
  response.body = *std::move(bytes);
  if (range.kind == ByteRange::Kind::kPart) {
    response.status = 206;
    response.headers.emplace_back("Content-Range", content_range(range, size));
  }
  return response;
}

}  // namespace aplomb::http
