// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace aplomb::cli {

/// Lets this process have as many files open as whoever runs it allows: each connection is one, and
/// the usual 1,024 are for programs that use select(2), as this one does not.
void raise_file_limit();

}  // namespace aplomb::cli
