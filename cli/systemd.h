// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/result.h"
#include "http/gate/listener.h"

// What passes between systemd and a service of its (sd_listen_fds(3), sd_notify(3)). Elsewhere
// nothing is passed on, and nobody is told.
namespace aplomb::cli::systemd {

/// The sockets that were passed on, as the unit lists them; empty when there are none. Takes the
/// variables that tell of them out of the environment, so that no child believes them.
/// To be called once, before there are threads.
/// Errors: kInvalidArgument (something else than listening stream sockets), kIo.
[[nodiscard]] Result<std::vector<http::Listener>> passed_listeners();

/// Shown by `systemctl status`.
void say_status(const std::string& status);
/// Starting up or reloading is done.
void say_ready(const std::string& status);
void say_reloading();
void say_stopping();

}  // namespace aplomb::cli::systemd
