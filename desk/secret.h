// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aplomb::desk {

/// Text that opens doors: a password on its way, a token just issued. Wiped from memory when it
/// goes; not printable by accident, not copyable.
class Secret {
 public:
  Secret() = default;
  /// Takes the text over and wipes where it stood.
  explicit Secret(std::string&& text);
  Secret(Secret&&) noexcept = default;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  /// The text itself, for as long as this lives. Not for logs, URLs or error messages.
  [[nodiscard]] std::string_view reveal() const { return {text_.data(), text_.size()}; }

 private:
  // no std::string: moving a short one leaves its bytes behind
  std::vector<char> text_;
};

}  // namespace aplomb::desk
