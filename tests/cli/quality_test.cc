// SPDX-License-Identifier: GPL-3.0-or-later
// `aplomb check` and `aplomb eval`, as an editor and a CI job run them.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/cli/program.h"
#include "tests/support/temp_dir.h"

namespace aplomb {
namespace {

using nlohmann::json;
using test::Finished;
using test::run;
using test::TempDir;

class CheckCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    // these tests are about the command, and not about articles that say nothing of themselves
    articles_.write("aplomb.yaml",
                    "check:\n"
                    "  rules: {missing-answer: off, missing-owner: off, missing-review: off}\n");
  }
  Finished check(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"check", "--articles", articles_.path(), "--data",
                                       data_.path()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  TempDir articles_, data_;
};

TEST_F(CheckCommandTest, CleanArticlesGiveASummaryAndExitCodeZero) {
  articles_.write("refund.md",
                  "---\ntest_queries: [late refund]\npin: [money]\n---\n# Late refund");
  const auto checked = check();
  EXPECT_EQ(checked.exit_code, 0) << checked.errors;
  EXPECT_EQ(checked.output,
            "1 article: 0 refused, 0 errors, 0 warnings, 0 notes\n"
            "1 pin: 1 first\n"
            "test queries: 1, 100.0 % first, 100.0 % among the first three\n");
  EXPECT_EQ(checked.errors, "");
}

TEST_F(CheckCommandTest, AQueryThatMissesItsArticleSaysWhereAndWhatComesInstead) {
  articles_.write("a.md", "# Late refund");
  articles_.write("b.md", "---\ntest_queries:\n  - late refund\n---\n# Money back\nA refund.");
  const auto tolerated = check();
  EXPECT_EQ(tolerated.exit_code, 0);
  EXPECT_EQ(tolerated.output.find("b.md:3: note: \"late refund\" has this article in place 2; "
                                  "first is a, 'Late refund' (title) (decide "),
            0U)
      << tolerated.output;
  const auto strict = check({"--top", "1"});
  EXPECT_EQ(strict.exit_code, 1);
  EXPECT_NE(strict.output.find("b.md:3: warning: "), std::string::npos) << strict.output;
}

TEST_F(CheckCommandTest, MarksThatNobodyKnowsAreProblems) {
  articles_.write("a.md", "# A\n\n> [!CUSTOMR]\n> Hello.\n");
  const auto checked = check();
  EXPECT_EQ(checked.exit_code, 1);
  EXPECT_NE(checked.output.find("a.md:3: warning: this [!…] is no word known here"),
            std::string::npos)
      << checked.output;
}

TEST_F(CheckCommandTest, PathsAndRulesSayWhatToSpeakOf) {
  articles_.write("billing/a.md", "# A\n[x](gone.md)\n![x](gone.png)\n");
  articles_.write("billing/b.md", "# B\n[x](gone.md)\n");
  articles_.write("plus/c.md", "# C\n[x](../billing/a.md)\n[x](gone.md)\n");
  const auto lines = [&](std::vector<std::string> more) {
    const auto checked = check(std::move(more));
    EXPECT_EQ(checked.exit_code, 1) << checked.errors;
    return std::count(checked.output.begin(), checked.output.end(), '\n') - 1;
  };
  EXPECT_EQ(lines({}), 4);
  EXPECT_EQ(lines({"billing"}), 3);
  EXPECT_EQ(lines({(articles_.path() / "billing/b.md").string(), "plus/"}), 2);
  EXPECT_EQ(lines({articles_.path()}), 4);
  EXPECT_EQ(lines({"--rule", "broken-image"}), 1);
  EXPECT_EQ(lines({"billing", "--rule", "broken-link", "--rule", "broken-image"}), 3);
  EXPECT_EQ(check({"plus", "--rule", "broken-image"}).exit_code, 0);
  EXPECT_EQ(check({"none"}).exit_code, 2);
  EXPECT_EQ(check({"/etc"}).exit_code, 2);
  EXPECT_EQ(check({"--rule", "none"}).exit_code, 2);
}

TEST_F(CheckCommandTest, ADraftOnStandardInputIsCheckedAmongTheArticles) {
  articles_.write("refund.md", "---\nid: refund\n---\n# Late refund\n");
  const std::vector<std::string> draft{
      "check", "-", "--path", "new.md", "--articles", articles_.path(), "--data", data_.path()};
  const auto good = run(draft, "---\ntest_queries: [zeppelin]\n---\n# Zeppelin\n[x](refund.md)\n");
  EXPECT_EQ(good.exit_code, 0) << good.output << good.errors;
  EXPECT_NE(good.output.find("test queries: 1, 100.0 % first"), std::string::npos) << good.output;
  const auto bad = run(draft, "---\nid: refund\n---\n# Money\n");
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_EQ(bad.output.find("new.md:2: refused: the id 'refund' is already that of refund.md"), 0U)
      << bad.output;
  EXPECT_EQ(check({"-"}).exit_code, 2) << "where is it to lie?";
  EXPECT_EQ(check({"--path", "new.md"}).exit_code, 2);
  EXPECT_TRUE(std::filesystem::is_empty(data_.path()));
}

TEST_F(CheckCommandTest, TheIndexInDataIsNeitherNeededNorTouched) {
  articles_.write("refund.md", "# Late refund");
  EXPECT_EQ(check().exit_code, 0);
  EXPECT_TRUE(std::filesystem::is_empty(data_.path()));
}

TEST_F(CheckCommandTest, JsonHoldsEveryFindingAndQuery) {
  articles_.write("a.md", "# Late refund");
  articles_.write("b.md", "---\ntest_queries: [late refund, zeppelin]\n---\n# Money back\nrefund");
  const auto checked = check({"--json"});
  EXPECT_EQ(checked.exit_code, 1);
  const json report = json::parse(checked.output);
  EXPECT_EQ(report.at("articles"), 2);
  EXPECT_EQ(report.at("test_queries"), 2);
  EXPECT_EQ(report.at("first"), 0.0);
  EXPECT_EQ(report.at("among_three"), 0.5);
  EXPECT_EQ(report.at("findings").size(), 2U);
  EXPECT_EQ(report.at("findings").at(1).at("severity"), "warning");
  const json& finding = report.at("findings").at(0);
  EXPECT_EQ(finding.at("file"), "b.md");
  EXPECT_EQ(finding.at("line"), 2);
  EXPECT_EQ(finding.at("rule"), "query-second");
  EXPECT_EQ(finding.at("severity"), "note");
  EXPECT_TRUE(finding.at("message").is_string() && finding.at("hint").is_string());
  EXPECT_EQ(finding.size(), 6U);
  const json& query = report.at("queries").at(0);
  EXPECT_EQ(query.at("query"), "late refund");
  EXPECT_EQ(query.at("article"), "b");
  EXPECT_EQ(query.at("line"), 2);
  EXPECT_EQ(query.at("rank"), 2);
  EXPECT_EQ(query.at("above").at(0).at("id"), "a");
  EXPECT_TRUE(report.at("queries").at(1).at("rank").is_null());
}

TEST_F(CheckCommandTest, WrongUsageAndAMissingFolderAreToldApart) {
  EXPECT_EQ(check({"--top", "0"}).exit_code, 2);
  const auto missing = run({"check", "--articles", "/nonexistent", "--data", data_.path()});
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_NE(missing.errors.find("--articles"), std::string::npos) << missing.errors;
}

class EvalCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    articles_.write("refund.md", "# Refund\nTen days.");
    articles_.write("parcel.md", "# Parcel\nOn its way.");
    ASSERT_EQ(run({"index", "--articles", articles_.path(), "--data", data_.path()}).exit_code, 0);
    files_.write("queries.tsv", "q1\trefund\nq2\tparcel\n");
    files_.write("qrels.tsv", "q1\trefund\t1\nq2\tparcel\t1\nq2\trefund\t1\n");
  }
  std::string file(const std::string& name) const { return files_.path() / name; }
  std::string read(const std::string& name) const {
    std::ifstream stream(file(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  Finished eval(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{
        "eval",    "--data",         data_.path(), "--queries", file("queries.tsv"),
        "--qrels", file("qrels.tsv")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  TempDir articles_, data_, files_;
};

TEST_F(EvalCommandTest, PrintsTheFigures) {
  const auto evaluated = eval();
  EXPECT_EQ(evaluated.exit_code, 0) << evaluated.errors;
  // (1 + 1 / (1 + 1 / log2 3)) / 2
  EXPECT_EQ(evaluated.output.find("questions   2, 0 of them found nothing\n"
                                  "nDCG@10     0.8066\n"
                                  "MRR@10      1.0000\n"
                                  "Recall@100  0.7500\n"
                                  "latency     p50 "),
            0U)
      << evaluated.output;
}

TEST_F(EvalCommandTest, JsonHasTheSameFigures) {
  const json figures = json::parse(eval({"--json"}).output);
  EXPECT_EQ(figures.at("queries"), 2);
  EXPECT_DOUBLE_EQ(figures.at("ndcg@10"), 0.8066);
  EXPECT_DOUBLE_EQ(figures.at("mrr@10"), 1);
  EXPECT_DOUBLE_EQ(figures.at("recall@100"), 0.75);
  EXPECT_GE(figures.at("p99_ms"), figures.at("p50_ms"));
}

TEST_F(EvalCommandTest, WritesARunThatCanBeCompared) {
  EXPECT_EQ(eval({"--run", file("after.run")}).exit_code, 0);
  EXPECT_EQ(read("after.run"), "q1 Q0 refund 1 1 aplomb\nq2 Q0 parcel 1 1 aplomb\n");
  files_.write("before.run", "q1 Q0 parcel 1 2 x\nq1 Q0 refund 2 1 x\nq2 Q0 parcel 1 1 x\n");
  const std::vector<std::string> arguments{
      "eval",    "--compare",       file("before.run"), file("after.run"),
      "--qrels", file("qrels.tsv"), "--queries",        file("queries.tsv")};
  const auto compared = run(arguments);
  EXPECT_EQ(compared.exit_code, 0) << compared.errors;
  EXPECT_EQ(compared.output,
            "nDCG@10 of 2 questions: 0.6220 before, 0.8066 after, difference +0.1845\n"
            "1 better, 0 worse, 1 the same; p = 1.0000 (randomisation test, two-sided)\n"
            "+0.3691  0.6309 → 1.0000  q1  refund\n");
  auto with_json = arguments;
  with_json.emplace_back("--json");
  const json figures = json::parse(run(with_json).output);
  EXPECT_EQ(figures.at("wins"), 1);
  EXPECT_EQ(figures.at("changed").at(0).at("text"), "refund");
}

TEST_F(EvalCommandTest, DocumentsMayHaveNamesOfTheirOwn) {
  files_.write("ids.tsv", "refund\tdoc one\nparcel\tdoc two\n");
  files_.write("qrels.tsv", "q1\tdoc one\t1\nq2\tdoc two\t1\nq2\tdoc nine\t1\n");
  const auto evaluated = eval({"--ids", file("ids.tsv"), "--json"});
  EXPECT_DOUBLE_EQ(json::parse(evaluated.output).at("ndcg@10"), 1) << evaluated.errors;
}

TEST_F(EvalCommandTest, QuestionsThatNothingAnswersMeasureHonesty) {
  files_.write("queries.tsv", "q1\trefund\nq2\tparcel\nq3\trefund for a zeppelin on the moon\n");
  files_.write("left_out.tsv", "q3\n");
  const auto evaluated = eval({"--left-out", file("left_out.tsv")});
  EXPECT_NE(evaluated.output.find("honesty     1.0000  (2 answered, 1 unanswerable)\nbluff "),
            std::string::npos)
      << evaluated.output;
  const json figures = json::parse(eval({"--left-out", file("left_out.tsv"), "--json"}).output);
  for (const char* share : {"honesty", "bluff", "admitted", "strong", "missed"})
    EXPECT_TRUE(figures.at(share).is_number()) << share;
}

TEST_F(EvalCommandTest, WhatIsLeftOutIsSaid) {
  files_.write("qrels.tsv", "q1\trefund\t1\nq2\tdeleted\t1\n");
  const auto evaluated = eval();
  EXPECT_EQ(evaluated.exit_code, 0);
  EXPECT_NE(evaluated.errors.find("1 judged document not in the index, left out: deleted"),
            std::string::npos)
      << evaluated.errors;
  EXPECT_NE(evaluated.errors.find("1 of the queries left out"), std::string::npos);
}

TEST_F(EvalCommandTest, ACustomersViewIsMeasuredByWhatCustomersFind) {
  const auto evaluated = eval({"--audience", "customer"});
  EXPECT_EQ(evaluated.exit_code, 2) << "these articles are internal";
  EXPECT_NE(evaluated.errors.find("no query of"), std::string::npos) << evaluated.errors;
}

TEST_F(EvalCommandTest, FilesThatAreWrongAreNamedWithTheLine) {
  files_.write("qrels.tsv", "q1\trefund\t1\nq1\trefund\tgood\n");
  const auto evaluated = eval();
  EXPECT_EQ(evaluated.exit_code, 2);
  EXPECT_NE(evaluated.errors.find("qrels.tsv:2: the grade 'good' is no number"), std::string::npos)
      << evaluated.errors;
  EXPECT_EQ(run({"eval", "--qrels", file("qrels.tsv")}).exit_code, 2);
  EXPECT_EQ(run({"eval", "--queries", file("queries.tsv")}).exit_code, 2);
  EXPECT_EQ(eval({"--depth", "101"}).exit_code, 2);
  EXPECT_EQ(eval({"--left-out", file("none.tsv")}).exit_code, 2) << "qrels.tsv comes first";
}

}  // namespace
}  // namespace aplomb
