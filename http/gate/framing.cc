// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/framing.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "http/problem.h"
#include "http/text.h"

namespace aplomb::http {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

/// What cpp-httplib would act upon, and the names under which it adds what it knows itself.
constexpr std::array<std::string_view, 9> kHidden{
    "range",       "accept-encoding", "expect",     "if-range",  "te",
    "remote_addr", "remote_port",     "local_addr", "local_port"};

/// RFC 9110, 5.6.2.
bool is_token(std::string_view text) {
  static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

/// cpp-httplib undoes percent-encoding in header values; a line break would get in that way.
bool has_encoded_line_break(std::string_view value) {
  const auto text = lower(value);
  return text.find("%0d") != std::string::npos || text.find("%0a") != std::string::npos ||
         text.find("%00") != std::string::npos;
}

bool is_hidden(std::string_view name, std::string_view value) {
  return std::ranges::find(kHidden, name) != kHidden.end() || has_encoded_line_break(value);
}

Response refuse(int status, std::string_view slug, std::string_view title, std::string detail) {
  return to_response({.slug = slug,
                      .status = status,
                      .title = title,
                      .detail = std::move(detail),
                      .hint = {},
                      .instance = {}});
}

Response malformed(std::string detail) {
  return refuse(400, "malformed-request", "This is no sound HTTP request", std::move(detail));
}

/// Takes the next line off the front, without its end. The head is known to end with one.
std::string_view take_line(std::string_view& head) {
  const auto end = head.find(kLineEnd);
  const auto line = head.substr(0, end);
  head.remove_prefix(std::min(head.size(), end + kLineEnd.size()));
  return line;
}

struct RequestLine {
  std::string_view method, target, version;
};

std::optional<RequestLine> parse_request_line(std::string_view line) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  const RequestLine parsed{line.substr(0, first), line.substr(first + 1, last - first - 1),
                           line.substr(last + 1)};
  if (!is_token(parsed.method) || parsed.target.find(' ') != std::string_view::npos ||
      has_control(line))
    return std::nullopt;
  if (parsed.version != "HTTP/1.1" && parsed.version != "HTTP/1.0") return std::nullopt;
  const bool whole_server = parsed.target == "*" && parsed.method == "OPTIONS";
  if (!parsed.target.starts_with('/') && !whole_server) return std::nullopt;
  return parsed;
}

/// What the headers say about where the request ends, and to whom it goes.
struct Framing {
  int hosts = 0;
  std::optional<std::size_t> length;
};

/// Reads one header into `framing`; returns the refusal it deserves, if any.
std::optional<Response> note_header(std::string_view name, std::string_view value,
                                    Framing& framing) {
  if (name == "host") ++framing.hosts;
  if (name == "transfer-encoding")
    return refuse(411, "length-required", "Say how long the body is",
                  "Bodies in chunks are not taken; send a Content-Length.");
  if (name == "content-encoding")
    return refuse(415, "encoded-body", "Compressed bodies are not taken",
                  "Send the body without Content-Encoding.");
  if (name != "content-length") return std::nullopt;
  std::size_t length = 0;
  const auto* const end = value.data() + value.size();
  const auto [stop, status] = std::from_chars(value.data(), end, length);
  const bool too_large = status == std::errc::result_out_of_range;
  if (framing.length || value.empty() || stop != end || (status != std::errc{} && !too_large))
    return malformed("Content-Length has to be one whole number.");
  if (too_large || length > kMaxBodyBytes)
    return refuse(413, "too-large", "The body is too large",
                  "At most " + std::to_string(kMaxBodyBytes) + " bytes are taken.");
  framing.length = length;
  return std::nullopt;
}

}  // namespace

std::variant<Head, Response> check_head(std::string_view head) {
  const auto request_text = take_line(head);
  if (request_text.size() > kMaxRequestLineBytes) return head_too_long(request_text);
  const auto request = parse_request_line(request_text);
  if (!request) return malformed("The request line is not one of HTTP/1.1.");

  Head sound{.for_library = std::string(request_text) + "\r\n", .body_bytes = 0};
  Framing framing;
  std::size_t headers = 0;
  for (auto line = take_line(head); !line.empty(); line = take_line(head)) {
    const auto colon = line.find(':');
    const auto name = lower(line.substr(0, colon));
    if (colon == std::string_view::npos || !is_token(name) || has_control(line))
      return malformed("A header is not a name, a colon and a value on one line.");
    if (++headers > kMaxHeaders || line.size() > kMaxHeaderBytes)
      return refuse(431, "headers-too-large", "The headers are too large",
                    "At most 64 headers of at most 8,000 bytes are taken.");
    const auto value = trim(line.substr(colon + 1));
    if (auto refusal = note_header(name, value, framing)) return *std::move(refusal);
    if (name != "content-length" && !is_hidden(name, value))
      sound.for_library.append(line).append(kLineEnd);
  }
  if (framing.hosts > 1 || (framing.hosts == 0 && request->version == "HTTP/1.1"))
    return malformed("A request needs one Host header.");
  sound.body_bytes = framing.length.value_or(0);
  const bool takes_body = request->method != "GET" && request->method != "HEAD";
  if (sound.body_bytes > 0 && !takes_body)
    return malformed("A " + std::string(request->method) + " request has no body.");
  sound.for_library += kLineEnd;
  return sound;
}

Response head_too_long(std::string_view bytes) {
  const auto line = bytes.substr(0, bytes.find(kLineEnd));
  if (line.size() > kMaxRequestLineBytes)
    return refuse(414, "address-too-long", "The address is too long",
                  "At most " + std::to_string(kMaxRequestLineBytes) +
                      " bytes are taken; send the few words that matter.");
  return refuse(431, "headers-too-large", "The headers are too large",
                "At most " + std::to_string(kMaxHeadBytes) + " bytes are taken in all.");
}

std::string refusal_bytes(const Response& refusal) {
  std::string bytes = "HTTP/1.1 " + std::to_string(refusal.status) + " Refused\r\n";
  for (const auto& [name, value] : refusal.headers)
    bytes.append(name).append(": ").append(value).append(kLineEnd);
  return bytes + "Content-Type: " + refusal.content_type +
         "\r\nContent-Length: " + std::to_string(refusal.body.size()) +
         "\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n" + refusal.body;
}

}  // namespace aplomb::http
