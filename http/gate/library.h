// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "http/gate/request_reader.h"
#include "http/message.h"

namespace aplomb::http {

/// Has cpp-httplib parse a request, hand it to us, and write the answer; in memory. Of the request
/// the library gets to see its first line, the host and whether the connection is kept: what else
/// clients send it would act upon, and in ways that are its known weaknesses (docs/security.md).
///
/// Thread-safety: none; each thread has its own.
class Library {
 public:
  /// `answer` must outlive it.
  explicit Library(const std::function<Response(Request)>& answer);
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  /// The answer's bytes. `closing` says so in them.
  [[nodiscard]] std::string answer(WholeRequest whole, std::string peer, bool closing);

  /// The bytes of an answer that is there already; without its body for HEAD.
  [[nodiscard]] std::string write(Response response, bool is_head, bool closing);

 private:
  class Server;  // keeps httplib.h out of this header
  std::unique_ptr<Server> server_;
};

}  // namespace aplomb::http
