// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/tokens.h"

#include "desk/audit_log.h"
#include "desk/audit_rows.h"
#include "desk/field_checks.h"
#include "desk/minting.h"
#include "desk/store.h"
#include "desk/use_notes.h"

namespace aplomb::desk {
namespace {

const std::string kSelect =
    "SELECT id, name, role, created, created_by, expires, last_used, revoked FROM tokens ";
const std::string kFindByHash = kSelect + "WHERE hash = ?";
const std::string kFindById = kSelect + "WHERE id = ?";
const std::string kList = kSelect + "ORDER BY id DESC";
constexpr const char* kInsert =
    "INSERT INTO tokens (hash, name, role, created, created_by, expires) VALUES (?, ?, ?, ?, ?, ?)";
constexpr const char* kRevoke = "UPDATE tokens SET revoked = ?2 WHERE id = ?1";

/// A role that is not known (a file changed by hand) reads as the lowest.
Token read_token(const Query& query) {
  return {.id = {query.integer(0)},
          .name = query.text(1),
          .role = parse_role(query.text(2)).value_or(Role::kCustomer),
          .created = query.time(3),
          .created_by = query.text(4),
          .expires = query.optional_time(5),
          .last_used = query.optional_time(6),
          .revoked = query.optional_time(7)};
}

tl::unexpected<Error> unknown() {
  return fail(Code::kUnauthenticated, "the token is not valid",
              "an admin can make another: `aplomb token new`");
}

Result<Token> find_by_id(Connection& connection, TokenId id) {
  Query query = connection.query(kFindById);
  if (!query.bind(id.value).step())
    return fail(Code::kNotFound, "there is no token " + std::to_string(id.value),
                "see which there are: `aplomb token list`");
  return read_token(query);
}

/// `7 (CRM)`
std::string subject_of(const Token& token) {
  return std::to_string(token.id.value) + " (" + token.name + ")";
}

/// `90 days`, rounded up
std::string days_until(Time end, Time now) {
  const auto days = std::chrono::ceil<std::chrono::days>(end - now).count();
  return std::to_string(days) + (days == 1 ? " day" : " days");
}

}  // namespace

Result<IssuedToken> Tokens::issue(const Actor& actor, const NewToken& token) {
  const Time now = store_.now();
  if (auto valid = check_title("name", token.name, kMaxTokenNameChars); !valid)
    return tl::unexpected<Error>(valid.error());
  if (token.expires && *token.expires <= now)
    return fail_at("expires", "expires is in the past", "name a time to come");
  Secret secret = mint(kTokenPrefix);
  return store_.write([&](Connection& connection) -> Result<IssuedToken> {
    connection.query(kInsert)
        .bind(*hash_of(kTokenPrefix, secret.reveal()), token.name, to_string(token.role), now,
              one_line(actor.text(), kMaxAuditSubjectBytes), token.expires)
        .run();
    return find_by_id(connection, {connection.database().getLastInsertRowid()})
        .map([&](Token issued) -> IssuedToken {
          write_audit(connection, now, actor, "token.issue", subject_of(issued),
                      "role: " + std::string(to_string(issued.role)) +
                          (issued.expires ? "; for " + days_until(*issued.expires, now)
                                          : std::string("; never expires")));
          return {std::move(issued), std::move(secret)};
        });
  });
}

Result<Token> Tokens::find(std::string_view secret) const {
  const auto hash = hash_of(kTokenPrefix, secret);
  if (!hash) return unknown();
  return store_.read([&](Connection& connection) -> Result<Token> {
    Query query = connection.query(kFindByHash);
    if (!query.bind(*hash).step()) return unknown();
    Token token = read_token(query);
    const Time now = store_.now();
    if (token.revoked || (token.expires && *token.expires <= now)) return unknown();
    notes_.note(UseNotes::What::kToken, token.id.value, now, token.last_used.value_or(Time{}));
    return token;
  });
}

Result<std::vector<Token>> Tokens::list() const {
  return store_.read([](Connection& connection) -> Result<std::vector<Token>> {
    Query query = connection.query(kList);
    std::vector<Token> tokens;
    while (query.step()) tokens.push_back(read_token(query));
    return tokens;
  });
}

Result<Token> Tokens::revoke(const Actor& actor, TokenId id) {
  return store_.write([&](Connection& connection) -> Result<Token> {
    auto token = find_by_id(connection, id);
    if (!token) return token;
    if (token->revoked)
      return fail(Code::kConflict, "token " + subject_of(*token) + " is revoked already");
    token->revoked = store_.now();
    connection.query(kRevoke).bind(id.value, *token->revoked).run();
    write_audit(connection, store_.now(), actor, "token.revoke", subject_of(*token), "");
    return token;
  });
}

}  // namespace aplomb::desk
