// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/articles.h"

#include <optional>
#include <string>
#include <utility>

#include "engine/calendar.h"
#include "engine/folders.h"
#include "engine/hash.h"
#include "engine/opaque_name.h"
#include "engine/record.h"
#include "engine/retrieval.h"
#include "engine/schema.h"
#include "engine/standings.h"

namespace aplomb {
namespace {

std::string metadata(const Xapian::Database& database, std::string_view key, const ArticleId& id) {
  return database.get_metadata(std::string(key) + id.value);
}

/// The article whose id customers are told instead of its path. Its digits begin an opaque name of
/// the path, as terms have it.
std::optional<ArticleId> article_told_as(Reader& reader, const ArticleId& id) {
  if (!id.value.starts_with(kOpaqueIdStart) ||
      id.value.size() != kOpaqueIdStart.size() + kOpaqueIdDigits)
    return std::nullopt;  // fewer digits begin many names
  const Xapian::Database& database = reader.database();
  const std::string head =
      schema::value_term(schema::kLinkNamePrefix, id.value.substr(kOpaqueIdStart.size()));
  const auto end = database.allterms_end(head);
  for (auto term = database.allterms_begin(head); term != end; ++term) {
    auto article = article_with(reader, *term);
    const auto* const record = article ? reader.record(*article) : nullptr;
    if (record != nullptr && record->customer_id == id) return article;
  }
  return std::nullopt;
}

/// What an article is called now that has another id in this reader's database: customers follow
/// agents' links to it, and agents those of customers and by former ids.
std::optional<ArticleId> present_id(Reader& reader, const ArticleId& id) {
  if (reader.audience() == Audience::kCustomer)
    return article_with(reader, schema::value_term(schema::kLinkNamePrefix, opaque_name(id.value)));
  if (auto renamed = article_with(reader, schema::value_term(schema::kAliasPrefix, id.value)))
    return renamed;
  return article_told_as(reader, id);
}

/// All that a listing goes through, over all its pages.
Xapian::Query query_of(Reader& reader, const ListRequest& request) {
  Xapian::Query query =
      request.direct ? directly_in(reader, request.folder) : anywhere_in(request.folder);
  const auto narrow = [&](const Xapian::Query& to) {
    query = Xapian::Query(Xapian::Query::OP_FILTER, query, to);
  };
  if (!request.filters.empty()) narrow(filter_query(request.filters));
  if (request.standing) narrow(standing_query(reader, *request.standing));
  return reader.withheld().left_of(query);
}

/// What of it comes behind an article.
Xapian::Query after(const ArticleId& id, const Xapian::Query& query) {
  if (id.value.empty()) return query;
  // '-' and later bytes follow: the smallest text greater than the id itself
  const Xapian::Query later(Xapian::Query::OP_VALUE_GE, schema::kSlotArticle, id.value + '\x01');
  return {Xapian::Query::OP_FILTER, query, later};
}

}  // namespace

std::optional<ArticleId> article_with(const Reader& reader, const std::string& term) {
  const auto first = reader.withheld().first_visible(reader.database(), term);
  if (!first) return std::nullopt;
  return ArticleId{reader.database().get_document(*first).get_value(schema::kSlotArticle)};
}

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

Result<record::ArticleRecord> record_in(Reader& reader, const ArticleId& id) {
  const Xapian::Database& database = reader.database();
  std::string bytes;
  if (is_valid(id)) bytes = metadata(database, schema::kArticleKey, id);
  if (bytes.empty() && is_valid(id))
    if (const auto present = present_id(reader, id))
      bytes = metadata(database, schema::kArticleKey, *present);
  const auto missing = [&] {
    return fail(Code::kNotFound, "there is no article '" + id.value + "'",
                "search for it; it may have been removed or renamed");
  };
  if (bytes.empty()) return missing();
  auto record = record::decode_article(bytes);
  if (!record) return damaged_record("article");
  const bool valid = validity_of(record->article, reader.now()) == Validity::kValid;
  if (!valid && reader.audience() == Audience::kCustomer) return missing();
  return *std::move(record);
}

Result<StoredArticle> article_in(Reader& reader, const ArticleId& id) {
  const Xapian::Database& database = reader.database();
  auto record = record_in(reader, id);
  if (!record) return tl::unexpected<Error>(record.error());
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

Result<ArticleId> customers_id_in(Reader& reader, const ArticleId& id) {
  auto record = record_in(reader, id);
  if (!record) return tl::unexpected<Error>(record.error());
  if (record->customer_id.value.empty())
    return fail(Code::kNotFound, "customers see nothing of the article '" + id.value + "'",
                "mark what they may see with > [!CUSTOMER]");
  return std::move(record->customer_id);
}

Result<ArticleId> find_path_in(Reader& reader, std::string_view path) {
  auto id = article_with(reader, schema::value_term(schema::kPathPrefix, path));
  if (!id)
    return fail(Code::kNotFound, "there is no article at '" + std::string(path) + "'",
                "search for it; it may have been moved");
  return *std::move(id);
}

Result<ArticleId> find_link_in(Reader& reader, std::string_view name) {
  auto id = article_with(reader, schema::value_term(schema::kLinkNamePrefix, name));
  if (!id) return fail(Code::kNotFound, "no article is called so in links", "search for it");
  return *std::move(id);
}

Result<std::string> find_file_in(Reader& reader, std::string_view name) {
  const auto missing = [] {
    return fail(Code::kNotFound, "no article shows a file of that name", "");
  };
  const auto id = article_with(reader, schema::value_term(schema::kFilePrefix, name));
  if (!id) return missing();
  const auto* const record = reader.record(*id);
  if (record == nullptr) return damaged_record("article");
  for (const std::string& file : record->article.files)
    if (opaque_name(file) == name) return file;
  return missing();
}

Result<Listing> list_in(Reader& reader, const ListRequest& request) {
  if (auto valid = check_limit(request.limit); !valid) return tl::unexpected<Error>(valid.error());
  Listing listing;
  if (request.standing && reader.audience() == Audience::kCustomer) return listing;
  const Xapian::Database& database = reader.database();
  const Xapian::Query query = query_of(reader, request);
  Xapian::Enquire enquire(database);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_sort_by_value(schema::kSlotArticle, false);

  const bool asks = request.standing == Standing::kFailing;
  std::size_t left = kMaxAsked;
  if (!asks) {
    enquire.set_query(query);
    listing.total = enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated();
  }
  enquire.set_query(after(request.after, query));
  // of what is failing many are looked at for each that is shown
  const std::size_t looked_at = asks ? kMaxAsked : request.limit;
  const Xapian::MSet matches = enquire.get_mset(0, static_cast<Xapian::doccount>(looked_at + 1));
  ArticleId last;
  std::size_t looked = 0;
  for (auto match = matches.begin(); match != matches.end(); ++match, ++looked) {
    if (looked == looked_at || listing.articles.size() == request.limit || left == 0) {
      listing.next = last;
      break;
    }
    last = {match.get_document().get_value(schema::kSlotArticle)};
    const auto* const record = reader.record(last);
    if (record == nullptr) return damaged_record("article");
    const Article article = record->article;  // searching reads other records
    if (!asks || fails_its_queries(reader, article, left)) listing.articles.push_back(article);
  }
  if (asks) listing.total = listing.articles.size();
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
  const Date day = day_of(reader.now());
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
