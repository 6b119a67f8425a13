// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

namespace aplomb::http {
namespace {

bool is_localhost(std::string_view name) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(name, std::string_view("localhost"), {}, lower);
}

bool is_loopback_v4(const std::string& text) {
  in_addr address{};
  return inet_pton(AF_INET, text.c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24U) == 127;
}

bool is_loopback_v6(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET6, text.c_str(), &address) == 1 && IN6_IS_ADDR_LOOPBACK(&address);
}

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<std::string> loopback_address(std::string_view address) {
  if (is_localhost(address)) return "127.0.0.1";
  if (address.starts_with('[') && address.ends_with(']'))
    address = address.substr(1, address.size() - 2);
  std::string text(address);
  if (is_loopback_v4(text) || is_loopback_v6(text)) return text;
  return fail(Code::kInvalidArgument,
              "cannot listen on \"" + text + "\": it is not a loopback address",
              "Use 127.0.0.1, ::1 or localhost. Listening beyond this machine needs accounts, "
              "which come later.");
}

bool is_loopback_host(std::string_view host) {
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    if (end == std::string_view::npos) return false;
    const auto rest = host.substr(end + 1);
    const bool port_fits = rest.empty() || (rest.starts_with(':') && is_port(rest.substr(1)));
    return port_fits && is_loopback_v6(std::string(host.substr(1, end - 1)));
  }
  const auto colon = host.find(':');
  const auto name = host.substr(0, colon);
  if (colon != std::string_view::npos && !is_port(host.substr(colon + 1))) return false;
  return is_localhost(name) || is_loopback_v4(std::string(name));
}

}  // namespace aplomb::http
