// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/templates.h"

#include <gtest/gtest.h>

#include "indexer/checking.h"
#include "tests/indexer/reading.h"
#include "tests/support/temp_dir.h"

namespace aplomb {
namespace {

using test::TempDir;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// As somebody would fill it in.
std::string filled_in(const Template& one) {
  const std::string word(to_string(one.kind));
  std::string text = replaced(one.markdown, "- \"\"", "- how is a " + word + " written");
  text = replaced(text, "title: ", "title: How a " + word + " is written: ");
  text = replaced(text, "\nowner:", "\nowner: payments-kb");
  text = replaced(text, "\nanswer:", "\nanswer: I tell you how it is written.");
  text = replaced(text, "\nlast_reviewed:", "\nlast_reviewed: " + to_string(today()));
  return replaced(
      text, "title: How a " + word + " is written: ", "title: How a " + word + " is written, ");
}

TEST(TemplatesTest, ThereIsOneOfEachKind) {
  const auto templates = read_templates({});
  ASSERT_EQ(templates.size(), 6U);
  for (const Template& one : templates) {
    const auto result = read_file(one.markdown, "new.md");
    ASSERT_TRUE(result.article) << to_string(one.kind);
    EXPECT_EQ(result.article->kind, one.kind);
    EXPECT_EQ(result.article->confidence, Confidence::kWip);
    EXPECT_TRUE(result.findings.empty())
        << to_string(one.kind) << ": " << result.findings[0].message;
  }
}

TEST(TemplatesTest, FilledInTheyHaveNoFault) {
  const TempDir folder;
  for (const Template& one : read_templates({}))
    folder.write(std::string(to_string(one.kind)) + ".md", filled_in(one));
  CheckOptions options;
  options.articles = folder.path();
  const auto report = check_articles(options);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->articles, 6U);
  EXPECT_GE(report->queries.size(), 6U);
  EXPECT_FALSE(report->has_problems());
  for (const Finding& finding : report->findings)
    ADD_FAILURE() << finding.path << ":" << finding.line << " " << finding.message;
}

TEST(TemplatesTest, AHousesOwnIsTakenWhereItReads) {
  const TempDir folder;
  folder.write(".templates/tip.md", "Ours");
  folder.write(".templates/policy.md", "\xff");
  folder.write(".templates/faq.md", std::string(100'000, 'x'));
  std::filesystem::create_directories(folder.path() / ".templates/script.md");
  const auto ours = read_templates({}), read = read_templates(folder.path());
  EXPECT_EQ(read[0].markdown, "Ours");
  for (std::size_t i = 1; i < read.size(); ++i) EXPECT_EQ(read[i].markdown, ours[i].markdown) << i;
}

TEST(TemplatesTest, TheyAreNoArticles) {
  const TempDir folder;
  folder.write("a.md", "# A\n\nText.\n");
  folder.write(".templates/tip.md", "# Tip\n");
  CheckOptions options;
  options.articles = folder.path();
  EXPECT_EQ(check_articles(options)->articles, 1U);
}

}  // namespace
}  // namespace aplomb
