// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/front_matter_patch.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "engine/unicode.h"
#include "indexer/field_tree.h"
#include "indexer/front_matter.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

tl::unexpected<Error> not_sure(std::string why, std::string hint) {
  return fail(Code::kConflict, "the front matter can't be changed safely: " + std::move(why),
              std::move(hint));
}

/// Without line numbers, which a patch moves.
bool same(const Field& a, const Field& b) {
  return a.shape == b.shape && a.key == b.key && a.text == b.text &&
         std::ranges::equal(a.items, b.items, same);
}

/// A line of the file with its end.
struct Line {
  std::string_view all;
  [[nodiscard]] std::string_view text() const {
    const auto end = all.find_last_not_of("\r\n");
    return all.substr(0, end == std::string_view::npos ? 0 : end + 1);
  }
};

std::vector<Line> lines_of(std::string_view bytes) {
  std::vector<Line> lines;
  while (!bytes.empty()) {
    auto end = bytes.find('\n');
    end = end == std::string_view::npos ? bytes.size() : end + 1;
    lines.push_back({bytes.substr(0, end)});
    bytes.remove_prefix(end);
  }
  return lines;
}

bool is_indented(std::string_view text) {
  return text.starts_with(' ') || text.starts_with('\t');
}

/// Whether the line begins the entry of that key, written plainly or in quotes.
bool begins_entry(std::string_view text, std::string_view key) {
  const char quote = text.empty() ? '\0' : text.front();
  const bool quoted = quote == '"' || quote == '\'';
  if (quoted) text.remove_prefix(1);
  if (!text.starts_with(key)) return false;
  text.remove_prefix(key.size());
  if (quoted && !text.starts_with(quote)) return false;
  if (quoted) text.remove_prefix(1);
  text = text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
  return text.starts_with(':') && (text.size() == 1 || text[1] == ' ' || text[1] == '\t');
}

/// The comment behind a value that stands on its line alone, with the blanks before it; empty where
/// there is none, or where it is not sure that it is one.
std::string_view comment_of(std::string_view text) {
  const auto at = text.find(" #");
  if (at == std::string_view::npos) return {};
  const auto value = text.substr(0, at);
  const auto quotes = std::ranges::count(value, '"') + std::ranges::count(value, '\'');
  if (quotes % 2 != 0 || value.find_first_of("|>") != std::string_view::npos) return {};
  const auto blanks = value.find_last_not_of(" \t");
  return text.substr(blanks == std::string_view::npos ? at : blanks + 1);
}

/// What a file has of front matter, as Field trees compare.
struct Read {
  FrontMatter::Language language = FrontMatter::Language::kNone;
  bool sound = true;
  Field root{Field::Shape::kMap, {}, {}, 1, {}};
  std::string body;
};

Read read(std::string_view bytes) {
  const auto text = normalize_line_ends(bytes);
  FindingLog unheard("");
  const auto front = split_front_matter(text, unheard);
  auto tree = read_fields(front, unheard);
  return {front.language, !tree.broken && front.closed, std::move(tree.root),
          std::string(front.body)};
}

std::size_t count_of(const Field& root, std::string_view key) {
  return static_cast<std::size_t>(std::ranges::count(root.items, key, &Field::key));
}

/// The entry of `key` as it is to be; absent where `value` is no line of flow style.
std::optional<Field> wanted_entry(std::string_view key, std::string_view value) {
  if (value.find_first_of("\r\n") != std::string_view::npos) return std::nullopt;
  auto root = parse_yaml(std::string(key) + ": " + std::string(value) + "\n", 1);
  if (!root || root->items.size() != 1 || root->items.front().key != key) return std::nullopt;
  return std::move(root->items.front());
}

/// Whether `now` is `before` with that entry in place of the one it had, if any.
bool is_patched(const Read& before, const Read& now, std::string_view key,
                const std::optional<Field>& entry) {
  if (!now.sound || now.body != before.body) return false;
  auto wanted = before.root.items;
  const auto at = std::ranges::find(wanted, key, &Field::key);
  if (entry && at != wanted.end())
    *at = *entry;
  else if (entry)
    wanted.push_back(*entry);
  else
    wanted.erase(at);
  return std::ranges::equal(wanted, now.root.items, same);
}

/// The lines before `end` that are the entry which begins at `begin`: blank ones and comments at
/// the margin that follow it belong to what comes next.
std::size_t end_of_entry(const std::vector<Line>& lines, std::size_t begin, std::size_t end) {
  std::size_t last = begin;
  for (std::size_t i = begin + 1; i < end; ++i) {
    const auto text = lines[i].text();
    const bool blank = is_blank(text);
    const bool goes_on = is_indented(text) || text == "-" || text.starts_with("- ");
    if (!blank && !goes_on && !text.starts_with('#')) break;
    if (!blank && goes_on) last = i;
  }
  return last + 1;
}

std::string patch(std::string_view bytes, std::string_view key,
                  std::optional<std::string_view> value) {
  const bool marked = bytes.starts_with(kByteOrderMark);
  const auto lines = lines_of(marked ? bytes.substr(kByteOrderMark.size()) : bytes);
  const std::string end = !lines.empty() && lines.front().all.ends_with("\r\n") ? "\r\n" : "\n";
  const auto is_close = [](const Line& line) {
    const auto text = line.text();
    return (text.starts_with("---") || text.starts_with("...")) && is_blank(text.substr(3));
  };
  const auto close = static_cast<std::size_t>(
      std::find_if(lines.begin() + 1, lines.end(), is_close) - lines.begin());
  std::size_t from = close, to = close;
  for (std::size_t i = 1; i < close; ++i) {
    if (!begins_entry(lines[i].text(), key)) continue;
    from = i;
    to = end_of_entry(lines, i, close);
    break;
  }
  std::string patched(marked ? kByteOrderMark : "");
  for (std::size_t i = 0; i < from; ++i) patched += lines[i].all;
  if (value) {
    patched.append(key).append(": ").append(*value);
    if (to == from + 1) patched += comment_of(lines[from].text());
    patched += end;
  }
  for (std::size_t i = to; i < lines.size(); ++i) patched += lines[i].all;
  return patched;
}

/// The front matter that a file without any gets.
std::string with_front_matter(std::string_view bytes, std::string_view key,
                              std::string_view value) {
  const bool marked = bytes.starts_with(kByteOrderMark);
  if (marked) bytes.remove_prefix(kByteOrderMark.size());
  const auto first = bytes.find('\n');
  const bool carriage = first != std::string_view::npos && first > 0 && bytes[first - 1] == '\r';
  const std::string end = carriage ? "\r\n" : "\n";
  std::string patched(marked ? kByteOrderMark : "");
  patched.append("---").append(end).append(key).append(": ").append(value).append(end);
  return patched.append("---").append(end).append(bytes);
}

}  // namespace

Result<std::string> patch_front_matter(std::string_view bytes, std::string_view key,
                                       std::optional<std::string_view> value) {
  const auto entry = value ? wanted_entry(key, *value) : std::nullopt;
  if (value && !entry)
    return fail(Code::kInvalidArgument, "'" + std::string(key) + "' can't be set to that",
                "write one line of YAML");
  if (find_invalid_utf8(bytes)) return not_sure("the file is not UTF-8", "save it as UTF-8");
  const auto before = read(bytes);
  using enum FrontMatter::Language;
  if (before.language == kToml)
    return not_sure("it is written in TOML", "change `" + std::string(key) + "` in the file");
  if (!before.sound) return not_sure("it does not read as YAML", "mend it in the file first");
  const auto often = count_of(before.root, key);
  if (often > 1) return not_sure("it has `" + std::string(key) + "` twice", "delete one of them");
  if (!value && often == 0) return std::string(bytes);
  auto patched =
      before.language == kNone ? with_front_matter(bytes, key, *value) : patch(bytes, key, value);
  if (!is_patched(before, read(patched), key, entry))
    return not_sure("it is written in an unusual way",
                    "change `" + std::string(key) + "` in the file itself");
  return patched;
}

std::string yaml_quoted(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string quoted = "\"";
  for (const char c : to_valid_utf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted.append(1, '\\').append(1, c);
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted.append("\\x").append(1, kDigits[byte >> 4U]).append(1, kDigits[byte & 15U]);
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

}  // namespace aplomb
