// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/result.h"

namespace aplomb {

/// Changes one key of an article's YAML front matter and leaves every other byte as it is: its
/// lines are replaced where they stand, and a comment behind a value on one line stays; a new key
/// comes last; a file without front matter gets some. Line ends are those of the file.
///
/// `value` is one line of YAML's flow style (`archived`, `[a, b]`, `{by: "Ana"}`); without one the
/// key goes. What was made is read again: unless the key then has just that value and everything
/// else has the one it had, nothing is returned.
/// Errors: kConflict, where that can't be seen to, with what to do: front matter in TOML, broken or
/// never closed, the key twice, a file that is no UTF-8. kInvalidArgument: `value` is no such line.
/// Thread-safe.
[[nodiscard]] Result<std::string> patch_front_matter(std::string_view bytes, std::string_view key,
                                                     std::optional<std::string_view> value);

/// A text as YAML's flow style has it, in double quotes on one line, whatever it holds.
[[nodiscard]] std::string yaml_quoted(std::string_view text);

}  // namespace aplomb
