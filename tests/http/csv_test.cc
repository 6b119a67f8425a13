// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/csv.h"

#include <gtest/gtest.h>

namespace aplomb::http {
namespace {

TEST(CsvTest, RowsEndAndCellsAreQuotedAsRfc4180HasIt) {
  EXPECT_EQ(to_csv({{"a", "b"}, {"1", ""}, {"x,y", "say \"hi\""}, {"two\nlines", "plain"}}),
            "a,b\r\n1,\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",plain\r\n");
  EXPECT_EQ(to_csv({}), "");
}

TEST(CsvTest, WhatWouldBeAFormulaIsText) {
  EXPECT_EQ(to_csv({{"=1+1", "+1", "-1", "@SUM(A1)", "a=b"}}), "'=1+1,'+1,'-1,'@SUM(A1),a=b\r\n");
  EXPECT_EQ(to_csv({{"=HYPERLINK(\"x\",\"y\")"}}), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\r\n");
  EXPECT_EQ(to_csv({{"\t=1", "\r=1"}}), "'\t=1,\"'\r=1\"\r\n");
}

}  // namespace
}  // namespace aplomb::http
