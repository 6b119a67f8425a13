// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace aplomb::desk {

/// Text that opens doors: a password on its way, a token just issued. Wiped from memory when it
/// goes; not printable by accident, not copyable.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  /// The text itself, for as long as this lives. Not for logs, URLs or error messages.
  [[nodiscard]] std::string_view reveal() const { return text_; }

 private:
  void wipe() noexcept;

  std::string text_;
};

}  // namespace aplomb::desk
