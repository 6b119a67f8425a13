// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as synonyms.yaml and aplomb.yaml; what is taken makes a table that can be asked.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/record.h"
#include "engine/synonyms.h"
#include "indexer/house_files.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  aplomb::FindingLog log("file.yaml");
  aplomb::HouseWords words;
  words.synonyms = aplomb::read_synonyms(bytes, log).value_or(words.synonyms);
  words.no_typo = aplomb::read_no_typo(bytes, log).value_or(words.no_typo);
  if (aplomb::record::decode_house_words(aplomb::record::encode(words)) != words) std::abort();
  aplomb::Stemmer stemmer;
  const aplomb::SynonymTable table(words.synonyms, "en", stemmer);
  for (const aplomb::SynonymRule& rule : words.synonyms)
    for (const std::string& text : rule.from) {
      const auto forms = aplomb::place_forms(text);
      if (forms.empty()) std::abort();
      static_cast<void>(table.find(forms, stemmer));
      static_cast<void>(table.beginning_with(forms));
    }
  return 0;
}
