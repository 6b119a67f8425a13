// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/git_access.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace aplomb::git {
namespace {

bool says(std::string_view message, int error_number) {
  return message.find(std::generic_category().message(error_number)) != std::string_view::npos;
}

}  // namespace

void start() {
  static const bool ready = [] {
    git_libgit2_init();  // never undone: threads may use it until the end
    return true;
  }();
  (void)ready;
}

tl::unexpected<Error> failure(int code, std::string_view doing) {
  const git_error* const last = git_error_last();
  const std::string said = last != nullptr && last->message != nullptr ? last->message : "unknown";
  const std::string message =
      "The Git repository could not be used (" + std::string(doing) + ": " + said + ").";
  if (code == GIT_EOWNER)
    return fail(Code::kForbidden, "The Git repository belongs to another user: " + said + ".",
                "Run Aplomb as its owner, or let it in with `git config --system --add "
                "safe.directory FOLDER`.");
  if (code == GIT_ELOCKED)
    return fail(Code::kConflict, "Another program is changing the Git repository (" + said + ").",
                "Try again when it is done; if none is, remove the .lock file.");
  if (says(said, ENOSPC) || says(said, EDQUOT))
    return fail(Code::kFull, "The disk is full (" + said + ").",
                "Make room on it, then try again.");
  if (says(said, EACCES) || says(said, EPERM) || says(said, EROFS))
    return fail(Code::kIo, message,
                "Give the user that Aplomb runs as the right to write to the folder .git.");
  if (last != nullptr && last->klass == GIT_ERROR_OS) return fail(Code::kIo, message, "");
  return fail(Code::kDamaged, message, "`git fsck` tells what is wrong with it.");
}

std::string to_hex(const git_oid& id) {
  std::string digits(GIT_OID_HEXSZ, '0');
  git_oid_fmt(digits.data(), &id);
  return digits;
}

std::optional<git_oid> from_hex(const std::string& digits) {
  git_oid id{};
  if (digits.size() != GIT_OID_HEXSZ || git_oid_fromstr(&id, digits.c_str()) != 0)
    return std::nullopt;
  return id;
}

Result<OdbObject> read(git_odb* odb, const git_oid& id) {
  OdbObject object;
  if (const int error = git_odb_read(Out(object), odb, &id))
    return failure(error, "reading " + to_hex(id));
  return object;
}

std::string_view bytes_of(const OdbObject& object) {
  return {static_cast<const char*>(git_odb_object_data(object.get())),
          git_odb_object_size(object.get())};
}

}  // namespace aplomb::git
