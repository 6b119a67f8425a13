// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace aplomb::bench {

/// Writes whole GET requests to one server.
class RequestWriter {
 public:
  /// `headers` are lines such as "Authorization: Bearer …", sent with each request.
  RequestWriter(const std::string& host, const std::vector<std::string>& headers);

  [[nodiscard]] std::string get(std::string_view target) const;
  [[nodiscard]] std::string search(std::string_view query) const;
  [[nodiscard]] std::string suggest(std::string_view query) const;

 private:
  std::string behind_target_;
};

/// The queries of a file: one a line, behind the last tab where there is one. Empty when it cannot
/// be read.
[[nodiscard]] std::vector<std::string> read_queries(const std::filesystem::path& file);

/// What stands in the field after each keystroke: "r", "re", "ref", … by characters of UTF-8.
[[nodiscard]] std::vector<std::string_view> keystrokes(std::string_view query);

}  // namespace aplomb::bench
