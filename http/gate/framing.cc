// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/framing.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <optional>

#include "http/problem.h"
#include "http/text.h"

namespace aplomb::http {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

/// RFC 9110, 9; CONNECT is left out, for this is no proxy.
constexpr std::array<std::string_view, 8> kMethods{"GET",    "HEAD",    "POST",  "PUT",
                                                   "DELETE", "OPTIONS", "TRACE", "PATCH"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_one_of(std::string_view marks, char c) {
  return marks.find(c) != std::string_view::npos;
}

/// RFC 9110, 5.6.2.
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_alphanumeric(c) || is_one_of("!#$%&'*+-.^_`|~", c);
  });
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

/// `host` or `host:port` (RFC 9110, 7.2; RFC 3986, 3.2.2). May be empty.
bool is_authority(std::string_view text) {
  const auto bracket = text.starts_with('[') ? text.find(']') : 0;
  if (bracket == text.npos) return false;
  const auto colon = text.find(':', bracket);
  if (colon != text.npos && !std::ranges::all_of(text.substr(colon + 1), is_digit)) return false;
  const auto host = text.substr(0, colon);
  if (bracket > 0)
    return bracket > 1 && host.size() == bracket + 1 &&
           std::ranges::all_of(host.substr(1, bracket - 1),
                               [](char c) { return is_alphanumeric(c) || is_one_of(":.", c); });
  return std::ranges::all_of(
      host, [](char c) { return is_alphanumeric(c) || is_one_of("-._~%!$&'()*+,;=", c); });
}

/// Whatever undoes percent-encoding in a header's value, as cpp-httplib does, would find a line
/// break there.
bool has_encoded_line_break(std::string_view value) {
  for (auto at = value.find('%'); at != value.npos; at = value.find('%', at + 1)) {
    const auto code = lower(value.substr(at + 1, 2));
    if (code == "0d" || code == "0a" || code == "00") return true;
  }
  return false;
}

/// In these, pages and applications that share our host put what their users typed. Nothing here
/// decodes them.
bool may_hold_encoded_text(std::string_view header) {
  return header == "cookie" || header == "referer";
}

Refusal refuse(int status, std::string_view slug, std::string_view title, std::string detail) {
  return {.response = to_response({.slug = slug,
                                   .status = status,
                                   .title = title,
                                   .detail = std::move(detail),
                                   .hint = {},
                                   .instance = {}})};
}

Refusal malformed(std::string detail) {
  return refuse(400, "malformed-request", "This is no sound HTTP request", std::move(detail));
}

Refusal too_many_headers() {
  return refuse(431, "headers-too-large", "The headers are too large",
                "At most " + std::to_string(kMaxHeaders) + " headers are taken.");
}

/// Takes the next line off the front, without its end. The head is known to end with one.
std::string_view take_line(std::string_view& head) {
  const auto end = head.find(kLineEnd);
  assert(end != head.npos);
  const auto line = head.substr(0, end);
  head.remove_prefix(end + kLineEnd.size());
  return line;
}

struct RequestLine {
  std::string_view method, target, version;
};

/// RFC 9112, 3: the three parts with one space between them.
std::optional<RequestLine> split_request_line(std::string_view line) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == line.npos || first == last) return std::nullopt;
  const RequestLine parts{line.substr(0, first), line.substr(first + 1, last - first - 1),
                          line.substr(last + 1)};
  if (!is_token(parts.method) || parts.target.empty() || has_control(line)) return std::nullopt;
  return is_one_of(parts.target, ' ') || is_one_of(parts.target, '#') ? std::nullopt
                                                                      : std::optional(parts);
}

/// `HTTP/1.0` and later ones of that major version, which are read as 1.1 (RFC 9110, 2.5).
std::optional<Refusal> version_refusal(std::string_view version) {
  const bool named = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                     version[6] == '.' && is_digit(version[7]);
  if (!named) return malformed("The request line does not end with HTTP/1.1.");
  if (version[5] == '1') return std::nullopt;
  return refuse(505, "version-not-supported", "This server speaks HTTP/1.1",
                "It does not speak " + std::string(version) + ".");
}

/// The authority of a target in absolute form, which is taken off the front of `target`; absent
/// when it has another form.
std::optional<std::string_view> take_authority(std::string_view& target) {
  const auto colon = target.find("://");
  if (colon == target.npos) return std::nullopt;
  const auto scheme = lower(target.substr(0, colon));
  if (scheme != "http" && scheme != "https") return std::nullopt;
  target.remove_prefix(colon + 3);
  const auto authority = target.substr(0, target.find_first_of("/?"));
  target.remove_prefix(authority.size());
  return authority;
}

/// What the headers say beyond what Head tells.
struct Framing {
  int hosts = 0;
  bool has_length = false;
  std::optional<std::string> coding = {};
};

std::optional<Refusal> read_length(std::string_view value, Framing& framing, Head& head) {
  const auto* const end = value.data() + value.size();
  const auto [stop, status] = std::from_chars(value.data(), end, head.body_bytes);
  const bool too_large = status == std::errc::result_out_of_range;
  if (framing.has_length || stop != end || (status != std::errc{} && !too_large))
    return malformed("Content-Length has to be one whole number.");
  if (too_large) head.body_bytes = std::numeric_limits<std::size_t>::max();
  framing.has_length = true;
  return std::nullopt;
}

/// Whether a list of options, as Connection has it, holds one (in lower case).
bool has_option(std::string_view list, std::string_view option) {
  while (!list.empty())
    if (lower(take(list, ',')) == option) return true;
  return false;
}

/// Reads one header; returns the refusal it deserves, if any.
std::optional<Refusal> read_header(std::string_view name, std::string_view value, Framing& framing,
                                   Head& head) {
  if (has_encoded_line_break(value) && !may_hold_encoded_text(name))
    return malformed("A header holds an encoded line break.");
  if (name == "host") {
    ++framing.hosts;
    if (!is_authority(value)) return malformed("The Host header names no host.");
  } else if (name == "content-length") {
    return read_length(value, framing, head);
  } else if (name == "transfer-encoding") {
    framing.coding = (framing.coding ? *framing.coding + "," : "") + lower(value);
  } else if (name == "content-encoding") {
    return refuse(415, "encoded-body", "Compressed bodies are not taken",
                  "Send the body without Content-Encoding.");
  } else if (name == "expect") {
    if (lower(value) != "100-continue")
      return refuse(417, "expectation-failed", "This cannot be expected here",
                    "Expect takes 100-continue and nothing else.");
    head.expects_continue = true;
  } else if (name == "connection") {
    if (has_option(value, "close")) head.keep_alive = false;
  }
  return std::nullopt;
}

std::optional<Refusal> read_headers(std::string_view lines, Framing& framing, Head& head) {
  for (auto line = take_line(lines); !line.empty(); line = take_line(lines)) {
    const auto colon = line.find(':');
    auto name = lower(line.substr(0, colon));
    if (colon == line.npos || !is_token(name) || has_control(line))
      return malformed("A header is not a name, a colon and a value on one line.");
    if (head.headers.size() == kMaxHeaders) return too_many_headers();
    const auto value = trim(line.substr(colon + 1));
    if (auto refusal = read_header(name, value, framing, head)) return refusal;
    head.headers.emplace_back(std::move(name), value);
  }
  return std::nullopt;
}

/// What must hold of the headers together.
std::optional<Refusal> framing_refusal(const Framing& framing, bool is_1_0, const Head& head) {
  if (framing.hosts > 1 || (framing.hosts == 0 && !is_1_0))
    return malformed("A request needs one Host header.");
  if (framing.coding) {
    if (framing.has_length || is_1_0 || framing.coding->empty())
      return malformed("A body has a length or comes in chunks, and in HTTP/1.0 it has a length.");
    if (*framing.coding != "chunked")
      return refuse(501, "not-implemented", "That is not known here",
                    "The transfer coding of the body is not known.");
    return refuse(411, "length-required", "Say how long the body is",
                  "Bodies in chunks are not taken; send a Content-Length.");
  }
  const bool takes_body = head.method != "GET" && head.method != "HEAD" && head.method != "TRACE";
  if (head.body_bytes > 0 && !takes_body)
    return malformed("A " + head.method + " request has no body.");
  return std::nullopt;
}

void set_host(Fields& headers, std::string_view host) {
  const auto found = std::ranges::find(headers, "host", &Fields::value_type::first);
  if (found != headers.end())
    found->second = host;
  else
    headers.emplace_back("host", host);  // HTTP/1.0 needs none beside the target's
}

std::optional<Refusal> read_request(std::string_view line, std::string_view lines, Head& head) {
  const auto parts = split_request_line(line);
  if (!parts) return malformed("The request line is not a method, a target and HTTP/1.1.");
  if (auto refusal = version_refusal(parts->version)) return refusal;
  head.method = parts->method;
  if (std::ranges::find(kMethods, parts->method) == kMethods.end())
    return refuse(501, "not-implemented", "That is not known here",
                  "The method " + head.method + " is not known.");
  auto target = parts->target;
  const auto authority = take_authority(target);
  if (authority && (authority->empty() || !is_authority(*authority)))
    return malformed("The target names no host.");
  if (!target.starts_with('/') && !authority && !(target == "*" && head.method == "OPTIONS"))
    return malformed("The target does not begin with a slash.");
  head.target = (authority && !target.starts_with('/') ? "/" : "") + std::string(target);

  const bool is_1_0 = parts->version == "HTTP/1.0";
  Framing framing;
  if (auto refusal = read_headers(lines, framing, head)) return refusal;
  if (auto refusal = framing_refusal(framing, is_1_0, head)) return refusal;
  if (authority) set_host(head.headers, *authority);
  if (head.headers.size() > kMaxHeaders) return too_many_headers();
  if (is_1_0) {
    head.expects_continue = false;  // it knows nothing of it (RFC 9110, 10.1.1)
    head.keep_alive =
        head.keep_alive && std::ranges::any_of(head.headers, [](const auto& header) {
          return header.first == "connection" && has_option(header.second, "keep-alive");
        });
  }
  return std::nullopt;
}

}  // namespace

std::variant<Head, Refusal> check_head(std::string_view head) {
  const auto line = take_line(head);
  if (line.size() > kMaxRequestLineBytes) return head_too_long(line);
  Head sound;
  auto refusal = read_request(line, head, sound);
  if (!refusal) return sound;
  refusal->method = std::move(sound.method);
  refusal->path = sound.path();
  return *std::move(refusal);
}

Refusal head_too_long(std::string_view bytes) {
  const auto line = bytes.substr(0, bytes.find(kLineEnd));
  if (line.size() > kMaxRequestLineBytes)
    return refuse(414, "address-too-long", "The address is too long",
                  "At most " + std::to_string(kMaxRequestLineBytes) +
                      " bytes are taken; send the few words that matter.");
  return refuse(431, "headers-too-large", "The headers are too large",
                "At most " + std::to_string(kMaxHeadBytes) + " bytes are taken in all.");
}

Refusal body_too_large(const Head& head, std::size_t max_bytes) {
  auto refusal = refuse(413, "too-large", "The body is too large",
                        "At most " + std::to_string(max_bytes) + " bytes are taken here.");
  refusal.method = head.method;
  refusal.path = head.path();
  return refusal;
}

Refusal too_slow() {
  return refuse(408, "request-timeout", "The request did not arrive in time",
                "The rest of it was not sent within some seconds.");
}

}  // namespace aplomb::http
