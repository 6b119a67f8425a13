// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/xapian_errors.h"

#include <string>
#include <string_view>

namespace aplomb {

Error translate(const Xapian::Error& error) {
  const std::string_view type = error.get_type();
  const std::string detail = error.get_msg().empty() ? std::string(type) : error.get_msg();
  // the system's own words (disk full, no permission), where there are any
  const char* const system = error.get_error_string();
  const std::string message =
      "the index: " + detail + (system != nullptr ? std::string(" (") + system + ")" : "");
  if (type == "DatabaseLockError")
    return {Code::kConflict, message, "wait until the other writer has finished, or stop it"};
  if (type == "DatabaseNotFoundError") return {Code::kNotFound, message, "run `aplomb index`"};
  if (type == "DatabaseCorruptError" || type == "DatabaseVersionError" ||
      type == "SerialisationError" || type == "DocNotFoundError")
    return {Code::kDamaged, message, "run `aplomb index --rebuild`; the articles are untouched"};
  if (type == "DatabaseModifiedError")
    return {Code::kUnavailable, message, "the index is changing quickly; try again"};
  if (type == "InvalidArgumentError") return {Code::kInvalidArgument, message, ""};
  return {Code::kIo, message, "check the disk that holds the index, then run it again"};
}

}  // namespace aplomb
