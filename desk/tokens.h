// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/actor.h"
#include "desk/clock.h"
#include "desk/role.h"
#include "desk/secret.h"
#include "engine/result.h"

namespace aplomb::desk {

class Store;
class UseNotes;

constexpr std::size_t kMaxTokenNameChars = 64;

/// What every token begins with; scanners for leaked secrets look for such.
constexpr std::string_view kTokenPrefix = "aplomb_";

struct TokenId {
  std::int64_t value = 0;
  friend bool operator==(TokenId, TokenId) = default;
};

/// A program's right to ask. Its secret is not here and nowhere else either.
struct Token {
  TokenId id;
  std::string name;  ///< what it is for; need not be unique
  Role role = Role::kAgent;
  Time created;
  std::string created_by;         ///< an Actor's text
  std::optional<Time> expires;    ///< from then on it is refused; nothing: never
  std::optional<Time> last_used;  ///< a minute old at most, while somebody has the desk open
  std::optional<Time> revoked;

  friend bool operator==(const Token&, const Token&) = default;
};

struct NewToken {
  std::string name;  ///< 1 to 64 characters, none of control
  Role role = Role::kAgent;
  std::optional<Time> expires;  ///< in the future
};

/// The only moment at which the secret is known.
struct IssuedToken {
  Token token;
  Secret secret;  ///< `aplomb_` and 43 characters of base64url: 32 random bytes
};

/// Bearer tokens. The desk keeps the BLAKE2b-256 hash of each (libsodium's crypto_generichash).
/// It needs no salt and no slow hash: 256 random bits cannot be guessed or tabulated. And the
/// token is looked up by its hash, so that the time of comparing tells at most how many leading
/// bits of a hash are right, and nobody can aim at the hash of a token that they do not have.
///
/// Changes stand in the audit log, written in the same transaction.
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo.
class Tokens {
 public:
  /// Errors: kInvalidArgument.
  [[nodiscard]] Result<IssuedToken> issue(const Actor& actor, const NewToken& token);

  /// The token of this secret. A revocation holds from the moment it returned, in every process.
  /// Never waits for a writer; that it was used is written later, once a minute.
  /// Errors: kUnauthenticated (unknown, revoked, expired: the same words).
  [[nodiscard]] Result<Token> find(std::string_view secret) const;

  /// All of them, also revoked and expired ones, newest first.
  [[nodiscard]] Result<std::vector<Token>> list() const;

  /// Errors: kNotFound, kConflict (already revoked).
  [[nodiscard]] Result<Token> revoke(const Actor& actor, TokenId id);

  Tokens(const Tokens&) = delete;
  Tokens& operator=(const Tokens&) = delete;

 private:
  friend class Desk;
  Tokens(Store& store, UseNotes& notes) : store_(store), notes_(notes) {}

  Store& store_;
  UseNotes& notes_;
};

}  // namespace aplomb::desk
