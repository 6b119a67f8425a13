// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/personal_data.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "desk/migrations.h"
#include "desk/personal_tables.h"
#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using test::code_of;
using test::TempDesk;
using test::value_of;

struct Column {
  std::string name, type;
  bool required = false, key = false, made = false;
};

std::vector<std::string> tables_of(SQLite::Database& database) {
  std::vector<std::string> tables;
  SQLite::Statement all(database,
                        "SELECT name FROM sqlite_master WHERE type = 'table'"
                        " AND name NOT LIKE 'sqlite_%' ORDER BY name");
  while (all.executeStep()) tables.push_back(all.getColumn(0).getString());
  return tables;
}

std::vector<Column> columns_of(SQLite::Database& database, const std::string& table) {
  std::vector<Column> columns;
  SQLite::Statement all(database, "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?)");
  all.bind(1, table);
  while (all.executeStep())
    columns.push_back({all.getColumn(0).getString(), all.getColumn(1).getString(),
                       all.getColumn(2).getInt() != 0, all.getColumn(3).getInt() != 0});
  return columns;
}

/// Columns that refer to people, with what becomes of them.
std::map<std::string, std::string> people_columns(SQLite::Database& database,
                                                  const std::string& table) {
  std::map<std::string, std::string> columns;
  SQLite::Statement all(database,
                        "SELECT \"from\", on_delete FROM pragma_foreign_key_list(?)"
                        " WHERE \"table\" = 'people'");
  all.bind(1, table);
  while (all.executeStep()) columns[all.getColumn(0).getString()] = all.getColumn(1).getString();
  return columns;
}

std::size_t occurrences(const std::string& text, const std::string& wanted) {
  std::size_t count = 0;
  for (auto at = text.find(wanted); at != text.npos; at = text.find(wanted, at + 1)) ++count;
  return count;
}

/// How often the bytes stand in any file of the folder.
std::size_t found_in(const std::filesystem::path& folder, const std::string& bytes) {
  std::size_t count = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::ifstream stream(file.path(), std::ios::binary);
    count += occurrences({std::istreambuf_iterator<char>(stream), {}}, bytes);
  }
  return count;
}

const std::string kName = "zanna.needle";
const std::string kDisplayName = "Zanna Needlewoman";
const std::string kNeedle = "qxneedle";

class PersonalDataTest : public testing::Test {
 protected:
  PersonalDataTest() {
    desk_.add("root", Role::kAdmin);
    NewPerson person;
    person.name = kName;
    person.display_name = kDisplayName;
    person.role = Role::kEditor;
    person.department = kNeedle + "-department";
    zanna_ = value_of(desk_->people().add(TempDesk::kTester, person, TempDesk::kPassword));
  }

  SQLite::Database file() {
    return {(desk_.path() / "desk.db").string(), SQLite::OPEN_READWRITE, 5000};
  }

  /// Puts a row with a needle into each table that refers to people, whatever it is.
  void fill_by_schema() {
    SQLite::Database database = file();
    database.exec("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
    for (const std::string& table : tables_of(database)) {
      const auto people = people_columns(database, table);
      if (people.empty()) continue;
      std::string names, marks;
      const auto columns = columns_of(database, table);
      for (const Column& column : columns) {
        names += (names.empty() ? "\"" : ", \"") + column.name + "\"";
        marks += marks.empty() ? "?" : ", ?";
      }
      SQLite::Statement insert(database, "INSERT OR REPLACE INTO \"" + table + "\" (" + names +
                                             ") VALUES (" + marks + ")");
      int at = 0;
      for (const Column& column : columns) {
        ++at;
        if (people.contains(column.name))
          insert.bind(at, zanna_.id.value);
        else if (column.type == "TEXT")
          insert.bind(at, kNeedle + "-" + table + "-" + column.name);
        else if (column.type == "BLOB")
          insert.bind(at, (kNeedle + "-" + table).data(), 8);
        else if (column.type == "INTEGER")
          insert.bind(at, std::int64_t{4'000'000'000});
      }
      insert.exec();
    }
  }

  TempDesk desk_;
  Person zanna_;
};

TEST_F(PersonalDataTest, EveryTableThatRefersToPeopleIsInTheExportAndLeavesNobodyBehind) {
  fill_by_schema();
  const auto exported = value_of(desk_->personal_data().of(kName));
  std::map<std::string, const StoredTable*> by_name;
  for (const StoredTable& table : exported) by_name[table.name] = &table;

  SQLite::Database database = file();
  std::size_t checked = 0;
  for (const std::string& table : tables_of(database)) {
    const auto people = people_columns(database, table);
    for (const auto& [column, becomes] : people) {
      ASSERT_TRUE(by_name.contains(table)) << table << " is not exported";
      EXPECT_FALSE(by_name[table]->rows.empty()) << table << " is exported without the row";
      EXPECT_TRUE(becomes == "CASCADE" || becomes == "SET NULL")
          << table << "." << column << " must say what becomes of it when a person is removed";
      ++checked;
    }
  }
  EXPECT_GE(checked, 6U);

  ASSERT_TRUE(desk_->personal_data().erase(TempDesk::kTester, kName));
  for (const std::string& table : tables_of(database))
    for (const auto& [column, becomes] : people_columns(database, table)) {
      SQLite::Statement left(database, "SELECT count(*) FROM \"" + table + "\" WHERE \"" + column +
                                           "\" = " + std::to_string(zanna_.id.value));
      left.executeStep();
      EXPECT_EQ(left.getColumn(0).getInt(), 0) << table << "." << column;
    }
}

TEST_F(PersonalDataTest, AColumnThatLooksLikeSomebodyIsAReferenceOrOneOfTheNamesThatAreKnown) {
  const std::set<std::string> words{"person", "people",  "user",  "who",    "owner",      "author",
                                    "actor",  "subject", "asker", "maker",  "created_by", "by",
                                    "agent",  "member",  "name",  "made_by"};
  // whose names these are
  const std::set<std::string> no_person{"tokens.name", "people.name", "desk_keys.name",
                                        "gaps.owner"};
  SQLite::Database database = file();
  for (const std::string& table : tables_of(database)) {
    const auto people = people_columns(database, table);
    for (const Column& column : columns_of(database, table)) {
      const bool suspicious = words.contains(column.name) || column.name.ends_with("_by");
      if (!suspicious || people.contains(column.name)) continue;
      if (no_person.contains(table + "." + column.name)) continue;
      EXPECT_TRUE(std::ranges::any_of(kNameColumns,
                                      [&](const NameColumn& each) {
                                        return each.table == table && each.column == column.name;
                                      }))
          << table << "." << column.name
          << ": refer to people by id, or name it in desk/personal_tables.h";
    }
  }
}

TEST_F(PersonalDataTest, TheExportHoldsWhatIsTheirsAndNoSecretAndNothingOfOthers) {
  const auto other = desk_.add("bert");
  const NamedArticle article{.id = {"refund"}, .title = "Refund", .former = {}};
  ASSERT_TRUE(desk_->stars().add(zanna_.id, article));
  value_of(desk_->own_notes().add(zanna_.id, article, "t", "my text\n"));
  value_of(desk_->own_notes().add(other.id, article, "t", "text of bert"));
  ASSERT_TRUE(desk_->shortcuts().put(zanna_.id, "dd", "direct debit"));
  ASSERT_TRUE(desk_->recent_articles().note(zanna_.id, article));
  const auto session = value_of(desk_->sessions().start(zanna_.id, "192.0.2.7"));
  std::map<std::string, std::size_t> rows;
  std::string all;
  for (const StoredTable& table : value_of(desk_->personal_data().of(kName))) {
    rows[table.name] = table.rows.size();
    for (const auto& row : table.rows)
      for (const auto& [column, value] : row) {
        all += column + " ";
        if (const auto* const text = std::get_if<std::string>(&value)) all += *text + " ";
      }
  }
  for (const char* const table :
       {"people", "stars", "own_notes", "shortcuts", "recent_articles", "sessions"})
    EXPECT_EQ(rows[table], 1U) << table;
  EXPECT_EQ(rows["audit"], 2U) << "added, signed in";
  EXPECT_NE(all.find("my text\n"), std::string::npos);
  EXPECT_NE(all.find("192.0.2.7"), std::string::npos);
  EXPECT_EQ(all.find("bert"), std::string::npos);
  for (const char* const secret : {"password", "hash", "argon2"})
    EXPECT_EQ(all.find(secret), std::string::npos) << secret;
}

TEST_F(PersonalDataTest, RowsThatHangOnAPersonsRowsAreExportedHoweverFar) {
  {
    SQLite::Database database = file();
    database.exec(
        "CREATE TABLE trips (id INTEGER PRIMARY KEY, person INTEGER REFERENCES people ON DELETE "
        "SET NULL) STRICT;"
        "CREATE TABLE steps (id INTEGER PRIMARY KEY, trip INTEGER REFERENCES trips ON DELETE "
        "CASCADE, text TEXT) STRICT;"
        "CREATE TABLE stones (step INTEGER REFERENCES steps (id), text TEXT) STRICT;");
    database.exec("INSERT INTO trips VALUES (7, " + std::to_string(zanna_.id.value) + "), (8, 1)");
    database.exec("INSERT INTO steps VALUES (1, 7, 'mine'), (2, 8, 'of root')");
    database.exec("INSERT INTO stones VALUES (1, 'under mine'), (2, 'under of root')");
  }
  std::map<std::string, std::size_t> rows;
  for (const StoredTable& table : value_of(desk_->personal_data().of(kName)))
    rows[table.name] = table.rows.size();
  EXPECT_EQ(rows["trips"], 1U);
  EXPECT_EQ(rows["steps"], 1U);
  EXPECT_EQ(rows["stones"], 1U);
}

TEST_F(PersonalDataTest, AnErasedPersonLeavesNoByteInAnyFileWhileOthersHaveItOpen) {
  Desk server = desk_.open();  // as another process has it
  const NamedArticle article{.id = {kNeedle}, .title = kNeedle, .former = {}};
  // of many sizes, changed and removed, so that rows have moved between pages
  for (int i = 0; i < 300; ++i) {
    const auto filler = std::string(static_cast<std::size_t>(i) * 37 % 3000, 'x');
    const auto note =
        value_of(server.own_notes().add(zanna_.id, article, kNeedle, kNeedle + " " + filler));
    if (i % 3 == 0)
      value_of(server.own_notes().change(zanna_.id, note.id, {.title = kNeedle, .text = kNeedle}));
    if (i % 5 == 0) value_of(server.own_notes().remove(zanna_.id, note.id));
  }
  ASSERT_TRUE(server.stars().add(zanna_.id, article));
  ASSERT_TRUE(server.recent_articles().note(zanna_.id, article));
  ASSERT_TRUE(server.shortcuts().put(zanna_.id, "dd", kNeedle));
  (void)server.shortcuts().expand(zanna_.id, "dd", 100);
  value_of(server.own_notes().search(zanna_.id, kNeedle, "en", 1));
  (void)value_of(server.sessions().start(zanna_.id, "192.0.2.7"));
  const auto actor = Actor::person(kName);
  const auto token =
      value_of(server.tokens().issue(actor, {.name = "CRM", .role = Role::kAgent, .expires = {}}));
  value_of(server.drafts().put(actor, {"new-one"}, {"# New\n", {}}, Drafts::Expected::none()));
  PersonChange change;
  change.team = "night";
  value_of(server.people().change(TempDesk::kTester, kName, change));
  ASSERT_TRUE(server.audit().record(TempDesk::kTester, "draft.take-over", "x", "from " + kName));
  const auto before = value_of(server.audit().list(1000));
  ASSERT_GT(found_in(desk_.path(), kNeedle), 0U);
  ASSERT_GT(found_in(desk_.path(), kName), 0U);

  // as the command line does it, beside the server, which goes on reading
  std::atomic<bool> stop = false;
  std::thread reader([&] {
    while (!stop) (void)server.people().list();
  });
  const auto erased = desk_->personal_data().erase(TempDesk::kTester, kName);
  stop = true;
  reader.join();
  ASSERT_TRUE(erased) << erased.error().message;

  ASSERT_TRUE(server.tidy());
  for (const std::string& bytes : {kNeedle, kName, kDisplayName, std::string("192.0.2.7")})
    EXPECT_EQ(found_in(desk_.path(), bytes), 0U) << bytes;
  EXPECT_EQ(code_of(server.people().find(kName)), Code::kNotFound);

  const auto after = value_of(server.audit().list(1000));
  ASSERT_EQ(after.size(), before.size() + 1) << "rows are kept";
  EXPECT_EQ(after[0].action, "user.erase");
  EXPECT_EQ(after[0].subject, kErased);
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(after[i + 1].id, before[i].id);
    EXPECT_EQ(after[i + 1].action, before[i].action);
    EXPECT_EQ(after[i + 1].at, before[i].at);
    EXPECT_EQ(after[i + 1].actor, before[i].actor == kName ? kErased : before[i].actor);
  }
  EXPECT_EQ(value_of(server.drafts().get({"new-one"})).author, kErased);
  EXPECT_EQ(value_of(server.tokens().list()).front().created_by, kErased);
  EXPECT_TRUE(server.tokens().find(token.secret.reveal())) << "what they issued stays";
}

TEST_F(PersonalDataTest, OthersRowsOfTheAuditLogStayAsTheyWere) {
  desk_.add("zanna");  // a name that begins the erased one
  ASSERT_TRUE(desk_->audit().record(TempDesk::kTester, "draft.take-over", "x", "from zanna"));
  ASSERT_TRUE(desk_->audit().record(TempDesk::kTester, "article.save", kName, "an id"));
  ASSERT_TRUE(desk_->personal_data().erase(TempDesk::kTester, kName));
  const auto rows = value_of(desk_->audit().list(10));
  EXPECT_EQ(rows[1].subject, kName) << "an article's id is not the person";
  EXPECT_EQ(rows[2].detail, "from zanna");
}

TEST_F(PersonalDataTest, TheAuditLogAllowsThatAndNothingElse) {
  SQLite::Database database = file();
  const auto refused = [&](const std::string& sql) {
    EXPECT_THROW(database.exec(sql), SQLite::Exception) << sql;
  };
  refused("UPDATE audit SET detail = 'something else'");
  refused("UPDATE audit SET at = at + 1");
  refused("UPDATE audit SET action = '(erased)'");
  refused("UPDATE audit SET actor = 'bert'");
  refused("UPDATE audit SET actor = '(erased)'");  // the command line is nobody's name
  refused("UPDATE audit SET subject = '(erased)' WHERE subject = '" + kName + "'");  // still there
  ASSERT_TRUE(desk_->audit().record(TempDesk::kTester, "article.save", "refund", ""));
  refused("UPDATE audit SET subject = '(erased)' WHERE subject = 'refund'");
}

TEST_F(PersonalDataTest, TheLastAdminStaysAndNobodyIsErasedTwice) {
  EXPECT_EQ(code_of(desk_->personal_data().erase(TempDesk::kTester, "root")), Code::kConflict);
  EXPECT_EQ(code_of(desk_->personal_data().erase(TempDesk::kTester, "nobody")), Code::kNotFound);
  EXPECT_EQ(code_of(desk_->personal_data().of("no body")), Code::kNotFound);
  ASSERT_TRUE(desk_->personal_data().erase(Actor::person(kName), "ZANNA.needle"));
  EXPECT_EQ(code_of(desk_->personal_data().erase(TempDesk::kTester, kName)), Code::kNotFound);
  EXPECT_EQ(value_of(desk_->audit().list(1)).front().actor, kErased);
}

TEST_F(PersonalDataTest, ADeskOfTheVersionBeforeKeepsItsAuditLogAndGetsTheNewRule) {
  const test::TempDir dir;
  SQLite::Database database((dir.path() / "db").string(),
                            SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  ASSERT_TRUE(migrate(database, migrations().first(2)));
  database.exec(
      "INSERT INTO audit (at, actor, action, subject, detail) VALUES (1, 'gone', 'user.add', "
      "'gone', 'x')");
  ASSERT_TRUE(migrate(database, migrations()));
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM audit WHERE actor = 'gone'").getInt(), 1);
  EXPECT_THROW(database.exec("UPDATE audit SET actor = 'other'"), SQLite::Exception);
  EXPECT_EQ(database.exec("UPDATE audit SET actor = '(erased)'"), 1);
}

}  // namespace
}  // namespace aplomb::desk
