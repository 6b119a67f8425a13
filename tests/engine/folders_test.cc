// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/folders.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::Ids;
using test::TempIndex;
using test::value_of;

Article at(const std::string& path) {
  return article(make_id(path).value).title(path).customer("Text.").with([&](Article& a) {
    a.path = path;
  });
}

using Counts = std::vector<std::pair<std::string, std::size_t>>;

Counts counts(const FolderPage& page) {
  Counts all;
  for (const auto& [path, articles] : page.folders) all.emplace_back(path, articles);
  return all;
}

Ids listed(const TempIndex& index, const std::string& folder, bool direct) {
  ListRequest request;
  request.folder = folder;
  request.direct = direct;
  Ids ids;
  const auto listing = value_of(index.searcher().list(request));
  for (const Article& one : listing.articles) ids.push_back(one.id.value);
  EXPECT_EQ(listing.total, ids.size());
  return ids;
}

class FoldersTest : public testing::Test {
 protected:
  TempIndex index_{at("top.md"),
                   at("payments/late.md"),
                   at("payments/cards/lost.md"),
                   at("payments/cards/stolen.md"),
                   at("payments/cards/abroad/usa.md"),
                   at("payments/cards-old/paper.md"),
                   at("payments/Zürich/hours.md"),
                   at("paymentsx/other.md"),
                   at("deep/er/still/one.md")};
};

TEST_F(FoldersTest, TheRootHasTheFoldersAtTheTop) {
  const auto root = value_of(index_.searcher().folder(""));

  EXPECT_EQ(root.articles, 9U);
  EXPECT_EQ(counts(root), (Counts{{"deep", 1}, {"payments", 6}, {"paymentsx", 1}}));
  EXPECT_FALSE(root.cut);
}

TEST_F(FoldersTest, AFolderHasThoseDirectlyInsideWithAllThatLiesDeeper) {
  const auto payments = value_of(index_.searcher().folder("payments"));

  EXPECT_EQ(payments.articles, 6U);
  EXPECT_EQ(counts(payments),
            (Counts{{"payments/Zürich", 1}, {"payments/cards", 3}, {"payments/cards-old", 1}}));
  EXPECT_EQ(counts(value_of(index_.searcher().folder("deep"))), (Counts{{"deep/er", 1}}));
  EXPECT_TRUE(counts(value_of(index_.searcher().folder("payments/cards/abroad"))).empty());
}

TEST_F(FoldersTest, AFolderWithoutArticlesIsNone) {
  for (const char* path : {"none", "payment", "payments/", "payments/late.md", "cards", "/"})
    EXPECT_EQ(index_.searcher().folder(path).error().code, Code::kNotFound) << path;
}

TEST_F(FoldersTest, CustomersKnowTheRootOnly) {
  const auto customers = index_.searcher(Audience::kCustomer);
  const auto root = value_of(customers.folder(""));

  EXPECT_EQ(root.articles, 9U);
  EXPECT_TRUE(root.folders.empty());
  EXPECT_FALSE(customers.folder("payments"));
}

TEST_F(FoldersTest, AListCanLeaveOutWhatLiesDeeper) {
  EXPECT_EQ(listed(index_, "payments", true), (Ids{"payments-late-md"}));
  EXPECT_EQ(listed(index_, "payments", false).size(), 6U);
  EXPECT_EQ(listed(index_, "payments/cards", true),
            (Ids{"payments-cards-lost-md", "payments-cards-stolen-md"}));
  EXPECT_EQ(listed(index_, "deep", true), Ids{});
  EXPECT_EQ(listed(index_, "", true), (Ids{"top-md"}));
}

TEST(LongFoldersTest, PathsLongerThanATermHaveTheirWholeNames) {
  const std::string far(100, 'f'), name(60, 'n');
  const std::string folder = far + "/" + name;
  const TempIndex index{at(folder + "/one.md"), at(folder + "/x/y/two.md"),
                        at(folder + "/z/three.md"), at(far + "/" + name + "n/four.md")};

  EXPECT_EQ(counts(value_of(index.searcher().folder(far))),
            (Counts{{folder, 3}, {folder + "n", 1}}));
  EXPECT_EQ(counts(value_of(index.searcher().folder(folder))),
            (Counts{{folder + "/x", 1}, {folder + "/z", 1}}));
  EXPECT_EQ(listed(index, folder, true).size(), 1U);
}

TEST(ManyFoldersTest, SoManyAreShownAndItSaysThatThereAreMore) {
  std::vector<Article> articles;
  for (std::size_t i = 0; i < kMaxFolders + 5; ++i)
    articles.push_back(at("all/folder " + std::to_string(10'000 + i) + "/deep/one.md"));
  const TempIndex index(articles);

  const auto all = value_of(index.searcher().folder("all"));
  EXPECT_EQ(all.articles, kMaxFolders + 5);
  EXPECT_EQ(all.folders.size(), kMaxFolders);
  EXPECT_EQ(all.folders.front().path, "all/folder 10000");
  EXPECT_TRUE(all.cut);
  EXPECT_EQ(listed(index, "all", true), Ids{});
}

}  // namespace
}  // namespace aplomb
