// SPDX-License-Identifier: GPL-3.0-or-later
// The settings in force, as admins read them; that they are those of `aplomb config` and follow a
// reload is tested in tests/cli.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "http/routes.h"

namespace aplomb::http {
namespace {

using nlohmann::json;

TEST(ConfigRoutesTest, EachSettingComesWithItsValueAndWhereItIsFrom) {
  const auto settings = [] {
    return std::vector<SettingInForce>{
        {"listen", std::vector<std::string>{"127.0.0.1:1", "[::1]:1"}, "--listen"},
        {"host", std::vector<std::string>(), "default"},
        {"anonymous", std::string("customer"), "APLOMB_ANONYMOUS"},
        {"log-queries", true, "/etc/aplomb/aplomb.toml"},
        {"limit-token", std::uint32_t{7}, "default"}};
  };

  const auto response = get_config(settings, {});

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("Cache-Control"), "no-store");
  EXPECT_EQ(json::parse(response.body), json::parse(R"({"settings": [
    {"name": "listen", "value": ["127.0.0.1:1", "[::1]:1"], "source": "--listen"},
    {"name": "host", "value": [], "source": "default"},
    {"name": "anonymous", "value": "customer", "source": "APLOMB_ANONYMOUS"},
    {"name": "log-queries", "value": true, "source": "/etc/aplomb/aplomb.toml"},
    {"name": "limit-token", "value": 7, "source": "default"}]})"));
}

TEST(ConfigRoutesTest, APathOfAnyBytesIsTold) {
  const auto settings = [] {
    return std::vector<SettingInForce>{{"data", std::string("/srv/\xff\"<x>"), "--data"}};
  };

  const auto body = json::parse(get_config(settings, {}).body);

  EXPECT_EQ(body["settings"][0]["value"], "/srv/\xEF\xBF\xBD\"<x>");
}

}  // namespace
}  // namespace aplomb::http
