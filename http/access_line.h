// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace aplomb::http {

/// One answered request, as the access log tells it. Any bytes will do in any field; a field that
/// is too long is cut. The views are read during the call only.
struct AccessRecord {
  std::chrono::system_clock::time_point time;  ///< when its head had come
  std::string_view request_id;                 ///< see request_id.h
  std::string_view method;
  std::string_view route;  ///< the pattern; empty when the path has no route
  std::string_view path;   ///< as sent, percent-encoded, without the query
  std::string_view query;  ///< what was searched for, decoded; written only when it is asked for
  int status = 0;
  std::uint64_t bytes = 0;  ///< of the answer's body as sent
  std::chrono::nanoseconds took{};
  std::string_view role;     ///< of the caller, "agent"; empty for nobody
  std::string_view who;      ///< a token's name, or `person:` and a number; empty for nobody
  std::string_view address;  ///< of the client, as numbers
};

/// No line is longer, so that one write to a pipe takes it whole (PIPE_BUF is 4096).
inline constexpr std::size_t kMaxLineBytes = 4096;

/// Appends the record as one line of JSON, in ASCII where bytes could be taken for the end of a
/// line or move a terminal's cursor. docs/metrics.md lists its members.
///
/// A path is written as sent when it was answered with a status below 400 and its route has no
/// captures but `{id}` and `{path...}`: then what stands in it names an article or a file. Of
/// somebody's own things and of people it is the route's pattern. Anything else is somebody's
/// typing: it is decoded, as often as it is encoded, and masked (engine/masking.h), as are method
/// and `query`.
void append_line(std::string& to, const AccessRecord& record, bool with_query);

/// Whether paths of the route tell of a person: whom it is about, or what is theirs alone.
[[nodiscard]] bool is_personal(std::string_view route);

/// Appends the line that stands in the log where `lines` are missing.
void append_gap(std::string& to, std::chrono::system_clock::time_point time, std::uint64_t lines);

}  // namespace aplomb::http
