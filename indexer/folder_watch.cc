// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/folder_watch.h"

#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <system_error>
#include <utility>

#include "indexer/folder.h"
#include "indexer/house_files.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE |
                                  IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
/// Files may come whole without ever being closed here, as a second name of another one. Those that
/// are being written to have a younger time.
constexpr std::int64_t kQuietSeconds = 10;

std::string join(const std::string& folder, std::string_view name) {
  return folder.empty() ? std::string(name) : folder + '/' + std::string(name);
}

bool is_ours(std::string_view path) {
  return is_markdown(path) || std::ranges::find(kHouseFiles, path) != kHouseFiles.end();
}

/// What other machines do there the system does not tell.
bool is_on_network(const fs::path& folder) {
  // statfs(2); the headers that have the names are the kernel's own
  constexpr std::array<std::uint32_t, 7> kNetworks{0x6969,     0x517B,     0xFE534D42, 0xFF534D42,
                                                   0x01021997, 0x65735546, 0x00C36400};
  struct statfs about {};
  return ::statfs(folder.c_str(), &about) == 0 &&
         std::ranges::find(kNetworks, static_cast<std::uint32_t>(about.f_type)) != kNetworks.end();
}

Error cannot_watch(int number) {
  const std::string reason = std::generic_category().message(number);
  if (number != ENOSPC)
    return {Code::kIo, "the articles cannot be watched: " + reason,
            "they are compared every few seconds instead"};
  return {Code::kFull, "the system watches no more folders for this user",
          "raise fs.inotify.max_user_watches (sysctl); the articles are compared every few seconds "
          "until then"};
}

}  // namespace

Result<FolderWatch> FolderWatch::start(fs::path root) {
  Descriptor inotify(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (!inotify.valid()) return tl::unexpected<Error>(cannot_watch(errno));
  FolderWatch watch(std::move(root), std::move(inotify));
  const auto identity = watch.identity();
  if (!identity)
    return fail(Code::kNotFound, "there is no articles folder at " + watch.root_.string(),
                "make it, or name another with --articles");
  watch.identity_ = *identity;
  if (is_on_network(watch.root_))
    watch.problem_ = Error{Code::kUnavailable, "the articles lie on a network drive or the like",
                           "they are compared every few seconds"};
  watch.add("", nullptr);
  return watch;
}

std::optional<FolderWatch::Identity> FolderWatch::identity() const {
  struct stat about {};
  if (::stat(root_.c_str(), &about) != 0 || !S_ISDIR(about.st_mode)) return std::nullopt;
  return Identity{about.st_dev, about.st_ino};
}

bool FolderWatch::is_lost() const {
  return lost_ || identity() != identity_;
}

/// False where there is nothing to look through.
bool FolderWatch::watch(const std::string& folder) {
  const std::uint32_t link = folder.empty() ? 0 : IN_DONT_FOLLOW;
  const int watch = ::inotify_add_watch(inotify_.get(), (root_ / folder).c_str(), kEvents | link);
  if (watch >= 0) {
    folders_[watch] = folder;
    watches_[folder] = watch;
    return true;
  }
  if (errno == ENOENT || errno == ENOTDIR || errno == EACCES || errno == ELOOP) return false;
  if (!problem_) problem_ = cannot_watch(errno);
  return true;
}

/// Watches a folder and all below it; adds the files in them to `found`, unless it is null.
void FolderWatch::add(const std::string& folder, std::vector<Change>* found) {
  std::vector<std::string> left{folder};
  while (!left.empty()) {
    const std::string here = std::move(left.back());
    left.pop_back();
    if (!watch(here)) continue;
    std::error_code status;
    fs::directory_iterator at(root_ / here, status);
    for (const fs::directory_iterator end; !status && at != end; at.increment(status)) {
      const std::string name = at->path().filename().string();
      if (name.starts_with('.')) continue;
      const std::string path = join(here, name);
      std::error_code gone;
      const bool link = at->is_symlink(gone);
      if (!link && at->is_directory(gone)) left.push_back(path);
      if (link && is_ours(path)) note_link(path);
      if (found != nullptr && is_ours(path)) found->push_back({path, What::kWritten});
    }
    const bool is_away = status == std::errc::no_such_file_or_directory ||
                         status == std::errc::not_a_directory ||
                         status == std::errc::permission_denied;
    if (status && !is_away) lost_ = true;
  }
}

void FolderWatch::forget(const std::string& folder) {
  const std::string inside = folder + '/';
  const auto drop = [this](auto at) {
    ::inotify_rm_watch(inotify_.get(), at->second);
    folders_.erase(at->second);
    return watches_.erase(at);
  };
  if (const auto itself = watches_.find(folder); itself != watches_.end()) drop(itself);
  for (auto at = watches_.lower_bound(inside);
       at != watches_.end() && at->first.starts_with(inside);)
    at = drop(at);
}

/// Of what a link leads to, the folder is watched too where it is a hidden one.
void FolderWatch::note_link(const std::string& path) {
  std::error_code status;
  const fs::path target = fs::weakly_canonical(root_ / path, status);
  const std::string within = target.lexically_relative(fs::canonical(root_, status)).string();
  if (status || within.empty() || within == "." || within.starts_with("..")) return;
  links_[within].insert(path);
  const auto slash = within.rfind('/');
  const std::string folder = slash == within.npos ? std::string() : within.substr(0, slash);
  if (is_hidden(folder) && !watches_.contains(folder)) watch(folder);
}

std::vector<FolderWatch::Change> FolderWatch::read() {
  std::vector<Change> changes;
  alignas(inotify_event) std::array<char, std::size_t{64} * 1024> bytes{};
  while (!lost_) {
    const ssize_t size = ::read(inotify_.get(), bytes.data(), bytes.size());
    if (size <= 0) break;
    for (const char* at = bytes.data(); at < bytes.data() + size;) {
      const auto* const event = reinterpret_cast<const inotify_event*>(at);
      at += sizeof(inotify_event) + event->len;
      take(event->wd, event->mask, event->len > 0 ? event->name : "", changes);
    }
  }
  take_unclosed(changes);
  return changes;
}

void FolderWatch::take(int watch, std::uint32_t mask, std::string_view name,
                       std::vector<Change>& changes) {
  if ((mask & (IN_Q_OVERFLOW | IN_UNMOUNT)) != 0) lost_ = true;
  const auto known = folders_.find(watch);
  if (known == folders_.end()) return;
  const std::string folder = known->second;
  if ((mask & IN_IGNORED) != 0) {
    folders_.erase(known);
    if (const auto at = watches_.find(folder); at != watches_.end() && at->second == watch)
      watches_.erase(at);
    return;
  }
  if ((mask & (IN_DELETE_SELF | IN_MOVE_SELF)) != 0) {
    lost_ = lost_ || folder.empty();  // of the others the folder above tells
    return;
  }
  const std::string path = join(folder, name);
  if ((mask & IN_ISDIR) == 0) return take_file(path, mask, changes);
  if (is_hidden(path)) return;
  forget(path);
  if ((mask & (IN_CREATE | IN_MOVED_TO)) != 0)
    add(path, &changes);
  else
    changes.push_back({path, What::kGone});
}

void FolderWatch::take_file(const std::string& path, std::uint32_t mask,
                            std::vector<Change>& changes) {
  const bool gone = (mask & (IN_DELETE | IN_MOVED_FROM)) != 0;
  bool whole = (mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0;
  const bool ours = is_ours(path) && !is_hidden(path);
  if ((mask & IN_CREATE) != 0) {
    struct stat about {};
    if (::lstat((root_ / path).c_str(), &about) != 0) return;
    whole = S_ISLNK(about.st_mode) || about.st_nlink > 1;
    if (!whole && ours) unclosed_.insert(path);
  }
  if (!gone && !whole) return;
  if (ours) {
    unclosed_.erase(path);
    changes.push_back({path, gone ? What::kGone : What::kWritten});
    std::error_code status;
    if (!gone && fs::is_symlink(root_ / path, status)) note_link(path);
  }
  if (const auto links = links_.find(path); links != links_.end())
    for (const std::string& link : links->second) changes.push_back({link, What::kWritten});
}

void FolderWatch::take_unclosed(std::vector<Change>& changes) {
  const std::int64_t now = std::time(nullptr);
  std::erase_if(unclosed_, [&](const std::string& path) {
    struct stat about {};
    if (::lstat((root_ / path).c_str(), &about) != 0) return true;
    if (now - about.st_mtim.tv_sec < kQuietSeconds) return false;
    changes.push_back({path, What::kWritten});
    return true;
  });
}

}  // namespace aplomb
