// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/gaps.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::TempDesk;
using test::TempDir;
using test::value_of;

const Actor kLead = Actor::person("lena");

class GapsTest : public testing::Test {
 protected:
  static Asker by(const Person& person) { return {.person = person.id}; }

  Gaps::Raised ask(const Asker& who, const std::string& question, const std::string& note = {}) {
    return value_of(desk_->gaps().raise({.by = who, .question = question, .note = note}, facts_));
  }
  Result<Gaps::Raised> try_to_ask(const std::string& question) {
    return desk_->gaps().raise({.by = by(anna_), .question = question}, facts_);
  }
  std::optional<GapBrief> before(const std::string& typed, const Readings& readings = {}) {
    return desk_->gaps().asked_before(typed, readings, "", by(anna_));
  }
  Gap get(GapId id) { return value_of(desk_->gaps().get(id, by(anna_))); }
  std::vector<std::int64_t> listed(const GapListRequest& request = {}) {
    std::vector<std::int64_t> ids;
    for (const Gap& gap : value_of(desk_->gaps().list(request, by(anna_))).gaps)
      ids.push_back(gap.id.value);
    return ids;
  }
  std::vector<News> news(const Person& person) { return value_of(desk_->news().list(person.id)); }
  static GapChange dismissal(const std::string& reason) {
    GapChange change;
    change.state = GapState::kDismissed;
    change.reason = reason;
    return change;
  }
  static GapChange opening() {
    GapChange change;
    change.state = GapState::kOpen;
    return change;
  }

  TempDesk desk_;
  Person anna_ = desk_.add("anna"), ben_ = desk_.add("ben"), cleo_ = desk_.add("cleo");
  GapFacts facts_{.certainty = Certainty::kNone,
                  .nearest = {{"plans"}, {"roaming"}},
                  .known = {{{"plans"}, "v1"}},
                  .readings = {},
                  .page_language = "en",
                  .department = "plans",
                  .owner = "plans-kb"};
};

TEST_F(GapsTest, AQuestionOpensAGapAndTheSameAgainIsCounted) {
  const auto first = ask(by(anna_), "Can I use an eSIM abroad?", "she flies on Monday");
  EXPECT_TRUE(first.created);
  EXPECT_EQ(first.gap.question, "Can I use an eSIM abroad?");
  EXPECT_EQ(first.gap.state, GapState::kOpen);
  EXPECT_EQ(first.gap.asked, (GapCounts{1, 1, 1}));
  EXPECT_EQ(first.gap.owner, "plans-kb");
  EXPECT_EQ(first.gap.department, "plans");
  EXPECT_EQ(first.gap.nearest, facts_.nearest);
  EXPECT_EQ(first.gap.notes, std::vector<std::string>{"she flies on Monday"});
  EXPECT_TRUE(first.gap.asked_by_me);
  EXPECT_GT(first.gap.due, desk_.now());

  const auto again = ask(by(ben_), "esim abroad");
  EXPECT_FALSE(again.created);
  EXPECT_EQ(again.gap.id, first.gap.id);
  EXPECT_EQ(again.gap.asked, (GapCounts{2, 2, 2}));
  EXPECT_EQ(again.gap.also, std::vector<std::string>{"esim abroad"});
  EXPECT_EQ(again.gap.due, first.gap.due) << "from the first asking";

  EXPECT_TRUE(ask(by(ben_), "eSIM for a tablet").created);
}

TEST_F(GapsTest, ASearchHearsOfItFromMemory) {
  EXPECT_FALSE(before("esim abroad"));
  const auto id = ask(by(ben_), "Can I use an eSIM abroad?").gap.id;

  const auto brief = before("esims abroad");
  ASSERT_TRUE(brief);
  EXPECT_EQ(brief->id, id);
  EXPECT_EQ(brief->asked, (GapCounts{1, 1, 1}));
  EXPECT_FALSE(brief->asked_by_me);
  EXPECT_TRUE(before("esim abraod", {{}, {"abraod"}}));
  EXPECT_FALSE(before("esim"));
  EXPECT_FALSE(before(""));

  desk_.pass(24h);
  EXPECT_EQ(before("esim abroad")->asked, (GapCounts{0, 1, 1})) << "nobody has asked today";
}

TEST_F(GapsTest, WhoAsksTwiceOnOneCallIsCountedOnce) {
  const auto key = value_of(desk_->call_keys().call_key("c-17"));
  const Asking asking{.by = by(anna_), .question = "esim abroad", .note = {}, .call = key};
  value_of(desk_->gaps().raise(asking, facts_));
  EXPECT_EQ(value_of(desk_->gaps().raise(asking, facts_)).gap.asked.total, 1U);
  EXPECT_EQ(ask(by(anna_), "esim abroad").gap.asked, (GapCounts{2, 2, 1})) << "on another call";
}

TEST_F(GapsTest, WhatTellsAPersonIsNotKept) {
  const auto gap = ask(by(anna_), "Klarna for max@example.org, account 4111 1111 1111 1111",
                       "call back on 0170 1234567")
                       .gap;
  EXPECT_EQ(gap.question, "Klarna for [email], account [number]");
  EXPECT_EQ(gap.notes[0].find("1234567"), std::string::npos);
  EXPECT_FALSE(ask(by(ben_), "klarna account 5555 4444 3333 2222 for eva@example.org").created)
      << "what was masked is not compared";
}

TEST_F(GapsTest, WhatHasNoWordsIsNoQuestion) {
  for (const std::string& text :
       {std::string(), std::string("  "), std::string("?!?"), std::string("a\0b", 3),
        std::string("esim \x1b[31m"), std::string("\xff\xfe esim"), std::string("4111 1111 1111"),
        std::string(kMaxGapQuestionChars + 1, 'a'), std::string(4 << 20, 'a'),
        std::string("esim \xE2\x80\xAE abroad")}) {
    const auto refused = try_to_ask(text);
    ASSERT_FALSE(refused) << text.substr(0, 30);
    EXPECT_EQ(refused.error().code, Code::kInvalidArgument);
    EXPECT_EQ(refused.error().field, "question");
  }
  EXPECT_TRUE(try_to_ask("esim\n  abroad")) << "lines are spaces";
  EXPECT_TRUE(listed().size() == 1);
}

TEST_F(GapsTest, TheMostAskedComeFirstThenWhatIsDueFirst) {
  const auto esim = ask(by(anna_), "esim abroad").gap.id.value;
  desk_.pass(60s);
  const auto drone = ask(by(ben_), "drone insurance").gap.id.value;
  const auto tax = ask(by(ben_), "tax receipt").gap.id.value;
  ask(by(anna_), "tax receipts");
  EXPECT_EQ(listed(), (std::vector{tax, esim, drone}));
  EXPECT_EQ(listed({.states = {}, .owner = {}, .asked_by = by(anna_)}), (std::vector{tax, esim}));
  EXPECT_EQ(listed({.states = {}, .owner = "PLANS-KB"}).size(), 3U);
  EXPECT_TRUE(listed({.states = {}, .owner = "else"}).empty());

  std::vector<std::int64_t> paged;
  GapListRequest request{.states = {}, .owner = {}, .asked_by = {}, .limit = 1};
  for (std::optional<std::string> next = ""; next;) {
    request.cursor = *next;
    auto page = value_of(desk_->gaps().list(request, {}));
    for (const Gap& gap : page.gaps) paged.push_back(gap.id.value);
    next = std::move(page.next);
  }
  EXPECT_EQ(paged, (std::vector{tax, esim, drone}));
  for (const char* const cursor : {"x", "1", "1-2", "1-2-3-4", "--", "1-2-"}) {
    request.cursor = cursor;
    EXPECT_EQ(code_of(desk_->gaps().list(request, {})), Code::kInvalidArgument) << cursor;
  }
}

TEST_F(GapsTest, ALeadHandsItOnDismissesItAndOpensItAgain) {
  const auto id = ask(by(anna_), "esim abroad").gap.id;
  auto& gaps = desk_->gaps();
  GapChange change;
  change.owner = "roaming-kb";
  change.due = desk_.now() + 24h;
  EXPECT_EQ(value_of(gaps.change(kLead, {}, id, change)).owner, "roaming-kb");
  EXPECT_EQ(get(id).due, desk_.now() + 24h);

  EXPECT_EQ(code_of(gaps.change(kLead, {}, id, dismissal(""))), Code::kInvalidArgument);
  value_of(gaps.change(kLead, {}, id, dismissal("we sell none")));
  EXPECT_EQ(code_of(gaps.change(kLead, {}, id, dismissal("again"))), Code::kConflict);
  EXPECT_FALSE(before("esim abroad")) << "nobody waits for it";
  const auto again = ask(by(ben_), "esim abroad");
  EXPECT_FALSE(again.created);
  EXPECT_EQ(again.gap.state, GapState::kDismissed);
  EXPECT_EQ(again.gap.reason, "we sell none");
  EXPECT_TRUE(listed({.states = {{GapState::kOpen}}}).empty());

  EXPECT_EQ(value_of(gaps.change(kLead, {}, id, opening())).state, GapState::kOpen);
  EXPECT_TRUE(before("esim abroad"));
  change.due = desk_.now() - 1s;
  EXPECT_EQ(code_of(gaps.change(kLead, {}, id, change)), Code::kInvalidArgument);
  EXPECT_EQ(code_of(gaps.change(kLead, {}, {99}, opening())), Code::kNotFound);
  for (const auto& row : value_of(desk_->audit().list(20)))
    EXPECT_EQ((row.subject + row.detail).find("esim"), std::string::npos)
        << "the audit log tells no questions";
}

TEST_F(GapsTest, WhoAskedIsToldOnceAndNobodyElse) {
  const auto id = ask(by(anna_), "Can I use an eSIM abroad?").gap.id;
  ask(by(anna_), "esim abroad");
  ask(by(ben_), "eSIMs abroad");
  const auto tool = value_of(desk_->tokens().issue(
      TempDesk::kTester, {.name = "CRM", .role = Role::kAgent, .expires = {}}));
  ask({.token = tool.token.id}, "esim abroad");
  auto& gaps = desk_->gaps();
  value_of(gaps.close(id, {"esim"}));
  value_of(gaps.close(id, {"esim"}));

  ASSERT_EQ(news(anna_).size(), 1U);
  EXPECT_EQ(news(anna_)[0].question, "esim abroad") << "in the words that she last asked in";
  EXPECT_EQ(news(anna_)[0].article, ArticleId{"esim"});
  EXPECT_EQ(news(ben_).size(), 1U);
  EXPECT_TRUE(news(cleo_).empty());
  EXPECT_FALSE(before("esim abroad"));

  const auto of_ben = news(ben_)[0].id;
  EXPECT_EQ(code_of(desk_->news().seen(anna_.id, of_ben)), Code::kNotFound);
  value_of(desk_->news().seen(ben_.id, of_ben));
  EXPECT_TRUE(news(ben_).empty());
  EXPECT_EQ(code_of(desk_->news().seen(ben_.id, of_ben)), Code::kNotFound);

  value_of(gaps.reopen(id, {"another"}, "is gone"));
  EXPECT_EQ(get(id).state, GapState::kClosed) << "that is not what closed it";
  value_of(gaps.reopen(id, {"esim"}, "\"esim\" is gone"));
  EXPECT_EQ(get(id).state, GapState::kOpen);
  EXPECT_EQ(get(id).reason, "\"esim\" is gone");
  EXPECT_TRUE(news(anna_).empty()) << "it is not true any more";
  EXPECT_TRUE(before("esim abroad"));

  value_of(gaps.close(id, {"esim"}));
  EXPECT_EQ(news(anna_).size(), 1U);
  EXPECT_TRUE(news(ben_).empty()) << "he has heard of that article";
  value_of(gaps.reopen(id, {"esim"}, "gone"));
  value_of(gaps.close(id, {"esim-2"}));
  EXPECT_EQ(news(ben_).size(), 1U) << "and not of this one";

  desk_.pass(kNewsKept + 24h);
  value_of(desk_->tidy());
  EXPECT_TRUE(news(anna_).empty());
}

TEST_F(GapsTest, OneArticleIsBegunForIt) {
  const auto id = ask(by(anna_), "esim abroad").gap.id;
  auto& gaps = desk_->gaps();
  value_of(gaps.begin_article(kLead, id, {"esim"}));
  EXPECT_EQ(code_of(gaps.begin_article(kLead, id, {"esim-2"})), Code::kConflict);
  EXPECT_EQ(before("esim abroad")->state, GapState::kWriting);
  value_of(gaps.give_up_article(id, {"another"}, ""));
  EXPECT_EQ(get(id).state, GapState::kWriting);
  value_of(gaps.rename_article({"esim"}, {"esim-abroad"}));
  EXPECT_EQ(get(id).article, ArticleId{"esim-abroad"});
  value_of(gaps.give_up_article(id, {"esim-abroad"}, "is gone"));
  EXPECT_EQ(get(id).state, GapState::kOpen);
  EXPECT_FALSE(get(id).article);
  value_of(gaps.close(id, {"esim"}));
  EXPECT_EQ(code_of(gaps.begin_article(kLead, id, {"esim"})), Code::kConflict);
  EXPECT_EQ(code_of(gaps.begin_article(kLead, {99}, {"esim"})), Code::kNotFound);
}

TEST_F(GapsTest, EverythingIsThereAfterARestart) {
  const auto id = ask(by(anna_), "Can I use an eSIM abroad?").gap.id;
  facts_.readings = {{{"klrna", "klarna"}}, {"abraod"}};
  ask(by(ben_), "klrna abraod");
  desk_.close();

  EXPECT_EQ(before("esim abroad")->id, id);
  EXPECT_TRUE(before("klarna abroad")) << "how a word was read is kept";
  EXPECT_EQ(value_of(desk_->gaps().waiting()).size(), 2U);
  EXPECT_EQ(value_of(desk_->gaps().waiting())[0].known, facts_.known);
  EXPECT_FALSE(ask(by(ben_), "esim abroad").created);
}

TEST_F(GapsTest, WhoIsRemovedIsForgottenAndTheirQuestionStays) {
  const auto id = ask(by(cleo_), "esim abroad").gap.id;
  ask(by(anna_), "esim abroad");
  value_of(desk_->gaps().close(id, {"esim"}));
  value_of(desk_->people().remove(TempDesk::kTester, "cleo"));

  const Gap gap = get(id);
  EXPECT_EQ(gap.asked.total, 2U);
  EXPECT_EQ(gap.asked.people, 1U);
  EXPECT_TRUE(news(cleo_).empty());
}

TEST_F(GapsTest, ManyAreHeldAndFound) {
  constexpr int kMany = 300;
  for (int i = 0; i < kMany; ++i)
    ask(by(anna_), "how do I waive fee number w" + std::to_string(i) + " for the esim");
  EXPECT_TRUE(before("esim fee waive number w234"));
  EXPECT_FALSE(before("esim fee waive number w99999x"));
  desk_.close();
  EXPECT_TRUE(before("esim fee waive number w77"));
  EXPECT_EQ(value_of(desk_->gaps().waiting()).size(), std::size_t{kMany});
}

TEST_F(GapsTest, TheHousesWordsAreFollowed) {
  const TempDir articles;
  desk_->gaps().house_files().follow(articles.path());
  articles.write("aplomb.yaml", "gaps: {within: 2 working days}\n");
  ask(by(anna_), "cell phone abroad");
  EXPECT_FALSE(before("mobile abroad"));

  articles.write("synonyms.yaml", "mutual:\n  - {words: [mobile, cell phone]}\n");
  const auto gap = ask(by(ben_), "mobile abroad");
  EXPECT_FALSE(gap.created) << "the file is read anew, for questions that are there too";
  EXPECT_TRUE(before("mobiles abroad"));
  EXPECT_GT(gap.gap.due, desk_.now() + 24h);
}

}  // namespace
}  // namespace aplomb::desk
