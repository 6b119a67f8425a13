// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/request_reader.h"

#include <algorithm>
#include <utility>

#include "http/gate/release.h"

namespace aplomb::http {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";

/// Empty lines before a request are what old clients sent behind a body (RFC 9112, 2.2).
std::size_t empty_line_bytes(std::string_view bytes) {
  std::size_t count = 0;
  while (bytes.substr(count).starts_with("\r\n")) count += 2;
  return count;
}

}  // namespace

RequestReader::Next RequestReader::next(const DemandOf& demand) {
  return in_body_ ? next_body() : next_head(demand);
}

RequestReader::Next RequestReader::next_head(const DemandOf& demand) {
  if (searched_ == 0) bytes_.erase(0, empty_line_bytes(bytes_));
  if (bytes_.empty()) {
    release(bytes_);  // and the next request needs no memory yet
    return Pending::kNothing;
  }
  const auto end = bytes_.find(kHeadEnd, searched_);
  if (end == std::string::npos) {
    if (bytes_.size() > kMaxHeadBytes) return head_too_long(bytes_);
    // The first line's own limit needs no more of the head than that line.
    if (bytes_.size() > kMaxRequestLineBytes && bytes_.find("\r\n") > kMaxRequestLineBytes)
      return head_too_long(bytes_);
    searched_ = bytes_.size() < kHeadEnd.size() ? 0 : bytes_.size() - (kHeadEnd.size() - 1);
    return Pending::kHead;
  }
  const auto head_bytes = end + kHeadEnd.size();
  if (head_bytes > kMaxHeadBytes) return head_too_long(bytes_);
  auto checked = check_head(std::string_view(bytes_).substr(0, head_bytes));
  if (auto* const refusal = std::get_if<Refusal>(&checked)) return std::move(*refusal);
  bytes_.erase(0, head_bytes);
  searched_ = 0;

  request_.head = std::get<Head>(std::move(checked));
  request_.demand = demand ? demand(request_.head.method, request_.head.path()) : Demand{};
  if (request_.head.body_bytes > request_.demand.max_body_bytes)
    return body_too_large(request_.head, request_.demand.max_body_bytes);
  in_body_ = true;
  return next_body();
}

RequestReader::Next RequestReader::next_body() {
  const auto body_bytes = request_.head.body_bytes;
  if (bytes_.size() < body_bytes) return Pending::kBody;
  if (body_bytes > 0 && bytes_.size() == body_bytes) {
    request_.body = std::exchange(bytes_, {});
  } else {
    request_.body = bytes_.substr(0, body_bytes);
    bytes_.erase(0, body_bytes);
    if (bytes_.empty()) release(bytes_);
  }
  in_body_ = false;
  return std::exchange(request_, {});
}

bool RequestReader::take_expectation() {
  return in_body_ && std::exchange(request_.head.expects_continue, false);
}

}  // namespace aplomb::http
