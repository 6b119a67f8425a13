// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/history.h"
#include "indexer/indexing.h"
#include "tests/http/test_service.h"

namespace aplomb::http::test {

/// Files by their path within the articles folder.
using Files = std::vector<std::pair<std::string, std::string>>;

/// A folder of articles with its index and its server, which changes them.
class EditedArticles {
 public:
  explicit EditedArticles(const Files& files = {}, TestServiceOptions options = {})
      : here_(index_of(files), with_workshop(std::move(options))) {}

  [[nodiscard]] TestService& here() { return here_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

  /// Makes a repository of the folder, with all that is there as its first commit.
  void init() { static_cast<void>(value_of(History::init(folder(), {"Ana", "ana@example.org"}))); }

  /// Brings the index in step with the folder.
  void index() {
    IndexOptions options;
    options.articles = folder();
    options.index_dir = index_.path();
    value_of(index_folder(options));
  }

  void write(const std::string& path, std::string_view bytes) { folder_.write(path, bytes); }
  [[nodiscard]] std::string bytes(const std::string& path) const {
    std::ifstream file(folder() / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] bool has(const std::string& path) const {
    return std::filesystem::exists(folder() / path);
  }

  /// Asks as a tool of that role.
  Response ask(desk::Role role, std::string method, std::string_view target, Fields headers = {},
               std::string body = {}) {
    headers.push_back(here_.token(role));
    return here_.ask(std::move(method), target, std::move(headers), std::move(body));
  }

  /// PUTs Markdown as an editor.
  Response put(const std::string& target, std::string body, Fields conditions) {
    conditions.emplace_back("content-type", "text/markdown");
    return ask(desk::Role::kEditor, "PUT", "/api/v1/articles/" + target, std::move(conditions),
               std::move(body));
  }
  /// POSTs JSON as an editor; nothing where there is none.
  Response post(const std::string& target, const nlohmann::json& body = nullptr,
                Fields headers = {}) {
    if (!body.is_null()) headers.emplace_back("content-type", "application/json");
    return ask(desk::Role::kEditor, "POST", "/api/v1/articles/" + target, std::move(headers),
               body.is_null() ? "" : body.dump());
  }
  /// The article's source as an agent reads it.
  Response source(const std::string& id) {
    return ask(desk::Role::kAgent, "GET", "/api/v1/articles/" + id, {{"accept", "text/markdown"}});
  }
  [[nodiscard]] std::string etag(const std::string& id) {
    return std::string(source(id).header("ETag").value_or("none"));
  }

 private:
  const std::filesystem::path& index_of(const Files& files) {
    for (const auto& [path, bytes] : files) write(path, bytes);
    index();
    return index_.path();
  }
  TestServiceOptions with_workshop(TestServiceOptions options) const {
    options.articles = folder();
    options.workshop = true;
    return options;
  }

  aplomb::test::TempDir folder_, index_;
  TestService here_;
};

/// What a problem's `errors` name first: `parameter path`, `pointer /path`; empty where they name
/// nothing.
[[nodiscard]] inline std::string fault_of(const Response& response) {
  const auto problem = nlohmann::json::parse(response.body);
  if (!problem.contains("errors")) return "";
  const auto& fault = problem["errors"][0];
  const std::string kind = fault.contains("pointer") ? "pointer" : "parameter";
  return kind + " " + fault[kind].get<std::string>();
}

[[nodiscard]] inline std::string slug_of(const Response& response) {
  return nlohmann::json::parse(response.body)["type"].get<std::string>().substr(
      std::string_view("/problems/").size());
}

}  // namespace aplomb::http::test
