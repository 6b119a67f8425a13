// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/json.h"
#include "http/routes.h"

namespace aplomb::http {

Response get_config(const std::function<std::vector<SettingInForce>()>& settings,
                    const Request& /*request*/) {
  auto list = Json::array();
  if (settings)
    for (const auto& [name, value, source] : settings())
      list.push_back({{"name", name},
                      {"value", std::visit([](const auto& each) { return Json(each); }, value)},
                      {"source", source}});
  return json(dump({{"settings", std::move(list)}}), kNoStore);
}

}  // namespace aplomb::http
