// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/record.h"

#include <bit>
#include <chrono>
#include <cstdint>
#include <type_traits>

#include "engine/opaque_name.h"

namespace aplomb::record {
namespace {

class Writer {
 public:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>(value | 0x80U);
    bytes_ += static_cast<char>(value);
  }
  void field(std::uint64_t value) { number(value); }
  void field(std::int64_t value) { number(std::bit_cast<std::uint64_t>(value)); }
  void field(int value) { field(std::int64_t{value}); }
  void field(bool value) { number(value ? 1 : 0); }
  void field(double value) { number(std::bit_cast<std::uint64_t>(value)); }
  void field(const std::string& text) {
    number(text.size());
    bytes_ += text;
  }
  template <class E>
  requires std::is_enum_v<E>
  void field(E value) { number(static_cast<std::uint64_t>(value)); }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    return 0;
  }
  /// A count of things that take at least one byte each.
  std::size_t count() {
    const std::uint64_t value = number();
    if (value <= rest_.size()) return value;
    ok_ = false;
    return 0;
  }
  void field(std::uint64_t& value) { value = number(); }
  void field(std::int64_t& value) { value = std::bit_cast<std::int64_t>(number()); }
  void field(int& value) { value = static_cast<int>(std::bit_cast<std::int64_t>(number())); }
  void field(bool& value) { value = number() != 0; }
  void field(double& value) { value = std::bit_cast<double>(number()); }
  void field(std::string& text) {
    const std::size_t size = count();
    text.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }
  template <class E>
  requires std::is_enum_v<E>
  void field(E& value) { value = static_cast<E>(number()); }
  [[nodiscard]] bool finished() const { return ok_ && rest_.empty(); }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

// Each type is laid out once; `Archive` is a Writer of a const value or a Reader into a fresh one.
template <class Archive, class T>
void walk(Archive& archive, T& value);

template <class Element>
void walk_list(Writer& writer, const std::vector<Element>& list) {
  writer.number(list.size());
  for (const Element& element : list) walk(writer, element);
}

template <class Element>
void walk_list(Reader& reader, std::vector<Element>& list) {
  const std::size_t count = reader.count();
  for (std::size_t i = 0; i < count && reader.ok(); ++i) walk(reader, list.emplace_back());
}

template <class Value>
void walk_optional(Writer& writer, const std::optional<Value>& value) {
  writer.field(value.has_value());
  if (value) walk(writer, *value);
}

template <class Value>
void walk_optional(Reader& reader, std::optional<Value>& value) {
  bool present = false;
  reader.field(present);
  if (present) walk(reader, value.emplace());
}

void walk_date(Writer& writer, const Date& date) {
  writer.field(std::int64_t{std::chrono::sys_days{date}.time_since_epoch().count()});
}

void walk_date(Reader& reader, Date& date) {
  std::int64_t day = 0;
  reader.field(day);
  constexpr std::int64_t kFarthest = 4'000'000;  // beyond year 10,000, within Date's range
  if (day < -kFarthest || day > kFarthest) day = 0;
  date = std::chrono::sys_days{std::chrono::days{day}};
}

void walk_minute(Writer& writer, const Minute& minute) {
  writer.field(std::int64_t{minute.time_since_epoch().count()});
}

void walk_minute(Reader& reader, Minute& minute) {
  std::int64_t minutes = 0;
  reader.field(minutes);
  constexpr std::int64_t kFarthest = std::int64_t{4'000'000} * 24 * 60;  // as of dates
  if (minutes < -kFarthest || minutes > kFarthest) minutes = 0;
  minute = Minute{std::chrono::minutes{minutes}};
}

void walk_time(Writer& writer, const std::chrono::sys_seconds& time) {
  writer.field(std::int64_t{time.time_since_epoch().count()});
}

void walk_time(Reader& reader, std::chrono::sys_seconds& time) {
  std::int64_t seconds = 0;
  reader.field(seconds);
  time = std::chrono::sys_seconds{std::chrono::seconds{seconds}};
}

template <class Archive, class T>
void walk(Archive& a, T& value) {
  using Type = std::remove_const_t<T>;
  if constexpr (std::is_same_v<Type, ArticleId>) {
    a.field(value.value);
  } else if constexpr (std::is_same_v<Type, Date>) {
    walk_date(a, value);
  } else if constexpr (std::is_same_v<Type, Minute>) {
    walk_minute(a, value);
  } else if constexpr (std::is_same_v<Type, DayOrMinute>) {
    walk_minute(a, value.begins), a.field(value.whole_day);
  } else if constexpr (std::is_same_v<Type, Period>) {
    a.field(value.count), a.field(value.unit);
  } else if constexpr (std::is_same_v<Type, Promise>) {
    a.field(value.what), a.field(value.within), a.field(value.limit), a.field(value.authority);
  } else if constexpr (std::is_same_v<Type, RuleException>) {
    a.field(value.when), a.field(value.may), a.field(value.who), a.field(value.never);
  } else if constexpr (std::is_same_v<Type, Handoff>) {
    a.field(value.to), a.field(value.hours), a.field(value.say), walk_list(a, value.collect);
  } else if constexpr (std::is_same_v<Type, Flag>) {
    a.field(value.by), walk_time(a, value.at), a.field(value.reason);
  } else if constexpr (std::is_same_v<Type, Heading>) {
    a.field(value.level), a.field(value.text), a.field(value.anchor), a.field(value.audience);
  } else if constexpr (std::is_same_v<Type, SourceState>) {
    a.field(value.size_bytes), a.field(value.modified_ns), a.field(value.content_hash);
    walk_list(a, value.former_ids);
  } else if constexpr (std::is_same_v<Type, Passage>) {
    a.field(value.audience), walk_list(a, value.headings);
    a.field(value.anchor), a.field(value.text);
  } else if constexpr (std::is_same_v<Type, PassageRecord>) {
    walk(a, value.article), walk(a, value.passage), a.field(value.front_matter);
  } else if constexpr (std::is_same_v<Type, Article>) {
    walk(a, value.id), a.field(value.path), a.field(value.title), a.field(value.description);
    a.field(value.answer), a.field(value.empathy), walk_list(a, value.symptoms);
    a.field(value.kind), a.field(value.confidence), a.field(value.audience);
    a.field(value.owner), a.field(value.department);
    walk_list(a, value.products), walk_list(a, value.tags);
    walk_optional(a, value.promise), walk_list(a, value.exceptions);
    walk_optional(a, value.handoff), walk_optional(a, value.last_reviewed);
    walk_optional(a, value.review_every), walk_optional(a, value.publish_date);
    walk_optional(a, value.expiry_date), walk_time(a, value.updated);
    a.field(value.language), a.field(value.boost), a.field(value.excluded);
    walk_list(a, value.aliases), walk_list(a, value.pins), walk_list(a, value.test_queries);
    walk_list(a, value.files), walk_list(a, value.flags);
  } else if constexpr (std::is_same_v<Type, Standing>) {
    a.field(value.boost), a.field(value.confidence);
    walk_optional(a, value.expiry), walk_optional(a, value.review_due);
  } else if constexpr (std::is_same_v<Type, RankingFacts>) {
    walk(a, value.standing), a.field(value.captions);
    a.field(value.title_vector), a.field(value.text_vector);
  } else if constexpr (std::is_same_v<Type, ArticleRecord>) {
    walk(a, value.article), walk(a, value.source);
    walk(a, value.customer_id), a.field(value.projection);
  } else if constexpr (std::is_same_v<Type, SynonymRule>) {
    a.field(value.language), walk_list(a, value.from), walk_list(a, value.to);
  } else if constexpr (std::is_same_v<Type, HouseWords>) {
    walk_list(a, value.synonyms), walk_list(a, value.no_typo);
  } else if constexpr (std::is_same_v<Type, std::pair<FilterField, std::string>>) {
    a.field(value.first), a.field(value.second);
  } else {
    a.field(value);
  }
}

template <class T>
std::optional<T> decode_whole(std::string_view bytes) {
  Reader reader(bytes);
  std::optional<T> value(std::in_place);
  walk(reader, *value);
  if (!reader.finished()) return std::nullopt;
  return value;
}

template <class T>
std::string encode_whole(const T& value) {
  Writer writer;
  walk(writer, value);
  return writer.take();
}

template <class Element>
std::string encode_list(const std::vector<Element>& list) {
  Writer writer;
  walk_list(writer, list);
  return writer.take();
}

template <class Element>
std::vector<Element> decode_list(std::string_view bytes) {
  Reader reader(bytes);
  std::vector<Element> list;
  walk_list(reader, list);
  if (!reader.finished()) list.clear();
  return list;
}

}  // namespace

std::string encode(const ArticleRecord& record) {
  return encode_whole(record);
}
std::optional<ArticleRecord> decode_article(std::string_view bytes) {
  return decode_whole<ArticleRecord>(bytes);
}

std::string fingerprint(const Article& projection) {
  Writer writer;
  walk(writer, projection), walk_list(writer, projection.headings);
  walk_list(writer, projection.passages), walk_list(writer, projection.link_names);
  writer.field(projection.full.html), writer.field(projection.full.markdown);
  return opaque_name(writer.take());
}

std::string encode(const PassageRecord& record) {
  return encode_whole(record);
}
std::optional<PassageRecord> decode_passage(std::string_view bytes) {
  return decode_whole<PassageRecord>(bytes);
}

std::string encode(const RankingFacts& facts) {
  return encode_whole(facts);
}
std::optional<RankingFacts> decode_ranking_facts(std::string_view bytes) {
  return decode_whole<RankingFacts>(bytes);
}

std::string encode(const std::vector<Heading>& headings) {
  return encode_list(headings);
}
std::vector<Heading> decode_headings(std::string_view bytes) {
  return decode_list<Heading>(bytes);
}

std::string encode(const FacetValues& values) {
  return encode_list(values);
}
FacetValues decode_facets(std::string_view bytes) {
  return decode_list<FacetValues::value_type>(bytes);
}

std::string encode(const HouseWords& words) {
  return encode_whole(words);
}
HouseWords decode_house_words(std::string_view bytes) {
  return decode_whole<HouseWords>(bytes).value_or(HouseWords{});
}

}  // namespace aplomb::record
