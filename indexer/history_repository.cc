// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/history_repository.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "engine/unicode.h"
#include "indexer/article_reader.h"
#include "indexer/inner_folder.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;

/// Windows' short name of `.git`; Git takes no commit that has it.
bool is_git_in_disguise(std::string_view path) {
  return ("/" + fold(path) + "/").find("/git~1/") != std::string::npos;
}

std::string plain(std::string_view text, std::string_view instead) {
  std::string clean = to_valid_utf8(text);
  std::ranges::replace_if(
      clean,
      [](char each) {
        return each == '<' || each == '>' || each == '\n' || each == '\r' || each == '\0';
      },
      ' ');
  const auto is_space = [](char each) { return each == ' '; };
  return std::ranges::all_of(clean, is_space) ? std::string(instead) : clean;
}

}  // namespace

git::Signature signature_of(const Author& author) {
  git::Signature signature;
  const std::string name = plain(author.name, "unknown"), email = plain(author.email, "unknown");
  // The library also strips dots, quotes and the like at both ends, and refuses what is left empty.
  if (git_signature_now(git::Out(signature), name.c_str(), email.c_str()) != 0 &&
      git_signature_now(git::Out(signature), name.c_str(), "unknown") != 0)
    git_signature_now(git::Out(signature), "unknown", "unknown");
  return signature;
}

std::string commit_message(std::string_view message) {
  std::string clean = to_valid_utf8(message);
  std::erase(clean, '\0');
  const auto end = clean.find_last_not_of(" \t\r\n");
  clean.resize(end == std::string::npos ? 0 : end + 1);
  return (clean.empty() ? "Change articles" : clean) + "\n";
}

Result<std::unique_ptr<History::Repository>> History::Repository::find(const fs::path& articles) {
  git::start();
  std::error_code status;
  const fs::path folder = fs::canonical(articles, status);
  if (status)
    return fail(Code::kIo, "There is no articles folder at " + articles.string() + ".",
                "Make it, or name another with --articles.");
  git::Repository repository;
  const int error = git_repository_open_ext(git::Out(repository), folder.c_str(), 0, nullptr);
  if (error == GIT_ENOTFOUND) return std::unique_ptr<Repository>();
  if (error != 0) return git::failure(error, "opening it");
  if (git_repository_is_bare(repository.get()) != 0)
    return fail(Code::kInvalidArgument,
                "The articles folder lies in a bare Git repository: one without working files.",
                "Name a clone of it with --articles.");
  auto found = std::make_unique<Repository>();
  found->working_tree_ = git_repository_workdir(repository.get());
  const fs::path top = fs::canonical(found->working_tree_, status);
  const fs::path within = folder.lexically_relative(top);
  if (status || within.empty() || *within.begin() == "..")  // inside the folder .git
    return std::unique_ptr<Repository>();
  if (within != ".") {
    found->prefix_ = within.string() + "/";
    int ignored = 0;
    if (const int failed =
            git_ignore_path_is_ignored(&ignored, repository.get(), found->prefix_.c_str()))
      return git::failure(failed, "reading what it ignores");
    if (ignored != 0) return std::unique_ptr<Repository>();
  }
  found->places_.folder = git_repository_path(repository.get());
  found->places_.common = git_repository_commondir(repository.get());
  git_buf index{};
  if (const int failed =
          git_repository_item_path(&index, repository.get(), GIT_REPOSITORY_ITEM_INDEX))
    return git::failure(failed, "finding its index");
  found->places_.index = index.ptr;
  git_buf_dispose(&index);
  return found;
}

Result<History::Repository::Opened> History::Repository::open() const {
  Opened opened;
  if (const int error = git_repository_open_ext(git::Out(opened.repository), working_tree_.c_str(),
                                                GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr))
    return git::failure(error, "opening it");
  if (const int error = git_repository_odb(git::Out(opened.odb), opened.repository.get()))
    return git::failure(error, "opening its objects");
  auto head = git::read_head(opened.repository.get());
  if (!head) return tl::unexpected(std::move(head.error()));
  opened.head = *std::move(head);
  return opened;
}

Result<std::string> History::Repository::inner(const std::string& path) const {
  if (!InnerFolder::is_inner(path) || is_git_in_disguise(path))
    return fail_at("path", "No article can be at the path " + to_valid_utf8(path) + ".");
  return prefix_ + path;
}

std::optional<std::string> History::Repository::outer(const std::string& path) const {
  if (!path.starts_with(prefix_)) return std::nullopt;
  return path.substr(prefix_.size());
}

Result<std::string> History::Repository::bytes_at(const Opened& in, const git_oid& tree,
                                                  const std::string& path) {
  const auto entry = git::TreeReader(in.odb.get()).find(tree, path);
  if (!entry) return tl::unexpected(entry.error());
  if (!*entry || !(*entry)->is_file()) return fail(Code::kNotFound, "The file was not there then.");
  std::size_t size = 0;
  git_object_t type{};
  if (const int error = git_odb_read_header(&size, &type, in.odb.get(), &(*entry)->id))
    return git::failure(error, "reading a version");
  if (size > kMaxArticleBytes)
    return fail(Code::kInvalidArgument, "The file was over 4 MiB then.",
                "Read it with `git show`.");
  const auto object = git::read(in.odb.get(), (*entry)->id);
  if (!object) return tl::unexpected(object.error());
  return std::string(git::bytes_of(*object));
}

}  // namespace aplomb
