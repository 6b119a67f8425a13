// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/gap_article.h"

#include <string_view>
#include <vector>

#include "indexer/front_matter_patch.h"

namespace aplomb::desk {
namespace {

/// Test queries are asked at each check; a few ways to say it are enough.
constexpr std::size_t kMaxWays = 10;

/// The ways to ask that say something without what was masked.
std::vector<std::string> ways_to_ask(const Gap& gap) {
  std::vector<std::string> ways{searchable(gap.question)};
  for (const std::string& other : gap.also)
    if (ways.size() < kMaxWays) ways.push_back(searchable(other));
  return ways;
}

std::string list_of(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += "  - " + yaml_quoted(text) + '\n';
  return list;
}

void add_field(std::string& text, std::string_view key, std::string_view value) {
  if (!value.empty()) text.append(key).append(": ").append(yaml_quoted(value)).append("\n");
}

}  // namespace

std::string title_for(const Gap& gap) {
  std::string title = searchable(gap.question);
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z')
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return title;
}

std::string article_for(const Gap& gap, const ArticleId& id, const std::string& title, Kind kind) {
  std::string text = "---\n";
  add_field(text, "id", id.value);
  add_field(text, "title", title);
  add_field(text, "kind", to_string(kind));
  text += "confidence: wip\naudience: internal\n";
  add_field(text, "owner", gap.owner);
  add_field(text, "department", gap.department);
  add_field(text, "language", gap.language);
  const std::string ways = list_of(ways_to_ask(gap));
  text += "symptoms: # as callers asked it: keep what others would say, too\n" + ways;
  text += "test_queries:\n" + ways;
  text +=
      "---\n\n## Issue\n\nCallers asked this and nothing answered it. What do they want to know, "
      "and when?\n\n## Resolution\n\nNobody has written the answer yet.\n";
  return text;
}

}  // namespace aplomb::desk
