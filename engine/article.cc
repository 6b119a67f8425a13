// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/article.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/hash.h"
#include "engine/opaque_name.h"
#include "engine/pins.h"

namespace aplomb {
namespace {

constexpr std::size_t kMaxIdLength = 120;

constexpr std::array<std::pair<Audience, std::string_view>, 2> kAudiences{{
    {Audience::kInternal, "internal"},
    {Audience::kCustomer, "customer"},
}};

constexpr std::array<std::pair<Kind, std::string_view>, 6> kKinds{{
    {Kind::kTip, "tip"},
    {Kind::kProcedure, "procedure"},
    {Kind::kPolicy, "policy"},
    {Kind::kScript, "script"},
    {Kind::kFaq, "faq"},
    {Kind::kReference, "reference"},
}};

constexpr std::array<std::pair<Confidence, std::string_view>, 4> kConfidences{{
    {Confidence::kWip, "wip"},
    {Confidence::kNotValidated, "not-validated"},
    {Confidence::kValidated, "validated"},
    {Confidence::kArchived, "archived"},
}};

template <class Table, class Value>
std::string_view word_of(const Table& table, Value value) {
  for (const auto& [candidate, word] : table)
    if (candidate == value) return word;
  return {};
}

template <class Table>
auto value_of(const Table& table, std::string_view word)
    -> std::optional<decltype(table.front().first)> {
  for (const auto& [value, candidate] : table)
    if (candidate == word) return value;
  return std::nullopt;
}

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/// Front matter may be shown only beside customer text; by itself only where there is no other text
/// and the article says that it is for customers.
bool holds_customer_text(const Article& article) {
  if (article.passages.empty()) return article.audience == Audience::kCustomer;
  return !article.customer.passages.empty();
}

ArticleId id_of_path(std::string_view path) {
  return make_id(path.substr(0, path.rfind('.')));
}

ArticleId opaque_id(std::string_view path) {
  return {std::string(kOpaqueIdStart) + opaque_name(path).substr(0, kOpaqueIdDigits)};
}

}  // namespace

std::string_view to_string(Audience audience) {
  return word_of(kAudiences, audience);
}
std::string_view to_string(Kind kind) {
  return word_of(kKinds, kind);
}
std::string_view to_string(Confidence confidence) {
  return word_of(kConfidences, confidence);
}
std::optional<Audience> parse_audience(std::string_view word) {
  return value_of(kAudiences, word);
}
std::optional<Kind> parse_kind(std::string_view word) {
  return value_of(kKinds, word);
}
std::optional<Confidence> parse_confidence(std::string_view word) {
  return value_of(kConfidences, word);
}

bool is_valid(const ArticleId& id) {
  return !id.value.empty() && id.value.size() <= kMaxIdLength && id.value.front() != '-' &&
         id.value.back() != '-' && std::ranges::all_of(id.value, is_id_character);
}

ArticleId make_id(std::string_view text) {
  std::string id;
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (is_id_character(lower) && lower != '-') {
      id += lower;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  if (id.empty()) return {"a-" + hash_digits(text)};
  if (id.size() > kMaxIdLength) {
    id.resize(kMaxIdLength - 11);
    id += '-' + hash_digits(text);
  }
  return {id};
}

std::optional<Article> customer_projection(const Article& article) {
  if (!holds_customer_text(article)) return std::nullopt;
  // Fields are copied one by one so that a field added later stays internal until named here.
  Article shown;
  shown.id = article.id_is_of_path ? opaque_id(article.path) : article.id;
  shown.title = article.customer.title;
  shown.description = article.description;
  shown.answer = article.answer;
  shown.empathy = article.empathy;
  shown.symptoms = article.symptoms;
  shown.kind = article.kind;
  shown.audience = Audience::kCustomer;
  shown.products = article.products;
  shown.tags = article.tags;
  if (article.promise)
    shown.promise = Promise{article.promise->what, article.promise->within, {}, {}};
  if (article.handoff && !article.handoff->say.empty())
    shown.handoff = Handoff{{}, {}, article.handoff->say, {}};
  shown.last_reviewed = article.last_reviewed;
  shown.publish_date = article.publish_date;
  shown.expiry_date = article.expiry_date;
  if (!article.updated_is_of_file) shown.updated = article.updated;
  shown.language = article.language;
  shown.excluded = article.excluded;
  shown.headings = article.customer.headings;
  shown.passages = article.customer.passages;
  shown.files = article.customer.files;
  shown.full = article.customer.page;
  shown.customer = article.customer;
  shown.link_names = opaque_names_of_article(article.path);
  // an agent's link to it is followed, like one by its path
  if (article.id_is_of_path)
    shown.link_names.push_back(opaque_name(id_of_path(article.path).value));
  shown.pins = pins_for_customers(article.pins, shown);
  return shown;
}

std::string_view to_string(Validity validity) {
  switch (validity) {
    case Validity::kScheduled:
      return "scheduled";
    case Validity::kValid:
      return "valid";
    case Validity::kExpired:
      return "expired";
  }
  return "valid";
}

Validity validity_of(const Article& article, Minute now) {
  if (article.expiry_date && article.expiry_date->over() <= now) return Validity::kExpired;
  if (article.publish_date && now < article.publish_date->begins) return Validity::kScheduled;
  return Validity::kValid;
}

std::optional<Date> review_due(const std::optional<Date>& last_reviewed,
                               const std::optional<Period>& review_every) {
  if (!last_reviewed || !review_every) return std::nullopt;
  return add(*last_reviewed, *review_every);
}

bool is_overdue(const std::optional<Date>& last_reviewed, const std::optional<Period>& review_every,
                Date day) {
  const auto due = review_due(last_reviewed, review_every);
  return due && *due < day;
}

}  // namespace aplomb
