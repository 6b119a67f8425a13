// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lesson.h"

#include <gtest/gtest.h>
#include <xapian.h>

#include "engine/index_files.h"
#include "engine/schema.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::ids;
using test::Ids;
using test::TempDir;
using test::value_of;

/// An index whose articles can be taught.
class LessonTest : public testing::Test {
 protected:
  void make(const std::vector<Article>& articles) {
    auto writer = value_of(IndexWriter::create(index()));
    for (const Article& one : articles) EXPECT_TRUE(writer.put(one, {}));
    EXPECT_TRUE(writer.publish());
  }
  /// Whether that changed anything.
  bool teach(const std::string& id, std::vector<std::string> questions, std::uint32_t people = 3) {
    auto writer = value_of(IndexWriter::open(index()));
    Lesson lesson;
    lesson.teachers = people;
    for (std::string& text : questions) lesson.questions.push_back({std::move(text), people});
    const bool changed = value_of(writer.teach({id}, lesson));
    EXPECT_TRUE(writer.commit());
    return changed;
  }
  [[nodiscard]] SearchPage page(const std::string& text,
                                Audience reader = Audience::kInternal) const {
    SearchRequest request;
    request.text = text + " ";
    return value_of(value_of(Searcher::open(index(), reader)).search(request));
  }
  [[nodiscard]] Ids found(const std::string& text, Audience reader = Audience::kInternal) const {
    Ids found;
    const SearchPage shown = page(text, reader);
    for (const Hit& hit : shown.found()) found.push_back(hit.id.value);
    return found;
  }
  [[nodiscard]] std::filesystem::path index() const { return dir_.path() / "index"; }

 private:
  TempDir dir_;
};

std::vector<Article> phones_and_rooms() {
  return {article("repair").title("Mobile phone repair").body("Send it to the workshop."),
          article("insurance").title("Insure a mobile phone").body("Within thirty days."),
          article("rooms").title("Book a meeting room").customer("Rooms have a screen.")};
}

TEST_F(LessonTest, AWordThatNoArticleHasFindsWhatItSolved) {
  make(phones_and_rooms());
  EXPECT_EQ(page("handykram").interpretation.unmatched, Ids{"handykram"});

  EXPECT_TRUE(teach("repair", {"my handykram is broken"}));

  EXPECT_EQ(found("handykram"), Ids{"repair"});
  EXPECT_EQ(page("handykram").interpretation.said, Ids{"handykram"});
  EXPECT_TRUE(page("handykram").interpretation.unmatched.empty());
}

TEST_F(LessonTest, WhatCallersSaidDecidesBetweenArticlesThatFitAlike) {
  make(phones_and_rooms());
  teach("insurance", {"mobile phone fell into the lake", "phone fell into water"});
  EXPECT_EQ(found("mobile phone fell").front(), "insurance");

  teach("insurance", {});
  teach("repair", {"mobile phone fell into the lake", "phone fell into water"});
  EXPECT_EQ(found("mobile phone fell").front(), "repair");
}

TEST_F(LessonTest, AnArticleThatWasUsedDoesNotComeBeforeOneWhoseTitleIsAskedFor) {
  make(phones_and_rooms());
  teach("insurance", {"phone broken", "phone lost", "phone stolen", "broken screen of a phone"});
  EXPECT_EQ(found("book a meeting room").front(), "rooms");
  EXPECT_EQ(found("mobile phone repair").front(), "repair");
}

TEST_F(LessonTest, CustomersAreAnsweredAsIfNothingHadBeenLearned) {
  make(phones_and_rooms());
  const auto bytes_before = page("rooms screen", Audience::kCustomer).hits.front().score;
  teach("rooms", {"where do we sit together", "rooms screen"});

  EXPECT_EQ(found("where do we sit together"), Ids{"rooms"});
  EXPECT_EQ(found("sit together", Audience::kCustomer), Ids{});
  EXPECT_EQ(page("rooms screen", Audience::kCustomer).hits.front().score, bytes_before);
  const auto generation = value_of(index_files::current_generation(index()));
  const Xapian::Database customer(
      index_files::customer_database(index_files::generation_dir(index(), generation)).string());
  EXPECT_EQ(customer.allterms_begin(std::string(schema::kLearnedPrefix)),
            customer.allterms_end(std::string(schema::kLearnedPrefix)));
  EXPECT_EQ(customer.metadata_keys_begin(std::string(schema::kLessonKey)),
            customer.metadata_keys_end(std::string(schema::kLessonKey)));
}

TEST_F(LessonTest, ALessonTakesThePlaceOfTheOneBefore) {
  make(phones_and_rooms());
  teach("repair", {"handykram"});
  EXPECT_FALSE(teach("repair", {"handykram"})) << "the same again changes nothing";
  EXPECT_TRUE(teach("repair", {"glasbruch"}));
  EXPECT_EQ(found("handykram"), Ids{});
  EXPECT_EQ(found("glasbruch"), Ids{"repair"});
  EXPECT_TRUE(teach("repair", {}));
  EXPECT_EQ(found("glasbruch"), Ids{});
  auto writer = value_of(IndexWriter::open(index()));
  EXPECT_TRUE(value_of(writer.taught()).empty());
}

TEST_F(LessonTest, NothingIsTaughtToWhoIsNotThereOrIsExcluded) {
  make({article("secret").title("Hidden").with([](Article& one) { one.excluded = true; })});
  EXPECT_FALSE(teach("secret", {"handykram"}));
  EXPECT_FALSE(teach("nobody", {"handykram"}));
  EXPECT_EQ(found("handykram"), Ids{});
}

TEST_F(LessonTest, HostileQuestionsAreTaughtOrLeftOut) {
  make(phones_and_rooms());
  EXPECT_FALSE(teach("repair", {"", "?!", "\x01\x02", std::string(3, '\0')}));
  EXPECT_TRUE(teach("repair", {std::string(100'000, 'x'), std::string(5000, ' ') + "handykram",
                               "\xff\xfe handykram"}));
  EXPECT_EQ(found("handykram"), Ids{"repair"});
}

TEST_F(LessonTest, AtMostSixtyFourQuestionsAreKept) {
  make(phones_and_rooms());
  std::vector<std::string> many;
  const auto word = [](std::size_t i) {
    return "wort" + std::string(1 + i / 26, char('a' + i % 26));
  };
  for (std::size_t i = 0; i < 80; ++i) many.push_back(word(i));
  teach("repair", many);
  EXPECT_EQ(found(word(63)), Ids{"repair"});
  EXPECT_EQ(found(word(64)), Ids{});
}

TEST(LearnedTermTest, IsReadBackWhateverTheStem) {
  for (const StemHash stem : {StemHash{1}, StemHash{0xFFFFFFFF}, StemHash{0x00FF00FF}})
    EXPECT_EQ(stem_of_learned_term(
                  std::string_view(learned_term(stem)).substr(schema::kLearnedPrefix.size())),
              stem);
  EXPECT_EQ(stem_of_learned_term("zzzzzzzz"), 0);
  EXPECT_EQ(stem_of_learned_term("a"), 0);
}

}  // namespace
}  // namespace aplomb
