// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/finding.h"

namespace aplomb {

/// What can be wrong with articles and the files beside them. Every finding breaks one of these.
enum class Rule : std::uint8_t {
  // Files.
  kUnreadableFile,
  kLeftOut,
  kHouseFile,
  kHouseEntry,
  kUnknownKey,
  kCheckSetting,
  kMoreFindings,
  // Front matter.
  kBrokenFrontMatter,
  kStrayRule,
  kRepeatedKey,
  kBadValue,
  kUnreadDate,
  kLongValue,
  kOddId,
  kAudienceNotBelieved,
  kMissingAnswer,
  kMissingOwner,
  kMissingReview,
  kOverdueReview,
  kExpired,
  // What is said to customers.
  kLongAnswer,
  kUnspeakable,
  kInternalWord,
  kCustomerData,
  // The text.
  kUnknownMark,
  kMisplacedMark,
  kForeignSyntax,
  kOpenComment,
  kUnreadMarkdown,
  kFlattenedMarkdown,
  kSkippedHeading,
  kSecondTitle,
  kEmptyHeading,
  kUnnumberedSteps,
  kBrokenLink,
  kBrokenAnchor,
  kBrokenImage,
  // Among the articles.
  kIdClash,
  kSharedPathId,
  kAliasClash,
  kDuplicate,
  kNearDuplicate,
  // Searches.
  kQueryMissed,
  kQuerySecond,
  kQueryNearest,
  kQueryNotAsked,
  kPinSecond,
};

struct RuleInfo {
  Rule rule;
  std::string_view name;       ///< as settings, docs/check.md and JSON have it; for good
  Finding::Severity severity;  ///< unless aplomb.yaml says otherwise, which it cannot of kRefused
  std::string_view meaning;    ///< one line, without a full stop
};

inline constexpr std::size_t kRuleCount = static_cast<std::size_t>(Rule::kPinSecond) + 1;

/// All of them in the order of the enumeration; a test compares docs/check.md with this table.
///
/// What keeps a text from being read as it was meant, and what a search does not find, is a
/// warning. What only time brings about, and what a folder written for another tool cannot have,
/// is a note: neither should stop a build that changed nothing of it.
inline constexpr std::array<RuleInfo, kRuleCount> kRules{{
    {Rule::kUnreadableFile, "unreadable-file", Finding::Severity::kRefused,
     "the file cannot be read as text: no UTF-8, binary, over 4 MiB, no right to read it"},
    {Rule::kLeftOut, "left-out", Finding::Severity::kNote,
     "a hidden file or folder, or a link to a folder, is no part of the knowledge base"},
    {Rule::kHouseFile, "house-file", Finding::Severity::kRefused,
     "`synonyms.yaml` or `aplomb.yaml` cannot be taken; what it said before stays in use"},
    {Rule::kHouseEntry, "house-entry", Finding::Severity::kWarning,
     "an entry of `synonyms.yaml` or `aplomb.yaml` changes nothing"},
    {Rule::kUnknownKey, "unknown-key", Finding::Severity::kWarning,
     "a key of `synonyms.yaml` or `aplomb.yaml` that nobody reads"},
    {Rule::kCheckSetting, "check-setting", Finding::Severity::kWarning,
     "`check:` in `aplomb.yaml` names a rule, a severity or a key that there is not"},
    {Rule::kMoreFindings, "more-findings", Finding::Severity::kNote,
     "a file has more findings than are listed"},

    {Rule::kBrokenFrontMatter, "broken-front-matter", Finding::Severity::kWarning,
     "the front matter is no valid YAML or TOML, is never closed or is too long"},
    {Rule::kStrayRule, "stray-rule", Finding::Severity::kNote,
     "a line of hyphens opens the file, but no front matter follows"},
    {Rule::kRepeatedKey, "repeated-key", Finding::Severity::kWarning,
     "a key stands in the front matter twice"},
    {Rule::kBadValue, "bad-value", Finding::Severity::kWarning,
     "a value of the front matter has the wrong shape or is unknown, and is left out"},
    {Rule::kUnreadDate, "unread-date", Finding::Severity::kNote,
     "the day of the last change is no date; another one, or the file's, is used"},
    {Rule::kLongValue, "long-value", Finding::Severity::kWarning,
     "a value of the front matter is too long, and was cut"},
    {Rule::kOddId, "odd-id", Finding::Severity::kNote,
     "the id is not lower-case letters, digits and hyphens, and was made so"},
    {Rule::kAudienceNotBelieved, "audience-not-believed", Finding::Severity::kWarning,
     "`audience: customer` in broken front matter"},
    {Rule::kMissingAnswer, "missing-answer", Finding::Severity::kNote,
     "no `answer`: the line to say first"},
    {Rule::kMissingOwner, "missing-owner", Finding::Severity::kNote,
     "no `owner`, and none of its department"},
    {Rule::kMissingReview, "missing-review", Finding::Severity::kNote,
     "no `last_reviewed` or no `review_every`, so that it never falls due"},
    {Rule::kOverdueReview, "overdue-review", Finding::Severity::kNote,
     "the day of the next review has passed"},
    {Rule::kExpired, "expired", Finding::Severity::kNote,
     "the expiry date has passed, and the article is not archived"},

    {Rule::kLongAnswer, "long-answer", Finding::Severity::kWarning,
     "the answer line is over 200 characters"},
    {Rule::kUnspeakable, "unspeakable", Finding::Severity::kWarning,
     "an answer, empathy or hand-off line holds what cannot be read out"},
    {Rule::kInternalWord, "internal-word", Finding::Severity::kError,
     "one of `internal_words` stands where customers can read it"},
    {Rule::kCustomerData, "customer-data", Finding::Severity::kWarning,
     "an e-mail address, phone, order or card number that looks like a customer's"},

    {Rule::kUnknownMark, "unknown-mark", Finding::Severity::kWarning,
     "a `[!…]` that nobody knows; its block is internal"},
    {Rule::kMisplacedMark, "misplaced-mark", Finding::Severity::kWarning,
     "a `[!…]` where it opens no block of its own; everything around it is internal"},
    {Rule::kForeignSyntax, "foreign-syntax", Finding::Severity::kNote,
     "another tool's syntax, shown as text or left out"},
    {Rule::kOpenComment, "open-comment", Finding::Severity::kWarning,
     "an HTML comment is never closed, and hides all that follows"},
    {Rule::kUnreadMarkdown, "unread-markdown", Finding::Severity::kWarning,
     "more Markdown than can be read; the rest is shown as it is written, and internal"},
    {Rule::kFlattenedMarkdown, "flattened-markdown", Finding::Severity::kNote,
     "Markdown that is nested too deeply, or too wide, is shown as text"},
    {Rule::kSkippedHeading, "skipped-heading", Finding::Severity::kNote,
     "a heading is more than one level below the one above it"},
    {Rule::kSecondTitle, "second-title", Finding::Severity::kNote, "a second heading of level 1"},
    {Rule::kEmptyHeading, "empty-heading", Finding::Severity::kWarning, "a heading without text"},
    {Rule::kUnnumberedSteps, "unnumbered-steps", Finding::Severity::kNote,
     "steps that follow each other have no numbers"},
    {Rule::kBrokenLink, "broken-link", Finding::Severity::kWarning,
     "a link to an article or a file that is not there"},
    {Rule::kBrokenAnchor, "broken-anchor", Finding::Severity::kWarning,
     "a link to a heading that is not there"},
    {Rule::kBrokenImage, "broken-image", Finding::Severity::kWarning,
     "a picture that is not there, or cannot be shown"},

    {Rule::kIdClash, "id-clash", Finding::Severity::kRefused,
     "another article has the id that this one states"},
    {Rule::kSharedPathId, "shared-path-id", Finding::Severity::kNote,
     "two paths give one id, so that this one's gets a number behind it"},
    {Rule::kAliasClash, "alias-clash", Finding::Severity::kWarning,
     "an alias is the id or the alias of another article"},
    {Rule::kDuplicate, "duplicate", Finding::Severity::kWarning,
     "nine tenths or more of the words stand in another article, too"},
    {Rule::kNearDuplicate, "near-duplicate", Finding::Severity::kNote,
     "more than half of the words stand in another article, too"},

    {Rule::kQueryMissed, "query-missed", Finding::Severity::kWarning,
     "a test query does not have its article among the first three"},
    {Rule::kQuerySecond, "query-second", Finding::Severity::kNote,
     "a test query has another article first"},
    {Rule::kQueryNearest, "query-nearest", Finding::Severity::kNote,
     "a test query or pin has its article first, but not as an answer"},
    {Rule::kQueryNotAsked, "query-not-asked", Finding::Severity::kNote,
     "a draft has more test queries than are asked while somebody writes"},
    {Rule::kPinSecond, "pin-second", Finding::Severity::kWarning,
     "a pin does not have its article first"},
}};

[[nodiscard]] constexpr const RuleInfo& about(Rule rule) {
  return kRules[static_cast<std::size_t>(rule)];
}

/// By its name, exactly as it is written; absent when there is none.
[[nodiscard]] constexpr std::optional<Rule> find_rule(std::string_view name) {
  for (const RuleInfo& info : kRules)
    if (info.name == name) return info.rule;
  return std::nullopt;
}

}  // namespace aplomb
