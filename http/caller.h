// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "desk/actor.h"
#include "desk/asker.h"
#include "desk/people.h"
#include "desk/role.h"
#include "desk/tokens.h"
#include "engine/article.h"

namespace aplomb::http {

/// Who asks, as far as the request shows it. By default nobody, who may read nothing.
struct Caller {
  /// What the request came with.
  enum class By {
    kNothing,
    kAnonymous,  ///< nothing, where the server lets such readers in
    kSession,    ///< the cookie of a person who signed in
    kBearer,     ///< the short-lived token of a panel, from a session
    kToken,      ///< a tool's token
    kProxy,      ///< a header of a trusted proxy that knows the person
  };

  By by = By::kNothing;
  std::optional<desk::Role> role = {};  ///< absent for nobody
  std::string name = {};                ///< a person's or a token's; empty for nobody and anonymous
  std::optional<desk::PersonId> person = {};
  std::optional<desk::SessionId> session = {};
  std::optional<desk::TokenId> token = {};

  /// A person, however recognised; tokens and anonymous readers are none.
  [[nodiscard]] bool is_person() const {
    return by == By::kSession || by == By::kBearer || by == By::kProxy;
  }
  /// Whether whoever asks is accountable: a person or a token.
  [[nodiscard]] bool is_named() const { return is_person() || by == By::kToken; }
  /// Whether a browser adds what shows who asks by itself, also to requests of foreign pages.
  [[nodiscard]] bool is_ambient() const { return by == By::kSession || by == By::kProxy; }
  /// Nobody's is the customer's, too: whatever is in doubt is not internal.
  [[nodiscard]] Audience audience() const {
    return role ? desk::audience_of(*role) : Audience::kCustomer;
  }
};

/// As the log, the audit and the API have it: "anonymous", "session", …; empty for nothing.
[[nodiscard]] std::string_view to_word(Caller::By by);

/// A named caller as calls know them.
[[nodiscard]] desk::Asker asker_of(const Caller& caller);

/// How the audit log names a named caller.
[[nodiscard]] desk::Actor actor_of(const Caller& caller);

}  // namespace aplomb::http
