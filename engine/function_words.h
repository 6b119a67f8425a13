// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace aplomb {

/// What a function word (`the`, `of`, `und`) weighs against 1 for any other. Leaving them out
/// altogether costs more than it gains, as does their full weight on technical text.
inline constexpr double kFunctionWordWeight = 0.2;

/// Whether a folded word is a function word of `language` (ISO 639-1). Question words are not:
/// *who*, *when* and *how* tell FAQs apart. Languages without a list have none.
[[nodiscard]] bool is_function_word(std::string_view form, std::string_view language);

}  // namespace aplomb
