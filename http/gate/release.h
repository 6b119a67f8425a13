// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

namespace aplomb::http {

/// Empties a string, or what holds one, and frees its memory. `text = {}` does not: the string
/// keeps its room for what may come.
template <class T>
void release(T& value) {
  T empty{};
  std::swap(empty, value);
}

}  // namespace aplomb::http
