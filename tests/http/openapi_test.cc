// SPDX-License-Identifier: GPL-3.0-or-later
// The description of the API beside the code that it describes. What the server answers is
// compared with it in tests/contract.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "http/assets.h"
#include "http/gate/framing.h"
#include "http/problem.h"
#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using nlohmann::json;

json description() {
  return json::parse(find_asset("openapi.json")->bytes);
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

/// `/p/{path...}` as the description has it: `/p/{path}`.
std::string path_of(const Route& route) {
  auto path = route.pattern;
  if (const auto dots = path.find("..."); dots != std::string::npos) path.erase(dots, 3);
  return path;
}

/// Of an operation: what the route table and the description must say alike.
struct Said {
  std::string access, reads;
  bool rest = false;           ///< its last part may hold slashes
  std::size_t body_bytes = 0;  ///< how long its body may be
  bool operator==(const Said&) const = default;
};

using Table = std::map<std::string, Said>;

Table routes_of(const Router& router) {
  Table table;
  for (const auto& route : router.routes())
    table[route.method + " " + path_of(route)] = {
        std::string(to_word(route.access)), std::string(to_word(route.reads)),
        route.pattern.ends_with("...}"), route.demand.max_body_bytes};
  return table;
}

Table operations_of(const json& document) {
  Table table;
  for (const auto& [path, methods] : document["paths"].items())
    for (const auto& [method, operation] : methods.items()) {
      const auto parameters = operation.value("parameters", json::array());
      const bool rest = std::ranges::any_of(
          parameters, [](const json& parameter) { return parameter.value("x-rest", false); });
      table[upper(method) + " " + path] = {
          operation["x-access"], operation["x-reads"], rest,
          operation.value("x-body-bytes", Demand{}.max_body_bytes)};
    }
  return table;
}

json parameter_of(const json& operation, std::string_view name) {
  for (const auto& parameter : operation["parameters"])
    if (parameter.value("name", "") == name) return parameter["schema"];
  return {};
}

class OpenApiTest : public testing::Test {
 protected:
  TempIndex index_{article("refund").title("Refund to a card").body("Check the date.")};
  TestService service_{index_.dir()};
  json document_ = description();
};

TEST_F(OpenApiTest, EveryRouteIsDescribed) {
  const auto described = operations_of(document_);
  for (const auto& [route, said] : routes_of(service_.service().router())) {
    ASSERT_TRUE(described.contains(route)) << route << " is not in http/openapi.json";
    EXPECT_EQ(described.at(route).access, said.access) << route << ": x-access";
    EXPECT_EQ(described.at(route).reads, said.reads) << route << ": x-reads";
    EXPECT_EQ(described.at(route).rest, said.rest) << route << ": x-rest";
    EXPECT_EQ(described.at(route).body_bytes, said.body_bytes) << route << ": x-body-bytes";
  }
}

TEST_F(OpenApiTest, EveryOperationHasItsRoute) {
  const auto routes = routes_of(service_.service().router());
  for (const auto& [operation, said] : operations_of(document_))
    EXPECT_TRUE(routes.contains(operation)) << operation << " is described, but no route takes it";
}

TEST_F(OpenApiTest, EveryKindOfErrorIsDescribed) {
  for (int code = 0; code <= static_cast<int>(Code::kIo); ++code) {
    const auto problem = to_problem({static_cast<Code>(code), "", ""});
    const auto& described = document_["x-problem-types"][std::string(problem.slug)];
    ASSERT_FALSE(described.is_null()) << problem.slug;
    EXPECT_EQ(described["status"], problem.status) << problem.slug;
    EXPECT_EQ(described["title"], problem.title) << problem.slug;
  }
}

TEST_F(OpenApiTest, TheBoundsAreThoseOfTheCode) {
  const auto& schemas = document_["components"]["schemas"];
  const auto& paths = document_["paths"];
  const auto& search = paths["/api/v1/search"]["get"];
  const auto& listing = paths["/api/v1/articles"]["get"];

  EXPECT_EQ(document_["components"]["parameters"]["Query"]["schema"]["maxLength"], kMaxQueryBytes);
  EXPECT_EQ(parameter_of(search, "limit")["maximum"], kMaxLimit);
  EXPECT_EQ(parameter_of(search, "limit")["default"], SearchRequest{}.limit);
  EXPECT_EQ(parameter_of(search, "offset")["maximum"], kMaxDepth - 1);
  EXPECT_EQ(schemas["SearchPage"]["properties"]["hits"]["maxItems"], kMaxLimit);
  EXPECT_EQ(parameter_of(listing, "limit")["maximum"], kMaxLimit);
  EXPECT_EQ(parameter_of(listing, "limit")["default"], ListRequest{}.limit);
  EXPECT_EQ(schemas["SimilarArticles"]["properties"]["articles"]["maxItems"], kMaxSimilar);
  EXPECT_EQ(parameter_of(paths["/api/v1/articles/{id}/similar"]["get"], "limit")["maximum"],
            kMaxSimilar);
  EXPECT_EQ(schemas["Folder"]["properties"]["folders"]["maxItems"], kMaxFolders);
  EXPECT_EQ(parameter_of(paths["/api/v1/audit"]["get"], "limit")["maximum"], desk::kMaxAuditPage);
  EXPECT_EQ(schemas["UserName"]["maxLength"], desk::kMaxNameChars);
  EXPECT_EQ(schemas["User"]["properties"]["display_name"]["maxLength"], desk::kMaxDisplayNameChars);
  EXPECT_EQ(schemas["User"]["properties"]["team"]["maxLength"], desk::kMaxGroupChars);
  EXPECT_EQ(schemas["Password"]["minLength"], desk::kMinPasswordBytes);
  EXPECT_EQ(schemas["Password"]["maxLength"], desk::kMaxPasswordBytes);
  EXPECT_EQ(schemas["NewToken"]["properties"]["name"]["maxLength"], desk::kMaxTokenNameChars);
}

TEST_F(OpenApiTest, TheWordsAreThoseOfTheCode) {
  const auto& schemas = document_["components"]["schemas"];
  auto roles = json::array(), filters = json::array();
  for (const auto role : desk::kRoles) roles.push_back(to_string(role));
  for (const auto& [field, name] : kFilterNames) filters.push_back(name);

  EXPECT_EQ(schemas["Role"]["enum"], roles);
  EXPECT_EQ(
      std::set<json>(schemas["FilterField"]["enum"].begin(), schemas["FilterField"]["enum"].end()),
      std::set<json>(filters.begin(), filters.end()));
  for (const std::string word : schemas["Kind"]["enum"]) EXPECT_TRUE(parse_kind(word)) << word;
  for (const std::string word : schemas["Confidence"]["enum"])
    EXPECT_TRUE(parse_confidence(word)) << word;
}

TEST_F(OpenApiTest, ItIsServedToAnybody) {
  const auto first = service_.ask("GET", "/openapi.json");
  const auto again =
      service_.ask("GET", "/openapi.json", {{"if-none-match", std::string(*first.header("etag"))}});

  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.content_type, "application/json");
  EXPECT_EQ(first.header("cache-control"), "no-cache");
  EXPECT_EQ(json::parse(first.body), document_);
  EXPECT_EQ(again.status, 304);
}

}  // namespace
}  // namespace aplomb::http::test
