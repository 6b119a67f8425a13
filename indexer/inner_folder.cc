// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/inner_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ranges>
#include <system_error>

#include "engine/unicode.h"

namespace aplomb {
namespace {

// O_NOFOLLOW for the last part only, but each part is opened by itself.
constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
constexpr mode_t kFolderMode = 0777;  // the umask takes from it

/// The parts between the slashes, empty ones as well.
std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts(1);
  for (const char each : path) {
    if (each == '/')
      parts.emplace_back();
    else
      parts.back() += each;
  }
  return parts;
}

}  // namespace

tl::unexpected<Error> file_failure(const std::string& path, int error_number) {
  const std::string why = path + ": " + std::generic_category().message(error_number);
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
      return fail(Code::kFull, "The disk is full; nothing has changed (" + why + ").",
                  "Make room on it, then try again.");
    case ENOENT:
      return fail(Code::kNotFound, "There is no file " + path + ".");
    case EEXIST:
      return fail(Code::kConflict, "There is something at " + path + " already.");
    case ENOTDIR:
    case ELOOP:
      return fail_at("path", "A part of the path " + path + " is a link or a file, not a folder.");
    case EISDIR:
    case EINVAL:
    case ENAMETOOLONG:
      return fail_at("path", "No file can be at " + path + ": " +
                                 std::generic_category().message(error_number) + ".");
    case EROFS:
      return fail(Code::kIo, "The folder cannot be written to (" + why + ").",
                  "Mount it for writing; under systemd, name it in ReadWritePaths=.");
    case EACCES:
    case EPERM:
      return fail(Code::kIo, "The system does not allow the change (" + why + ").",
                  "Give the user that Aplomb runs as the right to write there.");
    default:
      return fail(Code::kIo, "The system refused (" + why + ").", "Check the disk.");
  }
}

bool InnerFolder::is_inner(std::string_view path) {
  if (path.find('\0') != std::string_view::npos || path != to_valid_utf8(path)) return false;
  return std::ranges::none_of(parts_of(path), [](const std::string& part) {
    return part.empty() || part.starts_with('.');  // `.`, `..` and what is hidden
  });
}

Result<InnerFolder> InnerFolder::open_for(const std::filesystem::path& root,
                                          const std::string& path, Missing missing) {
  if (!is_inner(path))
    return fail_at("path",
                   "The path of a file is names with / between them; none may be empty or "
                   "begin with a dot.",
                   "For example billing/refunds.md.");
  InnerFolder folder(path);
  folder.chain_.emplace_back(::open(root.c_str(), kFolderFlags));
  if (!folder.chain_.back().valid()) return file_failure(root.string(), errno);
  auto names = parts_of(path);
  names.pop_back();
  for (const std::string& name : names)
    if (auto entered = folder.enter(name, missing); !entered) {
      folder.forget_made();
      return tl::unexpected(std::move(entered.error()));
    }
  return folder;
}

Result<void> InnerFolder::enter(const std::string& name, Missing missing) {
  const auto open = [&] { return ::openat(get(), name.c_str(), kFolderFlags | O_NOFOLLOW); };
  Descriptor next(open());
  if (!next.valid() && errno == ENOENT && missing == Missing::kMake) {
    if (::mkdirat(get(), name.c_str(), kFolderMode) == 0)
      made_at_.push_back(names_.size());
    else if (errno != EEXIST)  // somebody else was faster
      return file_failure(path_, errno);
    next = Descriptor(open());
  }
  if (!next.valid()) return file_failure(path_, errno);
  chain_.push_back(std::move(next));
  names_.push_back(name);
  return {};
}

Result<void> InnerFolder::lock() const {
  while (::flock(get(), LOCK_EX) != 0)
    if (errno != EINTR) return file_failure(path_, errno);
  return {};
}

Result<void> InnerFolder::sync() const {
  for (const Descriptor& each : chain_ | std::views::reverse)
    if (::fsync(each.get()) != 0) return file_failure(path_, errno);
  return {};
}

void InnerFolder::forget_made() {
  for (; !made_at_.empty(); made_at_.pop_back()) {
    const auto at = made_at_.back();
    if (at < names_.size()) ::unlinkat(chain_[at].get(), names_[at].c_str(), AT_REMOVEDIR);
  }
}

}  // namespace aplomb
