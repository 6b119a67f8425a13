// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/calendar.h"

namespace aplomb {

/// Who may see a text. Whatever is in doubt is internal.
enum class Audience { kInternal, kCustomer };

enum class Kind { kUnstated, kTip, kProcedure, kPolicy, kScript, kFaq, kReference };

/// The state of an article in Knowledge-Centered Service (KCS v6).
enum class Confidence { kWip, kNotValidated, kValidated, kArchived };

/// The words that front matter, the API and the index use. Parsing is exact and lower-case.
[[nodiscard]] std::string_view to_string(Audience audience);
[[nodiscard]] std::string_view to_string(Kind kind);  // kUnstated is ""
[[nodiscard]] std::string_view to_string(Confidence confidence);
[[nodiscard]] std::optional<Audience> parse_audience(std::string_view word);
[[nodiscard]] std::optional<Kind> parse_kind(std::string_view word);
[[nodiscard]] std::optional<Confidence> parse_confidence(std::string_view word);

/// Names an article for good: 1 to 120 characters of [a-z0-9-], neither first nor last a hyphen.
struct ArticleId {
  std::string value;

  auto operator<=>(const ArticleId&) const = default;
};

[[nodiscard]] bool is_valid(const ArticleId& id);

/// The nearest valid id to a path or a phrase: lower-case, everything else a hyphen. Text without
/// any Latin letter or digit gets an id from its hash. Longer ones are cut and end in a hash, so
/// that two long paths stay apart.
[[nodiscard]] ArticleId make_id(std::string_view text);

/// What may be promised. `what` and `within` may be told to a customer, the rest not.
struct Promise {
  std::string what, within, limit, authority;
};

/// When a rule bends, how far, and who may bend it.
struct RuleException {
  std::string when, may, who, never;
};

/// Whom to hand a caller over to. Only `say` may be told to a customer.
struct Handoff {
  std::string to, hours, say;
  std::vector<std::string> collect;
};

/// What a reader found wrong with an article, until somebody has looked into it.
struct Flag {
  std::string by;
  std::chrono::sys_seconds at{};  ///< the epoch where it is not known
  std::string reason;
};

/// The unit of search: a run of blocks under one heading with one audience.
struct Passage {
  Audience audience = Audience::kInternal;
  std::vector<std::string> headings;  ///< outermost first, without the title; plain text
  std::string anchor;                 ///< of the innermost heading; empty above the first one
  std::string text;                   ///< plain text, blocks separated by '\n'
};

struct Heading {
  int level = 1;  ///< 1..6
  std::string text;
  std::string anchor;  ///< unique within the article
  Audience audience = Audience::kInternal;
};

/// An article as one reader may see it.
struct Page {
  std::string html;      ///< safe to embed as it is: no raw HTML, scripts or unsafe links
  std::string markdown;  ///< the source (full), or what is left of it (customer); no front matter
                         ///< in the customer's
};

/// What customers may see of an article's text. It is made of a document that never held anything
/// else, so that no number, name or order in it depends on what is internal.
struct CustomerText {
  std::string
      title;  ///< the front matter's; else of what customers see, the first heading or words
  std::vector<Heading> headings;
  std::vector<Passage> passages;
  std::vector<std::string> files;  ///< as `Article::files`
  Page page;
};

/// One article, as read from its file. A plain value.
struct Article {
  ArticleId id;
  bool id_is_of_path = false;  ///< nobody stated one
  std::string path;            ///< within the articles folder, '/' between parts
  std::string title;
  std::string description;
  std::string answer;
  std::string empathy;
  std::vector<std::string> symptoms;
  Kind kind = Kind::kUnstated;
  Confidence confidence = Confidence::kNotValidated;
  Audience audience = Audience::kInternal;  ///< of text outside marked blocks
  std::string owner;
  std::string department;
  std::vector<std::string> products;
  std::vector<std::string> tags;
  std::optional<Promise> promise;
  std::vector<RuleException> exceptions;
  std::optional<Handoff> handoff;
  std::optional<Date> last_reviewed;
  std::optional<Period> review_every;
  std::optional<DayOrMinute> publish_date;  ///< before it begins nobody is led to the article
  std::optional<DayOrMinute> expiry_date;   ///< nor when it is over
  std::vector<Flag> flags;                  ///< oldest first; never for customers
  std::chrono::sys_seconds updated{};       ///< the front matter's date, else the file's; the epoch
                                            ///< where it is not known
  bool updated_is_of_file = false;          ///< the front matter has no date
  std::string language = "en";              ///< ISO 639-1, lower-case
  double boost = 1;                         ///< 0.1 to 10
  bool excluded = false;                    ///< kept, but never found (`search: {exclude: true}`)
  std::vector<ArticleId> aliases;           ///< former ids
  std::vector<std::string> pins;            ///< queries that this article must head
  std::vector<std::string> test_queries;

  std::vector<Heading> headings;
  std::vector<Passage> passages;
  std::vector<std::string> files;  ///< in the folder, that the text shows or links to; no articles
  Page full;
  CustomerText customer;                ///< empty when the article holds no customer text
  std::vector<std::string> link_names;  ///< of a projection: its path, and the id that agents know
                                        ///< it by if that is its path, in opaque names
};

/// The article as a customer-level reader may know it: its customer text and the front matter that
/// design allows, everything else cleared. Absent when nothing in the article is customer text.
/// Of the pins those stay that say nothing but words of the projection, of the path its opaque
/// names; files keep their paths, so that they can be served. These three are looked up by, never
/// shown. An id that comes from the path is replaced by an opaque one, a date that comes from the
/// file by none: an edit of internal text changes it. This is the only way into the customer
/// database.
[[nodiscard]] std::optional<Article> customer_projection(const Article& article);

/// Whether an article holds at a moment, by its publish and expiry dates.
enum class Validity { kScheduled, kValid, kExpired };

/// "scheduled", "valid", "expired"
[[nodiscard]] std::string_view to_string(Validity validity);

/// What is expired stays so, whenever it was to begin.
[[nodiscard]] Validity validity_of(const Article& article, Minute now);

/// The last day on which the next review is in time: `last_reviewed` + `review_every`. An article
/// without either has none.
[[nodiscard]] std::optional<Date> review_due(const std::optional<Date>& last_reviewed,
                                             const std::optional<Period>& review_every);

/// Whether the review is late on `day`: review_due() lies before it.
[[nodiscard]] bool is_overdue(const std::optional<Date>& last_reviewed,
                              const std::optional<Period>& review_every, Date day);

}  // namespace aplomb
