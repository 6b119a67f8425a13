// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/schema.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace aplomb {
namespace {

TEST(SchemaTest, TheDocumentationIsWhatTheTableSays) {
  std::ifstream file(APLOMB_SOURCE_DIR "/docs/schema.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(page, schema::markdown()) << "write it anew: aplomb schema > docs/schema.md";
}

TEST(SchemaTest, TermsStayWithinWhatXapianTakes) {
  const std::string wide(4000, 'x');
  EXPECT_LT(schema::filter_term(FilterField::kTag, wide).size(), 200U);
  EXPECT_LT(schema::value_term(schema::kPathPrefix, wide).size(), 200U);
  EXPECT_NE(schema::value_term(schema::kPathPrefix, wide + "a"),
            schema::value_term(schema::kPathPrefix, wide + "b"));
}

TEST(SchemaTest, FilterValuesFold) {
  EXPECT_EQ(schema::filter_term(FilterField::kTag, "Überweisung"),
            schema::filter_term(FilterField::kTag, "uberweisung"));
}

}  // namespace
}  // namespace aplomb
