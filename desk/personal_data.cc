// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/personal_data.h"

#include <SQLiteCpp/Column.h>

#include <algorithm>
#include <array>
#include <optional>

#include "desk/audit_rows.h"
#include "desk/field_checks.h"
#include "desk/person_row.h"
#include "desk/personal_tables.h"
#include "desk/store.h"
#include "engine/unicode.h"

namespace aplomb::desk {
namespace {

const std::string kFind = "SELECT " + kPersonColumns + " FROM people WHERE key = ?";
constexpr const char* kRemove = "DELETE FROM people WHERE id = ?";
constexpr const char* kActor = "UPDATE audit SET actor = '(erased)' WHERE actor = ?";
// who came in from where, what they were called and where they belong
constexpr const char* kSubject =
    "UPDATE audit SET subject = '(erased)',"
    " detail = CASE WHEN detail = '' THEN '' ELSE '(erased)' END"
    " WHERE subject = ? AND (action GLOB 'user.*' OR action GLOB 'sign-*' OR action GLOB "
    "'session.*')";
constexpr const char* kDetails = "SELECT id, detail FROM audit WHERE instr(detail, ?) > 0";
constexpr const char* kDetail = "UPDATE audit SET detail = '(erased)' WHERE id = ?";

tl::unexpected<Error> nobody(std::string_view name) {
  return fail(Code::kNotFound, "nobody is called \"" + one_line(name, kMaxNameChars) + "\"",
              "see who there is: `aplomb user list`");
}

Result<Person> find_by_name(Connection& connection, std::string_view name) {
  const auto key = name_key(name);
  if (!key) return nobody(name);
  Query query = connection.query(kFind);
  if (!query.bind(*key).step()) return nobody(name);
  return read_person(query);
}

bool is_secret(std::string_view table, std::string_view column) {
  return std::ranges::any_of(kSecretColumns, [&](const NameColumn& each) {
    return each.table == table && each.column == column;
  });
}

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    digits += kDigits[byte >> 4U];
    digits += kDigits[byte & 0xFU];
  }
  return digits;
}

StoredValue value_of(const SQLite::Column& column) {
  if (column.isNull()) return std::monostate{};
  if (column.isInteger()) return column.getInt64();
  if (column.isFloat()) return column.getDouble();
  std::string text = column.getString();
  if (column.isBlob() && to_valid_utf8(text) != text) return hexadecimal(text);
  return text;
}

StoredTable rows_of(SQLite::Database& database, const PersonalRows& rows, const Person& person) {
  SQLite::Statement statement(database,
                              "SELECT * FROM \"" + rows.table + "\" WHERE " + rows.condition);
  for (int parameter = 1; parameter <= statement.getBindParameterCount(); ++parameter) {
    if (parameter == 1) statement.bind(parameter, person.id.value);
    if (parameter == 2) statement.bind(parameter, person.name);
  }
  StoredTable table{rows.table, {}};
  while (statement.executeStep()) {
    auto& row = table.rows.emplace_back();
    for (int each = 0; each < statement.getColumnCount(); ++each) {
      const SQLite::Column column = statement.getColumn(each);
      if (!is_secret(rows.table, column.getName()))
        row.emplace_back(column.getName(), value_of(column));
    }
  }
  return table;
}

/// What may stand in a name: where it ends another begins.
bool is_of_name(char32_t value) {
  return classify(value) == CharClass::kLetter || classify(value) == CharClass::kDigit ||
         classify(value) == CharClass::kNgram || value == '_' || value == '@';
}

/// Whether `word` stands in the text, and not as a part of another.
bool has_word(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    auto before = at;
    while (before > 0 && (static_cast<unsigned char>(text[--before]) & 0xC0U) == 0x80U) {
    }
    const auto end = at + word.size();
    const bool begins = at == 0 || !is_of_name(decode(text, before).value);
    const bool ends = end == text.size() || !is_of_name(decode(text, end).value);
    if (begins && ends) return true;
  }
  return false;
}

/// Takes away the details of the audit log that tell of the person.
void erase_details(Connection& connection, const std::string& name) {
  std::vector<std::int64_t> telling;
  {
    Query query = connection.query(kDetails);
    query.bind(name);
    while (query.step())
      if (has_word(query.text(1), name)) telling.push_back(query.integer(0));
  }
  for (const std::int64_t id : telling) connection.query(kDetail).bind(id).run();
}

/// The person's name in columns of names other than the audit log's, which has its own rules.
void erase_names(Connection& connection, const std::string& name) {
  for (const auto& [table, column] : kNameColumns) {
    if (table == "audit") continue;
    SQLite::Statement statement(connection.database(), "UPDATE " + std::string(table) + " SET " +
                                                           std::string(column) + " = ? WHERE " +
                                                           std::string(column) + " = ?");
    statement.bind(1, std::string(kErased));
    statement.bind(2, name);
    statement.exec();
  }
}

}  // namespace

Result<std::vector<StoredTable>> PersonalData::of(std::string_view name) const {
  return store_.read([&](Connection& connection) -> Result<std::vector<StoredTable>> {
    const SQLite::Transaction one_moment(connection.database());
    const auto person = find_by_name(connection, name);
    if (!person) return tl::unexpected<Error>(person.error());
    std::vector<StoredTable> tables;
    for (const PersonalRows& rows : personal_rows(connection.database()))
      tables.push_back(rows_of(connection.database(), rows, *person));
    return tables;
  });
}

Result<void> PersonalData::erase(const Actor& actor, std::string_view name) {
  const auto erased = store_.write([&](Connection& connection) -> Result<PersonId> {
    const auto person = find_by_name(connection, name);
    if (!person) return tl::unexpected<Error>(person.error());
    if (auto allowed = check_not_last_admin(connection, *person); !allowed)
      return tl::unexpected<Error>(allowed.error());
    erase_names(connection, person->name);
    connection.query(kRemove).bind(person->id.value).run();
    connection.query(kActor).bind(person->name).run();
    connection.query(kSubject).bind(person->name).run();
    erase_details(connection, person->name);
    if (person->display_name != person->name) erase_details(connection, person->display_name);
    const bool own = actor.text() == person->name;
    write_audit(connection, store_.now(), own ? Actor::person(kErased) : actor, "user.erase",
                kErased, "");
    return person->id;
  });
  if (!erased) return tl::unexpected<Error>(erased.error());
  forget_(*erased);
  return store_.scrub();
}

}  // namespace aplomb::desk
