// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "desk/gaps.h"
#include "desk/question_index.h"

namespace aplomb::desk {

/// A gap as it is kept in memory.
struct OpenGap {
  GapBrief brief;  ///< `asked_by_me` and `asked.today` are for each who asks
  Time day;        ///< when the day began of which `today` counts
  std::size_t today = 0;
  std::vector<Asker> askers;  ///< each once
  std::string language;
  Readings readings;

  [[nodiscard]] GapBrief brief_for(const Asker& by, Time day_now) const;
};

/// The gaps that questions are compared with: open ones, those being written, and of the dismissed
/// the newest. Immutable: a change makes another, which shares what stayed.
class OpenGaps {
 public:
  OpenGaps(std::vector<std::shared_ptr<const OpenGap>> gaps,  // by id
           std::shared_ptr<const GapHouse> house);

  /// The same with one gap changed, new or gone.
  [[nodiscard]] std::shared_ptr<const OpenGaps> with(std::shared_ptr<const OpenGap> gap) const;
  [[nodiscard]] std::shared_ptr<const OpenGaps> without(GapId id) const;

  /// The gap that asks the same; with `waiting` only one that is open or being written.
  [[nodiscard]] const OpenGap* find(const Question& asked, bool waiting) const;
  [[nodiscard]] const OpenGap* get(GapId id) const;

  [[nodiscard]] std::size_t waiting() const { return waiting_; }
  [[nodiscard]] const std::vector<std::shared_ptr<const OpenGap>>& gaps() const { return gaps_; }
  [[nodiscard]] const std::shared_ptr<const GapHouse>& house() const { return house_; }

 private:
  OpenGaps() = default;
  [[nodiscard]] NumberedQuestion numbered(const OpenGap& gap) const;

  std::vector<std::shared_ptr<const OpenGap>> gaps_;  // by id
  std::shared_ptr<const GapHouse> house_;
  // Most lie in the first; what came since, in the second, which is made anew with each.
  std::shared_ptr<const QuestionIndex> settled_, recent_;
  std::size_t waiting_ = 0;
};

}  // namespace aplomb::desk
