// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/searcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "engine/calendar.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::ids;
using test::Ids;
using test::TempDir;
using test::TempIndex;
using test::value_of;

TEST(SearcherTest, TitleMatchOutranksBodyMatch) {
  const TempIndex index{article("wifi").body("Some sites need the VPN."),
                        article("vpn-setup").title("Set up the VPN")};

  EXPECT_EQ(ids(index.search("vpn")), (Ids{"vpn-setup", "wifi"}));
}

TEST(SearcherTest, AnArticleIsOneHitWithItsBestPassage) {
  const TempIndex index{article("router")
                            .body("Unpack it.", "Unpacking")
                            .body("Press reset for ten seconds, then reset again.", "Resetting")
                            .body("Do not reset in winter.", "Care")};

  const SearchPage page = index.search("reset ten seconds ");

  ASSERT_EQ(page.hits.size(), 1U);
  EXPECT_EQ(page.hits[0].heading, "Resetting");
  EXPECT_EQ(page.hits[0].anchor, "resetting");
  EXPECT_EQ(page.total, 1U);
}

TEST(SearcherTest, AWholeSentenceFindsAnArticleThatLacksSomeOfItsWords) {
  const TempIndex index{article("refund").body("A refund takes ten days."),
                        article("other").body("x")};
  EXPECT_EQ(ids(index.search("my customer keeps asking where on earth the refund is ")),
            (Ids{"refund"}));
}

TEST(SearcherTest, PhrasesMustStandAsTheyAre) {
  const TempIndex index{article("a").body("debit card"), article("b").body("card debit")};
  EXPECT_EQ(ids(index.search("\"debit card\"")), (Ids{"a"}));
  EXPECT_EQ(ids(index.search("\"card\" debit ")).size(), 2U);
}

TEST(SearcherTest, APhraseThatNoArticleHasIsSaidAndItsWordsAreFound) {
  const TempIndex index{article("a").body("debit card"), article("b").body("cash")};
  const SearchPage page = index.search("\"card with debit\"");
  EXPECT_EQ(ids(page), (Ids{"a"}));
  EXPECT_EQ(page.interpretation.unmatched, (std::vector<std::string>{"\"card with debit\""}));
}

TEST(SearcherTest, PhrasesDoNotCrossFromOneFieldIntoTheNext) {
  const TempIndex index{article("a").title("Debit").body("card")};
  EXPECT_EQ(index.search("\"debit card\"").interpretation.unmatched.size(), 1U);
}

TEST(SearcherTest, ExcludedWordsMustNotStand) {
  const TempIndex index{article("a").body("refund by paypal"), article("b").body("refund by card")};
  EXPECT_EQ(ids(index.search("refund -paypal")), (Ids{"b"}));
}

TEST(SearcherTest, FiltersHoldTogetherAndTheirValuesAreAlternatives) {
  const auto with = [](Kind kind, const char* department) {
    return [=](Article& a) {
      a.kind = kind;
      a.department = department;
    };
  };
  const TempIndex index{article("a").body("refund").with(with(Kind::kTip, "Payments")),
                        article("b").body("refund").with(with(Kind::kFaq, "Payments")),
                        article("c").body("refund").with(with(Kind::kFaq, "Orders"))};
  EXPECT_EQ(ids(index.search("refund kind:faq department:payments")), (Ids{"b"}));
  EXPECT_EQ(index.search("refund kind:faq kind:tip").total, 3U);
  EXPECT_EQ(index.search("kind:faq").total, 2U);  // a filter alone lists
  EXPECT_EQ(index.search("refund kind:nonsense").total, 0U);
}

TEST(SearcherTest, FacetsCountArticlesNotPassages) {
  const TempIndex index{article("a").body("refund").body("refund again").with([](Article& a) {
                          a.tags = {"x", "y"};
                        }),
                        article("b").body("refund").with([](Article& a) { a.tags = {"x"}; })};
  SearchRequest request;
  request.text = "refund";
  request.facets = {FilterField::kTag};
  const SearchPage page = value_of(index.searcher().search(request));
  using Counts = std::vector<std::pair<std::string, std::size_t>>;
  EXPECT_EQ(page.facets.at(FilterField::kTag), (Counts{{"x", 2}, {"y", 1}}));
}

TEST(SearcherTest, PagesFollowEachOtherWithoutGapsOrRepeats) {
  std::vector<Article> articles;
  for (int i = 0; i < 25; ++i)
    articles.push_back(article("a" + std::to_string(i))
                           .body("refund " + std::string(static_cast<std::size_t>(i), 'x')));
  const TempIndex index(articles);
  SearchRequest request;
  request.text = "refund";
  Ids all;
  for (request.offset = 0; request.offset < 30; request.offset += 10)
    for (const std::string& id : ids(value_of(index.searcher().search(request)))) all.push_back(id);
  EXPECT_EQ(all.size(), 25U);
  std::ranges::sort(all);
  EXPECT_EQ(std::ranges::unique(all).begin(), all.end());
}

TEST(SearcherTest, LimitsOutOfRangeAreRefusedWithAReason) {
  const TempIndex index{article("a")};
  SearchRequest request;
  request.limit = 0;
  EXPECT_EQ(index.searcher().search(request).error().code, Code::kInvalidArgument);
  request = {};
  request.offset = kMaxDepth;
  EXPECT_EQ(index.searcher().search(request).error().code, Code::kInvalidArgument);
  request = {};
  request.text = std::string(kMaxQueryBytes + 1, 'x');
  EXPECT_EQ(index.searcher().search(request).error().code, Code::kInvalidArgument);
}

TEST(SearcherTest, NoTextIsTooOddToBeAnswered) {
  const TempIndex index{article("a").body("refund \xF0\x9F\x98\x80 C++")};
  for (const std::string& text :
       {std::string(""), std::string("   "), std::string("\0\0\0", 3), std::string("\xFF\xFE"),
        std::string("\"\"\"\""), std::string("- - -"), std::string("foo AND"), std::string("(((("),
        std::string("a*"), std::string(kMaxQueryBytes, 'z'), std::string(kMaxQueryBytes, '-'),
        std::string("\xF0\x9F\x98\x80"), std::string("the of and")})
    EXPECT_NO_THROW((void)index.search(text)) << text;
}

TEST(SearcherTest, LongQueriesOfOrdinaryWordsNeverCrash) {
  // OP_MAX did, in about one of a hundred; nothing of the kind must come back
  const TempIndex index{article("a").body("how can i get my refund back to the card that i used"),
                        article("b").body("the card was used to pay for it and it did not work")};
  std::string words;
  for (int i = 0; i < 60; ++i) words += i % 3 == 0 ? "card " : i % 3 == 1 ? "refu " : "the ";
  EXPECT_GE(index.search(words).total, 2U);
}

TEST(SearcherTest, TheLastWordFindsWhatItMayBecome) {
  const TempIndex index{article("a").title("Cancelling a subscription").body("text")};
  EXPECT_EQ(ids(index.search("subs")), (Ids{"a"}));
  EXPECT_EQ(ids(index.search("cancel su")), (Ids{"a"}));
  EXPECT_EQ(ids(index.search("s")), (Ids{"a"}));
  EXPECT_EQ(index.search("subs ").total, 0U);  // the space says it is whole
}

TEST(SearcherTest, FrontMatterIsFoundAndSaysWhy) {
  const TempIndex index{article("a").title("Late refund").body("text").with([](Article& a) {
    a.symptoms = {"my money has not come back"};
    a.answer = "It takes ten days.";
  })};
  const SearchPage page = index.search("money back ");
  ASSERT_EQ(page.hits.size(), 1U);
  EXPECT_EQ(page.hits[0].answer, "It takes ten days.");
  EXPECT_EQ(page.hits[0].why, (std::vector<std::string>{"symptom"}));
}

TEST(SearcherTest, LimitsAndExceptionsAreInternalInTheAgentsView) {
  const TempIndex index{article("a").customer("You will get it.").with([](Article& a) {
    a.exceptions = {{"bereavement", "waive the fee", "lead", "twice"}};
  })};
  const SearchPage page = index.search("bereavement waive ");
  ASSERT_EQ(page.hits.size(), 1U);
  EXPECT_EQ(page.hits[0].audience, Audience::kInternal);
  EXPECT_EQ(index.search("bereavement", Audience::kCustomer).total, 0U);
}

TEST(SearcherTest, AnExcludedArticleIsListedButNeverFound) {
  const TempIndex index{article("a").title("Hidden refund").body("refund").with([](Article& a) {
    a.excluded = true;
    a.kind = Kind::kTip;
  })};
  EXPECT_EQ(index.search("refund").total, 0U);
  EXPECT_EQ(index.search("kind:tip").total, 0U);
  EXPECT_EQ(value_of(index.searcher().list({})).total, 1U);
}

TEST(SearcherTest, SortingByTitleAndDate) {
  const auto day = [](int n) {
    return [n](Article& a) { a.updated = std::chrono::sys_seconds{std::chrono::hours{24 * n}}; };
  };
  const TempIndex index{article("1").title("Beta refund").with(day(3)),
                        article("2").title("alpha refund").with(day(1)),
                        article("3").title("Gamma refund").with(day(2))};
  SearchRequest request;
  request.text = "refund";
  request.sort = Sort::kTitle;
  EXPECT_EQ(ids(value_of(index.searcher().search(request))), (Ids{"2", "1", "3"}));
  request.sort = Sort::kUpdated;
  EXPECT_EQ(ids(value_of(index.searcher().search(request))), (Ids{"1", "3", "2"}));
}

TEST(SearcherTest, UpdatedSinceLeavesOlderArticlesOut) {
  const auto on = [](const char* day) {
    return [day](Article& a) { a.updated = std::chrono::sys_days{*parse_date(day)}; };
  };
  const TempIndex index{article("old").body("refund").with(on("2026-01-09")),
                        article("new").body("refund").with(on("2026-01-10"))};
  SearchRequest request;
  request.text = "refund";
  request.updated_since = parse_date("2026-01-10");
  EXPECT_EQ(ids(value_of(index.searcher().search(request))), (Ids{"new"}));
}

TEST(SearcherTest, UnmatchedWordsAreNamed) {
  const TempIndex index{article("a").body("refund")};
  const SearchPage page = index.search("refund escrow ");
  EXPECT_EQ(page.interpretation.unmatched, (std::vector<std::string>{"escrow"}));
  EXPECT_EQ(page.interpretation.searched, "refund escrow");
}

TEST(SearcherTest, ExplainingShowsEveryStage) {
  const TempIndex index{article("a").body("refund")};
  SearchRequest request;
  request.text = "refunds ";
  request.explain = true;
  const SearchPage page = value_of(index.searcher().search(request));
  ASSERT_EQ(page.stages.size(), 6U);
  EXPECT_EQ(page.stages[0].shows, "word(refunds)");
  EXPECT_NE(page.stages[1].shows.find("Zrefund"), std::string::npos);
}

TEST(SearcherTest, ArticlesAreFoundByIdAliasAndPath) {
  const TempIndex index{article("new").with([](Article& a) {
    a.aliases = {{"old"}};
    a.path = "billing/new.md";
  })};
  const Searcher searcher = index.searcher();
  EXPECT_EQ(value_of(searcher.article({"old"})).article.id.value, "new");
  EXPECT_EQ(value_of(searcher.find_path("billing/new.md")).value, "new");
  EXPECT_EQ(searcher.article({"none"}).error().code, Code::kNotFound);
  EXPECT_EQ(searcher.article({"../../etc/passwd"}).error().code, Code::kNotFound);
  EXPECT_EQ(searcher.article({std::string(5000, 'x')}).error().code, Code::kNotFound);
}

TEST(SearcherTest, AnArticlesEtagFollowsItsContent) {
  const TempIndex index{article("a").body("one")};
  const std::string before = value_of(index.searcher().article({"a"})).etag;
  EXPECT_EQ(value_of(index.searcher().article({"a"})).etag, before);
  auto writer = value_of(IndexWriter::open(index.dir()));
  value_of(writer.put(article("a").title("Changed"), {}));
  value_of(writer.commit());
  EXPECT_NE(value_of(index.searcher().article({"a"})).etag, before);
}

TEST(SearcherTest, ListingGoesThroughAllArticlesByFolder) {
  std::vector<Article> articles;
  for (const char* id : {"a", "b-1", "b", "c"})
    articles.push_back(article(id).with([&](Article& a) {
      a.path = std::string(id) == "c" ? "x/y/c.md" : "x/" + std::string(id) + ".md";
    }));
  const TempIndex index(articles);
  const Searcher searcher = index.searcher();
  Ids seen;
  ListRequest request;
  request.limit = 1;
  for (int page = 0; page < 10; ++page) {
    const Listing listing = value_of(searcher.list(request));
    EXPECT_EQ(listing.total, 4U);
    for (const Article& a : listing.articles) seen.push_back(a.id.value);
    if (!listing.next) break;
    request.after = *listing.next;
  }
  EXPECT_EQ(seen, (Ids{"a", "b", "b-1", "c"}));
  request = {};
  request.folder = "x/y";
  EXPECT_EQ(value_of(searcher.list(request)).total, 1U);
}

TEST(SearcherTest, ArticlesAreCountedByTheirStateAndByWhetherTheirReviewIsLate) {
  const auto in_state = [](const char* id, Confidence confidence, const char* reviewed) {
    return Article(article(id).body("One.", "One").body("Two.", "Two").with([&](Article& a) {
      a.confidence = confidence;
      a.last_reviewed = parse_date(reviewed);
      a.review_every = parse_period("90d");
    }));
  };
  const TempIndex index{in_state("a", Confidence::kValidated, "2001-01-01"),
                        in_state("b", Confidence::kValidated, "2999-01-01"),
                        in_state("c", Confidence::kWip, "2001-01-01"), article("unstated")};

  const auto counts = value_of(index.searcher().standing_counts());

  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->overdue, 2U) << "whatever the state; one that is never reviewed is not late";
  EXPECT_EQ(counts->by_confidence,
            (std::map<Confidence, std::size_t>{{Confidence::kWip, 1},
                                               {Confidence::kNotValidated, 1},
                                               {Confidence::kValidated, 2},
                                               {Confidence::kArchived, 0}}));
}

TEST(SearcherTest, ItKnowsWhatTheLiveGenerationTakesOnDisk) {
  const TempIndex index{article("wifi").body("Some sites need the VPN.")};
  const auto bytes = value_of(index.searcher().disk_bytes());
  std::uint64_t all = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(index.dir()))
    if (entry.is_regular_file() && entry.path().string().find("gen-") != std::string::npos)
      all += entry.file_size();

  EXPECT_GT(bytes, 0U);
  EXPECT_EQ(bytes, all);
}

TEST(SearcherTest, WithoutAnIndexItSaysWhatToDo) {
  const TempDir empty;
  const auto searcher = Searcher::open(empty.path(), Audience::kInternal);
  ASSERT_FALSE(searcher);
  EXPECT_EQ(searcher.error().code, Code::kNotFound);
  EXPECT_NE(searcher.error().hint.find("aplomb index"), std::string::npos);
}

}  // namespace
}  // namespace aplomb
