// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/web_origin.h"

#include "http/network.h"
#include "http/served_names.h"
#include "http/text.h"

namespace aplomb::http {
namespace {

bool is_origin(std::string_view origin) {
  const auto host = host_of(authority_of(origin));
  return is_host_name(host) || IpAddress::parse(host);
}

}  // namespace

std::string_view authority_of(std::string_view origin) {
  for (const std::string_view scheme : {"https://", "http://"})
    if (origin.starts_with(scheme)) return origin.substr(scheme.size());
  return {};
}

Result<std::vector<std::string>> read_origins(std::vector<std::string> origins) {
  for (auto& origin : origins) {
    origin = lower(origin);
    if (!is_origin(origin))
      return fail(Code::kInvalidArgument, "\"" + origin + "\" is no origin",
                  "for example https://crm.example.com, without a path");
  }
  return origins;
}

}  // namespace aplomb::http
