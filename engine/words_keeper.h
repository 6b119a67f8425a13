// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <xapian.h>

#include <chrono>
#include <compare>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/captions.h"
#include "engine/filters.h"
#include "engine/lexicon.h"

namespace aplomb {

/// Articles by the values of their filter fields, most frequent first.
using FacetCounts = std::map<FilterField, std::vector<std::pair<std::string, std::size_t>>>;

/// All words of a database at one commit, and what all its articles are counted by: to count
/// 50,000 for each request would take a quarter of a second.
struct Words {
  Lexicon lexicon;
  CaptionStatistics captions;
  FacetCounts facets;  ///< of all that may be found, each by its first passage
};

/// Reads all words of a database and how often they are used. 120,000 take about 50 ms.
/// Throws what Xapian throws.
[[nodiscard]] Words read_words(const Xapian::Database& database);

/// Holds the words of one index directory and audience, and reads them anew, in a thread of its
/// own, when the index has changed. Meanwhile the former ones serve: who uses them asks the live
/// database whether a word is still there. Thread-safe.
class WordsKeeper {
 public:
  /// A commit: of two, the later one is greater.
  struct Moment {
    std::uint64_t generation = 0;
    std::uint64_t revision = 0;
    friend auto operator<=>(const Moment&, const Moment&) = default;
  };

  WordsKeeper() = default;
  WordsKeeper(const WordsKeeper&) = delete;
  WordsKeeper& operator=(const WordsKeeper&) = delete;
  ~WordsKeeper();

  /// The newest there are; never null. Only the very first are read while the caller waits,
  /// from its own `database`; later ones from `path`. Throws what Xapian throws.
  [[nodiscard]] std::shared_ptr<const Words> get(const Xapian::Database& database,
                                                 const std::string& path, Moment moment);

  /// Another database has taken the place of the one that was asked for.
  void forget();

 private:
  void read_anew();

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::shared_ptr<const Words> words_;
  Moment wanted_, read_;
  std::string path_;  // of the database of `wanted_`
  bool stopping_ = false;
  std::thread reader_;  // runs read_anew(); started by the first change
};

}  // namespace aplomb
