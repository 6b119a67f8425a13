// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/passwords.h"

#include <sodium.h>
#include <utf8proc.h>

#include <array>
#include <cstdlib>

#include "desk/minting.h"

namespace aplomb::desk {
namespace {

/// 64 MiB each: two use at most 128 MiB, and two cores.
constexpr std::size_t kWorkers = 2;

/// The text in NFC, wiped when it goes.
class Normalised {
 public:
  explicit Normalised(std::string_view text) {
    size_ = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size()), &text_,
                         static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  }
  Normalised(const Normalised&) = delete;
  Normalised& operator=(const Normalised&) = delete;
  ~Normalised() {
    if (text_ == nullptr) return;
    sodium_memzero(text_, size());
    std::free(text_);  // NOLINT: utf8proc allocates with malloc
  }
  [[nodiscard]] const char* data() const { return reinterpret_cast<const char*>(text_); }
  [[nodiscard]] std::size_t size() const { return size_ < 0 ? 0 : static_cast<std::size_t>(size_); }
  [[nodiscard]] bool valid() const { return text_ != nullptr; }

 private:
  utf8proc_uint8_t* text_ = nullptr;
  utf8proc_ssize_t size_ = 0;
};

}  // namespace

/// One of the few places at the work.
class Passwords::Slot {
 public:
  explicit Slot(Passwords& all) : all_(all) {
    std::unique_lock lock(all_.mutex_);
    if (all_.working_ >= kWorkers && all_.waiting_ >= all_.max_waiting_) return;
    ++all_.waiting_;
    all_.freed_.wait(lock, [&] { return all_.working_ < kWorkers; });
    --all_.waiting_;
    ++all_.working_;
    taken_ = true;
  }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() {
    if (!taken_) return;
    {
      const std::lock_guard lock(all_.mutex_);
      --all_.working_;
    }
    all_.freed_.notify_one();
  }

  [[nodiscard]] Result<void> taken() const {
    if (taken_) return {};
    return fail(Code::kTooMany, "many people are signing in just now", "try again in a moment");
  }

 private:
  Passwords& all_;
  bool taken_ = false;
};

Passwords::Passwords(PasswordCost cost, std::size_t max_waiting)
    : passes_(cost == PasswordCost::kLeast ? crypto_pwhash_OPSLIMIT_MIN
                                           : crypto_pwhash_OPSLIMIT_INTERACTIVE),
      memory_bytes_(cost == PasswordCost::kLeast ? crypto_pwhash_MEMLIMIT_MIN
                                                 : crypto_pwhash_MEMLIMIT_INTERACTIVE),
      max_waiting_(max_waiting) {
  use_sodium();
}

Result<std::string> Passwords::hash(std::string_view password) {
  const Slot slot(*this);
  return slot.taken().and_then([&]() -> Result<std::string> {
    const Normalised text(password);
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (!text.valid() ||
        crypto_pwhash_str(hash.data(), text.data(), text.size(), passes_, memory_bytes_) != 0)
      return fail(Code::kUnavailable, "there is no memory to hash a password", "try again");
    return std::string(hash.data());
  });
}

Result<bool> Passwords::matches(const std::string& hash, std::string_view password) {
  const Slot slot(*this);
  return slot.taken().map([&] {
    const Normalised text(password);
    return text.valid() && crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0;
  });
}

Result<void> Passwords::pretend(std::string_view password) {
  return hash(password).map([](const std::string&) {});
}

bool Passwords::is_outdated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), passes_, memory_bytes_) != 0;
}

}  // namespace aplomb::desk
