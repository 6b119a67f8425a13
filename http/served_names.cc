// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/served_names.h"

#include <algorithm>

#include "http/text.h"

namespace aplomb::http {
namespace {

constexpr std::size_t kMaxNameBytes = 253;  // RFC 1035, 2.3.4

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_host_name(std::string_view text) {
  return !text.empty() && text.size() <= kMaxNameBytes && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

std::string host_of(std::string_view host_and_port) {
  const auto bracket = host_and_port.starts_with('[') ? host_and_port.find(']') : 0;
  if (bracket == std::string_view::npos) return {};
  const auto colon = host_and_port.find(':', bracket);
  if (colon != std::string_view::npos && !is_port(host_and_port.substr(colon + 1))) return {};
  const auto host = host_and_port.substr(0, colon);
  if (bracket > 0 && host.size() != bracket + 1) return {};
  return lower(host);
}

Result<ServedNames> ServedNames::make(const std::vector<Endpoint>& listening,
                                      std::vector<std::string> names) {
  ServedNames served;
  served.any_address_ = !std::ranges::all_of(listening, &Endpoint::is_local);
  for (const auto& name : names) {
    served.names_.push_back(lower(name));
    if (!is_host_name(served.names_.back()))
      return fail(Code::kInvalidArgument, "\"" + name + "\" is no host name",
                  "for example kb.example.com, without https:// and without a port");
  }
  return served;
}

bool ServedNames::contains(std::string_view host_and_port) const {
  const auto host = host_of(host_and_port);
  if (host.empty()) return false;
  if (std::ranges::find(names_, host) != names_.end()) return true;
  const auto address = IpAddress::parse(host);
  if (!address) return host == "localhost";
  if (!address->is_v4() && !host.starts_with('[')) return false;
  return any_address_ || address->is_loopback();
}

}  // namespace aplomb::http
