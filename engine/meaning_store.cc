// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/meaning_store.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

#include "engine/schema.h"

namespace aplomb::meaning_store {
namespace {

/// Titles that are looked at for what they have in common; a thousand more turn it by less than a
/// degree, and these take 10 ms.
constexpr Xapian::doccount kSampled = 1000;

/// Calls `use(docid, vector)` for the title of every `stride`-th article.
template <class Use>
void for_each_title(const Xapian::Database& database, Xapian::doccount stride, Use&& use) {
  const std::string first(schema::kFirstTerm);
  const auto end = database.postlist_end(first);
  auto title = database.valuestream_begin(schema::kSlotTitleVector);
  const auto no_title = database.valuestream_end(schema::kSlotTitleVector);
  Xapian::doccount at = 0;
  for (auto article = database.postlist_begin(first); article != end; ++article, ++at) {
    if (at % stride != 0) continue;
    if (title == no_title) return;
    title.skip_to(*article);
    if (title == no_title) return;
    if (title.get_docid() != *article) continue;
    if (const auto vector = decode_vector(*title)) use(*article, *vector);
  }
}

Xapian::doccount number_in(const std::string& text) {
  Xapian::doccount number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::string identity(const Xapian::Database& database) {
  return database.get_metadata(std::string(schema::kMeaningKey));
}

void begin(Xapian::WritableDatabase& database, const WordVectors& table) {
  database.set_metadata(std::string(schema::kMeaningKey), table.identity());
}

void refresh_common(Xapian::WritableDatabase& database) {
  const std::string count_key(schema::kCommonOfKey);
  const auto articles = database.get_termfreq(std::string(schema::kFirstTerm));
  const auto before = number_in(database.get_metadata(count_key));
  const auto difference = articles > before ? articles - before : before - articles;
  if (difference * 10 <= before) return;
  std::vector<TextVector> sample;
  for_each_title(database, articles / kSampled + 1,
                 [&](Xapian::docid, const TextVector& vector) { sample.push_back(vector); });
  database.set_metadata(std::string(schema::kCommonKey), CommonComponents::of(sample).encode());
  database.set_metadata(count_key, std::to_string(articles));
}

std::shared_ptr<const CollectionMeaning> load(const Xapian::Database& database,
                                              const std::shared_ptr<const WordVectors>& table) {
  if (!table || identity(database) != table->identity()) return nullptr;
  const auto common =
      CommonComponents::decode(database.get_metadata(std::string(schema::kCommonKey)));
  auto meaning = std::make_shared<CollectionMeaning>(table, common);
  for_each_title(database, 1, [&](Xapian::docid passage, const TextVector& title) {
    meaning->add(passage, title);
  });
  return meaning;
}

std::shared_ptr<const CollectionMeaning> renew(const Xapian::Database& database,
                                               const std::shared_ptr<const WordVectors>& table,
                                               const CollectionMeaning& former,
                                               Xapian::docid last) {
  const auto common =
      CommonComponents::decode(database.get_metadata(std::string(schema::kCommonKey)));
  auto meaning = std::make_shared<CollectionMeaning>(table, common);
  const auto known = former.passages();
  std::size_t at = 0;
  const std::string first(schema::kFirstTerm);
  const auto end = database.postlist_end(first);
  for (auto article = database.postlist_begin(first); article != end; ++article) {
    while (at < known.size() && known[at] < *article) ++at;
    if (at < known.size() && known[at] == *article) {
      meaning->add_same(former, at);
    } else if (*article > last) {
      const auto title = database.get_document(*article).get_value(schema::kSlotTitleVector);
      if (const auto vector = decode_vector(title)) meaning->add(*article, *vector);
    }
  }
  return meaning;
}

std::shared_ptr<const CollectionMeaning> Cache::of(const Xapian::Database& database,
                                                   std::uint64_t generation) {
  if (!table_) return nullptr;
  const Commit commit{generation, database.get_revision()};
  const std::scoped_lock lock(mutex_);
  if (commit == commit_) return meaning_;
  const std::string common = database.get_metadata(std::string(schema::kCommonKey));
  // passages are never changed, only added and taken away
  const bool later = meaning_ && commit > commit_ && commit.first == commit_.first;
  auto meaning = later && common == common_ ? renew(database, table_, *meaning_, last_)
                                            : load(database, table_);
  if (commit > commit_) {
    commit_ = commit;
    common_ = common;
    last_ = database.get_lastdocid();
    meaning_ = meaning;
  }
  return meaning;
}

void Cache::forget() {
  const std::scoped_lock lock(mutex_);
  commit_ = {};
  meaning_.reset();
}

}  // namespace aplomb::meaning_store
