// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/record.h"

#include <gtest/gtest.h>

#include "tests/support/temp_index.h"

namespace aplomb::record {
namespace {

ArticleRecord full_record() {
  Article article = test::article("refund").title("Refund late");
  article.symptoms = {"money missing", "no refund"};
  article.kind = Kind::kProcedure;
  article.promise = Promise{"refund visible", "10 working days", "200 EUR", "agent"};
  article.exceptions = {{"bereavement", "waive the fee", "agent", "twice"}};
  article.handoff = Handoff{"payments", "08:00-18:00", "A colleague will call.", {"order id"}};
  article.last_reviewed = parse_date("2026-01-10");
  article.review_every = parse_period("90d");
  article.updated = std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000}};
  article.boost = 1.5;
  article.headings = {{2, "Resolution", "resolution", Audience::kCustomer}};
  return {article, {12, 34, "hash", {{"old-refund"}}}, {"a-1"}, "print"};
}

TEST(RecordTest, AnArticleComesBackAsItWas) {
  const ArticleRecord written = full_record();
  const auto read = decode_article(encode(written));
  ASSERT_TRUE(read);
  EXPECT_EQ(encode(*read), encode(written));
  EXPECT_EQ(read->article.symptoms, written.article.symptoms);
  EXPECT_EQ(read->article.handoff->collect, written.article.handoff->collect);
  EXPECT_EQ(read->article.last_reviewed, written.article.last_reviewed);
  EXPECT_EQ(read->article.boost, 1.5);
  EXPECT_EQ(read->source, written.source);
}

TEST(RecordTest, HeadingsComeBackAsTheyWere) {
  const std::vector<Heading> written{{2, "Resolution", "resolution", Audience::kCustomer},
                                     {3, "B", "b", {}}};
  const auto read = decode_headings(encode(written));
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].anchor, "resolution");
  EXPECT_EQ(read[0].audience, Audience::kCustomer);
  EXPECT_TRUE(decode_headings("\xFF\xFF").empty());
}

TEST(RecordTest, APassageComesBackAsItWas) {
  const PassageRecord written{
      {"refund"}, {Audience::kCustomer, {"A", "B"}, "b", "text\nmore"}, false};
  const auto read = decode_passage(encode(written));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->passage.headings, written.passage.headings);
  EXPECT_EQ(read->passage.text, written.passage.text);
}

TEST(RecordTest, TheHousesWordsComeBackAsTheyWere) {
  const HouseWords written{{{"en", {"a", "b c"}, {"d"}}, {"", {}, {"e"}}}, {"charge"}};
  const std::string bytes = encode(written);
  EXPECT_EQ(decode_house_words(bytes), written);
  EXPECT_EQ(decode_house_words(""), HouseWords{});
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_EQ(decode_house_words(bytes.substr(0, size)), HouseWords{}) << size;
}

TEST(RecordTest, CutOrChangedBytesNeverReadBeyondTheirEnd) {
  const std::string bytes = encode(full_record());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode_article(bytes.substr(0, size))) << size;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(0xFF);
    (void)decode_article(changed);  // either answer is right; a crash is not
  }
  EXPECT_FALSE(decode_article(bytes + "x"));
}

}  // namespace
}  // namespace aplomb::record
