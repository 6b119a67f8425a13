// SPDX-License-Identifier: GPL-3.0-or-later

/// Debian's libxapian frees some of its objects with another size than they were made with, which
/// is harmless with its allocator and would end every run. The asan test preset says the same.
extern "C" const char* __asan_default_options() {
  return "new_delete_type_mismatch=0";
}  // NOLINT
