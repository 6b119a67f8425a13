// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/personal_tables.h"

#include <SQLiteCpp/Column.h>

#include <map>
#include <set>

namespace aplomb::desk {
namespace {

struct Reference {
  std::string column, table, to;  ///< `to` is empty for the other's primary key
};
using References = std::map<std::string, std::vector<Reference>>;  // by table

std::string as_name(std::string_view name) {
  return '"' + std::string(name) + '"';
}

std::string primary_key(SQLite::Database& database, const std::string& table) {
  SQLite::Statement statement(database, "SELECT name FROM pragma_table_info(?) WHERE pk = 1");
  statement.bind(1, table);
  return statement.executeStep() ? statement.getColumn(0).getString() : "rowid";
}

References references(SQLite::Database& database) {
  References all;
  SQLite::Statement statement(
      database,
      "SELECT master.name, keys.\"from\", keys.\"table\", coalesce(keys.\"to\", '')"
      " FROM sqlite_master AS master LEFT JOIN pragma_foreign_key_list(master.name) AS keys"
      " WHERE master.type = 'table' AND master.name NOT LIKE 'sqlite_%'");
  while (statement.executeStep()) {
    auto& list = all[statement.getColumn(0).getString()];
    if (!statement.isColumnNull(1))
      list.push_back({statement.getColumn(1).getString(), statement.getColumn(2).getString(),
                      statement.getColumn(3).getString()});
  }
  return all;
}

void add(std::map<std::string, std::string>& conditions, const std::string& table,
         const std::string& condition) {
  auto& whole = conditions[table];
  whole += (whole.empty() ? "" : " OR ") + condition;
}

}  // namespace

std::vector<PersonalRows> personal_rows(SQLite::Database& database) {
  const References all = references(database);
  std::map<std::string, std::string> conditions;
  add(conditions, "people", "id = ?1");
  for (const auto& [table, list] : all)
    for (const Reference& reference : list)
      if (reference.table == "people") add(conditions, table, as_name(reference.column) + " = ?1");
  for (const auto& [table, column] : kNameColumns)
    add(conditions, std::string(table), as_name(column) + " = ?2");
  // what hangs on such rows, however far, and is nobody's by itself
  for (bool grown = true; grown;) {
    grown = false;
    const auto before = conditions;
    for (const auto& [table, list] : all) {
      if (before.contains(table)) continue;
      for (const Reference& reference : list)
        if (const auto parent = before.find(reference.table); parent != before.end()) {
          const auto key =
              reference.to.empty() ? primary_key(database, reference.table) : reference.to;
          add(conditions, table,
              as_name(reference.column) + " IN (SELECT " + as_name(key) + " FROM " +
                  as_name(reference.table) + " WHERE " + parent->second + ")");
          grown = true;
        }
    }
  }
  std::vector<PersonalRows> rows;
  for (auto& [table, condition] : conditions) rows.push_back({table, condition});
  return rows;
}

}  // namespace aplomb::desk
