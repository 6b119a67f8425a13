// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/finding_log.h"

#include <algorithm>
#include <utility>

namespace aplomb {
namespace {

constexpr std::size_t kMaxFindings = 200;

}  // namespace

void FindingLog::note(int line, std::string message, std::string hint) {
  add(Finding::Severity::kNote, line, std::move(message), std::move(hint));
}

void FindingLog::warn(int line, std::string message, std::string hint) {
  add(Finding::Severity::kWarning, line, std::move(message), std::move(hint));
}

void FindingLog::refuse(int line, std::string message, std::string hint) {
  add(Finding::Severity::kRefused, line, std::move(message), std::move(hint));
}

std::vector<Finding> FindingLog::take() {
  std::ranges::stable_sort(findings_, {}, &Finding::line);
  if (overflowed_)
    findings_.push_back({Finding::Severity::kNote, path_, 0, "there is more than is listed here",
                         "mend these first and check again"});
  return std::move(findings_);
}

void FindingLog::add(Finding::Severity severity, int line, std::string message, std::string hint) {
  if (findings_.size() >= kMaxFindings) {
    overflowed_ = true;
    return;
  }
  findings_.push_back({severity, path_, line, std::move(message), std::move(hint)});
}

}  // namespace aplomb
