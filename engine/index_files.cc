// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/index_files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/descriptor.h"

namespace aplomb::index_files {
namespace {

constexpr std::string_view kFinished = "gen-";
constexpr std::string_view kBuilding = "building-";

std::string reason(int error) {
  return std::generic_category().message(error);
}

tl::unexpected<Error> io_error(const std::string& what, const fs::path& path, int error) {
  const bool full = error == ENOSPC || error == EDQUOT;
  return fail(full ? Code::kFull : Code::kIo, what + " " + path.string() + ": " + reason(error),
              full              ? "free some disk space and run it again"
              : error == EACCES ? "give this user the right to write there"
                                : "");
}

/// Padded, so that a listing shows generations in their order.
std::string numbered(std::string_view prefix, std::uint64_t generation) {
  constexpr std::size_t kDigits = 6;
  const std::string digits = std::to_string(generation);
  return std::string(prefix).append(kDigits - std::min(kDigits, digits.size()), '0').append(digits);
}

std::optional<std::uint64_t> number_of(std::string_view name, std::string_view prefix) {
  if (!name.starts_with(prefix)) return std::nullopt;
  name.remove_prefix(prefix.size());
  std::uint64_t number = 0;
  const char* const end = name.data() + name.size();
  const auto [stop, status] = std::from_chars(name.data(), end, number);
  if (name.empty() || status != std::errc{} || stop != end) return std::nullopt;
  return number;
}

Result<void> sync_path(const fs::path& path, int flags) {
  const Descriptor file(::open(path.c_str(), flags | O_CLOEXEC));
  if (!file.valid()) return io_error("cannot open", path, errno);
  if (::fsync(file.get()) != 0) return io_error("cannot sync", path, errno);
  return {};
}

Result<void> sync_tree(const fs::path& dir) {
  std::error_code status;
  for (fs::recursive_directory_iterator at(dir, status), end; !status && at != end;
       at.increment(status)) {
    if (auto synced = sync_path(at->path(), O_RDONLY); !synced) return synced;
  }
  if (status) return io_error("cannot list", dir, status.value());
  return sync_directory(dir);
}

Result<void> write_whole(const fs::path& path, std::string_view text) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!file.valid()) return io_error("cannot create", path, errno);
  const ssize_t written = ::write(file.get(), text.data(), text.size());
  if (written < 0) return io_error("cannot write", path, errno);
  if (static_cast<std::size_t>(written) != text.size())
    return io_error("cannot write", path, ENOSPC);
  if (::fsync(file.get()) != 0) return io_error("cannot sync", path, errno);
  return {};
}

fs::path current_file(const fs::path& index_dir) {
  return index_dir / "current";
}

fs::path size_file(const fs::path& generation_dir) {
  return generation_dir / "size";
}

fs::path lock_file(const fs::path& index_dir) {
  return index_dir / "lock";
}

/// What a writer leaves in the lock file for the second one to read.
std::string self_description() {
  std::string command;
  if (std::ifstream file("/proc/self/cmdline", std::ios::binary); file)
    command.assign(std::istreambuf_iterator<char>(file), {});
  std::ranges::replace(command, '\0', ' ');
  while (!command.empty() && command.back() == ' ') command.pop_back();
  return "process " + std::to_string(::getpid()) + " (" + command.substr(0, 200) + ")";
}

std::string read_holder(int descriptor) {
  std::array<char, 256> text{};
  const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "another process";
}

}  // namespace

fs::path generation_dir(const fs::path& index_dir, std::uint64_t generation) {
  return index_dir / numbered(kFinished, generation);
}

fs::path building_dir(const fs::path& index_dir, std::uint64_t generation) {
  return index_dir / numbered(kBuilding, generation);
}

fs::path full_database(const fs::path& generation_dir) {
  return generation_dir / "full";
}
fs::path customer_database(const fs::path& generation_dir) {
  return generation_dir / "customer";
}

Result<std::uint64_t> current_generation(const fs::path& index_dir) {
  // plain system calls: readers ask this before every search
  const Descriptor file(::open(current_file(index_dir).c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) {
    if (errno == ENOENT || errno == ENOTDIR)
      return fail(Code::kNotFound, "there is no index in " + index_dir.string(),
                  "run `aplomb index` first");
    return io_error("cannot open", current_file(index_dir), errno);
  }
  std::array<char, 64> text{};
  const ssize_t size = ::read(file.get(), text.data(), text.size());
  if (size < 0) return io_error("cannot read", current_file(index_dir), errno);
  std::string_view name(text.data(), static_cast<std::size_t>(size));
  while (name.ends_with('\n')) name.remove_suffix(1);
  if (const auto number = number_of(name, kFinished)) return *number;
  return fail(Code::kDamaged, current_file(index_dir).string() + " names no generation",
              "run `aplomb index --rebuild`");
}

std::uint64_t size_of(const fs::path& generation_dir) {
  std::uint64_t bytes = 0;
  std::error_code status;
  for (fs::recursive_directory_iterator at(generation_dir, status), end; !status && at != end;
       at.increment(status)) {
    std::error_code gone;
    const auto size = at->is_regular_file(gone) ? at->file_size(gone) : 0;
    if (!gone) bytes += size;
  }
  return bytes;
}

std::optional<std::uint64_t> first_size_of(const fs::path& generation_dir) {
  std::uint64_t bytes = 0;
  std::ifstream file(size_file(generation_dir));
  return file >> bytes ? std::optional(bytes) : std::nullopt;
}

std::uint64_t next_generation(const fs::path& index_dir) {
  std::uint64_t highest = current_generation(index_dir).value_or(0);
  std::error_code status;
  for (fs::directory_iterator at(index_dir, status), end; !status && at != end;
       at.increment(status)) {
    const std::string name = at->path().filename().string();
    for (const std::string_view prefix : {kFinished, kBuilding})
      highest = std::max(highest, number_of(name, prefix).value_or(0));
  }
  return highest + 1;
}

Result<void> sync_directory(const fs::path& dir) {
  return sync_path(dir, O_RDONLY | O_DIRECTORY);
}

Result<void> switch_to(const fs::path& index_dir, std::uint64_t generation) {
  const fs::path built = building_dir(index_dir, generation);
  if (auto noted = write_whole(size_file(built), std::to_string(size_of(built)) + "\n"); !noted)
    return noted;
  if (auto synced = sync_tree(built); !synced) return synced;
  std::error_code status;
  fs::rename(built, generation_dir(index_dir, generation), status);
  if (status) return io_error("cannot rename", built, status.value());
  const fs::path next = index_dir / "current.new";
  if (auto written = write_whole(next, numbered(kFinished, generation) + "\n"); !written)
    return written;
  if (auto synced = sync_directory(index_dir); !synced) return synced;
  fs::rename(next, current_file(index_dir), status);
  if (status) return io_error("cannot replace", current_file(index_dir), status.value());
  return sync_directory(index_dir);
}

void remove_others(const fs::path& index_dir) {
  const auto live = current_generation(index_dir);
  if (!live && live.error().code != Code::kNotFound) return;
  std::vector<fs::path> others;
  std::error_code status;
  for (fs::directory_iterator at(index_dir, status), end; !status && at != end;
       at.increment(status)) {
    const std::string name = at->path().filename().string();
    const auto finished = number_of(name, kFinished);
    const bool superseded = finished && *finished != live.value_or(0);
    if (superseded || number_of(name, kBuilding)) others.push_back(at->path());
  }
  // what cannot be deleted now is tried again by the next writer
  for (const fs::path& path : others) fs::remove_all(path, status);
}

Result<WriterLock> WriterLock::acquire(const fs::path& index_dir) {
  std::error_code status;
  fs::create_directories(index_dir, status);
  if (status) return io_error("cannot create", index_dir, status.value());
  const fs::path path = lock_file(index_dir);
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!file.valid()) return io_error("cannot open", path, errno);
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return io_error("cannot lock", path, errno);
    return fail(Code::kConflict, "the index is being written by " + read_holder(file.get()),
                "wait until it has finished, or stop it");
  }
  const std::string self = self_description();
  if (::ftruncate(file.get(), 0) != 0 || ::pwrite(file.get(), self.data(), self.size(), 0) < 0)
    return io_error("cannot write", path, errno);
  return WriterLock(file.release());
}

bool WriterLock::in_place(const fs::path& index_dir) const {
  struct stat held {
  }, there{};
  return ::fstat(descriptor_, &held) == 0 && ::stat(lock_file(index_dir).c_str(), &there) == 0 &&
         held.st_dev == there.st_dev && held.st_ino == there.st_ino;
}

WriterLock::WriterLock(WriterLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

WriterLock::~WriterLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace aplomb::index_files
