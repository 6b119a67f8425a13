// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/access_log.h"

#include <signal.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "http/log_file.h"

namespace aplomb::http {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// How long lines gather. Waking a thread for each costs more than all the rest of a line.
constexpr auto kBatchTime = 100ms;

/// Signals are for the thread that waits for them, and a broken pipe for nobody.
void block_signals() {
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

class AccessLog::Writer {
 public:
  Writer(LogFile file, AccessLogOptions options)
      : file_(std::move(file)), options_(std::move(options)), thread_([this] { run(); }) {}
  ~Writer() { close(); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void queue(std::string_view line);
  void reopen() noexcept { reopen_.store(true); }
  void flush();
  void close();
  [[nodiscard]] Counts counts() const { return {written_.load(), dropped_.load()}; }

 private:
  /// Half full: time to write, whatever has gathered. Holds mutex_.
  [[nodiscard]] bool crowded() const { return queued_.size() > options_.max_queued_bytes / 2; }
  void run();
  void write(const std::string& lines);
  void open_anew();
  void report(int error);
  [[nodiscard]] bool patient();

  // Of the thread alone.
  LogFile file_;
  std::uint64_t told_ = 0;  ///< of dropped_, what the log itself tells
  bool failing_ = false;    ///< and has been said

  const AccessLogOptions options_;
  std::atomic<bool> reopen_{false};
  std::atomic<std::uint64_t> written_{0};
  std::atomic<std::uint64_t> dropped_{0};

  std::mutex mutex_;  ///< guards what follows
  std::condition_variable changed_;
  std::string queued_;
  bool idle_ = false;  ///< the thread waits to be woken
  bool busy_ = false;  ///< the thread has lines in its hands
  bool flushing_ = false;
  bool closing_ = false;
  Clock::time_point give_up_ = Clock::time_point::max();

  std::mutex closing_mutex_;  ///< guards thread_
  std::thread thread_;        ///< last: it uses all of the above
};

void AccessLog::Writer::queue(std::string_view line) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (closing_ || queued_.size() + line.size() > options_.max_queued_bytes) {
      dropped_.fetch_add(1);
      return;
    }
    const bool was_crowded = crowded();
    queued_ += line;
    wake = std::exchange(idle_, false) || (crowded() && !was_crowded);
  }
  if (wake) changed_.notify_all();
}

void AccessLog::Writer::flush() {
  std::unique_lock lock(mutex_);
  flushing_ = true;
  changed_.notify_all();
  changed_.wait(lock, [this] { return (queued_.empty() && !busy_) || closing_; });
}

void AccessLog::Writer::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    give_up_ = std::min(give_up_, Clock::now() + options_.patience);
  }
  changed_.notify_all();
  const std::lock_guard lock(closing_mutex_);
  if (thread_.joinable()) thread_.join();
}

bool AccessLog::Writer::patient() {
  const std::lock_guard lock(mutex_);
  return Clock::now() < give_up_;
}

void AccessLog::Writer::run() {
  block_signals();
  std::string lines;
  std::unique_lock lock(mutex_);
  for (;;) {
    idle_ = true;
    changed_.wait(lock, [this] { return !queued_.empty() || closing_; });
    idle_ = false;
    changed_.wait_for(lock, kBatchTime, [this] { return flushing_ || closing_ || crowded(); });
    if (queued_.empty()) return;  // closing
    lines.clear();
    lines.swap(queued_);
    busy_ = true;
    lock.unlock();
    write(lines);
    lock.lock();
    busy_ = false;
    flushing_ = flushing_ && !queued_.empty();
    changed_.notify_all();
  }
}

/// Writes a batch, behind a line for what is missing before it.
void AccessLog::Writer::write(const std::string& lines) {
  if (reopen_.exchange(false)) open_anew();
  const auto count = static_cast<std::uint64_t>(std::ranges::count(lines, '\n'));
  const auto is_patient = [this] { return patient(); };
  const auto missing = dropped_.load() - told_;
  LogFile::Written done;
  if (missing > 0) {
    std::string gap;
    append_gap(gap, std::chrono::system_clock::now(), missing);
    done = file_.append(gap, is_patient);
    if (done.error == 0) told_ += missing;
  }
  if (done.error == 0)
    done = file_.append(lines, is_patient);
  else
    done.lines = 0;
  written_.fetch_add(done.lines);
  dropped_.fetch_add(count - done.lines);
  report(done.error);
}

void AccessLog::Writer::open_anew() {
  if (const auto opened = file_.reopen(); !opened)
    spdlog::error("{}; lines go on to the former file", opened.error().message);
}

/// Says that writing has begun to fail or works again; once each.
void AccessLog::Writer::report(int error) {
  if (error != 0 && !failing_)
    spdlog::error("the access log takes no lines: {}; they are counted and dropped until it does",
                  std::generic_category().message(error));
  if (error == 0 && failing_)
    spdlog::info("the access log takes lines again; {} were dropped since the start",
                 dropped_.load());
  failing_ = error != 0;
}

Result<AccessLog> AccessLog::open(AccessLogOptions options) {
  AccessLog log(nullptr);
  log.log_queries_ = options.log_queries;
  if (options.destination.empty()) return log;
  auto file = LogFile::open(options.destination);
  if (!file) return tl::unexpected(file.error());
  log.writer_ = std::make_unique<Writer>(*std::move(file), std::move(options));
  return log;
}

AccessLog::AccessLog(std::unique_ptr<Writer> writer) : writer_(std::move(writer)) {}
AccessLog::AccessLog(AccessLog&&) noexcept = default;
AccessLog& AccessLog::operator=(AccessLog&&) noexcept = default;
AccessLog::~AccessLog() = default;

void AccessLog::record(const AccessRecord& record) {
  if (!writer_) return;
  thread_local std::string line;  // keeps its room from one request to the next
  line.clear();
  append_line(line, record, log_queries_);
  writer_->queue(line);
}

void AccessLog::reopen() noexcept {
  if (writer_) writer_->reopen();
}
void AccessLog::flush() {
  if (writer_) writer_->flush();
}
void AccessLog::close() {
  if (writer_) writer_->close();
}
AccessLog::Counts AccessLog::counts() const {
  return writer_ ? writer_->counts() : Counts{};
}

}  // namespace aplomb::http
