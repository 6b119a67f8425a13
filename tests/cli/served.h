// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/cli/program.h"
#include "tests/support/temp_dir.h"

namespace aplomb::test {

/// Waits for `holds`, which something else brings about; false when that takes half a minute.
inline bool eventually(const std::function<bool()>& holds) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// `aplomb serve` with one article, in folders of its own.
class Served : public testing::Test {
 protected:
  Served() { folder_.write("articles/refund.md", "# Late refund\nTen working days."); }

  [[nodiscard]] std::string in_folder(const std::string& name) const {
    return folder_.path() / name;
  }

  [[nodiscard]] std::unique_ptr<Program> serve(const std::vector<std::string>& options,
                                               const Surroundings& with = {}) const {
    std::vector<std::string> words{"serve", "--articles", in_folder("articles"), "--data",
                                   in_folder("data")};
    words.insert(words.end(), options.begin(), options.end());
    return std::make_unique<Program>(words, with);
  }

  /// Waits until it is ready; where it listens, as `--listen` takes it, in its order.
  [[nodiscard]] static std::vector<std::string> places_of(Program& server) {
    constexpr std::string_view kReady = "ready at ", kHttp = "http://";
    said_ = server.read_until(std::string(kReady));
    const auto from = said_.rfind(kReady);
    if (from == said_.npos) {
      ADD_FAILURE() << said_ << server.errors();
      return {"127.0.0.1:0"};
    }
    auto rest = said_.substr(from + kReady.size());
    rest = rest.substr(0, rest.find("  (")) + ", ";
    std::vector<std::string> places;
    for (auto comma = rest.find(", "); comma != rest.npos; comma = rest.find(", ")) {
      auto place = rest.substr(0, comma);
      if (place.starts_with(kHttp)) place = place.substr(kHttp.size(), place.size() - 8);
      places.push_back(std::move(place));
      rest.erase(0, comma + 2);
    }
    return places;
  }

  static int stop(Program& server) {
    server.signal(SIGTERM);
    return server.wait();
  }

  TempDir folder_;
  static inline std::string said_;  ///< by the server, until it was ready
};

}  // namespace aplomb::test
