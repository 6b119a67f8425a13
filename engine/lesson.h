// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/captions.h"
#include "engine/stemmer.h"

namespace aplomb {

/// What one article has learned: what callers said when it solved their call. Where it comes from
/// is somebody else's business (desk/learning); the index keeps it beside the article, in `full`
/// only, so that whoever is below an agent is answered as if nothing had been learned.
struct Lesson {
  struct Question {
    std::string text;
    std::uint32_t people = 1;  ///< how many different people's calls it solved, at least 1

    friend bool operator==(const Question&, const Question&) = default;
  };
  /// Best first; those after kMaxLearnedQuestions are left out.
  std::vector<Question> questions;
  std::uint32_t teachers = 1;  ///< how many different people there are in all, at least 1

  friend bool operator==(const Lesson&, const Lesson&) = default;
};

/// So many questions tell which words lead to an article; a search reads those of its 30 best
/// candidates.
inline constexpr std::size_t kMaxLearnedQuestions = 64;

/// As the index keeps it; empty of a lesson without a word.
[[nodiscard]] std::string encode(const Lesson& lesson, std::string_view language, Stemmer& stemmer);

/// A learned question: how many people's, and its stems.
struct LearnedStems {
  std::uint32_t people = 1;
  std::span<const StemHash> stems;
};

/// Calls `visit(LearnedStems)` for each question. Total, as for_each_caption().
template <class Visit>
void for_each_question(std::string_view bytes, Visit&& visit) {
  for_each_caption(bytes, [&](std::span<const StemHash> caption) {
    if (caption.size() > 1) visit(LearnedStems{caption.front(), caption.subspan(1)});
  });
}

/// How far a lesson is to be believed, 0 to below 1: n / (n + 1) for n teachers. One person can be
/// wrong about all of them.
[[nodiscard]] double belief_in(std::string_view bytes);

/// The boolean term that the first passage of an article has which has learned the stem.
[[nodiscard]] std::string learned_term(StemHash stem);

/// The stem of such a term, its prefix taken away; 0 when it is none.
[[nodiscard]] StemHash stem_of_learned_term(std::string_view rest);

}  // namespace aplomb
