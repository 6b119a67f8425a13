// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/identity.h"

#include <algorithm>

#include "http/cookies.h"
#include "http/gate/endpoint.h"
#include "http/text.h"

namespace aplomb::http {
namespace {

Caller person(Caller::By by, const desk::Person& who) {
  return {.by = by, .role = who.role, .name = who.name, .person = who.id};
}

Caller in_session(Caller::By by, const desk::Session& session) {
  auto caller = person(by, session.person);
  caller.session = session.id;
  return caller;
}

std::size_t count(const Request& request, std::string_view name) {
  return static_cast<std::size_t>(
      std::ranges::count(request.headers, name, &Fields::value_type::first));
}

/// What stands behind `Bearer ` (RFC 6750, 2.1; the scheme in any case).
std::optional<std::string_view> bearer_of(std::string_view authorization) {
  if (lower(take(authorization, ' ')) != "bearer") return std::nullopt;
  return trim(authorization);
}

}  // namespace

Identity::Identity(desk::Desk& desk, IdentityOptions options)
    : desk_(&desk), options_(std::move(options)) {}

bool Identity::is_trusted(std::string_view address) const {
  if (address == kUnixPeer) return options_.trust_unix;
  const auto ip = IpAddress::parse(address);
  return ip && std::ranges::any_of(options_.trusted_proxies,
                                   [&](const Network& proxy) { return proxy.contains(*ip); });
}

void Identity::locate(Request& request) const {
  request.client = request.peer;
  if (!is_trusted(request.peer)) return;
  request.secure = request.header("x-forwarded-proto") == "https";
  // Each proxy adds whom it heard from at the end; the last that is no proxy of ours is the client.
  std::string chain;
  for (const auto& [name, value] : request.headers)
    if (name == "x-forwarded-for") chain += (chain.empty() ? "" : ",") + value;
  while (!chain.empty() && is_trusted(request.client)) {
    const auto comma = chain.rfind(',');
    const auto ip = IpAddress::parse(
        trim(std::string_view(chain).substr(comma == std::string::npos ? 0 : comma + 1)));
    if (!ip) return;  // what it says is no address: the proxy itself answers for it
    request.client = ip->text();
    chain.resize(comma == std::string::npos ? 0 : comma);
  }
}

Result<Caller> Identity::by_bearer(std::string_view secret) const {
  if (secret.starts_with(desk::kPanelPrefix)) {
    const auto session = desk_->sessions().find(desk::SessionKind::kPanel, secret);
    if (!session) return tl::unexpected(session.error());
    return in_session(Caller::By::kBearer, *session);
  }
  const auto token = desk_->tokens().find(secret);
  if (!token) return tl::unexpected(token.error());
  return Caller{
      .by = Caller::By::kToken, .role = token->role, .name = token->name, .token = token->id};
}

Result<Caller> Identity::by_proxy(std::string_view name) const {
  const auto found = desk_->people().find(name);
  if (!found && found.error().code != Code::kNotFound) return tl::unexpected(found.error());
  if (!found || !found->active)
    return fail(Code::kForbidden, "Whoever is signed in at the proxy is not on this desk.",
                "An admin adds people: aplomb user add NAME --role agent --no-password");
  return person(Caller::By::kProxy, *found);
}

Result<Caller> Identity::identify(const Request& request) const {
  if (count(request, "authorization") > 1)
    return fail(Code::kInvalidArgument, "There are two Authorization headers.", "Send one.");
  if (const auto header = request.header("authorization"))
    if (const auto secret = bearer_of(*header)) return by_bearer(*secret);

  const auto& user = options_.user_header;
  if (!user.empty() && is_trusted(request.peer) && count(request, user) > 0) {
    if (count(request, user) > 1)
      return fail(Code::kInvalidArgument, "There are two " + user + " headers.",
                  "The proxy must take away what its clients send.");
    if (const auto name = *request.header(user); !name.empty()) return by_proxy(name);
  }
  if (const auto secret = cookie(request, kSessionCookie); !secret.empty()) {
    const auto session = desk_->sessions().find(desk::SessionKind::kBrowser, secret);
    if (session) return in_session(Caller::By::kSession, *session);
    if (session.error().code != Code::kUnauthenticated) return tl::unexpected(session.error());
  }
  if (!options_.anonymous) return Caller{};
  return Caller{.by = Caller::By::kAnonymous, .role = options_.anonymous};
}

}  // namespace aplomb::http
