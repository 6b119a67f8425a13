// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "engine/unicode.h"
#include "indexer/article_reader.h"
#include "indexer/finding_log.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxDepth = 64;

Finding finding_of(const std::string& path, std::string message, std::string hint,
                   Rule rule = Rule::kUnreadableFile) {
  return make_finding(rule, to_valid_utf8(path), 0, std::move(message), std::move(hint));
}

/// What says nothing of the file: a listing without it would take its article for gone.
bool is_passing(int number) {
  return number == EMFILE || number == ENFILE || number == ENOMEM || number == EIO;
}

Error passing_error(const std::string& what, int number) {
  return {Code::kUnavailable,
          what + " cannot be read now: " + std::generic_category().message(number),
          "it is tried again"};
}

bool leads_into(const fs::path& real_root, const fs::path& link) {
  std::error_code status;
  const fs::path target = fs::canonical(link, status);
  if (status) return false;
  return std::ranges::mismatch(real_root, target).in1 == real_root.end();
}

/// A file with the name of an article, in none but plain folders. `real_root()` is asked for links.
template <class RealRoot>
LookedAt look_at_file(const fs::path& file, const std::string& path, bool link,
                      RealRoot&& real_root) {
  const auto left_out = [&](std::string message, std::string hint) {
    return LookedAt{{}, finding_of(path, std::move(message), std::move(hint))};
  };
  if (path != to_valid_utf8(path))
    return left_out("the file's name is not UTF-8", "rename the file");
  if (link && !leads_into(real_root(), file))
    return left_out("a link that leads out of the folder or nowhere, left out",
                    "copy the file here");
  struct stat about {};
  if (::stat(file.c_str(), &about) != 0) {
    if (errno == ENOENT) return {};  // gone since it was listed
    return left_out("cannot be read: " + std::generic_category().message(errno), "");
  }
  if (!S_ISREG(about.st_mode)) return left_out("is not a regular file", "");
  const auto size = static_cast<std::uint64_t>(about.st_size);
  if (size > kMaxArticleBytes)
    return left_out("is over 4 MiB (" + std::to_string(size) + " bytes)",
                    "split it into several articles");
  constexpr std::int64_t kSecond = 1'000'000'000;
  return {
      SourceFile{path, size, std::int64_t{about.st_mtim.tv_sec} * kSecond + about.st_mtim.tv_nsec},
      {}};
}

class Walk {
 public:
  explicit Walk(fs::path root) : root_(std::move(root)) {}

  Result<FolderListing> run() {
    std::error_code status;
    real_root_ = fs::canonical(root_, status);
    if (status || !fs::is_directory(real_root_, status))
      return fail(Code::kNotFound, "there is no articles folder at " + root_.string(),
                  "make it, or name another with --articles");
    visit(root_, "", 0);
    if (failed_) return tl::unexpected<Error>(*std::move(failed_));
    if (!opened_root_)
      return fail(Code::kIo, "cannot read the folder " + root_.string(),
                  "give this user the right to read it");
    std::ranges::sort(listing_.files, {}, &SourceFile::path);
    std::ranges::sort(listing_.left_out, {}, &Finding::path);
    return std::move(listing_);
  }

 private:
  void leave_out(const std::string& path, std::string message, std::string hint,
                 Rule rule = Rule::kUnreadableFile) {
    listing_.left_out.push_back(finding_of(path, std::move(message), std::move(hint), rule));
  }

  void visit(const fs::path& dir, const std::string& prefix, std::size_t depth) {
    std::error_code status;
    fs::directory_iterator at(dir, status);
    if (is_passing(status.value())) return fail_for_now(dir, status.value());
    if (status) {
      leave_out(prefix, "the folder cannot be read: " + status.message(),
                "give this user the right to read it");
      return;
    }
    opened_root_ = true;
    for (const fs::directory_iterator end; at != end; at.increment(status)) {
      if (status) break;
      take(*at, prefix, depth);
    }
    if (is_passing(status.value())) return fail_for_now(dir, status.value());
    if (status) leave_out(prefix, "the folder was not read to its end: " + status.message(), "");
  }

  void fail_for_now(const fs::path& dir, int number) {
    if (!failed_) failed_ = passing_error("the folder " + dir.string(), number);
  }

  void take(const fs::directory_entry& entry, const std::string& prefix, std::size_t depth) {
    const std::string name = entry.path().filename().string();
    const std::string path = prefix.empty() ? name : prefix + "/" + name;
    std::error_code status;
    const bool link = entry.is_symlink(status);
    const bool folder = entry.is_directory(status);
    if (name.starts_with('.')) {
      if (folder || is_markdown(name))
        leave_out(path, folder ? "hidden folder, left out" : "hidden file, left out",
                  "rename it without the dot to take it in", Rule::kLeftOut);
      return;
    }
    if (folder && !link) {
      if (depth < kMaxDepth) return visit(entry.path(), path, depth + 1);
      return leave_out(path, "folders nest too deeply", "move it further up");
    }
    if (folder) {
      return leave_out(path, "a link to a folder, left out",
                       "index that folder by its own name, or move it here", Rule::kLeftOut);
    }
    if (!is_markdown(name)) {
      ++listing_.other_files;
      return;
    }
    auto looked = look_at_file(entry.path(), path, link, [this] { return real_root_; });
    if (looked.file) listing_.files.push_back(*std::move(looked.file));
    if (looked.left_out) listing_.left_out.push_back(*std::move(looked.left_out));
  }

  fs::path root_, real_root_;
  bool opened_root_ = false;
  std::optional<Error> failed_;
  FolderListing listing_;
};

}  // namespace

Result<FolderListing> list_folder(const fs::path& root) {
  return Walk(root).run();
}

bool is_markdown(std::string_view name) {
  const std::string lower = fold(name);
  return std::ranges::any_of(std::array<std::string_view, 3>{".md", ".markdown", ".mdx"},
                             [&](std::string_view end) { return lower.ends_with(end); });
}

bool is_hidden(std::string_view path) {
  return path.starts_with('.') || path.find("/.") != path.npos;
}

LookedAt look_at(const fs::path& root, const std::string& path) {
  if (!is_markdown(path) || path.starts_with('/')) return {};
  std::size_t depth = 0;
  for (std::size_t slash = path.find('/'); slash != path.npos; slash = path.find('/', slash + 1)) {
    struct stat about {};
    const bool plain = ::lstat((root / path.substr(0, slash)).c_str(), &about) == 0 &&
                       S_ISDIR(about.st_mode) && ++depth <= kMaxDepth;
    if (!plain) return {};
  }
  struct stat about {};
  const fs::path file = root / path;
  if (::lstat(file.c_str(), &about) != 0 || S_ISDIR(about.st_mode)) return {};
  const bool link = S_ISLNK(about.st_mode);
  std::error_code status;
  if (link && fs::is_directory(file, status)) return {};
  if (is_hidden(path)) {
    const bool in_sight = !is_hidden(path.substr(0, path.rfind('/') + 1));
    if (!in_sight) return {};
    return {{},
            finding_of(path, "hidden file, left out", "rename it without the dot to take it in",
                       Rule::kLeftOut)};
  }
  return look_at_file(file, path, link, [&] { return fs::canonical(root, status); });
}

Result<std::string> read_file(const fs::path& path) {
  const auto error = [&](int number) {
    if (is_passing(number)) return tl::unexpected<Error>(passing_error(path.string(), number));
    return fail(number == ENOENT ? Code::kNotFound : Code::kIo,
                "cannot be read: " + std::generic_category().message(number),
                number == EACCES ? "give this user the right to read it" : "");
  };
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return error(errno);
  std::string text;
  std::array<char, std::size_t{64} * 1024> chunk{};
  ssize_t size = 0;
  while ((size = ::read(descriptor, chunk.data(), chunk.size())) > 0 &&
         text.size() <= kMaxArticleBytes)
    text.append(chunk.data(), static_cast<std::size_t>(size));
  const int problem = errno;
  ::close(descriptor);
  if (size < 0) return error(problem);
  if (text.size() > kMaxArticleBytes)
    return fail(Code::kInvalidArgument, "is over 4 MiB", "split it into several articles");
  return text;
}

}  // namespace aplomb
