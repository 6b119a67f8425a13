// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/audit_log.h"

#include <limits>

#include "desk/audit_rows.h"
#include "desk/field_checks.h"

namespace aplomb::desk {
namespace {

constexpr std::string_view kNobody = "(nobody)";

constexpr const char* kInsert =
    "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)";
constexpr const char* kList =
    "SELECT id, at, actor, action, subject, detail FROM audit WHERE id < ?"
    " ORDER BY id DESC LIMIT ?";
constexpr const char* kAnySignIns =
    "SELECT 1 FROM audit WHERE action IN ('sign-in', 'sign-in.failed', 'sign-out') AND at < ?"
    " LIMIT 1";
constexpr const char* kForget =
    "DELETE FROM audit WHERE action IN ('sign-in', 'sign-in.failed', 'sign-out') AND at < ?";
constexpr const char* kNameOf = "SELECT name FROM people WHERE key = ?";
constexpr const char* kSignIns =
    "SELECT subject, detail, max(at) FROM audit WHERE action = 'sign-in'"
    " GROUP BY subject, detail ORDER BY max(at) DESC LIMIT ?";

/// The name that somebody has, as it is written.
std::string name_of(Connection& connection, std::string_view typed) {
  const auto key = name_key(typed);
  if (!key) return std::string(kNobody);
  Query query = connection.query(kNameOf);
  return query.bind(*key).step() ? query.text(0) : std::string(kNobody);
}

}  // namespace

void write_audit(Connection& connection, Time at, const Actor& actor, std::string_view action,
                 std::string_view subject, std::string_view detail) {
  connection.query(kInsert)
      .bind(at, one_line(actor.text(), kMaxAuditSubjectBytes),
            one_line(action, kMaxAuditActionBytes), one_line(subject, kMaxAuditSubjectBytes),
            one_line(detail, kMaxAuditDetailBytes))
      .run();
}

bool any_sign_ins(Connection& connection, Time before) {
  return connection.query(kAnySignIns).bind(before).step();
}

void forget_sign_ins(Connection& connection, Time before) {
  connection.query(kForget).bind(before).run();
}

Result<std::vector<AuditEntry>> AuditLog::list(std::size_t limit,
                                               std::optional<std::int64_t> before) const {
  if (limit < 1 || limit > kMaxAuditPage)
    return fail(Code::kInvalidArgument, "limit must be from 1 to " + std::to_string(kMaxAuditPage));
  return store_.read([&](Connection& connection) -> Result<std::vector<AuditEntry>> {
    Query query = connection.query(kList);
    query.bind(before.value_or(std::numeric_limits<std::int64_t>::max()), limit);
    std::vector<AuditEntry> entries;
    while (query.step())
      entries.push_back({.id = query.integer(0),
                         .at = query.time(1),
                         .actor = query.text(2),
                         .action = query.text(3),
                         .subject = query.text(4),
                         .detail = query.text(5)});
    return entries;
  });
}

Result<void> AuditLog::record(const Actor& actor, std::string_view action, std::string_view subject,
                              std::string_view detail) {
  if (action.empty()) return fail(Code::kInvalidArgument, "what was done must have a name");
  return store_.write([&](Connection& connection) -> Result<void> {
    write_audit(connection, store_.now(), actor, action, subject, detail);
    return {};
  });
}

Result<void> AuditLog::record_failed_sign_in(std::string_view name, std::string_view address) {
  return store_.write([&](Connection& connection) -> Result<void> {
    write_audit(connection, store_.now(), Actor::server("sign-in"), "sign-in.failed",
                name_of(connection, name), one_line(address, kMaxAddressBytes));
    return {};
  });
}

Result<std::vector<SignIn>> AuditLog::sign_ins(std::size_t limit) const {
  return store_.read([&](Connection& connection) -> Result<std::vector<SignIn>> {
    Query query = connection.query(kSignIns);
    query.bind(limit);
    std::vector<SignIn> found;
    while (query.step()) found.push_back({query.text(0), query.text(1), query.time(2)});
    return found;
  });
}

}  // namespace aplomb::desk
