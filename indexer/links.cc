// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/links.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "engine/article.h"
#include "engine/opaque_name.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

constexpr std::size_t kMaxUrlBytes = 2048;

bool is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// Percent-encodes what may not stand in an address; `also_percent` for text that is not encoded.
std::string encode(std::string_view text, std::string_view allowed, bool also_percent) {
  std::string result;
  for (const char c : text) {
    if (is_alnum(c) || allowed.find(c) != std::string_view::npos || (c == '%' && !also_percent)) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += '%';
      result += "0123456789ABCDEF"[byte >> 4U];
      result += "0123456789ABCDEF"[byte & 15U];
    }
  }
  return result;
}

constexpr std::string_view kUrlCharacters = "-._~:/?#[]@!$&'()*+,;=";
constexpr std::string_view kPathCharacters = "-._~!$&'()*+,;=:@/";

std::string decode_percent(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      result += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

/// `https` of `https://…`; empty when the address has no scheme.
std::string scheme_of(std::string_view url) {
  const std::size_t colon = url.find(':');
  if (colon == std::string_view::npos || url.find_first_of("/?#") < colon) return {};
  return to_lower_ascii(url.substr(0, colon));
}

/// The path within the folder that `path` names from the article's place; never leaves the folder.
std::string resolve(std::string_view path, std::string_view article_path) {
  std::vector<std::string_view> parts;
  const auto walk = [&](std::string_view text) {
    while (!text.empty()) {
      const std::size_t slash = std::min(text.find('/'), text.size());
      const std::string_view part = text.substr(0, slash);
      if (part == "..") {
        if (!parts.empty()) parts.pop_back();
      } else if (!part.empty() && part != ".") {
        parts.push_back(part);
      }
      text.remove_prefix(std::min(slash + 1, text.size()));
    }
  };
  const std::size_t slash = article_path.rfind('/');
  if (!path.starts_with('/') && slash != std::string_view::npos)
    walk(article_path.substr(0, slash));
  walk(path);
  std::string result;
  for (const std::string_view part : parts) {
    if (!result.empty()) result += '/';
    result += part;
  }
  return result;
}

bool names_article(std::string_view path) {
  const std::string lower =
      to_lower_ascii(path.substr(path.size() - std::min<std::size_t>(path.size(), 9)));
  if (lower.ends_with(".md") || lower.ends_with(".mdx") || lower.ends_with(".markdown"))
    return true;
  const std::size_t slash = path.rfind('/');
  return path.substr(slash == std::string_view::npos ? 0 : slash + 1).find('.') ==
         std::string_view::npos;
}

/// Absent for what must lead nowhere; `external` says which kind the rest is.
std::optional<std::string> clean(std::string_view url, std::string& scheme) {
  url = trim(url);
  const bool odd = std::ranges::any_of(
      url, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\'; });
  if (url.empty() || url.size() > kMaxUrlBytes || odd) return std::nullopt;
  std::string result(url);
  if (url.starts_with("//")) result.insert(0, "https:");
  scheme = scheme_of(result);
  return result;
}

/// A place in the folder, as the article names it.
struct Place {
  std::string path;         ///< within the folder; empty when it names nothing
  bool is_article = false;  ///< else a file that may be shown or fetched
  std::string_view fragment;
};

Place local_place(std::string_view url, std::string_view article_path, bool image) {
  const std::size_t tail = std::min(url.find_first_of("?#"), url.size());
  Place place;
  place.path = resolve(decode_percent(url.substr(0, tail)), article_path);
  if (place.path.find('\0') != std::string::npos || find_invalid_utf8(place.path))
    place.path.clear();
  place.is_article = !image && names_article(place.path);
  const std::size_t hash = url.find('#', tail);
  if (hash != std::string_view::npos) place.fragment = url.substr(hash);
  return place;
}

std::string local_target(const Place& place, Audience reader) {
  if (place.path.empty()) return {};
  const std::string root = place.is_article ? "/p/" : "/files/";
  if (reader == Audience::kCustomer) return root + '~' + opaque_name(place.path);
  return root + encode(place.path, kPathCharacters, true) +
         (place.is_article ? encode(place.fragment, kUrlCharacters, false) : std::string());
}

/// The id of `/a/ID`, whatever follows it; empty for any other address.
std::string id_of_link(std::string_view url) {
  if (!url.starts_with("/a/")) return {};
  url.remove_prefix(3);
  const ArticleId id{std::string(url.substr(0, url.find_first_of("?#")))};
  return is_valid(id) ? id.value : std::string();
}

LinkTarget target_of(std::string_view url, std::string_view article_path, bool image) {
  using Kind = LinkTarget::Kind;
  std::string scheme;
  const auto address = clean(url, scheme);
  if (!address) return {};
  if (!scheme.empty()) {
    const bool kept = scheme == "https" ||
                      (!image && (scheme == "http" || scheme == "mailto" || scheme == "tel"));
    return {kept ? Kind::kElsewhere : Kind::kNowhere, {}, {}};
  }
  const std::size_t hash = address->find('#');
  std::string fragment =
      hash == std::string::npos ? std::string() : decode_percent(address->substr(hash + 1));
  if (hash == 0) return {Kind::kHeading, {}, std::move(fragment)};
  if (std::string id = id_of_link(*address); !image && !id.empty())
    return {Kind::kArticleId, std::move(id), std::move(fragment)};
  Place place = local_place(*address, article_path, image);
  if (place.path.empty()) return {};
  return {place.is_article ? Kind::kArticle : Kind::kFile, std::move(place.path),
          std::move(fragment)};
}

std::string file_at(std::string_view url, std::string_view article_path, bool image) {
  std::string scheme;
  const auto address = clean(url, scheme);
  if (!address || !scheme.empty() || address->starts_with('#')) return {};
  Place place = local_place(*address, article_path, image);
  return place.is_article ? std::string() : std::move(place.path);
}

}  // namespace

std::string file_of_link(std::string_view url, std::string_view article_path) {
  return file_at(url, article_path, false);
}

std::string file_of_image(std::string_view url, std::string_view article_path) {
  return file_at(url, article_path, true);
}

LinkTarget target_of_link(std::string_view url, std::string_view article_path) {
  return target_of(url, article_path, false);
}

LinkTarget target_of_image(std::string_view url, std::string_view article_path) {
  return target_of(url, article_path, true);
}

Links::Links(std::string_view article_path, Audience reader, const Outline& outline)
    : article_path_(article_path), reader_(reader) {
  if (reader == Audience::kCustomer)
    for (const OutlineEntry& entry : outline) anchors_.insert(entry.anchor);
}

std::string Links::anchor(std::string_view fragment) const {
  const bool kept = reader_ != Audience::kCustomer || fragment == "#" ||
                    anchors_.contains(decode_percent(fragment.substr(1)));
  return kept ? encode(fragment, kUrlCharacters, false) : std::string();
}

std::string Links::link(std::string_view url) const {
  std::string scheme;
  const auto address = clean(url, scheme);
  if (!address) return {};
  if (address->starts_with('#')) return anchor(*address);
  if (scheme == "http" || scheme == "https" || scheme == "mailto" || scheme == "tel")
    return encode(*address, kUrlCharacters, false);
  if (!scheme.empty()) return {};
  if (!id_of_link(*address).empty())
    return reader_ == Audience::kCustomer ? std::string() : encode(*address, kUrlCharacters, false);
  return local_target(local_place(*address, article_path_, false), reader_);
}

std::string Links::image(std::string_view url) const {
  std::string scheme;
  const auto address = clean(url, scheme);
  if (!address) return {};
  if (scheme == "https") return encode(*address, kUrlCharacters, false);
  if (!scheme.empty()) return {};
  return local_target(local_place(*address, article_path_, true), reader_);
}

std::optional<BareLink> find_bare_link(std::string_view text, std::size_t from) {
  constexpr std::array<std::string_view, 3> kStarts{"https://", "http://", "www."};
  for (std::size_t at = from; (at = text.find_first_of("hw", at)) != std::string_view::npos; ++at) {
    if (at > 0 && is_alnum(text[at - 1])) continue;
    const auto start = std::ranges::find_if(
        kStarts, [&](std::string_view word) { return text.substr(at).starts_with(word); });
    if (start == kStarts.end()) continue;
    std::size_t end = at + start->size();
    if (end >= text.size() || !is_alnum(text[end])) continue;
    std::size_t open_brackets = 0;
    std::size_t close_brackets = 0;
    for (; end < text.size() && end - at < kMaxUrlBytes; ++end) {
      const char c = text[end];
      if (c == ' ' || c == '\n' || c == '\t' || c == '<' || c == '>' || c == '"') break;
      if (static_cast<unsigned char>(c) >= 0x80) break;  // 。and its kind end it, too
      open_brackets += c == '(' ? 1 : 0;
      close_brackets += c == ')' ? 1 : 0;
    }
    while (end > at + start->size()) {
      const char last = text[end - 1];
      const bool unbalanced = last == ')' && close_brackets > open_brackets;
      if (!unbalanced && std::string_view("?!.,:;*_~'").find(last) == std::string_view::npos) break;
      if (unbalanced) --close_brackets;
      --end;
    }
    BareLink link{at, end, std::string(text.substr(at, end - at))};
    if (*start == "www.") link.url.insert(0, "https://");
    return link;
  }
  return std::nullopt;
}

}  // namespace aplomb
