// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/index_keeper.h"

#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

#include "indexer/article_places.h"
#include "indexer/folder_follower.h"
#include "indexer/folder_indexer.h"
#include "indexer/pending_changes.h"

namespace aplomb {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// What stands in the way may go by itself: tried again after these pauses, each twice the former.
constexpr milliseconds kFirstPause(200), kLongestPause(5000);
/// How often it looks whether the index is still there, and whether it has grown.
constexpr milliseconds kLookEvery(1000);
/// Nothing happens for this long before a compaction.
constexpr milliseconds kQuiet(2000);
/// A generation that has grown by half is compacted when it is quiet; what has grown to three times
/// its size is not let wait any longer.
constexpr double kGrown = 1.5, kOvergrown = 3;
/// Changes of so many files, in the middle of a long pass, are taken before the rest of it.
constexpr std::size_t kFewFiles = 50;
/// What is learned shows after this long, and so many articles' at once: a save waits for them.
constexpr milliseconds kTeachEvery(2000);
constexpr std::size_t kTaughtAtOnce = 100;
/// An index that was found damaged is made anew, but not all the time: where the disk itself is
/// damaged that does not help.
constexpr std::chrono::minutes kBetweenSuspicions(10);

}  // namespace

class IndexKeeper::Impl {
 public:
  explicit Impl(IndexOptions options)
      : options_(std::move(options)),
        follower_(options_.articles, {.changed = [this](const auto& changes) { note(changes); },
                                      .compare = [this] { note_all(); }}),
        thread_([this] { run(); }) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl();

  void touched(const std::string& path);
  void learned(const ArticleId& id);
  void suspect();
  bool wait_until_in_step(milliseconds at_most);
  KeeperStatus status() const;
  [[nodiscard]] std::optional<std::string> path_of(const ArticleId& id) const {
    return places_.find(id);
  }

 private:
  using Lock = std::unique_lock<std::mutex>;
  using Taken = PendingChanges::Taken;

  void note(const std::vector<FolderWatch::Change>& changes);
  void note_all();

  void run();
  void wait_for_work(Lock& lock);
  void work(Lock& lock);
  Result<void> make_ready();
  Result<IndexReport> take(Taken taken);
  void done();
  void failed(const Error& error, const Taken& taken);
  std::vector<std::string> urgent();
  void teach(Lock& lock);
  void look_after(Lock& lock);
  void compact(Lock& lock, bool at_once);
  [[nodiscard]] bool in_step_to(std::uint64_t number) const;
  [[nodiscard]] std::optional<Clock::time_point> since() const;

  const IndexOptions options_;
  ArticlePlaces places_;

  // Of the thread.
  std::optional<FolderIndexer> indexer_;
  FolderIndexer::Memory memory_;  // of an indexer that failed
  bool rebuild_ = options_.rebuild;
  milliseconds pause_ = kFirstPause;
  Clock::time_point retry_at_{}, looked_at_{}, last_change_{}, suspected_at_{},
      taught_at_{};
  bool compare_lessons_ = true;  // of all articles, since the index was opened

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable work_, stepped_;
  PendingChanges pending_;
  Taken under_way_, urgent_under_way_;
  std::size_t left_ = 0;  // files of what is under way
  bool started_ = false;  // all was in step once
  std::set<ArticleId> to_teach_;  // articles whose lessons are others by now
  bool suspected_ = false;
  bool stopping_ = false;
  std::optional<Error> problem_;
  std::size_t refused_ = 0;

  FolderFollower follower_;  // last: their threads use all of the above
  std::thread thread_;
};

IndexKeeper::Impl::~Impl() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  stepped_.notify_all();
  thread_.join();
}

void IndexKeeper::Impl::touched(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  pending_.touched(path, Clock::now());
  work_.notify_all();
}

void IndexKeeper::Impl::learned(const ArticleId& id) {
  const std::scoped_lock lock(mutex_);
  if (to_teach_.insert(id).second) work_.notify_all();
}

void IndexKeeper::Impl::suspect() {
  const std::scoped_lock lock(mutex_);
  suspected_ = true;
  work_.notify_all();
}

void IndexKeeper::Impl::note(const std::vector<FolderWatch::Change>& changes) {
  const std::scoped_lock lock(mutex_);
  const auto now = Clock::now();
  for (const auto& [path, what] : changes) {
    if (what == FolderWatch::What::kWritten)
      pending_.written(path, now);
    else
      pending_.gone(path, now);
  }
  work_.notify_all();
}

void IndexKeeper::Impl::note_all() {
  const std::scoped_lock lock(mutex_);
  pending_.all(Clock::now());
  work_.notify_all();
}

bool IndexKeeper::Impl::in_step_to(std::uint64_t number) const {
  if (!started_ || problem_ || pending_.lowest() <= number) return false;
  return (under_way_.empty() || under_way_.first > number) &&
         (urgent_under_way_.empty() || urgent_under_way_.first > number);
}

bool IndexKeeper::Impl::wait_until_in_step(milliseconds at_most) {
  const auto until = Clock::now() + at_most;
  if (!follower_.catch_up(at_most)) return false;
  Lock lock(mutex_);
  const std::uint64_t number = pending_.latest();
  return stepped_.wait_until(lock, until, [&] { return stopping_ || in_step_to(number); }) &&
         !stopping_;
}

std::optional<Clock::time_point> IndexKeeper::Impl::since() const {
  std::optional<Clock::time_point> since = pending_.since();
  for (const Taken* const taken : {&under_way_, &urgent_under_way_})
    if (taken->since && (!since || *taken->since < *since)) since = taken->since;
  return since;
}

KeeperStatus IndexKeeper::Impl::status() const {
  KeeperStatus status;
  const auto unwatched = follower_.problem();
  const std::scoped_lock lock(mutex_);
  using State = KeeperStatus::State;
  status.state = problem_ ? State::kWaiting : started_ ? State::kFollowing : State::kStarting;
  status.watching = !unwatched;
  status.problem = problem_ ? problem_ : unwatched;
  status.pending = pending_.size() + left_ + urgent_under_way_.paths.size();
  if (const auto oldest = since()) status.lag = Clock::now() - *oldest;
  status.refused = refused_;
  return status;
}

void IndexKeeper::Impl::run() {
  Lock lock(mutex_);
  while (!stopping_) {
    wait_for_work(lock);
    if (stopping_) return;
    look_after(lock);
    if (stopping_) return;
    work(lock);
    teach(lock);
  }
}

/// Until something is due, or it is time to look after the index.
void IndexKeeper::Impl::wait_for_work(Lock& lock) {
  const auto due = [this] {
    const auto next = pending_.next();
    if (problem_) return retry_at_;
    const auto lessons = to_teach_.empty() ? Clock::time_point::max() : taught_at_ + kTeachEvery;
    return std::min({next.value_or(Clock::time_point::max()), looked_at_ + kLookEvery, lessons});
  };
  while (!stopping_ && !(suspected_ && !problem_)) {
    const auto when = due();
    if (when <= Clock::now()) return;
    work_.wait_until(lock, when);
  }
}

/// Takes what is due.
void IndexKeeper::Impl::work(Lock& lock) {
  under_way_ = pending_.take(Clock::now());
  if (!problem_ && under_way_.empty() && indexer_) return;
  left_ = under_way_.paths.size();
  lock.unlock();
  auto report = make_ready().and_then([&] { return take(under_way_); });
  lock.lock();
  if (report)
    done();
  else
    failed(report.error(), under_way_);
  under_way_ = urgent_under_way_ = {};
  left_ = 0;
  stepped_.notify_all();
}

/// Opens the index, where that is to be done.
Result<void> IndexKeeper::Impl::make_ready() {
  if (indexer_) return {};
  IndexOptions options = options_;
  options.rebuild = rebuild_;
  options.progress = [this](std::size_t taken, std::size_t all) {
    if (options_.progress) options_.progress(taken, all);
    const std::scoped_lock lock(mutex_);
    left_ = all - taken;
  };
  auto opened = FolderIndexer::open(std::move(options), &places_, memory_);
  if (!opened) return tl::unexpected<Error>(opened.error());
  memory_.sources.clear();
  indexer_ = *std::move(opened);
  compare_lessons_ = true;
  return {};
}

Result<IndexReport> IndexKeeper::Impl::take(Taken taken) {
  const Meanwhile meanwhile{.stop =
                                [this] {
                                  const std::scoped_lock lock(mutex_);
                                  return stopping_;
                                },
                            .urgent = [this] { return urgent(); }};
  if (taken.all || !indexer_->synced()) return indexer_->sync_all(meanwhile);
  if (auto in_place = indexer_->writer().check_in_place(); !in_place)
    return tl::unexpected<Error>(in_place.error());
  if (std::ranges::any_of(taken.paths, [&](const auto& path) { return indexer_->is_new(path); })) {
    // one that is gone may be the same article, moved
    const std::scoped_lock lock(mutex_);
    Taken gone = pending_.take_gone();
    taken.add(gone);
    under_way_.add(std::move(gone));
  }
  return indexer_->update(taken.paths, meanwhile);
}

/// What of the changes that came meanwhile goes first. What it gave before is in the index.
std::vector<std::string> IndexKeeper::Impl::urgent() {
  const std::scoped_lock lock(mutex_);
  urgent_under_way_ = pending_.take_urgent(Clock::now(), kFewFiles);
  stepped_.notify_all();
  return urgent_under_way_.paths;
}

void IndexKeeper::Impl::done() {
  started_ = true;
  problem_.reset();
  pause_ = kFirstPause;
  rebuild_ = false;
  refused_ = indexer_->refused();
  last_change_ = Clock::now();
}

void IndexKeeper::Impl::failed(const Error& error, const Taken& taken) {
  if (stopping_) return;
  if (error.code == Code::kDamaged) rebuild_ = true;
  if (indexer_) memory_ = indexer_->memory();
  indexer_.reset();
  pending_.put_back(taken);
  pending_.put_back(urgent_under_way_);
  pending_.all(Clock::now());
  problem_ = error;
  retry_at_ = Clock::now() + pause_;
  pause_ = std::min(pause_ * 2, kLongestPause);
}

/// Gives the index what has been learned, some seconds' worth at a time: each commit has readers
/// look anew. Saves come first.
void IndexKeeper::Impl::teach(Lock& lock) {
  const auto now = Clock::now();
  if (!options_.lessons.of || !indexer_ || !indexer_->synced() || problem_) return;
  if (!compare_lessons_ && (to_teach_.empty() || now - taught_at_ < kTeachEvery)) return;
  if (const auto next = pending_.next(); next && *next <= now) return;
  std::vector<ArticleId> ids;
  while (!to_teach_.empty() && ids.size() < kTaughtAtOnce)
    ids.push_back(std::move(to_teach_.extract(to_teach_.begin()).value()));
  const bool compare = std::exchange(compare_lessons_, false);
  lock.unlock();
  Result<std::vector<ArticleId>> all;
  if (compare) all = indexer_->taught();
  Result<void> taught;
  if (all) taught = indexer_->teach(ids);
  lock.lock();
  taught_at_ = Clock::now();
  const auto* const error = !all ? &all.error() : !taught ? &taught.error() : nullptr;
  if (error != nullptr) {
    to_teach_.insert(ids.begin(), ids.end());
    failed(*error, {});
    return;
  }
  to_teach_.insert(all->begin(), all->end());
}

/// Whether the index is still there, has grown, or is said to be damaged.
void IndexKeeper::Impl::look_after(Lock& lock) {
  if (!indexer_ || !started_ || problem_) return;
  const auto now = Clock::now();
  const auto lose = [&](const Error& error) {
    failed(error, {});
    retry_at_ = now;
  };
  if (std::exchange(suspected_, false) &&
      (suspected_at_ == Clock::time_point() || now - suspected_at_ > kBetweenSuspicions)) {
    suspected_at_ = now;
    return lose({Code::kDamaged, "the index is damaged", "it is made anew from the articles"});
  }
  if (now - looked_at_ < kLookEvery) return;
  looked_at_ = now;
  if (auto in_place = indexer_->writer().check_in_place(); !in_place) return lose(in_place.error());
  if (!pending_.empty()) return;
  const double growth = indexer_->writer().growth();
  if (growth >= kOvergrown || (growth >= kGrown && now - last_change_ >= kQuiet))
    compact(lock, growth >= kOvergrown);
}

/// On a thread that gives way to searches: to go back to the former priority takes rights.
void IndexKeeper::Impl::compact(Lock& lock, bool at_once) {
  const auto go_on = [this, at_once] {
    const std::scoped_lock held(mutex_);
    return !stopping_ && (at_once || pending_.empty());
  };
  lock.unlock();
  Result<void> compacted;
  std::thread([&] {
    ::setpriority(PRIO_PROCESS, 0, 19);
    compacted = indexer_->writer().compact(go_on);
  }).join();
  lock.lock();
  last_change_ = Clock::now();
  if (!compacted && compacted.error().code != Code::kUnavailable) failed(compacted.error(), {});
}

Result<std::unique_ptr<IndexKeeper>> IndexKeeper::start(IndexOptions options) {
  std::error_code status;
  if (!std::filesystem::is_directory(options.articles, status))
    return fail(Code::kNotFound, "there is no articles folder at " + options.articles.string(),
                "make it, or name another with --articles");
  return std::unique_ptr<IndexKeeper>(new IndexKeeper(std::make_unique<Impl>(std::move(options))));
}

void IndexKeeper::touched(const std::string& path) {
  impl_->touched(path);
}

void IndexKeeper::learned(const ArticleId& id) {
  impl_->learned(id);
}

void IndexKeeper::suspect() {
  impl_->suspect();
}

bool IndexKeeper::wait_until_in_step(milliseconds at_most) const {
  return impl_->wait_until_in_step(at_most);
}

KeeperStatus IndexKeeper::status() const {
  return impl_->status();
}

std::optional<std::string> IndexKeeper::path_of(const ArticleId& id) const {
  return impl_->path_of(id);
}

IndexKeeper::IndexKeeper(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
IndexKeeper::~IndexKeeper() = default;

}  // namespace aplomb
