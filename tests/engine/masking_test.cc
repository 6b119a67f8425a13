// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/masking.h"

#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <string>

#include "engine/unicode.h"

namespace aplomb {
namespace {

TEST(MaskingTest, WordsAndShortNumbersStay) {
  for (const char* text :
       {"", "refund to a debit card", "ERR-4012 on v2.3.1", "within 10 working days", "4012",
        "größe änderung", "予定表の共有", "call back @ noon", "@handle", "100 %", "100%zz%4"})
    EXPECT_EQ(mask_personal(text), text);
}

TEST(MaskingTest, FiveDigitsAndMoreGo) {
  EXPECT_EQ(mask_personal("order 12345 late"), "order [number] late");
  EXPECT_EQ(mask_personal("12345"), "[number]");
  EXPECT_EQ(mask_personal("a4012b 123456789012c"), "a4012b [number]c");
  EXPECT_EQ(mask_personal("kb-123456 and 99999"), "kb-[number]" + std::string(" and [number]"));
}

TEST(MaskingTest, GroupedDigitsAreOneNumber) {
  for (const char* number :
       {"0171 234 567", "030/123-45.67", "+49 (0) 30 / 123 45", "12.34.56", "1'234'567",
        "1\u00A0234\u00A0567", "12\u201334\u201356", "2026-11-22", "192.168.1.10", "1 2 3 4 5",
        "12,345", "12_34_56", "1\u200B2\u200D3\u00AD4\uFEFF5", "12\r\n345"}) {
    const auto masked = mask_personal(std::string("call ") + number + " now");
    EXPECT_TRUE(masked == "call [number] now" || masked == "call +[number] now") << masked;
  }
}

TEST(MaskingTest, DigitsOfAnyScriptCount) {
  for (const char* number :
       {"١٢٣٤٥٦", "۱۲۳۴۵", "१२३४५", "১২৩৪৫", "๑๒๓๔๕", "１２３４５", "𝟏𝟐𝟑𝟒𝟓", "①②③④⑤", "ⅠⅡⅢⅣⅤ",
        "一三八〇〇一", "12３４٥", "5️⃣5️⃣5️⃣5️⃣5️⃣",
        "1\u03012\u03013\u03014\u03015", "²³¹⁴⁵"})
    EXPECT_EQ(mask_personal(number).find("[number]"), 0U) << number << mask_personal(number);
}

TEST(MaskingTest, CardsGoAlsoHalfHidden) {
  EXPECT_EQ(mask_personal("card 4111 1111 1111 1111!"), "card [number]!");
  EXPECT_EQ(mask_personal("4111-XXXX-XXXX-1111"), "[number]");
  EXPECT_EQ(mask_personal("4111 **** **** 1111 declined"), "[number] declined");
  EXPECT_EQ(mask_personal("DE89 3704 0044 0532 0130 00"), "DE[number]");
}

TEST(MaskingTest, AddressesGo) {
  for (const char* address :
       {"jo@example.com", "jo.bloggs+shop@mail.example.co.uk", "jo@localhost", "JO_B@X.ORG",
        "jörg@größe.de", "\"jo bloggs\"@example.com", "jo%40example.com", "jo\uFF20example.com",
        "a@b@c", "o'neil@example.com", "jo@12345.de", "12345@example.com"}) {
    const auto text = std::string("mail ") + address + ", please";
    EXPECT_EQ(mask_personal(text), "mail [email], please");
  }
  EXPECT_EQ(mask_personal("<jo@example.com>."), "<[email]>.");
  EXPECT_EQ(mask_personal("ask jo@example.com."), "ask [email].");
  EXPECT_EQ(mask_personal("mailto:jo@example.com?subject=x"), "mailto:[email]?subject=x");
  EXPECT_EQ(mask_personal("/mail/jo@example.com/read"), "/mail/[email]/read");
}

TEST(MaskingTest, ASentenceWithoutSpacesKeepsWhatIsNoAddress) {
  EXPECT_EQ(mask_personal("メールはjo@example.comです"), "メールは[email]です");
}

TEST(MaskingTest, BytesThatAreNoUtf8AreReplaced) {
  EXPECT_EQ(mask_personal("a\xFF z"), "a\uFFFD z");
  EXPECT_EQ(mask_personal("1\xFF"
                          "2\xFF"
                          "3\xFF"
                          "4\xFF"
                          "5"),
            "[number]");
}

TEST(MaskingTest, MaskingTwiceIsMaskingOnce) {
  const std::string_view alphabet[] = {"1",      "2",  "3", "4", " ", "-",  "@",  "%40", ".",
                                       "a",      "\"", "x", "[", "]", "é",  "五", "で",  "\xFF",
                                       "\u200B", "%",  "4", "0", "<", "\n", "９", "["};
  std::mt19937 random(5);  // NOLINT: the same every time
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (auto pieces = random() % 30; pieces > 0; --pieces)
      text += alphabet[random() % std::size(alphabet)];
    const auto masked = mask_personal(text);
    ASSERT_EQ(mask_personal(masked), masked) << text;
    ASSERT_EQ(to_valid_utf8(masked), masked) << text;
    ASSERT_LE(masked.size(), 3 * text.size()) << text;
  }
}

}  // namespace
}  // namespace aplomb
