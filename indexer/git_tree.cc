// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/git_tree.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace aplomb::git {
namespace {

// A tree is `MODE NAME\0ID` for each of its entries, in the order of their names, folders as if
// they ended in a slash (git-scm.com/docs/git-mktree; object.c in Git). Trees of thousands of
// entries are edited as such: taking one apart and putting it together takes longer than all else.
struct RawEntry {
  std::string_view all;
  std::string_view name;
  TreeEntry entry;
};

/// Takes the first entry off `bytes`. Absent where they are no tree.
std::optional<RawEntry> take(std::string_view& bytes) {
  const auto space = bytes.find(' ');
  const auto end = space == std::string_view::npos ? space : bytes.find('\0', space);
  if (end == std::string_view::npos || bytes.size() - end <= GIT_OID_RAWSZ) return std::nullopt;
  RawEntry raw;
  const auto [stop, status] =
      std::from_chars(bytes.data(), bytes.data() + space, raw.entry.mode, 8);
  if (status != std::errc{} || stop != bytes.data() + space) return std::nullopt;
  raw.name = bytes.substr(space + 1, end - space - 1);
  std::copy_n(bytes.data() + end + 1, GIT_OID_RAWSZ, raw.entry.id.id);
  raw.all = bytes.substr(0, end + 1 + GIT_OID_RAWSZ);
  bytes.remove_prefix(raw.all.size());
  return raw;
}

tl::unexpected<Error> no_tree() {
  return fail(Code::kDamaged, "The Git repository holds a damaged folder.",
              "`git fsck` tells what is wrong with it.");
}

Result<std::optional<TreeEntry>> find_in(std::string_view bytes, std::string_view name) {
  while (!bytes.empty()) {
    const auto raw = take(bytes);
    if (!raw) return no_tree();
    if (raw->name == name) return raw->entry;
  }
  return std::optional<TreeEntry>();
}

/// Whether an entry stands behind another of another name.
bool is_behind(std::string_view name, std::uint32_t mode, std::string_view other,
               std::uint32_t other_mode) {
  const auto common = std::min(name.size(), other.size());
  if (const int order = name.substr(0, common).compare(other.substr(0, common))) return order > 0;
  const auto next = [common](std::string_view of, std::uint32_t its_mode) {
    if (of.size() > common) return static_cast<unsigned char>(of[common]);
    return static_cast<unsigned char>(its_mode == kFolderMode ? '/' : '\0');
  };
  return next(name, mode) > next(other, other_mode);
}

std::string to_bytes(const std::string& name, const TreeEntry& entry) {
  std::array<char, 12> mode{};
  const auto end = std::to_chars(mode.data(), mode.data() + mode.size(), entry.mode, 8).ptr;
  std::string bytes(mode.data(), end);
  bytes += ' ';
  bytes += name;
  bytes += '\0';
  std::ranges::for_each(entry.id.id, [&](unsigned char each) { bytes += static_cast<char>(each); });
  return bytes;
}

/// The tree with one entry set, or taken out.
Result<std::string> with_entry(std::string_view bytes, const std::string& name,
                               const std::optional<TreeEntry>& entry) {
  std::string edited;
  edited.reserve(bytes.size() + name.size() + GIT_OID_RAWSZ + 12);
  bool placed = !entry;
  while (!bytes.empty()) {
    const std::string_view rest = bytes;
    const auto raw = take(bytes);
    if (!raw) return no_tree();
    if (!placed && raw->name != name && is_behind(raw->name, raw->entry.mode, name, entry->mode)) {
      edited += to_bytes(name, *entry);
      placed = true;
    }
    if (raw->name != name) edited.append(rest.substr(0, raw->all.size()));
  }
  if (!placed) edited += to_bytes(name, *entry);
  return edited;
}

class Editor {
 public:
  Editor(git_odb* odb, std::vector<git_oid>& written) : odb_(odb), written_(written) {}

  /// The tree's id; absent where nothing is left in it.
  Result<std::optional<git_oid>> edit(const std::optional<git_oid>& base,
                                      const std::vector<TreeEdit>& edits) {
    std::string bytes;
    if (base) {
      const auto read_base = read(odb_, *base);
      if (!read_base) return tl::unexpected(read_base.error());
      bytes = bytes_of(*read_base);
    }
    std::map<std::string, std::vector<TreeEdit>> folders;
    for (const TreeEdit& each : edits) {
      const auto slash = each.path.find('/');
      if (slash != std::string::npos) {
        folders[each.path.substr(0, slash)].push_back({each.path.substr(slash + 1), each.entry});
      } else if (auto done = set_file(bytes, each); !done) {
        return tl::unexpected(std::move(done.error()));
      }
    }
    for (const auto& [name, inner] : folders)
      if (auto done = set_folder(bytes, name, inner); !done)
        return tl::unexpected(std::move(done.error()));
    if (bytes.empty()) return std::optional<git_oid>();
    return write(bytes).map([](const git_oid& id) { return std::optional(id); });
  }

  Result<git_oid> write(const std::string& bytes) {
    git_oid id{};
    if (const int error = git_odb_write(&id, odb_, bytes.data(), bytes.size(), GIT_OBJECT_TREE))
      return failure(error, "writing a folder");
    written_.push_back(id);
    return id;
  }

 private:
  Result<void> set_file(std::string& bytes, const TreeEdit& edit) {
    const auto former = find_in(bytes, edit.path);
    if (!former) return tl::unexpected(former.error());
    // Who takes a file away does not mean a folder of that name.
    if (!edit.entry && (!*former || (*former)->mode == kFolderMode)) return {};
    return replace_in(bytes, edit.path, edit.entry);
  }

  Result<void> set_folder(std::string& bytes, const std::string& name,
                          const std::vector<TreeEdit>& inner) {
    const auto former = find_in(bytes, name);
    if (!former) return tl::unexpected(former.error());
    if (*former && (*former)->mode == kSubmoduleMode)
      return fail_at("path",
                     "The folder " + name + " is a Git repository of its own (a submodule).",
                     "Change its articles there.");
    std::optional<git_oid> base;
    if (*former && (*former)->mode == kFolderMode) base = (*former)->id;
    const auto edited = edit(base, inner);
    if (!edited) return tl::unexpected(edited.error());
    if (*edited) return replace_in(bytes, name, TreeEntry{kFolderMode, **edited});
    return base ? replace_in(bytes, name, std::nullopt) : Result<void>();
  }

  static Result<void> replace_in(std::string& bytes, const std::string& name,
                                 const std::optional<TreeEntry>& entry) {
    auto edited = with_entry(bytes, name, entry);
    if (!edited) return tl::unexpected(std::move(edited.error()));
    bytes = *std::move(edited);
    return {};
  }

  git_odb* odb_;
  std::vector<git_oid>& written_;
};

}  // namespace

Result<std::optional<TreeEntry>> TreeReader::find(const git_oid& tree, const std::string& path) {
  git_oid folder = tree;
  for (std::size_t begin = 0;;) {
    const auto slash = path.find('/', begin);
    Known& known = last_[path.substr(0, slash)];
    if (git_oid_equal(&known.tree, &folder) == 0) {
      const auto object = read(odb_, folder);
      if (!object) return tl::unexpected(object.error());
      const auto name = std::string_view(path).substr(begin, slash - begin);
      auto found = find_in(bytes_of(*object), name);
      if (!found) return found;
      known = {folder, *found};
    }
    if (slash == std::string::npos || !known.entry) return known.entry;
    if (known.entry->mode != kFolderMode) return std::optional<TreeEntry>();
    folder = known.entry->id;
    begin = slash + 1;
  }
}

Result<git_oid> edit_tree(git_odb* odb, const std::optional<git_oid>& base,
                          const std::vector<TreeEdit>& edits, std::vector<git_oid>& written) {
  Editor editor(odb, written);
  const auto edited = editor.edit(base, edits);
  if (!edited) return tl::unexpected(edited.error());
  return *edited ? Result<git_oid>(**edited) : editor.write("");
}

}  // namespace aplomb::git
