// SPDX-License-Identifier: GPL-3.0-or-later
#include <deque>
#include <functional>
#include <queue>
#include <random>

#include "bench/load/modes.h"

namespace aplomb::bench {
namespace {

constexpr double kKeystrokesPerSecond = 6;
constexpr double kUneven = 0.3;  ///< a keystroke comes up to so much sooner or later
constexpr double kShortestThought_s = 1;
constexpr double kLongestThought_s = 3;
constexpr unsigned kSeed = 20261122;  ///< the same run every time

/// The two kinds of question, as tags and as places of a person's connections.
enum : std::size_t { kSearch, kSuggest, kKinds };

/// A connection and what waits for it.
struct Lane {
  struct Question {
    std::string request;
    Clock::time_point due;
  };
  std::deque<Question> waiting;
};

struct Person {
  std::size_t query = 0;
  std::size_t position = 0;  ///< in its keystrokes
};

struct Next {
  Clock::time_point when;
  std::size_t person = 0;
  friend bool operator>(const Next& a, const Next& b) { return a.when > b.when; }
};

class Desk {
 public:
  Desk(const Field& field, const std::vector<std::string>& queries, const RequestWriter& writer)
      : field_(field),
        queries_(queries),
        writer_(writer),
        people_(field.count / kKinds),
        lanes_(field.count) {
    field_.hear = [this](const Done& done) { answered(done); };
  }

  TypingRun run(Time time, std::chrono::milliseconds patience) {
    const auto begun = Clock::now();
    const auto end = begun + to_clock(time.count());
    for (std::size_t i = 0; i < people_.size(); ++i) {
      people_[i].query = i * queries_.size() / people_.size();
      next_.push({begun + to_clock(between(0, kShortestThought_s)), i});
    }
    while (Clock::now() < end) {
      while (next_.top().when <= Clock::now()) press();
      field_.wire.wait(std::min(next_.top().when, end));
    }
    const auto late = end + patience;
    while (under_way_ > 0 && Clock::now() < late) field_.wire.wait(late);
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      of_kind(i % kKinds).add_unsent(lanes_[i].waiting.size());
      lanes_[i].waiting.clear();
    }
    while (under_way_ > 0) field_.wire.wait(Clock::now() + std::chrono::seconds(1));
    return std::move(run_);
  }

 private:
  static Clock::duration to_clock(double seconds) {
    return std::chrono::duration_cast<Clock::duration>(Time(seconds));
  }
  double between(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random_);
  }
  Tally& of_kind(std::size_t kind) { return kind == kSearch ? run_.search : run_.suggest; }

  /// The next person's next keystroke.
  void press() {
    const auto [when, who] = next_.top();
    next_.pop();
    auto& person = people_[who];
    const auto texts = keystrokes(queries_[person.query]);
    const auto text = texts[person.position];
    question(who * kKinds + kSearch, {writer_.search(text), when});
    question(who * kKinds + kSuggest, {writer_.suggest(text), when});
    double pause = between(1 - kUneven, 1 + kUneven) / kKeystrokesPerSecond;
    if (++person.position == texts.size()) {
      person.position = 0;
      person.query = (person.query + 1) % queries_.size();
      pause += between(kShortestThought_s, kLongestThought_s);
    }
    next_.push({when + to_clock(pause), who});
  }

  void question(std::size_t lane, Lane::Question question) {
    lanes_[lane].waiting.push_back(std::move(question));
    if (field_.wire.is_free(field_.first + lane)) ask(lane);
  }

  void ask(std::size_t lane) {
    auto& waiting = lanes_[lane].waiting;
    ++under_way_;
    field_.wire.ask(field_.first + lane, waiting.front().request, waiting.front().due,
                    lane % kKinds);
    waiting.pop_front();
  }

  void answered(const Done& done) {
    --under_way_;
    of_kind(done.tag).add(done);
    const auto lane = done.connection - field_.first;
    if (!lanes_[lane].waiting.empty()) ask(lane);
  }

  const Field& field_;
  const std::vector<std::string>& queries_;
  const RequestWriter& writer_;
  std::vector<Person> people_;
  std::vector<Lane> lanes_;
  std::priority_queue<Next, std::vector<Next>, std::greater<>> next_;
  std::mt19937 random_{kSeed};
  std::size_t under_way_ = 0;
  TypingRun run_;
};

}  // namespace

TypingRun run_typing(const Field& field, const std::vector<std::string>& queries,
                     const RequestWriter& writer, Time time, std::chrono::milliseconds patience) {
  return Desk(field, queries, writer).run(time, patience);
}

}  // namespace aplomb::bench
