// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/note_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace aplomb::desk {
namespace {

using Numbers = std::vector<std::size_t>;

std::string joined(const std::vector<Fragment>& fragments) {
  std::string text;
  for (const auto& [part, match] : fragments) text += match ? "[" + part + "]" : part;
  return text;
}

TEST(NoteSearchTest, AWordIsFoundInItsFormsAndByItsBeginning) {
  const NoteSearch notes({"Ask for the refunds list", "Wi-Fi is slow on floor 3", "Lunch"}, "en");
  EXPECT_EQ(notes.find("refund ", 10), (Numbers{0}));
  EXPECT_EQ(notes.find("REFUNDING ", 10), (Numbers{0}));
  EXPECT_EQ(notes.find("ref", 10), (Numbers{0}));
  EXPECT_EQ(notes.find("ref ", 10), Numbers{}) << "the word is whole";
  EXPECT_EQ(notes.find("wifi", 10), (Numbers{1}));
  EXPECT_EQ(notes.find("nothing like it", 10), Numbers{});
  EXPECT_EQ(notes.find("", 10), Numbers{});
}

TEST(NoteSearchTest, TheOtherLanguageIsStemmedToo) {
  const NoteSearch notes({"Erstattungen dauern zehn Tage"}, "de");
  EXPECT_EQ(notes.find("erstattung ", 10), (Numbers{0}));
}

TEST(NoteSearchTest, WhatHoldsMoreOfTheQueryComesFirstAndAFunctionWordAloneFindsNothing) {
  const NoteSearch notes({"card", "card refund", "the list of the shop", "refund"}, "en");
  EXPECT_EQ(notes.find("refund card ", 10).front(), 1U);
  EXPECT_EQ(notes.find("the refund of the card ", 1), (Numbers{1}));
  const auto found = notes.find("the refund ", 10);
  EXPECT_EQ(std::ranges::count(found, 2U), 0);
}

TEST(NoteSearchTest, TheSnippetMarksTheWordsAndCutsNoCharacter) {
  const std::string before(500, 'x');
  const NoteSearch notes({before + " refünd über Größe"}, "en");
  const auto shown = joined(notes.snippet("refund", before + " refünd über Größe"));
  EXPECT_NE(shown.find("[refünd] über Größe"), std::string::npos) << shown;
  const std::string wide = "refund " + [] {
    std::string text;
    for (int i = 0; i < 200; ++i) text += "ü";
    return text;
  }();
  for (const auto& [text, match] : notes.snippet("refund", wide))
    EXPECT_NE(static_cast<unsigned char>(text.back()), 0xC3U) << "half a character";
}

TEST(NoteSearchTest, AnyBytesWillDo) {
  const std::string hostile("\xff\x00<script>\"--'\xE2\x80\xAE%s", 20);
  const NoteSearch notes({hostile, ""}, "xx");
  EXPECT_EQ(notes.find("script", 10), (Numbers{0}));
  (void)notes.find(hostile, 10);
  (void)notes.snippet(hostile, hostile);
}

}  // namespace
}  // namespace aplomb::desk
