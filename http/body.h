// SPDX-License-Identifier: GPL-3.0-or-later
// For .cc files of this folder only: it names the JSON library.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/role.h"
#include "http/json.h"
#include "http/message.h"
#include "http/problem.h"

namespace aplomb::http {

/// Reads the JSON object in a request's body, field by field. What is wrong is collected, so that
/// the answer names all of it at once: read every field, then ask `problem`. Of a field that comes
/// twice the last counts, as in browsers.
class Body {
 public:
  explicit Body(const Request& request);

  /// A text; an empty one is none. Required: its absence is a fault, and the result is empty.
  [[nodiscard]] std::string text(std::string_view name);
  /// A text, where there is one; `null` is none.
  [[nodiscard]] std::optional<std::string> text_if_any(std::string_view name);
  /// A list of texts, where there is one.
  [[nodiscard]] std::optional<std::vector<std::string>> texts_if_any(std::string_view name);
  [[nodiscard]] std::optional<bool> flag_if_any(std::string_view name);

  /// The role that `word`, read from the field of that name, is; any other word is a fault.
  [[nodiscard]] std::optional<desk::Role> role_of(std::string_view name, std::string_view word);

  /// Notes a fault that only the handler can see.
  void fault(std::string_view name, std::string detail);

  /// What to answer when something was wrong: 415 (no JSON), 400 (malformed, fields at fault,
  /// fields that nothing asked for). Absent when all is well.
  [[nodiscard]] std::optional<Response> problem() const;

 private:
  [[nodiscard]] const nlohmann::json* find(std::string_view name);

  const Request& request_;
  nlohmann::json object_;  // sorted, and no list that each of thousands of keys is searched in
  std::optional<Problem> unread_;
  std::vector<std::string> asked_;
  std::vector<Problem::Fault> faults_;
};

}  // namespace aplomb::http
