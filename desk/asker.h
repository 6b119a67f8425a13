// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "desk/people.h"
#include "desk/tokens.h"

namespace aplomb::desk {

/// Who is on a call: a person, or a tool by its token. One of the two is there.
struct Asker {
  std::optional<PersonId> person = {};
  std::optional<TokenId> token = {};

  friend bool operator==(const Asker&, const Asker&) = default;
};

}  // namespace aplomb::desk
