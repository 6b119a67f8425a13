// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using judged::Collection;
using judged::Grades;
using test::article;
using test::TempIndex;
using test::value_of;

constexpr double kClose = 1e-6;

TEST(EvaluationTest, FiguresAreMeansOverTheQuestionsThatAreJudged) {
  const TempIndex index{article("refund").title("Refund"), article("parcel").title("Parcel"),
                        article("lost").title("Lost parcel").body("parcel parcel")};
  Collection collection;
  collection.queries = {{"q1", "refund"}, {"q2", "zeppelin"}, {"q3", "nobody judged this"}};
  collection.grades = {{"q1", {{"refund", 1}, {"parcel", 1}}}, {"q2", {{"parcel", 1}}}};

  const Evaluation evaluation = value_of(evaluate(index.searcher(), collection));

  EXPECT_EQ(evaluation.questions, 2U);
  EXPECT_EQ(evaluation.empty, 1U);
  EXPECT_EQ(evaluation.without_document, 1U);
  EXPECT_NEAR(evaluation.ndcg, (0.613147 + 0) / 2, kClose);  // 1 / (1 + 1 / log2 3)
  EXPECT_DOUBLE_EQ(evaluation.mrr, 0.5);
  EXPECT_DOUBLE_EQ(evaluation.recall, 0.25);
  EXPECT_EQ(evaluation.run, (judged::Run{{"q1", {"refund"}}, {"q2", {}}}));
  EXPECT_GT(evaluation.p99_ms, 0);
}

TEST(EvaluationTest, JudgedDocumentsThatAreNoArticleAreNamedAndLeftOut) {
  const TempIndex index{article("refund").title("Refund")};
  Collection collection;
  collection.queries = {{"q1", "refund"}};
  collection.grades = {{"q1", {{"refund", 1}, {"deleted", 1}}}};

  const Evaluation evaluation = value_of(evaluate(index.searcher(), collection));

  EXPECT_EQ(evaluation.not_here, (std::vector<std::string>{"deleted"}));
  EXPECT_DOUBLE_EQ(evaluation.ndcg, 1);
}

TEST(EvaluationTest, ACustomersIndexIsJudgedByWhatItHolds) {
  const TempIndex index{article("refund").title("Refund").customer("Ten days."),
                        article("batch").title("Refund batch")};
  Collection collection;
  collection.queries = {{"q1", "refund"}};
  collection.grades = {{"q1", {{"refund", 1}, {"batch", 2}}}};

  const Evaluation customer = value_of(evaluate(index.searcher(Audience::kCustomer), collection));

  EXPECT_EQ(customer.run, (judged::Run{{"q1", {"refund"}}}));
  EXPECT_EQ(customer.not_here, (std::vector<std::string>{"batch"}));
  EXPECT_DOUBLE_EQ(customer.ndcg, 1);
}

TEST(EvaluationTest, AFormerIdIsAsGoodAsItsArticles) {
  const TempIndex index{article("refund").title("Refund").with(
      [](Article& refund) { refund.aliases = {{"old-refund"}}; })};
  Collection collection;
  collection.queries = {{"q1", "refund"}};
  collection.grades = {{"q1", {{"old-refund", 1}}}};

  const Evaluation evaluation = value_of(evaluate(index.searcher(), collection));

  EXPECT_DOUBLE_EQ(evaluation.ndcg, 1);
  EXPECT_EQ(evaluation.run, (judged::Run{{"q1", {"old-refund"}}})) << "the name that is judged";
}

TEST(EvaluationTest, ArticlesOfOneDocumentCountOnce) {
  const TempIndex index{article("part-one").title("Parcel"), article("part-two").title("Parcel"),
                        article("other").title("Parcel").body("long parcel text about much else")};
  Collection collection;
  collection.queries = {{"q1", "parcel"}};
  collection.grades = {{"q1", {{"doc 1", 1}, {"gone", 1}}}};
  collection.document_of = {{"part-one", "doc 1"}, {"part-two", "doc 1"}, {"other", "doc 2"}};

  const Evaluation evaluation = value_of(evaluate(index.searcher(), collection));

  EXPECT_EQ(evaluation.run.at("q1"), (metrics::Ranking{"doc 1", "doc 2"}));
  EXPECT_DOUBLE_EQ(evaluation.recall, 1) << "what no article stands for cannot be found";
  EXPECT_TRUE(evaluation.not_here.empty());
}

TEST(EvaluationTest, QuestionsWithoutAnAnswerOnlyCountForHonesty) {
  const TempIndex index{article("refund").title("Refund")};
  Collection collection;
  collection.queries = {{"q1", "refund"}, {"q2", "refund to a zeppelin on the moon"}};
  collection.grades = {{"q1", {{"refund", 1}}}, {"q2", {{"refund", 1}}}};
  collection.left_out = {"q2"};

  const Evaluation evaluation = value_of(evaluate(index.searcher(), collection));

  EXPECT_EQ(evaluation.questions, 1U);
  EXPECT_FALSE(evaluation.run.contains("q2"));
  ASSERT_TRUE(evaluation.honesty);
  EXPECT_EQ(evaluation.honesty->answered, 1U);
  EXPECT_EQ(evaluation.honesty->unanswerable, 1U);
  EXPECT_DOUBLE_EQ(evaluation.honesty->auroc, 1) << "it is surer of what it can answer";
  collection.left_out.clear();
  EXPECT_FALSE(value_of(evaluate(index.searcher(), collection)).honesty);
}

TEST(EvaluationTest, TheDepthLimitsWhatIsLookedAt) {
  const TempIndex index{article("a").title("Parcel"), article("b").title("Parcel")};
  Collection collection;
  collection.queries = {{"q1", "parcel"}};
  collection.grades = {{"q1", {{"a", 1}, {"b", 1}}}};
  EXPECT_DOUBLE_EQ(value_of(evaluate(index.searcher(), collection, 1)).recall, 0.5);
  EXPECT_EQ(evaluate(index.searcher(), collection, 0).error().code, Code::kInvalidArgument);
}

TEST(RunComparisonTest, CountsWhatGotBetterAndWorse) {
  const Grades grades{
      {"q1", {{"a", 1}}}, {"q2", {{"a", 1}}}, {"q3", {{"a", 1}}}, {"q4", {{"a", 1}}}, {"q5", {}}};
  const judged::Run before{{"q1", {"b", "a"}}, {"q2", {"a"}}, {"q3", {"a"}}};
  const judged::Run after{{"q1", {"a", "b"}}, {"q2", {"b", "c", "a"}}, {"q3", {"a"}}};

  const RunComparison comparison = compare_runs(before, after, grades);

  EXPECT_EQ(comparison.wins, 1U);
  EXPECT_EQ(comparison.losses, 1U);
  EXPECT_EQ(comparison.ties, 1U);
  EXPECT_EQ(comparison.in_neither, 1U);
  EXPECT_NEAR(comparison.before, (0.630930 + 1 + 1) / 3, kClose);
  EXPECT_NEAR(comparison.after, (1 + 0.5 + 1) / 3, kClose);
  ASSERT_EQ(comparison.questions.size(), 3U);
  EXPECT_EQ(comparison.questions[0].query, "q2") << "it changed most";
  EXPECT_DOUBLE_EQ(comparison.p_value, 1) << "two differences of opposite sign prove nothing";
}

TEST(RunComparisonTest, ARunThatLacksAQueryFoundNothing) {
  const RunComparison comparison = compare_runs({{"q1", {"a"}}}, {}, {{"q1", {{"a", 1}}}});
  EXPECT_EQ(comparison.losses, 1U);
  EXPECT_DOUBLE_EQ(comparison.after, 0);
  EXPECT_EQ(compare_runs({}, {}, {}).questions.size(), 0U);
}

}  // namespace
}  // namespace aplomb
