// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/since.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "indexer/indexing.h"
#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using test::TempDesk;
using test::TempDir;
using test::value_of;
using What = ArticleChange::What;

/// A folder with a history, its index and a desk; changes are saved through Editing.
class SinceTest : public testing::Test {
 protected:
  void SetUp() override {
    articles_.write("refund.md", "# Refund\n\nIt takes ten days. Ask for the card.\n");
    articles_.write("wifi.md", "# Wifi\n\nRestart the hub.\n");
    articles_.write("hub.md", "---\nowner: night\n---\n# Hub\n\nIt has four lights.\n");
    value_of(History::init(articles_.path(), {"Git", "git@example.org"}));
    index();
    editing_ = std::make_unique<Editing>(
        EditingOptions{.articles = articles_.path(),
                       .path_of = [this](const ArticleId& id) -> std::optional<std::string> {
                         const auto stored = searcher().article(id);
                         return stored ? std::optional(stored->article.path) : std::nullopt;
                       }},
        desk_->audit());
  }

  void index() {
    IndexOptions options;
    options.articles = articles_.path();
    options.index_dir = index_.path();
    value_of(index_folder(options));
    searcher_ =
        std::make_unique<Searcher>(value_of(Searcher::open(index_.path(), Audience::kInternal)));
  }
  Searcher& searcher() { return *searcher_; }

  void save(const std::string& id, const std::string& bytes) {
    value_of(editing_->save(editor_, {id}, {.bytes = bytes}, any_));
  }

  std::map<std::string, ArticleChange> told(const Reasons& reasons,
                                            const std::vector<std::string>& owners = {},
                                            Time since = Time(std::chrono::seconds(1))) {
    index();
    std::map<std::string, ArticleChange> changes;
    for (auto& change :
         value_of(changes_since(searcher(), editing_.get(), reasons, owners, since)).changes)
      changes.emplace(change.article.value, change);
    return changes;
  }

  static std::string text_of(const ArticleChange& change) {
    std::string text;
    if (!change.difference) return "none";
    for (const auto& [words, op] : change.difference->changes)
      text += op == WordChange::Op::kSame      ? words
              : op == WordChange::Op::kRemoved ? "[-" + words + "-]"
                                               : "{+" + words + "+}";
    return text;
  }

  TempDir articles_, index_;
  TempDesk desk_;
  std::unique_ptr<Searcher> searcher_;
  std::unique_ptr<Editing> editing_;
  Editor editor_{.actor = Actor::person("ed"),
                 .role = Role::kEditor,
                 .name = "ed",
                 .department = {},
                 .team = {},
                 .author = {"Ed", "ed@example.org"}};
  Editing::Condition any_ = [](const ArticleFile*) { return true; };
};

TEST_F(SinceTest, AChangeIsToldInWordsWithWhyItMatters) {
  save("refund", "# Refund\n\nIt takes five days. Ask for the card.\n");
  save("wifi", "# Wifi\n\nRestart it.\n");
  const auto changes = told({{{"refund"}, {"starred", "recent"}}});
  ASSERT_EQ(changes.size(), 1U) << "of others nothing is told";
  const auto& change = changes.at("refund");
  EXPECT_EQ(change.what, What::kChanged);
  EXPECT_EQ(change.why, (std::set<std::string>{"recent", "starred"}));
  EXPECT_NE(text_of(change).find("It takes [-ten-]{+five+} days."), std::string::npos)
      << text_of(change);
}

TEST_F(SinceTest, WhatOneOwnsIsToldAlsoWhenItIsNew) {
  save("hub", "---\nowner: night\n---\n# Hub\n\nIt has five lights.\n");
  save("lamp", "---\nowner: Night\n---\n# Lamp\n");
  const auto changes = told({}, {"anna", "night", ""});
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes.at("hub").what, What::kChanged);
  EXPECT_EQ(changes.at("hub").why, (std::set<std::string>{"owned"}));
  EXPECT_EQ(changes.at("lamp").what, What::kNew);
  EXPECT_FALSE(changes.at("lamp").difference);
}

TEST_F(SinceTest, WhatWasArchivedOrTakenAwayIsToldAsThat) {
  value_of(editing_->archive(editor_, {"refund"}, any_));
  ASSERT_TRUE(editing_->remove(editor_, {"wifi"}, any_));
  const auto changes =
      told({{{"refund"}, {"starred"}}, {{"wifi"}, {"noted"}}, {{"no"}, {"recent"}}});
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes.at("refund").what, What::kArchived);
  EXPECT_EQ(changes.at("wifi").what, What::kGone);
  EXPECT_EQ(changes.at("wifi").title, "Wifi");
}

TEST_F(SinceTest, AMovedArticleIsNoChangeAndAChangedOneIsFoundByItsFormerName) {
  value_of(editing_->move(editor_, {"wifi"}, "network/wifi.md", any_));
  EXPECT_TRUE(told({{{"wifi"}, {"starred"}}}).empty() ||
              told({{{"wifi"}, {"starred"}}}).begin()->second.what == What::kChanged);
  save("network-wifi", "---\naliases: [wifi]\n---\n# Wifi\n\nRestart the router.\n");
  const auto changes = told({{{"wifi"}, {"starred"}}});
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_NE(text_of(changes.begin()->second).find("[-hub.-]{+router.+}"), std::string::npos)
      << text_of(changes.begin()->second);
}

TEST_F(SinceTest, WhatIsOlderThanTheMomentIsNotTold) {
  save("refund", "# Refund\n\nOther.\n");
  const auto later = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) +
                     std::chrono::hours(1);
  EXPECT_TRUE(told({{{"refund"}, {"starred"}}}, {}, later).empty());
}

TEST_F(SinceTest, WithoutAHistoryTheIndexTellsWhatItCan) {
  articles_.write("refund.md", "# Refund\n\nOther.\n");
  index();
  const auto changes =
      value_of(changes_since(searcher(), nullptr, {{{"refund"}, {"starred"}}, {{"no"}, {"noted"}}},
                             {}, Time(std::chrono::seconds(1))))
          .changes;
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].what, What::kChanged);
  EXPECT_FALSE(changes[0].difference);
}

}  // namespace
}  // namespace aplomb::desk
