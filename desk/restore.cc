// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <map>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "desk/archive.h"
#include "desk/backup.h"
#include "desk/desk_copy.h"
#include "desk/digest.h"
#include "engine/descriptor.h"
#include "indexer/scratch_folder.h"

namespace aplomb::desk {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::string_view kArticles = "articles/";
constexpr const char* kDesk = "desk.db";
constexpr const char* kManifest = "manifest.json";
constexpr std::size_t kMaxManifestBytes = std::size_t{256} * 1024 * 1024;
constexpr mode_t kOwnerOnly = 0600;

tl::unexpected<Error> system_failure(const std::string& what, int error) {
  return fail(error == ENOSPC || error == EDQUOT ? Code::kFull : Code::kIo,
              what + ": " + std::generic_category().message(error),
              "Check the disk and this user's rights there; nothing has changed.");
}

tl::unexpected<Error> damaged(const std::string& what) {
  return fail(Code::kDamaged, "The backup is damaged: " + what + ".",
              "Take another one; nothing has changed.");
}

/// An archive unpacked into a folder of its own.
class Unpacked {
 public:
  explicit Unpacked(fs::path folder) : folder_(std::move(folder)) {}

  Result<void> unpack(const fs::path& archive) {
    std::error_code status;
    fs::create_directory(folder_ / "articles", status);
    if (auto done = read_archive(
            archive,
            [this](const ArchivedFile& file, const ReadPiece& read) { return take(file, read); });
        !done)
      return done;
    return compare();
  }

  [[nodiscard]] std::size_t files() const { return found_.size(); }
  [[nodiscard]] bool has_desk() const { return found_.contains(kDesk); }

 private:
  struct Found {
    std::uint64_t size = 0;
    std::string digest;
    bool operator==(const Found&) const = default;
  };

  Result<void> take(const ArchivedFile& file, const ReadPiece& read) {
    if (!manifest_.empty()) return damaged("something follows its manifest");
    if (file.path == kManifest) return take_manifest(read);
    const bool article = file.path.starts_with(kArticles);
    // A hook is a program that Git runs; no backup has any.
    if ((!article && file.path != kDesk) || file.path.starts_with("articles/.git/hooks/") ||
        found_.contains(file.path))
      return damaged("it holds " + file.path);
    return write(file, read);
  }

  Result<void> take_manifest(const ReadPiece& read) {
    for (;;) {
      const auto piece = read();
      if (!piece) return tl::unexpected(piece.error());
      if (piece->empty()) return {};
      manifest_.append(*piece);
      if (manifest_.size() > kMaxManifestBytes) return damaged("its manifest has no end");
    }
  }

  Result<void> write(const ArchivedFile& file, const ReadPiece& read) {
    const fs::path path = folder_ / file.path;
    std::error_code status;
    fs::create_directories(path.parent_path(), status);
    const Descriptor opened(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly));
    if (!opened.valid()) return system_failure(path.string() + " cannot be written", errno);
    Found found;
    Digest digest;
    for (;;) {
      const auto piece = read();
      if (!piece) return tl::unexpected(piece.error());
      if (piece->empty()) break;
      digest.add(*piece);
      found.size += piece->size();
      for (std::string_view rest = *piece; !rest.empty();) {
        const auto written = ::write(opened.get(), rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return system_failure(path.string() + " cannot be written", errno);
        rest.remove_prefix(static_cast<std::size_t>(written));
      }
    }
    const std::array<timespec, 2> times{{{file.modified_s, 0}, {file.modified_s, 0}}};
    const mode_t mode = file.path == kDesk ? kOwnerOnly : (file.mode & 0777U) | kOwnerOnly;
    if (::fchmod(opened.get(), mode) != 0 || ::futimens(opened.get(), times.data()) != 0)
      return system_failure(path.string() + " cannot be written", errno);
    found.digest = digest.finish();
    found_[file.path] = std::move(found);
    return {};
  }

  Result<void> compare() {
    if (manifest_.empty()) return damaged("its end is missing");
    const json manifest = json::parse(manifest_, nullptr, false);
    if (!manifest.is_object() || !manifest.value("files", json()).is_array())
      return damaged("its manifest does not read");
    if (manifest.value("format", json()) != 1)
      return fail(Code::kSchemaMismatch, "The backup is of a newer version of Aplomb.",
                  "Restore it with that one; nothing has changed.");
    std::map<std::string, Found> meant;
    for (const json& file : manifest["files"]) {
      if (!file.is_object() || !file.value("path", json()).is_string() ||
          !file.value("size", json()).is_number_unsigned() ||
          !file.value("sha256", json()).is_string())
        return damaged("its manifest does not read");
      meant[file["path"]] = {file["size"], file["sha256"]};
    }
    if (meant != found_) return damaged("its files are not those of its manifest");
    return make_links(manifest.value("links", json::array()));
  }

  Result<void> make_links(const json& links) {
    for (const json& link : links) {
      if (!link.is_object() || !link.value("path", json()).is_string() ||
          !link.value("target", json()).is_string())
        return damaged("its manifest does not read");
      const std::string path = link["path"], target = link["target"];
      if (!is_inner_link(path, target)) continue;  // it would lead out, and did so before
      std::error_code status;
      fs::create_directories((folder_ / path).parent_path(), status);
      fs::create_symlink(target, folder_ / path, status);
      if (status) return system_failure(path + " cannot be made", status.value());
    }
    return {};
  }

  /// Whether the link is an article's and leads to some place among them. `..` stands at the
  /// beginning of its target only, since behind another link it leads elsewhere than it seems.
  static bool is_inner_link(const fs::path& path, const fs::path& target) {
    const fs::path plain = path.lexically_normal();
    if (plain != path || !plain.string().starts_with(kArticles) || target.empty() ||
        target.is_absolute())
      return false;
    bool went_down = false;
    for (const fs::path& part : target) {
      if (part == ".." && went_down) return false;
      went_down = went_down || part != "..";
    }
    return (plain.parent_path() / target).lexically_normal().string().starts_with(kArticles);
  }

  fs::path folder_;
  std::map<std::string, Found> found_;
  std::string manifest_;
};

std::string suffix_of(std::chrono::sys_seconds now) {
  const std::time_t seconds = now.time_since_epoch().count();
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  (void)std::strftime(text.data(), text.size(), "%Y%m%d-%H%M%S", &parts);
  return std::string(".before-restore-") + text.data();
}

/// Renames that are taken back unless they are all done.
class Moves {
 public:
  explicit Moves(std::string suffix) : suffix_(std::move(suffix)) {}
  Moves(const Moves&) = delete;
  Moves& operator=(const Moves&) = delete;
  ~Moves() {
    if (kept_) return;
    while (!done_.empty()) {
      ::rename(done_.back().second.c_str(), done_.back().first.c_str());
      done_.pop_back();
    }
  }

  Result<void> move(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0)
      return system_failure(from.string() + " cannot be moved to " + to.string(), errno);
    done_.emplace_back(from, to);
    return {};
  }

  /// Nothing where nothing is.
  Result<void> put_aside(const fs::path& path) {
    std::error_code status;
    if (!fs::exists(fs::symlink_status(path, status))) return {};
    const fs::path aside = path.string() + suffix_;
    auto moved = move(path, aside);
    if (moved) aside_.push_back(aside);
    return moved;
  }

  std::vector<fs::path> keep() {
    kept_ = true;
    return std::move(aside_);
  }

 private:
  std::string suffix_;
  std::vector<std::pair<fs::path, fs::path>> done_;
  std::vector<fs::path> aside_;
  bool kept_ = false;
};

Result<void> sync(const fs::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.valid() || ::syncfs(opened.get()) != 0)
    return system_failure(folder.string() + " cannot be synced", errno);
  return {};
}

/// Whether something is there that is not to be lost.
bool is_taken(const fs::path& path) {
  std::error_code status;
  const auto there = fs::symlink_status(path, status);
  if (!fs::exists(there)) return false;
  return !fs::is_directory(there) || !fs::is_empty(path, status);
}

Result<void> check_places(const RestoreOptions& options, const fs::path& articles) {
  const auto used = is_desk_in_use(options.data);
  if (used && *used)
    return fail(Code::kConflict, "A server or a command has " + options.data.string() + " open.",
                "Stop it; then restore.");
  if (options.force) return {};
  for (const fs::path& each : {articles, options.data / kDesk})
    if (is_taken(each))
      return fail(Code::kConflict, "There is something at " + each.string() + " already.",
                  "With --force it is put aside, under a name with the date.");
  return {};
}

}  // namespace

Result<RestoreDone> restore(const RestoreOptions& options) {
  std::error_code status;
  fs::path articles = fs::weakly_canonical(fs::absolute(options.articles), status);
  if (articles.filename().empty()) articles = articles.parent_path();
  if (auto free = check_places(options, articles); !free)
    return tl::unexpected(std::move(free.error()));
  // Beside the articles, so that the folder can be moved there at once.
  const auto scratch = ScratchFolder::make(articles.parent_path(), ".aplomb-restore");
  if (!scratch) return tl::unexpected(scratch.error());
  const auto for_desk = ScratchFolder::make(options.data, ".aplomb-restore");
  if (!for_desk) return tl::unexpected(for_desk.error());
  Unpacked unpacked(scratch->path());
  if (auto whole = unpacked.unpack(options.from); !whole)
    return tl::unexpected(std::move(whole.error()));
  const fs::path new_desk = for_desk->path() / kDesk;
  if (unpacked.has_desk()) {
    // The data folder may be on another disk.
    if (!fs::copy_file(scratch->path() / kDesk, new_desk, status))
      return system_failure(new_desk.string() + " cannot be written", status.value());
    if (auto sound = check_desk_copy(new_desk); !sound)
      return tl::unexpected(std::move(sound.error()));
  }
  for (const fs::path& each : {scratch->path(), for_desk->path()})
    if (auto synced = sync(each); !synced) return tl::unexpected(std::move(synced.error()));
  if (auto free = check_places(options, articles); !free)  // it has taken a while
    return tl::unexpected(std::move(free.error()));

  Moves moves(suffix_of(options.now));
  const auto exchange = [&]() -> Result<void> {
    if (is_taken(articles))
      if (auto done = moves.put_aside(articles); !done) return done;
    if (auto done = moves.move(scratch->path() / "articles", articles); !done) return done;
    if (!unpacked.has_desk()) return {};
    const std::string desk = (options.data / kDesk).string();
    for (const char* companion : {"", "-wal", "-shm"})
      if (auto done = moves.put_aside(desk + companion); !done) return done;
    return moves.move(new_desk, desk);
  };
  if (auto done = exchange(); !done) return tl::unexpected(std::move(done.error()));
  for (const fs::path& each : {articles.parent_path(), options.data})
    if (auto synced = sync(each); !synced) return tl::unexpected(std::move(synced.error()));
  return RestoreDone{
      .files = unpacked.files(), .desk = unpacked.has_desk(), .put_aside = moves.keep()};
}

}  // namespace aplomb::desk
