// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace aplomb {

/// Stems folded words of many languages (Snowball, as Xapian brings it), remembering what it
/// stemmed: the same few thousand words make up most of any text.
///
/// Thread-safety: none. A Snowball stemmer keeps state; sharing one across threads was seen to
/// throw. Each thread has its own.
class Stemmer {
 public:
  Stemmer();

  /// The stem of `form` in `language` (ISO 639-1), folded like the form. A language without a
  /// stemmer gives the form itself. Valid until the next call.
  [[nodiscard]] std::string_view stem(std::string_view form, std::string_view language);

  /// Whether the language's stems always begin with the first letter of their words, which lets a
  /// search for a stem pass over most words. Arabic, Irish and Indonesian take prefixes off.
  [[nodiscard]] static bool keeps_first_letter(std::string_view language);

  Stemmer(Stemmer&&) noexcept;
  Stemmer& operator=(Stemmer&&) noexcept;
  ~Stemmer();

 private:
  class OneLanguage;
  OneLanguage& of(std::string_view language);

  std::map<std::string, std::unique_ptr<OneLanguage>, std::less<>> languages_;
};

}  // namespace aplomb
