// SPDX-License-Identifier: GPL-3.0-or-later
// For .cc files of this folder only: it names the JSON library.
#pragma once

#include "engine/searcher.h"
#include "http/json.h"

namespace aplomb::http {

/// The word vectors in use; null without. `off` says why those that are there are not used.
[[nodiscard]] inline Json meaning_of(const IndexStatus& status) {
  if (!status.meaning_off.empty()) return {{"off", status.meaning_off}};
  if (status.meaning.empty()) return nullptr;
  return status.meaning;
}

}  // namespace aplomb::http
