// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/connections.h"

#include <utility>

namespace aplomb::http {

Connection& Connections::add(Descriptor socket, std::string peer, Clock::time_point now) {
  auto& idle = list(Phase::kIdle);
  idle.push_back({.socket = std::move(socket), .peer = std::move(peer)});
  auto& connection = idle.back();
  connection.self = std::prev(idle.end());
  connection.phase = Phase::kIdle;
  connection.since = now;
  return connection;
}

void Connections::enter(Connection& connection, Phase phase, Clock::time_point now) {
  auto& to = list(phase);
  to.splice(to.end(), list(connection.phase), connection.self);
  connection.phase = phase;
  connection.since = now;
  if (phase == Phase::kClosed) {
    connection.socket = {};
    charge(connection);
  }
}

Connection* Connections::oldest(Phase phase) {
  auto& all = list(phase);
  return all.empty() ? nullptr : &all.front();
}

const Connection* Connections::oldest(Phase phase) const {
  const auto& all = list(phase);
  return all.empty() ? nullptr : &all.front();
}

std::size_t Connections::count() const {
  std::size_t sum = 0;
  for (const auto& all : lists_) sum += all.size();
  return sum - count(Phase::kClosed);
}

void Connections::charge(Connection& connection) {
  const auto holds =
      connection.phase == Phase::kClosed
          ? 0  // it goes with this round
          : connection.reader.size() + connection.lent + connection.unsent.capacity();
  charged_ += holds - connection.charged;
  connection.charged = holds;
}

}  // namespace aplomb::http
