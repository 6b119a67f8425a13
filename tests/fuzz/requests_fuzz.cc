// SPDX-License-Identifier: GPL-3.0-or-later
// What comes over a connection: any bytes, in any pieces, through the reader and the library. The
// first byte says where the pieces are cut.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/gate/library.h"
#include "http/gate/request_reader.h"

using namespace aplomb::http;

namespace {

constexpr std::size_t kMaxBody = 300;

void require(bool holds) {
  if (!holds) std::abort();
}

Demand demand(std::string_view method, std::string_view path) {
  require(!method.empty() && !path.empty() && path.find('?') == path.npos);
  return {.max_body_bytes = kMaxBody};
}

bool has_line_break(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
}

/// What handlers may rely on.
Response check(const Request& request) {
  require(request.path == "*" || request.path.starts_with('/'));
  require(request.headers.size() <= kMaxHeaders && request.body.size() <= kMaxBody);
  require(request.method != "GET" || request.body.empty());
  std::size_t hosts = 0;
  for (const auto& [name, value] : request.headers) {
    require(!name.empty() && !has_line_break(value));
    require(std::ranges::none_of(name, [](char c) { return c >= 'A' && c <= 'Z'; }));
    require(name != "transfer-encoding" && name != "content-encoding");
    if (name == "host") ++hosts;
  }
  require(hosts <= 1);
  return {.status = 200, .content_type = "text/plain", .body = request.path};
}

/// The answers and refusals that the bytes get when they come in pieces of that size.
std::vector<std::string> answers(std::string_view bytes, std::size_t piece) {
  static const std::function<Response(Request)> kCheck = check;
  static Library library(kCheck);
  static const DemandOf kDemand = demand;
  RequestReader reader;
  std::vector<std::string> said;
  for (;;) {
    auto next = reader.next(kDemand);
    if (auto* const whole = std::get_if<WholeRequest>(&next)) {
      require(whole->body.size() == whole->head.body_bytes);
      const bool is_head = whole->head.method == "HEAD";
      auto answer = library.answer(std::move(*whole), "127.0.0.1", false);
      require(answer.starts_with("HTTP/1.1 200 "));
      require(!is_head || answer.ends_with("\r\n\r\n"));
      answer.erase(answer.find("Date: "), 37);
      said.push_back(std::move(answer));
      continue;
    }
    if (const auto* const refusal = std::get_if<Refusal>(&next)) {
      require(refusal->response.status >= 400 && refusal->response.status <= 505);
      said.push_back(std::to_string(refusal->response.status));
      return said;
    }
    if (bytes.empty()) return said;
    const auto size = std::min(piece, bytes.size());
    reader.add(bytes.substr(0, size));
    require(reader.size() <= 2 * (kMaxHeadBytes + kMaxBody + piece));
    bytes.remove_prefix(size);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  // How it is cut must not matter, but for how much of a head that is too long was seen.
  const auto whole = answers(text, 4096);
  const auto cut = answers(text, std::size_t{1} + data[0] % 64);
  require(whole == cut);
  return 0;
}
