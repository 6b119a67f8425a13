// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "http/routes.h"
#include "http/uri.h"
#include "tests/support/temp_index.h"

namespace aplomb::test {

inline constexpr std::string_view kFacets =
    "facets=kind,department,product,tag,owner,confidence,audience,language,id";

[[nodiscard]] inline std::string target_of(std::string_view path, const std::string& typed) {
  return std::string(path) + http::percent_encode(typed);
}

[[nodiscard]] inline std::string without(std::string_view text, std::string_view unwanted) {
  std::string kept;
  std::ranges::copy_if(text, std::back_inserter(kept),
                       [&](char c) { return unwanted.find(c) == std::string_view::npos; });
  return kept;
}

[[nodiscard]] inline std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// All that a reader is sent, without how long it took.
[[nodiscard]] inline std::string all_of(const http::Response& response) {
  std::string text = std::to_string(response.status) + " " + response.content_type + "\n";
  for (const auto& [name, value] : response.headers)
    if (name != "Server-Timing") text.append(name).append(": ").append(value).append("\n");
  if (response.content_type != "application/json" ||
      response.body.find("\"explain\"") == std::string::npos)
    return text + response.body;
  auto body = nlohmann::json::parse(response.body);
  for (auto& stage : body["explain"]) stage.erase("us");
  return text + body.dump(1);
}

/// One reader before one house's index, with all routes.
class Desk {
 public:
  Desk(const std::filesystem::path& index, Audience reader,
       const std::filesystem::path& articles = {},
       const std::shared_ptr<const WordVectors>& vectors = {})
      : searcher_(value_of(Searcher::open(index, reader, vectors))),
        router_(http::make_router(searcher_, articles)) {}

  [[nodiscard]] http::Response get(std::string_view target,
                                   std::string_view accept = "application/json") const {
    const auto mark = target.find('?');
    http::Request request{.method = "GET",
                          .path = std::string(target.substr(0, mark)),
                          .query = {},
                          .headers = {{"accept", std::string(accept)}},
                          .body = {},
                          .captures = {}};
    if (mark != std::string_view::npos) request.query = http::parse_query(target.substr(mark + 1));
    return router_.answer(std::move(request));
  }

  [[nodiscard]] std::string ask(std::string_view target,
                                std::string_view accept = "application/json") const {
    return all_of(get(target, accept));
  }

  [[nodiscard]] const http::Router& router() const { return router_; }

 private:
  Searcher searcher_;
  http::Router router_;
};

}  // namespace aplomb::test
