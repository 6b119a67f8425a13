// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/result.h"
#include "http/gate/listener.h"
#include "http/gate/socket_file.h"

namespace aplomb::cli {

/// Where a server listens. The files of Unix sockets that it made are removed with it, those of
/// sockets that systemd made are not.
class Listening {
 public:
  /// At all of `listen`, as `--listen` takes them.
  /// Errors: kInvalidArgument, kConflict (something listens there), kIo.
  [[nodiscard]] static Result<Listening> at(const std::vector<std::string>& listen);

  /// On the sockets that systemd passed on, and at `listen` when it passed none. Once, before there
  /// are threads. Errors: the same.
  [[nodiscard]] static Result<Listening> passed_or_at(const std::vector<std::string>& listen);

  /// With the ports that were taken.
  [[nodiscard]] const std::vector<http::Endpoint>& endpoints() const { return endpoints_; }
  /// Whether somebody beyond this machine reaches it.
  [[nodiscard]] bool reaches_beyond() const;
  /// For the server; once.
  [[nodiscard]] std::vector<http::Listener> take() { return std::move(listeners_); }

  /// `http://127.0.0.1:8080/, unix:/run/aplomb.sock`
  [[nodiscard]] std::string text() const;
  /// How a person begins to find it: the first TCP listener, else the first of `hosts`, which are
  /// names that a proxy in front serves. With a slash at its end.
  [[nodiscard]] std::string url(const std::vector<std::string>& hosts) const;

 private:
  void add(http::Listener listener);

  std::vector<http::Endpoint> endpoints_;
  std::vector<http::SocketFile> files_;
  std::vector<http::Listener> listeners_;
};

}  // namespace aplomb::cli
