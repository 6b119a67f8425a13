// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/front_matter_patch.h"

#include <gtest/gtest.h>

#include <string>

namespace aplomb {
namespace {

std::string patched(std::string_view bytes, std::string_view key,
                    std::optional<std::string_view> value) {
  const auto result = patch_front_matter(bytes, key, value);
  return result ? *result : "refused: " + result.error().message;
}

TEST(FrontMatterPatchTest, ReplacesTheLinesOfOneKeyAndNoOtherByte) {
  EXPECT_EQ(
      patched("---\ntitle:   Odd  spacing \nconfidence: validated\ntags: [ a,b ]\n---\n# x\n\n",
              "confidence", "archived"),
      "---\ntitle:   Odd  spacing \nconfidence: archived\ntags: [ a,b ]\n---\n# x\n\n");
}

TEST(FrontMatterPatchTest, PutsANewKeyLast) {
  EXPECT_EQ(patched("---\ntitle: A\n---\nText", "last_reviewed", "2026-11-22"),
            "---\ntitle: A\nlast_reviewed: 2026-11-22\n---\nText");
}

TEST(FrontMatterPatchTest, GivesAFileWithoutFrontMatterSome) {
  EXPECT_EQ(patched("# A\n", "confidence", "archived"), "---\nconfidence: archived\n---\n# A\n");
  EXPECT_EQ(patched("", "confidence", "archived"), "---\nconfidence: archived\n---\n");
}

TEST(FrontMatterPatchTest, KeepsWindowsLineEndsAndTheByteOrderMark) {
  EXPECT_EQ(patched("\xEF\xBB\xBF---\r\ntitle: A\r\n---\r\nText\r\n", "confidence", "archived"),
            "\xEF\xBB\xBF---\r\ntitle: A\r\nconfidence: archived\r\n---\r\nText\r\n");
}

TEST(FrontMatterPatchTest, KeepsTheCommentBehindAValue) {
  EXPECT_EQ(
      patched("---\nlast_reviewed: 2025-01-01   # by Ana\n---\n", "last_reviewed", "2026-11-22"),
      "---\nlast_reviewed: 2026-11-22   # by Ana\n---\n");
}

TEST(FrontMatterPatchTest, ReplacesAListHoweverItIsWritten) {
  for (const char* list : {"flags:\n  - {by: a}\n  - {by: b}\n", "flags:\n- by: a\n- by: b\n",
                           "flags: [{by: a},\n  {by: b}]\n", "\"flags\": [{by: a}, {by: b}]\n"})
    EXPECT_EQ(patched("---\nid: x\n" + std::string(list) + "# about the title\ntitle: A\n---\n",
                      "flags", "[{by: c}]"),
              "---\nid: x\nflags: [{by: c}]\n# about the title\ntitle: A\n---\n")
        << list;
}

TEST(FrontMatterPatchTest, TakesAKeyAwayWithItsLines) {
  EXPECT_EQ(patched("---\nid: x\nflags:\n  - {by: a}\n\ntitle: A\n---\n", "flags", std::nullopt),
            "---\nid: x\n\ntitle: A\n---\n");
  EXPECT_EQ(patched("---\nid: x\n---\n", "flags", std::nullopt), "---\nid: x\n---\n");
}

TEST(FrontMatterPatchTest, IsNotFooledByTheKeyInsideOfAText) {
  const std::string bytes =
      "---\nanswer: |\n  confidence: high\n  yes\nconfidence: wip\n---\nconfidence: none\n";
  EXPECT_EQ(patched(bytes, "confidence", "validated"),
            "---\nanswer: |\n  confidence: high\n  yes\nconfidence: validated\n---\n"
            "confidence: none\n");
}

TEST(FrontMatterPatchTest, RefusesWhatItCantBeSureOf) {
  for (const char* bytes : {
           "+++\ntitle = \"A\"\n+++\n",                     // TOML
           "---\nconfidence: wip\nconfidence: wip\n---\n",  // twice
           "---\ntitle: [A\n---\nText\n",                   // broken
           "---\ntitle: A\nText\n",                         // never closed
           "---\n{title: A, confidence: wip}\n---\n",       // flow style
           "---\ntitle: &a A\nother: *a\n---\n",            // aliases
           "---\ntitle: \xFF\n---\n",                       // no UTF-8
           "---\rconfidence: wip\r---\rText\r",             // line ends of 1999
       }) {
    const auto result = patch_front_matter(bytes, "confidence", "archived");
    ASSERT_FALSE(result) << bytes << "\n" << *result;
    EXPECT_EQ(result.error().code, Code::kConflict);
    EXPECT_FALSE(result.error().hint.empty());
  }
}

TEST(FrontMatterPatchTest, TakesNoValueThatIsMoreThanALine) {
  for (const char* value : {"a\nb: c", "[a", "x: y: z"}) {
    const auto result = patch_front_matter("---\ntitle: A\n---\n", "confidence", value);
    ASSERT_FALSE(result) << *result;
    EXPECT_EQ(result.error().code, Code::kInvalidArgument);
  }
}

TEST(FrontMatterPatchTest, QuotesAnyTextSoThatItReadsBack) {
  for (const char* text : {"plain", "a \"quoted\" # word", "two\nlines\tand a tab", "back\\slash",
                           "ends: with, [brackets] {and} braces", "später 😀", ""})
    EXPECT_TRUE(patch_front_matter("---\ntitle: A\n---\n", "reason", yaml_quoted(text))) << text;
}

}  // namespace
}  // namespace aplomb
