// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "indexer/checking.h"
#include "indexer/indexing.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::ids;
using test::Ids;
using test::value_of;

struct Question {
  std::string text;
  Ids right;  ///< any of these articles answers it
};

struct Outcome {
  std::string what;
  std::size_t rank;  ///< 0: not found
};

/// The starter knowledge base, indexed once for all tests.
class GoldenTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    index_ = new test::TempDir;
    IndexOptions options;
    options.articles = APLOMB_SOURCE_DIR "/articles";
    options.index_dir = index_->path();
    report_ = new IndexReport(value_of(index_folder(options)));
    searcher_ = new Searcher(value_of(Searcher::open(index_->path(), Audience::kInternal)));
  }
  static void TearDownTestSuite() {
    delete searcher_;
    delete report_;
    delete index_;
  }

  static Ids search(const std::string& text) {
    SearchRequest request;
    request.text = text;
    return ids(value_of(searcher_->search(request)).found());
  }

  /// The rank at which a right article comes; 0 when it is not among the first ten.
  static std::size_t rank(const Question& question) {
    const Ids found = search(question.text);
    const auto right = std::ranges::find_first_of(found, question.right);
    return right == found.end() ? 0 : static_cast<std::size_t>(right - found.begin()) + 1;
  }

  /// Expects shares of what was asked to come first, and among the first three.
  static void expect_shares(const std::vector<Outcome>& outcomes, double first, double three) {
    std::size_t firsts = 0, threes = 0;
    std::string misses;
    for (const auto& [what, at] : outcomes) {
      firsts += at == 1 ? 1 : 0;
      threes += at >= 1 && at <= 3 ? 1 : 0;
      if (at == 0 || at > 3) misses += "  " + what + "\n";
    }
    const auto all = static_cast<double>(outcomes.size());
    RecordProperty("first", std::to_string(static_cast<double>(firsts) / all));
    RecordProperty("three", std::to_string(static_cast<double>(threes) / all));
    EXPECT_GE(static_cast<double>(firsts) / all, first) << misses;
    EXPECT_GE(static_cast<double>(threes) / all, three) << misses;
  }

  static inline test::TempDir* index_ = nullptr;
  static inline IndexReport* report_ = nullptr;
  static inline Searcher* searcher_ = nullptr;
};

std::vector<Question> read_questions() {
  std::vector<Question> questions;
  std::ifstream file(APLOMB_SOURCE_DIR "/tests/golden/questions.tsv");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields(line);
    Question question;
    std::getline(fields, question.text, '\t');
    for (std::string id; std::getline(fields, id, '\t');) question.right.push_back(id);
    questions.push_back(std::move(question));
  }
  return questions;
}

TEST_F(GoldenTest, EveryStarterArticleIsTakenWithoutAComplaint) {
  EXPECT_EQ(report_->refused, 0U);
  for (const Finding& finding : report_->findings)
    ADD_FAILURE() << finding.path << ":" << finding.line << ": " << finding.message;
}

TEST_F(GoldenTest, NoStarterArticleBreaksARule) {
  CheckOptions options;
  options.articles = APLOMB_SOURCE_DIR "/articles";
  const CheckReport report = value_of(check_articles(options));
  EXPECT_GT(report.queries.size(), 400U);
  for (const Finding& finding : report.findings) {
    // what only time brings about must not fail a build that changed nothing
    if (finding.rule == about(Rule::kOverdueReview).name ||
        finding.rule == about(Rule::kExpired).name)
      continue;
    ADD_FAILURE() << finding.path << ":" << finding.line << ": " << finding.message << " ["
                  << finding.rule << "]";
  }
}

TEST_F(GoldenTest, EveryQuestionNamesAnArticleThatThereIs) {
  const auto questions = read_questions();
  EXPECT_EQ(questions.size(), 100U);
  for (const Question& question : questions)
    for (const std::string& id : question.right)
      EXPECT_TRUE(searcher_->article({id})) << question.text << ": " << id;
}

// The shares are what the search reaches, less a little; they are raised when it gets better.
TEST_F(GoldenTest, QuestionsWrittenBeforeTheSearchFindTheirArticles) {
  std::vector<Outcome> outcomes;
  for (const Question& question : read_questions())
    outcomes.push_back({question.text + " → " + question.right[0], rank(question)});
  expect_shares(outcomes, 0.75, 0.92);
}

TEST_F(GoldenTest, TheArticlesOwnTestQueriesFindThem) {
  CheckOptions options;
  options.articles = APLOMB_SOURCE_DIR "/articles";
  std::vector<Outcome> outcomes;
  for (const CheckedQuery& query : value_of(check_articles(options)).queries)
    if (!query.pin) outcomes.push_back({query.text + " → " + query.article.value, query.rank});
  EXPECT_GT(outcomes.size(), 400U);
  expect_shares(outcomes, 1, 1);
}

TEST_F(GoldenTest, WhatAgentsTypeMostBringsTheirArticleFirst) {
  for (const auto& [text, id] : std::vector<std::pair<std::string, std::string>>{
           {"ERR-4012", "hub-err-4012"},
           {"err4012 ", "hub-err-4012"},
           {"angry caller", "craft-angry-caller"},
           {"passwort vergessen", "de-passwort-vergessen"},
           {"wifi keeps dropping", "connection-wifi-drops"}}) {
    const Ids found = search(text);
    ASSERT_FALSE(found.empty()) << text;
    EXPECT_EQ(found[0], id) << text;
  }
}

}  // namespace
}  // namespace aplomb
