// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aplomb {

/// A name for `text` that does not tell it: the first 128 bits of its SHA-256 (FIPS 180-4) as
/// hexadecimal digits, the same on every machine and in every index. Whoever guesses the text can
/// check the guess (docs/audiences.md). Thread-safe.
[[nodiscard]] std::string opaque_name(std::string_view text);

/// What customers are told in place of an id that comes from the path begins so, and goes on with
/// the first digits of the path's opaque name: an id is read by people, too, and a million of
/// sixteen digits stay apart.
inline constexpr std::string_view kOpaqueIdStart = "a-";
inline constexpr std::size_t kOpaqueIdDigits = 16;

/// What a link may leave out at the end of an article's path, as those of Hugo and Docusaurus do.
/// The first that leads to an article counts.
inline constexpr std::array<std::string_view, 5> kImpliedEndings{"", ".md", "/index.md",
                                                                 "/_index.md", "/README.md"};

/// The opaque names of every way to write the path of an article.
[[nodiscard]] std::vector<std::string> opaque_names_of_article(std::string_view path);

}  // namespace aplomb
