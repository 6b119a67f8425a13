// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/gap_asking.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/masking.h"
#include "engine/unicode.h"
#include "indexer/text.h"

namespace aplomb::desk {
namespace {

/// What was found and is no answer; what is further down never comes up without a change.
constexpr std::size_t kFound = 10;
/// Shown beside the question.
constexpr std::size_t kNearest = 3;

}  // namespace

SearchRequest request_for(std::string_view question, std::string_view language) {
  SearchRequest request;
  request.text = std::string(utf8_prefix(searchable(mask_personal(question)), kMaxQueryBytes - 1));
  request.text += ' ';
  request.limit = kFound;
  request.language = language;
  return request;
}

Readings readings_of(const Interpretation& interpretation) {
  Readings readings;
  for (const auto& [from, to] : interpretation.corrected) readings.corrected.emplace_back(from, to);
  readings.unmatched = interpretation.unmatched;
  return readings;
}

Result<GapFacts> facts_about(const Searcher& searcher, const GapHouse& house,
                             std::string_view question, std::string_view page_language) {
  const auto page = searcher.search(request_for(collapse_space(question), page_language));
  if (!page) return tl::unexpected<Error>(page.error());
  GapFacts facts;
  facts.certainty = page->certainty.value_or(Certainty::kNone);
  facts.readings = readings_of(page->interpretation);
  facts.page_language = page_language;
  std::map<std::string, double> nearness;  // of departments
  std::string owner;
  for (const Hit& hit : page->found()) {
    const auto stored = searcher.article(hit.id);
    if (!stored) continue;  // gone since
    facts.known.push_back({hit.id, stored->etag});
    if (facts.nearest.size() == kNearest) continue;
    facts.nearest.push_back(hit.id);
    if (owner.empty()) owner = stored->article.owner;
    if (!stored->article.department.empty()) nearness[stored->article.department] += hit.score;
  }
  const auto nearest = std::ranges::max_element(
      nearness, {}, [](const auto& department) { return department.second; });
  if (nearest != nearness.end()) facts.department = nearest->first;
  facts.owner = house.rules.owner_of(facts.department);
  const bool by_default = facts.owner == house.rules.owner_of("");
  if (by_default && !owner.empty()) facts.owner = std::move(owner);
  return facts;
}

Result<std::vector<KnownArticle>> known_now(const Searcher& searcher, std::string_view question,
                                            std::string_view language) {
  const auto page = searcher.search(request_for(question, language));
  if (!page) return tl::unexpected<Error>(page.error());
  std::vector<KnownArticle> known;
  for (const Hit& hit : page->found())
    if (const auto stored = searcher.article(hit.id)) known.push_back({hit.id, stored->etag});
  return known;
}

}  // namespace aplomb::desk
