// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judged.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb::judged {
namespace {

using metrics::Ranking;
using test::value_of;

class JudgedTest : public testing::Test {
 protected:
  std::filesystem::path file(std::string_view text) const {
    dir_.write("file.tsv", text);
    return dir_.path() / "file.tsv";
  }
  /// Expects the complaint to begin with the file and the line.
  template <class Read>
  static void expect_wrong(const Read& read, const std::string& where_and_what) {
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Code::kInvalidArgument);
    EXPECT_NE(read.error().message.find("file.tsv:" + where_and_what), std::string::npos)
        << read.error().message;
    EXPECT_FALSE(read.error().hint.empty());
  }

  test::TempDir dir_;
};

TEST_F(JudgedTest, QueriesAreAnIdAndTheTextAfterTheTabOrTheSpace) {
  const auto queries = value_of(
      read_queries(file("\xEF\xBB\xBF"
                        "q1\twhere is my refund\r\n\n  \nq2  late parcel \nq3\ttext\tmore")));
  ASSERT_EQ(queries.size(), 3U);
  EXPECT_EQ(queries[0].id, "q1");
  EXPECT_EQ(queries[0].text, "where is my refund");
  EXPECT_EQ(queries[1].text, "late parcel");
  EXPECT_EQ(queries[2].text, "text");
}

TEST_F(JudgedTest, QrelsAreReadInThreeColumnsAndInTrecsFour) {
  for (const char* text : {"q1\ta\t2\nq1\tb\t0\nq2\ta\t0.5\n", "q1 0 a 2\nq1 0 b 0\nq2 0 a 0.5\n",
                           "q1\t0\ta\t2\r\nq2  a   0.5\r\n"}) {
    const auto grades = value_of(read_qrels(file(text)));
    EXPECT_EQ(grades, (Grades{{"q1", {{"a", 2}}}, {"q2", {{"a", 0.5}}}})) << text;
  }
}

TEST_F(JudgedTest, WhatIsWrongIsSaidWithFileAndLine) {
  expect_wrong(read_queries(file("q1\tone\n\nq2\n")), "3: this line has 1 field");
  expect_wrong(read_queries(file("q1\tone\nq1\ttwo\n")), "2: the query 'q1' stands here twice");
  expect_wrong(read_qrels(file("query\tdocument\tgrade\n")), "1: the grade 'grade' is no number");
  expect_wrong(read_qrels(file("q1 a 1\nq1 a\n")), "2: this line has 2 fields");
  expect_wrong(read_qrels(file("q1 a inf\n")), "1: the grade 'inf' is no number");
  expect_wrong(read_ids(file("a\n")), "1: this line has 1 field");
  expect_wrong(read_run(file("q1 Q0 a 1 best tag\n")), "1: the score 'best' is no number");
  expect_wrong(read_run(file("q1 a 1\n")), "1: this line has 3 fields");
  EXPECT_EQ(read_queries(dir_.path() / "none.tsv").error().code, Code::kNotFound);
}

TEST_F(JudgedTest, ARunGoesByItsScoresAndNotByItsRanks) {
  const judged::Run run =
      value_of(read_run(file("q1 Q0 low 1 0.5 x\n"
                             "q1 Q0 high 2 7 x\n"
                             "q1 Q0 same 3 0.5 x\n"
                             "q1 Q0 high 4 0.1 x\n")));
  EXPECT_EQ(run, (judged::Run{{"q1", {"high", "low", "same"}}}));
}

TEST_F(JudgedTest, ARunThatWasWrittenReadsBack) {
  const judged::Run run{{"q1", {"c", "a", "b"}}, {"q2", {"a"}}};
  const auto path = dir_.path() / "file.run";
  value_of(write_run(path, run));
  EXPECT_EQ(value_of(read_run(path)), run);
  EXPECT_EQ(write_run(dir_.path() / "no" / "folder.run", run).error().code, Code::kIo);
}

TEST_F(JudgedTest, GradesOfDocumentsThatNoArticleStandsForAreLeftOut) {
  Collection collection;
  collection.grades = {{"q1", {{"d1", 1}, {"d2", 1}}}};
  EXPECT_EQ(grades_here(collection), collection.grades);
  collection.document_of.emplace().emplace("article", "d2");
  EXPECT_EQ(grades_here(collection), (Grades{{"q1", {{"d2", 1}}}}));
}

}  // namespace
}  // namespace aplomb::judged
