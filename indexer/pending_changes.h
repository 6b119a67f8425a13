// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace aplomb {

/// Paths that have changed and are not in the index yet, and when each is to be taken.
///
/// What programs write is let settle: until nothing has happened to the path for kSettle, but not
/// for longer than kSettleAtMost. What is gone waits for that long in any case, since many editors
/// move a file away before they put the new one in its place. Each change gets a number, by which
/// to wait for it.
/// Thread-safety: none.
class PendingChanges {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::milliseconds kSettle{20};
  static constexpr std::chrono::milliseconds kSettleAtMost{100};

  void written(const std::string& path, Time now);
  void gone(const std::string& path, Time now);
  /// To be taken at once: whoever says so has finished.
  void touched(const std::string& path, Time now);
  /// Everything is to be compared. What was pending before is part of it.
  void all(Time now);

  struct Taken {
    bool all = false;
    std::vector<std::string> paths;
    std::optional<Time> since;  ///< when the first of it was heard of
    std::uint64_t first = 0;    ///< the lowest number among it
    [[nodiscard]] bool empty() const { return !all && paths.empty(); }
    void add(Taken other);
  };
  /// What is due.
  Taken take(Time now);
  /// What was touched, and of the rest what is due if that is no more than `most`.
  Taken take_urgent(Time now, std::size_t most);
  /// All that is gone, due or not.
  Taken take_gone();
  /// Gives back what could not be done.
  void put_back(const Taken& taken);

  /// When the next is due; absent when nothing is pending.
  [[nodiscard]] std::optional<Time> next() const;
  [[nodiscard]] std::size_t size() const { return paths_.size() + (all_ ? 1 : 0); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::optional<Time> since() const;
  /// The number of the latest change.
  [[nodiscard]] std::uint64_t latest() const { return latest_; }
  /// The lowest number that is pending; one more than latest() for none.
  [[nodiscard]] std::uint64_t lowest() const;

 private:
  struct Pending {
    Time since;
    Time due;
    std::uint64_t number = 0;
    bool gone = false;
    bool touched = false;
  };
  Pending& note(const std::string& path, Time now);
  template <class Wanted>
  Taken take_if(Wanted&& wanted);

  std::map<std::string, Pending> paths_;
  std::optional<Pending> all_;
  std::uint64_t latest_ = 0;
};

}  // namespace aplomb
