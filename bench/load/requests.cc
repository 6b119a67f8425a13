// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/load/requests.h"

#include <fstream>

#include "http/uri.h"

namespace aplomb::bench {

RequestWriter::RequestWriter(const std::string& host, const std::vector<std::string>& headers) {
  behind_target_ = " HTTP/1.1\r\nHost: " + host + "\r\nAccept: */*\r\n";
  for (const auto& header : headers) behind_target_ += header + "\r\n";
  behind_target_ += "\r\n";
}

std::string RequestWriter::get(std::string_view target) const {
  return "GET " + std::string(target) + behind_target_;
}

std::string RequestWriter::search(std::string_view query) const {
  return get("/api/v1/search?q=" + http::percent_encode(query));
}

std::string RequestWriter::suggest(std::string_view query) const {
  return get("/api/v1/suggest?q=" + http::percent_encode(query));
}

std::vector<std::string> read_queries(const std::filesystem::path& file) {
  std::vector<std::string> queries;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    line.erase(0, line.rfind('\t') + 1);
    if (!line.empty()) queries.push_back(line);
  }
  return queries;
}

std::vector<std::string_view> keystrokes(std::string_view query) {
  constexpr unsigned kContinuationMask = 0xC0;
  constexpr unsigned kContinuation = 0x80;
  std::vector<std::string_view> prefixes;
  for (std::size_t end = 1; end <= query.size(); ++end)
    if (end == query.size() ||
        (static_cast<unsigned char>(query[end]) & kContinuationMask) != kContinuation)
      prefixes.push_back(query.substr(0, end));
  return prefixes;
}

}  // namespace aplomb::bench
