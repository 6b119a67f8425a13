// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/own_address.h"

#include "http/text.h"

namespace aplomb::http {

std::string own_address(const Request& request) {
  return (request.secure ? "https://" : "http://") + lower(request.header("host").value_or(""));
}

}  // namespace aplomb::http
