// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/git_reference.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "indexer/git_sync.h"

namespace aplomb::git {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kNewFile = 0666;  // the umask takes from it

tl::unexpected<Error> cannot_move(const fs::path& path, int error) {
  const bool full = error == ENOSPC || error == EDQUOT;
  return fail(full ? Code::kFull : Code::kIo,
              "Git's " + path.filename().string() +
                  " cannot be written: " + std::generic_category().message(error),
              full ? "Make room on the disk, then try again."
                   : "Give the user that Aplomb runs as the right to write to the folder .git.");
}

/// `Name <email> SECONDS +ZONE`
std::string to_text(const git_signature& who) {
  const int minutes = std::abs(who.when.offset);
  std::array<char, 8> zone{};
  std::snprintf(zone.data(), zone.size(), "%c%02d%02d", who.when.offset < 0 ? '-' : '+',
                minutes / 60 % 24, minutes % 60);
  return std::string(who.name) + " <" + who.email + "> " + std::to_string(who.when.time) + " " +
         zone.data();
}

bool logs_updates(git_repository* repository) {
  std::unique_ptr<git_config, Freed<git_config_free>> config;
  int wanted = 1;
  if (git_repository_config_snapshot(Out(config), repository) != 0) return true;
  return git_config_get_bool(&wanted, config.get(), "core.logallrefupdates") != 0 || wanted != 0;
}

/// The reference's value now; absent where it has none.
Result<std::optional<git_oid>> value_of(git_repository* repository, const std::string& reference) {
  git_oid id{};
  const int error = git_reference_name_to_id(&id, repository, reference.c_str());
  if (error == GIT_ENOTFOUND) return std::optional<git_oid>();
  if (error != 0) return failure(error, "reading " + reference);
  return std::optional(id);
}

bool are_same(const std::optional<git_oid>& one, const std::optional<git_oid>& other) {
  if (!one || !other) return !one && !other;
  return git_oid_equal(&*one, &*other) != 0;
}

}  // namespace

Result<std::optional<ReferenceUpdate>> ReferenceUpdate::begin(git_repository* repository,
                                                              const GitPlaces& places,
                                                              const Head& head, const git_oid& to) {
  ReferenceUpdate update;
  update.places_ = places;
  update.head_ = head;
  update.to_ = to;
  update.logs_ = logs_updates(repository);
  update.file_ = file_of(places, head.reference);
  std::error_code status;
  fs::create_directories(update.file_.parent_path(), status);  // they go where all is packed
  fs::path lock = update.file_.string() + ".lock";
  const Descriptor file(
      ::open(lock.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kNewFile));
  if (!file.valid() && errno == EEXIST) return std::optional<ReferenceUpdate>();
  if (!file.valid()) return cannot_move(update.file_, errno);
  update.lock_ = std::move(lock);
  const auto now = value_of(repository, head.reference);
  if (!now) return tl::unexpected(now.error());
  if (!are_same(*now, head.id)) return std::optional<ReferenceUpdate>();
  const std::string line = to_hex(to) + "\n";
  if (::write(file.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    return cannot_move(update.file_, errno);
  return std::optional<ReferenceUpdate>(std::move(update));
}

ReferenceUpdate::ReferenceUpdate(ReferenceUpdate&& other) noexcept
    : places_(std::move(other.places_)),
      head_(std::move(other.head_)),
      to_(other.to_),
      logs_(other.logs_),
      file_(std::move(other.file_)),
      lock_(std::exchange(other.lock_, {})) {}

ReferenceUpdate::~ReferenceUpdate() {
  if (!lock_.empty()) ::unlink(lock_.c_str());
}

Result<void> ReferenceUpdate::finish(const git_signature& who, const std::string& message) {
  if (logs_) log(who, message);
  if (::rename(lock_.c_str(), file_.c_str()) != 0) return cannot_move(file_, errno);
  lock_.clear();
  // Up to the top: an unborn branch may have new folders above it.
  for (fs::path folder = file_.parent_path();; folder = folder.parent_path()) {
    if (auto synced = sync_folder(folder); !synced) return synced;
    if (head_.id || fs::equivalent(folder, places_.common)) return {};
  }
}

void ReferenceUpdate::log(const git_signature& who, const std::string& message) const {
  const std::string from = head_.id ? to_hex(*head_.id) : std::string(GIT_OID_HEXSZ, '0');
  const std::string line = from + " " + to_hex(to_) + " " + to_text(who) + "\t" + message + "\n";
  const auto append = [&line](const fs::path& file) {
    std::error_code status;
    fs::create_directories(file.parent_path(), status);
    const Descriptor log(
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, kNewFile));
    // Only a convenience: no commit fails for it.
    if (log.valid() && ::write(log.get(), line.data(), line.size()) < 0) return;
  };
  append(places_.folder / "logs" / "HEAD");
  if (head_.reference != "HEAD") append(places_.common / "logs" / head_.reference);
}

}  // namespace aplomb::git
