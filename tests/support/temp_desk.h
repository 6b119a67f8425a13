// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "desk/desk.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb::test {

/// A real desk in a temporary directory, with a clock that stands until it is told to go on and
/// passwords that cost nothing.
class TempDesk {
 public:
  TempDesk() = default;
  explicit TempDesk(const desk::DeskOptions& wanted) : options_(wanted) {
    options_.password_cost = desk::PasswordCost::kLeast;
  }

  desk::Desk* operator->() { return &desk(); }
  desk::Desk& desk() {
    if (!desk_) desk_ = std::make_unique<desk::Desk>(open());
    return *desk_;
  }
  /// Another one over the same file, as another process would have it.
  [[nodiscard]] desk::Desk open() {
    options_.now = [now = now_] { return now->load(); };
    return value_of(desk::Desk::open(path(), options_));
  }
  void close() { desk_.reset(); }

  void pass(std::chrono::seconds time) { now_->store(now() + time); }
  [[nodiscard]] desk::Time now() const { return now_->load(); }
  [[nodiscard]] const std::filesystem::path& path() const { return dir_.path(); }

  /// Adds somebody with a password.
  desk::Person add(const std::string& name, desk::Role role = desk::Role::kAgent) {
    desk::NewPerson person;
    person.name = name;
    person.role = role;
    return value_of(desk().people().add(kTester, person, kPassword));
  }

  static inline const desk::Actor kTester = desk::Actor::command_line("tester");
  static constexpr std::string_view kPassword = "correct horse battery";

 private:
  static desk::DeskOptions cheap() {
    desk::DeskOptions options;
    options.password_cost = desk::PasswordCost::kLeast;
    return options;
  }

  TempDir dir_;
  std::shared_ptr<std::atomic<desk::Time>> now_ =
      std::make_shared<std::atomic<desk::Time>>(desk::Time(std::chrono::seconds(1'800'000'000)));
  desk::DeskOptions options_ = cheap();
  std::unique_ptr<desk::Desk> desk_;
};

/// What went wrong; the end of the test when nothing did.
template <class T>
Code code_of(const Result<T>& result) {
  if (result) throw std::runtime_error("an error was expected");
  return result.error().code;
}

}  // namespace aplomb::test
