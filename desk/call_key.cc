// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/call_key.h"

#include <sodium.h>

#include <algorithm>

#include "desk/field_checks.h"
#include "desk/minting.h"
#include "desk/store.h"

namespace aplomb::desk {
namespace {

constexpr const char* kRead = "SELECT key FROM desk_keys WHERE name = 'calls'";
constexpr const char* kMake = "INSERT OR IGNORE INTO desk_keys (name, key) VALUES ('calls', ?)";

constexpr std::size_t kKeyBytes = 16;

/// Empty where there is none.
Result<std::string> read_key(Connection& connection) {
  Query query = connection.query(kRead);
  return query.step() ? query.text(0) : std::string();
}

}  // namespace

CallKeys::~CallKeys() {
  sodium_memzero(key_.data(), key_.size());
}

Result<CallKeys> CallKeys::open(Store& store) {
  use_sodium();
  auto read = store.read(read_key);
  if (read && read->empty())
    read = store.write([](Connection& connection) -> Result<std::string> {
      Key made{};
      randombytes_buf(made.data(), made.size());
      connection.query(kMake).bind(made).run();
      return read_key(connection);  // another process may have been first
    });
  if (!read) return tl::unexpected<Error>(std::move(read).error());
  Key key{};
  if (read->size() != key.size())
    return fail(Code::kDamaged, "desk.db is damaged: its key for calls has not 32 bytes",
                "stop the server and restore desk.db from a backup");
  std::ranges::copy(*read, key.begin());
  sodium_memzero(read->data(), read->size());
  return CallKeys(key);
}

Result<std::string> CallKeys::call_key(std::string_view call) const {
  constexpr std::string_view kField = "call";
  if (call.empty()) return fail_at(kField, "call is empty", "leave it out where there is no call");
  if (call.size() > kMaxCallBytes)
    return fail_at(kField, "call is too long",
                   "use at most " + std::to_string(kMaxCallBytes) + " bytes");
  if (auto valid = check_text(kField, call, kMaxCallBytes); !valid)
    return tl::unexpected<Error>(valid.error());
  std::array<unsigned char, kKeyBytes> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(call.data()),
                     call.size(), key_.data(), key_.size());
  std::array<char, 2 * kKeyBytes + 1> digits{};
  sodium_bin2hex(digits.data(), digits.size(), hash.data(), hash.size());
  return std::string(digits.data());
}

}  // namespace aplomb::desk
