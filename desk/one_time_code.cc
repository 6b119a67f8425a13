// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/one_time_code.h"

#include <sodium.h>

#include "desk/minting.h"

namespace aplomb::desk {
namespace {

bool same(std::string_view code, std::string_view tried) {
  return !code.empty() && code.size() == tried.size() &&
         sodium_memcmp(code.data(), tried.data(), code.size()) == 0;
}

}  // namespace

OneTimeCode::OneTimeCode() : code_(mint("")) {}

std::string OneTimeCode::code() const {
  const std::lock_guard lock(mutex_);
  return std::string(code_.reveal());
}

bool OneTimeCode::matches(std::string_view code) const {
  const std::lock_guard lock(mutex_);
  return same(code_.reveal(), code);
}

bool OneTimeCode::spend(std::string_view code) {
  const std::lock_guard lock(mutex_);
  if (!same(code_.reveal(), code)) return false;
  code_ = Secret();
  return true;
}

}  // namespace aplomb::desk
