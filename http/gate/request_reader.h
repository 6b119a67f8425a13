// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "http/gate/demand.h"
#include "http/gate/framing.h"

namespace aplomb::http {

/// A request that came whole and is sound.
struct WholeRequest {
  Head head;
  std::string body = {};
  Demand demand = {};
};

/// Takes whole requests off a connection's bytes, in whatever pieces they come, one behind the
/// other. What it holds is bounded: a head, the largest body of the route that is asked for, and
/// what was added last.
///
/// Thread-safety: none; a connection has its own.
class RequestReader {
 public:
  /// Where the bytes end that came so far.
  enum class Pending {
    kNothing,  ///< between two requests
    kHead,
    kBody,
  };
  using Next = std::variant<Pending, WholeRequest, Refusal>;

  void add(std::string_view bytes) { bytes_.append(bytes); }

  /// Takes the next request, if there is a whole one. After a refusal there is no next.
  [[nodiscard]] Next next(const DemandOf& demand);

  /// Whether the client waits for 100 before it sends the body that is pending; true once.
  [[nodiscard]] bool take_expectation();

  /// Whether something of a further request has come.
  [[nodiscard]] bool has_bytes() const { return !bytes_.empty(); }

  /// Memory held, in bytes.
  [[nodiscard]] std::size_t size() const { return bytes_.capacity(); }

 private:
  [[nodiscard]] Next next_head(const DemandOf& demand);
  [[nodiscard]] Next next_body();

  std::string bytes_;
  std::size_t searched_ = 0;  ///< no end of a head begins before
  WholeRequest request_;      ///< its head, while the body is pending
  bool in_body_ = false;
};

}  // namespace aplomb::http
