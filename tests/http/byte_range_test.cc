// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/byte_range.h"

#include <gtest/gtest.h>

namespace aplomb::http {
namespace {

constexpr std::uint64_t kSize = 100;

/// `whole`, `beyond`, or the part as Content-Range has it.
std::string wanted(std::string_view header, std::uint64_t size = kSize) {
  const auto range = wanted_range(header, size);
  if (range.kind == ByteRange::Kind::kWhole)
    return range.first == 0 && range.count == size ? "whole" : "not whole";
  return range.kind == ByteRange::Kind::kBeyond ? "beyond" : content_range(range, size);
}

TEST(ByteRangeTest, APartIsNamedByItsEndsOrCountedFromTheEnd) {
  EXPECT_EQ(wanted("bytes=0-9"), "bytes 0-9/100");
  EXPECT_EQ(wanted("bytes=99-99"), "bytes 99-99/100");
  EXPECT_EQ(wanted("bytes=40-"), "bytes 40-99/100");
  EXPECT_EQ(wanted("bytes=0-"), "bytes 0-99/100");
  EXPECT_EQ(wanted("bytes=-10"), "bytes 90-99/100");
  EXPECT_EQ(wanted("Bytes=007-0008"), "bytes 7-8/100");
  EXPECT_EQ(wanted(" bytes=0-9\t"), "bytes 0-9/100");
}

TEST(ByteRangeTest, ItGoesNoFurtherThanTheFile) {
  EXPECT_EQ(wanted("bytes=90-1000"), "bytes 90-99/100");
  EXPECT_EQ(wanted("bytes=-1000"), "bytes 0-99/100");
  EXPECT_EQ(wanted("bytes=1-99999999999999999999999"), "bytes 1-99/100");
  EXPECT_EQ(wanted("bytes=-99999999999999999999999"), "bytes 0-99/100");
  EXPECT_EQ(wanted("bytes=0-18446744073709551615"), "bytes 0-99/100");
}

TEST(ByteRangeTest, WhatLiesBehindTheEndIsToldApart) {
  EXPECT_EQ(wanted("bytes=100-"), "beyond");
  EXPECT_EQ(wanted("bytes=100-200"), "beyond");
  EXPECT_EQ(wanted("bytes=-0"), "beyond");
  EXPECT_EQ(wanted("bytes=99999999999999999999999-"), "beyond");
  EXPECT_EQ(content_range(wanted_range("bytes=100-", kSize), kSize), "bytes */100");
}

TEST(ByteRangeTest, AnEmptyFileHasNoParts) {
  EXPECT_EQ(wanted("bytes=0-", 0), "beyond");
  EXPECT_EQ(wanted("bytes=0-0", 0), "beyond");
  EXPECT_EQ(wanted("bytes=-1", 0), "whole");
}

TEST(ByteRangeTest, WhatNamesNoSinglePartIsIgnored) {
  EXPECT_EQ(wanted_range(std::nullopt, kSize), (ByteRange{ByteRange::Kind::kWhole, 0, kSize}));
  for (const auto* const header : {"bytes=0-1,4-5", "bytes=0-1,",
                                   "bytes=,0-1",    "bytes=0-0,0-0,0-0,0-0",
                                   "lines=0-1",     "bytes",
                                   "bytes=",        "bytes=-",
                                   "bytes=5",       "bytes=5-4",
                                   "bytes=-1-2",    "bytes=0-1-2",
                                   "bytes=a-b",     "bytes=0x0-0x1",
                                   "bytes=+1-2",    "bytes=0 -1",
                                   "bytes= 0-1",    "bytes =0-1",
                                   "bytes:0-1",     "0-1",
                                   "=0-1",          "",
                                   "bytes=0-1;",    "bytes=1.5-2",
                                   "none",          "bytes=--5"})
    EXPECT_EQ(wanted(header), "whole") << header;
}

TEST(ByteRangeTest, ThePartHoldsOnlyOfTheVersionThatIfRangeNames) {
  EXPECT_TRUE(if_range_holds(std::nullopt, R"("v1")"));
  EXPECT_TRUE(if_range_holds(R"("v1")", R"("v1")"));
  for (const auto* const other : {R"("v2")", R"(W/"v1")", R"("v1-gz")", "v1", "*", R"("v1", "v1")",
                                  "", "Sun, 22 Nov 2026 07:28:54 GMT"})
    EXPECT_FALSE(if_range_holds(other, R"("v1")")) << other;
}

}  // namespace
}  // namespace aplomb::http
