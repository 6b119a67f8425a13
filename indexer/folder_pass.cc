// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/folder_pass.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/hash.h"
#include "indexer/finding_log.h"
#include "indexer/folder.h"

namespace aplomb {
namespace {

/// A file changed this shortly before it was read may change again within the same timestamp;
/// its time is then not kept, and the next comparison looks at its bytes.
constexpr std::int64_t kRacyNs = 2'000'000'000;

/// What is committed together. A commit costs several syncs of files, however little is in it; what
/// has been read waits in memory for the rest of its chunk.
constexpr std::size_t kChunkFiles = 300;
constexpr std::size_t kChunkBytes = std::size_t{8} * 1024 * 1024;

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::chrono::steady_clock::time_point now() {
  return std::chrono::steady_clock::now();
}

/// The id that a file's path gives its article.
ArticleId id_of_path(std::string_view path) {
  return make_id(path.substr(0, path.rfind('.')));
}

void add_ids_of(const IndexedSource& source, std::vector<ArticleId>& ids) {
  ids.insert(ids.end(), source.state.former_ids.begin(), source.state.former_ids.end());
  ids.push_back(source.id);
}

}  // namespace

Result<void> FolderPass::go(std::vector<SourceFile> files, std::set<std::string> gone) {
  all_ = files.size();
  gone_ = std::move(gone);
  for (const std::string& path : gone_) {
    open_.insert(path);
    if (const auto* const source = folder_.before(path))
      gone_by_.emplace(source->state.content_hash, path);
  }
  for (const SourceFile& file : files) open_.insert(file.path);
  // unknown ones first: once they are read it is clear which of the others have moved
  const auto is_unknown = [&](const SourceFile& file) {
    return folder_.before(file.path) == nullptr;
  };
  std::ranges::stable_partition(files, is_unknown);
  unknown_left_ = static_cast<std::size_t>(std::ranges::count_if(files, is_unknown));
  if (auto taken = take_all(std::move(files)); !taken) return taken;
  while (!put_off_.empty()) {
    const std::size_t left = put_off_.size();
    if (auto taken = take_all(std::exchange(put_off_, {})); !taken) return taken;
    if (put_off_.size() < left) continue;
    at_once_ = true;  // each waits for another one: they trade ids in a circle
    open_.clear();
    if (auto taken = take_all(std::exchange(put_off_, {})); !taken) return taken;
    at_once_ = false;
  }
  for (auto again = wanted_again(); !again.empty(); again = wanted_again())
    if (auto taken = take_all(std::move(again)); !taken) return taken;
  return {};
}

/// One chunk at least, since something may be gone.
Result<void> FolderPass::take_all(std::vector<SourceFile> files) {
  bool more = true;
  FileStream stream(folder_.options.articles, std::move(files), folder_.options.default_language);
  while (more)
    if (auto taken = take_chunk(stream, more); !taken) return taken;
  return {};
}

Result<void> FolderPass::take_chunk(FileStream& stream, bool& more) {
  Wishes wishes;
  std::size_t bytes = 0;
  for (std::size_t count = 0; at_once_ || (count < kChunkFiles && bytes < kChunkBytes); ++count) {
    auto file = stream.next();
    more = file.has_value();
    if (!more) break;
    bytes += file->bytes;
    if (unknown_left_ > 0) --unknown_left_;
    if (auto sorted = sort_out(std::move(*file), wishes); !sorted) return sorted;
    if (between_.progress && done_ < all_) between_.progress(++done_, all_);
  }
  put_off_blocked(wishes);
  if (auto settled = settle(std::move(wishes)); !settled) return settled;
  if (unknown_left_ == 0)
    if (auto removed = remove_gone(); !removed) return removed;
  return end_chunk();
}

/// What there is to do with a file that was read; those with an article become wishes.
Result<void> FolderPass::sort_out(ReadFile file, Wishes& wishes) {
  const std::string path = file.file.path;
  if (overtaken_.contains(path)) {
    open_.erase(path);
    return {};
  }
  if (file.unchanged()) {
    ++report_.unchanged;
    open_.erase(path);
    folder_.known.renew(path, file.file.size_bytes, file.file.modified_ns);
    return {};
  }
  if (!file.read) {
    const Error& error = file.read.error();
    if (error.code == Code::kUnavailable) return tl::unexpected<Error>(error);
    if (auto gone = let_go(path); !gone) return gone;
    // gone since it was listed; whoever follows the folder hears of it
    if (error.code != Code::kNotFound)
      refuse(path, make_finding(Rule::kUnreadableFile, path, 0, error.message, error.hint));
    return {};
  }
  for (Finding& finding : file.read->findings) report_.findings.push_back(std::move(finding));
  if (!file.read->article) {
    if (auto gone = let_go(path); !gone) return gone;
    ++report_.refused;
    folder_.known.refuse(path);
    return {};
  }
  ArticleId id = file.read->article->id;
  wishes.push_back({std::move(file), std::move(id)});
  return {};
}

/// A wish waits where the id is that of a file which is still to be read, or which waits itself.
void FolderPass::put_off_blocked(Wishes& wishes) {
  std::map<std::string, const Wish*> here;
  for (const Wish& wish : wishes) here[wish.file.file.path] = &wish;
  const auto is_blocked = [&](const Wish& wish) {
    const std::string& path = wish.file.file.path;
    const std::string* const holder = folder_.known.holder(wish.id);
    if (holder == nullptr || *holder == path || gone_.contains(*holder)) return false;
    const auto other = here.find(*holder);
    return other == here.end() ? open_.contains(*holder) : other->second->put_off;
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (Wish& wish : wishes) {
      if (wish.put_off || !is_blocked(wish)) continue;
      wish.put_off = changed = true;
    }
  }
  for (Wish& wish : wishes) {
    if (!wish.put_off) continue;
    wish.file.file.known_hash.clear();  // it is the same file the next time, and is to be taken
    put_off_.push_back(wish.file.file);
  }
  std::erase_if(wishes, [](const Wish& wish) { return wish.put_off; });
}

/// Gives the wishes of one chunk their ids: all former ones are let go first, so that files may
/// trade theirs, and who keeps the own comes before who wants another.
Result<void> FolderPass::settle(Wishes wishes) {
  const auto keeps = [&](const Wish& wish) {
    const auto* const known = folder_.known.find(wish.file.file.path);
    return known != nullptr && known->id == wish.id;
  };
  std::ranges::stable_partition(wishes, keeps);
  std::vector<Origin> origins;
  origins.reserve(wishes.size());
  for (const Wish& wish : wishes) origins.push_back(origin_of(wish.file));
  for (const Wish& wish : wishes) {
    open_.erase(wish.file.file.path);
    if (auto source = folder_.known.erase(wish.file.file.path)) freed_.push_back(source->id);
  }
  std::vector<std::size_t> settled;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    if (!settle_id(wishes[i], origins[i])) continue;
    settled.push_back(i);
    folder_.known.put(wishes[i].file.file.path, IndexedSource{wishes[i].id, {}, {}, false});
  }
  for (const std::size_t i : settled)
    if (auto done = put(wishes[i], std::move(origins[i])); !done) return done;
  return remove_freed();
}

/// Two files may give one id. A path's id gets its hash; one that somebody wrote is refused.
bool FolderPass::settle_id(Wish& wish, Origin& origin) {
  const std::string& path = wish.file.file.path;
  const std::string* holder = folder_.known.holder(wish.id);
  if (holder != nullptr && gone_.contains(*holder)) {
    const std::string left = *holder;
    gone_.erase(left);
    open_.erase(left);
    folder_.changes[left] = std::nullopt;
    ++report_.removed;
    if (const auto source = folder_.known.erase(left)) add_ids_of(*source, origin.former_ids);
    holder = nullptr;
  }
  if (holder == nullptr) return true;
  if (wish.id == id_of_path(path)) {
    wish.id = make_id(wish.id.value.substr(0, 100) + "-" + hash_digits(path));
    const std::string* const other = folder_.known.holder(wish.id);
    if (other == nullptr) return true;
  }
  const ArticleId wanted = wish.file.read->article->id;
  refused_here_.insert(path);
  refuse(path,
         make_finding(
             Rule::kIdClash, path, 0,
             "the id '" + wanted.value + "' is already that of " + *folder_.known.holder(wanted),
             "give one of the two another id"),
         wanted);
  folder_.changes[path] = std::nullopt;
  return false;
}

Result<void> FolderPass::put(Wish& wish, Origin origin) {
  std::vector<ArticleId>& former = origin.former_ids;
  const SourceFile& file = wish.file.file;
  Article& article = *wish.file.read->article;
  article.id = wish.id;
  std::erase_if(former, [&](const ArticleId& id) { return folder_.known.holder(id) != nullptr; });
  std::ranges::sort(former);
  // not std::ranges::unique: Clang 14 cannot read GCC 12's
  former.erase(std::unique(former.begin(), former.end()), former.end());
  SourceState state{file.size_bytes, file.modified_ns, wish.file.content_hash, std::move(former)};
  if (now_ns() - state.modified_ns < kRacyNs) state.modified_ns = 0;
  article.aliases.insert(article.aliases.end(), state.former_ids.begin(), state.former_ids.end());
  const bool is_new = origin.counts == &IndexReport::added;
  if (auto done = folder_.writer.put(article, state); !done) {
    if (done.error().code != Code::kInvalidArgument) return done;
    folder_.known.erase(file.path);
    freed_.push_back(article.id);  // what is there of it
    refuse(file.path, make_finding(Rule::kUnreadableFile, file.path, 0, done.error().message,
                                   done.error().hint));
    return {};
  }
  if (const auto& lesson_of = folder_.options.lessons.of_article)
    if (const auto lesson = lesson_of(article))
      if (auto taught = folder_.writer.teach(article.id, *lesson); !taught)
        return tl::unexpected<Error>(taught.error());
  ++(report_.*origin.counts);
  report_.passages += article.passages.size();
  IndexedSource source{article.id, std::move(state), article.aliases, true};
  if (is_new && !folder_.rebuilding) folder_.recently_come.add(file.path, source, now());
  folder_.uncommitted = true;
  folder_.changes[file.path] = source;
  folder_.known.put(file.path, std::move(source));
  return {};
}

/// Ids that the article is known by should go on finding it: those it had before its file moved
/// here, and the one it had before its front matter changed.
FolderPass::Origin FolderPass::origin_of(const ReadFile& file) {
  const std::string& path = file.file.path;
  Origin origin;
  if (const auto heir = heirs_now_.find(path); heir != heirs_now_.end())
    origin.former_ids = std::move(heir->second);
  if (const auto* const known = folder_.before(path)) {
    add_ids_of(*known, origin.former_ids);
    const bool same = known->state.content_hash == file.content_hash;
    origin.counts = same ? &IndexReport::unchanged : &IndexReport::changed;
    return origin;
  }
  for (auto [at, end] = gone_by_.equal_range(file.content_hash); at != end; ++at) {
    const std::string from = at->second;
    if (!gone_.contains(from)) continue;
    add_ids_of(*folder_.before(from), origin.former_ids);
    gone_by_.erase(at);
    gone_.erase(from);
    origin.counts = &IndexReport::moved;
    if (folder_.rebuilding) return origin;
    if (auto source = folder_.known.erase(from)) freed_.push_back(source->id);
    open_.erase(from);
    folder_.changes[from] = std::nullopt;
    return origin;
  }
  if (auto gone = folder_.recently_gone.take(file.content_hash, now())) {
    add_ids_of(gone->known, origin.former_ids);
    origin.counts = &IndexReport::moved;
  }
  return origin;
}

/// Whatever the index has of a file goes with this chunk.
Result<void> FolderPass::let_go(const std::string& path) {
  open_.erase(path);
  const auto source = folder_.known.erase(path);
  if (!source) return {};
  folder_.changes[path] = std::nullopt;
  freed_.push_back(source->id);
  return {};
}

/// Takes the articles of freed ids away that nobody has taken over.
Result<void> FolderPass::remove_freed() {
  for (const ArticleId& id : std::exchange(freed_, {})) {
    if (folder_.known.holder(id) != nullptr) continue;
    vacant_.insert(id);
    if (folder_.rebuilding) continue;
    if (auto removed = folder_.writer.remove(id); !removed) return removed;
    folder_.uncommitted = true;
  }
  return {};
}

/// What is gone and has not come up elsewhere. One that came up elsewhere a moment before it went
/// has moved, too: the other one is taken once more, and inherits its ids.
Result<void> FolderPass::remove_gone() {
  for (const std::string& path : std::exchange(gone_, {})) {
    ++report_.removed;
    const auto* const source = folder_.known.find(path);
    if (source == nullptr) continue;
    if (auto heir = folder_.recently_come.take(source->state.content_hash, now());
        heir && heir->path != path && folder_.known.find(heir->path) != nullptr)
      add_ids_of(*source, heirs_[heir->path]);
    else
      folder_.recently_gone.add(path, *source, now());
    if (auto gone = let_go(path); !gone) return gone;
  }
  return remove_freed();
}

Result<void> FolderPass::end_chunk() {
  if (auto removed = remove_freed(); !removed) return removed;
  if (auto committed = folder_.commit(); !committed) return committed;
  if (between_.stop && between_.stop()) return fail(Code::kUnavailable, "the indexing was stopped");
  if (folder_.rebuilding || !between_.urgent) return {};
  auto taken = between_.urgent();
  if (!taken) return tl::unexpected<Error>(taken.error());
  for (std::string& path : *taken) {
    gone_.erase(path);
    overtaken_.insert(std::move(path));
  }
  return {};
}

void FolderPass::refuse(const std::string& path, Finding finding,
                        const std::optional<ArticleId>& wanted) {
  ++report_.refused;
  report_.findings.push_back(std::move(finding));
  folder_.known.refuse(path, wanted);
}

/// Files that can be taken now: refused ones whose id has become free, and heirs.
std::vector<SourceFile> FolderPass::wanted_again() {
  std::vector<SourceFile> again;
  const auto add = [&](const std::string& path) {
    auto looked = look_at(folder_.options.articles, path);
    if (looked.file) again.push_back(*std::move(looked.file));
  };
  for (const ArticleId& id : std::exchange(vacant_, {})) {
    if (folder_.known.holder(id) != nullptr) continue;
    for (const std::string& path : folder_.known.wanting(id)) {
      add(path);
      if (refused_here_.erase(path) == 0) continue;
      --report_.refused;
      std::erase_if(report_.findings, [&](const Finding& finding) {
        return finding.path == path && finding.severity == Finding::Severity::kRefused;
      });
    }
  }
  heirs_now_ = std::exchange(heirs_, {});
  for (const auto& [path, ids] : heirs_now_) add(path);
  std::ranges::sort(again, {}, &SourceFile::path);
  return again;
}

}  // namespace aplomb
