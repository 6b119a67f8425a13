// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/gap_watch.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <utility>

#include "desk/gap_asking.h"

namespace aplomb::desk {
namespace {

using Steady = std::chrono::steady_clock;

/// An answer is among so many hits.
constexpr std::size_t kFirst = 3;
constexpr std::chrono::seconds kLookEvery{1};
/// So many questions are tried behind each commit; more of them once a minute.
constexpr std::size_t kFew = 100;
constexpr std::chrono::minutes kManyEvery{1};
constexpr std::chrono::minutes kAllEvery{10};
/// For each moment of searching it leaves the processor alone for so many.
constexpr int kRests = 9;
/// Closed gaps that are looked after: what was closed before those stays so.
constexpr std::size_t kClosedWatched = 5000;

/// Why an article is nobody's answer now; absent where it may be one.
std::optional<std::string> why_not(const Result<StoredArticle>& stored, const ArticleId& id,
                                   Minute now) {
  if (!stored) return "\"" + id.value + "\", which answered it, is gone";
  const Article& article = stored->article;
  const auto says = [&](std::string_view what) {
    return "\"" + id.value + "\" " + std::string(what);
  };
  if (article.confidence == Confidence::kArchived) return says("is archived");
  if (article.confidence == Confidence::kWip) return says("is work in progress again");
  if (article.excluded) return says("is kept out of searches");
  if (validity_of(article, now) == Validity::kExpired) return says("has expired");
  if (validity_of(article, now) == Validity::kScheduled) return says("is not published yet");
  return std::nullopt;
}

bool is_gone(const Result<StoredArticle>& stored) {
  return !stored && stored.error().code == Code::kNotFound;
}

/// An index that cannot be read says nothing of articles.
bool is_unknown(const Result<StoredArticle>& stored) {
  return !stored && stored.error().code != Code::kNotFound;
}

bool is_finished(const Hit& hit) {
  return hit.confidence != Confidence::kWip && hit.confidence != Confidence::kArchived &&
         hit.validity == Validity::kValid;
}

/// The languages of the articles, always in one order.
std::vector<std::string> languages_of(const Searcher& searcher) {
  SearchRequest request;
  request.limit = 1;
  request.facets = {FilterField::kLanguage};
  std::vector<std::string> languages;
  if (const auto page = searcher.search(request))
    for (const auto& [field, counts] : page->facets)
      for (const auto& [language, count] : counts) languages.push_back(language);
  std::ranges::sort(languages);
  return languages;
}

}  // namespace

Result<std::optional<ArticleId>> answer_to(const WaitingGap& gap, const Searcher& searcher) {
  auto request = request_for(gap.question, gap.language);
  request.limit = kFirst;
  const auto page = searcher.search(request);
  if (!page) return tl::unexpected<Error>(page.error());
  for (std::size_t i = 0; i < page->hits.size(); ++i) {
    const Hit& hit = page->hits[i];
    if (!is_finished(hit)) continue;
    const bool own = gap.article && hit.id == *gap.article;
    const bool answers = own || (i == 0 && page->certainty == Certainty::kStrong);
    if (!answers) continue;
    const auto stored = searcher.article(hit.id);
    if (!stored) continue;  // gone since
    const KnownArticle now{hit.id, stored->etag};
    if (std::ranges::find(gap.known, now) == gap.known.end()) return hit.id;
  }
  return std::nullopt;
}

GapWatch::GapWatch(Gaps& gaps, std::function<const Searcher*()> searcher)
    : gaps_(gaps), searcher_(std::move(searcher)) {}

GapWatch::~GapWatch() = default;

void GapWatch::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Result<void> GapWatch::look() {
  const Searcher* const searcher = searcher_();
  if (searcher == nullptr) return {};
  return look(*searcher, Which::kAll, [](std::chrono::nanoseconds) { return true; });
}

Result<void> GapWatch::try_one(const Searcher& searcher, const WaitingGap& gap) {
  const auto answer = answer_to(gap, searcher);
  if (!answer) return tl::unexpected<Error>(answer.error());
  if (*answer) return gaps_.close(gap.id, **answer);
  if (gap.state != GapState::kWriting || !gap.article) return {};
  const auto stored = searcher.article(*gap.article);
  if (stored && stored->article.id != *gap.article)
    return gaps_.rename_article(*gap.article, stored->article.id);
  const bool archived = stored && stored->article.confidence == Confidence::kArchived;
  if (!is_gone(stored) && !archived) return {};
  return gaps_.give_up_article(gap.id, *gap.article,
                               "\"" + gap.article->value +
                                   "\", which was being written for it, is " +
                                   (archived ? "archived" : "gone"));
}

Result<void> GapWatch::look_after_closed(const Searcher& searcher, const Pause& pause) {
  const auto closed = gaps_.closed(kClosedWatched);
  if (!closed) return tl::unexpected<Error>(closed.error());
  std::map<ArticleId, std::vector<GapId>> by_article;
  for (const auto& [gap, article] : *closed) by_article[article].push_back(gap);
  for (const auto& [article, gaps] : by_article) {
    const auto begun = Steady::now();
    const auto stored = searcher.article(article);
    if (is_unknown(stored)) return tl::unexpected<Error>(stored.error());
    if (stored && stored->article.id != article)
      if (auto done = gaps_.rename_article(article, stored->article.id); !done) return done;
    if (const auto why = why_not(stored, article, searcher.now()))
      for (const GapId gap : gaps)
        if (auto done = gaps_.reopen(gap, article, *why); !done) return done;
    if (!pause(Steady::now() - begun)) break;
  }
  return {};
}

Result<void> GapWatch::look(const Searcher& searcher, Which which, const Pause& pause) {
  gaps_.house_files().speak(languages_of(searcher));
  static_cast<void>(gaps_.house());
  if (auto done = look_after_closed(searcher, pause); !done) return done;
  const auto waiting = gaps_.waiting();
  if (!waiting) return tl::unexpected<Error>(waiting.error());
  for (const WaitingGap& gap : *waiting) {
    if (which == Which::kBeingWritten && gap.state != GapState::kWriting) continue;
    const auto begun = Steady::now();
    if (auto done = try_one(searcher, gap); !done) return done;
    if (!pause(Steady::now() - begun)) break;
  }
  return {};
}

void GapWatch::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  const auto wait = [&](std::chrono::nanoseconds time) {
    std::unique_lock lock(mutex);
    stopped.wait_for(lock, stop, time, [&] { return stop.stop_requested(); });
    return !stop.stop_requested();
  };
  const Pause pause = [&](std::chrono::nanoseconds took) { return wait(kRests * took); };
  std::optional<std::pair<std::uint64_t, std::uint64_t>> looked_at;  // generation, revision
  std::optional<Steady::time_point> looked;                           // at all of them
  bool behind = false;  // a commit has been looked at for some gaps only
  while (wait(kLookEvery)) {
    const Searcher* const searcher = searcher_();
    if (searcher == nullptr) continue;
    const auto status = searcher->status();
    if (!status) continue;
    const std::pair now{status->generation, status->revision};
    const bool changed = !looked_at || *looked_at != now;
    const auto since = looked ? Steady::now() - *looked : Steady::duration::max();
    if (!changed && !(behind && since >= kManyEvery) && since < kAllEvery) continue;
    const auto waiting = gaps_.waiting();
    const bool all = since >= kManyEvery || (waiting && waiting->size() <= kFew);
    if (!changed && !all) continue;
    // what could not be looked at is looked at the next time
    if (!look(*searcher, all ? Which::kAll : Which::kBeingWritten, pause)) continue;
    looked_at = now;
    behind = !all;
    if (all) looked = Steady::now();
  }
}

}  // namespace aplomb::desk
