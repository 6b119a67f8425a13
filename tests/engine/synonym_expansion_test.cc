// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/synonym_expansion.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/hash.h"
#include "engine/index_files.h"
#include "engine/readers.h"
#include "engine/record.h"
#include "engine/schema.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::ids;
using test::Ids;
using test::TempIndex;
using test::value_of;

/// Adds the rules to an index that is in use.
void teach(const TempIndex& index, std::vector<SynonymRule> rules,
           std::vector<std::string> no_typo = {}) {
  auto writer = value_of(IndexWriter::open(index.dir()));
  value_of(writer.put(HouseWords{std::move(rules), std::move(no_typo)}));
  value_of(writer.commit());
}

SynonymRule mutual(std::vector<std::string> words) {
  return {"en", words, words};
}

std::vector<std::string> expanded(const SearchPage& page) {
  std::vector<std::string> changes;
  for (const auto& [from, to] : page.interpretation.expanded) changes.push_back(from + " → " + to);
  return changes;
}

using Changes = std::vector<std::string>;

TEST(SynonymExpansionTest, AWordFindsWhatStandsForIt) {
  const TempIndex index{article("a").body("The refund takes ten days."),
                        article("b").body("Nothing of the kind.")};
  EXPECT_TRUE(index.search("reimbursement ").hits.empty());
  teach(index, {mutual({"refund", "reimbursement"})});

  const auto page = index.search("reimbursements ");

  EXPECT_EQ(ids(page), (Ids{"a"}));
  EXPECT_EQ(expanded(page), (Changes{"reimbursements → refund"}));
  EXPECT_TRUE(page.interpretation.unmatched.empty());
}

TEST(SynonymExpansionTest, SeveralWordsAreOneEntryAndTheLongestGoesFirst) {
  const TempIndex index{article("died").body("When a customer died."),
                        article("gate").body("The gate needs a ticket.")};
  teach(index, {mutual({"passed away", "died"}), {"en", {"passed"}, {"gate"}}});
  const auto page = index.search("his father passed away ");
  EXPECT_EQ(ids(page), (Ids{"died"}));
  EXPECT_EQ(expanded(page), (Changes{"passed away → died"}));
}

TEST(SynonymExpansionTest, APhraseIsFoundWhereItsWordsStandTogether) {
  const TempIndex index{article("apart").body("Send the money to the back office."),
                        article("together").body("You get your money back.")};
  teach(index, {mutual({"refund", "money back"})});
  const auto page = index.search("refund ");
  ASSERT_EQ(ids(page), (Ids{"together"}));
  std::string marked;
  for (const Fragment& fragment : page.hits[0].snippet)
    if (fragment.match) marked += fragment.text;
  EXPECT_EQ(marked, "money back");
  EXPECT_EQ(page.hits[0].why, (std::vector<std::string>{"text"}));
}

TEST(SynonymExpansionTest, FindingBothCountsOnce) {
  const TempIndex index{article("both").body("One wifi and one wireless network here today."),
                        article("word").body("One wifi and one more wifi network here today."),
                        article("other").body("Something else.")};
  teach(index, {mutual({"wifi", "wireless"})});
  const auto page = index.search("wifi ");
  ASSERT_EQ(ids(page).size(), 2U);
  EXPECT_EQ(page.hits[0].id.value, "word");
  EXPECT_LT(page.hits[0].score, 1.3 * page.hits[1].score);
}

TEST(SynonymExpansionTest, AHalfTypedLastWordIsEnough) {
  const TempIndex index{article("a").body("The wifi drops.")};
  teach(index, {mutual({"wifi", "wireless"})});
  EXPECT_EQ(ids(index.search("wirel")), (Ids{"a"}));
  EXPECT_EQ(ids(index.search("wir")), (Ids{"a"}));
  EXPECT_TRUE(ids(index.search("wi")).empty() || expanded(index.search("wi")).empty());
  EXPECT_TRUE(ids(index.search("wirel ")).empty());  // a space says that it is whole
}

TEST(SynonymExpansionTest, WhatAWordWasTakenForFindsItsSynonyms) {
  const TempIndex index{article("a").body("You get your refund.")};
  teach(index, {mutual({"refund", "money back"})});
  const Reader reader(
      Xapian::Database(
          index_files::full_database(index_files::generation_dir(index.dir(), 1)).string()),
      1, Audience::kInternal);
  Stemmer stemmer;
  const Query query = parse_query("mony back ");
  Plan plan = expand(query, reader, stemmer, "");
  EXPECT_TRUE(plan.expanded.empty());
  plan.groups[0].taken_for = "money";

  add_synonyms_of_corrections(query, reader, stemmer, plan);

  ASSERT_EQ(plan.expanded.size(), 1U);
  EXPECT_EQ(plan.expanded[0].from, "money back");
  EXPECT_EQ(plan.expanded[0].to, "refund");
  for (const Group& group : plan.groups) EXPECT_EQ(group.alternatives.back().term, "Zrefund");
}

TEST(SynonymExpansionTest, WhatIsQuotedOrExcludedIsMeantAsItIs) {
  const TempIndex index{article("a").body("The wifi drops."), article("b").body("The hub drops.")};
  teach(index, {mutual({"wifi", "wireless"})});
  EXPECT_TRUE(expanded(index.search("\"wireless\"")).empty());
  EXPECT_EQ(ids(index.search("drops -wireless")).size(), 2U);
}

TEST(SynonymExpansionTest, OnlyWhatTheIndexHasIsAdded) {
  const TempIndex index{article("a").body("The wifi drops.")};
  teach(index, {mutual({"wifi", "funknetz", "radio link"})});
  EXPECT_TRUE(expanded(index.search("wifi ")).empty());
}

TEST(SynonymExpansionTest, KeywordsThatTellNoLanguageFollowTheRulesOfAll) {
  const TempIndex index{
      article("en").body("How to reset it."), article("en-2").body("Another one."),
      article("de").body("Das Passwort.").with([](Article& it) { it.language = "de"; })};
  teach(index, {{"de", {"kennwort"}, {"passwort"}}, {"", {"kode"}, {"passwort"}}});
  EXPECT_EQ(ids(index.search("kennwort ")), (Ids{"de"}));
  EXPECT_TRUE(index.search("the kennwort of it ").hits.size() < 3);
  EXPECT_TRUE(expanded(index.search("the kennwort of it ")).empty());
  EXPECT_EQ(expanded(index.search("kode ")), (Changes{"kode → passwort"}));
}

TEST(SynonymExpansionTest, OneGroupHasBoundedAlternatives) {
  std::vector<std::string> words;
  std::string body;
  for (int i = 0; i < 40; ++i) {
    words.push_back("word" + std::string(1, static_cast<char>('a' + i % 26)) +
                    (i < 26 ? "x" : "y"));
    body += words.back() + " ";
  }
  const TempIndex index{article("a").body(body)};
  teach(index, {{"en", {"box"}, words}});
  EXPECT_EQ(expanded(index.search("box ")).size(), 8U);
}

TEST(SynonymExpansionTest, CustomersAreToldOfNoWordThatStandsOnlyInInternalText) {
  const TempIndex index{article("a")
                            .title("Late refund")
                            .customer("Your refund is on its way. Be on duty. Ask a manager.")
                            .body("Kestrel shows the chargeback; call the duty manager.")};
  teach(index, {mutual({"refund", "chargeback", "kestrel"}),
                mutual({"boss", "duty manager"}),
                {"en", {"money"}, {"refund", "chargeback"}}});

  EXPECT_EQ(expanded(index.search("money ", Audience::kCustomer)), (Changes{"money → refund"}));
  EXPECT_TRUE(expanded(index.search("refund ", Audience::kCustomer)).empty());
  EXPECT_TRUE(expanded(index.search("boss ", Audience::kCustomer)).empty());
  EXPECT_TRUE(index.search("kestrel -nothing ", Audience::kCustomer).total <= 1);
  EXPECT_EQ(expanded(index.search("boss ")), (Changes{"boss → duty manager"}));
}

TEST(SynonymExpansionTest, AnInternalWordThatCustomersTypeLeadsThemNowhere) {
  const TempIndex index{article("a").customer("Your refund.").body("Kestrel pays it.")};
  teach(index, {mutual({"refund", "kestrel", "payback"})});
  EXPECT_EQ(index.search("kestrel ", Audience::kCustomer).total, 0U);
  EXPECT_EQ(index.search("kes", Audience::kCustomer).total, 0U);
  EXPECT_EQ(index.search("payback ", Audience::kCustomer).total, 1U);
  EXPECT_EQ(index.search("kestrel ").total, 1U);
}

TEST(SynonymExpansionTest, AWordThatOnlySharesItsStemFindsAndIsNotShown) {
  const TempIndex index{article("a").body("We refund it.")};
  teach(index, {{"en", {"money"}, {"refundings"}}});
  const auto page = index.search("money ");
  EXPECT_EQ(ids(page), (Ids{"a"}));
  EXPECT_TRUE(expanded(page).empty());
}

/// All that a database says about words, as its files hold it.
HouseWords words_of(const TempIndex& index, Audience audience) {
  const auto dir = index_files::generation_dir(index.dir(), 1);
  const Xapian::Database database((audience == Audience::kCustomer
                                       ? index_files::customer_database(dir)
                                       : index_files::full_database(dir))
                                      .string());
  return record::decode_house_words(database.get_metadata(std::string(schema::kHouseWordsKey)));
}

TEST(SynonymExpansionTest, CustomersDatabaseHoldsOnlyTargetsThatStandInCustomersTexts) {
  const TempIndex index{article("a").customer("Your refund.").body("The chargeback, too.")};
  teach(index, {{"en", {"money"}, {"refund", "chargeback"}}, {"en", {"cash"}, {"chargeback"}}});
  EXPECT_EQ(words_of(index, Audience::kCustomer).synonyms,
            (std::vector<SynonymRule>{{"en", {"money"}, {"refund"}}}));
  EXPECT_EQ(words_of(index, Audience::kInternal).synonyms.size(), 2U);

  auto writer = value_of(IndexWriter::open(index.dir()));
  value_of(writer.put(article("b").customer("A chargeback."), {}));
  value_of(writer.commit());
  EXPECT_EQ(words_of(index, Audience::kCustomer).synonyms.size(), 2U);
  value_of(writer.put(article("b").body("A chargeback."), {}));
  value_of(writer.commit());
  EXPECT_EQ(words_of(index, Audience::kCustomer).synonyms.size(), 1U);
}

TEST(SynonymExpansionTest, ExplainShowsWhatWasAdded) {
  const TempIndex index{article("a").body("You get your money back as a refund.")};
  teach(index, {mutual({"reimbursement", "refund", "money back"})});
  SearchRequest request;
  request.text = "reimbursement ";
  request.explain = true;
  const auto page = value_of(index.searcher().search(request));
  EXPECT_NE(page.stages[1].shows.find("Zrefund ×0.8 \"money back\" ×0.8"), std::string::npos)
      << page.stages[1].shows;
  EXPECT_NE(page.stages[1].shows.find("synonym: reimbursement → refund"), std::string::npos);
}

TEST(SynonymExpansionTest, NoTypoWordsAreKnownByTheReader) {
  const TempIndex index{article("a").customer("The charge.")};
  teach(index, {}, {hash_digits("charge")});
  for (const auto path : {index_files::full_database, index_files::customer_database}) {
    const Reader reader(
        Xapian::Database(path(index_files::generation_dir(index.dir(), 1)).string()), 1,
        Audience::kInternal);
    EXPECT_TRUE(reader.no_typo("charge"));
    EXPECT_FALSE(reader.no_typo("change"));
  }
}

TEST(SynonymExpansionTest, AnOpenSearcherSeesNewRules) {
  const TempIndex index{article("a").body("The wifi drops.")};
  const Searcher searcher = index.searcher();
  SearchRequest request;
  request.text = "wireless ";
  EXPECT_TRUE(value_of(searcher.search(request)).hits.empty());
  teach(index, {mutual({"wifi", "wireless"})});
  EXPECT_EQ(ids(value_of(searcher.search(request))), (Ids{"a"}));
  teach(index, {});
  EXPECT_TRUE(value_of(searcher.search(request)).hits.empty());
}

}  // namespace
}  // namespace aplomb
