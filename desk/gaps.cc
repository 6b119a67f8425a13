// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/gaps.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "desk/audit_log.h"
#include "desk/audit_rows.h"
#include "desk/field_checks.h"
#include "desk/gap_rows.h"
#include "desk/news_rows.h"
#include "desk/open_gaps.h"
#include "desk/store.h"
#include "engine/masking.h"
#include "indexer/text.h"

namespace aplomb::desk {
namespace {

constexpr const char* kWaiting =
    "SELECT id, question, language, state, article, known FROM gaps "
    "WHERE state IN ('open', 'writing') ORDER BY id";
constexpr const char* kClosed =
    "SELECT id, article FROM gaps WHERE state = 'closed' AND article IS NOT NULL "
    "ORDER BY ended DESC, id DESC LIMIT ?";
// most asked first, then by when they are due; ?5 to ?7 are of the last one of the page before
constexpr const char* kList = R"sql(
SELECT id, asked, due FROM gaps
WHERE instr(?1, ',' || state || ',') > 0
  AND (?2 = '' OR owner = ?2 COLLATE NOCASE)
  AND (?3 = 0 OR EXISTS (SELECT 1 FROM gap_askings
                         WHERE gap = gaps.id AND person IS ?4 AND token IS ?5))
  AND (asked < ?6 OR (asked = ?6 AND (due > ?7 OR (due = ?7 AND id > ?8))))
ORDER BY asked DESC, due, id LIMIT ?9
)sql";
constexpr const char* kOwner = "UPDATE gaps SET owner = ?2 WHERE id = ?1";
constexpr const char* kDue = "UPDATE gaps SET due = ?2 WHERE id = ?1";
constexpr const char* kDismiss =
    "UPDATE gaps SET state = 'dismissed', article = NULL, reason = ?2, ended = ?3 WHERE id = ?1";
constexpr const char* kOpenAgain =
    "UPDATE gaps SET state = 'open', article = NULL, reason = ?2, due = ?3, ended = NULL "
    "WHERE id = ?1";
constexpr const char* kKnown = "UPDATE gaps SET known = ?2 WHERE id = ?1";
constexpr const char* kWriting =
    "UPDATE gaps SET state = 'writing', article = ?2, reason = NULL WHERE id = ?1";
constexpr const char* kGiveUp =
    "UPDATE gaps SET state = 'open', article = NULL, reason = ?3 "
    "WHERE id = ?1 AND article = ?2 AND state = 'writing'";
constexpr const char* kClose =
    "UPDATE gaps SET state = 'closed', article = ?2, reason = NULL, ended = ?3 "
    "WHERE id = ?1 AND state IN ('open', 'writing')";
constexpr const char* kReopen =
    "UPDATE gaps SET state = 'open', article = NULL, reason = ?3, due = ?4, ended = NULL "
    "WHERE id = ?1 AND article = ?2 AND state = 'closed'";
constexpr const char* kRename = "UPDATE gaps SET article = ?2 WHERE article = ?1";
constexpr const char* kRenameNews = "UPDATE OR IGNORE news SET article = ?2 WHERE article = ?1";

/// What is due later than that is no question that somebody waits for.
constexpr std::chrono::days kFarthestDue{366};

constexpr std::array<std::pair<GapState, std::string_view>, 4> kStates{{
    {GapState::kOpen, "open"},
    {GapState::kWriting, "writing"},
    {GapState::kClosed, "closed"},
    {GapState::kDismissed, "dismissed"},
}};

tl::unexpected<Error> no_gap(GapId id) {
  return fail(Code::kNotFound, "there is no gap " + std::to_string(id.value),
              "GET /api/v1/gaps lists them");
}

/// In the audit log; the question is nobody's business there.
std::string subject_of(GapId id) {
  return "gap " + std::to_string(id.value);
}

/// A text on one line, masked; what is refused names its field.
Result<std::string> masked_line(std::string_view field, std::string_view text, std::size_t chars) {
  if (text.size() > 4 * chars + 4)  // no character takes more
    return fail_at(field, std::string(field) + " is too long",
                   "use at most " + std::to_string(chars) + " characters");
  std::string line = collapse_space(text);
  if (auto valid = check_text(field, line, chars); !valid)
    return tl::unexpected<Error>(valid.error());
  return mask_personal(line);
}

struct Cursor {
  std::int64_t asked = INT64_MAX, due = 0, id = 0;
};

Result<Cursor> read_cursor(std::string_view text) {
  Cursor cursor;
  if (text.empty()) return cursor;
  const auto* at = text.data();
  const auto* const end = text.data() + text.size();
  bool whole = true;
  for (std::int64_t* const part : {&cursor.asked, &cursor.due, &cursor.id}) {
    const auto [stop, status] = std::from_chars(at, end, *part);
    const bool last = part == &cursor.id;
    whole = whole && status == std::errc{} && (last ? stop == end : stop != end && *stop == '-');
    at = stop == end ? end : stop + 1;
  }
  if (whole) return cursor;
  return fail_at("cursor", "cursor is none that was given out", "leave it out for the first page");
}

std::string states_in(const std::optional<std::vector<GapState>>& wanted) {
  std::string list = ",";
  for (const auto& [state, word] : kStates)
    if (!wanted || std::ranges::find(*wanted, state) != wanted->end())
      list.append(word).append(",");
  return list;
}

std::optional<std::int64_t> row_of(const auto& id) {
  return id ? std::optional<std::int64_t>(id->value) : std::nullopt;
}

void erase_all(std::string& text, std::string_view what) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at))
    text.replace(at, what.size(), " ");
}

/// What is wrong with a change; `now` is the gap as it is.
Result<void> check(const GapChange& change, const Gap& now, Time time) {
  if (change.owner)
    if (auto valid = check_title("owner", *change.owner, kMaxGapOwnerChars); !valid) return valid;
  if (change.due && *change.due <= time)
    return fail_at("due", "due is in the past", "name a time to come");
  if (change.due && *change.due - time > kFarthestDue)
    return fail_at("due", "due is more than a year away", "name a time before that");
  if (change.reason && !change.state)
    return fail_at("reason", "reason goes with a change of state",
                   "send state: dismissed or open with it");
  if (change.reason)
    if (auto valid = check_text("reason", *change.reason, kMaxGapReasonChars); !valid) return valid;
  if (change.state != GapState::kDismissed) return {};
  if (now.state == GapState::kClosed || now.state == GapState::kDismissed)
    return fail(Code::kConflict, "the gap is " + std::string(to_string(now.state)) + " already",
                "open it again to change that");
  return check_title("reason", change.reason.value_or(""), kMaxGapReasonChars);
}

}  // namespace

std::string_view to_string(GapState state) {
  return std::ranges::find(kStates, state, &std::pair<GapState, std::string_view>::first)->second;
}

std::optional<GapState> parse_gap_state(std::string_view word) {
  const auto* const found =
      std::ranges::find(kStates, word, &std::pair<GapState, std::string_view>::second);
  return found == kStates.end() ? std::nullopt : std::optional(found->first);
}

std::string searchable(std::string_view question) {
  std::string text(question);
  for (const std::string_view mark : {"[number]", "[email]"}) erase_all(text, mark);
  return text;
}

Gaps::Gaps(Store& store) : store_(store) {}
Gaps::~Gaps() = default;

Result<std::shared_ptr<const OpenGaps>> Gaps::open() const {
  if (auto open = current()) return open;
  const std::scoped_lock loading(loading_);
  if (auto open = current()) return open;  // somebody else has just read them
  const auto house = house_files_.now();
  const Time day = house->day_of(store_.now());
  using Read = std::vector<std::shared_ptr<const OpenGap>>;
  auto read = store_.read([&](Connection& connection) -> Result<Read> {
    Read gaps;
    for (const GapId id : ids_compared(connection))
      if (auto gap = read_open_gap(connection, id, day)) gaps.push_back(std::move(gap));
    return gaps;
  });
  if (!read) return tl::unexpected<Error>(read.error());
  auto open = std::make_shared<const OpenGaps>(*std::move(read), house);
  const std::scoped_lock lock(mutex_);
  open_ = open;
  return open;
}

std::shared_ptr<const OpenGaps> Gaps::current() const {
  const std::scoped_lock lock(mutex_);
  return open_;
}

std::shared_ptr<const OpenGaps> Gaps::open_now() const {
  if (auto open = current()) return open;
  {
    const std::unique_lock loading(loading_, std::try_to_lock);
    if (!loading) return nullptr;
  }
  return open().value_or(nullptr);
}

void Gaps::replace(
    const std::function<std::shared_ptr<const OpenGaps>(const OpenGaps&)>& make) const {
  while (const auto before = current()) {
    auto after = make(*before);
    const std::scoped_lock lock(mutex_);
    if (open_ != before) continue;  // another change was faster
    open_ = std::move(after);
    return;
  }
}

std::shared_ptr<const GapHouse> Gaps::house() {
  auto house = house_files_.refresh();
  // questions are to be compared by its words
  if (const auto open = current(); open && open->house() != house)
    replace([&](const OpenGaps& before) {
      return std::make_shared<const OpenGaps>(before.gaps(), house);
    });
  return house;
}

void Gaps::refresh(GapId id) {
  const std::scoped_lock loading(loading_);  // who reads all of them sees the change, or waits
  const Time day = house_files_.now()->day_of(store_.now());
  const auto read =
      store_.read([&](Connection& connection) -> Result<std::shared_ptr<const OpenGap>> {
        return read_open_gap(connection, id, day);
      });
  if (!read) {
    const std::scoped_lock lock(mutex_);
    open_ = nullptr;  // read anew by whoever asks next
    return;
  }
  const bool compared = *read && (*read)->brief.state != GapState::kClosed;
  replace(
      [&](const OpenGaps& before) { return compared ? before.with(*read) : before.without(id); });
}

Result<Gaps::Raised> Gaps::raise(const Asking& asking, const GapFacts& facts) {
  Asking masked = asking;
  auto question = masked_line("question", asking.question, kMaxGapQuestionChars);
  if (!question) return tl::unexpected<Error>(question.error());
  auto note = masked_line("note", asking.note, kMaxGapNoteChars);
  if (!note) return tl::unexpected<Error>(note.error());
  masked.question = *std::move(question);
  masked.note = *std::move(note);

  const std::scoped_lock lock(changing_);
  const auto house = this->house();
  const auto open = this->open();
  if (!open) return tl::unexpected<Error>(open.error());
  const Question asked(searchable(masked.question), house->words, facts.readings,
                       facts.page_language);
  if (asked.empty())
    return fail_at("question", "question has no words", "send what the caller wants to know");
  const OpenGap* const found = (*open)->find(asked, false);
  const Time now = store_.now();
  const auto& language = asked.language().empty() ? facts.page_language : asked.language();
  auto raised = store_.write([&](Connection& connection) -> Result<Raised> {
    if (!found && (*open)->waiting() >= kMaxOpenGaps)
      return fail(Code::kConflict, "there is no room for more gaps",
                  "have those dismissed that nobody will write about");
    const GapId id =
        found ? found->brief.id
              : insert_gap(connection, masked.question, language, facts, now, house->due(now));
    if (!has_asked(connection, id, masked)) insert_asking(connection, id, masked, now);
    auto gap = read_gap(connection, id, asking.by, house->day_of(now));
    if (!gap) return no_gap(id);
    return Raised{*std::move(gap), found == nullptr};
  });
  if (raised) refresh(raised->gap.id);
  return raised;
}

std::optional<GapBrief> Gaps::asked_before(std::string_view text, const Readings& readings,
                                           std::string_view page_language, const Asker& by) const {
  const auto open = open_now();
  if (!open || open->waiting() == 0) return std::nullopt;
  const auto& house = *open->house();
  const Question asked(searchable(mask_personal(text)), house.words, readings, page_language);
  const OpenGap* const found = open->find(asked, true);
  if (found == nullptr) return std::nullopt;
  return found->brief_for(by, house.day_of(store_.now()));
}

Result<Gap> Gaps::get(GapId id, const Asker& by) const {
  const Time day = house_files_.now()->day_of(store_.now());
  return store_.read([&](Connection& connection) -> Result<Gap> {
    auto gap = read_gap(connection, id, by, day);
    if (!gap) return no_gap(id);
    return *std::move(gap);
  });
}

Result<GapPage> Gaps::list(const GapListRequest& request, const Asker& by) const {
  const auto cursor = read_cursor(request.cursor);
  if (!cursor) return tl::unexpected<Error>(cursor.error());
  const Time day = house_files_.now()->day_of(store_.now());
  const std::size_t limit = std::clamp<std::size_t>(request.limit, 1, kMaxGapPage);
  return store_.read([&](Connection& connection) -> Result<GapPage> {
    const SQLite::Transaction one_moment(connection.database());
    std::vector<Cursor> found;
    {
      const Asker who = request.asked_by.value_or(Asker{});
      Query query = connection.query(kList);
      query.bind(states_in(request.states), request.owner, request.asked_by.has_value(),
                 row_of(who.person), row_of(who.token), cursor->asked, cursor->due, cursor->id,
                 limit + 1);
      while (query.step()) found.push_back({query.integer(1), query.integer(2), query.integer(0)});
    }
    GapPage page;
    for (std::size_t i = 0; i < std::min(limit, found.size()); ++i)
      if (auto gap = read_gap(connection, {found[i].id}, by, day))
        page.gaps.push_back(*std::move(gap));
    if (found.size() > limit) {
      const auto& [asked, due, id] = found[limit - 1];
      page.next = std::to_string(asked) + '-' + std::to_string(due) + '-' + std::to_string(id);
    }
    return page;
  });
}

Result<Gap> Gaps::change(const Actor& actor, const Asker& by, GapId id, const GapChange& change) {
  const std::scoped_lock lock(changing_);
  const auto house = this->house();
  const Time now = store_.now();
  auto changed = store_.write([&](Connection& connection) -> Result<Gap> {
    const auto before = read_gap(connection, id, by, house->day_of(now));
    if (!before) return no_gap(id);
    if (auto valid = check(change, *before, now); !valid)
      return tl::unexpected<Error>(valid.error());
    std::string detail;
    if (change.owner && *change.owner != before->owner) {
      connection.query(kOwner).bind(id.value, *change.owner).run();
      detail = "owner: " + before->owner + " → " + *change.owner;
    }
    if (change.state == GapState::kDismissed)
      connection.query(kDismiss).bind(id.value, change.reason, now).run();
    if (change.state == GapState::kOpen && before->state != GapState::kOpen) {
      const bool was_over = before->state != GapState::kWriting;
      connection.query(kOpenAgain)
          .bind(id.value, change.reason, was_over ? house->due(now) : before->due)
          .run();
      connection.query(kKnown).bind(id.value, lines_of(change.known)).run();
      take_back_news(connection, id.value);
    }
    if (change.due) {
      connection.query(kDue).bind(id.value, *change.due).run();
      detail += (detail.empty() ? "due: " : "; due: ") + timestamp(*change.due);
    }
    if (change.state && *change.state != before->state)
      write_audit(connection, now, actor,
                  *change.state == GapState::kOpen ? "gap.open" : "gap.dismiss", subject_of(id),
                  detail);
    else if (!detail.empty())
      write_audit(connection, now, actor, "gap.change", subject_of(id), detail);
    return *read_gap(connection, id, by, house->day_of(now));
  });
  if (changed) refresh(id);
  return changed;
}

Result<void> Gaps::begin_article(const Actor& actor, GapId id, const ArticleId& article) {
  const std::scoped_lock lock(changing_);
  const auto begun = store_.write([&](Connection& connection) -> Result<void> {
    const auto before = read_gap(connection, id, {}, {});
    if (!before) return no_gap(id);
    if (before->state == GapState::kWriting)
      return fail(
          Code::kConflict,
          "an article is being written for it: " + before->article.value_or(ArticleId{}).value,
          "go on with that one");
    if (before->state != GapState::kOpen)
      return fail(Code::kConflict, "the gap is " + std::string(to_string(before->state)),
                  "have a lead open it again");
    connection.query(kWriting).bind(id.value, article.value).run();
    write_audit(connection, store_.now(), actor, "gap.article", subject_of(id), article.value);
    return {};
  });
  if (begun) refresh(id);
  return begun;
}

Result<void> Gaps::give_up_article(GapId id, const ArticleId& article, std::string_view reason) {
  const std::scoped_lock lock(changing_);
  const auto done = store_.write([&](Connection& connection) -> Result<void> {
    connection.query(kGiveUp).bind(id.value, article.value, reason).run();
    return {};
  });
  if (done) refresh(id);
  return done;
}

Result<void> Gaps::close(GapId id, const ArticleId& article) {
  const std::scoped_lock lock(changing_);
  const auto done = store_.write([&](Connection& connection) -> Result<void> {
    const Time now = store_.now();
    if (connection.query(kClose).bind(id.value, article.value, now).run() == 0) return {};
    tell_askers(connection, now, id.value, article);
    write_audit(connection, now, Actor::server("gaps"), "gap.close", subject_of(id), article.value);
    return {};
  });
  if (done) refresh(id);
  return done;
}

Result<void> Gaps::reopen(GapId id, const ArticleId& article, std::string_view reason) {
  const std::scoped_lock lock(changing_);
  const auto house = this->house();
  const auto done = store_.write([&](Connection& connection) -> Result<void> {
    const Time now = store_.now();
    const auto rows =
        connection.query(kReopen).bind(id.value, article.value, reason, house->due(now)).run();
    if (rows == 0) return {};
    take_back_news(connection, id.value);
    write_audit(connection, now, Actor::server("gaps"), "gap.open", subject_of(id), article.value);
    return {};
  });
  if (done) refresh(id);
  return done;
}

Result<void> Gaps::rename_article(const ArticleId& from, const ArticleId& to) {
  const std::scoped_lock lock(changing_);
  return store_.write([&](Connection& connection) -> Result<void> {
    connection.query(kRename).bind(from.value, to.value).run();
    connection.query(kRenameNews).bind(from.value, to.value).run();
    return {};
  });
}

Result<std::vector<WaitingGap>> Gaps::waiting() const {
  return store_.read([&](Connection& connection) -> Result<std::vector<WaitingGap>> {
    Query query = connection.query(kWaiting);
    std::vector<WaitingGap> gaps;
    while (query.step()) {
      WaitingGap gap;
      gap.id = {query.integer(0)};
      gap.question = query.text(1);
      gap.language = query.text(2);
      gap.state = parse_gap_state(query.text(3)).value_or(GapState::kOpen);
      if (!query.is_null(4)) gap.article = ArticleId{query.text(4)};
      gap.known = known_in(query.text(5));
      gaps.push_back(std::move(gap));
    }
    return gaps;
  });
}

Result<std::vector<std::pair<GapId, ArticleId>>> Gaps::closed(std::size_t limit) const {
  return store_.read(
      [&](Connection& connection) -> Result<std::vector<std::pair<GapId, ArticleId>>> {
        Query query = connection.query(kClosed);
        query.bind(limit);
        std::vector<std::pair<GapId, ArticleId>> closed;
        while (query.step()) closed.push_back({{query.integer(0)}, {query.text(1)}});
        return closed;
      });
}

}  // namespace aplomb::desk
