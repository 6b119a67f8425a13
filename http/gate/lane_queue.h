// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "http/gate/admission.h"
#include "http/gate/request_reader.h"

namespace aplomb::http {

struct Connection;

/// A request on its way to a worker.
struct Work {
  Connection* connection = nullptr;
  int socket = -1;  ///< the connection's; the worker may send, and nothing else
  WholeRequest request = {};
  std::string peer = {};
  std::chrono::steady_clock::time_point came = {};
  bool closing = false;  ///< the connection ends with the answer
  bool awaited = false;  ///< the connection has something to do as soon as this is done
};

/// The requests of one lane that wait for its workers, as many as Admission lets in.
///
/// Thread-safety: all members may be called from any thread at once.
class LaneQueue {
 public:
  explicit LaneQueue(Admission admission, bool is_bounded)
      : admission_(admission), is_bounded_(is_bounded) {}

  /// False when too many wait already: `work` is left as it was. Wakes nobody.
  [[nodiscard]] bool offer(Work& work);

  /// Wakes as many workers as there is new work for. Once for all that came together: woken for
  /// each, workers and gate spend more time falling asleep than answering short requests.
  void wake_workers();

  /// The next one, waiting for it; absent once the queue is closed.
  [[nodiscard]] std::optional<Work> take();

  /// Says how long the last one taken kept its worker.
  void served(Admission::Duration took);

  /// No more will be offered, and none of those that wait is given out.
  void close();

  /// Whether a request that has waited so long is better turned away: the service has become slower
  /// since it was let in, so that more stand behind it than would be let in now.
  [[nodiscard]] bool is_too_late(Admission::Duration waited) const;

  [[nodiscard]] std::size_t waiting() const;

  /// How long a request that is turned away now would have waited.
  [[nodiscard]] Admission::Duration wait() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  // Guarded by mutex_:
  Admission admission_;
  std::deque<Work> waiting_;
  std::size_t unannounced_ = 0;  ///< offered since the last wake_workers()
  bool closed_ = false;

  const bool is_bounded_;
};

}  // namespace aplomb::http
