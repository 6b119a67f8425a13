// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/readers.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/hash.h"
#include "engine/index_files.h"
#include "engine/schema.h"

namespace aplomb {
namespace {

/// Records that a reader remembers: a few megabytes.
constexpr std::size_t kMaxRecords = 2000;
/// Phrases that a reader remembers whether there are, and pairs of words how they are written.
constexpr std::size_t kMaxPhrases = 10'000;
/// The rarer of two words may be in so many passages for their standing next to each other to be
/// looked up: less than a millisecond.
constexpr Xapian::doccount kMaxPhrasePassages = 2000;
/// Of two corrections, one that costs this much more is e times less likely.
constexpr double kLikelihoodUnit = 0.15;

Xapian::Query phrase_of(const std::vector<std::string>& forms) {
  return {Xapian::Query::OP_PHRASE, forms.begin(), forms.end(),
          static_cast<Xapian::termcount>(forms.size())};
}

/// Visible passages that match, counted up to `most` and estimated above.
std::size_t count(const Reader& reader, const Xapian::Query& query, Xapian::doccount most) {
  Xapian::Enquire enquire(reader.database());
  enquire.set_query(reader.hidden().left_of(query));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return enquire.get_mset(0, 0, most).get_matches_estimated();
}

/// `Vocabulary::writing()`.
Vocabulary::Writing count_writing(const Reader& reader, const std::string& first,
                                  const std::string& second) {
  Vocabulary::Writing writing;
  const std::size_t rarer = std::min(reader.frequency(first), reader.frequency(second));
  if (rarer > kMaxPhrasePassages) return writing;
  const Xapian::Query apart = phrase_of({first, second});
  const auto passages = [&](const Xapian::Query& query) {
    return count(reader, query, kMaxPhrasePassages);
  };
  if (rarer > 0) writing.apart = passages(apart);
  const std::string joined = first + second;
  if (const std::size_t all = reader.frequency(joined); all > 0)
    writing.as_one = all > kMaxPhrasePassages || writing.apart == 0
                         ? all
                         : passages({Xapian::Query::OP_AND_NOT, Xapian::Query(joined), apart});
  return writing;
}

/// How many hidden articles that could be found have which values.
std::map<FilterField, std::map<std::string, std::size_t>> count_facets(const Reader& reader) {
  std::map<FilterField, std::map<std::string, std::size_t>> counts;
  if (reader.hidden().empty()) return counts;
  const Xapian::Query first(Xapian::Query::OP_AND, reader.hidden().all(),
                            Xapian::Query(std::string(schema::kFirstTerm)));
  Xapian::Enquire enquire(reader.database());
  enquire.set_query(
      {Xapian::Query::OP_AND_NOT, first, Xapian::Query(std::string(schema::kExcludedTerm))});
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  const auto found = enquire.get_mset(0, reader.database().get_doccount());
  for (auto at = found.begin(); at != found.end(); ++at)
    for (auto& [field, value] :
         record::decode_facets(at.get_document().get_value(schema::kSlotFacets)))
      ++counts[field][std::move(value)];
  return counts;
}

}  // namespace

Reader::Reader(Xapian::Database database, std::uint64_t generation, Audience audience,
               meaning_store::Cache* meanings)
    : database_(std::move(database)),
      uuid_(database_.get_uuid()),
      generation_(generation),
      audience_(audience),
      meanings_(meanings) {
  read_languages();
  read_house_words();
  look_for_lessons();
}

std::unique_ptr<Reader> Reader::as_if(Reader& live, const Xapian::Database& passages,
                                      Supposition supposed) {
  // metadata are read from the first of them
  Xapian::Database both = live.database_;
  both.add_database(passages);
  auto reader = std::make_unique<Reader>(std::move(both), live.generation_, live.audience_);
  reader->all_words_ = live.all_words_;
  static_cast<void>(live.meaning());
  reader->meaning_ = live.meaning_;
  reader->supposed_ = std::move(supposed);
  reader->now_ = live.now_;
  reader->hidden_ = std::make_shared<Hidden>(reader->database_, live.now_);
  return reader;
}

bool Reader::refresh() {
  if (!database_.reopen()) return true;
  if (database_.get_uuid() != uuid_) return false;
  records_.clear();
  meaning_.reset();
  phrases_.clear();
  writings_.clear();
  read_languages();
  read_house_words();
  look_for_lessons();
  return true;
}

void Reader::use(Minute now, std::shared_ptr<const Hidden> hidden) {
  now_ = now;
  if (hidden == hidden_) return;
  hidden_ = std::move(hidden);
  phrases_.clear();
  writings_.clear();
}

void Reader::see_all() {
  if (audience_ != Audience::kCustomer) use(now_, std::make_shared<Hidden>());
}

const CollectionMeaning* Reader::meaning() {
  if (!meaning_) meaning_ = meanings_ == nullptr ? nullptr : meanings_->of(database_, generation_);
  return meaning_->get();
}

std::vector<NearTitle> Reader::nearest_titles(const QueryMeaning& query, std::size_t limit) {
  std::vector<NearTitle> nearest = meaning()->nearest_titles(query, limit);
  if (!supposed_) return nearest;
  // two databases as one take turns in numbering
  for (NearTitle& near : nearest) near.passage = 2 * near.passage - 1;
  constexpr Xapian::docid kFirstSupposed = 2;
  const auto cosine =
      query.similarity(database_.get_document(kFirstSupposed).get_value(schema::kSlotTitleVector));
  if (!cosine) return nearest;
  const auto place =
      std::ranges::find_if(nearest, [&](const NearTitle& near) { return near.cosine < *cosine; });
  nearest.insert(place, NearTitle{kFirstSupposed, *cosine});
  if (nearest.size() > limit) nearest.resize(limit);
  return nearest;
}

std::pair<std::string, std::string> Reader::meaning_status() const {
  const WordVectors* const table = meanings_ == nullptr ? nullptr : meanings_->table();
  if (table == nullptr) return {};
  const std::string made_by = meaning_store::identity(database_);
  if (made_by == table->identity()) return {table->source(), {}};
  return {{},
          (made_by.empty() ? "the index carries no vectors"
                           : "the index carries vectors of another table (" + made_by + ")") +
              std::string("; run `aplomb index`, which makes them")};
}

const record::ArticleRecord* Reader::record(const ArticleId& id) {
  if (supposed_ && supposed_->record.article.id == id) return &supposed_->record;
  if (const auto known = records_.find(id.value); known != records_.end()) return &known->second;
  auto read =
      record::decode_article(database_.get_metadata(std::string(schema::kArticleKey) + id.value));
  if (!read) return nullptr;
  if (records_.size() >= kMaxRecords) records_.clear();
  return &records_.emplace(id.value, *std::move(read)).first->second;
}

FacetCounts Reader::facets_of_all(const std::vector<FilterField>& fields) const {
  FacetCounts counts;
  if (facets_of_ != hidden_) {
    hidden_facets_ = count_facets(*this);
    facets_of_ = hidden_;
  }
  for (const FilterField field : fields) {
    auto& list = counts[field];
    const auto known = all_words_->facets.find(field);
    if (known == all_words_->facets.end()) continue;
    const auto& hidden = hidden_facets_[field];
    for (auto [value, articles] : known->second) {
      if (frequency(schema::filter_term(field, value)) == 0) continue;
      if (const auto some = hidden.find(value); some != hidden.end())
        articles -= std::min(articles, some->second);
      if (articles > 0) list.emplace_back(value, articles);
    }
    if (!hidden.empty())
      std::ranges::stable_sort(list, std::greater{}, &std::pair<std::string, std::size_t>::second);
  }
  return counts;
}

void Reader::read_languages() {
  const std::string prefix = schema::filter_term(FilterField::kLanguage, "");
  std::vector<std::pair<Xapian::doccount, std::string>> found;
  const auto end = database_.allterms_end(prefix);
  for (auto term = database_.allterms_begin(prefix); term != end; ++term)
    found.emplace_back(term.get_termfreq(), (*term).substr(prefix.size()));
  std::ranges::sort(found, std::greater{});
  languages_.clear();
  for (auto& [frequency, language] : found) languages_.push_back(std::move(language));
}

void Reader::look_for_lessons() {
  const std::string prefix(schema::kLessonKey);
  has_lessons_ = audience_ != Audience::kCustomer &&
                 database_.metadata_keys_begin(prefix) != database_.metadata_keys_end(prefix);
}

std::string Reader::lesson(const std::string& id) const {
  return database_.get_metadata(std::string(schema::kLessonKey) + id);
}

void Reader::read_house_words() {
  std::string encoded = database_.get_metadata(std::string(schema::kHouseWordsKey));
  if (encoded == encoded_words_) return;
  encoded_words_ = std::move(encoded);
  words_ = record::decode_house_words(encoded_words_);
  no_typo_ = {words_.no_typo.begin(), words_.no_typo.end()};
  synonyms_.clear();
}

std::vector<Vocabulary::Word> Reader::beginning_with(std::string_view head, std::size_t limit,
                                                     bool names_only) const {
  const std::string_view prefix = names_only ? schema::kNameWordPrefix : std::string_view{};
  std::vector<Word> words;
  for (const Lexicon::Word& word : all_words_->lexicon.beginning_with(head, limit, names_only)) {
    const std::size_t now = frequency(std::string(prefix).append(word.form));
    if (now > 0) words.push_back({std::string(word.form), now});
  }
  return words;
}

std::vector<Vocabulary::Correction> Reader::corrections(std::string_view form, bool half_typed,
                                                        std::size_t limit) const {
  Lexicon::Wanted wanted;
  wanted.limit = limit;
  wanted.half_typed = half_typed;
  std::vector<Correction> corrections;
  double least = 0;
  for (const Lexicon::Correction& found : all_words_->lexicon.corrections(form, wanted)) {
    std::string meant(found.word.form);
    if (frequency(meant) == 0) continue;
    if (corrections.empty()) least = found.cost;
    corrections.push_back(
        {std::move(meant), found.edits, std::exp((least - found.cost) / kLikelihoodUnit)});
  }
  return corrections;
}

Vocabulary::Writing Reader::writing(const std::string& first, const std::string& second) const {
  std::string key = first + ' ' + second;
  if (const auto known = writings_.find(key); known != writings_.end()) return known->second;
  if (writings_.size() >= kMaxPhrases) writings_.clear();
  return writings_.emplace(std::move(key), count_writing(*this, first, second)).first->second;
}

std::size_t Reader::frequency(const std::string& term) const {
  if (term.empty()) return 0;  // Xapian counts all passages then
  const std::size_t all = database_.get_termfreq(term);
  if (all == 0 || all > hidden_->size()) return all;
  return hidden_->first_visible(database_, term) ? all : 0;
}

std::size_t Reader::listed(const std::string& term) const {
  return database_.get_termfreq(term) - withheld().count(database_, term);
}

const SynonymTable& Reader::synonyms(std::string_view language) const {
  if (const auto known = synonyms_.find(language); known != synonyms_.end()) return known->second;
  Stemmer stemmer;
  return synonyms_.emplace(language, SynonymTable(words_.synonyms, language, stemmer))
      .first->second;
}

bool Reader::has_phrase(const std::vector<std::string>& forms) const {
  std::string key;
  for (const std::string& form : forms) key.append(form).append(" ");
  if (const auto known = phrases_.find(key); known != phrases_.end()) return known->second;
  if (phrases_.size() >= kMaxPhrases) phrases_.clear();
  return phrases_.emplace(std::move(key), count(*this, phrase_of(forms), 1) > 0).first->second;
}

bool Reader::no_typo(std::string_view form) const {
  return !no_typo_.empty() && no_typo_.contains(hash_digits(form));
}

Searcher::Readers::Readers(std::filesystem::path index_dir, Audience audience,
                           std::shared_ptr<const WordVectors> vectors, WallClock clock)
    : index_dir_(std::move(index_dir)),
      audience_(audience),
      meanings_(std::move(vectors)),
      clock_(std::move(clock)) {}

/// An idle reader of the generation; null for none.
Searcher::Readers::Lease Searcher::Readers::take_idle(std::uint64_t generation) {
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find_if(
      idle_, [&](const Lease& idle) { return idle->generation() == generation; });
  if (found == idle_.end()) return nullptr;
  Lease reader = std::move(*found);
  idle_.erase(found);
  return reader;
}

Result<Searcher::Readers::Lease> Searcher::Readers::acquire() {
  const auto generation = index_files::current_generation(index_dir_);
  if (!generation) return tl::unexpected<Error>(generation.error());
  Lease reader = take_idle(*generation);
  if (reader && !refresh(reader)) {
    words_keeper_.forget();
    meanings_.forget();
    const std::scoped_lock lock(mutex_);
    idle_.clear();
  }
  if (!reader) {
    auto opened = open(*generation);
    if (!opened) return opened;
    reader = *std::move(opened);
    // handles of a generation that was replaced hold its deleted files open
    const std::scoped_lock lock(mutex_);
    std::erase_if(idle_, [&](const Lease& idle) { return idle->generation() != *generation; });
  }
  const Xapian::Database& database = reader->database();
  const WordsKeeper::Moment commit{*generation, database.get_revision()};
  reader->use(words_keeper_.get(database, path_of(*generation), commit));
  const Minute minute = now();
  reader->use(minute, hidden_keeper_.get(database, commit, minute));
  return reader;
}

/// Moves on to the newest commit. False, and no reader any more, where another database lies in the
/// place of its own.
bool Searcher::Readers::refresh(Lease& reader) {
  try {
    if (reader->refresh()) return true;
  } catch (const Xapian::DatabaseOpeningError&) {
    give_back(std::move(reader));  // its files are gone, and it can still read them
    throw;
  }
  reader.reset();
  return false;
}

/// What it has open it can read though it was deleted: the last commit that it has seen.
Result<Searcher::Readers::Lease> Searcher::Readers::last_resort(const Error& why) {
  const std::scoped_lock lock(mutex_);
  if (idle_.empty()) return tl::unexpected<Error>(why);
  Lease reader = std::move(idle_.back());
  idle_.pop_back();
  return reader;
}

tl::unexpected<Error> Searcher::Readers::noted(Error error) const {
  if (error.code == Code::kDamaged && tell_damage_) tell_damage_();
  return tl::unexpected<Error>(std::move(error));
}

void Searcher::Readers::give_back(Lease reader) {
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(reader));
}

Result<std::uint64_t> Searcher::Readers::disk_bytes() const {
  return index_files::current_generation(index_dir_).map([this](std::uint64_t generation) {
    return index_files::size_of(index_files::generation_dir(index_dir_, generation));
  });
}

std::filesystem::path Searcher::Readers::path_of(std::uint64_t generation) const {
  const auto dir = index_files::generation_dir(index_dir_, generation);
  return audience_ == Audience::kCustomer ? index_files::customer_database(dir)
                                          : index_files::full_database(dir);
}

Result<Searcher::Readers::Lease> Searcher::Readers::open(std::uint64_t generation) {
  Xapian::Database database(path_of(generation).string());
  const std::string version = database.get_metadata(std::string(schema::kVersionKey));
  if (auto known = schema::check_version(version); !known)
    return tl::unexpected<Error>(known.error());
  return std::make_unique<Reader>(std::move(database), generation, audience_, &meanings_);
}

}  // namespace aplomb
