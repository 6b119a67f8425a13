// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "engine/article.h"

namespace aplomb::desk {

/// What an article says, in at most a kilobyte, to tell later how much of it is left: the smallest
/// hashes of its neighbouring words, of the title and the text that internal readers see.
/// Source: bottom-k sketches (Broder, "On the resemblance and containment of documents", 1997).
[[nodiscard]] std::string sketch_of(const Article& article);

/// The estimated share (0 to 1) of what two sketches' articles say that both say. 1 for two empty
/// ones.
[[nodiscard]] double likeness(std::string_view one, std::string_view other);

}  // namespace aplomb::desk
