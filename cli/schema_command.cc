// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "cli/common.h"
#include "engine/schema.h"

namespace aplomb::cli {

Action add_schema(CLI::App& program) {
  program.add_subcommand("schema", "Print the index schema, as docs/schema.md has it");
  return [] {
    std::cout << schema::markdown();
    return kDone;
  };
}

}  // namespace aplomb::cli
