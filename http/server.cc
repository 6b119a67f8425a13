// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/server.h"

#include <algorithm>

#include "http/gate/gate.h"

namespace aplomb::http {

Result<Server> Server::make(std::vector<Listener> listeners, Backend backend,
                            const ServerOptions& options) {
  auto gate = Gate::make(std::move(listeners), std::move(backend), options);
  if (!gate) return tl::unexpected(gate.error());
  return Server(*std::move(gate));
}

Result<Server> Server::listen(const Endpoint& endpoint, Backend backend,
                              const ServerOptions& options) {
  auto listener = listen_on(endpoint);
  if (!listener) return tl::unexpected(listener.error());
  std::vector<Listener> listeners;
  listeners.push_back(*std::move(listener));
  return make(std::move(listeners), std::move(backend), options);
}

Server::Server(std::unique_ptr<Gate> gate) : gate_(std::move(gate)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

std::uint16_t Server::port() const {
  const auto* const endpoint = gate_->first_tcp();
  return endpoint == nullptr ? std::uint16_t{0} : endpoint->port;
}

std::string Server::url() const {
  const auto* const endpoint = gate_->first_tcp();
  return endpoint == nullptr ? std::string() : "http://" + endpoint->text() + "/";
}

void Server::run() {
  gate_->run();
}

void Server::stop() noexcept {
  gate_->stop();
}

}  // namespace aplomb::http
