// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside some of the starter articles, as somebody who knows them would have it. By
// words alone: word vectors are not among the files.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "indexer/indexing.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::Ids;
using test::value_of;

struct Expected {
  std::string id, first;  ///< empty: none is near
  Ids also, never;
};

const std::vector<Expected> kExpected{
    {"billing-refund-late",
     "billing-refund-times",
     {"delivery-return-not-credited"},
     {"craft-angry-caller", "connection-no-internet"}},
    {"connection-hub-error-codes", "devices-tab-error-codes", {"hub-err-4012"}, {}},
    {"delivery-change-delivery-address",
     "account-change-name-or-address",
     {},
     {"billing-refund-late"}},
    {"privacy-data-access-request", "privacy-delete-my-data", {}, {"devices-tab-battery"}},
    {"account-close-account", "privacy-delete-my-data", {}, {}},
    {"devices-warranty-what-is-covered",
     "devices-start-a-repair",
     {"devices-tab-cracked-screen"},
     {}},
    {"de-kein-internet", "de-wlan-passwort", {}, {"connection-no-internet"}},
    {"craft-angry-caller", "", {}, {}},
};

TEST(SimilarGoldenTest, StarterArticlesStandBesideThoseOfTheirSubject) {
  const test::TempDir index;
  IndexOptions options;
  options.articles = APLOMB_SOURCE_DIR "/articles";
  options.index_dir = index.path();
  (void)value_of(index_folder(options));
  const auto searcher = value_of(Searcher::open(index.path(), Audience::kInternal));

  for (const auto& [id, first, also, never] : kExpected) {
    Ids found;
    for (const Article& one : value_of(searcher.similar({id}, 5)).articles)
      found.push_back(one.id.value);
    const auto has = [&](const std::string& one) {
      return std::ranges::find(found, one) != found.end();
    };
    EXPECT_EQ(found.empty() ? "" : found.front(), first) << id;
    for (const auto& one : also) EXPECT_TRUE(has(one)) << id << " beside " << one;
    for (const auto& one : never) EXPECT_FALSE(has(one)) << id << " beside " << one;
  }
}

}  // namespace
}  // namespace aplomb
