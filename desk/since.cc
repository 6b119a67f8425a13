// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/since.h"

#include <algorithm>
#include <utility>

#include "indexer/article_reader.h"

namespace aplomb::desk {
namespace {

/// Of the articles that solved their calls, the last ones are theirs to follow.
constexpr std::size_t kMaxUsed = 200;

using What = ArticleChange::What;
using FileChange = ChangesSince::File;

/// An article that is looked at, and why.
struct Wanted {
  Article article;
  std::set<std::string> why;
};

/// What the folder's history tells, with what is gone looked up by the names that it had.
class Past {
 public:
  Past(std::optional<History> history, std::optional<ChangesSince> changes)
      : history_(std::move(history)), changes_(std::move(changes)) {}

  [[nodiscard]] const FileChange* find(const std::string& path) const {
    if (!changes_) return nullptr;
    const auto found = std::ranges::lower_bound(changes_->files, path, {}, &FileChange::path);
    return found != changes_->files.end() && found->path == path ? &*found : nullptr;
  }

  /// The file as it was; absent where it was not there.
  [[nodiscard]] std::optional<std::string> bytes(const std::string& path) const {
    if (!changes_) return std::nullopt;
    auto bytes = history_->version(path, changes_->base);
    return bytes ? std::optional(*std::move(bytes)) : std::nullopt;
  }

  [[nodiscard]] std::optional<Time> changed_at(const std::string& path) const {
    if (!history_) return std::nullopt;
    const auto log = history_->log(path, 1);
    if (!log || log->revisions.empty()) return std::nullopt;
    return log->revisions.front().at;
  }

  /// What each file that is no more was as an article, by id.
  struct Gone {
    std::string path, bytes, title;
  };
  [[nodiscard]] std::map<ArticleId, Gone> gone() const {
    std::map<ArticleId, Gone> all;
    if (!changes_) return all;
    for (const FileChange& file : changes_->files) {
      if (file.what != FileChange::What::kGone || all.size() == kMaxGone) continue;
      auto was = bytes(file.path);
      if (!was) continue;
      const auto read = read_article(file.path, *was, {});
      if (!read.article) continue;
      all.emplace(read.article->id, Gone{file.path, *std::move(was), read.article->title});
    }
    return all;
  }

 private:
  /// Files that were taken away and are read to see which articles they were: 1 ms each.
  static constexpr std::size_t kMaxGone = 300;

  std::optional<History> history_;
  std::optional<ChangesSince> changes_;
};

Result<Past> past_of(const Editing* editing, Time since) {
  if (editing == nullptr) return Past(std::nullopt, std::nullopt);
  auto history = editing->history();
  if (!history) return tl::unexpected<Error>(history.error());
  if (!*history) return Past(std::nullopt, std::nullopt);
  auto changes = (*history)->changes_since(since);
  if (!changes) return tl::unexpected<Error>(changes.error());
  return Past(*std::move(history), *std::move(changes));
}

/// The articles, by the ids that they have now; those that are not found by the ids asked for.
struct Looked {
  std::map<ArticleId, Wanted> found;
  Reasons missing;
};

Result<Looked> look_up(const Searcher& searcher, const Reasons& reasons,
                       const std::vector<std::string>& owners) {
  Looked looked;
  for (const auto& [id, why] : reasons) {
    auto stored = searcher.article(id);
    if (!stored && stored.error().code != Code::kNotFound)
      return tl::unexpected<Error>(stored.error());
    if (!stored) {
      looked.missing[id] = why;
      continue;
    }
    stored->article.full = {};
    const ArticleId now = stored->article.id;
    auto& wanted =
        looked.found.try_emplace(now, Wanted{std::move(stored->article), {}}).first->second;
    wanted.why.insert(why.begin(), why.end());
  }
  ListRequest request;
  request.limit = kMaxLimit;
  for (const std::string& owner : owners)
    if (!owner.empty()) request.filters[FilterField::kOwner].push_back(owner);
  for (std::size_t seen = 0; !request.filters.empty() && seen < kMaxOwned;) {
    auto listing = searcher.list(request);
    if (!listing) return tl::unexpected<Error>(listing.error());
    for (Article& article : listing->articles) {
      const ArticleId id = article.id;
      looked.found.try_emplace(id, Wanted{std::move(article), {}})
          .first->second.why.insert("owned");
    }
    seen += listing->articles.size();
    if (!listing->next || listing->articles.empty()) break;
    request.after = *listing->next;
  }
  return looked;
}

/// Where the article lay before it was moved, if what lay there is gone.
const Past::Gone* moved_from(const std::map<ArticleId, Past::Gone>& gone, const Article& article) {
  if (const auto same = gone.find(article.id); same != gone.end()) return &same->second;
  for (const ArticleId& former : article.aliases)
    if (const auto found = gone.find(former); found != gone.end()) return &found->second;
  return nullptr;
}

bool was_archived(const std::string& path, const std::string& bytes) {
  const auto read = read_article(path, bytes, {});
  return read.article && read.article->confidence == Confidence::kArchived;
}

/// What became of an article that is there; absent where nothing did.
std::optional<ArticleChange> change_of(const Wanted& wanted, const Past& past,
                                       const std::map<ArticleId, Past::Gone>& gone, Time since,
                                       const Editing* editing, bool with_difference) {
  const Article& article = wanted.article;
  const bool newer = article.updated > since;  // also written and not committed
  const FileChange* const file = past.find(article.path);
  if (file == nullptr && !newer) return std::nullopt;
  ArticleChange change{.what = What::kChanged,
                       .article = article.id,
                       .title = article.title,
                       .why = wanted.why,
                       .at = article.updated,
                       .difference = {}};
  if (file != nullptr)
    if (const auto at = past.changed_at(article.path)) change.at = *at;
  auto before = past.bytes(article.path);
  if (!before)
    if (const auto* const from = moved_from(gone, article)) before = from->bytes;
  if (!before) {
    if (file != nullptr) change.what = What::kNew;
    return change;
  }
  const auto now = editing->read(article.id);
  if (!now) return change;
  if (now->bytes == *before) return std::nullopt;  // written again, or moved, as it was
  if (article.confidence == Confidence::kArchived && !was_archived(article.path, *before))
    change.what = What::kArchived;
  if (!with_difference) return change;
  if (auto words = word_difference(*before, now->bytes, kMaxDifferenceBytes))
    change.difference = *std::move(words);
  return change;
}

}  // namespace

std::string_view to_string(ArticleChange::What what) {
  switch (what) {
    case What::kChanged:
      return "changed";
    case What::kArchived:
      return "archived";
    case What::kGone:
      return "gone";
    case What::kNew:
      return "new";
  }
  return "changed";
}

Result<Reasons> reasons_of(Desk& desk, PersonId person) {
  Reasons reasons;
  const auto stars = desk.stars().list(person);
  if (!stars) return tl::unexpected<Error>(stars.error());
  for (const Star& star : *stars) reasons[star.article].insert("starred");
  const auto recent = desk.recent_articles().list(person);
  if (!recent) return tl::unexpected<Error>(recent.error());
  for (const RecentArticle& each : *recent) reasons[each.article].insert("recent");
  const auto used = desk.uses().used_by(person, kMaxUsed);
  if (!used) return tl::unexpected<Error>(used.error());
  for (const ArticleId& article : *used) reasons[article].insert("used");
  const auto notes = desk.own_notes().list(person);
  if (!notes) return tl::unexpected<Error>(notes.error());
  for (const OwnNote& note : *notes)
    if (note.article) reasons[*note.article].insert("noted");
  return reasons;
}

Result<ChangesTold> changes_since(const Searcher& searcher, const Editing* editing,
                                  const Reasons& reasons, const std::vector<std::string>& owners,
                                  Time since) {
  const auto looked = look_up(searcher, reasons, owners);
  if (!looked) return tl::unexpected<Error>(looked.error());
  const auto past = past_of(editing, since);
  if (!past) return tl::unexpected<Error>(past.error());
  const auto gone = past->gone();

  ChangesTold told;
  for (const auto& [id, wanted] : looked->found) {
    const bool with_difference = told.changes.size() < kMaxDifferencesTold;
    if (auto change = change_of(wanted, *past, gone, since, editing, with_difference))
      told.changes.push_back(*std::move(change));
  }
  for (const auto& [id, why] : looked->missing)
    if (const auto found = gone.find(id); found != gone.end())
      told.changes.push_back({.what = What::kGone,
                              .article = id,
                              .title = found->second.title,
                              .why = why,
                              .at = past->changed_at(found->second.path).value_or(since),
                              .difference = {}});
  std::ranges::stable_sort(told.changes, std::greater{}, &ArticleChange::at);
  told.more = told.changes.size() > kMaxChangesTold;
  if (told.more) told.changes.resize(kMaxChangesTold);
  return told;
}

}  // namespace aplomb::desk
