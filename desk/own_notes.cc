// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/own_notes.h"

#include <algorithm>
#include <utility>

#include "desk/field_checks.h"
#include "desk/note_search.h"
#include "desk/offered_note.h"
#include "desk/own_rows.h"
#include "desk/person_row.h"
#include "desk/store.h"
#include "engine/unicode.h"
#include "indexer/text.h"

namespace aplomb::desk {
namespace {

/// All notes that are held ready, of how many people at most.
constexpr std::size_t kReadyBytes = std::size_t{64} * 1024 * 1024;
constexpr std::size_t kReadyPeople = 1000;

constexpr const char* kColumns =
    "SELECT id, article, article_title, title, text, created, changed, draft, offered"
    " FROM own_notes WHERE person = ?1";
const std::string kList = std::string(kColumns) + " ORDER BY changed DESC, id DESC";
const std::string kListOf = std::string(kColumns) + " AND article = ?2";
const std::string kFind = std::string(kColumns) + " AND id = ?2";
constexpr const char* kRoom =
    "SELECT count(*), coalesce(sum(length(CAST(title AS BLOB)) + length(CAST(text AS BLOB))), 0)"
    " FROM own_notes WHERE person = ?1 AND id IS NOT ?2";
constexpr const char* kInsert =
    "INSERT INTO own_notes (person, article, article_title, title, text, created, changed)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
constexpr const char* kChange =
    "UPDATE own_notes SET title = ?3, text = ?4, changed = ?5 WHERE person = ?1 AND id = ?2";
constexpr const char* kRemove = "DELETE FROM own_notes WHERE person = ?1 AND id = ?2";
constexpr const char* kOffersOpen =
    "SELECT count(*) FROM own_notes JOIN drafts ON drafts.article = own_notes.draft"
    " WHERE person = ?";
constexpr const char* kOffered =
    "UPDATE own_notes SET draft = ?3, offered = ?4 WHERE person = ?1 AND id = ?2";

OwnNote read_note(const Query& query) {
  OwnNote note;
  note.id = {query.integer(0)};
  if (!query.is_null(1)) note.article = ArticleId{query.text(1)};
  note.article_title = query.text(2);
  note.title = query.text(3);
  note.text = query.text(4);
  note.created = query.time(5);
  note.changed = query.time(6);
  if (!query.is_null(7)) note.draft = ArticleId{query.text(7)};
  note.offered = query.optional_time(8);
  return note;
}

Result<OwnNote> find(Connection& connection, PersonId person, OwnNoteId id) {
  Query query = connection.query(kFind);
  if (!query.bind(person.value, id.value).step())
    return fail(Code::kNotFound, "you have no such note", "GET /api/v1/me/notes lists them");
  return read_note(query);
}

/// Anything that can be shown: tabs and line ends too.
Result<void> check_note_text(std::string_view text) {
  if (text.size() > kMaxNoteBytes)
    return fail_at("text", "text is longer than 16 KiB", "divide it into several notes");
  if (find_invalid_utf8(text)) return fail_at("text", "text is not UTF-8", "send it as UTF-8");
  bool any = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7F)
      return fail_at("text", "text has a character that cannot be shown",
                     "leave control characters out");
    any = any || byte > 0x20;
  }
  if (!any) return fail_at("text", "text is empty", "write something, or remove the note");
  return {};
}

Result<void> check(std::string_view title, std::string_view text) {
  return check_text("title", title, kMaxNoteTitleChars).and_then([&] {
    return check_note_text(text);
  });
}

/// Whether a note of so many bytes goes beside the others.
Result<void> check_room(Connection& connection, PersonId person, std::size_t bytes,
                        std::optional<std::int64_t> instead_of) {
  Query room = connection.query(kRoom);
  room.bind(person.value, instead_of).step();
  if (static_cast<std::size_t>(room.integer(0)) >= kMaxOwnNotes)
    return fail(Code::kConflict, "there are " + std::to_string(kMaxOwnNotes) + " notes already",
                "remove those that you need no more");
  if (static_cast<std::size_t>(room.integer(1)) + bytes > kMaxOwnNotesBytes)
    return fail(Code::kConflict, "your notes would be longer than 1 MiB together",
                "remove those that you need no more");
  return {};
}

}  // namespace

struct OwnNotes::Ready {
  std::string language;
  std::vector<OwnNote> notes;
  NoteSearch search;
  std::size_t bytes = 0;
};

OwnNotes::OwnNotes(Store& store) : store_(store), known_(kReadyPeople) {}

Result<std::vector<OwnNote>> OwnNotes::list(PersonId person,
                                            const std::optional<NamedArticle>& article) const {
  return store_.read([&](Connection& connection) -> Result<std::vector<OwnNote>> {
    std::vector<OwnNote> notes;
    if (!article) {
      Query query = connection.query(kList);
      query.bind(person.value);
      while (query.step()) notes.push_back(read_note(query));
      return notes;
    }
    auto names = article->former;
    names.push_back(article->id);
    for (const ArticleId& name : names) {
      Query query = connection.query(kListOf);
      query.bind(person.value, name.value);
      while (query.step()) notes.push_back(read_note(query));
    }
    std::ranges::sort(notes, [](const OwnNote& a, const OwnNote& b) {
      return std::pair(b.changed, b.id.value) < std::pair(a.changed, a.id.value);
    });
    return notes;
  });
}

Result<OwnNote> OwnNotes::get(PersonId person, OwnNoteId id) const {
  return store_.read([&](Connection& connection) { return find(connection, person, id); });
}

Result<OwnNote> OwnNotes::add(PersonId person, const std::optional<NamedArticle>& article,
                              const std::string& title, const std::string& text) {
  if (auto valid = check(title, text); !valid) return tl::unexpected<Error>(valid.error());
  auto added = store_.write([&](Connection& connection) -> Result<OwnNote> {
    if (auto found = find_person(connection, person); !found)
      return tl::unexpected<Error>(found.error());
    if (auto room = check_room(connection, person, title.size() + text.size(), std::nullopt); !room)
      return tl::unexpected<Error>(room.error());
    connection.query(kInsert)
        .bind(person.value, article ? std::optional(article->id.value) : std::nullopt,
              article ? kept_title(*article) : "", title, text, store_.now())
        .run();
    return find(connection, person, {connection.database().getLastInsertRowid()});
  });
  forget(person);
  return added;
}

Result<OwnNote> OwnNotes::change(PersonId person, OwnNoteId id, const OwnNoteChange& change) {
  auto changed = store_.write([&](Connection& connection) -> Result<OwnNote> {
    auto note = find(connection, person, id);
    if (!note) return note;
    if (change.title) note->title = *change.title;
    if (change.text) note->text = *change.text;
    if (auto valid = check(note->title, note->text).and_then([&] {
          return check_room(connection, person, note->title.size() + note->text.size(), id.value);
        });
        !valid)
      return tl::unexpected<Error>(valid.error());
    connection.query(kChange)
        .bind(person.value, id.value, note->title, note->text, store_.now())
        .run();
    return find(connection, person, id);
  });
  forget(person);
  return changed;
}

Result<void> OwnNotes::remove(PersonId person, OwnNoteId id) {
  auto removed = store_.write([&](Connection& connection) -> Result<void> {
    if (auto found = find(connection, person, id); !found)
      return tl::unexpected<Error>(found.error());
    connection.query(kRemove).bind(person.value, id.value).run();
    return {};
  });
  forget(person);
  return removed;
}

Result<ArticleId> OwnNotes::offer(const Person& person, OwnNoteId id, Drafts& drafts,
                                  const std::function<bool(const ArticleId&)>& taken) {
  struct Offer {
    OwnNote note;
    std::size_t open = 0;
  };
  const auto offer = store_.read([&](Connection& connection) -> Result<Offer> {
    auto note = find(connection, person.id, id);
    if (!note) return tl::unexpected<Error>(note.error());
    return Offer{*std::move(note), count_of(connection, kOffersOpen, person.id)};
  });
  if (!offer) return tl::unexpected<Error>(offer.error());
  if (offer->note.offered)
    return fail(Code::kConflict, "this note was offered already",
                "write another one for what is new");
  if (offer->open >= kMaxOffersOpen)
    return fail(Code::kConflict,
                std::to_string(kMaxOffersOpen) + " of your notes wait for the editors already",
                "wait until they have looked at some");
  const auto draft = put_offered(person, offer->note, drafts, taken);
  if (!draft) return draft;
  auto noted = store_.write([&](Connection& connection) -> Result<ArticleId> {
    connection.query(kOffered).bind(person.id.value, id.value, draft->value, store_.now()).run();
    return *draft;
  });
  forget(person.id);
  return noted;
}

Result<std::shared_ptr<const OwnNotes::Ready>> OwnNotes::ready(PersonId person,
                                                               std::string_view language) const {
  const auto key = static_cast<std::uint64_t>(person.value);
  std::uint64_t changes = 0;
  {
    const std::lock_guard lock(mutex_);
    if (const auto* const known = known_.find(key); known && (*known)->language == language)
      return known_.touch(key);
    changes = changes_;
  }
  auto notes = list(person);
  if (!notes) return tl::unexpected<Error>(notes.error());
  std::vector<std::string> texts;
  for (const OwnNote& note : *notes)
    texts.push_back(note.title + "\n" + note.article_title + "\n" + note.text);
  auto made = std::make_shared<Ready>(
      Ready{std::string(language), *std::move(notes), NoteSearch(texts, language)});
  made->bytes = made->search.bytes();
  for (const std::string& text : texts) made->bytes += sizeof(OwnNote) + text.size();
  const std::lock_guard lock(mutex_);
  if (changes != changes_) return made;
  if (const auto* const former = known_.find(key)) {
    known_bytes_ -= (*former)->bytes;
    known_.erase(key);
  }
  while (known_.size() > 0 &&
         (known_.size() >= kReadyPeople || known_bytes_ + made->bytes > kReadyBytes)) {
    known_bytes_ -= known_.oldest()->second->bytes;
    known_.erase(known_.oldest()->first);
  }
  known_.touch(key) = made;
  known_bytes_ += made->bytes;
  return made;
}

Result<std::vector<FoundNote>> OwnNotes::search(PersonId person, std::string_view query,
                                                std::string_view language,
                                                std::size_t limit) const {
  const auto held = ready(person, language);
  if (!held) return tl::unexpected<Error>(held.error());
  const Ready& own = **held;
  std::vector<FoundNote> found;
  for (const std::size_t number : own.search.find(query, limit))
    found.push_back({own.notes[number], own.search.snippet(query, own.notes[number].text)});
  return found;
}

void OwnNotes::forget(PersonId person) {
  const auto key = static_cast<std::uint64_t>(person.value);
  const std::lock_guard lock(mutex_);
  ++changes_;
  if (const auto* const known = known_.find(key)) {
    known_bytes_ -= (*known)->bytes;
    known_.erase(key);
  }
}

}  // namespace aplomb::desk
