// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/searcher.h"

#include <xapian.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <utility>

#include "engine/articles.h"
#include "engine/folders.h"
#include "engine/highlighter.h"
#include "engine/lookup.h"
#include "engine/overlap.h"
#include "engine/readers.h"
#include "engine/record.h"
#include "engine/schema.h"
#include "engine/similar.h"
#include "engine/suggestions.h"
#include "engine/supposing.h"
#include "engine/unicode.h"

namespace aplomb {
namespace {

constexpr std::size_t kSnippetBytes = 200;

Result<void> check(const SearchRequest& request) {
  if (auto valid = check_limit(request.limit); !valid) return valid;
  if (request.offset + request.limit > kMaxDepth)
    return fail(Code::kInvalidArgument,
                "offset + limit must not go beyond " + std::to_string(kMaxDepth),
                "narrow the search with filters instead of paging further");
  if (request.text.size() > kMaxQueryBytes)
    return fail(Code::kInvalidArgument,
                "the query is longer than " + std::to_string(kMaxQueryBytes) + " bytes",
                "search for the few words that matter");
  return {};
}

class HitMaker {
 public:
  HitMaker(Reader& reader, const Plan& plan)
      : reader_(reader),
        highlighter_(plan, reader, reader.database().get_doccount(), reader.stemmer()),
        now_(reader.now()) {}

  Result<Hit> make(const Ranked& candidate) {
    const auto stored =
        record::decode_passage(reader_.database().get_document(candidate.passage).get_data());
    if (!stored) return damaged_record("passage");
    const record::ArticleRecord* const article = reader_.record(stored->article);
    if (article == nullptr) return damaged_record("article");
    const Article& about = article->article;
    const Passage& passage = stored->passage;
    Hit hit;
    hit.id = about.id;
    hit.title = about.title;
    hit.kind = about.kind;
    hit.answer = about.answer;
    hit.language = about.language;
    if (!passage.headings.empty()) hit.heading = passage.headings.back();
    hit.anchor = passage.anchor;
    hit.snippet = highlighter_.snippet(passage.text, about.language, kSnippetBytes);
    hit.audience = passage.audience;
    if (reader_.audience() != Audience::kCustomer) hit.confidence = about.confidence;
    hit.last_reviewed = about.last_reviewed;
    hit.overdue = is_overdue(about.last_reviewed, about.review_every, day_of(now_));
    hit.validity = validity_of(about, now_);
    hit.score = candidate.score;
    hit.why = reasons(about, *stored, hit.snippet);
    return hit;
  }

 private:
  std::vector<std::string> reasons(const Article& article, const record::PassageRecord& stored,
                                   const std::vector<Fragment>& snippet) {
    std::vector<std::string> why;
    const auto add = [&](schema::Field field, bool matched) {
      if (matched) why.emplace_back(schema::text_field(field).name);
    };
    const auto in = [&](std::string_view text) {
      return !text.empty() && highlighter_.matches(text, article.language);
    };
    using schema::Field;
    add(Field::kTitle, in(article.title));
    add(Field::kHeading, std::ranges::any_of(stored.passage.headings, in));
    const bool in_snippet = std::ranges::any_of(snippet, &Fragment::match);
    if (!stored.front_matter) add(Field::kBody, in_snippet);
    add(Field::kSymptom, std::ranges::any_of(article.symptoms, in));
    add(Field::kTag, std::ranges::any_of(article.tags, in));
    if (!stored.front_matter) return why;
    add(Field::kProduct, std::ranges::any_of(article.products, in));
    add(Field::kAnswer, in(article.answer));
    add(Field::kDescription, in(article.description));
    if (why.empty() && in_snippet) add(Field::kRule, true);
    return why;
  }

  Reader& reader_;
  Highlighter highlighter_;
  Minute now_;
};

Result<SearchPage> search_in(Reader& reader, const SearchRequest& request) {
  Stages stages(request.explain);
  SearchPage page;
  page.query = request.text;
  page.generation = reader.generation();
  Found found = look_up(reader, request, stages);
  page.interpretation = std::move(found.interpretation);
  page.total = found.retrieved.total;
  page.total_exact = found.retrieved.total_exact;
  page.facets = std::move(found.retrieved.facets);
  if (found.judgement) {
    page.certainty = found.judgement->certainty;
    page.certainty_score = found.judgement->score;
  }

  // what is no answer is not dressed up as one
  auto& hits = page.certainty == Certainty::kNone ? page.nearest : page.hits;
  HitMaker maker(reader, found.plan);
  const std::size_t end = std::min(request.offset + request.limit, found.ranked.size());
  for (std::size_t i = request.offset; i < end; ++i) {
    auto hit = maker.make(found.ranked[i]);
    if (!hit) return tl::unexpected<Error>(hit.error());
    hits.push_back(std::move(*hit));
  }
  stages.end("show", [&] { return std::to_string(hits.size()) + " hits"; });
  page.stages = stages.take();
  return page;
}

std::optional<std::chrono::sys_seconds> committed(const Xapian::Database& database) {
  const std::string text = database.get_metadata(std::string(schema::kCommittedKey));
  std::chrono::seconds::rep seconds = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), seconds).ec != std::errc{})
    return std::nullopt;
  return std::chrono::sys_seconds{std::chrono::seconds{seconds}};
}

constexpr std::array<std::pair<Standing, std::string_view>, 6> kStandings{{
    {Standing::kOverdue, "overdue"},
    {Standing::kFlagged, "flagged"},
    {Standing::kExpired, "expired"},
    {Standing::kScheduled, "scheduled"},
    {Standing::kArchived, "archived"},
    {Standing::kFailing, "failing"},
}};

}  // namespace

std::string_view to_string(Standing standing) {
  const auto found =
      std::ranges::find(kStandings, standing, &std::pair<Standing, std::string_view>::first);
  return found == kStandings.end() ? std::string_view{} : found->second;
}

std::optional<Standing> parse_standing(std::string_view word) {
  const auto found =
      std::ranges::find(kStandings, word, &std::pair<Standing, std::string_view>::second);
  return found == kStandings.end() ? std::nullopt : std::optional(found->first);
}

Searcher::Searcher(std::unique_ptr<Readers> readers) : readers_(std::move(readers)) {}
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;
Searcher::~Searcher() = default;

Result<Searcher> Searcher::open(const std::filesystem::path& index_dir, Audience reader,
                                std::shared_ptr<const WordVectors> vectors, WallClock clock) {
  Searcher searcher(
      std::make_unique<Readers>(index_dir, reader, std::move(vectors), std::move(clock)));
  if (auto status = searcher.status(); !status) return tl::unexpected<Error>(status.error());
  return searcher;
}

Result<SearchPage> Searcher::search(const SearchRequest& request) const {
  if (auto valid = check(request); !valid) return tl::unexpected<Error>(valid.error());
  return readers_->with([&](Reader& reader) {
    if (request.unpublished) reader.see_all();
    return search_in(reader, request);
  });
}

Result<std::vector<SearchPage>> Searcher::search_as_if(
    const Supposed& supposed, std::span<const SearchRequest> requests) const {
  for (const SearchRequest& request : requests)
    if (auto valid = check(request); !valid) return tl::unexpected<Error>(valid.error());
  return readers_->with([&](Reader& live) -> Result<std::vector<SearchPage>> {
    const auto reader = suppose(live, supposed);
    std::vector<SearchPage> pages;
    for (const SearchRequest& request : requests) {
      auto page = search_in(*reader, request);
      if (!page) return tl::unexpected<Error>(page.error());
      for (auto* hits : {&page->hits, &page->nearest})
        for (Hit& hit : *hits)
          if (hit.id.value == kSupposedId) hit.id = supposed.article.id;
      pages.push_back(std::move(*page));
    }
    return pages;
  });
}

Result<std::vector<Overlap>> Searcher::overlaps(const Supposed& supposed, double least,
                                                std::size_t limit) const {
  return readers_->with([&](Reader& reader) -> Result<std::vector<Overlap>> {
    // those that are left out may be among the best
    auto found =
        overlaps_in(reader, supposed.article.passages, least, limit + supposed.without.size() + 1);
    if (!found) return found;
    std::erase_if(*found, [&](const Overlap& overlap) {
      return overlap.id == supposed.article.id ||
             std::ranges::find(supposed.without, overlap.id) != supposed.without.end();
    });
    if (found->size() > limit) found->resize(limit);
    return found;
  });
}

Result<std::vector<Suggestion>> Searcher::suggest(std::string_view text, std::size_t limit) const {
  return readers_->with([&](Reader& reader) { return suggest_in(reader, text, limit); });
}

Result<std::vector<std::string>> Searcher::corrections(std::string_view word,
                                                       std::size_t limit) const {
  const std::string form = fold(utf8_prefix(word, kMaxQueryBytes));
  return readers_->with([&](Reader& reader) -> Result<std::vector<std::string>> {
    std::vector<std::string> words;
    if (reader.frequency(form) > 0) words.push_back(form);
    if (!reader.no_typo(form))
      for (auto& correction : reader.corrections(form, false, limit))
        words.push_back(std::move(correction.form));
    if (words.size() > limit) words.resize(limit);
    return words;
  });
}

Result<Listing> Searcher::list(const ListRequest& request) const {
  return readers_->with([&](Reader& reader) { return list_in(reader, request); });
}

Result<FolderPage> Searcher::folder(std::string_view path) const {
  return readers_->with([&](Reader& reader) { return folder_in(reader, path, kMaxFolders); });
}

Result<StoredArticle> Searcher::article(const ArticleId& id) const {
  return readers_->with([&](Reader& reader) { return article_in(reader, id); });
}

Result<ArticleId> Searcher::customers_id(const ArticleId& id) const {
  return readers_->with([&](Reader& reader) { return customers_id_in(reader, id); });
}

Result<SimilarArticles> Searcher::similar(const ArticleId& id, std::size_t limit) const {
  return readers_->with([&](Reader& reader) { return similar_in(reader, id, limit); });
}

Result<ArticleId> Searcher::find_path(std::string_view path) const {
  return readers_->with([&](Reader& reader) { return find_path_in(reader, path); });
}

Result<ArticleId> Searcher::find_link(std::string_view name) const {
  return readers_->with([&](Reader& reader) { return find_link_in(reader, name); });
}

Result<std::string> Searcher::find_file(std::string_view name) const {
  return readers_->with([&](Reader& reader) { return find_file_in(reader, name); });
}

Audience Searcher::reader() const {
  return readers_->audience();
}

Minute Searcher::now() const {
  return readers_->now();
}

Result<IndexStatus> Searcher::status() const {
  return readers_->with([&](Reader& reader) -> Result<IndexStatus> {
    const Xapian::Database& database = reader.database();
    IndexStatus status;
    status.generation = reader.generation();
    status.revision = database.get_revision();
    status.committed = committed(database);
    status.articles = database.get_termfreq(std::string(schema::kFirstTerm));
    status.passages = database.get_doccount();
    std::tie(status.meaning, status.meaning_off) = reader.meaning_status();
    return status;
  });
}

Result<std::optional<StandingCounts>> Searcher::standing_counts() const {
  return readers_->with([](Reader& reader) { return standing_counts_in(reader); });
}

Result<std::uint64_t> Searcher::disk_bytes() const {
  return readers_->disk_bytes();
}

}  // namespace aplomb
