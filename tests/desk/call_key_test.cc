// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/call_key.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using test::code_of;
using test::TempDesk;
using test::value_of;

std::string key_of(Desk& desk, std::string_view call) {
  return value_of(desk.call_keys().call_key(call));
}

TEST(CallKeyTest, ACallHasTheSameKeyAlsoAfterTheServerStartedAnew) {
  TempDesk desk;
  const std::string key = key_of(desk.desk(), "+49 170 1234567");
  EXPECT_EQ(key.size(), 32U);
  EXPECT_EQ(key.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(key, key_of(desk.desk(), "+49 170 1234568"));
  Desk another = desk.open();  // as the command line has it meanwhile
  EXPECT_EQ(key_of(another, "+49 170 1234567"), key);
  desk.close();
  EXPECT_EQ(key_of(desk.desk(), "+49 170 1234567"), key);
}

TEST(CallKeyTest, NobodyKnowsTheKeysOfAnotherDesk) {
  TempDesk one;
  TempDesk other;
  EXPECT_NE(key_of(one.desk(), "call-1"), key_of(other.desk(), "call-1"));
}

TEST(CallKeyTest, WhatIsNoIdOfACallIsRefusedByItsField) {
  TempDesk desk;
  const auto& keys = desk->call_keys();
  EXPECT_TRUE(keys.call_key(std::string(100, 'a')));
  EXPECT_TRUE(keys.call_key("für Anna")) << "text in any script";
  for (const std::string& call : {std::string(), std::string(101, 'a'), std::string("a\nb"),
                                  std::string("\xff"), std::string("a\0b", 3)}) {
    const auto refused = keys.call_key(call);
    ASSERT_EQ(code_of(refused), Code::kInvalidArgument) << call;
    EXPECT_EQ(refused.error().field, "call");
    const bool told = call.size() > 1 && refused.error().message.find(call) != std::string::npos;
    EXPECT_FALSE(told) << "what may be a phone number stands in no error";
  }
}

}  // namespace
}  // namespace aplomb::desk
