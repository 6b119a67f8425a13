// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/git_commit_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>

#include "indexer/folder.h"
#include "indexer/git_head.h"
#include "indexer/git_index.h"
#include "indexer/git_tree.h"

namespace aplomb::git {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr const char* kOurFile = "aplomb-commit";
constexpr mode_t kNewFile = 0666;  // the umask takes from it
constexpr milliseconds kPatience{1000};
constexpr milliseconds kPause{5};
constexpr std::string_view kEnd = "end\n";

fs::path with_ending(const fs::path& path, const char* ending) {
  return path.string() + ending;
}
fs::path lock_of(const GitPlaces& places) {
  return with_ending(places.index, ".lock");
}
fs::path new_index_of(const GitPlaces& places) {
  return with_ending(places.index, ".aplomb");
}

tl::unexpected<Error> system_failure(const std::string& what, int error) {
  const std::string message = what + ": " + std::generic_category().message(error);
  if (error == ENOSPC || error == EDQUOT)
    return fail(Code::kFull, message, "Make room on the disk, then try again.");
  return fail(Code::kIo, message,
              "Give the user that Aplomb runs as the right to write to the folder .git.");
}

tl::unexpected<Error> held_elsewhere(const GitPlaces& places) {
  return fail(Code::kConflict, "Another program is changing the articles' Git repository.",
              "Try again when it is done; if no Git program runs any more, remove " +
                  lock_of(places).string() + ".");
}

bool is_ours(const fs::path& lock) {
  std::error_code status;
  return fs::read_symlink(lock, status) == kOurFile && !status;
}

bool is_there(const fs::path& path) {
  struct stat state {};
  return ::lstat(path.c_str(), &state) == 0;
}

Result<void> write_file(int file, std::string_view bytes, const std::string& what) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_failure(what, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

/// What note() has written; absent where it is not whole, and nothing has been done then.
struct Note {
  std::string reference;
  std::optional<git_oid> from;
  git_oid to{};
  std::vector<std::string> paths;
};

std::optional<Note> parse_note(std::string_view text) {
  if (!text.ends_with(kEnd)) return std::nullopt;
  text.remove_suffix(kEnd.size());
  std::vector<std::string> parts;
  for (auto end = text.find('\0'); end != std::string_view::npos; end = text.find('\0')) {
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  if (parts.size() < 3) return std::nullopt;
  const auto to = from_hex(parts[2]);
  if (!to) return std::nullopt;
  return Note{parts[0], from_hex(parts[1]), *to, {parts.begin() + 3, parts.end()}};
}

/// A crash while the reference was written leaves its lock. Who else holds it has it for
/// milliseconds.
void remove_lock_of_reference(const GitPlaces& places, const std::string& reference) {
  const fs::path lock = with_ending(file_of(places, reference), ".lock");
  for (milliseconds waited{0}; is_there(lock); waited += kPause) {
    if (waited >= kPatience) {
      ::unlink(lock.c_str());
      return;
    }
    std::this_thread::sleep_for(kPause);
  }
}

/// Has the index follow where HEAD has moved and it has not. Whether it has changed.
Result<bool> follow_in(IndexFile& index, git_repository* repository, const Note& note) {
  Odb odb;
  if (const int error = git_repository_odb(Out(odb), repository))
    return failure(error, "opening the objects");
  const auto head = read_head(repository);
  if (!head) return tl::unexpected(head.error());
  const auto to = tree_of(repository, note.to);
  if (!to || !head->tree) return false;  // a power cut has taken it; then nothing points to it
  std::optional<git_oid> from;
  if (note.from) {
    const auto tree = tree_of(repository, *note.from);
    if (!tree) return tl::unexpected(tree.error());
    from = *tree;
  }
  TreeReader reader(odb.get());
  bool changed = false;
  for (const std::string& path : note.paths) {
    const auto before =
        from ? reader.find(*from, path) : Result<std::optional<TreeEntry>>(std::nullopt);
    const auto after = reader.find(*to, path);
    const auto now = reader.find(*head->tree, path);
    if (!before) return tl::unexpected(before.error());
    if (!after) return tl::unexpected(after.error());
    if (!now) return tl::unexpected(now.error());
    const auto found = index.find(path);
    if (*now != *after || found.unclear || found.entry != *before || *before == *after) continue;
    index.set(path, *after);
    changed = true;
  }
  return changed;
}

}  // namespace

fs::path file_of(const GitPlaces& places, const std::string& reference) {
  return (reference == "HEAD" ? places.folder : places.common) / reference;
}

CommitLock::CommitLock(CommitLock&& other) noexcept
    : places_(std::move(other.places_)),
      file_(std::move(other.file_)),
      keeps_note_(other.keeps_note_) {}

CommitLock::~CommitLock() {
  if (!file_.valid()) return;
  // In this order: a note that is gone says that the index has followed.
  const bool done = keeps_note_ || ::ftruncate(file_.get(), 0) == 0;
  if (done && is_ours(lock_of(places_))) ::unlink(lock_of(places_).c_str());
}

Result<CommitLock> CommitLock::take(git_repository* repository, const GitPlaces& places) {
  CommitLock lock(places);
  Descriptor file(::open((places.folder / kOurFile).c_str(),
                         O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, kNewFile));
  if (!file.valid()) return system_failure("cannot write to the Git repository", errno);
  while (::flock(file.get(), LOCK_EX) != 0)
    if (errno != EINTR) return system_failure("cannot lock the Git repository", errno);
  const bool stale = is_ours(lock_of(places));
  if (!stale)
    if (auto taken = lock.take_link(); !taken) return tl::unexpected(std::move(taken.error()));
  lock.file_ = std::move(file);
  if (auto undone = lock.mend_left_over(repository); !undone) {
    ::unlink(lock_of(places).c_str());
    lock.file_ = {};  // the note stays for the next try
    return tl::unexpected(std::move(undone.error()));
  }
  return lock;
}

bool CommitLock::is_left_over(const GitPlaces& places) {
  struct stat note {};
  return is_ours(lock_of(places)) ||
         (::stat((places.folder / kOurFile).c_str(), &note) == 0 && note.st_size > 0);
}

bool CommitLock::is_held_elsewhere(const GitPlaces& places) {
  const fs::path lock = lock_of(places);
  for (milliseconds waited{0}; is_there(lock) && !is_ours(lock); waited += kPause) {
    if (waited >= kPatience) return true;
    std::this_thread::sleep_for(kPause);
  }
  return false;
}

Result<void> CommitLock::take_link() const {
  const fs::path lock = lock_of(places_);
  for (milliseconds waited{0};; waited += kPause) {
    if (::symlink(kOurFile, lock.c_str()) == 0) return {};
    if (errno != EEXIST) return system_failure("cannot lock the Git repository", errno);
    if (waited >= kPatience) return held_elsewhere(places_);
    std::this_thread::sleep_for(kPause);
  }
}

Result<void> CommitLock::mend_left_over(git_repository* repository) const {
  ::unlink(new_index_of(places_).c_str());
  const auto text = read_file(places_.folder / kOurFile);
  if (!text) return tl::unexpected(text.error());
  const auto note = parse_note(*text);
  if (note) {
    remove_lock_of_reference(places_, note->reference);
    auto index = IndexFile::read(places_.index);
    if (!index) return tl::unexpected(std::move(index.error()));
    const auto changed = follow_in(*index, repository, *note);
    if (!changed) return tl::unexpected(changed.error());
    if (*changed)
      if (auto written = write_index(std::move(*index).to_bytes()); !written) return written;
  }
  if (!text->empty() && ::ftruncate(file_.get(), 0) != 0)
    return system_failure("cannot write to the Git repository", errno);
  return {};
}

Result<void> CommitLock::note(const Head& head, const git_oid& to,
                              const std::vector<std::string>& paths) const {
  std::string text =
      head.reference + '\0' + (head.id ? to_hex(*head.id) : "") + '\0' + to_hex(to) + '\0';
  for (const std::string& path : paths) text += path + '\0';
  if (::ftruncate(file_.get(), 0) != 0)
    return system_failure("cannot write to the Git repository", errno);
  return write_file(file_.get(), text.append(kEnd), "cannot write to the Git repository");
}

fs::path CommitLock::note_file() const {
  return places_.folder / kOurFile;
}

Result<void> CommitLock::write_index(std::string_view bytes) const {
  const fs::path made = new_index_of(places_);
  struct stat former {};
  const bool existed = ::stat(places_.index.c_str(), &former) == 0;
  const auto give_up = [&](tl::unexpected<Error> error) {
    ::unlink(made.c_str());
    return error;
  };
  const Descriptor file(
      ::open(made.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, kNewFile));
  if (!file.valid()) return system_failure("cannot write Git's index", errno);
  if (existed && ::fchmod(file.get(), former.st_mode & 0777U) != 0)
    return give_up(system_failure("cannot write Git's index", errno));
  if (auto written = write_file(file.get(), bytes, "cannot write Git's index"); !written)
    return give_up(tl::unexpected(std::move(written.error())));
  if (::rename(made.c_str(), places_.index.c_str()) != 0)
    return give_up(system_failure("cannot write Git's index", errno));
  return {};
}

}  // namespace aplomb::git
