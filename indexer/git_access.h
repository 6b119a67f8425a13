// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <git2.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/result.h"

/// What the files that know libgit2 share. Only they include this.
namespace aplomb::git {

/// Frees with the library's function for the type.
template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using Repository = std::unique_ptr<git_repository, Freed<git_repository_free>>;
using Odb = std::unique_ptr<git_odb, Freed<git_odb_free>>;
using OdbObject = std::unique_ptr<git_odb_object, Freed<git_odb_object_free>>;
using Reference = std::unique_ptr<git_reference, Freed<git_reference_free>>;
using Commit = std::unique_ptr<git_commit, Freed<git_commit_free>>;
using Tree = std::unique_ptr<git_tree, Freed<git_tree_free>>;
using Diff = std::unique_ptr<git_diff, Freed<git_diff_free>>;
using Patch = std::unique_ptr<git_patch, Freed<git_patch_free>>;
using Blame = std::unique_ptr<git_blame, Freed<git_blame_free>>;
using Signature = std::unique_ptr<git_signature, Freed<git_signature_free>>;

/// Where a function of the library puts what it has made: `git_odb_open(&*Out(odb), …)`.
template <class Owner>
class Out {
 public:
  explicit Out(Owner& owner) : owner_(owner) {}
  Out(const Out&) = delete;
  Out& operator=(const Out&) = delete;
  ~Out() { owner_.reset(raw_); }
  operator typename Owner::pointer *() { return &raw_; }  // NOLINT: that is its purpose

 private:
  Owner& owner_;
  typename Owner::pointer raw_ = nullptr;
};

/// Makes the library ready, once. It does not sync what it writes: git_sync.h does.
void start();

/// What the library said last on this thread, as an error: kForbidden (another user's repository),
/// kConflict (locked), kFull, kIo, else kDamaged.
[[nodiscard]] tl::unexpected<Error> failure(int code, std::string_view doing);

/// 40 hexadecimal digits.
[[nodiscard]] std::string to_hex(const git_oid& id);
[[nodiscard]] std::optional<git_oid> from_hex(const std::string& digits);

/// The bytes of an object. Errors: those of failure().
[[nodiscard]] Result<OdbObject> read(git_odb* odb, const git_oid& id);
[[nodiscard]] std::string_view bytes_of(const OdbObject& object);

}  // namespace aplomb::git
