// SPDX-License-Identifier: GPL-3.0-or-later
// For .cc files only, of this folder and of cli/: it names the JSON library.
#pragma once

#include <vector>

#include "desk/personal_data.h"
#include "http/json.h"

namespace aplomb::http {

/// {"tables": {"people": [{"id": 7, …}], …}}
[[nodiscard]] Json to_json(const std::vector<desk::StoredTable>& tables);

}  // namespace aplomb::http
