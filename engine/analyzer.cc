// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analyzer.h"

#include <algorithm>
#include <utility>

#include "engine/unicode.h"

namespace aplomb {
namespace {

/// Compounds of more parts than this (paths, URLs) are only findable by their parts.
constexpr std::size_t kMaxParts = 6;
/// A longer chain of parts is read as several.
constexpr std::size_t kMaxRun = 64;
/// `I/O` and `24/7` are words, `billing/refunds` is two.
constexpr std::size_t kMaxSlashedBytes = 4;
/// Telephone numbers: 15 digits at most (E.164); fewer than 7 are seldom dialled.
constexpr std::size_t kMinNumberDigits = 7, kMaxNumberDigits = 15;
constexpr std::size_t kMaxNumberGroups = 6;
/// Country codes have up to three digits.
constexpr std::size_t kMaxCountryDigits = 3;

bool is_joint(char32_t value) {
  switch (value) {
    case '-':
    case '_':
    case '.':
    case '\'':
    case '/':
    case '@':
    case '&':
    case 0x2019:  // right single quotation mark: don’t
    case 0x02BC:  // modifier letter apostrophe
    case 0x2010:  // hyphen
    case 0x2011:  // non-breaking hyphen
      return true;
    default:
      return false;
  }
}

bool is_apostrophe(char32_t value) {
  return value == '\'' || value == 0x2019 || value == 0x02BC;
}

/// Invisible characters inside words: soft hyphen, zero-width space and joiners, word joiner,
/// byte order mark, and the marks that turn the writing direction.
bool is_invisible(char32_t value) {
  return value == 0x00AD || (value >= 0x200B && value <= 0x200F) || value == 0x2060 ||
         value == 0xFEFF || (value >= 0x202A && value <= 0x202E);
}

bool is_word(CharClass char_class) {
  return char_class == CharClass::kLetter || char_class == CharClass::kDigit;
}

/// Whether what stands between two groups of digits may stand within one telephone number.
bool joins_digits(std::string_view between) {
  return between.size() <= 3 && between.find_first_not_of(" -.()/") == std::string_view::npos;
}

/// A run of letters or of digits within a compound.
struct Part {
  std::string form;
  std::size_t begin = 0, end = 0;
  bool digits = false;
  char32_t joint = 0;  ///< what stands before it; 0 when it follows directly
};

class Tokenizer {
 public:
  Tokenizer(std::string_view text, std::vector<Token>& tokens) : text_(text), tokens_(tokens) {}

  void run() {
    while (at_ < text_.size()) {
      const CodePoint next = decode(text_, at_);
      switch (classify(next.value)) {
        case CharClass::kNgram:
          read_ngrams();
          break;
        case CharClass::kLetter:
        case CharClass::kDigit:
          read_compound();
          break;
        case CharClass::kOther:
          at_ += next.bytes;
          break;
      }
    }
    end_number();
  }

 private:
  void read_ngrams();
  void read_compound();
  void read_part(char32_t joint);
  bool read_joint(char32_t& joint);
  void take_trailing_signs();
  void drop_possessive();
  void emit_parts();
  void follow_number();
  void end_number();
  void emit_number(std::string_view digits, std::size_t begin);
  void emit_whole(std::size_t first_position);
  void emit(std::string form, std::size_t begin, std::size_t end, std::size_t position,
            Token::Kind kind, bool letters_only);

  std::string_view text_;
  std::vector<Token>& tokens_;
  std::size_t at_ = 0;
  std::size_t position_ = 0;
  std::vector<Part> parts_;
  std::vector<Part> number_;  ///< groups of digits that may be one number so far
  std::size_t number_position_ = 0;
};

void Tokenizer::emit(std::string form, std::size_t begin, std::size_t end, std::size_t position,
                     Token::Kind kind, bool letters_only) {
  if (form.size() > kMaxFormBytes) form.resize(utf8_prefix(form, kMaxFormBytes).size());
  if (form.empty()) return;
  tokens_.push_back({std::move(form), begin, end, position, kind, letters_only});
}

void Tokenizer::read_ngrams() {
  end_number();
  std::string before;  // the character before, folded
  std::size_t before_begin = 0;
  while (at_ < text_.size()) {
    const CodePoint next = decode(text_, at_);
    if (classify(next.value) != CharClass::kNgram) break;
    const std::size_t begin = at_;
    at_ += next.bytes;
    std::string form;
    append_folded(form, next.value);
    // a halfwidth voicing mark changes the kana before it
    for (; at_ < text_.size();) {
      const CodePoint mark = decode(text_, at_);
      if (mark.value != 0xFF9E && mark.value != 0xFF9F) break;
      append_folded(form, mark.value);
      at_ += mark.bytes;
    }
    if (form.empty()) continue;
    if (!before.empty())
      emit(before + form, before_begin, at_, position_ - 1, Token::Kind::kBigram, false);
    emit(form, begin, at_, position_, Token::Kind::kUnigram, false);
    ++position_;
    before = std::move(form);
    before_begin = begin;
  }
}

void Tokenizer::read_part(char32_t joint) {
  Part part;
  part.begin = at_;
  part.joint = joint;
  part.digits = classify(decode(text_, at_).value) == CharClass::kDigit;
  const CharClass wanted = part.digits ? CharClass::kDigit : CharClass::kLetter;
  while (at_ < text_.size()) {
    const CodePoint next = decode(text_, at_);
    if (is_invisible(next.value)) {
      at_ += next.bytes;
      continue;
    }
    if (classify(next.value) != wanted) break;
    // the head is enough; the rest of a run of any length is read but not kept
    if (part.form.size() <= kMaxFormBytes) append_folded(part.form, next.value);
    at_ += next.bytes;
  }
  part.end = at_;
  parts_.push_back(std::move(part));
}

/// Moves over a joint when a word character follows it.
bool Tokenizer::read_joint(char32_t& joint) {
  if (at_ >= text_.size()) return false;
  const CodePoint next = decode(text_, at_);
  if (is_word(classify(next.value))) {
    joint = 0;
    return true;
  }
  const std::size_t after = at_ + next.bytes;
  if (!is_joint(next.value) || after >= text_.size()) return false;
  if (!is_word(classify(decode(text_, after).value))) return false;
  joint = next.value;
  at_ = after;
  return true;
}

/// `C++`, `C#`, `F#`: signs that belong to a very short name.
void Tokenizer::take_trailing_signs() {
  Part& name = parts_.back();
  if (parts_.size() != 1 || name.digits || name.form.size() > 2) return;
  std::size_t end = at_;
  while (end < text_.size() && end - at_ < 2 && (text_[end] == '+' || text_[end] == '#')) ++end;
  if (end == at_ || (end < text_.size() && is_word(classify(decode(text_, end).value)))) return;
  name.form += text_.substr(at_, end - at_);
  at_ = end;
  name.end = end;
}

/// `customer's` is the customer.
void Tokenizer::drop_possessive() {
  const Part& last = parts_.back();
  if (parts_.size() > 1 && is_apostrophe(last.joint) && last.form == "s") parts_.pop_back();
}

void Tokenizer::read_compound() {
  parts_.clear();
  char32_t joint = 0;
  do {
    read_part(joint);
  } while (parts_.size() < kMaxRun && read_joint(joint));
  take_trailing_signs();
  drop_possessive();
  std::erase_if(parts_, [](const Part& part) { return part.form.empty(); });
  if (!parts_.empty()) emit_parts();
}

/// Takes the parts that were read into the number that stands open, or ends it before them.
void Tokenizer::follow_number() {
  const bool digits = std::ranges::all_of(parts_, &Part::digits);
  if (!number_.empty()) {
    const std::size_t end = number_.back().end;
    if (!digits || !joins_digits(text_.substr(end, parts_.front().begin - end))) end_number();
  }
  if (!digits) return;
  if (number_.empty()) number_position_ = position_;
  // a long table of numbers is none: it is only followed to its end
  for (const Part& part : parts_) {
    if (number_.size() > kMaxNumberGroups) number_.pop_back();
    number_.push_back(part);
  }
}

void Tokenizer::emit_number(std::string_view digits, std::size_t begin) {
  // within a country a zero stands before the number, from abroad none or two
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() < kMinNumberDigits || digits.size() > kMaxNumberDigits) return;
  emit(std::string(digits), begin, number_.back().end, number_position_, Token::Kind::kNumber,
       false);
}

void Tokenizer::end_number() {
  const std::vector<Part> groups = std::exchange(number_, {});
  if (groups.empty() || groups.size() > kMaxNumberGroups) return;
  std::string digits;
  for (const Part& group : groups) digits += group.form;
  if (digits.size() < kMinNumberDigits || digits.size() > kMaxNumberDigits + 2) return;
  number_ = groups;
  const std::size_t begin = groups.front().begin;
  if (groups.size() > 1) {
    std::size_t at = 0;
    for (const Part& group : groups) {
      emit_number(std::string_view(digits).substr(at), group.begin);
      at += group.form.size();
    }
  } else {
    // written in one: where the country's code ends is not known
    const bool abroad = (begin > 0 && text_[begin - 1] == '+') || digits.starts_with("00");
    const bool american = digits.size() == 11 && digits.front() == '1';
    if (digits.starts_with('0')) emit_number(digits, begin);
    const std::size_t code = std::min(digits.find_first_not_of('0'), digits.size());
    for (std::size_t n = 1; (abroad || american) && n <= (american ? 1 : kMaxCountryDigits); ++n)
      emit_number(std::string_view(digits).substr(std::min(code + n, digits.size())), begin);
  }
  number_.clear();
}

void Tokenizer::emit_parts() {
  follow_number();
  const bool single = parts_.size() == 1;
  const bool contraction = parts_.size() == 2 && is_apostrophe(parts_[1].joint) &&
                           parts_[0].form.size() > 2 && parts_[1].form.size() <= 2;
  const std::size_t first_position = position_;
  // `don't` and `they'll` are one word; `l'article` and `O'Brien` are two as well
  if (contraction) {
    emit(parts_[0].form + parts_[1].form, parts_[0].begin, parts_[1].end, position_++,
         Token::Kind::kWord, true);
    return;
  }
  for (const Part& part : parts_)
    emit(part.form, part.begin, part.end, position_++,
         single ? Token::Kind::kWord : Token::Kind::kPart, !part.digits);
  if (!single) emit_whole(first_position);
}

void Tokenizer::emit_whole(std::size_t first_position) {
  if (parts_.size() > kMaxParts) return;
  bool slashed = false, dotted_digits = true, letters_only = true;
  std::string whole;
  std::size_t first_digits = parts_.size();
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const Part& part = parts_[i];
    slashed = slashed || part.joint == '/';
    letters_only = letters_only && !part.digits;
    if (part.digits && first_digits == parts_.size()) first_digits = i;
    if (i > 0 && !(part.digits && parts_[i - 1].digits && part.joint == '.'))
      dotted_digits = dotted_digits && i == 1 && first_digits == 1 && part.joint == 0;
    // between two numbers the joint tells 2.31 from 23.1
    if (i > 0 && part.digits && parts_[i - 1].digits) whole += part.joint == '.' ? '.' : '-';
    if (part.joint == '@') whole += '@';
    whole += part.form;
  }
  if (slashed && whole.size() > kMaxSlashedBytes) return;
  const std::size_t begin = parts_.front().begin, end = parts_.back().end;
  emit(std::move(whole), begin, end, first_position, Token::Kind::kWhole, letters_only);
  if (!dotted_digits || first_digits > 1) return;
  // v2.3.1 is also 2.3.1 and 2.3
  std::string series = parts_[first_digits].form;
  for (std::size_t i = first_digits + 1; i < parts_.size(); ++i) {
    series += '.' + parts_[i].form;
    if (i + 1 < parts_.size() || first_digits == 1)
      emit(series, parts_[first_digits].begin, parts_[i].end, first_position, Token::Kind::kSeries,
           false);
  }
}

}  // namespace

void analyze(std::string_view text, std::vector<Token>& tokens) {
  tokens.clear();
  Tokenizer(text, tokens).run();
}

std::vector<Token> analyze(std::string_view text) {
  std::vector<Token> tokens;
  analyze(text, tokens);
  return tokens;
}

}  // namespace aplomb
