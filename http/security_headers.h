// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"
#include "http/message.h"

namespace aplomb::http {

/// How a page of ours may be shown by pages of other sites; a row of the route table says it.
enum class Shown {
  kAlone,         ///< in no frame, and out of touch with whoever opened it
  kInPanels,      ///< in frames of the pages that may hold a panel
  kOpenedByPanel  ///< in no frame, and in touch with the window that opened it
};

/// The origins of the pages that may hold our panel in a frame.
/// Thread-safety: immutable.
class PanelOrigins {
 public:
  /// `https://crm.example.com`; none by default. Errors: kInvalidArgument (no origin; a host that
  /// is an IPv6 address, which browsers take nowhere in `frame-ancestors`).
  [[nodiscard]] static Result<PanelOrigins> make(std::vector<std::string> origins);

  [[nodiscard]] bool empty() const { return ancestors_.empty(); }
  /// As `frame-ancestors` takes them, with a space between. Nothing in it can end that directive:
  /// read_origins() says which characters there can be.
  [[nodiscard]] std::string_view ancestors() const { return ancestors_; }

 private:
  std::string ancestors_;
};

/// Adds what tells the browser how far to trust an answer, but for headers that it has already.
void add_security_headers(Shown shown, const PanelOrigins& panels, Response& response);

}  // namespace aplomb::http
