// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/open_gaps.h"

#include <algorithm>
#include <utility>

namespace aplomb::desk {
namespace {

/// Then they are settled: making an index of so many takes a millisecond or two.
constexpr std::size_t kMostRecent = 128;

bool waits(const OpenGap& gap) {
  return gap.brief.state == GapState::kOpen || gap.brief.state == GapState::kWriting;
}

auto place_of(const std::vector<std::shared_ptr<const OpenGap>>& gaps, GapId id) {
  return std::ranges::lower_bound(gaps, id, {}, [](const auto& gap) { return gap->brief.id; });
}

}  // namespace

GapBrief OpenGap::brief_for(const Asker& by, Time day_now) const {
  GapBrief told = brief;
  told.asked.today = day == day_now ? today : 0;
  told.asked.people = askers.size();
  told.asked_by_me = std::ranges::find(askers, by) != askers.end();
  return told;
}

OpenGaps::OpenGaps(std::vector<std::shared_ptr<const OpenGap>> gaps,
                   std::shared_ptr<const GapHouse> house)
    : gaps_(std::move(gaps)), house_(std::move(house)) {
  std::vector<NumberedQuestion> questions;
  questions.reserve(gaps_.size());
  for (const auto& gap : gaps_) {
    questions.push_back(numbered(*gap));
    waiting_ += waits(*gap) ? 1 : 0;
  }
  settled_ = std::make_shared<QuestionIndex>(std::move(questions));
  recent_ = std::make_shared<QuestionIndex>();
}

NumberedQuestion OpenGaps::numbered(const OpenGap& gap) const {
  return {gap.brief.id.value,
          std::make_shared<const Question>(searchable(gap.brief.question), house_->words,
                                           gap.readings, gap.language)};
}

std::shared_ptr<const OpenGaps> OpenGaps::with(std::shared_ptr<const OpenGap> gap) const {
  std::shared_ptr<OpenGaps> next(new OpenGaps(*this));
  const auto at = place_of(next->gaps_, gap->brief.id);
  const bool known = at != next->gaps_.end() && (*at)->brief.id == gap->brief.id;
  next->waiting_ += waits(*gap) ? 1 : 0;
  if (known) {
    next->waiting_ -= waits(**at) ? 1 : 0;
    next->gaps_[static_cast<std::size_t>(at - next->gaps_.begin())] = std::move(gap);
    return next;
  }
  auto questions = recent_->questions();
  questions.push_back(numbered(*gap));
  next->gaps_.insert(at, std::move(gap));
  if (questions.size() > kMostRecent) {
    // what is gone is left behind with this
    for (const auto& one : settled_->questions())
      if (get({one.id}) != nullptr) questions.push_back(one);
    next->settled_ = std::make_shared<QuestionIndex>(std::move(questions));
    questions = {};
  }
  next->recent_ = std::make_shared<QuestionIndex>(std::move(questions));
  return next;
}

std::shared_ptr<const OpenGaps> OpenGaps::without(GapId id) const {
  std::shared_ptr<OpenGaps> next(new OpenGaps(*this));
  const auto at = place_of(next->gaps_, id);
  if (at == next->gaps_.end() || (*at)->brief.id != id) return next;
  next->waiting_ -= waits(**at) ? 1 : 0;
  next->gaps_.erase(at);
  return next;
}

const OpenGap* OpenGaps::get(GapId id) const {
  const auto at = place_of(gaps_, id);
  return at == gaps_.end() || (*at)->brief.id != id ? nullptr : at->get();
}

const OpenGap* OpenGaps::find(const Question& asked, bool waiting) const {
  if (asked.empty()) return nullptr;
  const auto counts = [&](std::int64_t id) {
    const OpenGap* const gap = get({id});
    return gap != nullptr && (!waiting || waits(*gap));
  };
  const auto old = settled_->find(asked, counts), recent = recent_->find(asked, counts);
  if (!old && !recent) return nullptr;
  return get({!recent || (old && old->likeness >= recent->likeness) ? old->id : recent->id});
}

}  // namespace aplomb::desk
