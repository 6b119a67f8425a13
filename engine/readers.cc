// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/readers.h"

#include <algorithm>
#include <utility>

#include "engine/index_files.h"
#include "engine/schema.h"

namespace aplomb {
namespace {

/// How many words of the vocabulary one prefix may walk over.
constexpr std::size_t kMaxWalked = 4000;
/// Records that a reader remembers: a few megabytes.
constexpr std::size_t kMaxRecords = 2000;

}  // namespace

Reader::Reader(Xapian::Database database, std::uint64_t generation, Audience audience)
    : database_(std::move(database)), generation_(generation), audience_(audience) {
  read_languages();
}

void Reader::refresh() {
  if (!database_.reopen()) return;
  records_.clear();
  read_languages();
}

const record::ArticleRecord* Reader::record(const ArticleId& id) {
  if (const auto known = records_.find(id.value); known != records_.end()) return &known->second;
  auto read =
      record::decode_article(database_.get_metadata(std::string(schema::kArticleKey) + id.value));
  if (!read) return nullptr;
  if (records_.size() >= kMaxRecords) records_.clear();
  return &records_.emplace(id.value, *std::move(read)).first->second;
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

std::vector<Vocabulary::Word> Reader::beginning_with(std::string_view head, std::size_t limit,
                                                     bool titles_only) const {
  const std::string_view prefix = titles_only ? schema::kNameWordPrefix : std::string_view{};
  const std::string begin = std::string(prefix) + std::string(head);
  std::vector<Word> words;
  std::size_t walked = 0;
  const auto end = database_.allterms_end(begin);
  for (auto term = database_.allterms_begin(begin); term != end && walked < kMaxWalked;
       ++term, ++walked)
    words.push_back({(*term).substr(prefix.size()), term.get_termfreq()});
  const auto better = [](const Word& a, const Word& b) {
    return a.frequency != b.frequency ? a.frequency > b.frequency : a.form < b.form;
  };
  const auto kept = std::min(limit, words.size());
  std::partial_sort(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(kept), words.end(),
                    better);
  words.resize(kept);
  return words;
}

std::size_t Reader::frequency(const std::string& term) const {
  return database_.get_termfreq(term);
}

Searcher::Readers::Readers(std::filesystem::path index_dir, Audience audience)
    : index_dir_(std::move(index_dir)), audience_(audience) {}

Result<Searcher::Readers::Lease> Searcher::Readers::acquire() {
  const auto generation = index_files::current_generation(index_dir_);
  if (!generation) return tl::unexpected<Error>(generation.error());
  Lease reader;
  {
    const std::scoped_lock lock(mutex_);
    // handles of a generation that was replaced hold its deleted files open
    std::erase_if(idle_, [&](const Lease& idle) { return idle->generation() != *generation; });
    if (!idle_.empty()) {
      reader = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!reader) return open(*generation);
  reader->refresh();
  return reader;
}

void Searcher::Readers::give_back(Lease reader) {
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(reader));
}

Result<Searcher::Readers::Lease> Searcher::Readers::open(std::uint64_t generation) const {
  const auto dir = index_files::generation_dir(index_dir_, generation);
  const auto path = audience_ == Audience::kCustomer ? index_files::customer_database(dir)
                                                     : index_files::full_database(dir);
  Xapian::Database database(path.string());
  const std::string version = database.get_metadata(std::string(schema::kVersionKey));
  if (version != std::to_string(schema::kVersion))
    return fail(Code::kSchemaMismatch,
                "the index has schema " + (version.empty() ? "(none)" : version) +
                    ", this program reads " + std::to_string(schema::kVersion),
                "run `aplomb index`, which rebuilds it");
  return std::make_unique<Reader>(std::move(database), generation, audience_);
}

}  // namespace aplomb
