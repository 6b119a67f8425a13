// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/proximity.h"

#include <algorithm>

#include "engine/information.h"

namespace aplomb {
namespace {

/// The window of docs/ranking.md's reference.
constexpr Xapian::termpos kWindow = 5;
/// Of a long query the first words; each costs a lookup in every passage looked at.
constexpr std::size_t kMaxWords = 16;

using Positions = std::vector<Xapian::termpos>;

/// The least distance at which `later` follows `earlier` or the other way round; 0 when it is
/// beyond the window.
Xapian::termpos least_distance(const Positions& earlier, const Positions& later) {
  Xapian::termpos least = 0;
  auto other = later.begin();
  for (const Xapian::termpos at : earlier) {
    while (other != later.end() && *other + kWindow < at) ++other;
    for (auto near = other; near != later.end() && *near <= at + kWindow; ++near) {
      const Xapian::termpos distance = *near > at ? *near - at : at - *near;
      if (distance > 0 && (least == 0 || distance < least)) least = distance;
    }
  }
  return least;
}

}  // namespace

Proximity::Proximity(const Xapian::Database& database, const Plan& plan) : database_(database) {
  const double all = database.get_doccount();
  for (const Group& group : plan.groups) {
    if (group.kind != Clause::Kind::kWord || group.function_word) continue;
    if (words_.size() == kMaxWords) break;
    for (const Alternative& alternative : group.alternatives) {
      if (alternative.via == Alternative::Via::kStem ||
          alternative.via == Alternative::Via::kSynonym)
        continue;
      const double with = database.get_termfreq(alternative.term);
      if (with == 0) continue;
      words_.push_back({alternative.term, information_of(with, all)});
      break;
    }
  }
}

double Proximity::of(Xapian::docid passage) const {
  double sum = 0;
  Positions before, now;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    now.assign(database_.positionlist_begin(passage, words_[i].form),
               database_.positionlist_end(passage, words_[i].form));
    if (i > 0 && !before.empty() && !now.empty() && words_[i].form != words_[i - 1].form) {
      if (const Xapian::termpos distance = least_distance(before, now); distance > 0)
        sum += std::min(words_[i].information, words_[i - 1].information) / distance;
    }
    std::swap(before, now);
  }
  return sum;
}

}  // namespace aplomb
