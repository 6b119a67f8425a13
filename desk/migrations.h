// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <SQLiteCpp/Database.h>

#include <span>

#include "engine/result.h"

namespace aplomb::desk {

/// `PRAGMA application_id` of a desk: "Aplm". Tells it from any other SQLite file.
constexpr int kApplicationId = 0x41706C6D;

/// All steps; the first leads from an empty file (version 0) to version 1. Each is SQL that
/// changes the schema and keeps what people wrote. Steps that were shipped are never edited.
[[nodiscard]] std::span<const char* const> migrations();

/// Takes the steps that are missing (`PRAGMA user_version` counts those taken), each in a
/// transaction of its own, so that a crash leaves a whole version. Two processes may do it at
/// once. Errors: kSchemaMismatch (more steps were taken than there are). Throws SQLite's errors.
[[nodiscard]] Result<void> migrate(SQLite::Database& database, std::span<const char* const> steps);

}  // namespace aplomb::desk
