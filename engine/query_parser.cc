// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>
#include <utility>

#include "engine/query.h"
#include "engine/unicode.h"

namespace aplomb {
namespace {

constexpr std::size_t kMinExcludedLetters = 3;
constexpr std::size_t kMaxIgnored = 8;

bool is_space(char32_t value) {
  return value <= 0x20 || value == 0x7F || value == 0xA0 || value == 0x3000 || value == 0x2028 ||
         value == 0x2029 || (value >= 0x2000 && value <= 0x200A) || value == 0x202F;
}

/// Straight and typographic quotes, also German and Japanese ones.
bool is_quote(char32_t value) {
  return value == '"' || value == 0x201C || value == 0x201D || value == 0x201E || value == 0x00AB ||
         value == 0x00BB || value == 0x300C || value == 0x300D;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Query run() {
    while (skip_spaces()) read_clause();
    keep_exclusions_only_beside_words();
    mark_prefix();
    return std::move(query_);
  }

 private:
  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] CodePoint next() const { return decode(text_, at_); }

  bool skip_spaces() {
    while (!at_end() && is_space(next().value)) at_ += next().bytes;
    return !at_end();
  }

  void read_clause() {
    if (is_quote(next().value)) {
      at_ += next().bytes;
      if (const auto phrase = read_quoted()) return add(Clause::Kind::kPhrase, *phrase);
      return;  // an unclosed quote is no phrase; the words after it follow
    }
    const std::string_view word = read_word();
    if (read_filter(word)) return;
    if (const auto excluded = excluded_word(word)) return add(Clause::Kind::kExcluded, *excluded);
    add(Clause::Kind::kWord, word);
  }

  /// The text up to the closing quote; absent, and nothing read, when there is none.
  std::optional<std::string_view> read_quoted() {
    for (std::size_t end = at_; end < text_.size();) {
      const CodePoint point = decode(text_, end);
      if (is_quote(point.value)) {
        const std::string_view quoted = text_.substr(at_, end - at_);
        at_ = end + point.bytes;
        return quoted;
      }
      end += point.bytes;
    }
    return std::nullopt;
  }

  std::string_view read_word() {
    const std::size_t begin = at_;
    while (!at_end() && !is_space(next().value) && !is_quote(next().value)) at_ += next().bytes;
    return text_.substr(begin, at_ - begin);
  }

  bool read_filter(std::string_view word) {
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos) return false;
    const auto field = parse_filter_field(fold(word.substr(0, colon)));
    if (!field) return false;
    std::string_view value = word.substr(colon + 1);
    if (value.empty() && !at_end() && is_quote(next().value)) {
      at_ += next().bytes;
      value = read_quoted().value_or(std::string_view{});
    }
    if (value.empty()) return false;
    query_.filters[*field].emplace_back(to_valid_utf8(value));
    return true;
  }

  static std::optional<std::string_view> excluded_word(std::string_view word) {
    if (word.size() < 2 || word[0] != '-' || word[1] == '-') return std::nullopt;
    const std::string_view rest = word.substr(1);
    if (classify(decode(rest, 0).value) == CharClass::kOther) return std::nullopt;
    if (count_code_points(rest) < kMinExcludedLetters) return std::nullopt;
    return rest;
  }

  void add(Clause::Kind kind, std::string_view text) {
    Clause clause{kind, to_valid_utf8(text), analyze(text), false};
    if (clause.tokens.empty()) {
      if (std::ranges::any_of(text,
                              [](char c) { return !is_space(static_cast<unsigned char>(c)); }))
        ignore(clause.text + " (no letters or digits)");
      return;
    }
    if (query_.clauses.size() == kMaxClauses) {
      if (!overflowed_)
        ignore(clause.text + " … (only the first " + std::to_string(kMaxClauses) + " words count)");
      overflowed_ = true;
      return;
    }
    query_.clauses.push_back(std::move(clause));
  }

  /// Lists what is left out; of a long list the head is enough to understand.
  void ignore(std::string what) {
    if (query_.ignored.size() < kMaxIgnored) query_.ignored.push_back(std::move(what));
  }

  void keep_exclusions_only_beside_words() {
    const bool positive = std::ranges::any_of(query_.clauses, [](const Clause& clause) {
      return clause.kind != Clause::Kind::kExcluded;
    });
    if (positive || !query_.filters.empty()) return;
    for (Clause& clause : query_.clauses) clause.kind = Clause::Kind::kWord;
  }

  /// Unless something follows it the last word may still be growing.
  void mark_prefix() {
    if (query_.clauses.empty() || text_.empty() || overflowed_) return;
    Clause& last = query_.clauses.back();
    if (last.kind != Clause::Kind::kWord) return;
    std::size_t start = text_.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text_[start]) & 0xC0U) == 0x80U) --start;
    const CharClass ending = classify(decode(text_, start).value);
    last.prefix = (ending == CharClass::kLetter || ending == CharClass::kDigit) &&
                  text_.ends_with(std::string_view(last.text));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool overflowed_ = false;
  Query query_;
};

}  // namespace

Query parse_query(std::string_view text) {
  return Parser(text).run();
}

std::string to_string(const Query& query) {
  std::string out;
  const auto add = [&out](std::string_view name, const std::string& text) {
    if (!out.empty()) out += ' ';
    out.append(name).append("(").append(text).append(")");
  };
  for (const Clause& clause : query.clauses) {
    switch (clause.kind) {
      case Clause::Kind::kWord:
        add(clause.prefix ? "prefix" : "word", clause.text);
        break;
      case Clause::Kind::kPhrase:
        add("phrase", clause.text);
        break;
      case Clause::Kind::kExcluded:
        add("not", clause.text);
        break;
    }
  }
  for (const auto& [field, values] : query.filters)
    for (const std::string& value : values) {
      if (!out.empty()) out += ' ';
      out.append(to_string(field)).append("=").append(value);
    }
  return out;
}

}  // namespace aplomb
