// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "http/negotiation.h"
#include "http/problem.h"
#include "http/routes.h"
#include "engine/descriptor.h"

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

Result<std::string> read_all(const Descriptor& file, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const auto got = ::read(file.get(), bytes.data() + have, size - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Code::kIo, "The file could not be read.");
    if (got == 0) break;  // it has been cut short meanwhile
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

std::string etag_of(const struct stat& state) {
  return '"' + std::to_string(state.st_size) + '-' + std::to_string(state.st_mtim.tv_sec) + '.' +
         std::to_string(state.st_mtim.tv_nsec) + '"';
}

/// The file that the request names, if this reader may have it: anyone may ask by the opaque names
/// of what texts show to them, and only who sees everything by path. Empty when there is none.
Result<std::string> wanted_path(const Searcher& searcher, std::string_view asked) {
  if (asked.starts_with('~')) {
    auto file = searcher.find_file(asked.substr(1));
    if (file || file.error().code != Code::kNotFound) return file;
  }
  return searcher.reader() == Audience::kCustomer ? std::string() : std::string(asked);
}

}  // namespace

Response get_file(const Searcher& searcher, const std::filesystem::path& articles,
                  const Request& request) {
  const auto wanted = wanted_path(searcher, request.capture("path"));
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
  auto bytes = read_all(file, static_cast<std::size_t>(state.st_size));
  if (!bytes) return problem_response(bytes.error(), request);
  Response response{.status = 200,
                    .content_type = std::string(type),
                    .body = *std::move(bytes),
                    .headers = {{"Cache-Control", "private, no-cache"},
                                {"Content-Security-Policy", std::string(kPolicy)}}};
  return with_etag(std::move(response), request, etag_of(state));
}

}  // namespace aplomb::http
