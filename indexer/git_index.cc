// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/git_index.h"

#include <openssl/evp.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>
#include <system_error>

namespace aplomb::git {
namespace {

// Where things stand in an entry; all numbers are big-endian.
constexpr std::size_t kModifiedAt = 8, kModeAt = 24, kSizeAt = 36, kIdAt = 40, kFlagsAt = 60;
constexpr std::size_t kFixedBytes = 62, kExtendedBytes = 64;
constexpr std::uint32_t kExtended = 0x4000, kStage = 0x3000, kNameLength = 0x0FFF;
constexpr std::uint32_t kAssumeUnchanged = 0x8000;
constexpr std::uint32_t kIntentToAdd = 0x2000;  // in the extended flags

constexpr std::size_t kHeaderBytes = 12, kHashBytes = 20;
constexpr std::string_view kMagic = "DIRC";
constexpr int kMaxDepth = 1000;
constexpr std::size_t kRoomToGrow = std::size_t{64} * 1024;  // so that it is not copied

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint32_t number = 0;
  for (std::size_t each = 0; each < width; ++each)
    number = number << 8 | static_cast<unsigned char>(bytes[at + each]);
  return number;
}

void put_number(std::string& bytes, std::size_t at, std::size_t width, std::uint32_t number) {
  for (std::size_t each = width; each > 0; --each, number >>= 8)
    bytes[at + each - 1] = static_cast<char>(number & 0xFF);
}

std::string number_bytes(std::uint32_t number) {
  std::string bytes(4, '\0');
  put_number(bytes, 0, 4, number);
  return bytes;
}

/// Git's numbers of variable length (varint.c there). Absent where the bytes end too early.
std::optional<std::size_t> take_variable(std::string_view bytes, std::size_t& at) {
  std::size_t number = 0;
  for (int digits = 0; at < bytes.size() && digits < 5; ++digits) {
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    number = (number << 7) + (byte & 0x7FU);
    if ((byte & 0x80U) == 0) return number;
    ++number;
  }
  return std::nullopt;
}

std::string variable_bytes(std::size_t number) {
  std::string bytes(1, static_cast<char>(number & 0x7F));
  while ((number >>= 7) != 0) bytes.insert(0, 1, static_cast<char>(0x80U | (--number & 0x7F)));
  return bytes;
}

std::string sha1(std::string_view bytes) {
  std::array<unsigned char, kHashBytes> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return {digest.begin(), digest.end()};
}

tl::unexpected<Error> damaged() {
  return fail(Code::kDamaged, "Git's index of the articles' repository is damaged.",
              "Delete the file `index` in the folder .git and run `git reset` there.");
}

/// Copies a node of the extension TREE and those below it; `rest` is the path that has changed,
/// seen from there, or null where it is elsewhere. False where the bytes make no sense.
bool copy_node(std::string_view& in, std::string& out, const std::string* rest, int depth) {
  const auto name_end = in.find('\0');
  const auto line_end = name_end == std::string_view::npos ? name_end : in.find('\n', name_end);
  if (line_end == std::string_view::npos || depth > kMaxDepth) return false;
  int count = 0, subtrees = 0;
  const char* const end = in.data() + line_end;
  const auto first = std::from_chars(in.data() + name_end + 1, end, count);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ' ') return false;
  const auto second = std::from_chars(first.ptr + 1, end, subtrees);
  if (second.ec != std::errc{} || second.ptr != end) return false;
  out.append(in.substr(0, name_end + 1));
  out += std::to_string(rest != nullptr ? -1 : count) + " " + std::to_string(subtrees) + "\n";
  in.remove_prefix(line_end + 1);
  if (count >= 0) {
    if (in.size() < kHashBytes) return false;
    if (rest == nullptr) out.append(in.substr(0, kHashBytes));
    in.remove_prefix(kHashBytes);
  }
  const auto slash = rest != nullptr ? rest->find('/') : std::string::npos;
  const std::string next = slash != std::string::npos ? rest->substr(0, slash) : "";
  const std::string below = slash != std::string::npos ? rest->substr(slash + 1) : "";
  for (int each = 0; each < subtrees; ++each) {
    const bool on_the_way = !next.empty() && in.substr(0, in.find('\0')) == next;
    if (!copy_node(in, out, on_the_way ? &below : nullptr, depth + 1)) return false;
  }
  return true;
}

}  // namespace

/// One entry where it stands in entries_; to begin with, `end` is where the first one begins.
struct IndexFile::Entry {
  std::size_t begin = kHeaderBytes, end = kHeaderBytes;
  std::string_view fixed;  ///< all but the name
  std::string_view name;   ///< may be in built
  std::string built;       ///< version 4 has only how a name differs from the one before
  [[nodiscard]] std::uint32_t flags() const { return number_at(fixed, kFlagsAt, 2); }
};

/// Where an entry is or would be.
struct IndexFile::Spot {
  std::size_t begin = 0, end = 0;  ///< the same where there is none
  std::string fixed;               ///< of the one that is there
  std::string former_name;         ///< of the entry before
  std::size_t next_end = 0;        ///< of the entry behind; `end` where there is none
  std::string next_fixed, next_name;
  bool unclear = false;
};

Result<IndexFile> IndexFile::read(const std::filesystem::path& file) {
  IndexFile index;
  index.entries_ = std::string(kMagic) + std::string(kHeaderBytes - kMagic.size(), '\0');
  struct stat state {};
  if (::stat(file.c_str(), &state) != 0) {
    if (errno == ENOENT) return index;
    return fail(Code::kIo, "Git's index cannot be read: " + std::generic_category().message(errno),
                "Give the user that Aplomb runs as the right to read the folder .git.");
  }
  index.written_s_ = state.st_mtim.tv_sec;
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(state.st_size) + kRoomToGrow);
  bytes.resize(static_cast<std::size_t>(state.st_size));
  std::ifstream in(file, std::ios::binary);
  if (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
    return fail(Code::kIo, "Git's index cannot be read.", "Try again.");
  if (bytes.size() < kHeaderBytes + kHashBytes || !bytes.starts_with(kMagic)) return damaged();
  index.version_ = number_at(bytes, 4, 4);
  index.count_ = number_at(bytes, 8, 4);
  if (index.version_ < 2 || index.version_ > 4) return damaged();
  index.without_hash_ =
      std::string_view(bytes).substr(bytes.size() - kHashBytes) == std::string(kHashBytes, '\0');
  bytes.resize(bytes.size() - kHashBytes);
  index.entries_ = std::move(bytes);
  Entry entry;
  for (std::uint32_t each = 0; each < index.count_; ++each)
    if (!index.parse(entry)) return damaged();
  const std::string extensions = index.entries_.substr(entry.end);
  index.entries_.resize(entry.end);
  if (auto taken = index.take_extensions(extensions); !taken)
    return tl::unexpected(std::move(taken.error()));
  return index;
}

bool IndexFile::parse(Entry& entry) const {
  const std::string_view all(entries_);
  const std::size_t begin = entry.end;
  if (all.size() < begin + kExtendedBytes) return false;  // no name is shorter than two bytes of it
  const auto flags = number_at(all, begin + kFlagsAt, 2);
  const std::size_t fixed = (flags & kExtended) != 0 ? kExtendedBytes : kFixedBytes;
  std::size_t at = begin + fixed;
  const auto stripped = version_ == 4 ? take_variable(all, at) : 0;
  const auto name_end = all.find('\0', at);
  if (!stripped || name_end == std::string_view::npos) return false;
  if (version_ == 4) {
    if (*stripped > entry.built.size()) return false;
    entry.built.resize(entry.built.size() - *stripped);
    entry.built.append(all.substr(at, name_end - at));
    entry.name = entry.built;
    entry.end = name_end + 1;
  } else {
    entry.name = all.substr(at, name_end - at);
    entry.end = begin + ((fixed + entry.name.size() + 8) & ~std::size_t{7});
  }
  entry.begin = begin;
  entry.fixed = all.substr(begin, fixed);
  return entry.end <= all.size();  // in a split index names may be empty
}

Result<void> IndexFile::take_extensions(std::string_view bytes) {
  constexpr std::size_t kHead = 8;
  while (bytes.size() >= kHead) {
    const std::string_view name = bytes.substr(0, 4);
    const std::size_t size = number_at(bytes, 4, 4);
    if (size > bytes.size() - kHead) return damaged();
    if (name == "TREE") trees_ = bytes.substr(kHead, size);
    if (name == "REUC") undo_ = bytes.substr(kHead, size);
    // Those in capitals may be left out, and Git makes them anew; others decide what it all means.
    if (name[0] < 'A' || name[0] > 'Z')
      return fail(Code::kConflict, "Git's index of the articles' repository is split or sparse.",
                  "Run `git update-index --no-split-index` and `git sparse-checkout reapply "
                  "--no-sparse-index` there.");
    bytes.remove_prefix(kHead + size);
  }
  return {};
}

IndexFile::Spot IndexFile::locate(const std::string& path) const {
  Spot spot;
  spot.begin = spot.end = entries_.size();
  bool passed = false;
  const std::string as_folder = path + "/";
  for (Entry entry; entry.end < entries_.size() && parse(entry);) {
    const int order = entry.name.compare(path);
    if (order < 0) {
      if (path.starts_with(entry.name) && path[entry.name.size()] == '/') spot.unclear = true;
      if (version_ == 4) spot.former_name = entry.name;
      continue;
    }
    if (order == 0) {
      if ((entry.flags() & kStage) != 0) spot.unclear = true;
      spot.begin = entry.begin;
      spot.end = entry.end;
      spot.fixed = entry.fixed;
      continue;
    }
    if (!passed) {
      if (spot.fixed.empty()) spot.begin = spot.end = entry.begin;
      spot.next_fixed = entry.fixed;
      spot.next_name = entry.name;
      spot.next_end = entry.end;
      passed = true;
    }
    if (entry.name.starts_with(as_folder)) spot.unclear = true;
    if (!entry.name.starts_with(path)) break;
  }
  if (!passed) spot.next_end = spot.end;
  return spot;
}

IndexFile::Found IndexFile::find(const std::string& path) const {
  const Spot spot = locate(path);
  Found found{.entry = std::nullopt, .unclear = spot.unclear};
  if (spot.fixed.empty() || spot.unclear) return found;
  const bool intent = spot.fixed.size() == kExtendedBytes &&
                      (number_at(spot.fixed, kFixedBytes, 2) & kIntentToAdd) != 0;
  if (intent) return found;
  found.entry = TreeEntry{number_at(spot.fixed, kModeAt, 4), {}};
  std::copy_n(spot.fixed.data() + kIdAt, GIT_OID_RAWSZ, found.entry->id.id);
  return found;
}

void IndexFile::append(std::string& out, std::string_view fixed, std::string_view name,
                       std::string_view former_name) const {
  out.append(fixed);
  if (version_ == 4) {
    const auto common = static_cast<std::size_t>(std::ranges::mismatch(former_name, name).in1 -
                                                 former_name.begin());
    out += variable_bytes(former_name.size() - common);
    out.append(name.substr(common));
    out += '\0';
  } else {
    out.append(name);
    out.append(8 - (fixed.size() + name.size()) % 8, '\0');
  }
}

void IndexFile::set(const std::string& path, const std::optional<TreeEntry>& entry) {
  const Spot spot = locate(path);
  std::string bytes;
  if (entry) {
    // Times and size are zero: Git compares the file itself, once, and notes them.
    std::string fixed = spot.fixed.empty() ? std::string(kFixedBytes, '\0') : spot.fixed;
    std::fill_n(fixed.begin(), kIdAt, '\0');
    put_number(fixed, kModeAt, 4, entry->mode);
    std::ranges::copy(entry->id.id, fixed.begin() + kIdAt);
    const auto kept = number_at(fixed, kFlagsAt, 2) & (kExtended | kAssumeUnchanged);
    const auto length = std::min<std::size_t>(path.size(), kNameLength);
    put_number(fixed, kFlagsAt, 2, kept | static_cast<std::uint32_t>(length));
    if (fixed.size() == kExtendedBytes)
      put_number(fixed, kFixedBytes, 2, number_at(fixed, kFixedBytes, 2) & ~kIntentToAdd);
    append(bytes, fixed, path, spot.former_name);
  }
  if (!spot.next_fixed.empty())  // what it says of its name depends on the one before
    append(bytes, spot.next_fixed, spot.next_name, entry ? path : spot.former_name);
  entries_.replace(spot.begin, spot.next_end - spot.begin, bytes);
  count_ += (entry ? 1U : 0U) - (spot.fixed.empty() ? 0U : 1U);
  forget_tree_of(path);
}

void IndexFile::forget_tree_of(const std::string& path) {
  std::string edited;
  std::string_view all(trees_);
  if (all.empty() || !copy_node(all, edited, &path, 0)) edited.clear();
  trees_ = std::move(edited);
}

// A file that was changed in the moment in which the index was written looks unchanged once the
// index is younger than that. Git calls such entries racy and clears their size when it writes
// (git-scm.com/docs/racy-git); it then compares the files themselves.
void IndexFile::mark_young() {
  for (Entry entry; entry.end < entries_.size() && parse(entry);)
    if (number_at(entry.fixed, kModifiedAt, 4) >= static_cast<std::uint64_t>(written_s_))
      put_number(entries_, entry.begin + kSizeAt, 4, 0);
}

std::string IndexFile::to_bytes() && {
  mark_young();
  std::string bytes = std::move(entries_);
  put_number(bytes, kMagic.size(), 4, version_);
  put_number(bytes, kMagic.size() + 4, 4, count_);
  const auto add = [&bytes](std::string_view name, const std::string& extension) {
    if (extension.empty()) return;
    bytes.append(name);
    bytes += number_bytes(static_cast<std::uint32_t>(extension.size())) + extension;
  };
  add("TREE", trees_);
  add("REUC", undo_);
  bytes += without_hash_ ? std::string(kHashBytes, '\0') : sha1(bytes);
  return bytes;
}

}  // namespace aplomb::git
