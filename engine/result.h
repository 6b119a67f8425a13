// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace aplomb {

/// Why something failed, in the few kinds that callers act on differently.
enum class Code {
  kInvalidArgument,  ///< the request is wrong; asking again will not help
  kNotFound,         ///< nothing by that name
  kConflict,         ///< somebody else holds or already made it
  kSchemaMismatch,   ///< the index was written by another version; rebuild it
  kDamaged,          ///< stored data does not read back; rebuild it
  kUnavailable,      ///< not now; trying again may help
  kIo,               ///< the operating system refused
};

/// What happened (`message`) and what to do about it (`hint`, may be empty).
/// Both are written for the person who reads them and hold no secrets.
struct Error {
  Code code;
  std::string message;
  std::string hint;
};

/// A value, or the reason there is none. The one place that names `tl::`, so that one day
/// `std::expected` takes over here.
template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Code code, std::string message,
                                                std::string hint = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint)});
}

}  // namespace aplomb
