// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "desk/store.h"
#include "engine/article.h"

namespace aplomb::desk {

/// Tells each person who asked for a gap that an article answers it, in the words that they last
/// asked in. Who has heard of it and that article hears nothing again.
void tell_askers(Connection& connection, Time at, std::int64_t gap, const ArticleId& article);

/// Takes back what nobody has seen of a gap: it is open again.
void take_back_news(Connection& connection, std::int64_t gap);

/// Whether there are news from before that time, and forgetting them.
[[nodiscard]] bool any_old_news(Connection& connection, Time before);
void forget_news(Connection& connection, Time before);

}  // namespace aplomb::desk
