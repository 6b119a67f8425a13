// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/desk_file.h"

#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

#include "desk/migrations.h"
#include "engine/descriptor.h"

namespace aplomb::desk {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnly = 0600;

/// SQLite's header (sqlite.org/fileformat.html, 1.3): its magic words, and the application's id as
/// a big-endian number.
constexpr std::string_view kMagic{"SQLite format 3\0", 16};
constexpr std::size_t kApplicationIdAt = 68;
constexpr std::size_t kHeaderBytes = 100;

tl::unexpected<Error> system_failure(const std::string& what, int error) {
  return fail(error == ENOSPC || error == EDQUOT ? Code::kFull : Code::kIo,
              what + ": " + std::generic_category().message(error),
              "check the disk and this user's rights in the data folder");
}

/// A new desk's file: no tables, but known by its first bytes, and in WAL mode for good.
Result<void> make_file(const fs::path& dir, const fs::path& file) {
  std::string made = (dir / "desk.db.new-XXXXXX").string();
  if (const Descriptor created(::mkstemp(made.data())); created.get() < 0)  // 0600
    return system_failure("cannot make a file in " + dir.string(), errno);
  struct Remover {
    const std::string& file;
    ~Remover() { ::unlink(file.c_str()); }
  } const remover{made};
  {
    SQLite::Database database(made, SQLite::OPEN_READWRITE);
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA journal_mode = WAL");
  }
  // a link, since rename would replace what another process has just made
  if (::link(made.c_str(), file.c_str()) != 0 && errno != EEXIST)
    return system_failure("cannot make " + file.string(), errno);
  const Descriptor folder(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0)
    return system_failure("cannot sync " + dir.string(), errno);
  return {};
}

Result<void> check_file(const fs::path& file) {
  const Descriptor opened(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (opened.get() < 0) return system_failure("cannot read " + file.string(), errno);
  struct stat status {};
  if (::fstat(opened.get(), &status) != 0 || !S_ISREG(status.st_mode))
    return fail(Code::kDamaged, file.string() + " is no regular file", "put it aside");
  std::array<char, kHeaderBytes> header{};
  const bool whole =
      ::read(opened.get(), header.data(), header.size()) == static_cast<ssize_t>(header.size());
  if (!whole || std::string_view(header.data(), kMagic.size()) != kMagic)
    return fail(Code::kDamaged, file.string() + " is damaged: it does not begin as a database does",
                "put it aside and restore it from a backup; nothing in it was changed");
  std::uint32_t id = 0;
  for (std::size_t i = 0; i < 4; ++i)
    id = id << 8U | static_cast<unsigned char>(header.at(kApplicationIdAt + i));
  if (id != static_cast<std::uint32_t>(kApplicationId))
    return fail(Code::kDamaged, file.string() + " is some other program's database",
                "put it elsewhere, or choose another --data; nothing in it was changed");
  return {};
}

/// SQLite gives `-wal` and `-shm` the rights of the database when it makes them.
Result<void> keep_from_others(const fs::path& file) {
  for (const char* companion : {"", "-wal", "-shm"}) {
    const std::string name = file.string() + companion;
    struct stat status {};
    if (::lstat(name.c_str(), &status) != 0) continue;  // not there now
    if ((status.st_mode & 0777U) != kOwnerOnly && ::chmod(name.c_str(), kOwnerOnly) != 0)
      return system_failure("cannot keep others from reading " + name, errno);
  }
  return {};
}

}  // namespace

Result<fs::path> prepare_desk_file(const fs::path& data_dir) {
  std::error_code failed;
  fs::create_directories(data_dir, failed);
  const fs::path dir = failed ? fs::path() : fs::canonical(data_dir, failed);
  if (failed) return system_failure("cannot use " + data_dir.string(), failed.value());
  fs::path file = dir / "desk.db";
  const auto status = fs::symlink_status(file, failed);
  if (fs::is_symlink(status))
    return fail(Code::kInvalidArgument, file.string() + " is a symbolic link",
                "let --data name the folder that holds the file itself");
  Result<void> made;
  if (status.type() == fs::file_type::not_found) made = make_file(dir, file);
  return made.and_then([&] { return check_file(file); })
      .and_then([&] { return keep_from_others(file); })
      .map([&] { return std::move(file); });
}

}  // namespace aplomb::desk
