// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <git2/sys/commit.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "engine/descriptor.h"
#include "indexer/history.h"
#include "indexer/history_repository.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;

/// All of it is held in memory until it is written as one pack, which is ten times as quick as a
/// file for each, and what Git would make of them.
constexpr std::uintmax_t kMaxBytes = std::uintmax_t{1024} * 1024 * 1024;
constexpr const char* kBranch = "main";  // where init.defaultBranch says nothing

using Builder = std::unique_ptr<git_treebuilder, git::Freed<git_treebuilder_free>>;
using Config = std::unique_ptr<git_config, git::Freed<git_config_free>>;
using Index = std::unique_ptr<git_index, git::Freed<git_index_free>>;

tl::unexpected<Error> unreadable(const fs::path& path) {
  return fail(Code::kIo, path.string() + " cannot be read.",
              "Give this user the right to read it.");
}

/// Makes the first commit of a repository.
class FirstCommit {
 public:
  FirstCommit(git_repository* repository, fs::path folder)
      : repository_(repository), folder_(std::move(folder)) {}

  Result<void> make(const Author& author) {
    git::Odb odb;
    git_odb_backend* memory = nullptr;
    int error = git_repository_odb(git::Out(odb), repository_);
    if (error == 0) error = git_mempack_new(&memory);
    if (error == 0) error = git_odb_add_backend(odb.get(), memory, 999);  // before the files
    if (error != 0) return git::failure(error, "opening its objects");
    odb_ = odb.get();
    const auto tree = write_folder("");
    if (!tree) return tl::unexpected(tree.error());
    const auto commit = write_commit(*tree, author);
    if (!commit) return tl::unexpected(commit.error());
    if (auto packed = write_pack(memory); !packed) return packed;
    if (auto indexed = write_index(*tree); !indexed) return indexed;
    return point_to(*commit, author);
  }

 private:
  /// The folder's tree, with all but what is ignored, and repositories of their own.
  Result<git_oid> write_folder(const std::string& prefix) {
    Builder builder;
    if (const int error = git_treebuilder_new(git::Out(builder), repository_, nullptr))
      return git::failure(error, "writing a folder");
    std::error_code status;
    fs::directory_iterator at(folder_ / prefix, status);
    for (const fs::directory_iterator end; !status && at != end; at.increment(status))
      if (auto added = add(builder.get(), *at, prefix); !added)
        return tl::unexpected(std::move(added.error()));
    if (status) return unreadable(folder_ / prefix);
    git_oid id{};
    if (const int error = git_treebuilder_write(&id, builder.get()))
      return git::failure(error, "writing a folder");
    return id;
  }

  Result<void> add(git_treebuilder* builder, const fs::directory_entry& entry,
                   const std::string& prefix) {
    const std::string name = entry.path().filename().string();
    std::error_code status;
    const bool link = entry.is_symlink(status), folder = !link && entry.is_directory(status);
    const std::string path = prefix + name + (folder ? "/" : "");
    int ignored = 0;
    git_ignore_path_is_ignored(&ignored, repository_, path.c_str());
    if (name == ".git" || name.starts_with(".aplomb-") || ignored != 0) return {};
    Result<git_oid> id = fail(Code::kIo, "");
    git_filemode_t mode = GIT_FILEMODE_BLOB;
    if (folder) {
      if (fs::exists(entry.path() / ".git", status)) return {};
      mode = GIT_FILEMODE_TREE;
      id = write_folder(path);
      if (id && is_empty_tree(*id)) return {};  // Git knows no empty folders
    } else if (link) {
      mode = GIT_FILEMODE_LINK;
      id = write_bytes(fs::read_symlink(entry.path(), status).string());
    } else {
      struct stat state {};
      if (::stat(entry.path().c_str(), &state) != 0) return unreadable(entry.path());
      if (!S_ISREG(state.st_mode)) return {};
      if ((state.st_mode & S_IXUSR) != 0) mode = GIT_FILEMODE_BLOB_EXECUTABLE;
      id = write_file(entry.path());
    }
    if (!id) return tl::unexpected(std::move(id.error()));
    if (const int error = git_treebuilder_insert(nullptr, builder, name.c_str(), &*id, mode))
      return git::failure(error, "adding " + path);
    return {};
  }

  static bool is_empty_tree(const git_oid& id) {
    return git::to_hex(id) == "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
  }

  /// As they are, without what Git would do to line ends.
  Result<git_oid> write_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (in.bad() || !in) return unreadable(path);
    return write_bytes(bytes);
  }

  Result<git_oid> write_bytes(const std::string& bytes) {
    total_bytes_ += bytes.size();
    if (total_bytes_ > kMaxBytes)
      return fail(Code::kInvalidArgument, "The folder holds more than 1 GiB.",
                  "Make the repository with `git init`, `git add .` and `git commit`.");
    git_oid id{};
    if (const int error = git_odb_write(&id, odb_, bytes.data(), bytes.size(), GIT_OBJECT_BLOB))
      return git::failure(error, "writing a file");
    return id;
  }

  Result<git_oid> write_commit(const git_oid& tree, const Author& author) {
    const git::Signature by = signature_of(author);
    git_oid id{};
    if (const int error =
            git_commit_create_from_ids(&id, repository_, nullptr, by.get(), by.get(), nullptr,
                                       "Begin the history of the articles\n", &tree, 0, nullptr))
      return git::failure(error, "writing the first commit");
    return id;
  }

  Result<void> write_pack(git_odb_backend* memory) {
    git_buf pack{};
    git_odb_writepack* writer = nullptr;
    git_indexer_progress progress{};
    int error = git_mempack_dump(&pack, repository_, memory);
    if (error == 0) error = git_odb_write_pack(&writer, odb_, nullptr, nullptr);
    if (error == 0) error = writer->append(writer, pack.ptr, pack.size, &progress);
    if (error == 0) error = writer->commit(writer, &progress);
    auto done = error == 0 ? Result<void>() : git::failure(error, "writing the files");
    if (writer != nullptr) writer->free(writer);
    git_buf_dispose(&pack);
    git_mempack_reset(memory);
    return done;
  }

  Result<void> write_index(const git_oid& tree_id) {
    Index index;
    git::Tree tree;
    int error = git_repository_index(git::Out(index), repository_);
    if (error == 0) error = git_tree_lookup(git::Out(tree), repository_, &tree_id);
    if (error == 0) error = git_index_read_tree(index.get(), tree.get());
    if (error == 0) error = git_index_write(index.get());
    return error == 0 ? Result<void>() : git::failure(error, "writing the index");
  }

  Result<void> point_to(const git_oid& commit, const Author& author) {
    const git::Signature by = signature_of(author);
    git_repository_set_ident(repository_, by->name, by->email);
    const auto head = git::read_head(repository_);
    if (!head) return tl::unexpected(head.error());
    git::Reference made;
    if (const int error =
            git_reference_create(git::Out(made), repository_, head->reference.c_str(), &commit, 0,
                                 "commit (initial): Begin the history of the articles"))
      return git::failure(error, "writing the branch");
    return {};
  }

  git_repository* repository_;
  fs::path folder_;
  git_odb* odb_ = nullptr;
  std::uintmax_t total_bytes_ = 0;
};

std::string first_branch() {
  Config config;
  git_buf name{};
  std::string branch = kBranch;
  if (git_config_open_default(git::Out(config)) == 0 &&
      git_config_get_string_buf(&name, config.get(), "init.defaultBranch") == 0 && name.size > 0)
    branch = name.ptr;
  git_buf_dispose(&name);
  return branch;
}

}  // namespace

Result<History> History::init(const fs::path& articles, const Author& author) {
  std::error_code status;
  if (!fs::is_directory(articles, status))
    return fail(Code::kNotFound, "There is no articles folder at " + articles.string() + ".",
                "Make it, or name another with --articles.");
  auto there = Repository::find(articles);
  if (!there) return tl::unexpected(std::move(there.error()));
  if (*there || fs::exists(articles / ".git", status))
    return fail(Code::kConflict, "The articles folder has a Git repository already.",
                "Nothing needs to be done: saves are committed to it.");

  git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
  options.flags = GIT_REPOSITORY_INIT_NO_REINIT;
  const std::string branch = first_branch();
  options.initial_head = branch.c_str();
  git::Repository repository;
  const fs::path folder = fs::canonical(articles, status);
  const auto give_up = [&](Error error) {
    repository.reset();
    fs::remove_all(folder / ".git", status);
    return tl::unexpected(std::move(error));
  };
  if (const int error = git_repository_init_ext(git::Out(repository), folder.c_str(), &options))
    return give_up(git::failure(error, "making it").value());
  if (auto made = FirstCommit(repository.get(), folder).make(author); !made)
    return give_up(std::move(made.error()));
  const Descriptor made(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!made.valid() || ::syncfs(made.get()) != 0)
    return give_up({Code::kIo, "The new repository cannot be synced.", "Check the disk."});
  auto found = Repository::find(articles);
  if (!found) return tl::unexpected(std::move(found.error()));
  if (!*found) return fail(Code::kIo, "The new repository is not found.", "");
  return History(*std::move(found));
}

}  // namespace aplomb
