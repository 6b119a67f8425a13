// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/request_reader.h"

#include <gtest/gtest.h>

namespace aplomb::http {
namespace {

using Pending = RequestReader::Pending;

constexpr std::string_view kGet = "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n";
constexpr std::string_view kPost =
    "POST /b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello";

/// "GET /a" and the body of a whole request; "…" or the refusal's status otherwise.
std::string next(RequestReader& reader, const DemandOf& demand = {}) {
  auto next = reader.next(demand);
  if (const auto* const whole = std::get_if<WholeRequest>(&next))
    return whole->head.method + " " + whole->head.target + " " + whole->body;
  if (const auto* const refusal = std::get_if<Refusal>(&next))
    return std::to_string(refusal->response.status);
  switch (std::get<Pending>(next)) {
    case Pending::kNothing:
      return "nothing";
    case Pending::kHead:
      return "head";
    case Pending::kBody:
      return "body";
  }
  return "?";
}

std::string next_of(std::string_view bytes) {
  RequestReader reader;
  reader.add(bytes);
  return next(reader);
}

TEST(RequestReaderTest, ARequestIsTakenOnceItIsWhole) {
  RequestReader reader;
  EXPECT_EQ(next(reader), "nothing");
  for (std::size_t i = 0; i + 1 < kPost.size(); ++i) {
    reader.add(kPost.substr(i, 1));
    EXPECT_EQ(next(reader), i < kPost.find("hello") - 1 ? "head" : "body") << i;
  }
  reader.add("o");
  EXPECT_EQ(next(reader), "POST /b hello");
  EXPECT_EQ(next(reader), "nothing");
}

TEST(RequestReaderTest, BetweenTwoRequestsNoMemoryIsHeld) {
  RequestReader reader;
  const auto fresh = reader.size();
  std::string empty_lines;
  for (int i = 0; i < 30'000; ++i) empty_lines += "\r\n";
  reader.add(empty_lines);
  EXPECT_EQ(next(reader), "nothing");
  EXPECT_EQ(reader.size(), fresh);

  reader.add(kPost);
  EXPECT_EQ(next(reader), "POST /b hello");
  EXPECT_EQ(reader.size(), fresh);

  reader.add("GET / HTTP/1.1\r\nHost: a\r\nX-A: " + std::string(9000, 'a') + "\r\n\r\n");
  const auto whole = reader.next({});
  EXPECT_LT(std::get<WholeRequest>(whole).body.capacity(), 100U) << "nor with an empty body";
  EXPECT_EQ(reader.size(), fresh);
}

TEST(RequestReaderTest, RequestsBehindOneAnotherAreTakenInOrder) {
  RequestReader reader;
  reader.add(std::string(kGet) + std::string(kPost) + std::string(kGet) + "GET");

  EXPECT_EQ(next(reader), "GET /a ");
  EXPECT_EQ(next(reader), "POST /b hello");
  EXPECT_EQ(next(reader), "GET /a ");
  EXPECT_EQ(next(reader), "head");
}

TEST(RequestReaderTest, EmptyLinesBeforeARequestArePassedOver) {
  EXPECT_EQ(next_of("\r\n\r\n" + std::string(kGet)), "GET /a ");
  EXPECT_EQ(next_of("\r\n"), "nothing");
  EXPECT_EQ(next_of("\n" + std::string(kGet)), "400");
}

TEST(RequestReaderTest, AHeadWithoutEndIsRefusedAtItsLimit) {
  EXPECT_EQ(next_of("GET / HTTP/1.1\r\nA: " + std::string(kMaxHeadBytes, 'a')), "431");
  EXPECT_EQ(next_of("GET /" + std::string(kMaxRequestLineBytes, 'a')), "414");
  EXPECT_EQ(
      next_of("GET / HTTP/1.1\r\nHost: a\r\nA: " + std::string(kMaxHeadBytes, 'a') + "\r\n\r\n"),
      "431");
}

TEST(RequestReaderTest, ARouteSaysHowLargeItsBodyMayBe) {
  const DemandOf demand = [](std::string_view method, std::string_view path) {
    return Demand{.max_body_bytes = method == "POST" && path == "/b" ? 5U : 4U};
  };
  RequestReader reader;
  reader.add(kPost);
  EXPECT_EQ(next(reader, demand), "POST /b hello");

  RequestReader other;
  other.add("POST /c HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(next(other, demand), "413") << "before a byte of the body";
}

TEST(RequestReaderTest, TheExpectationOfABodyIsSaidOnce) {
  RequestReader reader;
  EXPECT_FALSE(reader.take_expectation());
  reader.add("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(next(reader), "body");

  EXPECT_TRUE(reader.take_expectation());
  EXPECT_FALSE(reader.take_expectation());
  reader.add("hi");
  EXPECT_EQ(next(reader), "POST / hi");
}

TEST(RequestReaderTest, BetweenRequestsItHoldsNextToNothing) {
  RequestReader reader;
  reader.add("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n" +
             std::string(20'000, 'x'));
  EXPECT_GT(reader.size(), 20'000U);

  EXPECT_NE(next(reader), "413");

  EXPECT_LT(reader.size(), 100U);
}

}  // namespace
}  // namespace aplomb::http
