// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "desk/archive.h"
#include "desk/desk_copy.h"
#include "desk/digest.h"
#include "engine/descriptor.h"
#include "engine/unicode.h"
#include "indexer/scratch_folder.h"

namespace aplomb::desk {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Up to here a file is read whole before it is written, and again if it has changed meanwhile;
/// above it is written as it is read. Such are Git's packs, which never change, and films.
constexpr std::uint64_t kMaxHeldBytes = std::uint64_t{16} * 1024 * 1024;
constexpr int kMaxReadings = 20;
constexpr int kMaxListings = 10;

tl::unexpected<Error> system_failure(const std::string& what, int error) {
  return fail(error == ENOSPC || error == EDQUOT ? Code::kFull : Code::kIo,
              what + ": " + std::generic_category().message(error),
              "Check the disk and this user's rights there.");
}

bool is_same(const struct stat& one, const struct stat& other) {
  return one.st_size == other.st_size && one.st_mtim.tv_sec == other.st_mtim.tv_sec &&
         one.st_mtim.tv_nsec == other.st_mtim.tv_nsec;
}

/// The bytes that the file has, at most `size`.
Result<std::string> read_up_to(int file, std::uint64_t size, off_t from, const fs::path& path) {
  std::string bytes(size, '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const auto got =
        ::pread(file, bytes.data() + have, bytes.size() - have, from + static_cast<off_t>(have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure(path.string() + " cannot be read", errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

bool is_temporary(std::string_view name) {
  return name.starts_with(".aplomb-");
}

/// What of a repository comes and goes, and the hooks, which are programs.
bool is_left_out_of_git(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  return path.starts_with("hooks/") || name.ends_with(".lock") || name.starts_with("tmp_") ||
         name == "aplomb-commit" || name == "index.aplomb";
}

/// The files below a folder, by path within it; links as well.
template <class Wanted>
Result<std::vector<std::string>> list(const fs::path& root, Wanted&& wanted) {
  std::vector<std::string> paths;
  std::error_code status;
  fs::recursive_directory_iterator at(root, status);
  for (const fs::recursive_directory_iterator end; !status && at != end; at.increment(status)) {
    const std::string path = at->path().lexically_relative(root).string();
    std::error_code gone;
    const bool folder = !at->is_symlink(gone) && at->is_directory(gone);
    if (!wanted(path))
      at.disable_recursion_pending();
    else if (!folder)
      paths.push_back(path);
  }
  // A folder that goes meanwhile is no failure; that there is none is.
  if (status && status != std::errc::no_such_file_or_directory)
    return system_failure(root.string() + " cannot be listed", status.value());
  std::ranges::sort(paths);
  return paths;
}

class Backup {
 public:
  Backup(const BackupOptions& options, ArchiveWriter& archive)
      : options_(options), archive_(archive) {}

  Result<BackupDone> run(const fs::path& scratch) {
    const fs::path git = options_.articles / ".git";
    std::error_code status;
    done_.history = fs::is_directory(fs::symlink_status(git, status));
    const auto all = [&]() -> Result<void> {
      if (done_.history)
        if (auto added = add_all(git, "articles/.git",
                                 [](const std::string& path) {
                                   return path != "objects" && !is_left_out_of_git(path);
                                 });
            !added)
          return added;
      if (auto added = add_all(options_.articles, "articles",
                               [](const std::string& path) {
                                 return path != ".git" &&
                                        !is_temporary(path.substr(path.rfind('/') + 1));
                               });
          !added)
        return added;
      if (auto added = add_objects(git / "objects"); !added) return added;
      if (auto added = add_desk(scratch); !added) return added;
      if (auto added = add_manifest(); !added) return added;
      return archive_.finish();
    };
    if (auto added = all(); !added) return tl::unexpected(std::move(added.error()));
    return std::move(done_);
  }

 private:
  /// Lists again until nothing new is found: what is moved meanwhile must not be missed.
  template <class Wanted>
  Result<void> add_all(const fs::path& root, const std::string& prefix, Wanted&& wanted) {
    for (int listing = 0; listing < kMaxListings; ++listing) {
      const auto paths = list(root, wanted);
      if (!paths) return tl::unexpected(paths.error());
      bool found = false;
      for (const std::string& path : *paths) {
        if (!seen_.insert(prefix + "/" + path).second) continue;
        found = true;
        if (auto added = add(prefix + "/" + path, root / path); !added) return added;
      }
      if (!found) break;
    }
    return {};
  }

  /// Single objects first: packing puts them into a pack before it removes them.
  Result<void> add_objects(const fs::path& objects) {
    if (!done_.history) return {};
    constexpr const char* kPlace = "articles/.git/objects";
    const auto tidy = [](const std::string& path) { return !is_left_out_of_git(path); };
    if (auto added = add_all(objects, kPlace,
                             [&](const std::string& path) { return path != "pack" && tidy(path); });
        !added)
      return added;
    std::error_code status;
    if (fs::exists(objects / "info" / "alternates", status))
      done_.notes.emplace_back("the repository borrows objects from another; those are not in it");
    if (!fs::exists(objects / "pack", status)) return {};
    return add_all(objects / "pack", std::string(kPlace) + "/pack", tidy);
  }

  Result<void> add(const std::string& path, const fs::path& file) {
    if (path != to_valid_utf8(path)) {
      done_.notes.push_back(to_valid_utf8(path) + ": its name is not UTF-8");
      return {};
    }
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!opened.valid() && errno == ENOENT) return {};  // it has gone meanwhile
    if (!opened.valid() && errno == ELOOP) return add_link(path, file);
    struct stat state {};
    if (!opened.valid() || ::fstat(opened.get(), &state) != 0)
      return system_failure(file.string() + " cannot be read", errno);
    if (!S_ISREG(state.st_mode)) {
      done_.notes.push_back(path + ": no file");
      return {};
    }
    return static_cast<std::uint64_t>(state.st_size) <= kMaxHeldBytes
               ? add_whole(path, file, opened.get(), state)
               : add_large(path, file, opened.get(), state);
  }

  Result<void> add_link(const std::string& path, const fs::path& file) {
    std::error_code status;
    const std::string target = fs::read_symlink(file, status).string();
    if (!status && target == to_valid_utf8(target))
      links_.push_back({{"path", path}, {"target", target}});
    return {};
  }

  Result<void> add_whole(const std::string& path, const fs::path& file, int opened,
                         struct stat state) {
    for (int reading = 0; reading < kMaxReadings; ++reading) {
      // One byte more, so that it is seen to have grown.
      const auto size = static_cast<std::uint64_t>(state.st_size);
      const auto bytes = read_up_to(opened, size + 1, 0, file);
      if (!bytes) return tl::unexpected(bytes.error());
      struct stat after {};
      if (::fstat(opened, &after) != 0)
        return system_failure(file.string() + " cannot be read", errno);
      if (bytes->size() == size && is_same(state, after)) return add_bytes(path, *bytes, state);
      state = after;
      ::usleep(10'000);
    }
    return fail(Code::kUnavailable, file.string() + " changes all the time.",
                "Try again when nothing writes to it.");
  }

  Result<void> add_bytes(const std::string& path, std::string_view bytes,
                         const struct stat& state) {
    Digest digest;
    digest.add(bytes);
    auto written = begin(path, bytes.size(), state);
    if (written) written = archive_.write(bytes);
    if (written) note(path, bytes.size(), digest.finish());
    return written;
  }

  Result<void> add_large(const std::string& path, const fs::path& file, int opened,
                         const struct stat& state) {
    const auto size = static_cast<std::uint64_t>(state.st_size);
    if (auto begun = begin(path, size, state); !begun) return begun;
    Digest digest;
    for (std::uint64_t at = 0; at < size;) {
      const auto piece =
          read_up_to(opened, std::min(kMaxHeldBytes, size - at), static_cast<off_t>(at), file);
      if (!piece) return tl::unexpected(piece.error());
      if (piece->empty())
        return fail(Code::kUnavailable, file.string() + " was cut short meanwhile.", "Try again.");
      digest.add(*piece);
      if (auto written = archive_.write(*piece); !written) return written;
      at += piece->size();
    }
    note(path, size, digest.finish());
    return {};
  }

  Result<void> begin(const std::string& path, std::uint64_t size, const struct stat& state) {
    return archive_.begin({.path = path,
                           .size_bytes = size,
                           .modified_s = state.st_mtim.tv_sec,
                           .mode = state.st_mode & 0777U});
  }

  void note(const std::string& path, std::uint64_t size, std::string digest) {
    files_.push_back({{"path", path}, {"size", size}, {"sha256", std::move(digest)}});
    ++done_.files;
    done_.bytes += size;
  }

  Result<void> add_desk(const fs::path& scratch) {
    auto copied = copy_desk(options_.data, scratch / "desk.db");
    if (!copied && copied.error().code == Code::kNotFound) return {};
    if (!copied) return copied;
    done_.desk = true;
    return add("desk.db", scratch / "desk.db");
  }

  Result<void> add_manifest() {
    struct stat state {};
    state.st_mtim.tv_sec = options_.now.time_since_epoch().count();
    state.st_mode = 0644;
    const std::string text = Json{
        {"format", 1},
        {"made_by", options_.made_by},
        {"made_at", state.st_mtim.tv_sec},
        {"files", files_},
        {"links", links_}}.dump(1);
    if (auto begun = begin("manifest.json", text.size(), state); !begun) return begun;
    return archive_.write(text);
  }

  const BackupOptions& options_;
  ArchiveWriter& archive_;
  BackupDone done_;
  std::set<std::string> seen_;
  Json files_ = Json::array(), links_ = Json::array();
};

/// `aplomb-20260110-173000.tar.gz`
std::string name_of_date(std::chrono::sys_seconds now) {
  const std::time_t seconds = now.time_since_epoch().count();
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  (void)std::strftime(text.data(), text.size(), "%Y%m%d-%H%M%S", &parts);
  return std::string("aplomb-") + text.data() + ".tar.gz";
}

Result<fs::path> place_for(const BackupOptions& options) {
  std::error_code status;
  fs::path file =
      fs::is_directory(options.to, status) ? options.to / name_of_date(options.now) : options.to;
  const std::string name = file.filename().string();
  if (!name.ends_with(".tar.gz") && !name.ends_with(".tgz") && !name.ends_with(".tar"))
    return fail(Code::kInvalidArgument, "A backup's name ends in .tar.gz, .tgz or .tar.",
                "Or name a folder that is there, for a name of the date.");
  if (fs::exists(fs::symlink_status(file, status)))
    return fail(Code::kConflict, file.string() + " is there already.", "Choose another name.");
  if (!fs::is_directory(options.articles, status))
    return fail(Code::kNotFound,
                "There is no articles folder at " + options.articles.string() + ".",
                "Name it with --articles.");
  return fs::absolute(file);
}

}  // namespace

Result<BackupDone> back_up(const BackupOptions& options) {
  const auto file = place_for(options);
  if (!file) return tl::unexpected(file.error());
  const fs::path folder = file->parent_path();
  const auto scratch = ScratchFolder::make(folder, ".aplomb-backup");
  if (!scratch) return tl::unexpected(scratch.error());
  const fs::path made = scratch->path() / "backup";
  constexpr mode_t kOwnerOnly = 0600;
  const Descriptor opened(
      ::open(made.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly));
  if (!opened.valid()) return system_failure("a backup cannot be written there", errno);
  auto archive = ArchiveWriter::create(opened.get(), file->string().ends_with("gz"));
  if (!archive) return tl::unexpected(archive.error());
  auto done = Backup(options, *archive).run(scratch->path());
  if (!done) return done;
  const Descriptor within(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (::fsync(opened.get()) != 0 || ::link(made.c_str(), file->c_str()) != 0 || !within.valid() ||
      ::fsync(within.get()) != 0)
    return system_failure(file->string() + " cannot be written", errno);
  done->file = *file;
  return done;
}

}  // namespace aplomb::desk
