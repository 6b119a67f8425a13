// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/shortcuts.h"

#include <utility>

#include "desk/field_checks.h"
#include "desk/own_rows.h"
#include "desk/person_row.h"
#include "desk/store.h"
#include "engine/unicode.h"

namespace aplomb::desk {
namespace {

/// People whose shortcuts are held in memory: at 200 of 200 letters 50 KB each at most.
constexpr std::size_t kPeopleRemembered = 1000;

constexpr const char* kList = "SELECT short, text FROM shortcuts WHERE person = ? ORDER BY short";
constexpr const char* kCount = "SELECT count(*) FROM shortcuts WHERE person = ?";
constexpr const char* kFind = "SELECT 1 FROM shortcuts WHERE person = ? AND short = ?";
constexpr const char* kPut =
    "INSERT INTO shortcuts (person, short, text) VALUES (?1, ?2, ?3)"
    " ON CONFLICT DO UPDATE SET text = excluded.text";
constexpr const char* kRemove = "DELETE FROM shortcuts WHERE person = ? AND short = ?";

bool is_word(std::string_view folded) {
  for (std::size_t at = 0; at < folded.size();) {
    const CodePoint next = decode(folded, at);
    if (classify(next.value) == CharClass::kOther && next.value != '-') return false;
    at += next.bytes;
  }
  return !folded.empty() && !folded.starts_with('-');
}

Result<std::string> key_of(std::string_view short_form) {
  if (auto valid = check_text("short", short_form, kMaxShortChars); !valid)
    return tl::unexpected<Error>(valid.error());
  std::string key = fold(short_form);
  if (!is_word(key) || count_code_points(key) > kMaxShortChars)
    return fail_at("short", "the short form is no single word",
                   "use letters, digits and hyphens, at most " + std::to_string(kMaxShortChars));
  return key;
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

Shortcuts::Shortcuts(Store& store) : store_(store), known_(kPeopleRemembered) {}

Result<std::vector<Shortcut>> Shortcuts::list(PersonId person) const {
  return store_.read([&](Connection& connection) -> Result<std::vector<Shortcut>> {
    Query query = connection.query(kList);
    query.bind(person.value);
    std::vector<Shortcut> shortcuts;
    while (query.step()) shortcuts.push_back({query.text(0), query.text(1)});
    return shortcuts;
  });
}

Result<void> Shortcuts::put(PersonId person, std::string_view short_form, const std::string& text) {
  const auto key = key_of(short_form);
  if (!key) return tl::unexpected<Error>(key.error());
  if (auto valid = check_title("text", text, kMaxShortcutTextChars); !valid) return valid;
  auto put = store_.write([&](Connection& connection) -> Result<void> {
    if (auto found = find_person(connection, person); !found)
      return tl::unexpected<Error>(found.error());
    if (!connection.query(kFind).bind(person.value, *key).step() &&
        count_of(connection, kCount, person) >= kMaxShortcuts)
      return fail(Code::kConflict,
                  "there are " + std::to_string(kMaxShortcuts) + " shortcuts already",
                  "take away those that you need no more");
    connection.query(kPut).bind(person.value, *key, text).run();
    return {};
  });
  forget(person);
  return put;
}

Result<void> Shortcuts::remove(PersonId person, std::string_view short_form) {
  auto removed = store_.write([&](Connection& connection) -> Result<void> {
    connection.query(kRemove).bind(person.value, fold(short_form)).run();
    return {};
  });
  forget(person);
  return removed;
}

std::shared_ptr<const Shortcuts::Texts> Shortcuts::texts_of(PersonId person) const {
  const auto key = static_cast<std::uint64_t>(person.value);
  std::uint64_t changes = 0;
  {
    const std::lock_guard lock(mutex_);
    if (known_.find(key) != nullptr) return known_.touch(key);
    changes = changes_;
  }
  auto read = list(person);
  auto texts = std::make_shared<Texts>();
  if (!read) return texts;
  for (auto& [short_form, text] : *read) texts->emplace(std::move(short_form), std::move(text));
  const std::lock_guard lock(mutex_);
  if (changes == changes_) known_.touch(key) = texts;
  return texts;
}

void Shortcuts::forget(PersonId person) {
  const std::lock_guard lock(mutex_);
  known_.erase(static_cast<std::uint64_t>(person.value));
  ++changes_;
}

Shortcuts::Expanded Shortcuts::expand(PersonId person, std::string_view query,
                                      std::size_t max_bytes) const {
  Expanded expanded{.text = {}, .made = {}};
  const auto texts = texts_of(person);
  if (texts->empty()) {
    expanded.text = query;
    return expanded;
  }
  bool quoted = false;
  for (std::size_t at = 0; at < query.size();) {
    auto end = at;
    while (end < query.size() && is_space(query[end]) == is_space(query[at])) ++end;
    const auto word = query.substr(at, end - at);
    const bool outside = !quoted;
    for (const char c : word) quoted = quoted != (c == '"');
    const auto rest = query.size() - end;
    // longer than any short form could be when it was folded: not worth folding
    const auto found = outside && word.size() <= 4 * kMaxShortChars && !is_space(word.front())
                           ? texts->find(fold(word))
                           : texts->end();
    if (found != texts->end() && expanded.text.size() + found->second.size() + rest <= max_bytes) {
      expanded.text += found->second;
      expanded.made.emplace_back(word, found->second);
    } else {
      expanded.text += word;
    }
    at = end;
  }
  return expanded;
}

}  // namespace aplomb::desk
