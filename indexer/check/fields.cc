// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "indexer/check/checks.h"

namespace aplomb {
namespace {

void check_review(const CheckedArticle& checked, FindingLog& log) {
  const Article& article = checked.article();
  const auto due = review_due(article.last_reviewed, article.review_every);
  if (!due) {
    const bool reviewed = article.last_reviewed.has_value();
    log.add(Rule::kMissingReview, checked.line_of({reviewed ? "last_reviewed" : "review_every"}),
            reviewed ? "it does not say how often it should be reviewed"
                     : "it does not say when it was last reviewed",
            reviewed ? "add a line such as review_every: 6 months"
                     : "add last_reviewed, the day on which somebody last read it as right, and "
                       "review_every");
  } else if (*due < checked.today()) {
    log.add(Rule::kOverdueReview, checked.line_of({"last_reviewed"}),
            "its review was due on " + to_string(*due),
            "read it; if it is still right, set last_reviewed to today");
  }
}

}  // namespace

void check_fields(const CheckedArticle& checked, FindingLog& log) {
  if (!checked.in_use()) return;
  const Article& article = checked.article();
  if (article.answer.empty())
    log.add(Rule::kMissingAnswer, 1, "it has no answer line",
            "add answer: what an agent says first, in one or two sentences");
  if (article.owner.empty() && !checked.settings().owned_departments.contains(article.department))
    log.add(Rule::kMissingOwner, 1, "it has no owner",
            "add owner: the role that keeps it right, or a department that has one");
  check_review(checked, log);
  if (article.expiry_date && article.expiry_date->over() <= std::chrono::sys_days{checked.today()})
    log.add(Rule::kExpired, checked.line_of({"expiryDate", "expiry_date"}),
            "it expired on " + to_string(*article.expiry_date),
            "give it a new expiryDate, or say confidence: archived");
}

}  // namespace aplomb
