// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace aplomb {

/// What a tag of raw HTML means to somebody who only wants its text.
enum class TagEffect {
  kNone,      ///< formatting: vanishes
  kSpace,     ///< separates words (a table cell)
  kNewLine,   ///< separates lines (`<br>`, `<p>`, `<li>`, `<tr>`, …)
  kDropOpen,  ///< `<script>`, `<style>`: what follows up to the closing tag is no text
  kDropClose,
  kText,  ///< no element of HTML (`<add>` in a manual): somebody wrote it to be read
};

/// `tag` is a whole tag, comment or declaration, from '<' to '>'.
[[nodiscard]] TagEffect effect_of_tag(std::string_view tag);

/// The text of a piece of HTML: tags stripped, entities decoded, one line for each line a
/// browser would begin, no line empty. Scripts, styles and comments are no text.
[[nodiscard]] std::string html_to_text(std::string_view html);

/// `&lt;` and its kind become the characters they stand for.
[[nodiscard]] std::string decode_entities(std::string_view text);

}  // namespace aplomb
