// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/parameters.h"

#include <gtest/gtest.h>

#include "http/routes.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

Result<SearchRequest> read(std::string_view query) {
  return read_search_request(
      {.method = "GET", .path = "/api/v1/search", .query = parse_query(query), .headers = {}});
}

TEST(ParametersTest, NothingGivenMeansTheDefaults) {
  const auto search = read("");

  ASSERT_TRUE(search);
  EXPECT_EQ(search->text, "");
  EXPECT_EQ(search->limit, 10U);
  EXPECT_EQ(search->offset, 0U);
  EXPECT_EQ(search->sort, Sort::kRelevance);
  EXPECT_TRUE(search->filters.empty());
  EXPECT_FALSE(search->exact);
  EXPECT_FALSE(search->explain);
}

TEST(ParametersTest, EverythingGivenIsRead) {
  const auto search = read(
      "q=refund+&limit=100&offset=900&kind=tip&kind=FAQ&department=Payments&product=debit%20card"
      "&confidence=wip&audience=customer&facets=kind,,tag&facets=owner&sort=updated&lang=de"
      "&exact=1&explain=true&call=c-17&unknown=1");

  ASSERT_TRUE(search) << search.error().message;
  EXPECT_EQ(search->text, "refund ") << "the space says that the word is whole";
  EXPECT_EQ(search->limit, 100U);
  EXPECT_EQ(search->offset, 900U);
  EXPECT_EQ(search->filters, (Filters{{FilterField::kKind, {"tip", "faq"}},
                                      {FilterField::kDepartment, {"Payments"}},
                                      {FilterField::kProduct, {"debit card"}},
                                      {FilterField::kConfidence, {"wip"}},
                                      {FilterField::kAudience, {"customer"}}}));
  EXPECT_EQ(search->facets,
            (std::vector{FilterField::kKind, FilterField::kTag, FilterField::kOwner}));
  EXPECT_EQ(search->sort, Sort::kUpdated);
  EXPECT_EQ(search->language, "de");
  EXPECT_TRUE(search->exact);
  EXPECT_TRUE(search->explain);
}

TEST(ParametersTest, AMalformedParameterIsNamed) {
  for (const std::string_view query :
       {"limit=0", "limit=101", "limit=ten", "limit=-1", "limit=1e1", "limit=5%20",
        "limit=99999999999999999999999", "offset=-1", "offset=1001", "kind=tipp", "confidence=sure",
        "audience=all", "facets=colour", "sort=best", "exact=yes", "explain=yes"}) {
    const auto search = read(query);
    ASSERT_FALSE(search) << query;
    EXPECT_EQ(search.error().code, Code::kInvalidArgument);
    const auto name = query.substr(0, query.find('='));
    EXPECT_TRUE(search.error().message.starts_with(name)) << search.error().message;
  }
}

TEST(ParametersTest, APageThatLiesTooDeepIsRefused) {
  EXPECT_TRUE(read("limit=10&offset=990"));
  EXPECT_FALSE(read("limit=10&offset=991"));
}

TEST(ParametersTest, AnEmptyValueIsAsGoodAsNone) {
  const auto search = read("limit=&kind=&sort=&explain=&facets=");

  ASSERT_TRUE(search);
  EXPECT_TRUE(search->filters.empty());
}

TEST(ParametersTest, AQueryMayHaveEightKilobytes) {
  EXPECT_TRUE(read("q=" + std::string(kMaxQueryBytes, 'x')));
  EXPECT_FALSE(read("q=" + std::string(kMaxQueryBytes + 1, 'x')));
}

TEST(ParametersTest, AQueryThatIsNotUtf8IsMended) {
  EXPECT_EQ(read("q=caf%E9")->text, "caf\uFFFD");
}

TEST(ParametersTest, AListingsCursorMustBeAnId) {
  const auto list = [](std::string_view query) {
    return read_list_request(
        {.method = "GET", .path = "/api/v1/articles", .query = parse_query(query), .headers = {}});
  };

  EXPECT_EQ(list("cursor=refund-card&folder=payments")->after.value, "refund-card");
  EXPECT_EQ(list("folder=payments")->folder, "payments");
  EXPECT_FALSE(list("cursor=../x"));
  EXPECT_FALSE(list("limit=101"));
}

}  // namespace
}  // namespace aplomb::http
