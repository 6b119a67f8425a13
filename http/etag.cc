// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/etag.h"

#include <algorithm>
#include <utility>

#include "engine/hash.h"
#include "http/compression.h"
#include "http/problem.h"
#include "http/text.h"

namespace aplomb::http {
namespace {

constexpr std::string_view kGzipEnd = "-gz\"";

/// What both tags of a version have in common.
std::string_view version_of(std::string_view etag) {
  const auto end = etag.ends_with(kGzipEnd) ? kGzipEnd.size() : 1;
  return etag.substr(0, etag.size() - std::min(end, etag.size()));
}

/// Both strong, and of one version.
bool name_the_same(std::string_view a, std::string_view b) {
  return a.starts_with('"') && a.size() > 1 && a.ends_with('"') && version_of(a) == version_of(b);
}

/// What would be sent in place of a 304, as far as a 304 tells.
Response to_not_modified(Response response, const Request& request, std::string etag) {
  const auto coding = coding_of(request, response);
  if (coding != Coding::kFixed) response.add_vary("Accept-Encoding");
  std::erase_if(response.headers,
                [](const auto& field) { return field.first == "Content-Encoding"; });
  response.headers.emplace_back("ETag", coding == Coding::kGzip ? gzip_etag(etag) : etag);
  response.status = 304;
  response.body.clear();
  response.content_type.clear();
  return response;
}

}  // namespace

std::string gzip_etag(std::string_view etag) {
  return std::string(etag.substr(0, etag.size() - 1)) + std::string(kGzipEnd);
}

bool none_match_holds(std::string_view if_none_match, std::string_view etag) {
  if (trim(if_none_match) == "*") return true;
  // Our tags hold no comma, so a plain split is enough to find one of them in any list.
  while (!if_none_match.empty()) {
    auto held = take(if_none_match, ',');
    if (held.starts_with("W/")) held.remove_prefix(2);
    if (name_the_same(held, etag)) return true;
  }
  return false;
}

bool match_holds(std::string_view if_match, std::string_view etag) {
  if (trim(if_match) == "*") return true;
  while (!if_match.empty())
    if (name_the_same(take(if_match, ','), etag)) return true;
  return false;
}

std::optional<Response> precondition_refusal(const Request& request, std::string_view etag) {
  const auto header = request.header("if-match");
  if (!header || match_holds(*header, etag)) return std::nullopt;
  return to_response({.slug = "precondition-failed",
                      .status = 412,
                      .title = "It has changed since you read it",
                      .detail = "If-Match names another version than the present one.",
                      .hint = "Read it again, and change that.",
                      .instance = request.path});
}

std::string etag_of_bytes(std::string_view bytes) {
  return '"' + hash_digits(bytes) + '"';
}

Response with_etag(Response response, const Request& request, std::string etag) {
  const auto held = request.header("if-none-match");
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (reads && held && none_match_holds(*held, etag))
    return to_not_modified(std::move(response), request, std::move(etag));
  response.headers.emplace_back("ETag", std::move(etag));
  return response;
}

}  // namespace aplomb::http
