// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/gap_watch.h"

#include <gtest/gtest.h>

#include <string>

#include "desk/gap_article.h"
#include "desk/gap_asking.h"
#include "indexer/article_reader.h"
#include "indexer/indexing.h"
#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using test::TempDesk;
using test::TempDir;
using test::value_of;

const std::string kQuestion = "Can I use an eSIM with the Tab abroad?";

/// A folder, its index and a desk with one gap.
class GapWatchTest : public testing::Test {
 protected:
  void SetUp() override {
    write("plus.md", "---\ntitle: What Plus costs\ndepartment: plans\nowner: plus-kb\n---\nNine.");
    write("wifi.md", "# Wi-Fi drops\nMove the hub.");
    write("tab.md", "---\ntitle: Reset the Tab\ndepartment: devices\n---\nHold the button.");
    index();
    desk_->gaps().house_files().follow(folder_.path());
    id_ = raise(kQuestion);
  }

  void write(const std::string& path, const std::string& text) { folder_.write(path, text); }
  void take_away(const std::string& path) { std::filesystem::remove(folder_.path() / path); }
  void index() {
    IndexOptions options;
    options.articles = folder_.path();
    options.index_dir = index_.path();
    value_of(index_folder(options));
    if (!searcher_) searcher_.emplace(value_of(Searcher::open(index_.path(), Audience::kInternal)));
  }
  GapId raise(const std::string& question) {
    const auto facts = value_of(facts_about(*searcher_, *desk_->gaps().house(), question, "en"));
    return value_of(desk_->gaps().raise({.by = {.person = anna_.id}, .question = question}, facts))
        .gap.id;
  }
  Gap look() {
    index();
    value_of(watch_.look());
    return value_of(desk_->gaps().get(id_, {}));
  }
  [[nodiscard]] std::size_t told() { return value_of(desk_->news().list(anna_.id)).size(); }

  static std::string answer(const std::string& more = {}) {
    return "---\ntitle: eSIM with the Tab abroad\nsymptoms: [\"" + kQuestion + "\"]\n" + more +
           "---\nScan the code.";
  }

  TempDir folder_, index_;
  std::optional<Searcher> searcher_;
  TempDesk desk_;
  Person anna_ = desk_.add("anna");
  GapWatch watch_{desk_->gaps(), [this] { return searcher_ ? &*searcher_ : nullptr; }};
  GapId id_;
};

TEST_F(GapWatchTest, AnArticleThatAnswersClosesIt) {
  EXPECT_EQ(look().state, GapState::kOpen);
  write("esim.md", answer());
  const auto gap = look();
  EXPECT_EQ(gap.state, GapState::kClosed);
  EXPECT_EQ(gap.article, ArticleId{"esim"});
  EXPECT_EQ(told(), 1U);
}

TEST_F(GapWatchTest, WhatIsNotPublishedOrMerelyNearDoesNot) {
  write("esim.md", answer("confidence: wip\n"));
  EXPECT_EQ(look().state, GapState::kOpen);
  write("esim.md", answer("confidence: archived\n"));
  EXPECT_EQ(look().state, GapState::kOpen);
  write("esim.md", answer("publishDate: 2199-01-01\n"));
  EXPECT_EQ(look().state, GapState::kOpen);
  write("esim.md", answer("search: {exclude: true}\n"));
  EXPECT_EQ(look().state, GapState::kOpen);
  take_away("esim.md");
  write("near.md", "# Insurance of the Tab\nFor phones too, also when you travel abroad.");
  EXPECT_EQ(look().state, GapState::kOpen);
  EXPECT_EQ(told(), 0U);
}

TEST_F(GapWatchTest, WhatWasFoundWhenItWasAskedIsNoAnswerUntilItChanges) {
  write("esim.md", answer());
  ASSERT_EQ(look().state, GapState::kClosed);
  id_ = raise("eSIM for the Tab abroad");  // somebody is not content with it
  EXPECT_EQ(look().state, GapState::kOpen);
  write("esim.md", answer() + " In Turkey as well: choose Roaming first.");
  EXPECT_EQ(look().state, GapState::kClosed);

  // a lead says that it still is none
  GapChange change;
  change.state = GapState::kOpen;
  change.known = value_of(known_now(*searcher_, "eSIM for the Tab abroad", "en"));
  value_of(desk_->gaps().change(Actor::person("lena"), {}, id_, change));
  EXPECT_EQ(look().state, GapState::kOpen);
}

TEST_F(GapWatchTest, ItIsOpenAgainWhenTheAnswerIsGoneOrArchived) {
  for (const std::string& ending :
       {std::string(), answer("confidence: archived\n"), answer("confidence: wip\n"),
        answer("expiryDate: 2020-01-01\n")}) {
    write("esim.md", answer("tags: [\"" + std::to_string(ending.size()) + "\"]\n"));
    ASSERT_EQ(look().state, GapState::kClosed);
    ending.empty() ? take_away("esim.md") : write("esim.md", ending);
    const auto gap = look();
    EXPECT_EQ(gap.state, GapState::kOpen) << ending;
    EXPECT_TRUE(gap.reason && gap.reason->find("esim") != std::string::npos) << ending;
    EXPECT_EQ(told(), 0U);
  }
}

TEST_F(GapWatchTest, AnArticleThatMovesStaysTheAnswer) {
  write("esim.md", answer());
  ASSERT_EQ(look().state, GapState::kClosed);
  take_away("esim.md");
  write("plans/esim-abroad.md", answer("aliases: [esim]\n"));
  const auto gap = look();
  EXPECT_EQ(gap.state, GapState::kClosed);
  EXPECT_EQ(gap.article, ArticleId{"plans-esim-abroad"});
  EXPECT_EQ(value_of(desk_->news().list(anna_.id))[0].article, ArticleId{"plans-esim-abroad"});
}

TEST_F(GapWatchTest, WhatIsBegunForItReadsAndClosesItWhenPublished) {
  raise("esim tab abroad");
  auto gap = value_of(desk_->gaps().get(id_, {}));
  const ArticleId id{"esim-abroad"};
  value_of(desk_->gaps().begin_article(Actor::person("dora"), id_, id));
  const auto text = article_for(gap, id, title_for(gap), Kind::kFaq);
  const auto read = read_article("esim-abroad.md", text, {});
  ASSERT_TRUE(read.article);
  EXPECT_TRUE(read.findings.empty()) << read.findings.front().message;
  EXPECT_EQ(read.article->id, id);
  EXPECT_EQ(read.article->title, kQuestion);
  EXPECT_EQ(read.article->confidence, Confidence::kWip);
  EXPECT_EQ(read.article->symptoms, (std::vector<std::string>{kQuestion, "esim tab abroad"}));
  EXPECT_EQ(read.article->test_queries, read.article->symptoms);
  EXPECT_FALSE(customer_projection(*read.article)) << "customers are told nothing of it";

  write("esim-abroad.md", text);
  EXPECT_EQ(look().state, GapState::kWriting);
  auto finished = text;
  finished.replace(finished.find("confidence: wip"), 15, "confidence: not-validated");
  write("esim-abroad.md", finished);
  EXPECT_EQ(look().state, GapState::kClosed);
}

TEST_F(GapWatchTest, WhatIsBegunAndTakenAwayLeavesItOpen) {
  value_of(desk_->gaps().begin_article(Actor::person("dora"), id_, {"esim"}));
  const auto gap = look();
  EXPECT_EQ(gap.state, GapState::kOpen);
  EXPECT_NE(gap.reason->find("esim"), std::string::npos);
}

TEST_F(GapWatchTest, ItIsHandedToTheNearestTopicsOwner) {
  write("aplomb.yaml",
        "default_owner: coaching-kb\ndepartments:\n  - {id: devices, owner: devices-kb}\n");
  const auto owner_of = [&](const std::string& question) {
    const auto facts = value_of(facts_about(*searcher_, *desk_->gaps().house(), question, "en"));
    return facts.department + " " + facts.owner;
  };
  EXPECT_EQ(owner_of("reset the Tab by voice"), "devices devices-kb");
  EXPECT_EQ(owner_of("Plus for churches"), "plans plus-kb") << "no department of the house's";
  EXPECT_EQ(owner_of("zebra crossing"), " coaching-kb");
}

TEST_F(GapWatchTest, HostileQuestionsMakeOrdinaryArticles) {
  for (const std::string& question :
       {std::string("--- title: x \" ' \\ # esim"), std::string("esim: {a: [b]} & *c !d |"),
        std::string("-esim tag:tab \"open quote"), std::string("<script>esim</script> [x](y)")}) {
    const auto gap = value_of(desk_->gaps().get(raise(question), {}));
    const auto read = read_article("x.md", article_for(gap, {"x"}, title_for(gap), Kind::kTip), {});
    ASSERT_TRUE(read.article) << question;
    EXPECT_EQ(read.article->symptoms, std::vector<std::string>{gap.question}) << question;
    EXPECT_FALSE(customer_projection(*read.article));
  }
  EXPECT_EQ(look().state, GapState::kOpen);
}

}  // namespace
}  // namespace aplomb::desk
