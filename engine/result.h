// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace aplomb {

/// Why something failed, in the few kinds that callers act on differently.
enum class Code {
  kInvalidArgument,  ///< the request is wrong; asking again will not help
  kNotFound,         ///< nothing by that name
  kConflict,         ///< somebody else holds or already made it
  kStale,            ///< it has changed since the caller read it
  kUnprocessable,    ///< what was sent is well-formed and can't be stored
  kSchemaMismatch,   ///< the stored data was written by another version
  kDamaged,          ///< stored data does not read back
  kUnauthenticated,  ///< who asks is not known, or no longer
  kForbidden,        ///< who asks is known and may not
  kTooMany,          ///< too often or too many at once; later it will do
  kUnavailable,      ///< not now; trying again may help
  kFull,             ///< no room left on the disk; what was there is untouched
  kIo,               ///< the operating system refused
};

/// What happened (`message`) and what to do about it (`hint`, may be empty).
/// Both are written for the person who reads them and hold no secrets.
struct Error {
  Code code;
  std::string message;
  std::string hint;
  std::string field =
      {};  ///< the one input that is at fault, by its name; empty when it is not one
};

/// A value, or the reason there is none. The one place that names `tl::`, so that one day
/// `std::expected` takes over here.
template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Code code, std::string message,
                                                std::string hint = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint)});
}

/// The input `field` is not right. Code: kInvalidArgument.
[[nodiscard]] inline tl::unexpected<Error> fail_at(std::string_view field, std::string message,
                                                   std::string hint = {}) {
  return tl::unexpected<Error>(
      Error{Code::kInvalidArgument, std::move(message), std::move(hint), std::string(field)});
}

}  // namespace aplomb
