// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <xapian.h>

#include <exception>
#include <utility>

#include "engine/result.h"

namespace aplomb {

/// The one place that turns Xapian's exceptions into errors.
[[nodiscard]] Error translate(const Xapian::Error& error);

/// Runs `work`, which returns a Result, and translates what Xapian throws out of it.
template <class Work>
auto guarded(Work&& work) -> decltype(work()) {
  try {
    return std::forward<Work>(work)();
  } catch (const Xapian::Error& error) {
    return tl::unexpected<Error>(translate(error));
  }
}

}  // namespace aplomb
