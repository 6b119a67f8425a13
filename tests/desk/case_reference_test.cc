// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/case_reference.h"

#include <gtest/gtest.h>

#include <string>

namespace aplomb::desk {
namespace {

TEST(CaseReferenceTest, NumbersThatOtherSystemsGiveAreTaken) {
  for (const char* text :
       {"C-1234", "INC0012345", "4711001234", "2026-000123", "case#17", "PAY.REF/2026_11:3",
        "f47ac10b-58cc-4372-a567-0e02b2c3d479", "1", "#88", "500-1234567", "1234567890123"})
    EXPECT_TRUE(check_case(text)) << text;
}

TEST(CaseReferenceTest, WhatLooksLikeAPersonIsRefused) {
  for (const char* text : {"",
                           "Anna Meier",
                           "anna",
                           "Anna-Meier",
                           "anna@example.com",
                           "+49 170 1234567",
                           "+491701234567",
                           "0170-1234567",
                           "0170/1234567",
                           "00491701234567",
                           "555-123-4567",
                           "1980-01-31",
                           "31.01.1980",
                           "1/31/1980",
                           "4111-1111-1111-1111",
                           "4111111111111111",
                           "DE89370400440532013000",
                           "DE89-3704-0044-0532-0130-00",
                           "Müller 7",
                           "M\xC3\xBCller7",
                           "C 1234",
                           "C-1\n2",
                           "C-\xFF"
                           "1",
                           "C-1;DROP",
                           "\xD9\xA1\xD9\xA2"}) {
    const auto refused = check_case(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().code, Code::kUnprocessable) << text;
    EXPECT_EQ(refused.error().field, "case");
    EXPECT_EQ(
        std::string_view(text).size() > 2 ? refused.error().message.find(text) : std::string::npos,
        std::string::npos)
        << "and is not repeated";
  }
  EXPECT_FALSE(check_case(std::string(65, '1')));
}

}  // namespace
}  // namespace aplomb::desk
