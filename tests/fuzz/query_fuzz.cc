// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/query.h"
#include "engine/searcher.h"
#include "tests/support/temp_index.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

const aplomb::test::TempIndex& index() {
  using aplomb::test::article;
  static const aplomb::test::TempIndex kIndex{
      article("refund")
          .title("Refund to a debit card")
          .body("A refund takes ten days.", "How long"),
      article("code")
          .title("ERR-4012")
          .body("The hub shows err 4012 in v2.3.1, see user@example.com."),
      article("mixed").title("予定表の共有").body("Wi-Fi 無線 LAN").customer("For you: café."),
      article("kinds").body("words").with([](aplomb::Article& a) {
        a.kind = aplomb::Kind::kTip;
        a.tags = {"web shop"};
        a.language = "de";
      })};
  return kIndex;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const aplomb::Searcher kSearcher = index().searcher();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const aplomb::Query query = aplomb::parse_query(text);
  require(query.clauses.size() <= aplomb::kMaxClauses);
  for (const aplomb::Clause& clause : query.clauses) require(!clause.tokens.empty());
  if (size > aplomb::kMaxQueryBytes) return 0;

  aplomb::SearchRequest request;
  request.text = text;
  request.explain = true;
  request.facets = {aplomb::FilterField::kTag};
  const auto page = kSearcher.search(request);
  require(page.has_value());
  require(page->hits.size() <= page->total);
  for (const aplomb::Hit& hit : page->hits) require(!hit.id.value.empty());
  const auto suggestions = kSearcher.suggest(text, 8);
  require(suggestions.has_value());
  for (const aplomb::Suggestion& suggestion : *suggestions) {
    std::string pieces;
    for (const aplomb::Fragment& fragment : suggestion.marked) pieces += fragment.text;
    require(pieces == suggestion.text);
  }
  require(kSearcher.corrections(text, 3).has_value());
  return 0;
}
