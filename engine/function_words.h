// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace aplomb {

/// What a function word (`the`, `of`, `und`) weighs against 1 for any other. Of 0.1, 0.2 and 0.3
/// the last is best on all five judged collections (docs/ranking.md); leaving them out costs FAQs
/// most.
inline constexpr double kFunctionWordWeight = 0.3;

/// Whether a folded word is a function word of `language` (ISO 639-1). Question words are not:
/// *who*, *when* and *how* tell FAQs apart. Languages without a list have none.
[[nodiscard]] bool is_function_word(std::string_view form, std::string_view language);

/// Whether a folded word is a question word of `language`. Languages without a list have none.
[[nodiscard]] bool is_question_word(std::string_view form, std::string_view language);

}  // namespace aplomb
