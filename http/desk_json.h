// SPDX-License-Identifier: GPL-3.0-or-later
// For .cc files only, of this folder and of cli/: it names the JSON library.
#pragma once

#include "desk/desk.h"
#include "http/caller.h"
#include "http/json.h"

namespace aplomb::http {

[[nodiscard]] Json to_json(const desk::Person& person);
[[nodiscard]] Json to_json(const desk::Token& token);
[[nodiscard]] Json to_json(const desk::AuditEntry& entry);
/// In a customer's view without what only concerns agents.
[[nodiscard]] Json to_json(const desk::Notice& notice, Audience reader);
[[nodiscard]] Json to_json(const desk::DraftEntry& draft);

/// Who asks, as GET /api/v1/session has it; `person` where the caller is one.
[[nodiscard]] Json to_json(const Caller& caller, const std::optional<desk::Person>& person);

}  // namespace aplomb::http
