// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/case_reference.h"

#include <algorithm>
#include <string>
#include <vector>

namespace aplomb::desk {
namespace {

constexpr std::string_view kSigns = "-_./#:";
constexpr std::size_t kLeastPhoneDigits = 7;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The lengths of the runs of digits; empty where there are letters.
std::vector<std::size_t> groups_of(std::string_view text) {
  std::vector<std::size_t> groups;
  bool within = false;
  for (const char c : text) {
    if (is_letter(c)) return {};
    if (is_digit(c) && !within) groups.push_back(0);
    within = is_digit(c);
    if (within) ++groups.back();
  }
  return groups;
}

bool looks_like_phone(std::string_view text, std::string_view digits) {
  const auto groups = groups_of(text);
  if (groups.empty() || digits.size() < kLeastPhoneDigits) return false;
  return text.front() == '0' || groups == std::vector<std::size_t>{3, 3, 4};
}

/// `1980-01-31`, `31.01.1980`, `1/31/1980`
bool looks_like_date(std::string_view text) {
  const auto groups = groups_of(text);
  if (groups.size() != 3 || text.find('#') != std::string_view::npos) return false;
  const bool year_first = groups[0] == 4 && groups[1] <= 2 && groups[2] <= 2;
  const bool year_last = groups[2] == 4 && groups[0] <= 2 && groups[1] <= 2;
  return year_first || year_last;
}

/// Luhn's sum, ISO/IEC 7812-1.
bool looks_like_card(std::string_view text, std::string_view digits) {
  if (groups_of(text).empty() || digits.size() < 13 || digits.size() > 19) return false;
  int sum = 0;
  bool twice = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, twice = !twice) {
    const int value = (*digit - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

/// ISO 13616, with its remainder of 97.
bool looks_like_iban(std::string_view text) {
  std::string plain;
  for (const char c : text)
    if (is_digit(c) || is_letter(c)) plain += c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  if (plain.size() < 15 || plain.size() > 34 || !is_letter(plain[0]) || !is_letter(plain[1]) ||
      !is_digit(plain[2]) || !is_digit(plain[3]))
    return false;
  std::ranges::rotate(plain, plain.begin() + 4);
  int rest = 0;
  for (const char c : plain) {
    if (is_digit(c))
      rest = (rest * 10 + (c - '0')) % 97;
    else
      rest = (rest * 100 + (c - 'A' + 10)) % 97;
  }
  return rest == 1;
}

tl::unexpected<Error> refused(std::string message) {
  return tl::unexpected<Error>(Error{Code::kUnprocessable, std::move(message),
                                     "Name the case by the number that your system gave it.",
                                     "case"});
}

}  // namespace

Result<void> check_case(std::string_view text) {
  if (text.empty()) return refused("The case is missing.");
  if (text.size() > kMaxCaseChars)
    return refused("The case has more than " + std::to_string(kMaxCaseChars) + " characters.");
  std::string digits;
  for (const char c : text) {
    if (is_digit(c))
      digits += c;
    else if (!is_letter(c) && kSigns.find(c) == std::string_view::npos)
      return refused(
          "The case may hold letters, digits and - _ . / # : only, so that no name, address or "
          "phone number gets into the ledger.");
  }
  if (digits.empty()) return refused("The case has no digit, and looks like a name.");
  if (looks_like_phone(text, digits)) return refused("The case looks like a phone number.");
  if (looks_like_date(text)) return refused("The case looks like a date of birth.");
  if (looks_like_card(text, digits)) return refused("The case looks like the number of a card.");
  if (looks_like_iban(text)) return refused("The case looks like the number of an account.");
  return {};
}

}  // namespace aplomb::desk
