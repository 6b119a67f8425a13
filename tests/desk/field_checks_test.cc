// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/field_checks.h"

#include <gtest/gtest.h>

#include <vector>

#include "desk/people.h"
#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using namespace std::string_literals;
using test::code_of;
using test::value_of;

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  while (times-- > 0) all += text;
  return all;
}

TEST(FieldChecksTest, NamesOfAnyScriptAreNames) {
  for (const std::string& name :
       {"a"s, "anna"s, "Anna.Meyer-2"s, "a_b@example.org"s, "Jörg"s, "Łukasz"s, "Ольга"s, "علي"s,
        "शर्मा"s, "田中"s, "김민수"s, "4711"s, std::string(64, 'x'), repeated("ж", 64)})
    EXPECT_TRUE(name_key(name)) << name;
}

TEST(FieldChecksTest, WhatIsRefusedNamesItsField) {
  EXPECT_EQ(name_key("anna meyer").error().field, "name");
  EXPECT_EQ(check_text("team", "a\nb", 64).error().field, "team");
  EXPECT_EQ(check_password_text("short").error().field, "password");
}

TEST(FieldChecksTest, WhatIsNoNameIsRefused) {
  for (const std::string& name : {""s,
                                  " "s,
                                  "anna meyer"s,
                                  "-x"s,
                                  ".hidden"s,
                                  "@"s,
                                  "_"s,
                                  "a/b"s,
                                  "a\\b"s,
                                  "a:b"s,
                                  "a'b"s,
                                  "a\"b"s,
                                  "a;b"s,
                                  "a<b"s,
                                  "a\0b"s,
                                  "a\nb"s,
                                  "a\tb"s,
                                  "a\x7F"s,
                                  "a\xC2\x80"s,
                                  "caf\xE9"s,
                                  "\xEF\xBF\xBD"s,  // U+FFFD
                                  "a\u200B"s,
                                  "a\u200D"s,  // joined by nothing to see
                                  "a\u202E"s,
                                  "\u2066a"s,  // turned around
                                  "a\u3164"s,
                                  "\u115F"s,   // letters that nobody sees
                                  "a\u034F"s,  // a mark that nobody sees
                                  "\u0301a"s,
                                  "😀"s,
                                  std::string(65, 'x'),
                                  repeated("ж", 65),
                                  std::string(10'000'000, 'x')})
    EXPECT_EQ(code_of(name_key(name)), Code::kInvalidArgument) << name.substr(0, 80);
}

TEST(FieldChecksTest, CaseDoesNotTellNamesApartAndAccentsDo) {
  EXPECT_EQ(value_of(name_key("Anna")), value_of(name_key("aNNA")));
  EXPECT_EQ(value_of(name_key("ОЛЬГА")), value_of(name_key("ольга")));
  EXPECT_EQ(value_of(name_key("J\u00F6rg")), value_of(name_key("Jo\u0308rg"))) << "NFC and NFD";
  EXPECT_EQ(value_of(name_key("\uFF41nna")), value_of(name_key("anna"))) << "full width";
  EXPECT_NE(value_of(name_key("müller")), value_of(name_key("muller")));
}

TEST(FieldChecksTest, TextsAreBoundedAndShowable) {
  for (const std::string& text : {""s, "Anna Meyer"s, "O'Neill; DROP TABLE people"s, "قسم"s,
                                  "😀 team"s, std::string(64, 'x'), repeated("😀", 64)})
    EXPECT_TRUE(check_text("team", text, 64)) << text;
  for (const std::string& text :
       {std::string(65, 'x'), "a\nb"s, "a\0b"s, "a\x1B[31m"s, "a\u0085"s, "a\u2028"s, "a\u202E"s,
        "a\u2067"s, "caf\xE9"s, std::string(10'000'000, 'x')})
    EXPECT_EQ(code_of(check_text("team", text, 64)), Code::kInvalidArgument) << text.substr(0, 80);
  EXPECT_NE(check_text("team", "a\n", 64).error().message.find("team"), std::string::npos);
}

TEST(FieldChecksTest, ATitleHasSomethingToSee) {
  EXPECT_TRUE(check_title("name", "CRM (test)", 64));
  for (const char* text : {"", " ", "--", "\u200B"})
    EXPECT_EQ(code_of(check_title("name", text, 64)), Code::kInvalidArgument);
}

TEST(FieldChecksTest, PasswordsAreTenToAThousandBytesOfAnything) {
  for (const std::string& password :
       {"0123456789"s, std::string(1024, 'x'), "пароль"s, "tab\tand\0nul"s, " spaces "s + "    "})
    EXPECT_TRUE(check_password_text(password));
  for (const std::string& password :
       {""s, "012345678"s, std::string(1025, 'x'), "0123456789\xFF"s, std::string(10'000'000, 'x')})
    EXPECT_EQ(code_of(check_password_text(password)), Code::kInvalidArgument);
}

TEST(FieldChecksTest, TheAuditLogTakesAnythingOnOneLine) {
  EXPECT_EQ(one_line("role: agent → lead", 100), "role: agent → lead");
  EXPECT_EQ(one_line("a\nb\x1B[2J\xFF", 100), "a\uFFFDb\uFFFD[2J\uFFFD");
  EXPECT_EQ(one_line("жжж", 5), "жж");
  EXPECT_EQ(one_line(std::string(10'000'000, 'x'), 300).size(), 300U);
}

}  // namespace
}  // namespace aplomb::desk
