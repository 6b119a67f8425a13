// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/personal_data_json.h"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace aplomb::http {
namespace {

Json to_json(const desk::StoredValue& value) {
  if (const auto* const number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* const number = std::get_if<double>(&value)) return *number;
  if (const auto* const text = std::get_if<std::string>(&value)) return *text;
  return nullptr;
}

}  // namespace

Json to_json(const std::vector<desk::StoredTable>& tables) {
  auto all = Json::object();
  for (const auto& [name, rows] : tables) {
    auto list = Json::array();
    for (const auto& row : rows) {
      auto entry = Json::object();
      for (const auto& [column, value] : row) entry[column] = to_json(value);
      list.push_back(std::move(entry));
    }
    all[name] = std::move(list);
  }
  return {{"tables", std::move(all)}};
}

}  // namespace aplomb::http
