// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "desk/clock.h"
#include "desk/people.h"
#include "engine/article.h"
#include "engine/result.h"

namespace aplomb::desk {

class Store;

/// Of somebody who never looks the newest are told.
constexpr std::size_t kMaxNewsTold = 100;
/// What is older is forgotten, seen or not.
constexpr std::chrono::days kNewsKept{90};

/// Something that one person waits to hear.
struct News {
  std::int64_t id = 0;
  Time at;
  std::int64_t gap = 0;
  std::string question;  ///< as they asked it
  ArticleId article;     ///< that answers it

  friend bool operator==(const News&, const News&) = default;
};

/// What each person is told: so far, that a question of theirs has an answer. Written where that
/// happens, in the same transaction (desk/gaps); each person hears of a gap and an article once.
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo.
class NewsBoard {
 public:
  /// What the person has not seen, newest first.
  [[nodiscard]] Result<std::vector<News>> list(PersonId person) const;

  /// They have seen it. Errors: kNotFound, also where it is somebody else's.
  [[nodiscard]] Result<void> seen(PersonId person, std::int64_t id);

  NewsBoard(const NewsBoard&) = delete;
  NewsBoard& operator=(const NewsBoard&) = delete;

 private:
  friend class Desk;
  explicit NewsBoard(Store& store) : store_(store) {}

  Store& store_;
};

}  // namespace aplomb::desk
