// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <xapian.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/calendar.h"
#include "engine/words_keeper.h"

namespace aplomb {

/// The passages of one database at one commit whose articles do not hold at a moment: they are not
/// yet published, or expired. Found by their terms, so that neither finding them nor leaving them
/// out costs anything where there are none; a search passes over them as it comes to them.
///
/// Immutable, so thread-safe. Four bytes a passage.
class Hidden {
 public:
  Hidden() : passages_(std::make_shared<const Passages>()) {}
  /// Looks at the terms of what begins after `now` and of what was over by then, and no others.
  /// 20,000 passages take about 2 ms. Throws what Xapian throws.
  Hidden(const Xapian::Database& database, Minute now);

  [[nodiscard]] std::size_t size() const { return passages_->size(); }
  [[nodiscard]] bool empty() const { return passages_->empty(); }
  [[nodiscard]] bool contains(Xapian::docid passage) const;
  /// Whether the same ones are hidden at `now`: nothing begins or ends between.
  [[nodiscard]] bool holds_at(Minute now) const {
    return from_ <= now && (!until_ || now < *until_);
  }

  /// What of the query is not hidden.
  [[nodiscard]] Xapian::Query left_of(const Xapian::Query& query) const;
  [[nodiscard]] Xapian::Query all() const;

  /// The ids of the articles that they are of. Throws what Xapian throws.
  [[nodiscard]] std::set<std::string> articles(const Xapian::Database& database) const;

  /// How many hidden passages have the term, of which the database has it in `frequency`.
  [[nodiscard]] std::size_t count(const Xapian::Database& database, const std::string& term) const;
  /// The first passage with the term that is not hidden.
  [[nodiscard]] std::optional<Xapian::docid> first_visible(const Xapian::Database& database,
                                                           const std::string& term) const;

 private:
  using Passages = std::vector<Xapian::docid>;  // rising

  std::shared_ptr<const Passages> passages_;  // shared with queries, which may outlive this
  Minute from_{};
  std::optional<Minute> until_;  // from then on others are; none: for ever
};

/// What is hidden in the newest commit that was asked for, for all readers of one index directory
/// and audience; found anew by the first who asks after a commit, or when something begins or ends.
/// Thread-safe.
class HiddenKeeper {
 public:
  /// Never null. Throws what Xapian throws.
  [[nodiscard]] std::shared_ptr<const Hidden> get(const Xapian::Database& database,
                                                  WordsKeeper::Moment commit, Minute now);

 private:
  std::mutex mutex_;  // guards what follows
  WordsKeeper::Moment commit_;
  std::shared_ptr<const Hidden> hidden_;
};

}  // namespace aplomb
