// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/offered_note.h"

#include <algorithm>

#include "desk/field_checks.h"
#include "engine/masking.h"

namespace aplomb::desk {
namespace {

constexpr std::size_t kMaxTitleBytes = 100;  // leaves an id of it room for a number
constexpr int kIdsTried = 100;

/// The note's title; else its first line that says something.
std::string title_of(const OwnNote& note) {
  const std::string_view all = note.title.empty() ? note.text : note.title;
  std::size_t at = 0;
  while (at < all.size()) {
    const auto end = std::min(all.find('\n', at), all.size());
    auto line = all.substr(at, end - at);
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r#>*-"), line.size()));
    if (!line.empty()) return mask_personal(one_line(line, kMaxTitleBytes));
    at = end + 1;
  }
  return "Note";
}

/// A YAML string that cannot end before its end.
std::string in_yaml(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

}  // namespace

std::string offered_markdown(const OwnNote& note, const ArticleId& id) {
  std::string markdown = "---\nid: " + in_yaml(id.value) + "\ntitle: " + in_yaml(title_of(note)) +
                         "\nconfidence: wip\n---\n" + mask_personal(note.text);
  if (!markdown.ends_with('\n')) markdown += '\n';
  if (note.article)
    markdown += "\nWritten on: [" + note.article->value + "](/a/" + note.article->value + ")\n";
  return markdown;
}

Result<ArticleId> put_offered(const Person& person, const OwnNote& note, Drafts& drafts,
                              const std::function<bool(const ArticleId&)>& taken) {
  const std::string base = make_id(title_of(note)).value;
  for (int number = 1;; ++number) {
    const ArticleId id{number == 1 ? base : base + "-" + std::to_string(number)};
    const auto has = drafts.has(id);
    if (!has) return tl::unexpected<Error>(has.error());
    const bool last = number == kIdsTried;
    if (!last && (*has || taken(id))) continue;
    const auto put = drafts.put(Actor::person(person.name), id, {offered_markdown(note, id), {}},
                                Drafts::Expected::none());
    if (!put && put.error().code == Code::kStale && !last) continue;  // somebody was faster
    if (!put && put.error().code == Code::kStale)
      return fail(Code::kConflict, "there are too many drafts of that title",
                  "give the note another title");
    if (!put) return tl::unexpected<Error>(put.error());
    return id;
  }
}

}  // namespace aplomb::desk
