// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/framing.h"

#include <gtest/gtest.h>

namespace aplomb::http {
namespace {

int refused_with(std::string_view head) {
  const auto checked = check_head(head);
  const auto* const refusal = std::get_if<Response>(&checked);
  return refusal == nullptr ? 0 : refusal->status;
}

std::string with(std::string_view headers, std::string_view line = "GET / HTTP/1.1") {
  return std::string(line) + "\r\nHost: localhost\r\n" + std::string(headers) + "\r\n";
}

std::string seen_by_library(std::string_view head) {
  const auto checked = check_head(head);
  const auto* const sound = std::get_if<Head>(&checked);
  return sound == nullptr ? "refused" : sound->for_library;
}

TEST(FramingTest, ASoundRequestPasses) {
  EXPECT_EQ(seen_by_library(with("Accept: */*\r\n")),
            "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n");
  EXPECT_EQ(refused_with("GET / HTTP/1.0\r\n\r\n"), 0) << "HTTP/1.0 needs no Host";
  EXPECT_EQ(refused_with(with("", "OPTIONS * HTTP/1.1")), 0);
}

TEST(FramingTest, ABodyNeedsOneHonestLength) {
  const auto checked = check_head(with("Content-Length: 12\r\n", "POST / HTTP/1.1"));
  ASSERT_TRUE(std::holds_alternative<Head>(checked));
  EXPECT_EQ(std::get<Head>(checked).body_bytes, 12U);

  for (const auto* const lengths :
       {"Content-Length: 1\r\nContent-Length: 2\r\n", "Content-Length: 1\r\nContent-Length: 1\r\n",
        "Content-Length: -1\r\n", "Content-Length: 1x\r\n", "Content-Length:\r\n",
        "Content-Length: +1\r\n", "Content-Length: 1, 1\r\n"})
    EXPECT_EQ(refused_with(with(lengths, "POST / HTTP/1.1")), 400) << lengths;
  EXPECT_EQ(refused_with(with("Content-Length: 65537\r\n", "POST / HTTP/1.1")), 413);
  EXPECT_EQ(refused_with(with("Content-Length: 99999999999999999999999\r\n", "POST / HTTP/1.1")),
            413);
}

TEST(FramingTest, ChunksAndCompressedBodiesAreNotTaken) {
  EXPECT_EQ(refused_with(with("Transfer-Encoding: chunked\r\n", "POST / HTTP/1.1")), 411);
  EXPECT_EQ(
      refused_with(with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "POST / HTTP/1.1")),
      411);
  EXPECT_EQ(refused_with(with("Content-Encoding: gzip\r\n", "POST / HTTP/1.1")), 415);
}

TEST(FramingTest, AGetWithABodyCouldSmuggleAnotherRequest) {
  EXPECT_EQ(refused_with(with("Content-Length: 5\r\n")), 400);
  EXPECT_EQ(refused_with(with("Content-Length: 0\r\n")), 0);
}

TEST(FramingTest, ExactlyOneHostIsNeeded) {
  EXPECT_EQ(refused_with("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(refused_with(with("host: other\r\n")), 400);
}

TEST(FramingTest, HeadersThatServersReadDifferentlyAreRefused) {
  for (const auto* const header : {"Name : x\r\n", " folded\r\n", "\tfolded\r\n", "no colon\r\n",
                                   ": no name\r\n", "A: b\nC: d\r\n", "A: b\rC\r\n", "A: \x01\r\n"})
    EXPECT_EQ(refused_with(with(header)), 400) << header;
  EXPECT_EQ(refused_with(with(std::string("A: \0b\r\n", 7))), 400);
}

TEST(FramingTest, ARequestLineOfAnotherKindIsRefused) {
  for (const auto* const line :
       {"GET /", "GET  / HTTP/1.1", "GET / HTTP/2.0", "GET /a b HTTP/1.1", "G(T / HTTP/1.1", "",
        "GET http://other/ HTTP/1.1", "GET * HTTP/1.1", "CONNECT other:443 HTTP/1.1"})
    EXPECT_EQ(refused_with(with("", line)), 400) << line;
}

TEST(FramingTest, WhatIsTooLongSaysSo) {
  EXPECT_EQ(refused_with(with("", "GET /" + std::string(8000, 'a') + " HTTP/1.1")), 414);
  EXPECT_EQ(refused_with(with("A: " + std::string(8001, 'a') + "\r\n")), 431);
  std::string many;
  for (int i = 0; i < 65; ++i) many += "A: b\r\n";
  EXPECT_EQ(refused_with(with(many)), 431);
  EXPECT_EQ(head_too_long("GET /" + std::string(9000, 'a')).status, 414);
  EXPECT_EQ(head_too_long("GET / HTTP/1.1\r\n" + std::string(17000, 'a')).status, 431);
}

TEST(FramingTest, WhatMisleadsTheLibraryIsHiddenFromIt) {
  const auto seen = seen_by_library(
      with("Range: bytes=0-,0-,0-\r\nAccept-Encoding: br\r\nExpect: 100-continue\r\n"
           "REMOTE_ADDR: 10.0.0.1\r\nLocal_Port: 1\r\nReferer: /?q=a%0D%0ASet-Cookie:x\r\n"));

  EXPECT_EQ(seen, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

}  // namespace
}  // namespace aplomb::http
