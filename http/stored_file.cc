// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/stored_file.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "http/text.h"

namespace aplomb::http {
namespace {

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

/// What a drawing may begin with, behind blanks; the element itself may come a little later.
constexpr std::size_t kSvgHead = 4096;

bool has_hidden_part(std::string_view path) {
  return path.starts_with('.') || path.find("/.") != std::string_view::npos;
}

Descriptor open_below(const std::filesystem::path& folder, const std::string& path) {
  const Descriptor root(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (root.get() < 0) return {};
  open_how how{};
  how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;  // a FIFO must not hold the thread
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  return Descriptor(
      static_cast<int>(::syscall(SYS_openat2, root.get(), path.c_str(), &how, sizeof how)));
}

std::string etag_of(const struct stat& state) {
  return '"' + std::to_string(state.st_size) + '-' + std::to_string(state.st_mtim.tv_sec) + '.' +
         std::to_string(state.st_mtim.tv_nsec) + '"';
}

}  // namespace

std::string_view type_of_file(std::string_view path) {
  for (const auto& [ending, type] : kTypes)
    if (path.ends_with(ending)) return type;
  return {};
}

bool looks_like(std::string_view type, std::string_view bytes) {
  if (type == "image/png") return bytes.starts_with("\x89PNG\r\n\x1A\n");
  if (type == "image/jpeg") return bytes.starts_with("\xFF\xD8\xFF");
  if (type == "image/gif") return bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a");
  if (type == "image/webp") return bytes.starts_with("RIFF") && bytes.substr(8).starts_with("WEBP");
  if (type == "image/avif") {
    const auto brands = bytes.substr(0, 64);
    return brands.size() > 12 && brands.substr(4).starts_with("ftyp") &&
           brands.find("avif") != std::string_view::npos;
  }
  if (type == "application/pdf") return bytes.starts_with("%PDF-");
  if (type == "image/svg+xml") {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    return trim(bytes.substr(0, kSvgHead)).starts_with('<') &&
           bytes.substr(0, kSvgHead).find("<svg") != std::string_view::npos;
  }
  return false;
}

std::optional<StoredFile> open_stored(const std::filesystem::path& articles,
                                      const std::string& path) {
  const bool plain = path.find('\0') == std::string::npos && !has_hidden_part(path);
  if (articles.empty() || type_of_file(path).empty() || !plain) return std::nullopt;
  auto file = open_below(articles, path);
  struct stat state {};
  if (file.get() < 0 || ::fstat(file.get(), &state) != 0 || !S_ISREG(state.st_mode) ||
      static_cast<std::size_t>(state.st_size) > kMaxFileBytes)
    return std::nullopt;
  return StoredFile{std::move(file), static_cast<std::uint64_t>(state.st_size), etag_of(state)};
}

}  // namespace aplomb::http
