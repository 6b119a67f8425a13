// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <SQLiteCpp/Exception.h>

#include <utility>

#include "engine/result.h"

namespace aplomb::desk {

/// The one place that turns SQLite's exceptions into errors.
[[nodiscard]] Error translate(const SQLite::Exception& error);

/// Runs `work`, which returns a Result, and translates what SQLite throws out of it.
template <class Work>
auto guarded(Work&& work) -> decltype(work()) {
  try {
    return std::forward<Work>(work)();
  } catch (const SQLite::Exception& error) {
    return tl::unexpected<Error>(translate(error));
  }
}

}  // namespace aplomb::desk
