// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/own_notes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "desk/audit_log.h"
#include "indexer/article_reader.h"
#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using test::code_of;
using test::TempDesk;
using test::value_of;

class OwnNotesTest : public testing::Test {
 protected:
  OwnNotes& own() { return desk_->own_notes(); }
  OwnNote add(const std::string& text, const std::string& title = {}) {
    return value_of(own().add(anna_.id, std::nullopt, title, text));
  }
  Result<ArticleId> offer(OwnNoteId id, std::vector<std::string> articles = {}) {
    return own().offer(anna_, id, desk_->drafts(), [=](const ArticleId& article) {
      return std::ranges::count(articles, article.value) > 0;
    });
  }
  std::vector<std::string> found(PersonId person, const std::string& query) {
    std::vector<std::string> texts;
    for (const auto& each : value_of(own().search(person, query, "en", 10)))
      texts.push_back(each.note.text);
    return texts;
  }

  TempDesk desk_;
  Person anna_ = desk_.add("anna"), bert_ = desk_.add("bert");
};

TEST_F(OwnNotesTest, ANoteIsWrittenChangedAndRemovedByItsOwnerOnly) {
  const auto note = add("Ask twice.\n\tThen wait.", "Refunds");
  EXPECT_EQ(note.text, "Ask twice.\n\tThen wait.");
  desk_.pass(std::chrono::seconds(5));
  const auto changed = value_of(own().change(anna_.id, note.id, {.title = {}, .text = "Wait."}));
  EXPECT_EQ(changed.title, "Refunds");
  EXPECT_EQ(changed.text, "Wait.");
  EXPECT_EQ(changed.changed - changed.created, std::chrono::seconds(5));

  EXPECT_EQ(code_of(own().get(bert_.id, note.id)), Code::kNotFound);
  EXPECT_EQ(code_of(own().change(bert_.id, note.id, {.title = {}, .text = "Mine"})),
            Code::kNotFound);
  EXPECT_EQ(code_of(own().remove(bert_.id, note.id)), Code::kNotFound);
  EXPECT_EQ(
      code_of(own().offer(bert_, note.id, desk_->drafts(), [](const ArticleId&) { return false; })),
      Code::kNotFound);
  EXPECT_TRUE(value_of(own().list(bert_.id)).empty());
  ASSERT_TRUE(own().remove(anna_.id, note.id));
  EXPECT_EQ(code_of(own().remove(anna_.id, note.id)), Code::kNotFound);
}

TEST_F(OwnNotesTest, NotesOnAnArticleAreFoundByAllItsNames) {
  const NamedArticle then{.id = {"old"}, .title = "Old", .former = {}};
  const NamedArticle now{.id = {"new"}, .title = "New", .former = {{"old"}}};
  value_of(own().add(anna_.id, then, "", "first"));
  value_of(own().add(anna_.id, now, "", "second"));
  add("by itself");
  EXPECT_EQ(value_of(own().list(anna_.id, now)).size(), 2U);
  EXPECT_EQ(value_of(own().list(anna_.id)).size(), 3U);
}

TEST_F(OwnNotesTest, WhatCannotBeShownOrIsTooLongIsRefused) {
  for (const std::string& wrong :
       {std::string(), std::string(" \n"), std::string("a\0b", 3), std::string("\x1b[2J"),
        std::string("\xff"), std::string(kMaxNoteBytes + 1, 'a')})
    EXPECT_EQ(code_of(own().add(anna_.id, std::nullopt, "", wrong)), Code::kInvalidArgument);
  EXPECT_EQ(code_of(own().add(anna_.id, std::nullopt, "a\nb", "text")), Code::kInvalidArgument);
  EXPECT_EQ(code_of(own().add(anna_.id, std::nullopt, std::string(201, 'a'), "text")),
            Code::kInvalidArgument);
  const std::string hostile =
      "<script>alert(1)</script>'); DROP TABLE own_notes; -- %s \xF0\x9F\x98\x80";
  EXPECT_EQ(add(hostile, "'\"").text, hostile);
}

TEST_F(OwnNotesTest, AllNotesTogetherHaveABound) {
  const std::string big(kMaxNoteBytes, 'a');
  std::size_t written = 0;
  while (own().add(anna_.id, std::nullopt, "", big)) ++written;
  EXPECT_EQ(written, kMaxOwnNotesBytes / kMaxNoteBytes);
  const auto refused = own().add(anna_.id, std::nullopt, "", "x");
  ASSERT_EQ(code_of(refused), Code::kConflict);
  EXPECT_NE(refused.error().message.find("1 MiB"), std::string::npos);
  const auto first = value_of(own().list(anna_.id)).front().id;
  EXPECT_TRUE(own().change(anna_.id, first, {.title = {}, .text = "shorter"}));
  EXPECT_TRUE(own().add(anna_.id, std::nullopt, "", "x"));
  EXPECT_TRUE(own().add(bert_.id, std::nullopt, "", big)) << "the bound is each person's own";
}

TEST_F(OwnNotesTest, ASearchSeesWhatWasJustWrittenAndNothingOfOthers) {
  EXPECT_TRUE(found(anna_.id, "wombat").empty());
  const auto note = add("the wombat list");
  EXPECT_EQ(found(anna_.id, "wombat"), (std::vector<std::string>{"the wombat list"}));
  EXPECT_TRUE(found(bert_.id, "wombat").empty());
  value_of(own().change(anna_.id, note.id, {.title = {}, .text = "nothing"}));
  EXPECT_TRUE(found(anna_.id, "wombat").empty());
  ASSERT_TRUE(own().remove(anna_.id, note.id));
  EXPECT_TRUE(found(anna_.id, "nothing").empty());
}

TEST_F(OwnNotesTest, AnOfferedNoteIsADraftInItsAuthorsNameAndStaysTheirs) {
  const auto note = add("# Call back\nThe number is 0171 2345678.", "Call \"back\": first");
  const auto draft = value_of(offer(note.id, {"call-back-first"}));
  EXPECT_EQ(draft.value, "call-back-first-2") << "an article has the first";
  const auto stored = value_of(desk_->drafts().get(draft));
  EXPECT_EQ(stored.author, "anna");
  const auto read = read_article("x.md", stored.markdown, {});
  ASSERT_TRUE(read.article);
  EXPECT_EQ(read.article->id, draft);
  EXPECT_EQ(read.article->title, "Call \"back\": first");
  EXPECT_EQ(read.article->confidence, Confidence::kWip);
  EXPECT_EQ(stored.markdown.find("2345678"), std::string::npos) << "others read it now";
  const auto now = value_of(own().get(anna_.id, note.id));
  EXPECT_EQ(now.draft, draft);
  EXPECT_NE(now.text.find("2345678"), std::string::npos);
  EXPECT_EQ(code_of(offer(note.id)), Code::kConflict);
}

TEST_F(OwnNotesTest, WhateverANoteSaysItsDraftIsOneArticle) {
  for (const char* const text : {"---\nid: other\naudience: customer\n---\nx", "\"\n---\n", "'\\",
                                 "\xF0\x9F\x98\x80", "> [!CUSTOMER]\n> told", "```"}) {
    const auto draft = value_of(offer(add(text).id));
    const auto read = read_article("x.md", value_of(desk_->drafts().get(draft)).markdown, {});
    ASSERT_TRUE(read.article) << text;
    EXPECT_EQ(read.article->id, draft) << text;
    EXPECT_EQ(read.article->confidence, Confidence::kWip) << text;
    EXPECT_EQ(read.article->audience, Audience::kInternal) << text;
  }
}

TEST_F(OwnNotesTest, OnePersonCannotFillTheDrafts) {
  for (std::size_t i = 0; i < kMaxOffersOpen; ++i) ASSERT_TRUE(offer(add("note").id));
  EXPECT_EQ(code_of(offer(add("note").id)), Code::kConflict);
  ASSERT_TRUE(desk_->drafts().remove(TempDesk::kTester, {"note"}, Drafts::Expected::any()));
  EXPECT_TRUE(offer(add("note").id)) << "the editors have looked at one";
}

TEST_F(OwnNotesTest, NothingOfANoteStandsInTheAuditLog) {
  add("wombat");
  for (const auto& entry : value_of(desk_->audit().list(100)))
    EXPECT_EQ((entry.action + entry.subject + entry.detail).find("wombat"), std::string::npos);
}

}  // namespace
}  // namespace aplomb::desk
