// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "engine/analyzer.h"
#include "engine/stemmer.h"
#include "indexer/check/checks.h"

namespace aplomb {
namespace {

/// A word of a text by its stem: a compound is one, and each of its parts is one, too.
struct Word {
  std::size_t begin = 0;   ///< byte in the text
  std::size_t length = 1;  ///< places that it takes
  std::string stem;
};

using Words = std::multimap<std::size_t, Word>;  // by place

Words words_of(std::string_view text, std::string_view language, Stemmer& stemmer) {
  Words words;
  std::size_t last = 0;
  for (const Token& token : analyze(text)) {
    const bool whole = token.kind == Token::Kind::kWhole;
    if (!whole && !has_place(token)) continue;
    if (!whole) last = token.position;
    std::string stem =
        token.letters_only ? std::string(stemmer.stem(token.form, language)) : token.form;
    // a whole follows its last part
    words.emplace(token.position,
                  Word{token.begin, whole ? last - token.position + 1 : 1, std::move(stem)});
  }
  return words;
}

/// The words of an entry, compounds as one: `help-now` is not what "we help now" says.
std::vector<std::string> stems_of_entry(std::string_view text, std::string_view language,
                                        Stemmer& stemmer) {
  const Words words = words_of(text, language, stemmer);
  std::vector<std::string> stems;
  for (std::size_t place = 0; !words.empty() && place <= words.rbegin()->first;) {
    const auto [begin, end] = words.equal_range(place);
    const Word* longest = nullptr;
    for (auto word = begin; word != end; ++word)
      if (longest == nullptr || word->second.length > longest->length) longest = &word->second;
    if (longest != nullptr) stems.push_back(longest->stem);
    place += longest == nullptr ? 1 : longest->length;
  }
  return stems;
}

bool stands_at(const Words& words, std::size_t place, const std::vector<std::string>& stems,
               std::size_t from = 0) {
  if (from == stems.size()) return true;
  const auto [begin, end] = words.equal_range(place);
  return std::any_of(begin, end, [&](const auto& word) {
    return word.second.stem == stems[from] &&
           stands_at(words, place + word.second.length, stems, from + 1);
  });
}

class Search {
 public:
  Search(const CheckedArticle& checked, FindingLog& log) : checked_(checked), log_(log) {
    for (const auto& word : checked.settings().internal_words) {
      auto stems = stems_of_entry(word.word, language(), stemmer_);
      if (stems.empty()) continue;
      std::string first = stems.front();
      entries_.emplace(std::move(first), Entry{&word, std::move(stems)});
    }
  }

  template <class LineAt>
  void look_into(std::string_view text, const std::string& where, LineAt&& line_at) {
    const Words words = words_of(text, language(), stemmer_);
    for (const auto& [place, word] : words) {
      const auto [begin, end] = entries_.equal_range(word.stem);
      for (auto entry = begin; entry != end; ++entry)
        if (stands_at(words, place, entry->second.stems))
          tell(*entry->second.word, where, line_at(word.begin));
    }
  }

 private:
  struct Entry {
    const CheckSettings::InternalWord* word;
    std::vector<std::string> stems;
  };

  [[nodiscard]] const std::string& language() const { return checked_.article().language; }

  void tell(const CheckSettings::InternalWord& word, const std::string& where, int line) {
    if (!told_.emplace(line, word.word).second) return;
    log_.add(Rule::kInternalWord, line,
             "'" + word.word + "' is a word of the house, and customers can read " + where,
             word.say.empty() ? "leave it out, or mark the text [!INTERNAL]"
                              : "write '" + word.say + "'");
  }

  const CheckedArticle& checked_;
  FindingLog& log_;
  Stemmer stemmer_;
  std::multimap<std::string, Entry> entries_;  // by the first stem
  std::set<std::pair<int, std::string>> told_;
};

}  // namespace

void check_internal_words(const CheckedArticle& checked, FindingLog& log) {
  if (!checked.has_customer_text() || checked.settings().internal_words.empty()) return;
  Search search(checked, log);
  for (const FieldText& field : checked.customer_fields())
    search.look_into(field.text, "`" + std::string(field.name) + "`",
                     [&](std::size_t) { return field.line; });
  for (const TextBlock& block : checked.blocks())
    if (block.audience == Audience::kCustomer)
      search.look_into(block.text, "this text",
                       [&](std::size_t place) { return block.line_at(place); });
}

}  // namespace aplomb
