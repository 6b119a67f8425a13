// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "desk/audit_log.h"
#include "desk/call_key.h"
#include "desk/clock.h"
#include "desk/drafts.h"
#include "desk/gaps.h"
#include "desk/insight.h"
#include "desk/intents.h"
#include "desk/news.h"
#include "desk/notices.h"
#include "desk/own_notes.h"
#include "desk/people.h"
#include "desk/promises.h"
#include "desk/personal_data.h"
#include "desk/recent_articles.h"
#include "desk/sessions.h"
#include "desk/shifts.h"
#include "desk/shortcuts.h"
#include "desk/stars.h"
#include "desk/tokens.h"
#include "desk/uses.h"
#include "engine/result.h"

namespace aplomb::desk {

/// What a guess at a password costs.
enum class PasswordCost {
  kInteractive,  ///< 64 MiB, 2 passes: libsodium's `INTERACTIVE`, RFC 9106's second choice
  kLeast,        ///< for tests only: as good as nothing
};

struct DeskOptions {
  SessionLimits sessions = {};
  PasswordCost password_cost = PasswordCost::kInteractive;
  /// How many may wait for one of the two that hash; more are turned away with kTooMany.
  std::size_t hashings_waiting = 4;
  std::chrono::seconds sign_ins_kept = std::chrono::hours(24 * 90);
  Clock now = system_time;
};

/// How much the desk remembers.
struct DeskSizes {
  std::uint64_t people = 0;         ///< who can sign in
  std::uint64_t active_tokens = 0;  ///< neither revoked nor expired
  std::uint64_t sessions = 0;       ///< of browsers, not expired
  std::uint64_t file_bytes = 0;     ///< of desk.db with its write-ahead log
};

/// What the desk remembers, in one SQLite file: `desk.db` in the data folder.
///
/// Several processes may have it open, the server and the command line: what one changed the
/// others see with their next call. Reading never waits for writing. A write is on disk before it
/// returns. The file and its companions (`-wal`, `-shm`) are the owner's alone (0600).
///
/// Thread-safety: all members, and all members of what they return, may be called from any thread
/// at once; not while the Desk is moved or destroyed. A thread of its own writes when tokens and
/// sessions were last used and the search log, and removes what has expired.
class Desk {
 public:
  /// Opens `desk.db` in `data_dir`; makes either where it does not exist.
  /// Errors: kSchemaMismatch (written by a newer Aplomb), kDamaged (damaged, or no desk at all:
  /// the file is left as it is), kInvalidArgument (a symbolic link), kUnavailable, kFull, kIo.
  [[nodiscard]] static Result<Desk> open(const std::filesystem::path& data_dir,
                                         DeskOptions options = {});

  /// The references hold as long as the desk, also when it has moved.
  [[nodiscard]] People& people();
  [[nodiscard]] Tokens& tokens();
  [[nodiscard]] Sessions& sessions();
  [[nodiscard]] AuditLog& audit();
  [[nodiscard]] Notices& notices();
  [[nodiscard]] Drafts& drafts();
  [[nodiscard]] Promises& promises();
  [[nodiscard]] Gaps& gaps();
  [[nodiscard]] NewsBoard& news();
  [[nodiscard]] const CallKeys& call_keys() const;
  [[nodiscard]] Intents& intents();
  [[nodiscard]] Uses& uses();
  [[nodiscard]] const Insight& insight() const;
  [[nodiscard]] Stars& stars();
  [[nodiscard]] OwnNotes& own_notes();
  [[nodiscard]] Shortcuts& shortcuts();
  [[nodiscard]] RecentArticles& recent_articles();
  [[nodiscard]] Shifts& shifts();
  [[nodiscard]] PersonalData& personal_data();

  /// Counted now. Errors: kDamaged, kIo.
  [[nodiscard]] Result<DeskSizes> sizes() const;

  /// What the desk's thread does every few seconds: writes down what was used when and what the
  /// search log has, removes what has expired. Closing does it too.
  [[nodiscard]] Result<void> tidy();

  Desk(Desk&&) noexcept;
  Desk& operator=(Desk&&) noexcept;
  ~Desk();

 private:
  class Rooms;  // keeps SQLite out of this header
  explicit Desk(std::unique_ptr<Rooms> rooms);

  std::unique_ptr<Rooms> rooms_;
};

}  // namespace aplomb::desk
