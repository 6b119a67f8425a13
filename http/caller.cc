// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/caller.h"

namespace aplomb::http {

std::string_view to_word(Caller::By by) {
  switch (by) {
    case Caller::By::kNothing:
      return "";
    case Caller::By::kAnonymous:
      return "anonymous";
    case Caller::By::kSession:
      return "session";
    case Caller::By::kBearer:
      return "bearer";
    case Caller::By::kToken:
      return "token";
    case Caller::By::kProxy:
      return "proxy";
  }
  return "";
}

desk::Asker asker_of(const Caller& caller) {
  return caller.token ? desk::Asker{.token = caller.token} : desk::Asker{.person = caller.person};
}

desk::Actor actor_of(const Caller& caller) {
  return caller.token ? desk::Actor::token(caller.token->value, caller.name)
                      : desk::Actor::person(caller.name);
}

}  // namespace aplomb::http
