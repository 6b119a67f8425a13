// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lesson.h"

#include <algorithm>

#include "engine/analyzer.h"
#include "engine/schema.h"

namespace aplomb {

std::string encode(const Lesson& lesson, std::string_view language, Stemmer& stemmer) {
  CaptionWriter writer;
  writer.add(std::max(lesson.teachers, 1U), {});
  bool any = false;
  const std::size_t count = std::min(lesson.questions.size(), kMaxLearnedQuestions);
  for (std::size_t i = 0; i < count; ++i) {
    const Lesson::Question& question = lesson.questions[i];
    auto stems = caption_stems(analyze(question.text), language, stemmer);
    if (stems.empty()) continue;
    stems.resize(std::min(stems.size(), kMaxCaptionStems - 1));
    writer.add(std::max(question.people, 1U), stems);
    any = true;
  }
  return any ? writer.take() : std::string();
}

double belief_in(std::string_view bytes) {
  double teachers = 1;
  bool first = true;
  for_each_caption(bytes, [&](std::span<const StemHash> caption) {
    if (first && caption.size() == 1) teachers = caption.front();
    first = false;
  });
  return teachers / (teachers + 1);
}

std::string learned_term(StemHash stem) {
  std::string term(schema::kLearnedPrefix);
  for (int i = 0; i < 8; ++i, stem >>= 4U) term += static_cast<char>('a' + (stem & 0xFU));
  return term;
}

StemHash stem_of_learned_term(std::string_view rest) {
  StemHash stem = 0;
  if (rest.size() != 8) return 0;
  for (std::size_t i = 8; i-- > 0;) {
    if (rest[i] < 'a' || rest[i] > 'p') return 0;
    stem = stem << 4U | static_cast<StemHash>(rest[i] - 'a');
  }
  return stem;
}

}  // namespace aplomb
