// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/log_file.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <system_error>
#include <utility>

#include "http/access_line.h"

namespace aplomb::http {
namespace {

static_assert(kMaxLineBytes <= PIPE_BUF);

constexpr auto kAskAgain = std::chrono::milliseconds(50);

/// Not blocking: a pipe without a reader would hold us here, one with a slow reader in write().
Result<Descriptor> open_for_appending(const std::filesystem::path& path) {
  constexpr int kFlags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  Descriptor file(::open(path.c_str(), kFlags, 0640));
  if (file.get() < 0)
    return fail(Code::kIo,
                "cannot open the access log " + path.string() + ": " +
                    std::generic_category().message(errno),
                "Name a file in a folder that exists and that the server may write to.");
  return file;
}

/// The front of `lines` that one write can take whole: standard error may be a pipe that others
/// write to, and poll() promises no more than PIPE_BUF of room.
std::string_view next_piece(std::string_view lines) {
  if (lines.size() <= PIPE_BUF) return lines;
  const auto end = lines.substr(0, PIPE_BUF).rfind('\n');
  return lines.substr(0, end == std::string_view::npos ? PIPE_BUF : end + 1);
}

}  // namespace

Result<LogFile> LogFile::open(const std::filesystem::path& path) {
  if (path == "-") return LogFile(path, Descriptor());
  auto file = open_for_appending(path);
  if (!file) return tl::unexpected(file.error());
  return LogFile(path, *std::move(file));
}

LogFile::LogFile(std::filesystem::path path, Descriptor file)
    : path_(std::move(path)), file_(std::move(file)) {}

int LogFile::get() const {
  return file_.get() < 0 ? STDERR_FILENO : file_.get();
}

Result<void> LogFile::reopen() {
  if (file_.get() < 0) return {};
  auto file = open_for_appending(path_);
  if (!file) return tl::unexpected(file.error());
  file_ = *std::move(file);
  torn_ = false;
  return {};
}

/// Takes what was written off the front of `bytes`; returns 0 or errno.
int LogFile::write_all(std::string_view& bytes, const std::function<bool()>& patient) {
  while (!bytes.empty()) {
    pollfd room{get(), POLLOUT, 0};
    const int ready = ::poll(&room, 1, static_cast<int>(kAskAgain.count()));
    if (ready == 0 || (ready < 0 && errno == EINTR)) {
      if (!patient()) return ETIMEDOUT;
      continue;
    }
    const auto piece = next_piece(bytes);
    const auto count = ::write(get(), piece.data(), piece.size());
    if (count > 0) {
      torn_ = piece[static_cast<std::size_t>(count) - 1] != '\n';
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (count < 0 && errno == EAGAIN) {
      if (!patient()) return ETIMEDOUT;
    } else if (count < 0 && errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

LogFile::Written LogFile::append(std::string_view lines, const std::function<bool()>& patient) {
  if (torn_) {
    std::string_view end = "\n";
    if (const int error = write_all(end, patient); error != 0) return {0, error};
  }
  auto left = lines;
  Written written;
  written.error = write_all(left, patient);
  lines.remove_suffix(left.size());
  written.lines = static_cast<std::size_t>(std::ranges::count(lines, '\n'));
  return written;
}

}  // namespace aplomb::http
