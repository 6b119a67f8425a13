// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lookup.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/cost.h"
#include "engine/lesson.h"
#include "engine/pins.h"
#include "engine/query.h"
#include "engine/query_stems.h"
#include "engine/schema.h"

namespace aplomb {
namespace {

/// Candidates that --explain lists.
constexpr std::size_t kExplained = 10;
/// Articles that may be brought in by what they mean, without a word in common. Where words find as
/// many, none is: it moved none of the judged figures and cost 0.35 ms of 20,000 articles.
constexpr std::size_t kNearTitles = 10;
/// Titles less near than this say something else.
constexpr double kNearCosine = 0.5;
/// Articles that may be brought in by what callers said.
constexpr Xapian::doccount kAskedFor = 10;

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
    if (!is_known(group, vocabulary)) interpretation.unmatched.push_back(group.word);
    if (std::ranges::find(group.alternatives, Alternative::Via::kLearned, &Alternative::via) !=
        group.alternatives.end())
      interpretation.said.push_back(group.word);
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

std::string describe(const Retrieved& found) {
  std::string text =
      std::to_string(found.total) + (found.total_exact ? " articles" : " articles at least");
  for (std::size_t i = 0; i < std::min(found.candidates.size(), kExplained); ++i)
    text += "\n#" + std::to_string(found.candidates[i].passage) + " " +
            std::to_string(found.candidates[i].score);
  return text;
}

Candidate candidate_of(const Xapian::Database& database, Xapian::docid passage) {
  return {passage, 0, database.get_document(passage).get_value(schema::kSlotArticle)};
}

/// The articles that are pinned for exactly this query, each by its first passage.
std::vector<Candidate> pinned_for(const Reader& reader, const std::string& text) {
  std::vector<Candidate> pinned;
  const Xapian::Database& database = reader.database();
  const std::string term = pin_term(text);
  if (term.empty()) return pinned;  // Xapian lists all passages then
  for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at)
    if (!reader.hidden().contains(*at)) pinned.push_back(candidate_of(database, *at));
  std::erase_if(pinned, [&](const Candidate& one) { return reader.is_without(one.article); });
  return pinned;
}

/// Leaves out what a supposed article replaces.
Xapian::Query without_replaced(Xapian::Query query, const Reader& reader) {
  for (const std::string& id : reader.without())
    query = {Xapian::Query::OP_AND_NOT, query,
             Xapian::Query(schema::filter_term(FilterField::kId, id))};
  return query;
}

/// Whether the query leaves out articles that are not to be brought back in.
bool is_narrowed(const Plan& plan, const Filters& filters, const SearchRequest& request) {
  return !filters.empty() || request.updated_since ||
         std::ranges::any_of(plan.groups,
                             [](const Group& group) { return group.kind != Clause::Kind::kWord; });
}

/// The articles that callers have asked for with most of these words, each by its first passage.
std::vector<Candidate> asked_for_with(const Reader& reader, const QueryStems& stems) {
  std::vector<Xapian::Query> said;
  for (const auto& [stem, group, credit] : stems.all())
    said.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(learned_term(stem)),
                      credit * stems.information(group));
  Xapian::Enquire enquire(reader.database());
  enquire.set_query(reader.hidden().left_of({Xapian::Query::OP_OR, said.begin(), said.end()}));
  enquire.set_weighting_scheme(Xapian::CoordWeight());
  std::vector<Candidate> found;
  const Xapian::MSet matches = enquire.get_mset(0, kAskedFor);
  for (auto match = matches.begin(); match != matches.end(); ++match)
    found.push_back(candidate_of(reader.database(), *match));
  return found;
}

/// Candidates that Xapian's weights would not bring among the first: those pinned for this query,
/// those that callers asked for with such words, and those whose titles mean what it means.
std::vector<Candidate> missed_by_words(Reader& reader, const std::vector<Candidate>& pinned,
                                       const std::optional<QueryMeaning>& meaning,
                                       const QueryStems& stems,
                                       const std::vector<Candidate>& found) {
  std::set<std::string> known;
  for (std::size_t i = 0; i < std::min(found.size(), kRankedAgain); ++i)
    known.insert(found[i].article);
  std::vector<Candidate> missed;
  const auto add = [&](Candidate candidate) {
    if (!reader.is_without(candidate.article) && known.insert(candidate.article).second)
      missed.push_back(std::move(candidate));
  };
  for (const Candidate& candidate : pinned) add(candidate);
  if (reader.has_lessons())
    for (Candidate& candidate : asked_for_with(reader, stems)) add(std::move(candidate));
  if (meaning && found.size() < kNearTitles)
    for (const NearTitle& near : reader.nearest_titles(*meaning, kNearTitles))
      if (near.cosine >= kNearCosine && !reader.hidden().contains(near.passage))
        add(candidate_of(reader.database(), near.passage));
  return missed;
}

/// Puts them before what is not ranked again; one that was below comes up as it was found.
void bring_in(std::vector<Candidate> brought, std::vector<Candidate>& found) {
  for (Candidate& candidate : brought)
    if (const auto below = std::ranges::find(found, candidate.article, &Candidate::article);
        below != found.end())
      candidate = *below;
  std::erase_if(found, [&](const Candidate& one) {
    return std::ranges::find(brought, one.article, &Candidate::article) != brought.end();
  });
  const auto at = found.begin() + static_cast<std::ptrdiff_t>(std::min(found.size(), kRankedAgain));
  found.insert(at, brought.begin(), brought.end());
}

/// Who asks for an order, a count or what is new, and for nothing in particular, asks for all.
bool asks_for_all(const Plan& plan, const Filters& filters, const SearchRequest& request) {
  return plan.groups.empty() && filters.empty() &&
         (request.sort != Sort::kRelevance || !request.facets.empty() || request.updated_since);
}

/// Counts what everything is asked of. An article's passages may be of two audiences, and only
/// looking at all of them tells; everything else is known of all.
Retrieved retrieve_all(Reader& reader, const Xapian::Query& every, const SearchRequest& request,
                       std::size_t depth) {
  const bool known =
      !request.updated_since &&
      std::ranges::find(request.facets, FilterField::kAudience) == request.facets.end();
  if (!known) return retrieve(reader.database(), every, request, depth);
  SearchRequest uncounted = request;
  uncounted.facets.clear();
  Retrieved found = retrieve(reader.database(), every, uncounted, depth);
  found.facets = reader.facets_of_all(request.facets);
  const std::string first(schema::kFirstTerm), excluded(schema::kExcludedTerm);
  const Xapian::Database& database = reader.database();
  found.total = database.get_termfreq(first) - database.get_termfreq(excluded) -
                reader.hidden().count(database, first) + reader.hidden().count(database, excluded);
  found.total_exact = true;
  return found;
}

}  // namespace

Found look_up(Reader& reader, const SearchRequest& request, Stages& stages) {
  Found found;
  const Query query = parse_query(request.text);
  stages.end("parse", [&] { return to_string(query); });

  found.plan = expand(query, reader, reader.stemmer(), request.language, request.exact);
  found.interpretation = interpret(query, found.plan, reader);
  found.interpretation.limited = bound_cost(found.plan, reader);
  stages.end("expand", [&] { return to_string(found.plan); });

  const Filters filters = merged(query.filters, request.filters);
  const bool all = asks_for_all(found.plan, filters, request);
  const auto make_query = [&] {
    const Xapian::Query visible = without_replaced(
        reader.hidden().left_of(all ? every_article() : build_query(found.plan, filters)), reader);
    return request.updated_since ? since(visible, *request.updated_since) : visible;
  };
  Xapian::Query xapian = make_query();
  const std::size_t depth = std::max(request.offset + request.limit, kRankedAgain);
  found.retrieved = all ? retrieve_all(reader, xapian, request, depth)
                        : retrieve(reader.database(), xapian, request, depth);
  if (found.retrieved.total == 0 && relax_phrases(found.plan, found.interpretation)) {
    xapian = make_query();
    found.retrieved = retrieve(reader.database(), xapian, request, depth);
  }
  stages.end("retrieve",
             [&] { return xapian.get_description() + "\n" + describe(found.retrieved); });

  if (request.sort != Sort::kRelevance || found.plan.groups.empty()) {
    for (const Candidate& candidate : found.retrieved.candidates) {
      found.ranked.emplace_back().passage = candidate.passage;
      found.ranked.back().score = candidate.score;
    }
    return found;
  }
  const auto meaning = meaning_of(reader, found.plan);
  const auto pinned = pinned_for(reader, request.text);
  const QueryStems stems(found.plan, reader.captions(), reader.stemmer());
  std::vector<Candidate>& candidates = found.retrieved.candidates;
  std::size_t again = std::min(candidates.size(), kRankedAgain);
  if (!is_narrowed(found.plan, filters, request)) {
    const auto brought = missed_by_words(reader, pinned, meaning, stems, candidates);
    bring_in(brought, candidates);
    again += brought.size();
  }
  found.ranked = rank(reader, found.plan, stems, meaning, pinned, candidates, again);
  stages.end("rank", [&] { return to_string(found.ranked, kExplained); });
  found.judgement = judge(reader, found.plan, found.ranked);
  stages.end("judge", [&] { return to_string(*found.judgement); });
  return found;
}

}  // namespace aplomb
