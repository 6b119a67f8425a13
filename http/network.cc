// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/network.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "http/text.h"

namespace aplomb::http {
namespace {

constexpr std::array<std::uint8_t, 12> kV4Clothes{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::optional<unsigned> parse_bits(std::string_view digits, unsigned most) {
  unsigned bits = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, status] = std::from_chars(digits.data(), end, bits);
  if (digits.empty() || status != std::errc{} || stop != end || bits > most) return std::nullopt;
  return bits;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  const std::string zero_ended(text);
  if (zero_ended.find('\0') != std::string::npos) return std::nullopt;
  IpAddress address;
  if (inet_pton(AF_INET, zero_ended.c_str(), address.bytes_.data() + kV4Clothes.size()) == 1) {
    std::ranges::copy(kV4Clothes, address.bytes_.begin());
    return address;
  }
  if (inet_pton(AF_INET6, zero_ended.c_str(), address.bytes_.data()) == 1) return address;
  return std::nullopt;
}

std::optional<IpAddress> IpAddress::of(const sockaddr_storage& socket) {
  IpAddress address;
  if (socket.ss_family == AF_INET6) {
    std::memcpy(address.bytes_.data(), &reinterpret_cast<const sockaddr_in6&>(socket).sin6_addr,
                sizeof(in6_addr));
    return address;
  }
  if (socket.ss_family != AF_INET) return std::nullopt;
  std::ranges::copy(kV4Clothes, address.bytes_.begin());
  std::memcpy(address.bytes_.data() + kV4Clothes.size(),
              &reinterpret_cast<const sockaddr_in&>(socket).sin_addr, sizeof(in_addr));
  return address;
}

bool IpAddress::is_v4() const {
  return std::equal(kV4Clothes.begin(), kV4Clothes.end(), bytes_.begin());
}

bool IpAddress::is_loopback() const {
  if (is_v4()) return bytes_[12] == 127;
  return std::all_of(bytes_.begin(), bytes_.end() - 1, [](auto byte) { return byte == 0; }) &&
         bytes_.back() == 1;
}

std::string IpAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  const auto* const from = bytes_.data() + (is_v4() ? kV4Clothes.size() : 0);
  inet_ntop(is_v4() ? AF_INET : AF_INET6, from, buffer.data(), buffer.size());
  return buffer.data();
}

Result<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  Network network;
  if (address) {
    network.address_ = *address;
    if (slash == std::string_view::npos) return network;
    const unsigned clothes = address->is_v4() ? 96 : 0;
    if (const auto bits = parse_bits(text.substr(slash + 1), 128 - clothes)) {
      network.bits_ = *bits + clothes;
      return network;
    }
  }
  return fail(Code::kInvalidArgument, "\"" + std::string(text) + "\" is no address or network",
              "for example 10.0.0.7, 10.0.0.0/8 or fd00::/8");
}

bool Network::contains(const IpAddress& address) const {
  const auto whole = bits_ / 8;
  if (!std::equal(address_.bytes().begin(), address_.bytes().begin() + whole,
                  address.bytes().begin()))
    return false;
  const auto rest = bits_ % 8;
  if (rest == 0) return true;
  const auto shift = 8 - rest;
  return address_.bytes().at(whole) >> shift == address.bytes().at(whole) >> shift;
}

IpAddress loopback_v4() {
  return *IpAddress::parse("127.0.0.1");
}

Result<IpAddress> listen_address(std::string_view text) {
  if (lower(text) == "localhost") return loopback_v4();
  if (const auto address = IpAddress::parse(text)) return *address;
  return fail(Code::kInvalidArgument, "cannot listen on \"" + std::string(text) + "\"",
              "Give a numeric address, such as 127.0.0.1, 0.0.0.0 (all of IPv4) or ::1.");
}

}  // namespace aplomb::http
