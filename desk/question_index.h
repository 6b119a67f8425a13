// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "desk/question.h"
#include "engine/lexicon.h"

namespace aplomb::desk {

/// A question that others are looked up among.
struct NumberedQuestion {
  std::int64_t id = 0;
  std::shared_ptr<const Question> question;
};

/// Finds the question that asks the same as another, among thousands, in a tenth of a millisecond:
/// those are compared that share most words with it, or have one that it may be a typing error of.
/// Immutable, so thread-safe. A thousand questions take about 2 MB.
class QuestionIndex {
 public:
  explicit QuestionIndex(std::vector<NumberedQuestion> questions = {});

  struct Found {
    std::int64_t id = 0;
    double likeness = 0;  ///< kSameQuestion and above
  };
  /// The likest of those that `counts` says yes to, the oldest of equals; absent where none asks
  /// the same.
  [[nodiscard]] std::optional<Found> find(const Question& asked,
                                          const std::function<bool(std::int64_t)>& counts) const;

  [[nodiscard]] std::size_t size() const { return questions_.size(); }
  [[nodiscard]] const std::vector<NumberedQuestion>& questions() const { return questions_; }

 private:
  std::vector<NumberedQuestion> questions_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_key_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_form_;  // of plain words
  Lexicon forms_;
};

}  // namespace aplomb::desk
