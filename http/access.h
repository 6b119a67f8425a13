// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "http/caller.h"
#include "http/message.h"

namespace aplomb::http {

/// Who may call a route.
enum class Access {
  kOpen,    ///< anybody: the page's own files, health, signing in
  kReader,  ///< whoever may read articles: any role, anonymous readers where they are let in
  kPerson,  ///< a person who is signed in, whatever the role
  kStaff,   ///< a person who is signed in, of the role agent or a higher one: no token, no customer
  // Named callers (persons and tokens) of at least that role:
  kAgent,
  kLead,
  kEditor,
  kAdmin,
};

/// Which articles a route may look into.
enum class Reads {
  kNothing,
  kOwnAudience,  ///< the caller's: customers, and whoever is not known, get the customer database,
                 ///< and with `view=customer` everybody does
  kInternal,     ///< all of them, so that callers must at least be agents
};

/// As docs/api.md has it: "open", "reader", …
[[nodiscard]] std::string_view to_word(Access access);

/// As http/openapi.json has it: "nothing", "own-audience", "internal".
[[nodiscard]] std::string_view to_word(Reads reads);

/// Whether the caller may call such a route.
[[nodiscard]] bool allows(Access access, const Caller& caller);

/// Why not, as an answer; absent when it may: 401 for nobody, 403 for somebody.
[[nodiscard]] std::optional<Response> refusal(Access access, const Request& request);

}  // namespace aplomb::http
