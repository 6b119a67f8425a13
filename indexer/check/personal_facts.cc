// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/unicode.h"
#include "indexer/check/checks.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

using Kind = PersonalFact::Kind;
using namespace std::string_view_literals;

/// Mailboxes of a role, not of a person, and names that stand for any.
constexpr std::array kRoles{"info"sv,
                            "support"sv,
                            "help"sv,
                            "helpdesk"sv,
                            "service"sv,
                            "contact"sv,
                            "hello"sv,
                            "sales"sv,
                            "billing"sv,
                            "invoices"sv,
                            "payments"sv,
                            "accounts"sv,
                            "admin"sv,
                            "webmaster"sv,
                            "postmaster"sv,
                            "hostmaster"sv,
                            "abuse"sv,
                            "privacy"sv,
                            "security"sv,
                            "press"sv,
                            "media"sv,
                            "jobs"sv,
                            "careers"sv,
                            "hr"sv,
                            "legal"sv,
                            "office"sv,
                            "feedback"sv,
                            "team"sv,
                            "noreply"sv,
                            "no-reply"sv,
                            "donotreply"sv,
                            "do-not-reply"sv,
                            "orders"sv,
                            "returns"sv,
                            "reception"sv,
                            "marketing"sv,
                            "enquiries"sv,
                            "inquiries"sv,
                            "customerservice"sv,
                            "customer.service"sv,
                            "datenschutz"sv,
                            "kontakt"sv,
                            "kundenservice"sv,
                            "bestellung"sv,
                            "rechnung"sv,
                            "git"sv,
                            "user"sv,
                            "username"sv,
                            "name"sv,
                            "yourname"sv,
                            "your.name"sv,
                            "your-name"sv,
                            "your_name"sv,
                            "someone"sv,
                            "somebody"sv,
                            "you"sv,
                            "me"sv,
                            "email"sv,
                            "test"sv,
                            "example"sv,
                            "john.doe"sv,
                            "jane.doe"sv,
                            "johndoe"sv,
                            "janedoe"sv,
                            "max.mustermann"sv,
                            "erika.mustermann"sv,
                            "firstname.lastname"sv,
                            "first.last"sv,
                            "vorname.nachname"sv};

/// Where anybody has an address.
constexpr std::array kEverybodys{
    "gmail.com"sv, "googlemail.com"sv, "outlook.com"sv, "hotmail.com"sv,    "live.com"sv,
    "msn.com"sv,   "yahoo.com"sv,      "icloud.com"sv,  "me.com"sv,         "aol.com"sv,
    "proton.me"sv, "protonmail.com"sv, "gmx.net"sv,     "gmx.com"sv,        "gmx.de"sv,
    "web.de"sv,    "t-online.de"sv,    "freenet.de"sv,  "mail.ru"sv,        "qq.com"sv,
    "163.com"sv,   "comcast.net"sv,    "verizon.net"sv, "btinternet.com"sv, "orange.fr"sv,
    "libero.it"sv, "yahoo.co.uk"sv,    "yahoo.de"sv,    "hotmail.de"sv,     "hotmail.co.uk"sv};

/// RFC 2606 and RFC 6761, and what people write for them.
constexpr std::array kExampleEndings{
    ".example"sv,    ".test"sv,        ".invalid"sv,    ".localhost"sv, ".local"sv,
    "example.com"sv, "example.org"sv,  "example.net"sv, "domain.com"sv, "company.com"sv,
    "contoso.com"sv, "fabrikam.com"sv, "email.com"sv};

/// Numbers that card schemes and payment houses publish for tests.
constexpr std::array kTestCards{"4111111111111111"sv, "4242424242424242"sv, "4012888888881881"sv,
                                "4000056655665556"sv, "5555555555554444"sv, "5105105105105100"sv,
                                "2223003122003222"sv, "378282246310005"sv,  "371449635398431"sv,
                                "6011111111111117"sv, "6011000990139424"sv, "3530111333300000"sv,
                                "30569309025904"sv};

/// Paid for by who is called; nobody has one at home.
constexpr std::array kFreephone{"800"sv, "888"sv, "877"sv, "866"sv, "855"sv, "844"sv, "833"sv};

constexpr std::array kPhoneWords{"tel"sv,       "phone"sv,   "call"sv,  "mobile"sv, "ring"sv,
                                 "number"sv,    "fax"sv,     "handy"sv, "mobil"sv,  "telefon"sv,
                                 "rufnummer"sv, "anrufen"sv, "nummer"sv};

/// What stands before a number that names one customer's order.
constexpr std::array kOrderWords{
    "order"sv,           "booking"sv,        "reservation"sv,    "ticket"sv,
    "invoice"sv,         "customer"sv,       "account"sv,        "contract"sv,
    "policy"sv,          "tracking"sv,       "bestellnummer"sv,  "kundennummer"sv,
    "rechnungsnummer"sv, "vertragsnummer"sv, "auftragsnummer"sv, "bestellung"sv,
    "sendungsnummer"sv,  "kontonummer"sv,    "auftrag"sv,        "rechnung"sv};
constexpr std::array kNumberWords{"number"sv, "no"sv, "nr"sv,  "num"sv,
                                  "id"sv,     "is"sv, "ist"sv, "was"sv};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_alnum(char c) {
  return is_digit(c) || is_letter(c);
}

template <class List>
bool is_among(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
  return digits;
}

/// `123456…`, `987654…`, or seven times the same: nobody's.
bool is_made_up(std::string_view digits) {
  constexpr std::string_view kUp = "01234567890123456789", kDown = "98765432109876543210";
  std::size_t same = 1, longest = 1;
  for (std::size_t i = 1; i < digits.size(); ++i) {
    same = digits[i] == digits[i - 1] ? same + 1 : 1;
    longest = std::max(longest, same);
  }
  const std::string_view head = digits.substr(0, 20);
  return longest >= std::min<std::size_t>(7, digits.size()) ||
         kUp.find(head.substr(0, 8)) != kUp.npos || kDown.find(head.substr(0, 8)) != kDown.npos;
}

bool is_allowed_number(std::string_view digits, const std::vector<std::string>& allowed) {
  return std::ranges::any_of(allowed, [&](const std::string& entry) {
    const std::string own = digits_of(entry);
    // with or without the country's
    constexpr std::size_t kLeast = 6;
    return own.size() >= kLeast && (digits.ends_with(own) || own.ends_with(digits));
  });
}

/// The word that ends before `at`, lower-case, and moves `at` to where it begins.
std::string word_before(std::string_view text, std::size_t& at) {
  constexpr std::string_view kBetween = " \t\n:#.=*\"'(&`";
  while (at > 0 && kBetween.find(text[at - 1]) != std::string_view::npos) --at;
  const std::size_t end = at;
  while (at > 0 && (is_letter(text[at - 1]) || static_cast<unsigned char>(text[at - 1]) >= 0x80))
    --at;
  return to_lower_ascii(text.substr(at, end - at));
}

bool follows_order_word(std::string_view text, std::size_t at) {
  std::string word = word_before(text, at);
  for (int i = 0; i < 2 && is_among(kNumberWords, word); ++i) word = word_before(text, at);
  return is_among(kOrderWords, word);
}

bool follows_phone_word(std::string_view text, std::size_t at) {
  constexpr int kWordsBefore = 4;
  for (int i = 0; i < kWordsBefore && at > 0; ++i) {
    const std::string word = word_before(text, at);
    if (word.empty()) return false;
    if (std::ranges::any_of(kPhoneWords,
                            [&](std::string_view one) { return word.starts_with(one); }))
      return true;
  }
  return false;
}

/// Digits in groups, as numbers are written.
struct Number {
  std::size_t begin = 0, end = 0;
  std::string digits;
  std::vector<std::size_t> groups;  ///< how many digits stand together
  bool plus = false, brackets = false, dashes = false, dots = false, slashes = false;
};

/// The number that begins at `at`: groups of digits with one separator, or two, between them.
Number read_number(std::string_view text, std::size_t at) {
  constexpr std::size_t kMaxDigits = 24;
  Number number;
  number.begin = at;
  std::size_t separators = 0;
  for (std::size_t i = at; i < text.size() && number.digits.size() < kMaxDigits; ++i) {
    const char c = text[i];
    if (is_digit(c)) {
      if (number.digits.empty() || separators > 0) number.groups.push_back(0);
      number.digits += c;
      ++number.groups.back();
      number.end = i + 1;
      separators = 0;
      continue;
    }
    if (c == '+' && i != at) break;
    if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')' && c != '/' && c != '+') break;
    number.plus = number.plus || c == '+';
    if (++separators > 2 && !number.digits.empty()) break;
    const bool inside = text.find_first_of("0123456789", i) < i + 3;
    if (!inside) break;
    number.brackets = number.brackets || c == '(';
    number.dashes = number.dashes || c == '-';
    number.dots = number.dots || c == '.';
    number.slashes = number.slashes || c == '/';
  }
  return number;
}

bool is_card(const Number& number) {
  const std::size_t length = number.digits.size();
  if (length < 13 || length > 19 || number.plus || number.brackets || number.dots || number.slashes)
    return false;
  if (number.digits[0] < '2' || number.digits[0] > '6') return false;
  const std::vector<std::size_t>& groups = number.groups;
  const bool whole = groups.size() == 1;
  const bool in_fours =
      groups.size() >= 4 &&
      std::all_of(groups.begin(), groups.end() - 1, [](std::size_t size) { return size == 4; });
  const bool amex = groups == std::vector<std::size_t>{4, 6, 5};
  return (whole || in_fours || amex) && passes_luhn(number.digits) &&
         !is_among(kTestCards, number.digits) && !is_made_up(number.digits);
}

/// The ten digits of a North American number; empty for any other.
std::string north_american(const Number& number) {
  std::vector<std::size_t> groups = number.groups;
  std::string digits = number.digits;
  if (digits.size() == 11 && digits[0] == '1') {
    digits.erase(0, 1);
    if (groups.size() > 1 && groups.front() == 1) groups.erase(groups.begin());
  }
  const bool grouped = groups == std::vector<std::size_t>{3, 3, 4};
  const bool separated = number.dashes || number.dots || number.brackets || number.plus;
  if (digits.size() != 10 || !grouped || !separated || digits[0] < '2' || digits[3] < '2')
    return {};
  return digits;
}

bool is_example_phone(const Number& number, std::string_view american) {
  const std::string_view digits = number.digits;
  if (!american.empty())
    return american.substr(3, 3) == "555" || american.starts_with("555") ||
           is_among(kFreephone, american.substr(0, 3));
  for (const std::string_view part : {"7700900"sv, "79460"sv, "1632960"sv})  // Ofcom's, for dramas
    if (digits.find(part) != std::string_view::npos) return true;
  for (const std::string_view start : {"0800"sv, "0808"sv, "49800"sv, "44800"sv, "44808"sv,
                                       "43800"sv, "41800"sv, "1800"sv, "00800"sv})
    if (digits.starts_with(start)) return true;
  return digits.find("555") != std::string_view::npos && digits.size() <= 11;
}

bool is_phone(std::string_view text, const Number& number) {
  const std::size_t length = number.digits.size();
  if (length < 8 || length > 15 || is_made_up(number.digits)) return false;
  const std::string american = north_american(number);
  if (is_example_phone(number, american)) return false;
  if (number.plus) return text[number.begin] == '+' || text[number.begin] == '(';
  if (!american.empty()) return true;
  const bool national = number.digits[0] == '0' && length >= 9 && number.groups.size() <= 6;
  const bool whole = number.groups.size() == 1 && length >= 9 && length <= 13;
  return (national || whole) && follows_phone_word(text, number.begin);
}

/// Whether a number may begin here: not within a word, an address, a version or an amount.
bool may_begin(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  const char before = text[at - 1];
  constexpr std::string_view kWithin = "_-./#$@%&=\\+~^";
  return !is_alnum(before) && kWithin.find(before) == std::string_view::npos;
}

bool may_end(std::string_view text, std::size_t end) {
  return end >= text.size() ||
         (!is_alnum(text[end]) && text[end] != '_' && text[end] != '%' && text[end] != '@');
}

std::string ending_of(std::string_view digits) {
  constexpr std::size_t kShown = 2;
  return "…" + std::string(digits.substr(digits.size() - std::min(digits.size(), kShown)));
}

/// Reads the code behind `order number`: six digits and more, perhaps among letters and hyphens.
std::size_t end_of_code(std::string_view text, std::size_t at) {
  while (at < text.size() && (is_alnum(text[at]) || text[at] == '-')) ++at;
  while (text[at - 1] == '-') --at;
  return at;
}

class Finder {
 public:
  Finder(std::string_view text, const std::vector<std::string>& allowed)
      : text_(text), allowed_(allowed) {}

  std::vector<PlacedFact> run() {
    for (std::size_t at = 0; at < text_.size();) {
      const char c = text_[at];
      if (c == '@') {
        at = take_email(at);
      } else if ((is_digit(c) || c == '+' || c == '(') && may_begin(text_, at)) {
        at = take_number(at);
      } else if (is_letter(c) && (at == 0 || !is_alnum(text_[at - 1]))) {
        at = take_code(at);
      } else {
        ++at;
      }
    }
    return std::move(facts_);
  }

 private:
  void add(std::size_t place, Kind kind, std::string key, std::string shown) {
    facts_.push_back({place, {kind, std::move(key), std::move(shown), 0}});
  }

  std::size_t take_email(std::size_t at) {
    constexpr std::string_view kLocal = "._%+-";
    std::size_t begin = at;
    while (begin > 0 &&
           (is_alnum(text_[begin - 1]) || kLocal.find(text_[begin - 1]) != std::string_view::npos))
      --begin;
    std::size_t end = at + 1;
    while (end < text_.size() && (is_alnum(text_[end]) || text_[end] == '.' || text_[end] == '-'))
      ++end;
    while (end > at + 1 && !is_alnum(text_[end - 1])) --end;
    const std::string local = to_lower_ascii(text_.substr(begin, at - begin));
    const std::string domain = to_lower_ascii(text_.substr(at + 1, end - at - 1));
    const std::size_t dot = domain.rfind('.');
    if (local.empty() || dot == std::string::npos || domain.size() - dot < 3 ||
        !is_letter(domain[dot + 1]) || !std::ranges::any_of(local, is_letter))
      return at + 1;
    if (is_ours(local, domain)) return end;
    const bool everybodys = is_among(kEverybodys, domain);
    add(begin, Kind::kEmail, everybodys ? std::string() : domain,
        std::string(1, local[0]) + "…@" + domain);
    return end;
  }

  /// Of a role, an example, or allowed.
  [[nodiscard]] bool is_ours(const std::string& local, const std::string& domain) const {
    if (is_among(kRoles, local)) return true;
    const std::string dotted = "." + domain;
    for (const std::string_view ending : kExampleEndings)
      if (dotted.ends_with(ending) &&
          (ending[0] == '.' || dotted.ends_with("." + std::string(ending))))
        return true;
    return std::ranges::any_of(allowed_, [&](const std::string& entry) {
      std::string own = to_lower_ascii(entry);
      if (own == local + "@" + domain) return true;
      if (own.starts_with('@')) own.erase(0, 1);
      return !own.empty() && (domain == own || domain.ends_with("." + own));
    });
  }

  std::size_t take_number(std::size_t at) {
    const Number number = read_number(text_, at);
    if (number.digits.empty()) return at + 1;
    if (!may_end(text_, number.end)) return past(number);
    if (is_allowed_number(number.digits, allowed_)) return number.end;
    if (is_card(number)) {
      add(at, Kind::kCard, {}, ending_of(number.digits));
    } else if (follows_order_word(text_, at)) {
      take_order(number);
    } else if (is_phone(text_, number)) {
      add(at, Kind::kPhone, number.digits, ending_of(number.digits));
    } else {
      // what is no number as a whole may begin with something else: "on 12.5. 030 1234567"
      return past(number);
    }
    return number.end;
  }

  /// The end of the number's first group.
  [[nodiscard]] std::size_t past(const Number& number) const {
    std::size_t at = number.begin;
    while (at < text_.size() && !is_digit(text_[at])) ++at;
    while (at < text_.size() && is_digit(text_[at])) ++at;
    return std::max(at, number.begin + 1);
  }

  void take_order(const Number& number) {
    constexpr std::size_t kLeast = 6;
    const bool date = number.dots || number.slashes;
    if (number.digits.size() >= kLeast && !date && !is_made_up(number.digits))
      add(number.begin, Kind::kOrder, {}, ending_of(number.digits));
  }

  /// `AB-1234567` behind an order word; otherwise the word is passed over.
  std::size_t take_code(std::size_t at) {
    constexpr std::size_t kLeast = 6;
    const std::size_t end = end_of_code(text_, at);
    const std::string digits = digits_of(text_.substr(at, end - at));
    if (end < text_.size() && text_[end] == '@') return end;
    if (digits.size() >= kLeast && !is_made_up(digits) && !is_allowed_number(digits, allowed_) &&
        follows_order_word(text_, at))
      add(at, Kind::kOrder, {}, ending_of(digits));
    return end;
  }

  std::string_view text_;
  const std::vector<std::string>& allowed_;
  std::vector<PlacedFact> facts_;
};

}  // namespace

bool passes_luhn(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, twice = !twice) {
    const int value = (*digit - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return !digits.empty() && sum % 10 == 0;
}

std::vector<PlacedFact> find_personal_facts(std::string_view text,
                                            const std::vector<std::string>& allowed) {
  return Finder(text, allowed).run();
}

std::vector<PersonalFact> personal_facts_of(const CheckedArticle& checked) {
  std::vector<PersonalFact> facts;
  const auto look_into = [&](std::string_view text, auto&& line_at) {
    for (PlacedFact& found : find_personal_facts(text, checked.settings().allowed)) {
      found.fact.line = line_at(found.place);
      facts.push_back(std::move(found.fact));
    }
  };
  const auto field = [&](std::string_view text, int line) {
    look_into(text, [&](std::size_t) { return line; });
  };
  const Article& article = checked.article();
  field(article.title, checked.line_of({"title"}));
  field(article.description, checked.line_of({"description", "summary", "excerpt"}));
  for (const FieldText& spoken : checked.spoken_fields()) field(spoken.text, spoken.line);
  for (const std::string& symptom : article.symptoms)
    field(symptom, checked.line_of_item("symptoms", symptom));
  for (const TextBlock& block : checked.blocks())
    if (block.type != NodeType::kCode)
      look_into(block.text, [&](std::size_t place) { return block.line_at(place); });
  return facts;
}

}  // namespace aplomb
