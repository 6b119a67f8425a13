// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/admission.h"

#include <algorithm>

namespace aplomb::http {
namespace {

/// However quick the service: so many waiting requests are memory, too.
constexpr std::size_t kMostWaiting = 4096;
constexpr std::size_t kFewestWaiting = 16;  ///< for each worker

}  // namespace

std::size_t Admission::max_waiting() const {
  const auto each = static_cast<std::size_t>(std::max<Duration::rep>(1, mean_.count()));
  const auto fit = static_cast<std::size_t>(longest_wait_.count()) * workers_ / each;
  return std::clamp(fit, kFewestWaiting * workers_, kMostWaiting);
}

}  // namespace aplomb::http
