// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/standings.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/lookup.h"
#include "engine/record.h"
#include "engine/schema.h"

namespace aplomb {
namespace {

/// What has a minute of that prefix, from `first` up to and including `last`.
Xapian::Query between(const Xapian::Database& database, std::string_view prefix, Minute first,
                      Minute last) {
  const std::string start = schema::minute_term(prefix, first),
                    stop = schema::minute_term(prefix, last);
  std::vector<Xapian::Query> any;
  const auto end = database.allterms_end(std::string(prefix));
  auto term = database.allterms_begin(std::string(prefix));
  if (term != end) term.skip_to(start);
  for (; term != end && *term <= stop; ++term) any.emplace_back(*term);
  return {Xapian::Query::OP_OR, any.begin(), any.end()};
}

constexpr Minute kEarliest = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
constexpr Minute kLatest = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31};

bool has_first(Reader& reader, const ArticleId& id, const std::string& query, std::size_t places) {
  SearchRequest request;
  request.text = query;
  request.limit = places;
  Stages stages(false);
  const Found found = look_up(reader, request, stages);
  const std::size_t end = std::min(places, found.ranked.size());
  for (std::size_t i = 0; i < end; ++i)
    if (reader.database().get_document(found.ranked[i].passage).get_value(schema::kSlotArticle) ==
        id.value)
      return true;
  return false;
}

}  // namespace

Xapian::Query standing_query(const Reader& reader, Standing standing) {
  const Xapian::Database& database = reader.database();
  const auto expired = [&] {
    return between(database, schema::kExpiryPrefix, kEarliest, reader.now());
  };
  switch (standing) {
    case Standing::kOverdue:
      return between(database, schema::kReviewPrefix, kEarliest, reader.now());
    case Standing::kFlagged:
      return Xapian::Query(std::string(schema::kFlaggedTerm));
    case Standing::kExpired:
      return expired();
    case Standing::kScheduled:
      return {Xapian::Query::OP_AND_NOT,
              between(database, schema::kPublishPrefix, reader.now() + std::chrono::minutes{1},
                      kLatest),
              expired()};
    case Standing::kArchived:
      return Xapian::Query(
          schema::filter_term(FilterField::kConfidence, to_string(Confidence::kArchived)));
    case Standing::kFailing: {
      const std::vector<Xapian::Query> not_asked{expired(),
                                                 Xapian::Query(std::string(schema::kExcludedTerm)),
                                                 standing_query(reader, Standing::kArchived)};
      return {Xapian::Query::OP_AND_NOT, Xapian::Query(std::string(schema::kAskedForTerm)),
              Xapian::Query(Xapian::Query::OP_OR, not_asked.begin(), not_asked.end())};
    }
  }
  return {};
}

bool fails_its_queries(Reader& reader, const Article& article, std::size_t& left) {
  const auto fails = [&](const std::vector<std::string>& queries, std::size_t places) {
    return std::ranges::any_of(queries, [&](const std::string& query) {
      if (left == 0) return false;
      --left;
      return !has_first(reader, article.id, query, places);
    });
  };
  return fails(article.pins, 1) || fails(article.test_queries, kFoundAmong);
}

}  // namespace aplomb
