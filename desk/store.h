// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "desk/clock.h"
#include "desk/minting.h"
#include "desk/sqlite_errors.h"
#include "engine/result.h"

namespace aplomb::desk {

/// One run of a prepared statement: bind all values in order, then step or run. Columns count
/// from 0. The statement is ready for its next run when this goes.
class Query {
 public:
  explicit Query(SQLite::Statement& statement) : statement_(statement) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  template <class... Values>
  Query& bind(const Values&... values) {
    (bind_next(values), ...);
    return *this;
  }

  /// Moves to the next row; false at the end.
  bool step() { return statement_.executeStep(); }
  /// Runs a statement that gives no rows; the number of rows it changed.
  std::size_t run() { return static_cast<std::size_t>(statement_.exec()); }

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] Time time(int column) const;
  [[nodiscard]] std::optional<Time> optional_time(int column) const;

 private:
  void bind_next(std::int64_t value);
  void bind_next(bool value) { bind_next(std::int64_t{value}); }
  void bind_next(std::size_t value) { bind_next(static_cast<std::int64_t>(value)); }
  void bind_next(Time value) { bind_next(std::int64_t{value.time_since_epoch().count()}); }
  void bind_next(std::string_view value);
  void bind_next(const std::string& value) { bind_next(std::string_view(value)); }
  void bind_next(const char* value) { bind_next(std::string_view(value)); }
  void bind_next(const SecretHash& value);
  template <class Value>
  void bind_next(const std::optional<Value>& value) {
    if (value)
      bind_next(*value);
    else
      ++bound_;  // NULL is what an unbound parameter is
  }

  SQLite::Statement& statement_;
  int bound_ = 0;
};

/// A connection with its prepared statements. One thread at a time; one run of a statement at a
/// time.
class Connection {
 public:
  enum class Use { kReading, kWriting };
  Connection(const std::filesystem::path& file, Use use);

  /// The statement, prepared once. `sql` is known by its address: pass constants.
  [[nodiscard]] Query query(const char* sql);
  [[nodiscard]] Query query(const std::string& sql) { return query(sql.c_str()); }

  [[nodiscard]] SQLite::Database& database() { return database_; }

 private:
  SQLite::Database database_;
  std::unordered_map<const char*, SQLite::Statement> statements_;
};

/// The desk's database: one connection that writes and as many that read as threads read at once.
///
/// Thread-safety: read and write may be called from any thread at once.
class Store {
 public:
  /// Opens the file, which exists and is a desk, and brings it to today's schema.
  [[nodiscard]] static Result<std::unique_ptr<Store>> open(const std::filesystem::path& file,
                                                           Clock now);

  [[nodiscard]] Time now() const { return now_(); }

  /// Runs `work(Connection&)`, which returns a Result and only reads. Takes some 5 µs beside the
  /// work itself, most of it SQLite's locks (bench/desk.cc).
  template <class Work>
  auto read(Work&& work) -> std::invoke_result_t<Work, Connection&> {
    return guarded([&]() -> std::invoke_result_t<Work, Connection&> {
      const Lease lease(*this);
      return work(*lease.connection);
    });
  }

  /// Runs `work(Connection&)`, which returns a Result, in one transaction: what it wrote is on
  /// disk when a value returns, and not there when an error does.
  template <class Work>
  auto write(Work&& work) -> std::invoke_result_t<Work, Connection&> {
    return guarded([&]() -> std::invoke_result_t<Work, Connection&> {
      const std::lock_guard lock(write_mutex_);
      SQLite::Transaction transaction(writer_.database(), SQLite::TransactionBehavior::IMMEDIATE);
      auto done = work(writer_);
      if (done) transaction.commit();
      return done;
    });
  }

  /// Writes the whole file anew and empties the write-ahead log, so that neither holds a byte of
  /// what was removed. Others may have the file open; it takes the writer for as long as reading
  /// and writing all of it takes. Errors: kUnavailable (somebody reads without end).
  [[nodiscard]] Result<void> scrub();

 private:
  /// A reading connection, for as long as this lives.
  struct Lease {
    explicit Lease(Store& of) : store(of), connection(of.take_reader()) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { store.give_back(std::move(connection)); }
    Store& store;
    std::unique_ptr<Connection> connection;
  };

  Store(std::filesystem::path file, Clock now);
  std::unique_ptr<Connection> take_reader();
  void give_back(std::unique_ptr<Connection> reader);

  const std::filesystem::path file_;
  const Clock now_;
  std::mutex write_mutex_;
  Connection writer_;  // guarded by write_mutex_
  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<Connection>> readers_;  // idle ones; guarded by readers_mutex_
};

}  // namespace aplomb::desk
