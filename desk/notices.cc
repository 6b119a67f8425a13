// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/notices.h"

#include <algorithm>
#include <utility>

#include "desk/audit_log.h"
#include "desk/audit_rows.h"
#include "desk/field_checks.h"
#include "desk/store.h"
#include "engine/calendar.h"
#include "engine/said_words.h"

namespace aplomb::desk {
namespace {

const std::string kSelect =
    "SELECT id, title, text, audience, queries, starts, expires, author, created, published, ended "
    "FROM notices ";
const std::string kFind = kSelect + "WHERE id = ?";
const std::string kOpen = kSelect + "WHERE ended IS NULL AND expires > ?1 ORDER BY id DESC";
const std::string kEnded =
    kSelect + "WHERE NOT (ended IS NULL AND expires > ?1) ORDER BY id DESC LIMIT ?2";
const std::string kPublished =
    kSelect + "WHERE published IS NOT NULL AND ended IS NULL AND expires > ?1 ORDER BY id DESC";
constexpr const char* kCountOpen =
    "SELECT count(*) FROM notices WHERE ended IS NULL AND expires > ?1";
constexpr const char* kInsert =
    "INSERT INTO notices (title, text, audience, queries, starts, expires, author, created) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
constexpr const char* kChange =
    "UPDATE notices SET title = ?2, text = ?3, audience = ?4, queries = ?5, starts = ?6, "
    "expires = ?7 WHERE id = ?1";
constexpr const char* kPublish = "UPDATE notices SET published = ?2 WHERE id = ?1";
constexpr const char* kEnd = "UPDATE notices SET ended = ?2 WHERE id = ?1";

/// Lines, one a query: control characters are refused in each.
std::string joined(const std::vector<std::string>& queries) {
  std::string lines;
  for (const std::string& query : queries) lines.append(query).append("\n");
  return lines;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// An audience that is not known (a file changed by hand) reads as internal.
Notice read_notice(const Query& query, Time now) {
  Notice notice;
  notice.id = {query.integer(0)};
  notice.title = query.text(1);
  notice.text = query.text(2);
  notice.audience = parse_audience(query.text(3)).value_or(Audience::kInternal);
  notice.queries = lines_of(query.text(4));
  notice.starts = query.optional_time(5);
  notice.expires = query.time(6);
  notice.author = query.text(7);
  notice.created = query.time(8);
  using enum Notice::State;
  if (!query.is_null(10) || notice.expires <= now)
    notice.state = kEnded;
  else
    notice.state = query.is_null(9) ? kDraft : kPublished;
  return notice;
}

std::vector<Notice> read_all(Query& query, Time now) {
  std::vector<Notice> notices;
  while (query.step()) notices.push_back(read_notice(query, now));
  return notices;
}

Result<Notice> find(Connection& connection, NoticeId id, Time now) {
  Query query = connection.query(kFind);
  if (!query.bind(id.value).step())
    return fail(Code::kNotFound, "there is no notice " + std::to_string(id.value),
                "GET /api/v1/notices?all=1 lists them");
  return read_notice(query, now);
}

/// The same of one that may still be changed.
Result<Notice> find_open(Connection& connection, NoticeId id, Time now) {
  auto notice = find(connection, id, now);
  if (notice && notice->state == Notice::State::kEnded)
    return fail(Code::kConflict, "notice " + std::to_string(id.value) + " has ended",
                "make another");
  return notice;
}

/// `7 (Card payments fail)`
std::string subject_of(const Notice& notice) {
  return std::to_string(notice.id.value) + " (" + notice.title + ")";
}

std::string span_of(const NoticeText& notice) {
  return std::string(to_string(notice.audience)) + "; " +
         (notice.starts ? "from " + timestamp(*notice.starts) + " " : std::string()) + "to " +
         timestamp(notice.expires);
}

Result<void> check_queries(const std::vector<std::string>& queries) {
  if (queries.size() > kMaxNoticeQueries)
    return fail_at("queries", "queries are too many",
                   "name at most " + std::to_string(kMaxNoticeQueries));
  for (const std::string& query : queries) {
    if (auto valid = check_text("queries", query, kMaxNoticeQueryChars); !valid) return valid;
    if (Phrase(query, "").empty())
      return fail_at("queries", "queries hold one without a word", "leave it out");
  }
  return {};
}

Result<void> check(const NoticeText& notice, Time now) {
  if (auto valid = check_title("title", notice.title, kMaxNoticeTitleChars); !valid) return valid;
  std::string on_one_line = notice.text;  // lines are the one control character that may be there
  std::ranges::replace(on_one_line, '\n', ' ');
  if (auto valid = check_text("text", on_one_line, kMaxNoticeTextChars); !valid) return valid;
  if (auto valid = check_queries(notice.queries); !valid) return valid;
  if (notice.expires <= now)
    return fail_at("expires", "expires is in the past", "name a time to come");
  if (notice.expires - now > kMaxNoticeSpan)
    return fail_at("expires", "expires is more than a year away",
                   "write an article about what holds for so long");
  if (notice.starts && *notice.starts >= notice.expires)
    return fail_at("starts", "starts is not before expires", "name an earlier time");
  return {};
}

bool is_for(const Notice& notice, Audience reader, Time now) {
  return (reader == Audience::kInternal || notice.audience == Audience::kCustomer) &&
         (!notice.starts || *notice.starts <= now) && now < notice.expires;
}

/// Two letters, as a page says its language; anything else is taken for English.
std::string_view language_in(std::string_view language) {
  const bool plain = language.size() == 2 &&
                     std::ranges::all_of(language, [](char c) { return c >= 'a' && c <= 'z'; });
  return plain && language != "en" ? language : std::string_view{};
}

}  // namespace

std::string_view to_string(Notice::State state) {
  switch (state) {
    case Notice::State::kDraft:
      return "draft";
    case Notice::State::kPublished:
      return "published";
    case Notice::State::kEnded:
      return "ended";
  }
  return "draft";
}

/// What is published, made ready to be looked for.
struct Notices::Published {
  std::vector<Notice> notices;

  /// The phrases of each notice, in the order of `notices`; made when a language first comes.
  [[nodiscard]] const std::vector<std::vector<Phrase>>& phrases(std::string_view language) const {
    const std::scoped_lock lock(mutex_);
    if (const auto known = phrases_.find(language); known != phrases_.end()) return known->second;
    if (phrases_.size() > kMaxLanguages) return phrases_.find("")->second;
    if (!language.empty()) static_cast<void>(make(""));
    return make(language);
  }

 private:
  /// Pages come in a few; who makes more up is compared in English.
  static constexpr std::size_t kMaxLanguages = 8;
  using ByNotice = std::vector<std::vector<Phrase>>;

  const ByNotice& make(std::string_view language) const {
    if (const auto known = phrases_.find(language); known != phrases_.end()) return known->second;
    std::vector<std::vector<Phrase>> made;
    for (const Notice& notice : notices) {
      auto& list = made.emplace_back();
      for (const std::string& query : notice.queries) list.emplace_back(query, language);
    }
    return phrases_.emplace(language, std::move(made)).first->second;
  }

  mutable std::mutex mutex_;  // guards what follows, of which nothing is ever taken away
  mutable std::map<std::string, ByNotice, std::less<>> phrases_;
};

Notices::Notices(Store& store) : store_(store) {}
Notices::~Notices() = default;

Result<std::shared_ptr<const Notices::Published>> Notices::published() const {
  const Time now = store_.now();
  const std::scoped_lock lock(mutex_);
  if (published_ && looked_ == now) return published_;
  auto read = store_.read([&](Connection& connection) -> Result<std::vector<Notice>> {
    Query query = connection.query(kPublished);
    return read_all(query.bind(now), now);
  });
  if (!read) return tl::unexpected<Error>(read.error());
  // the same ones keep the words that were made of them
  if (!published_ || published_->notices != *read) {
    auto next = std::make_shared<Published>();
    next->notices = *std::move(read);
    published_ = std::move(next);
  }
  looked_ = now;
  return published_;
}

void Notices::forget() {
  const std::scoped_lock lock(mutex_);
  looked_ = {};
}

Result<std::vector<Notice>> Notices::list() const {
  return store_.read([&](Connection& connection) -> Result<std::vector<Notice>> {
    const Time now = store_.now();
    Query open = connection.query(kOpen);
    auto notices = read_all(open.bind(now), now);
    Query ended = connection.query(kEnded);
    auto rest = read_all(ended.bind(now, kMaxEndedNoticesTold), now);
    std::ranges::move(rest, std::back_inserter(notices));
    std::ranges::sort(notices, std::greater{}, [](const Notice& one) { return one.id.value; });
    return notices;
  });
}

Result<std::vector<Notice>> Notices::current(Audience reader) const {
  return published().map([&](const std::shared_ptr<const Published>& published) {
    const Time now = store_.now();
    std::vector<Notice> current;
    std::ranges::copy_if(published->notices, std::back_inserter(current),
                         [&](const Notice& notice) { return is_for(notice, reader, now); });
    return current;
  });
}

Result<std::vector<Notice>> Notices::for_query(Audience reader, std::string_view query,
                                               std::string_view language) const {
  return published().map([&](const std::shared_ptr<const Published>& published) {
    std::vector<Notice> found;
    if (published->notices.empty()) return found;
    const Time now = store_.now();
    const std::string_view in = language_in(language);
    const SaidWords said(query, in);
    const auto& phrases = published->phrases(in);
    for (std::size_t i = 0; i < phrases.size(); ++i)
      if (is_for(published->notices[i], reader, now) &&
          std::ranges::any_of(phrases[i], [&](const Phrase& one) { return said.say(one); }))
        found.push_back(published->notices[i]);
    return found;
  });
}

Result<Notice> Notices::add(const Actor& actor, const NoticeText& notice) {
  const Time now = store_.now();
  if (auto valid = check(notice, now); !valid) return tl::unexpected<Error>(valid.error());
  return store_.write([&](Connection& connection) -> Result<Notice> {
    Query open = connection.query(kCountOpen);
    open.bind(now).step();
    if (static_cast<std::size_t>(open.integer(0)) >= kMaxOpenNotices)
      return fail(Code::kConflict,
                  "there are " + std::to_string(kMaxOpenNotices) + " notices already",
                  "end those that are over");
    connection.query(kInsert)
        .bind(notice.title, notice.text, to_string(notice.audience), joined(notice.queries),
              notice.starts, notice.expires, one_line(actor.text(), kMaxAuditSubjectBytes), now)
        .run();
    return find(connection, {connection.database().getLastInsertRowid()}, now)
        .map([&](Notice added) {
          write_audit(connection, now, actor, "notice.draft", subject_of(added), span_of(added));
          return added;
        });
  });
}

Result<Notice> Notices::change(const Actor& actor, NoticeId id, const NoticeChange& change) {
  const Time now = store_.now();
  auto changed = store_.write([&](Connection& connection) -> Result<Notice> {
    const auto before = find_open(connection, id, now);
    if (!before) return before;
    Notice notice = *before;
    if (change.title) notice.title = *change.title;
    if (change.text) notice.text = *change.text;
    if (change.audience) notice.audience = *change.audience;
    if (change.queries) notice.queries = *change.queries;
    if (change.starts) notice.starts = *change.starts;
    if (change.expires) notice.expires = *change.expires;
    if (notice == *before) return notice;
    if (auto valid = check(notice, now); !valid) return tl::unexpected<Error>(valid.error());
    connection.query(kChange)
        .bind(id.value, notice.title, notice.text, to_string(notice.audience),
              joined(notice.queries), notice.starts, notice.expires)
        .run();
    write_audit(connection, now, actor, "notice.change", subject_of(notice),
                std::string(to_string(notice.state)) + "; " + span_of(notice));
    return notice;
  });
  if (changed) forget();
  return changed;
}

Result<Notice> Notices::publish(const Actor& actor, NoticeId id) {
  const Time now = store_.now();
  auto published = store_.write([&](Connection& connection) -> Result<Notice> {
    auto notice = find_open(connection, id, now);
    if (!notice) return notice;
    if (notice->state != Notice::State::kDraft)
      return fail(Code::kConflict, "notice " + std::to_string(id.value) + " is published already");
    connection.query(kPublish).bind(id.value, now).run();
    notice->state = Notice::State::kPublished;
    write_audit(connection, now, actor, "notice.publish", subject_of(*notice), span_of(*notice));
    return notice;
  });
  if (published) forget();
  return published;
}

Result<void> Notices::end(const Actor& actor, NoticeId id) {
  const Time now = store_.now();
  const auto ended = store_.write([&](Connection& connection) -> Result<void> {
    const auto notice = find_open(connection, id, now);
    if (!notice) return tl::unexpected<Error>(notice.error());
    connection.query(kEnd).bind(id.value, now).run();
    write_audit(connection, now, actor, "notice.end", subject_of(*notice),
                std::string(to_string(notice->state)));
    return {};
  });
  if (ended) forget();
  return ended;
}

}  // namespace aplomb::desk
