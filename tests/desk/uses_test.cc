// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/uses.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using test::code_of;
using test::TempDesk;
using test::value_of;
using Texts = std::vector<std::string>;

class UsesTest : public testing::Test {
 protected:
  UsesTest() { refund_ = article("refund", "Refund to a debit card", 0); }

  static Article article(const std::string& id, const std::string& title, int from) {
    Article article;
    article.id = {id};
    article.title = title;
    for (int i = from; i < from + 200; ++i)
      article.full.markdown += "word" + std::to_string(i) + " ";
    return article;
  }
  Asker agent(const std::string& name) { return {.person = desk_.add(name).id}; }
  Use use(const Asker& asker, const std::string& query, UseOutcome outcome = UseOutcome::kSolved) {
    return value_of(desk_->uses().add(asker, refund_, {.query = query, .outcome = outcome}));
  }
  Texts learned() {
    Texts texts;
    for (const auto& one : value_of(desk_->uses().learned(refund_.id))) texts.push_back(one.text);
    return texts;
  }

  TempDesk desk_;
  Article refund_;
};

TEST_F(UsesTest, WhatSolvedACallIsLearnedMaskedAndFolded) {
  const Asker anna = agent("anna");
  EXPECT_TRUE(use(anna, "Money  NOT back, card 4111 1111 1111 1111").learned);
  EXPECT_EQ(learned(), Texts{"money not back card"});
  EXPECT_FALSE(use(anna, "where is it", UseOutcome::kNotSolved).learned);
  EXPECT_EQ(learned().size(), 1U);
}

TEST_F(UsesTest, OnePersonWhoRepeatsThemselvesIsOnePerson) {
  const Asker anna = agent("anna");
  for (int i = 0; i < 1000; ++i) use(anna, "money not back");
  const Lesson lesson = value_of(desk_->uses().lesson_of(refund_.id));
  ASSERT_EQ(lesson.questions.size(), 1U);
  EXPECT_EQ(lesson.questions.front().people, 1U);
  EXPECT_EQ(lesson.teachers, 1U);
}

TEST_F(UsesTest, OfWhatOnlyOnePersonSaysTenQuestionsAreLearned) {
  const Asker anna = agent("anna"), ben = agent("ben");
  for (int i = 0; i < 50; ++i) use(anna, std::string("money ") + static_cast<char>('a' + i % 25));
  EXPECT_EQ(learned().size(), Uses::kMaxAlone);
  use(ben, "somebody else says this");
  EXPECT_EQ(learned().size(), Uses::kMaxAlone + 1);
}

TEST_F(UsesTest, SomebodysLastWordCountsAndOthersStandAgainstIt) {
  const Asker anna = agent("anna"), ben = agent("ben"), carl = agent("carl");
  use(anna, "money not back");
  use(ben, "money not back");
  EXPECT_EQ(value_of(desk_->uses().lesson_of(refund_.id)).questions.front().people, 2U);
  use(carl, "money not back", UseOutcome::kWrong);
  EXPECT_EQ(value_of(desk_->uses().lesson_of(refund_.id)).questions.front().people, 1U);
  use(ben, "money not back", UseOutcome::kNotSolved);
  EXPECT_TRUE(learned().empty()) << "one for it, two against it";
}

TEST_F(UsesTest, WhatIsTakenBackIsForgotten) {
  const Asker anna = agent("anna"), ben = agent("ben");
  const Use first = use(anna, "money not back");
  EXPECT_EQ(code_of(desk_->uses().withdraw(ben, false, first.id)), Code::kForbidden);
  EXPECT_TRUE(desk_->uses().withdraw(anna, false, first.id));
  EXPECT_TRUE(learned().empty());
  EXPECT_EQ(code_of(desk_->uses().withdraw(anna, false, first.id)), Code::kNotFound);
  const Use second = use(anna, "money not back");
  EXPECT_TRUE(desk_->uses().withdraw(ben, true, second.id)) << "an editor may take back anybody's";
}

TEST_F(UsesTest, WhatAnEditorTakesAwayIsNotLearnedAgain) {
  const Asker anna = agent("anna"), ben = agent("ben");
  use(anna, "money not back");
  const LearnedId id = value_of(desk_->uses().learned(refund_.id)).front().id;
  EXPECT_TRUE(desk_->uses().unlearn(TempDesk::kTester, refund_.id, id));
  EXPECT_FALSE(use(ben, "money not back").learned);
  EXPECT_TRUE(learned().empty());
  EXPECT_EQ(code_of(desk_->uses().unlearn(TempDesk::kTester, refund_.id, id)), Code::kNotFound);
}

TEST_F(UsesTest, ARewrittenArticleHasLearnedNothingAndAChangedOneStillKnows) {
  const Asker anna = agent("anna");
  use(anna, "money not back");
  Article changed = refund_;
  changed.full.markdown += " and one more step at the end of it";
  EXPECT_EQ(value_of(desk_->uses().lesson_of(changed)).questions.size(), 1U);

  const Article another = article("refund", "Something else altogether", 1000);
  EXPECT_TRUE(value_of(desk_->uses().lesson_of(another)).questions.empty());
  EXPECT_TRUE(learned().empty());
  EXPECT_TRUE(value_of(desk_->uses().taught()).empty());
  refund_ = another;
  use(anna, "words for the new one");
  EXPECT_EQ(learned(), Texts{"words for the new one"});
}

TEST_F(UsesTest, WordsThatNobodyWroteAreProposedWithCounts) {
  const Asker anna = agent("anna"), ben = agent("ben");
  for (const Asker& who : {anna, ben, anna})
    value_of(
        desk_->uses().add(who, refund_, {.query = "handy, Handy!", .unknown = {"handy", "Handy"}}));
  value_of(desk_->uses().add(anna, refund_, {.query = "4711471147", .unknown = {"4711471147"}}));
  const auto words = value_of(desk_->uses().unknown_words(10));
  ASSERT_EQ(words.size(), 1U) << "numbers are no words";
  EXPECT_EQ(words.front().word, "handy");
  EXPECT_EQ(words.front().people, 2U);
  EXPECT_EQ(words.front().uses, 3U);
  EXPECT_EQ(words.front().articles, std::vector<ArticleId>{{"refund"}});
  EXPECT_TRUE(desk_->uses().dismiss(TempDesk::kTester, words.front().id));
  value_of(desk_->uses().add(ben, refund_, {.query = "handy kaputt", .unknown = {"handy"}}));
  EXPECT_TRUE(value_of(desk_->uses().unknown_words(10)).empty());
}

TEST_F(UsesTest, ARemovedPersonsUsesStayNameless) {
  const Asker anna = agent("anna");
  desk_.add("boss", Role::kAdmin);
  use(anna, "money not back");
  EXPECT_TRUE(desk_->people().remove(TempDesk::kTester, "anna"));
  EXPECT_EQ(learned(), Texts{"money not back"});
}

TEST_F(UsesTest, WhoeverSolvedACallWithAnArticleHasUsedIt) {
  const Asker anna = agent("anna"), ben = agent("ben");
  use(anna, "money not back");
  use(ben, "money not back", UseOutcome::kWrong);
  EXPECT_EQ(value_of(desk_->uses().used_by(*anna.person, 10)), std::vector<ArticleId>{{"refund"}});
  EXPECT_TRUE(value_of(desk_->uses().used_by(*ben.person, 10)).empty());
}

TEST_F(UsesTest, UsesOfTwoYearsAgoAreForgotten) {
  use(agent("anna"), "money not back");
  desk_.pass(Uses::kKept + std::chrono::hours(1));
  EXPECT_TRUE(desk_->tidy());
  EXPECT_TRUE(learned().empty());
}

TEST_F(UsesTest, WhoeverListensHearsWhichLessonsAreOthersNow) {
  Texts heard;
  desk_->uses().on_lesson([&](const ArticleId& id) { heard.push_back(id.value); });
  const Asker anna = agent("anna");
  const Use first = use(anna, "money not back");
  EXPECT_TRUE(desk_->uses().withdraw(anna, false, first.id));
  EXPECT_EQ(heard, (Texts{"refund", "refund"}));
  desk_->uses().on_lesson({});
}

TEST_F(UsesTest, WhatIsNoCallsIdIsRefused) {
  EXPECT_EQ(code_of(desk_->uses().add(agent("anna"), refund_,
                                      {.call = std::string(101, 'x'), .query = "a"})),
            Code::kInvalidArgument);
}

}  // namespace
}  // namespace aplomb::desk
