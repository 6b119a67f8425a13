// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lesson_matcher.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "engine/lesson.h"

namespace aplomb {
namespace {

/// A question may be there by chance or by mistake; three like it are not. They count by their
/// mean, so that what was learned once moves an article a little.
constexpr std::size_t kAgreeing = 3;

/// How soon a word that many questions have counts whole: n / (n + kFirst + kEach × questions).
constexpr double kFirst = 0.3, kEach = 0.12;

/// The highest values there were, whose mean counts.
class Highest {
 public:
  void add(double value, std::uint32_t times) {
    for (std::uint32_t i = 0; i < std::min<std::uint32_t>(times, kAgreeing); ++i) {
      const auto lowest = std::ranges::min_element(values_);
      *lowest = std::max(*lowest, value);
    }
  }
  [[nodiscard]] double mean() const {
    double sum = 0;
    for (const double value : values_) sum += value;
    return sum / kAgreeing;
  }

 private:
  std::array<double, kAgreeing> values_{};
};

}  // namespace

LessonMatcher::LessonMatcher(const QueryStems& query, const CaptionStatistics& statistics)
    : query_(query),
      statistics_(statistics),
      said_by_(query.groups()),
      credits_(query.groups()) {
  double squares = 0;
  for (std::size_t group = 0; group < query.groups(); ++group)
    squares += query.information(group) * query.information(group);
  query_length_ = std::sqrt(squares);
}

LessonMatch LessonMatcher::match(std::string_view lesson, std::string_view captions) {
  std::ranges::fill(said_by_, 0.0);
  double caption = 0, questions = 0;
  for_each_caption(captions, [&](std::span<const StemHash> stems) {
    caption = std::max(caption, read(stems, 1));
    ++questions;
  });
  Highest learned;
  for_each_question(lesson, [&](const LearnedStems& question) {
    const auto people = std::min<std::uint32_t>(question.people, kAgreeing);
    learned.add(read(question.stems, people), people);
    questions += people;
  });
  const double alike = std::max(caption, learned.mean());
  return {alike * alike, words_said(questions)};
}

/// The cosine of the query and one question, whose words are counted.
double LessonMatcher::read(std::span<const StemHash> stems, double people) {
  std::ranges::fill(credits_, 0.0);
  double squares = 0;
  bool said = false;
  for (const StemHash stem : stems) {
    const double information = statistics_.information(stem);
    squares += information * information;
    for (const auto& [same, group, credit] : query_.of(stem)) {
      credits_[group] = std::max(credits_[group], credit);
      said = true;
    }
  }
  if (!said || squares == 0 || query_length_ == 0) return 0;
  double product = 0;
  for (std::size_t group = 0; group < credits_.size(); ++group) {
    said_by_[group] += credits_[group] * people;
    product += credits_[group] * query_.information(group) * query_.information(group);
  }
  return std::min(1.0, product / (query_length_ * std::sqrt(squares)));
}

double LessonMatcher::words_said(double questions) const {
  double said = 0;
  for (std::size_t group = 0; group < said_by_.size(); ++group)
    said += query_.information(group) * said_by_[group] /
            (said_by_[group] + kFirst + kEach * questions);
  return query_.total_information() > 0 ? said / query_.total_information() : 0;
}

}  // namespace aplomb
