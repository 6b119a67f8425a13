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

#include "http/text.h"
#include "http/uri.h"
#include "tests/http/test_service.h"

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

using http::lower;

/// All that a reader is sent, without how long it took and what the request is called.
[[nodiscard]] inline std::string all_of(const http::Response& response) {
  std::string text = std::to_string(response.status) + " " + response.content_type + "\n";
  for (const auto& [name, value] : response.headers)
    if (name != "Server-Timing" && name != "X-Request-Id")
      text.append(name).append(": ").append(value).append("\n");
  if (response.content_type != "application/json" ||
      response.body.find("\"explain\"") == std::string::npos)
    return text + response.body;
  auto body = nlohmann::json::parse(response.body);
  for (auto& stage : body["explain"]) stage.erase("us");
  return text + body.dump(1);
}

/// One reader before one house's index, with all routes: a tool with a token of that audience.
class Desk {
 public:
  Desk(const std::filesystem::path& index, Audience reader,
       const std::filesystem::path& articles = {},
       const std::shared_ptr<const WordVectors>& vectors = {})
      : service_(index, {.articles = articles, .vectors = vectors, .workshop = !articles.empty()}),
        token_(service_.token(reader == Audience::kCustomer ? desk::Role::kCustomer
                                                            : desk::Role::kAgent)) {}

  [[nodiscard]] http::Response get(std::string_view target,
                                   std::string_view accept = "application/json") const {
    return service_.ask("GET", target, {{"accept", std::string(accept)}, token_});
  }

  [[nodiscard]] http::Response send(const std::string& method, std::string_view target,
                                    std::string body) const {
    return service_.ask(method, target, {{"content-type", "application/json"}, token_},
                        std::move(body));
  }

  [[nodiscard]] std::string ask(std::string_view target,
                                std::string_view accept = "application/json") const {
    return all_of(get(target, accept));
  }

  [[nodiscard]] const http::Router& router() const { return service_.service().router(); }

 private:
  http::test::TestService service_;
  std::pair<std::string, std::string> token_;
};

}  // namespace aplomb::test
