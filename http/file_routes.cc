// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "engine/descriptor.h"
#include "http/byte_range.h"
#include "http/etag.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/view.h"

namespace aplomb::http {
namespace {

constexpr off_t kMaxFileBytes = off_t{16} * 1024 * 1024;

/// What an article may show or hand out. Everything else in the folder, the articles' own source
/// among it, is not served: a list of what is allowed cannot forget what is secret.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kTypes{{
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".gif", "image/gif"},
    {".webp", "image/webp"},
    {".svg", "image/svg+xml"},
    {".avif", "image/avif"},
    {".pdf", "application/pdf"},
}};

/// An SVG is a document that could hold scripts: opened by itself it may run none.
constexpr std::string_view kPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

std::string_view type_of(std::string_view path) {
  for (const auto& [ending, type] : kTypes)
    if (path.ends_with(ending)) return type;
  return {};
}

bool has_hidden_part(std::string_view path) {
  return path.starts_with('.') || path.find("/.") != std::string_view::npos;
}

/// Opens `path` below `folder`; the kernel sees to it that neither `..` nor a link leads out.
Descriptor open_below(const std::filesystem::path& folder, const std::string& path) {
  const Descriptor root(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (root.get() < 0) return {};
  open_how how{};
  how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;  // a FIFO must not hold the thread
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  return Descriptor(
      static_cast<int>(::syscall(SYS_openat2, root.get(), path.c_str(), &how, sizeof how)));
}

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

std::string etag_of(const struct stat& state) {
  return '"' + std::to_string(state.st_size) + '-' + std::to_string(state.st_mtim.tv_sec) + '.' +
         std::to_string(state.st_mtim.tv_nsec) + '"';
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
  const auto type = type_of(path);
  const bool plain = path.find('\0') == std::string::npos && !has_hidden_part(path);
  const Error none{Code::kNotFound, "There is no picture or document at this place.", ""};
  if (articles.empty() || type.empty() || !plain) return problem_response(none, request);

  const auto file = open_below(articles, path);
  struct stat state {};
  if (file.get() < 0 || ::fstat(file.get(), &state) != 0 || !S_ISREG(state.st_mode) ||
      state.st_size > kMaxFileBytes)
    return problem_response(none, request);

  const auto etag = etag_of(state);
  Response response{.status = 200,
                    .content_type = std::string(type),
                    .headers = {{"Accept-Ranges", "bytes"},
                                {"Cache-Control", std::string(kRevalidate)},
                                {"Content-Security-Policy", std::string(kPolicy)}}};
  response = with_etag(std::move(response), request, etag);
  if (response.status == 304) return response;

  const auto size = static_cast<std::uint64_t>(state.st_size);
  const auto range = range_of(request, size, etag);
  if (range.kind == ByteRange::Kind::kBeyond) return range_refusal(range, size, request);
  auto bytes = read(file, range);
  if (!bytes) return problem_response(bytes.error(), request);
  response.body = *std::move(bytes);
  if (range.kind == ByteRange::Kind::kPart) {
    response.status = 206;
    response.headers.emplace_back("Content-Range", content_range(range, size));
  }
  return response;
}

}  // namespace aplomb::http
