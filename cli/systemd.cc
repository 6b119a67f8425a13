// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that names libsystemd.
#include "cli/systemd.h"

#include <systemd/sd-daemon.h>
#include <time.h>

#include <cstdint>
#include <system_error>

namespace aplomb::cli::systemd {
namespace {

/// Whether it arrived is not asked: without systemd there is nobody, and nothing depends on it.
void notify(const std::string& lines) {
  (void)sd_notify(0, lines.c_str());
}

std::uint64_t monotonic_usec() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000 +
         static_cast<std::uint64_t>(now.tv_nsec) / 1'000;
}

}  // namespace

Result<std::vector<http::Listener>> passed_listeners() {
  const int count = sd_listen_fds(1);
  if (count < 0)
    return fail(Code::kInvalidArgument, "cannot take the sockets that were passed on: " +
                                            std::generic_category().message(-count));
  std::vector<http::Listener> listeners;
  for (int fd = SD_LISTEN_FDS_START; fd < SD_LISTEN_FDS_START + count; ++fd) {
    auto listener = http::adopt(Descriptor(fd));
    if (!listener) return tl::unexpected(listener.error());
    listeners.push_back(*std::move(listener));
  }
  return listeners;
}

void say_status(const std::string& status) {
  notify("STATUS=" + status);
}

void say_ready(const std::string& status) {
  notify("READY=1\nSTATUS=" + status);
}

void say_reloading() {
  // The time is for Type=notify-reload, which systemd has from version 253 on.
  notify("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(monotonic_usec()));
}

void say_stopping() {
  notify("STOPPING=1\nSTATUS=finishing what is under way");
}

}  // namespace aplomb::cli::systemd
