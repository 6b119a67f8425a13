// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/security_headers.h"

#include <array>
#include <utility>

#include "http/web_origin.h"

namespace aplomb::http {
namespace {

constexpr std::string_view kPolicy = "Content-Security-Policy";
constexpr std::string_view kOpener = "Cross-Origin-Opener-Policy";
constexpr std::string_view kResource = "Cross-Origin-Resource-Policy";
constexpr std::string_view kFrame = "X-Frame-Options";

/// The page runs its own scripts only. On JSON the policy does no harm, and an answer that some
/// browser takes for a page is then still inert.
constexpr std::string_view kSources =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors ";

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kAlways{{
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {"Referrer-Policy", "same-origin"},
    {"X-Content-Type-Options", "nosniff"},
}};

}  // namespace

Result<PanelOrigins> PanelOrigins::make(std::vector<std::string> origins) {
  auto read = read_origins(std::move(origins));
  if (!read) return tl::unexpected(read.error());
  PanelOrigins panels;
  for (const auto& origin : *read) {
    if (origin.find('[') != std::string::npos)
      return fail(Code::kInvalidArgument, "\"" + origin + "\" cannot hold a panel",
                  "Browsers know no IPv6 addresses there; give the system a name.");
    if (!panels.ancestors_.empty()) panels.ancestors_ += ' ';
    panels.ancestors_ += origin;
  }
  return panels;
}

void add_security_headers(Shown shown, const PanelOrigins& panels, Response& response) {
  const bool framed = shown == Shown::kInPanels && !panels.empty();
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!response.header(name)) response.headers.emplace_back(name, value);
  };
  add(kPolicy, std::string(kSources).append(framed ? panels.ancestors() : "'none'"));
  add(kOpener, shown == Shown::kOpenedByPanel ? "unsafe-none" : "same-origin");
  // A page that takes only what says so (COEP) asks that of the pages in its frames as well.
  add(kResource, framed ? "cross-origin" : "same-origin");
  for (const auto& [name, value] : kAlways) add(name, value);
  if (!framed) add(kFrame, "DENY");  // which knows no list; the policy above does
}

}  // namespace aplomb::http
