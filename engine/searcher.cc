// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/searcher.h"

#include <xapian.h>

#include <algorithm>
#include <utility>

#include "engine/articles.h"
#include "engine/expansion.h"
#include "engine/highlighter.h"
#include "engine/query.h"
#include "engine/ranking.h"
#include "engine/readers.h"
#include "engine/record.h"
#include "engine/retrieval.h"
#include "engine/schema.h"
#include "engine/suggestions.h"
#include "engine/unicode.h"

namespace aplomb {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kSnippetBytes = 200;
/// Candidates that --explain lists.
constexpr std::size_t kExplained = 10;

/// Times the stages of one search and keeps what each of them shows.
class Stages {
 public:
  explicit Stages(bool explain) : explain_(explain), begun_(Clock::now()) {}

  /// Ends a stage. `shows()` is only asked when somebody wants to see it.
  template <class Shows>
  void end(std::string name, Shows&& shows) {
    const auto now = Clock::now();
    stages_.push_back({std::move(name), now - begun_, explain_ ? shows() : std::string()});
    begun_ = Clock::now();
  }
  std::vector<Stage> take() { return std::move(stages_); }

 private:
  bool explain_;
  Clock::time_point begun_;
  std::vector<Stage> stages_;
};

Result<void> check(const SearchRequest& request) {
  if (request.limit < 1 || request.limit > kMaxLimit)
    return fail(Code::kInvalidArgument,
                "limit must be a whole number from 1 to " + std::to_string(kMaxLimit),
                "leave it out for the first 10 results");
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

/// Filters of the text and of the request all hold.
Filters merged(Filters filters, const Filters& more) {
  for (const auto& [field, values] : more) {
    auto& list = filters[field];
    list.insert(list.end(), values.begin(), values.end());
  }
  return filters;
}

Interpretation interpret(const Query& query, const Plan& plan, const Vocabulary& vocabulary) {
  Interpretation interpretation;
  interpretation.ignored = query.ignored;
  for (const Plan::Expanded& change : plan.expanded)
    interpretation.expanded.push_back({change.from, change.to});
  for (const Group& group : plan.groups) {
    if (group.kind == Clause::Kind::kExcluded) continue;
    if (!interpretation.searched.empty()) interpretation.searched += ' ';
    const bool quoted = group.kind == Clause::Kind::kPhrase;
    const std::string& word = group.taken_for.empty() ? group.word : group.taken_for;
    interpretation.searched += quoted ? '"' + word + '"' : word;
    if (!group.taken_for.empty()) {
      interpretation.corrected.push_back({group.word, group.taken_for});
      continue;
    }
    const bool known = std::ranges::any_of(group.alternatives, [&](const Alternative& alternative) {
      return !alternative.phrase.empty() || vocabulary.frequency(alternative.term) > 0;
    });
    if (!known) interpretation.unmatched.push_back(group.word);
  }
  return interpretation;
}

/// Callers' sentences hold quotes that no article has. Rather than nothing such a query finds what
/// has its words, and says that the phrase was not found. False when there is no phrase to relax.
bool relax_phrases(Plan& plan, Interpretation& interpretation) {
  bool relaxed = false;
  for (Group& group : plan.groups) {
    if (group.kind != Clause::Kind::kPhrase) continue;
    group.kind = Clause::Kind::kWord;
    relaxed = true;
    const std::string phrase = '"' + group.word + '"';
    std::erase(interpretation.unmatched, group.word);
    interpretation.unmatched.push_back(phrase);
  }
  return relaxed;
}

class HitMaker {
 public:
  HitMaker(Reader& reader, const Plan& plan)
      : reader_(reader),
        highlighter_(plan, reader, reader.database().get_doccount(), reader.stemmer()),
        today_(today()) {}

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
    hit.overdue = is_overdue(about.last_reviewed, about.review_every, today_);
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
  Date today_;
};

std::string describe(const Retrieved& found) {
  std::string text =
      std::to_string(found.total) + (found.total_exact ? " articles" : " articles at least");
  for (std::size_t i = 0; i < std::min(found.candidates.size(), kExplained); ++i)
    text += "\n#" + std::to_string(found.candidates[i].passage) + " " +
            std::to_string(found.candidates[i].score);
  return text;
}

/// Those who ask for another order get it as it is.
std::vector<Ranked> rank_found(Reader& reader, const Plan& plan, const Retrieved& found,
                               const SearchRequest& request) {
  if (request.sort == Sort::kRelevance && !plan.groups.empty())
    return rank(reader, plan, found.candidates);
  std::vector<Ranked> ranked;
  for (const Candidate& candidate : found.candidates) {
    ranked.emplace_back().passage = candidate.passage;
    ranked.back().score = candidate.score;
  }
  return ranked;
}

Result<SearchPage> search_in(Reader& reader, const SearchRequest& request) {
  Stages stages(request.explain);
  SearchPage page;
  page.query = request.text;
  page.generation = reader.generation();

  const Query query = parse_query(request.text);
  stages.end("parse", [&] { return to_string(query); });

  Plan plan = expand(query, reader, reader.stemmer(), request.language);
  page.interpretation = interpret(query, plan, reader);
  stages.end("expand", [&] { return to_string(plan); });

  const Filters filters = merged(query.filters, request.filters);
  const auto make_query = [&] {
    const Xapian::Query query_of_words = build_query(plan, filters);
    return request.updated_since ? since(query_of_words, *request.updated_since) : query_of_words;
  };
  Xapian::Query xapian = make_query();
  const std::size_t depth = std::max(request.offset + request.limit, kRankedAgain);
  Retrieved found = retrieve(reader.database(), xapian, request, depth);
  if (found.total == 0 && relax_phrases(plan, page.interpretation)) {
    xapian = make_query();
    found = retrieve(reader.database(), xapian, request, depth);
  }
  page.total = found.total;
  page.total_exact = found.total_exact;
  page.facets = found.facets;
  stages.end("retrieve", [&] { return xapian.get_description() + "\n" + describe(found); });

  const std::vector<Ranked> ranked = rank_found(reader, plan, found, request);
  stages.end("rank", [&] { return to_string(ranked, kExplained); });

  HitMaker maker(reader, plan);
  const std::size_t end = std::min(request.offset + request.limit, ranked.size());
  for (std::size_t i = request.offset; i < end; ++i) {
    auto hit = maker.make(ranked[i]);
    if (!hit) return tl::unexpected<Error>(hit.error());
    page.hits.push_back(std::move(*hit));
  }
  stages.end("show", [&] { return std::to_string(page.hits.size()) + " hits"; });
  page.stages = stages.take();
  return page;
}

}  // namespace

Searcher::Searcher(std::unique_ptr<Readers> readers) : readers_(std::move(readers)) {}
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;
Searcher::~Searcher() = default;

Result<Searcher> Searcher::open(const std::filesystem::path& index_dir, Audience reader,
                                std::shared_ptr<const WordVectors> vectors) {
  Searcher searcher(std::make_unique<Readers>(index_dir, reader, std::move(vectors)));
  if (auto status = searcher.status(); !status) return tl::unexpected<Error>(status.error());
  return searcher;
}

Result<SearchPage> Searcher::search(const SearchRequest& request) const {
  if (auto valid = check(request); !valid) return tl::unexpected<Error>(valid.error());
  return readers_->with([&](Reader& reader) { return search_in(reader, request); });
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

Result<StoredArticle> Searcher::article(const ArticleId& id) const {
  return readers_->with([&](Reader& reader) { return article_in(reader, id); });
}

Result<ArticleId> Searcher::find_path(std::string_view path) const {
  return readers_->with([&](Reader& reader) { return find_path_in(reader, path); });
}

Result<IndexStatus> Searcher::status() const {
  return readers_->with([&](Reader& reader) -> Result<IndexStatus> {
    const Xapian::Database& database = reader.database();
    auto [meaning, meaning_off] = reader.meaning_status();
    return IndexStatus{reader.generation(),
                       database.get_revision(),
                       database.get_termfreq(std::string(schema::kFirstTerm)),
                       database.get_doccount(),
                       std::move(meaning),
                       std::move(meaning_off)};
  });
}

}  // namespace aplomb
