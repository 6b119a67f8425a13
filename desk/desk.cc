// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/desk.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include "desk/audit_rows.h"
#include "desk/desk_file.h"
#include "desk/news_rows.h"
#include "desk/passwords.h"
#include "desk/session_rows.h"
#include "desk/store.h"
#include "desk/use_notes.h"

namespace aplomb::desk {
namespace {

/// Who can sign in, tokens that hold, sessions that do.
constexpr const char* kSizes = R"sql(
SELECT (SELECT count(*) FROM people WHERE active),
       (SELECT count(*) FROM tokens
        WHERE revoked IS NULL AND (expires IS NULL OR expires > ?1)),
       (SELECT count(*) FROM sessions
        WHERE kind = 'browser' AND expires > ?1 AND last_seen > ?2)
)sql";

std::uint64_t file_bytes(const std::string& database) {
  std::uint64_t bytes = 0;
  for (const char* const ending : {"", "-wal"}) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(database + ending, absent);
    if (!absent) bytes += size;
  }
  return bytes;
}

std::uint64_t count_at(const Query& query, int column) {
  return static_cast<std::uint64_t>(query.integer(column));
}

/// How soon what is noted is on disk; each row at most once a minute (UseNotes).
constexpr std::chrono::seconds kTidyEvery{5};

}  // namespace

/// What stands behind a Desk, at one place for as long as it lives.
class Desk::Rooms {
 public:
  Rooms(std::unique_ptr<Store> store, const CallKeys& keys, const DeskOptions& options)
      : options_(options),
        store_(std::move(store)),
        passwords_(options.password_cost, options.hashings_waiting),
        people(*store_, passwords_),
        tokens(*store_, notes_),
        sessions(*store_, notes_, options.sessions),
        audit(*store_),
        notices(*store_),
        drafts(*store_),
        promises(*store_),
        gaps(*store_),
        news(*store_),
        call_keys(keys),
        intents(*store_, call_keys),
        uses(*store_, call_keys),
        insight(*store_),
        stars(*store_),
        own_notes(*store_),
        shortcuts(*store_),
        recent_articles(*store_),
        shifts(*store_),
        personal_data(*store_,
                      [this](PersonId person) {
                        own_notes.forget(person);
                        shortcuts.forget(person);
                        shifts.forget(person);
                      }),
        tidier_([this](const std::stop_token& stop) { tidy_until(stop); }) {}
  Rooms(const Rooms&) = delete;
  Rooms& operator=(const Rooms&) = delete;

  ~Rooms() {
    tidier_.request_stop();
    tidier_.join();
    static_cast<void>(tidy(true));  // nobody is left to hear of an error
  }

  Result<DeskSizes> sizes() const {
    return store_->read([&](Connection& connection) -> Result<DeskSizes> {
      const Time now = store_->now();
      auto query = connection.query(kSizes);
      query.bind(now, now - options_.sessions.idle).step();
      return DeskSizes{count_at(query, 0), count_at(query, 1), count_at(query, 2),
                       file_bytes(connection.database().getFilename())};
    });
  }

  /// With `closing` also what is under way is written down as it stands.
  Result<void> tidy(bool closing = false) {
    auto logged = intents.tidy(closing);
    return notes_.write(*store_)
        .and_then([this] { return shifts.write(); })
        .and_then([this] { return uses.remove_old(); })
        .and_then([this] { return remove_old(); })
        .and_then([&] { return std::move(logged); });
  }

 private:
  /// Looks before it writes: most of the time there is nothing to do.
  Result<void> remove_old() {
    const Time now = store_->now();
    const Time idle_since = now - options_.sessions.idle;
    const auto any = store_->read([&](Connection& connection) -> Result<bool> {
      return any_expired(connection, now, idle_since) ||
             any_sign_ins(connection, now - options_.sign_ins_kept) ||
             any_old_news(connection, now - kNewsKept);
    });
    if (!any) return tl::unexpected<Error>(any.error());
    if (!*any) return {};
    return store_->write([&](Connection& connection) -> Result<void> {
      remove_expired(connection, now, idle_since);
      forget_sign_ins(connection, now - options_.sign_ins_kept);
      forget_news(connection, now - kNewsKept);
      return {};
    });
  }

  void tidy_until(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    while (!stopped.wait_for(lock, stop, kTidyEvery, [&] { return stop.stop_requested(); }))
      static_cast<void>(tidy());  // what could not be written is written the next time
  }

  const DeskOptions options_;
  const std::unique_ptr<Store> store_;
  UseNotes notes_;
  Passwords passwords_;

 public:
  People people;
  Tokens tokens;
  Sessions sessions;
  AuditLog audit;
  Notices notices;
  Drafts drafts;
  Promises promises;
  Gaps gaps;
  NewsBoard news;
  const CallKeys call_keys;
  Intents intents;
  Uses uses;
  const Insight insight;
  Stars stars;
  OwnNotes own_notes;
  Shortcuts shortcuts;
  RecentArticles recent_articles;
  Shifts shifts;
  PersonalData personal_data;

 private:
  std::jthread tidier_;  // last: it uses all of the above
};

Desk::Desk(std::unique_ptr<Rooms> rooms) : rooms_(std::move(rooms)) {}
Desk::Desk(Desk&&) noexcept = default;
Desk& Desk::operator=(Desk&&) noexcept = default;
Desk::~Desk() = default;

Result<Desk> Desk::open(const std::filesystem::path& data_dir, DeskOptions options) {
  use_sodium();
  return guarded([&] { return prepare_desk_file(data_dir); })
      .and_then([&](const std::filesystem::path& file) { return Store::open(file, options.now); })
      .and_then([&](std::unique_ptr<Store> store) {
        return CallKeys::open(*store).map([&](const CallKeys& keys) {
          return Desk(std::make_unique<Rooms>(std::move(store), keys, options));
        });
      });
}

People& Desk::people() {
  return rooms_->people;
}

Tokens& Desk::tokens() {
  return rooms_->tokens;
}

Sessions& Desk::sessions() {
  return rooms_->sessions;
}

AuditLog& Desk::audit() {
  return rooms_->audit;
}

Notices& Desk::notices() {
  return rooms_->notices;
}

Drafts& Desk::drafts() {
  return rooms_->drafts;
}

Promises& Desk::promises() {
  return rooms_->promises;
}

const CallKeys& Desk::call_keys() const {
  return rooms_->call_keys;
}

Uses& Desk::uses() {
  return rooms_->uses;
}

Intents& Desk::intents() {
  return rooms_->intents;
}

const Insight& Desk::insight() const {
  return rooms_->insight;
}

Gaps& Desk::gaps() {
  return rooms_->gaps;
}

NewsBoard& Desk::news() {
  return rooms_->news;
}

Stars& Desk::stars() {
  return rooms_->stars;
}

OwnNotes& Desk::own_notes() {
  return rooms_->own_notes;
}

Shortcuts& Desk::shortcuts() {
  return rooms_->shortcuts;
}

RecentArticles& Desk::recent_articles() {
  return rooms_->recent_articles;
}

Shifts& Desk::shifts() {
  return rooms_->shifts;
}

PersonalData& Desk::personal_data() {
  return rooms_->personal_data;
}

Result<DeskSizes> Desk::sizes() const {
  return rooms_->sizes();
}

Result<void> Desk::tidy() {
  return rooms_->tidy();
}

}  // namespace aplomb::desk
