// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/database_writer.h"

#include <charconv>
#include <chrono>
#include <string>
#include <utility>

#include "engine/analyzer.h"
#include "engine/documents.h"
#include "engine/meaning_store.h"
#include "engine/schema.h"

namespace aplomb {
namespace {

/// Flushing a database that is being built every 2,000 passages took 21.5 s for 100,000 of them,
/// Xapian's default of 10,000 took 28.4 s.
constexpr std::uint64_t kFlushEvery = 2000;

/// Whether every word of a text, or its one word written without joints, is a word of the database.
bool stands_in(const Xapian::Database& database, std::string_view text) {
  bool parts = true, whole = false;
  for (const Token& token : analyze(text)) {
    if (has_place(token)) parts = parts && database.term_exists(token.form);
    whole = whole || (token.kind == Token::Kind::kWhole && database.term_exists(token.form));
  }
  return parts || (whole && text.find(' ') == std::string_view::npos);
}

void say_generation(Xapian::WritableDatabase& database, std::uint64_t generation) {
  database.set_metadata(std::string(schema::kGenerationKey), std::to_string(generation));
}

/// Lets a compaction end between two tables.
class Interruptible final : public Xapian::Compactor {
 public:
  struct Interrupted {};
  explicit Interruptible(const std::function<bool()>& go_on) : go_on_(go_on) {}
  void set_status(const std::string& /*table*/, const std::string& /*status*/) override {
    if (!go_on_()) throw Interrupted();
  }

 private:
  const std::function<bool()>& go_on_;
};

std::string key(std::string_view prefix, const ArticleId& id) {
  return std::string(prefix) + id.value;
}

bool has_term(const Xapian::Document& document, std::string_view term) {
  auto terms = document.termlist_begin();
  terms.skip_to(std::string(term));
  return terms != document.termlist_end() && *terms == term;
}

void replace_learned_terms(Xapian::Document& passage, std::string_view lesson) {
  std::vector<std::string> former;
  auto term = passage.termlist_begin();
  for (term.skip_to(std::string(schema::kLearnedPrefix));
       term != passage.termlist_end() && (*term).starts_with(schema::kLearnedPrefix); ++term)
    former.push_back(*term);
  for (const std::string& one : former) passage.remove_term(one);
  for_each_question(lesson, [&](const LearnedStems& question) {
    for (const StemHash stem : question.stems) passage.add_boolean_term(learned_term(stem));
  });
}

}  // namespace

DatabaseWriter::DatabaseWriter(Xapian::WritableDatabase database, Audience audience, bool live)
    : database_(std::move(database)), audience_(audience), live_(live) {}

DatabaseWriter DatabaseWriter::create(const std::filesystem::path& path, Audience audience,
                                      std::uint64_t generation, SharedVectors vectors) {
  constexpr int kFlags = Xapian::DB_CREATE | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS;
  DatabaseWriter writer(Xapian::WritableDatabase(path.string(), kFlags), audience, false);
  writer.database_.set_metadata(std::string(schema::kVersionKey), std::to_string(schema::kVersion));
  say_generation(writer.database_, generation);
  if (vectors) meaning_store::begin(writer.database_, *vectors);
  writer.vectors_ = std::move(vectors);
  return writer;
}

DatabaseWriter DatabaseWriter::open(const std::filesystem::path& path, Audience audience,
                                    SharedVectors vectors) {
  DatabaseWriter writer(Xapian::WritableDatabase(path.string(), Xapian::DB_OPEN), audience, true);
  // outside a transaction Xapian would commit by itself now and then, in the middle of an article
  writer.database_.begin_transaction();
  if (vectors && meaning_store::identity(writer.database_) == vectors->identity())
    writer.vectors_ = std::move(vectors);
  return writer;
}

void DatabaseWriter::put(const Article& article, const record::ArticleRecord& record) {
  if (live_) remove(article.id);
  for (const Xapian::Document& document : make_documents(
           article, audience_, !record.customer_id.value.empty(), stemmer_, vectors_.get())) {
    database_.add_document(document);
    ++unflushed_;
  }
  database_.set_metadata(key(schema::kArticleKey, article.id), record::encode(record));
  database_.set_metadata(key(schema::kHeadingsKey, article.id), record::encode(article.headings));
  database_.set_metadata(key(schema::kHtmlKey, article.id), article.full.html);
  database_.set_metadata(key(schema::kMarkdownKey, article.id), article.full.markdown);
  if (!live_ && unflushed_ >= kFlushEvery) {
    database_.commit();
    unflushed_ = 0;
  }
}

void DatabaseWriter::remove(const ArticleId& id) {
  database_.delete_document(schema::filter_term(FilterField::kId, id.value));
  for (const std::string_view prefix :
       {schema::kArticleKey, schema::kHeadingsKey, schema::kHtmlKey, schema::kMarkdownKey,
        schema::kLessonKey})
    database_.set_metadata(key(prefix, id), std::string());
}

bool DatabaseWriter::teach(const ArticleId& id, const Lesson& lesson) {
  const auto record = record_of(id);
  if (!record || record->article.excluded) return false;
  const std::string lesson_key = key(schema::kLessonKey, id);
  std::string bytes = encode(lesson, record->article.language, stemmer_);
  if (bytes == database_.get_metadata(lesson_key)) return false;
  const std::string of_article = schema::filter_term(FilterField::kId, id.value);
  const auto end = database_.postlist_end(of_article);
  for (auto at = database_.postlist_begin(of_article); at != end; ++at) {
    Xapian::Document passage = database_.get_document(*at);
    if (!has_term(passage, schema::kFirstTerm)) continue;
    replace_learned_terms(passage, bytes);
    database_.replace_document(*at, passage);
    break;
  }
  database_.set_metadata(lesson_key, bytes);
  return true;
}

std::vector<ArticleId> DatabaseWriter::taught() const {
  std::vector<ArticleId> ids;
  const auto end = database_.metadata_keys_end(std::string(schema::kLessonKey));
  for (auto at = database_.metadata_keys_begin(std::string(schema::kLessonKey)); at != end; ++at)
    ids.push_back({(*at).substr(schema::kLessonKey.size())});
  return ids;
}

std::optional<record::ArticleRecord> DatabaseWriter::record_of(const ArticleId& id) const {
  return record::decode_article(database_.get_metadata(key(schema::kArticleKey, id)));
}

bool DatabaseWriter::put(const HouseWords& words) {
  if (words == house_words()) return false;
  database_.set_metadata(std::string(schema::kHouseWordsKey), record::encode(words));
  return true;
}

HouseWords DatabaseWriter::house_words() const {
  return record::decode_house_words(database_.get_metadata(std::string(schema::kHouseWordsKey)));
}

void DatabaseWriter::set_folder(const std::string& folder) {
  database_.set_metadata(std::string(schema::kFolderKey), folder);
}

std::string DatabaseWriter::folder() const {
  return database_.get_metadata(std::string(schema::kFolderKey));
}

void DatabaseWriter::commit(std::uint64_t step) {
  if (vectors_) meaning_store::refresh_common(database_);
  database_.set_metadata(std::string(schema::kStepKey), std::to_string(step));
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  database_.set_metadata(std::string(schema::kCommittedKey),
                         std::to_string(now.time_since_epoch().count()));
  if (!live_) {
    database_.commit();
    return;
  }
  database_.commit_transaction();
  database_.begin_transaction();
}

std::uint64_t DatabaseWriter::step() const {
  const std::string text = database_.get_metadata(std::string(schema::kStepKey));
  std::uint64_t step = 0;
  std::from_chars(text.data(), text.data() + text.size(), step);
  return step;
}

bool compact_database(const std::filesystem::path& from, const std::filesystem::path& to,
                      std::uint64_t generation, const std::function<bool()>& go_on) {
  try {
    Interruptible compactor(go_on);
    // numbers stay, so that what was read by them of the former generation still fits
    Xapian::Database(from.string())
        .compact(to.string(), Xapian::DBCOMPACT_NO_RENUMBER, 0, compactor);
  } catch (const Interruptible::Interrupted&) {
    return false;
  }
  Xapian::WritableDatabase made(to.string(), Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
  say_generation(made, generation);
  made.commit();
  return go_on();
}

HouseWords for_customers(HouseWords words, const Xapian::Database& customer,
                         const Xapian::Database& full) {
  for (SynonymRule& rule : words.synonyms) {
    std::erase_if(rule.from, [&](const std::string& text) {
      return stands_in(full, text) && !stands_in(customer, text);
    });
    std::erase_if(rule.to, [&](const std::string& text) { return !stands_in(customer, text); });
  }
  std::erase_if(words.synonyms,
                [](const SynonymRule& rule) { return rule.from.empty() || rule.to.empty(); });
  return words;
}

}  // namespace aplomb
