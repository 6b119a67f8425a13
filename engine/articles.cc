// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/articles.h"

#include <optional>
#include <string>
#include <utility>

#include "engine/calendar.h"
#include "engine/hash.h"
#include "engine/opaque_name.h"
#include "engine/record.h"
#include "engine/retrieval.h"
#include "engine/schema.h"

namespace aplomb {
namespace {

std::string metadata(const Xapian::Database& database, std::string_view key, const ArticleId& id) {
  return database.get_metadata(std::string(key) + id.value);
}

/// The article whose first passage has the term; absent when none has.
std::optional<ArticleId> article_with(const Xapian::Database& database, const std::string& term) {
  const auto first = database.postlist_begin(term);
  if (first == database.postlist_end(term)) return std::nullopt;
  return ArticleId{database.get_document(*first).get_value(schema::kSlotArticle)};
}

}  // namespace

tl::unexpected<Error> damaged_record(std::string_view what) {
  return fail(Code::kDamaged, "the index holds an unreadable " + std::string(what) + " record",
              "run `aplomb index --rebuild`; the articles are untouched");
}

Result<void> check_limit(std::size_t limit) {
  if (limit >= 1 && limit <= kMaxLimit) return {};
  return fail(Code::kInvalidArgument,
              "limit must be a whole number from 1 to " + std::to_string(kMaxLimit),
              "leave it out for the usual number");
}

Result<StoredArticle> article_in(Reader& reader, const ArticleId& id) {
  const Xapian::Database& database = reader.database();
  const auto missing = [&] {
    return fail(Code::kNotFound, "there is no article '" + id.value + "'",
                "search for it; it may have been removed or renamed");
  };
  if (!is_valid(id)) return missing();
  std::string bytes = metadata(database, schema::kArticleKey, id);
  if (bytes.empty()) {
    const auto renamed =
        reader.audience() == Audience::kCustomer
            ? article_with(database,
                           schema::value_term(schema::kLinkNamePrefix, opaque_name(id.value)))
            : article_with(database, schema::value_term(schema::kAliasPrefix, id.value));
    if (!renamed) return missing();
    bytes = metadata(database, schema::kArticleKey, *renamed);
  }
  auto record = record::decode_article(bytes);
  if (!record) return damaged_record("article");
  // of the source nothing is told: its hash would tell customers that internal text has changed
  record->source = {};
  record->projection.clear();
  const std::string told = record::encode(*record);
  StoredArticle stored{std::move(record->article), {}};
  const std::string headings = metadata(database, schema::kHeadingsKey, stored.article.id);
  stored.article.headings = record::decode_headings(headings);
  stored.article.full.html = metadata(database, schema::kHtmlKey, stored.article.id);
  stored.article.full.markdown = metadata(database, schema::kMarkdownKey, stored.article.id);
  stored.etag =
      hash_digits(told + headings + stored.article.full.html + stored.article.full.markdown);
  return stored;
}

Result<ArticleId> find_path_in(Reader& reader, std::string_view path) {
  auto id = article_with(reader.database(), schema::value_term(schema::kPathPrefix, path));
  if (!id)
    return fail(Code::kNotFound, "there is no article at '" + std::string(path) + "'",
                "search for it; it may have been moved");
  return *std::move(id);
}

Result<ArticleId> find_link_in(Reader& reader, std::string_view name) {
  auto id = article_with(reader.database(), schema::value_term(schema::kLinkNamePrefix, name));
  if (!id) return fail(Code::kNotFound, "no article is called so in links", "search for it");
  return *std::move(id);
}

Result<std::string> find_file_in(Reader& reader, std::string_view name) {
  const auto missing = [] {
    return fail(Code::kNotFound, "no article shows a file of that name", "");
  };
  const auto id = article_with(reader.database(), schema::value_term(schema::kFilePrefix, name));
  if (!id) return missing();
  const auto* const record = reader.record(*id);
  if (record == nullptr) return damaged_record("article");
  for (const std::string& file : record->article.files)
    if (opaque_name(file) == name) return file;
  return missing();
}

Result<Listing> list_in(Reader& reader, const ListRequest& request) {
  if (auto valid = check_limit(request.limit); !valid) return tl::unexpected<Error>(valid.error());
  const Xapian::Database& database = reader.database();
  Xapian::Query query{std::string(schema::kFirstTerm)};
  if (!request.filters.empty())
    query = Xapian::Query(Xapian::Query::OP_FILTER, query, filter_query(request.filters));
  if (!request.folder.empty())
    query = Xapian::Query(Xapian::Query::OP_FILTER, query,
                          Xapian::Query(schema::value_term(schema::kFolderPrefix, request.folder)));
  Xapian::Enquire enquire(database);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_sort_by_value(schema::kSlotArticle, false);

  Listing listing;
  enquire.set_query(query);
  listing.total = enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated();
  if (!request.after.value.empty()) {
    // '-' and later bytes follow: the smallest text greater than the id itself
    const Xapian::Query later(Xapian::Query::OP_VALUE_GE, schema::kSlotArticle,
                              request.after.value + '\x01');
    enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, query, later));
  }
  const Xapian::MSet matches =
      enquire.get_mset(0, static_cast<Xapian::doccount>(request.limit + 1));
  for (auto match = matches.begin(); match != matches.end(); ++match) {
    if (listing.articles.size() == request.limit) {
      listing.next = listing.articles.back().id;
      break;
    }
    const auto* const record =
        reader.record({match.get_document().get_value(schema::kSlotArticle)});
    if (record == nullptr) return damaged_record("article");
    listing.articles.push_back(record->article);
  }
  return listing;
}

Result<std::optional<StandingCounts>> standing_counts_in(Reader& reader) {
  const Xapian::Database& database = reader.database();
  const std::string first(schema::kFirstTerm);
  if (database.get_termfreq(first) > kMaxStandingCounted) return std::nullopt;
  StandingCounts counts;
  for (const auto each :
       {Confidence::kWip, Confidence::kNotValidated, Confidence::kValidated, Confidence::kArchived})
    counts.by_confidence[each] = 0;
  const Date day = today();
  auto facts = database.valuestream_begin(schema::kSlotRanking);
  const auto none = database.valuestream_end(schema::kSlotRanking);
  const auto end = database.postlist_end(first);
  for (auto passage = database.postlist_begin(first); passage != end; ++passage) {
    facts.skip_to(*passage);
    if (facts == none || facts.get_docid() != *passage) return damaged_record("ranking");
    const auto read = record::decode_ranking_facts(*facts);
    if (!read) return damaged_record("ranking");
    const auto& standing = read->standing;
    ++counts.by_confidence[standing.confidence];
    if (standing.review_due && *standing.review_due < day) ++counts.overdue;
  }
  return counts;
}

}  // namespace aplomb
