// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/meaning_store.h"

#include <gtest/gtest.h>

#include "engine/index_files.h"
#include "engine/record.h"
#include "engine/schema.h"
#include "tests/support/temp_vectors.h"

namespace aplomb {
namespace {

using test::article;
using test::ids;
using test::Ids;
using test::TempDir;
using test::TempVectors;
using test::value_of;

record::RankingFacts facts_of(const Xapian::Document& passage) {
  return record::decode_ranking_facts(passage.get_value(schema::kSlotRanking)).value();
}

class MeaningStoreTest : public testing::Test {
 protected:
  void build(std::vector<Article> articles, std::shared_ptr<const WordVectors> vectors) {
    auto writer = value_of(IndexWriter::create(dir_.path(), std::move(vectors)));
    for (const Article& one : articles) value_of(writer.put(one, {}));
    value_of(writer.publish());
  }
  void put(const Article& one, std::shared_ptr<const WordVectors> vectors) {
    auto writer = value_of(IndexWriter::open(dir_.path(), std::move(vectors)));
    value_of(writer.put(one, {}));
    value_of(writer.commit());
  }
  [[nodiscard]] Xapian::Database database(Audience reader = Audience::kInternal) const {
    const auto dir = index_files::generation_dir(
        dir_.path(), value_of(index_files::current_generation(dir_.path())));
    return Xapian::Database((reader == Audience::kCustomer ? index_files::customer_database(dir)
                                                           : index_files::full_database(dir))
                                .string());
  }
  /// The articles nearest to a question, best first, of those that are near at all.
  [[nodiscard]] Ids nearest(const std::string& text, Audience reader = Audience::kInternal) const {
    const Xapian::Database opened = database(reader);
    const auto meaning = meaning_store::load(opened, vectors_);
    if (!meaning) return {"meaning is off"};
    const auto tokens = analyze(text);
    const auto query = meaning->query(content_words(tokens, *vectors_), "en");
    Ids found;
    if (!query) return found;
    for (const NearTitle& near : meaning->nearest_titles(*query, 10))
      if (near.cosine > 0.5)
        found.push_back(opened.get_document(near.passage).get_value(schema::kSlotArticle));
    return found;
  }
  [[nodiscard]] IndexStatus status(std::shared_ptr<const WordVectors> vectors) const {
    return value_of(
        value_of(Searcher::open(dir_.path(), Audience::kInternal, std::move(vectors))).status());
  }

  TempVectors table_{{"refund", {{0, 1.0F}}},    {"reimbursed", {{0, 0.9F}, {1, 0.1F}}},
                     {"wifi", {{1, 1.0F}}},      {"wireless", {{1, 0.9F}, {0, 0.1F}}},
                     {"fraud", {{2, 1.0F}}},     {"scam", {{2, 0.9F}, {3, 0.1F}}},
                     {"erstattung", {{0, 1.0F}}}};
  std::shared_ptr<const WordVectors> vectors_ = table_.open();
  TempDir dir_;
};

TEST_F(MeaningStoreTest, AnArticleThatSharesNoWordWithTheQueryIsFound) {
  build({article("refund").title("Refund"), article("wifi").title("Wi-Fi")}, vectors_);
  EXPECT_EQ(nearest("why am I not reimbursed"), (Ids{"refund"}));
  EXPECT_EQ(nearest("wireless"), (Ids{"wifi"}));
}

TEST_F(MeaningStoreTest, EveryPassageCarriesItsOwnVectorAndTheTitles) {
  build({article("refund").title("Refund").body("Wireless things.").body("Scam.")}, vectors_);
  const Xapian::Database opened = database();
  ASSERT_EQ(opened.get_doccount(), 2U);
  const auto first = opened.get_document(1), second = opened.get_document(2);
  EXPECT_EQ(facts_of(first).title_vector, facts_of(second).title_vector);
  EXPECT_EQ(facts_of(first).text_vector.size(), kVectorDimensions);
  EXPECT_NE(facts_of(first).text_vector, facts_of(second).text_vector);
}

TEST_F(MeaningStoreTest, CallersWordsAreAboutTheArticle) {
  build({article("late").title("Late").with(
            [](Article& late) { late.symptoms = {"not reimbursed"}; })},
        vectors_);
  EXPECT_EQ(nearest("refund"), (Ids{"late"}));
}

TEST_F(MeaningStoreTest, ArticlesInOtherLanguagesAndExcludedOnesHaveNoVectors) {
  build({article("de").title("Erstattung").with([](Article& one) { one.language = "de"; }),
         article("hidden").title("Refund").with([](Article& one) { one.excluded = true; })},
        vectors_);
  EXPECT_EQ(nearest("refund"), Ids{});
}

TEST_F(MeaningStoreTest, CustomersVectorsComeFromWhatCustomersSee) {
  build({article("mixed")
             .title("Wi-Fi")
             .body("A scam.")
             .customer("Wireless.")
             .with([](Article& mixed) { mixed.owner = "fraud"; }),
         article("secret").title("Fraud").body("A scam.")},
        vectors_);

  EXPECT_EQ(nearest("scam"), (Ids{"secret"}));
  EXPECT_EQ(nearest("scam", Audience::kCustomer), Ids{});
  EXPECT_EQ(nearest("wireless", Audience::kCustomer), (Ids{"mixed"}));
  const Xapian::Database customer = database(Audience::kCustomer);
  ASSERT_EQ(customer.get_doccount(), 1U);
  TextSum shown(*vectors_);
  shown.add(analyze("Wi-Fi"));
  shown.add(analyze("Wireless."));
  EXPECT_EQ(facts_of(customer.get_document(1)).text_vector, encode(shown.vector().value()));
}

TEST_F(MeaningStoreTest, ASavedArticleIsNearWithTheNextCommit) {
  build({article("wifi").title("Wi-Fi")}, vectors_);
  put(article("refund").title("Refund"), vectors_);
  EXPECT_EQ(nearest("reimbursed"), (Ids{"refund"}));
}

TEST_F(MeaningStoreTest, AnIndexWithoutVectorsSearchesWithoutMeaningAndSaysSo) {
  build({article("refund").title("Refund")}, nullptr);
  put(article("wifi").title("Wi-Fi"), vectors_);
  EXPECT_EQ(nearest("refund"), (Ids{"meaning is off"}));
  EXPECT_EQ(database().get_document(2).get_value(schema::kSlotTitleVector), "");
  EXPECT_EQ(status(vectors_).meaning, "");
  EXPECT_NE(status(vectors_).meaning_off.find("run `aplomb index`"), std::string::npos);
}

TEST_F(MeaningStoreTest, WithoutATableAnIndexWithVectorsIsSearchedAllTheSame) {
  build({article("refund").title("Refund")}, vectors_);
  const auto searcher = value_of(Searcher::open(dir_.path(), Audience::kInternal));
  SearchRequest request;
  request.text = "refund";
  EXPECT_EQ(ids(value_of(searcher.search(request))), (Ids{"refund"}));
  EXPECT_EQ(status(nullptr).meaning_off, "");
  EXPECT_EQ(status(vectors_).meaning, "test@1");
}

TEST_F(MeaningStoreTest, VectorsOfAnotherTableAreNeitherReadNorAdded) {
  build({article("refund").title("Refund")}, vectors_);
  const TempVectors other{{"refund", {{7, 1.0F}}}};
  put(article("again").title("Refund"), other.open());
  EXPECT_EQ(database().get_document(2).get_value(schema::kSlotTitleVector), "");
  EXPECT_EQ(meaning_store::load(database(), other.open()), nullptr);
  EXPECT_NE(status(other.open()).meaning_off.find("another table"), std::string::npos);
}

TEST_F(MeaningStoreTest, WhatTitlesHaveInCommonFollowsTheirNumber) {
  std::vector<Article> articles;
  for (int i = 0; i < 40; ++i)
    articles.push_back(
        article("a" + std::to_string(i)).title(i % 2 == 0 ? "Refund scam" : "Refund wifi"));
  build(articles, vectors_);
  const std::string before = database().get_metadata("common");
  EXPECT_EQ(before.size(), CommonComponents::kCount * kVectorDimensions);
  EXPECT_EQ(database().get_metadata("common-of"), "40");
  for (int i = 0; i < 4; ++i) put(article("b" + std::to_string(i)).title("Wireless"), vectors_);
  EXPECT_EQ(database().get_metadata("common-of"), "40");
  put(article("b5").title("Wireless"), vectors_);
  EXPECT_EQ(database().get_metadata("common-of"), "45");
  EXPECT_NE(database().get_metadata("common"), before);
}

TEST_F(MeaningStoreTest, ReadersOfOneCommitShareItsTitles) {
  build({article("refund").title("Refund")}, vectors_);
  meaning_store::Cache cache(vectors_);
  Xapian::Database opened = database();
  const auto first = cache.of(opened, 1);
  EXPECT_EQ(cache.of(database(), 1), first);
  put(article("wifi").title("Wi-Fi"), vectors_);
  opened.reopen();
  const auto second = cache.of(opened, 1);
  EXPECT_EQ(first->titles(), 1U);
  EXPECT_EQ(second->titles(), 2U);
}

TEST_F(MeaningStoreTest, AfterAChangeOnlyWhatHasComeIsReadAndTheOutcomeIsTheSame) {
  std::vector<Article> articles;
  for (int i = 0; i < 40; ++i)
    articles.push_back(
        article("a" + std::to_string(i)).title(i % 2 == 0 ? "Refund scam" : "Refund wifi"));
  build(articles, vectors_);
  const auto first = meaning_store::load(database(), vectors_);
  const auto last = database().get_lastdocid();
  put(article("a7").title("Wi-Fi refund"), vectors_);
  put(article("new").title("Refund"), vectors_);

  const auto renewed = meaning_store::renew(database(), vectors_, *first, last);

  const auto loaded = meaning_store::load(database(), vectors_);
  EXPECT_EQ(std::vector(renewed->passages().begin(), renewed->passages().end()),
            std::vector(loaded->passages().begin(), loaded->passages().end()));
  EXPECT_NE(std::vector(first->passages().begin(), first->passages().end()),
            std::vector(loaded->passages().begin(), loaded->passages().end()));
}

}  // namespace
}  // namespace aplomb
