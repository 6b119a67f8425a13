// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/finding_log.h"

#include <algorithm>
#include <utility>

namespace aplomb {
namespace {

constexpr std::size_t kMaxFindings = 200;

}  // namespace

Finding make_finding(Rule rule, std::string path, int line, std::string message, std::string hint) {
  const RuleInfo& info = about(rule);
  return {info.severity,      std::move(path), line,
          std::move(message), std::move(hint), std::string(info.name)};
}

void FindingLog::add(Rule rule, int line, std::string message, std::string hint) {
  if (findings_.size() >= kMaxFindings) {
    overflowed_ = true;
    return;
  }
  findings_.push_back(make_finding(rule, path_, line, std::move(message), std::move(hint)));
}

std::vector<Finding> FindingLog::take() {
  std::ranges::stable_sort(findings_, {}, &Finding::line);
  if (overflowed_)
    findings_.push_back(make_finding(Rule::kMoreFindings, path_, 0,
                                     "there is more than is listed here",
                                     "mend these first and check again"));
  return std::move(findings_);
}

}  // namespace aplomb
