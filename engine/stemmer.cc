// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/stemmer.h"

#include <xapian.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "engine/unicode.h"

namespace aplomb {
namespace {

constexpr std::size_t kMaxRemembered = 1U << 16U;
/// Nothing this long is an inflected word.
constexpr std::size_t kMaxStemmedBytes = 40;

std::optional<Xapian::Stem> make_stem(std::string_view language) {
  try {
    return Xapian::Stem(std::string(language));
  } catch (const Xapian::InvalidArgumentError&) {
    return std::nullopt;  // no stemmer for this language
  }
}

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

}  // namespace

class Stemmer::OneLanguage {
 public:
  explicit OneLanguage(std::string_view language) : stem_(make_stem(language)) {}

  std::string_view stem(std::string_view form) {
    if (!stem_ || form.size() > kMaxStemmedBytes) {
      plain_.assign(form);
      return plain_;
    }
    if (const auto known = known_.find(form); known != known_.end()) return known->second;
    if (known_.size() >= kMaxRemembered) known_.clear();
    std::string word(form);
    // some stemmers write accents of their own (Turkish, Romanian)
    std::string stem = fold((*stem_)(word));
    if (stem.empty()) stem = word;
    return known_.emplace(std::move(word), std::move(stem)).first->second;
  }

 private:
  std::optional<Xapian::Stem> stem_;
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> known_;
  std::string plain_;
};

Stemmer::Stemmer() = default;
Stemmer::Stemmer(Stemmer&&) noexcept = default;
Stemmer& Stemmer::operator=(Stemmer&&) noexcept = default;
Stemmer::~Stemmer() = default;

Stemmer::OneLanguage& Stemmer::of(std::string_view language) {
  if (const auto known = languages_.find(language); known != languages_.end())
    return *known->second;
  return *languages_.emplace(language, std::make_unique<OneLanguage>(language)).first->second;
}

bool Stemmer::keeps_first_letter(std::string_view language) {
  constexpr std::array<std::string_view, 16> kSuffixOnly{"en", "de", "fr", "es", "it", "nl",
                                                         "pt", "sv", "da", "no", "nb", "fi",
                                                         "hu", "ro", "ru", "ca"};
  return std::ranges::find(kSuffixOnly, language) != kSuffixOnly.end();
}

std::string_view Stemmer::stem(std::string_view form, std::string_view language) {
  return of(language).stem(form);
}

}  // namespace aplomb
