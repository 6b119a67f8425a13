// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/xapian_errors.h"

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

namespace aplomb {
namespace {

/// Xapian keeps the system's words of an error, and not its number.
bool is_full(std::string_view said) {
  const auto words_of = [](int number) { return std::generic_category().message(number); };
  return said.find(words_of(ENOSPC)) != said.npos || said.find(words_of(EDQUOT)) != said.npos;
}

}  // namespace

Error translate(const Xapian::Error& error) {
  const std::string_view type = error.get_type();
  const std::string detail = error.get_msg().empty() ? std::string(type) : error.get_msg();
  // the system's own words (disk full, no permission), where there are any
  const char* const system = error.get_error_string();
  const std::string message =
      "the index: " + detail + (system != nullptr ? std::string(" (") + system + ")" : "");
  if (is_full(message))
    return {Code::kFull, message, "free some disk space; the index is as it was before"};
  if (type == "DatabaseLockError")
    return {Code::kConflict, message, "wait until the other writer has finished, or stop it"};
  if (type == "DatabaseNotFoundError") return {Code::kNotFound, message, "run `aplomb index`"};
  // a file that ends too early is a plain DatabaseError, of which the system knows nothing
  const bool unexplained =
      system == nullptr && (type == "DatabaseError" || type == "DatabaseOpeningError");
  if (unexplained || type == "DatabaseCorruptError" || type == "DatabaseVersionError" ||
      type == "SerialisationError" || type == "DocNotFoundError" || type == "RangeError")
    return {Code::kDamaged, message, "run `aplomb index --rebuild`; the articles are untouched"};
  if (type == "DatabaseModifiedError")
    return {Code::kUnavailable, message, "the index is changing quickly; try again"};
  if (type == "InvalidArgumentError") return {Code::kInvalidArgument, message, ""};
  return {Code::kIo, message, "check the disk that holds the index, then run it again"};
}

}  // namespace aplomb
