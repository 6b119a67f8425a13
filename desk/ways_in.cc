// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/ways_in.h"

#include <string>

namespace aplomb::desk {
namespace {

constexpr std::size_t kRemembered = 10'000;  ///< pairs of name and address that succeeded

TurnedAway turned_away(const Error& error, std::chrono::seconds wait = {}) {
  return {error, wait};
}

std::string in_words(std::chrono::seconds wait) {
  if (wait < std::chrono::minutes(2)) return std::to_string(wait.count()) + " seconds";
  return std::to_string(std::chrono::ceil<std::chrono::minutes>(wait).count()) + " minutes";
}

}  // namespace

WaysIn::WaysIn(Desk& desk) : desk_(desk) {
  // Without this a restart would let an attack keep everybody out until each was let in once.
  if (const auto known = desk.audit().sign_ins(kRemembered))
    for (const auto& [name, address, at] : *known) throttle_.remember(name, address);
}

tl::expected<Person, TurnedAway> WaysIn::confirm(std::string_view name, std::string_view password,
                                                 std::string_view address) {
  const auto now = std::chrono::steady_clock::now();
  if (const auto wait = throttle_.attempt(name, address, now); wait.count() > 0)
    return tl::unexpected(turned_away(
        {Code::kTooMany, "There were too many attempts.", "Try again in " + in_words(wait) + "."},
        wait));
  auto person = desk_.people().check_password(name, password);
  if (person) {
    throttle_.succeeded(name, address);
    return *std::move(person);
  }
  if (person.error().code == Code::kUnauthenticated) {
    // A log that cannot be written is no reason to say anything else than no.
    (void)desk_.audit().record_failed_sign_in(name, address);
    return tl::unexpected(turned_away(person.error()));
  }
  throttle_.withdrawn(name, address);
  return tl::unexpected(turned_away(person.error()));
}

WaysIn::Outcome WaysIn::with_password(std::string_view name, std::string_view password,
                                      std::string_view address) {
  const auto person = confirm(name, password, address);
  if (!person) return tl::unexpected(person.error());
  auto session = desk_.sessions().start(person->id, address);
  if (!session) return tl::unexpected(turned_away(session.error()));
  return *std::move(session);
}

WaysIn::Outcome WaysIn::first_admin(std::string_view code, const NewPerson& person,
                                    std::string_view password, std::string_view address) {
  if (!first_code_.matches(code))
    return tl::unexpected(
        turned_away({Code::kUnauthenticated, "The sign-in link is not valid, or was used already.",
                     "The server prints a new one when it starts on a desk without people."}));
  auto admin = person;
  admin.role = Role::kAdmin;
  const auto added =
      desk_.people().add_first(Actor::server("one-time link"), admin, std::string_view(password));
  if (!added) return tl::unexpected(turned_away(added.error()));
  (void)first_code_.spend(code);
  auto session = desk_.sessions().start(added->id, address);
  if (!session) return tl::unexpected(turned_away(session.error()));
  return *std::move(session);
}

}  // namespace aplomb::desk
