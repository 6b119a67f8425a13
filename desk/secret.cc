// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/secret.h"

#include <sodium.h>

namespace aplomb::desk {

Secret::Secret(std::string&& text) : text_(text.begin(), text.end()) {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

Secret& Secret::operator=(Secret&& other) noexcept {
  text_.swap(other.text_);
  return *this;
}

Secret::~Secret() {
  sodium_memzero(text_.data(), text_.size());
}

}  // namespace aplomb::desk
