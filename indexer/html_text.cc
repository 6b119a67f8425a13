// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/html_text.h"

extern "C" {
#include <cmark-gfm/houdini.h>
}

#include <algorithm>
#include <array>

#include "indexer/text.h"

namespace aplomb {
namespace {

// Elements of HTML (living standard, obsolete ones included), sorted; those that begin a line
// and those that separate words have lists of their own.
constexpr std::array<std::string_view, 85> kQuietElements{
    "a",        "abbr",   "acronym",  "applet",  "area",     "audio",    "b",        "base",
    "basefont", "bdi",    "bdo",      "big",     "button",   "canvas",   "cite",     "code",
    "col",      "data",   "datalist", "del",     "dfn",      "em",       "embed",    "font",
    "frame",    "i",      "iframe",   "img",     "input",    "ins",      "kbd",      "label",
    "link",     "map",    "mark",     "marquee", "meta",     "meter",    "nobr",     "noframes",
    "noscript", "object", "output",   "param",   "picture",  "progress", "q",        "rp",
    "rt",       "ruby",   "s",        "samp",    "select",   "slot",     "small",    "source",
    "span",     "strike", "strong",   "sub",     "sup",      "svg",      "template", "textarea",
    "time",     "track",  "tt",       "u",       "var",      "video",    "wbr",      "html",
    "head",     "body",   "colgroup", "dialog",  "frameset", "math",     "menuitem", "optgroup",
    "option",   "path",   "center",   "g",       "use"};
constexpr std::array<std::string_view, 47> kLineElements{
    "address", "article", "aside",  "blockquote", "br",       "caption",    "dd",       "details",
    "dir",     "div",     "dl",     "dt",         "fieldset", "figcaption", "figure",   "footer",
    "form",    "h1",      "h2",     "h3",         "h4",       "h5",         "h6",       "header",
    "hgroup",  "hr",      "legend", "li",         "main",     "menu",       "nav",      "ol",
    "p",       "pre",     "search", "section",    "summary",  "table",      "tbody",    "tfoot",
    "thead",   "title",   "tr",     "ul",         "xmp",      "listing",    "plaintext"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_name_character(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
}

template <class List>
bool holds(const List& list, std::string_view name) {
  return std::ranges::find(list, name) != list.end();
}

/// The end of the tag, comment or declaration that begins at `at`; npos when it never ends.
std::size_t end_of_markup(std::string_view html, std::size_t at) {
  const auto after = [&](std::string_view closing, std::size_t from) {
    const std::size_t found = html.find(closing, from);
    return found == std::string_view::npos ? found : found + closing.size();
  };
  if (html.substr(at, 4) == "<!--") return after("-->", at + 4);
  if (html.substr(at, 9) == "<![CDATA[") return after("]]>", at + 9);
  if (html.substr(at, 2) == "<?") return after("?>", at + 2);
  for (std::size_t i = at + 1; i < html.size(); ++i) {
    if (html[i] == '>') return i + 1;
    if (html[i] == '<') return std::string_view::npos;
    if (html[i] != '"' && html[i] != '\'') continue;
    if (html[i - 1] != '=' && html[i - 1] != ' ') continue;  // don't let an apostrophe run away
    const std::size_t quote_end = html.find(html[i], i + 1);
    if (quote_end == std::string_view::npos) return quote_end;
    i = quote_end;
  }
  return std::string_view::npos;
}

bool begins_markup(std::string_view html, std::size_t at) {
  if (at + 1 >= html.size()) return false;
  const char next = html[at + 1];
  if (next == '/') return at + 2 < html.size() && is_letter(html[at + 2]);
  return is_letter(next) || next == '!' || next == '?';
}

std::string_view name_of(std::string_view tag) {
  tag.remove_prefix(tag.size() > 1 && tag[1] == '/' ? 2 : 1);
  std::size_t length = 0;
  while (length < tag.size() && is_name_character(tag[length])) ++length;
  return tag.substr(0, length);
}

/// Where the text goes on after `<script>` or `<style>`.
std::size_t end_of_dropped(std::string_view html, std::size_t at, std::string_view name) {
  for (;;) {
    at = html.find("</", at);
    if (at == std::string_view::npos) return html.size();
    if (equals_ignoring_case(html.substr(at + 2, name.size()), name)) return at;
    at += 2;
  }
}

}  // namespace

TagEffect effect_of_tag(std::string_view tag) {
  if (tag.size() < 3 || tag[1] == '!' || tag[1] == '?') return TagEffect::kNone;
  const std::string name = to_lower_ascii(name_of(tag));
  if (name == "td" || name == "th") return TagEffect::kSpace;
  if (name == "script" || name == "style")
    return tag[1] == '/' ? TagEffect::kDropClose : TagEffect::kDropOpen;
  if (holds(kLineElements, name)) return TagEffect::kNewLine;
  if (holds(kQuietElements, name)) return TagEffect::kNone;
  return TagEffect::kText;
}

std::string html_to_text(std::string_view html) {
  std::string text;
  bool unclosed = false;  // once a '<' has no end, no later one has to be looked at twice
  for (std::size_t at = 0; at < html.size();) {
    const std::size_t next = std::min(html.find('<', at), html.size());
    text += html.substr(at, next - at);
    at = next;
    if (at == html.size()) break;
    const std::size_t end =
        !unclosed && begins_markup(html, at) ? end_of_markup(html, at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      if (html.substr(at, 4) == "<!--") break;  // an open comment hides the rest, as in a browser
      unclosed =
          unclosed || (begins_markup(html, at) && html.find('>', at) == std::string_view::npos);
      text += html[at++];
      continue;
    }
    const std::string_view tag = html.substr(at, end - at);
    at = end;
    switch (effect_of_tag(tag)) {
      case TagEffect::kNone:
      case TagEffect::kDropClose:
        break;
      case TagEffect::kSpace:
        text += ' ';
        break;
      case TagEffect::kNewLine:
        text += '\n';
        break;
      case TagEffect::kDropOpen:
        if (!tag.ends_with("/>")) at = end_of_dropped(html, at, name_of(tag));
        break;
      case TagEffect::kText:
        text += tag;
        break;
    }
  }
  return collapse_lines(decode_entities(text));
}

std::string decode_entities(std::string_view text) {
  if (text.find('&') == std::string_view::npos) return std::string(text);
  cmark_strbuf buffer;
  cmark_strbuf_init(cmark_get_default_mem_allocator(), &buffer, 0);
  houdini_unescape_html_f(&buffer, reinterpret_cast<const std::uint8_t*>(text.data()),
                          static_cast<bufsize_t>(text.size()));
  std::string result(reinterpret_cast<const char*>(buffer.ptr),
                     static_cast<std::size_t>(buffer.size));
  cmark_strbuf_free(&buffer);
  return result;
}

}  // namespace aplomb
