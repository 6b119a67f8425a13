// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/finding.h"
#include "indexer/rules.h"

namespace aplomb {

/// A finding of the rule's own severity.
[[nodiscard]] Finding make_finding(Rule rule, std::string path, int line, std::string message,
                                   std::string hint = {});

/// Collects what one file's editor should know; at most a few hundred findings, because a file
/// that is wrong in every line needs no list of its lines.
class FindingLog {
 public:
  explicit FindingLog(std::string_view path) : path_(path) {}

  void add(Rule rule, int line, std::string message, std::string hint = {});

  /// Hands the findings over, in the order of their lines.
  [[nodiscard]] std::vector<Finding> take();

 private:
  std::string path_;
  std::vector<Finding> findings_;
  bool overflowed_ = false;
};

}  // namespace aplomb
