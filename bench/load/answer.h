// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace aplomb::bench {

/// The head of an answer that says how long it is.
struct AnswerHead {
  int status = 0;              ///< 200 to 599
  std::size_t head_bytes = 0;  ///< with the empty line
  std::size_t body_bytes = 0;
  bool closes = false;  ///< the server closes the connection after it
};

enum class Reading {
  kMore,     ///< so far it is the beginning of an answer
  kWhole,    ///< head and body are there, and nothing behind them
  kUnsound,  ///< no answer to one GET: see read_answer()
};

/// Reads one answer to a GET, stricter than a browser: HTTP/1.1 with three digits and a reason,
/// exactly one Content-Length (none with 204 and 304), no Transfer-Encoding, a head of at most
/// 16 KiB, a body of at most 64 MiB, and not a byte after it, for nothing else was asked.
/// `head` keeps what was found between calls; reset it for the next answer.
[[nodiscard]] Reading read_answer(std::string_view bytes, std::optional<AnswerHead>& head);

}  // namespace aplomb::bench
