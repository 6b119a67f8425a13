// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/counted_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstddef>

namespace aplomb::desk {
namespace {

constexpr std::size_t kKeptBytes = 256;

}  // namespace

std::string counted_address(std::string_view address) {
  const std::string text(address.substr(0, std::min(address.find('%'), kKeptBytes)));
  in_addr four{};
  in6_addr six{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1)
    return {reinterpret_cast<const char*>(&four), sizeof four};
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return text;
  const char* const bytes = reinterpret_cast<const char*>(&six);
  if (IN6_IS_ADDR_V4MAPPED(&six) != 0) return {bytes + 12, 4};
  return {bytes, 8};
}

}  // namespace aplomb::desk
