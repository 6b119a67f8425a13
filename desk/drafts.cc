// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/drafts.h"

#include <utility>

#include "desk/audit_log.h"
#include "desk/audit_rows.h"
#include "desk/editing.h"
#include "desk/field_checks.h"
#include "desk/store.h"
#include "indexer/article_reader.h"
#include "indexer/text.h"

namespace aplomb::desk {
namespace {

constexpr const char* kList =
    "SELECT article, title, author, base, created, changed, version FROM drafts "
    "ORDER BY changed DESC, article";
constexpr const char* kFind =
    "SELECT article, title, author, base, created, changed, version FROM drafts WHERE article = ?";
constexpr const char* kText = "SELECT markdown FROM drafts WHERE article = ?";
constexpr const char* kRoom =
    "SELECT count(*), coalesce(sum(length(markdown)), 0) FROM drafts WHERE article <> ?";
// statements bind texts; the column is of bytes
constexpr const char* kPut = R"sql(
INSERT INTO drafts (article, markdown, version, title, author, base, created, changed)
VALUES (?1, CAST(?2 AS BLOB), ?3, ?4, ?5, ?6, ?7, ?7)
ON CONFLICT (article) DO UPDATE SET markdown = excluded.markdown, version = excluded.version,
  title = excluded.title, author = excluded.author, base = excluded.base, changed = excluded.changed
)sql";
constexpr const char* kRemove = "DELETE FROM drafts WHERE article = ?";

DraftEntry read_entry(const Query& query) {
  DraftEntry entry;
  entry.article = {query.text(0)};
  entry.title = query.text(1);
  entry.author = query.text(2);
  if (!query.is_null(3)) entry.base = query.text(3);
  entry.created = query.time(4);
  entry.changed = query.time(5);
  entry.version = query.text(6);
  return entry;
}

std::optional<DraftEntry> find(Connection& connection, const ArticleId& article) {
  Query query = connection.query(kFind);
  if (!query.bind(article.value).step()) return std::nullopt;
  return read_entry(query);
}

tl::unexpected<Error> missing(const ArticleId& article) {
  return fail(Code::kNotFound, "there is no draft of '" + article.value + "'",
              "GET /api/v1/drafts lists them");
}

bool holds(const Drafts::Expected& expected, const std::optional<DraftEntry>& now) {
  using What = Drafts::Expected::What;
  switch (expected.what) {
    case What::kNone:
      return !now;
    case What::kAny:
      return now.has_value();
    case What::kVersion:
      return now && now->version == expected.version;
  }
  return false;
}

tl::unexpected<Error> stale(const std::optional<DraftEntry>& now) {
  return fail(Code::kStale,
              now ? "the draft was changed by " + now->author : "there is no such draft any more",
              "read it again, and change that");
}

Result<void> check(const ArticleId& article, const Drafts::Text& text) {
  if (!is_valid(article))
    return fail(Code::kInvalidArgument, "'" + article.value + "' is no id of an article",
                "use lower-case letters, digits and hyphens");
  if (text.markdown.size() > kMaxDraftBytes)
    return fail(Code::kInvalidArgument, "the draft is larger than 4 MiB", "divide it");
  if (find_invalid_utf8(text.markdown))
    return fail(Code::kInvalidArgument, "the draft is not UTF-8", "send it as UTF-8");
  if (text.base && text.base->size() > kMaxAuditActionBytes)
    return fail(Code::kInvalidArgument, "the version it was begun from is none",
                "send the ETag of the article");
  return {};
}

std::string title_of(const ArticleId& article, const std::string& markdown) {
  const auto read = read_article(article.value + ".md", markdown, {});
  return read.article ? read.article->title : article.value;
}

}  // namespace

Result<std::vector<DraftEntry>> Drafts::list() const {
  return store_.read([](Connection& connection) -> Result<std::vector<DraftEntry>> {
    Query query = connection.query(kList);
    std::vector<DraftEntry> drafts;
    while (query.step()) drafts.push_back(read_entry(query));
    return drafts;
  });
}

Result<StoredDraft> Drafts::get(const ArticleId& article) const {
  return store_.read([&](Connection& connection) -> Result<StoredDraft> {
    const SQLite::Transaction one_moment(connection.database());
    auto entry = find(connection, article);
    Query text = connection.query(kText);
    if (!entry || !text.bind(article.value).step()) return missing(article);
    StoredDraft draft;
    static_cast<DraftEntry&>(draft) = *std::move(entry);
    draft.markdown = text.text(0);
    return draft;
  });
}

Result<bool> Drafts::has(const ArticleId& article) const {
  return store_.read([&](Connection& connection) -> Result<bool> {
    return find(connection, article).has_value();
  });
}

Result<DraftEntry> Drafts::put(const Actor& actor, const ArticleId& article, const Text& text,
                               const Expected& expected) {
  if (auto valid = check(article, text); !valid) return tl::unexpected<Error>(valid.error());
  const Time now = store_.now();
  const std::string title = title_of(article, text.markdown);
  const std::string author = one_line(actor.text(), kMaxAuditSubjectBytes);
  return store_.write([&](Connection& connection) -> Result<DraftEntry> {
    const auto before = find(connection, article);
    if (!holds(expected, before)) return stale(before);
    Query room = connection.query(kRoom);
    room.bind(article.value).step();
    if (static_cast<std::size_t>(room.integer(0)) >= kMaxDrafts ||
        static_cast<std::size_t>(room.integer(1)) + text.markdown.size() > kMaxDraftsBytes)
      return fail(Code::kConflict, "there is no room for more drafts",
                  "publish or give up what nobody works on any more");
    const auto base = text.base || !before ? text.base : before->base;
    connection.query(kPut)
        .bind(article.value, text.markdown, version_of(text.markdown), title, author, base, now)
        .run();
    if (!before)
      write_audit(connection, now, actor, "draft.begin", article.value, "");
    else if (before->author != author)
      write_audit(connection, now, actor, "draft.take-over", article.value,
                  "from " + before->author);
    return *find(connection, article);
  });
}

Result<void> Drafts::remove(const Actor& actor, const ArticleId& article,
                            const Expected& expected) {
  return store_.write([&](Connection& connection) -> Result<void> {
    const auto before = find(connection, article);
    if (!before) return missing(article);
    if (!holds(expected, before)) return stale(before);
    connection.query(kRemove).bind(article.value).run();
    write_audit(connection, store_.now(), actor, "draft.remove", article.value, "");
    return {};
  });
}

}  // namespace aplomb::desk
