// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/durable_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <system_error>
#include <utility>

#include "engine/descriptor.h"
#include "indexer/inner_folder.h"

namespace aplomb::durable_file {
namespace {

namespace fs = std::filesystem;
using Missing = InnerFolder::Missing;

constexpr std::string_view kTemporary = ".aplomb-";
constexpr mode_t kNewFile = 0666;  // the umask takes from it
constexpr mode_t kOwnerOnly = 0600;
/// How often two programs may put their files over each other before it is left as it is.
constexpr int kMaxExchanges = 100;

std::string last_part(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

tl::unexpected<Error> changed_meanwhile(const std::string& path) {
  return fail(Code::kConflict, "Somebody else has changed " + path + " meanwhile.",
              "Read it again and make the change there.");
}

tl::unexpected<Error> being_written(const std::string& path) {
  return fail(Code::kConflict, "Another program has " + path + " open for writing.",
              "Try again when it is done, or close the file there.");
}

tl::unexpected<Error> no_file(const std::string& path) {
  return fail_at("path", path + " is a link or a folder, not a file.",
                 "Change the file that it leads to.");
}

std::string new_name() {
  std::uint64_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number) std::abort();
  std::array<char, 17> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(number));
  return std::string(kTemporary) + digits.data();
}

/// A name beside the place, and the file that has it until keep() or the end of the scope.
struct Temporary {
  explicit Temporary(int in) : folder(in), name(new_name()) {}
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() {
    if (!gone) ::unlinkat(folder, name.c_str(), 0);
  }
  const int folder;
  const std::string name;
  bool gone = false;
};

/// What tells one file from all others for as long as it is there.
using Identity = std::pair<dev_t, ino_t>;

Identity identity_of(int folder, const std::string& name) {
  struct stat state {};
  if (::fstatat(folder, name.c_str(), &state, AT_SYMLINK_NOFOLLOW) != 0) return {};
  return {state.st_dev, state.st_ino};
}

Result<void> write_all(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return file_failure(path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file) != 0) return file_failure(path, errno);
  return {};
}

/// The new file under its temporary name, synced. `like`: whose mode, owner and group it gets.
Result<void> write_new(const Temporary& place, std::string_view bytes, const struct stat* like,
                       const std::string& path) {
  const Descriptor file(::openat(place.folder, place.name.c_str(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                 like != nullptr ? kOwnerOnly : kNewFile));
  if (!file.valid()) return file_failure(path, errno);
  if (like != nullptr) {
    // Root keeps the owner; others the group, if they are in it: no other shall have its rights.
    constexpr auto kAsItIs = static_cast<uid_t>(-1);
    const bool same_group = ::fchown(file.get(), like->st_uid, like->st_gid) == 0 ||
                            ::fchown(file.get(), kAsItIs, like->st_gid) == 0;
    const mode_t mode = like->st_mode & (same_group ? 0777U : 0707U);
    if (::fchmod(file.get(), mode) != 0) return file_failure(path, errno);
  }
  return write_all(file.get(), bytes, path);
}

/// Whether some program has the file open for writing: it may not be done. Only the owner can ask
/// (fcntl(2), leases); no answer is no.
bool is_being_written(int file) {
  // Breaking a lease raises SIGIO, which ends a process; SIGURG does nothing.
  if (::fcntl(file, F_SETSIG, SIGURG) != 0) return false;
  if (::fcntl(file, F_SETLEASE, F_RDLCK) != 0) return errno == EAGAIN;
  ::fcntl(file, F_SETLEASE, F_UNLCK);
  return false;
}

Result<void> compare(int file, std::string_view expected, const std::string& path) {
  std::array<char, std::size_t{64} * 1024> chunk{};
  for (;;) {
    const auto got = ::read(file, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_failure(path, errno);
    const std::string_view read(chunk.data(), static_cast<std::size_t>(got));
    if (!expected.starts_with(read)) return changed_meanwhile(path);
    if (read.empty() && !expected.empty()) return changed_meanwhile(path);
    if (read.empty()) return {};
    expected.remove_prefix(read.size());
  }
}

Descriptor open_file(int folder, const std::string& name) {
  // a FIFO must not hold the thread
  return Descriptor(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
}

/// Whether `name` holds `expected` and nobody is writing to it; kConflict if not.
Result<void> check(int folder, const std::string& name, std::string_view expected,
                   const std::string& path) {
  const Descriptor file = open_file(folder, name);
  if (!file.valid() && (errno == ENOENT || errno == ELOOP)) return changed_meanwhile(path);
  if (!file.valid()) return file_failure(path, errno);
  struct stat state {};
  if (::fstat(file.get(), &state) != 0) return file_failure(path, errno);
  if (!S_ISREG(state.st_mode)) return changed_meanwhile(path);
  if (is_being_written(file.get())) return being_written(path);
  return compare(file.get(), expected, path);
}

/// What is at the place, if it is a file that holds `former`. kNotFound, kInvalidArgument (a link),
/// kConflict.
Result<struct stat> look_at(int folder, const std::string& name, std::string_view former,
                            const std::string& path) {
  struct stat state {};
  if (::fstatat(folder, name.c_str(), &state, AT_SYMLINK_NOFOLLOW) != 0)
    return file_failure(path, errno);
  if (!S_ISREG(state.st_mode)) return no_file(path);
  if (auto same = check(folder, name, former, path); !same)
    return tl::unexpected(std::move(same.error()));
  return state;
}

/// Whether the file system does not know the flag of renameat2(2); NFS and some FUSEs know none.
bool is_unknown_flag(int error_number) {
  return error_number == EINVAL || error_number == ENOSYS || error_number == EOPNOTSUPP;
}

/// Renames without replacing. 0 or the error.
int rename_to_free(int from_folder, const std::string& from, int to_folder, const std::string& to) {
  if (::renameat2(from_folder, from.c_str(), to_folder, to.c_str(), RENAME_NOREPLACE) == 0)
    return 0;
  if (!is_unknown_flag(errno)) return errno;
  // A link does not replace either, but there is a moment with both names.
  if (::linkat(from_folder, from.c_str(), to_folder, to.c_str(), 0) != 0) return errno;
  return ::unlinkat(from_folder, from.c_str(), 0) == 0 ? 0 : errno;
}

int exchange(int folder, const std::string& one, const std::string& other) {
  return ::renameat2(folder, one.c_str(), folder, other.c_str(), RENAME_EXCHANGE) == 0 ? 0 : errno;
}

/// Exchanges until what comes back is what was there: another program may have put a newer file
/// over ours, and that one stays. `there` is what
/// is at the place in the beginning: ours.
void put_back(const Temporary& temporary, const std::string& name, Identity there) {
  for (int round = 0; round < kMaxExchanges; ++round) {
    const Identity next = identity_of(temporary.folder, temporary.name);
    if (exchange(temporary.folder, temporary.name, name) != 0) return;  // somebody has removed it
    if (identity_of(temporary.folder, temporary.name) == there) return;
    there = next;
  }
}

/// Where nothing can be exchanged: looks once more, as late as can be.
Result<void> replace_after_look(Temporary& temporary, const std::string& name,
                                std::string_view former, const std::string& path) {
  if (auto looked = look_at(temporary.folder, name, former, path); !looked)
    return tl::unexpected(std::move(looked.error()));
  if (::renameat(temporary.folder, temporary.name.c_str(), temporary.folder, name.c_str()) != 0)
    return file_failure(path, errno);
  temporary.gone = true;
  return {};
}

}  // namespace

Result<std::string> read(const fs::path& root, const std::string& path, std::size_t max_bytes) {
  const auto folder = InnerFolder::open_for(root, path, Missing::kRefuse);
  if (!folder) return tl::unexpected(folder.error());
  const Descriptor file = open_file(folder->get(), last_part(path));
  if (!file.valid() && errno == ELOOP) return no_file(path);
  if (!file.valid()) return file_failure(path, errno);
  struct stat state {};
  if (::fstat(file.get(), &state) != 0) return file_failure(path, errno);
  if (!S_ISREG(state.st_mode)) return no_file(path);
  std::string bytes;
  std::array<char, std::size_t{64} * 1024> chunk{};
  for (;;) {
    const auto got = ::read(file.get(), chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_failure(path, errno);
    if (got == 0) return bytes;
    bytes.append(chunk.data(), static_cast<std::size_t>(got));
    if (bytes.size() > max_bytes)
      return fail_at("path", path + " is larger than it may be.", "Make it smaller.");
  }
}

Result<void> create(const fs::path& root, const std::string& path, std::string_view bytes) {
  auto folder = InnerFolder::open_for(root, path, Missing::kMake);
  if (!folder) return tl::unexpected(std::move(folder.error()));
  const std::string name = last_part(path);
  const auto make = [&]() -> Result<void> {
    Temporary temporary(folder->get());
    if (auto written = write_new(temporary, bytes, nullptr, path); !written) return written;
    if (auto locked = folder->lock(); !locked) return locked;
    if (const int error = rename_to_free(folder->get(), temporary.name, folder->get(), name))
      return file_failure(path, error);
    temporary.gone = true;
    auto synced = folder->sync();
    if (!synced) ::unlinkat(folder->get(), name.c_str(), 0);
    return synced;
  };
  auto made = make();
  if (!made) folder->forget_made();
  return made;
}

Result<void> replace(const fs::path& root, const std::string& path, std::string_view former,
                     std::string_view bytes) {
  const auto folder = InnerFolder::open_for(root, path, Missing::kRefuse);
  if (!folder) return tl::unexpected(folder.error());
  const std::string name = last_part(path);
  const auto state = look_at(folder->get(), name, former, path);
  if (!state) return tl::unexpected(state.error());

  Temporary temporary(folder->get());
  if (auto written = write_new(temporary, bytes, &*state, path); !written) return written;
  if (auto locked = folder->lock(); !locked) return locked;
  const Descriptor held = open_file(folder->get(), temporary.name);  // its number is not reused
  const Identity ours = identity_of(folder->get(), temporary.name);
  if (const int error = exchange(folder->get(), temporary.name, name)) {
    if (!is_unknown_flag(error)) return file_failure(path, error);
    if (auto done = replace_after_look(temporary, name, former, path); !done) return done;
    return folder->sync();
  }
  auto done = check(folder->get(), temporary.name, former, path);
  if (done) done = folder->sync();
  if (!done) put_back(temporary, name, ours);
  return done;
}

Result<void> remove(const fs::path& root, const std::string& path, std::string_view former) {
  const auto folder = InnerFolder::open_for(root, path, Missing::kRefuse);
  if (!folder) return tl::unexpected(folder.error());
  const std::string name = last_part(path);
  if (auto looked = look_at(folder->get(), name, former, path); !looked)
    return tl::unexpected(std::move(looked.error()));

  if (auto locked = folder->lock(); !locked) return locked;
  Temporary taken(folder->get());
  if (const int error = rename_to_free(folder->get(), name, folder->get(), taken.name))
    return file_failure(path, error);
  auto done = check(folder->get(), taken.name, former, path);
  if (done) done = folder->sync();
  // Where a newer file has come meanwhile, that one stays.
  if (!done) taken.gone = rename_to_free(folder->get(), taken.name, folder->get(), name) == 0;
  return done;
}

Result<void> move(const fs::path& root, const std::string& from, const std::string& to) {
  const auto source = InnerFolder::open_for(root, from, Missing::kRefuse);
  if (!source) return tl::unexpected(source.error());
  const std::string name = last_part(from);
  struct stat state {};
  if (::fstatat(source->get(), name.c_str(), &state, AT_SYMLINK_NOFOLLOW) != 0)
    return file_failure(from, errno);
  if (!S_ISREG(state.st_mode)) return no_file(from);

  auto target = InnerFolder::open_for(root, to, Missing::kMake);
  if (!target) return tl::unexpected(std::move(target.error()));
  if (auto locked = source->lock(); !locked) return locked;
  const std::string new_place = last_part(to);
  if (const int error = rename_to_free(source->get(), name, target->get(), new_place)) {
    target->forget_made();
    return file_failure(error == ENOENT ? from : to, error);
  }
  auto done = target->sync();
  if (done) done = source->sync();
  if (!done && rename_to_free(target->get(), new_place, source->get(), name) == 0)
    target->forget_made();
  return done;
}

Result<std::size_t> remove_left_over(const fs::path& root) {
  std::error_code status;
  std::size_t removed = 0;
  const auto failure = [&] { return file_failure(root.string(), status.value()); };
  fs::recursive_directory_iterator at(root, fs::directory_options::skip_permission_denied, status);
  if (status) return failure();
  for (const fs::recursive_directory_iterator end; at != end; at.increment(status)) {
    if (status) return failure();
    const std::string name = at->path().filename().string();
    if (!name.starts_with('.')) continue;
    if (at.recursion_pending()) at.disable_recursion_pending();  // hidden, like .git
    if (!name.starts_with(kTemporary) ||
        at->symlink_status(status).type() != fs::file_type::regular)
      continue;
    if (::unlink(at->path().c_str()) == 0) ++removed;
  }
  if (status) return failure();
  return removed;
}

}  // namespace aplomb::durable_file
