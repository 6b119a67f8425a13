// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aplomb::desk {

/// Who changes something, as the audit log names them. The forms cannot be mistaken for each
/// other, since a person's name holds neither ':' nor a space.
class Actor {
 public:
  /// Somebody who signed in: `anna`.
  [[nodiscard]] static Actor person(std::string_view name) { return Actor(std::string(name)); }
  /// A program with a token: `token:17 (CRM)`.
  [[nodiscard]] static Actor token(std::int64_t id, std::string_view name) {
    return Actor("token:" + std::to_string(id) + " (" + std::string(name) + ")");
  }
  /// Somebody at the server's command line, by their name there: `command-line:root`.
  [[nodiscard]] static Actor command_line(std::string_view user) {
    return Actor("command-line:" + std::string(user));
  }
  /// The server of its own accord, or somebody who used the one-time link: `server:…`.
  [[nodiscard]] static Actor server(std::string_view what) {
    return Actor("server:" + std::string(what));
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  explicit Actor(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace aplomb::desk
