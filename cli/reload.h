// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/serve_options.h"
#include "cli/serving.h"

namespace aplomb::cli {

/// What `aplomb serve` was called with, to be read again.
struct CommandLine {
  int argc = 0;
  const char* const* argv = nullptr;
};

/// Reads the configuration file again, while the command line and the environment are what they
/// were, and has `serving` go by it; says how that went, and returns it. A setting that is read at
/// the start only and has changed is named and keeps its value; a file with an error changes
/// nothing. `options` are those in force, and become the new ones.
bool reload(const CommandLine& line, ServeOptions& options, Serving& serving);

}  // namespace aplomb::cli
