// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/framing.h"

#include <gtest/gtest.h>

namespace aplomb::http {
namespace {

/// The refusal's status; 0 when the head is sound.
int refused_with(std::string_view head) {
  const auto checked = check_head(head);
  const auto* const refusal = std::get_if<Refusal>(&checked);
  return refusal == nullptr ? 0 : refusal->response.status;
}

Head sound(std::string_view head) {
  auto checked = check_head(head);
  if (auto* const refusal = std::get_if<Refusal>(&checked)) {
    ADD_FAILURE() << head << " was refused: " << refusal->response.body;
    return {};
  }
  return std::get<Head>(std::move(checked));
}

std::string with(std::string_view headers, std::string_view line = "GET / HTTP/1.1") {
  return std::string(line) + "\r\nHost: localhost\r\n" + std::string(headers) + "\r\n";
}

TEST(FramingTest, ASoundHeadIsReadAsItWasSent) {
  const auto head = sound(with("Accept: */*\r\nX-Mixed:  a%41 b\t\r\n", "GET /a?b=%0A HTTP/1.1"));

  EXPECT_EQ(head.method, "GET");
  EXPECT_EQ(head.target, "/a?b=%0A");
  EXPECT_EQ(head.path(), "/a");
  EXPECT_EQ(head.headers,
            (Fields{{"host", "localhost"}, {"accept", "*/*"}, {"x-mixed", "a%41 b"}}));
  EXPECT_TRUE(head.keep_alive);
}

TEST(FramingTest, ABodyNeedsOneHonestLength) {
  EXPECT_EQ(sound(with("Content-Length: 12\r\n", "POST / HTTP/1.1")).body_bytes, 12U);
  EXPECT_EQ(
      sound(with("Content-Length: 99999999999999999999999\r\n", "POST / HTTP/1.1")).body_bytes,
      std::numeric_limits<std::size_t>::max());

  for (const auto* const lengths :
       {"Content-Length: 1\r\nContent-Length: 2\r\n", "Content-Length: 1\r\nContent-Length: 1\r\n",
        "Content-Length: -1\r\n", "Content-Length: 1x\r\n", "Content-Length:\r\n",
        "Content-Length: +1\r\n", "Content-Length: 1, 1\r\n", "Content-Length: 0x10\r\n",
        "Content-Length: 1 1\r\n", "Content-Length: 1e3\r\n"})
    EXPECT_EQ(refused_with(with(lengths, "POST / HTTP/1.1")), 400) << lengths;
}

TEST(FramingTest, ChunksAreNotTakenAndNeverBelievedBesideALength) {
  EXPECT_EQ(refused_with(with("Transfer-Encoding: chunked\r\n", "POST / HTTP/1.1")), 411);
  EXPECT_EQ(refused_with(with("Transfer-Encoding: Chunked\r\n", "POST / HTTP/1.1")), 411);
  for (const auto* const both : {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                                 "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                                 "Transfer-Encoding: identity\r\nContent-Length: 5\r\n"})
    EXPECT_EQ(refused_with(with(both, "POST / HTTP/1.1")), 400) << both;
  EXPECT_EQ(refused_with(with("Transfer-Encoding: chunked\r\n", "POST / HTTP/1.0")), 400);
  EXPECT_EQ(refused_with(with("Transfer-Encoding:\r\n", "POST / HTTP/1.1")), 400);
  for (const auto* const coding : {"gzip, chunked", "chunked, identity", "xchunked", "identity"})
    EXPECT_EQ(
        refused_with(with("Transfer-Encoding: " + std::string(coding) + "\r\n", "POST / HTTP/1.1")),
        501)
        << coding;
}

TEST(FramingTest, CompressedBodiesAreNotTaken) {
  EXPECT_EQ(refused_with(with("Content-Encoding: gzip\r\n", "POST / HTTP/1.1")), 415);
}

TEST(FramingTest, AGetWithABodyCouldSmuggleAnotherRequest) {
  for (const auto* const method : {"GET", "HEAD", "TRACE"})
    EXPECT_EQ(refused_with(with("Content-Length: 5\r\n", std::string(method) + " / HTTP/1.1")),
              400);
  EXPECT_EQ(refused_with(with("Content-Length: 0\r\n")), 0);
  EXPECT_EQ(refused_with(with("Content-Length: 5\r\n", "DELETE / HTTP/1.1")), 0);
}

TEST(FramingTest, ExactlyOneHostThatIsAHostIsNeeded) {
  EXPECT_EQ(refused_with("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(refused_with("GET / HTTP/1.0\r\n\r\n"), 0) << "HTTP/1.0 needs none";
  EXPECT_EQ(refused_with(with("host: other\r\n")), 400);
  for (const auto* const host : {"a/b", "a@b", "a b", "a:b", "a:80x", "[::1", "[]", "[::1]x", "a?b",
                                 "a\\b", "a,b\"", "[g]/"})
    EXPECT_EQ(refused_with("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n"), 400)
        << host;
  for (const auto* const host : {"", "localhost", "kb.example.com:8080", "[::1]:80", "[::1]",
                                 "127.0.0.1:", "xn--mnchen-3ya.example"})
    EXPECT_EQ(refused_with("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n"), 0) << host;
}

TEST(FramingTest, ATargetInAbsoluteFormBringsItsHost) {
  const auto head = sound(with("", "GET http://kb.example.com:8080/a?b HTTP/1.1"));
  EXPECT_EQ(head.target, "/a?b");
  EXPECT_EQ(head.headers, (Fields{{"host", "kb.example.com:8080"}}));
  EXPECT_EQ(sound(with("", "GET HTTPS://a HTTP/1.1")).target, "/");
  EXPECT_EQ(sound(with("", "GET http://a?b HTTP/1.1")).target, "/?b");

  for (const auto* const target :
       {"http://", "http:///a", "http://u@a/", "ftp://a/", "http:/a", "a", "//", "?a"}) {
    const auto status = refused_with(with("", "GET " + std::string(target) + " HTTP/1.1"));
    EXPECT_EQ(status, std::string_view(target) == "//" ? 0 : 400) << target;
  }
  EXPECT_EQ(refused_with("GET http://a/ HTTP/1.1\r\n\r\n"), 400) << "the header is still needed";
}

TEST(FramingTest, ATargetInAbsoluteFormNeedsNoHostBesideItInOldRequests) {
  const auto head = sound("GET http://kb.example.com/a HTTP/1.0\r\n\r\n");

  EXPECT_EQ(head.headers, (Fields{{"host", "kb.example.com"}}));
  EXPECT_EQ(head.target, "/a");
}

TEST(FramingTest, HeadersThatServersReadDifferentlyAreRefused) {
  for (const auto* const header :
       {"Name : x\r\n", " folded\r\n", "\tfolded\r\n", "no colon\r\n", ": no name\r\n",
        "A: b\nC: d\r\n", "A: b\rC\r\n", "A: \x01\r\n", "A: \x7F\r\n", "N\xC3\xA4me: x\r\n",
        "Na(me: x\r\n", "\r: x\r\n"})
    EXPECT_EQ(refused_with(with(header)), 400) << header;
  EXPECT_EQ(refused_with(with(std::string("A: \0b\r\n", 7))), 400);
  EXPECT_EQ(refused_with("GET / HTTP/1.1\r\n Host: localhost\r\n\r\n"), 400);
}

TEST(FramingTest, AnEncodedLineBreakInAHeaderIsRefused) {
  for (const auto* const header : {"X-A: a%0d%0aSet-Cookie: b\r\n", "X-A: %0A\r\n", "X-A: %00\r\n",
                                   "Origin: x%0D\r\n", "X-Forwarded-For: 1.1.1.1%0d%0aX: y\r\n"})
    EXPECT_EQ(refused_with(with(header)), 400) << header;
  for (const auto* const header : {"X-A: 100%0\r\n", "X-A: %20%25\r\n", "X-A: %\r\n"})
    EXPECT_EQ(refused_with(with(header)), 0) << header;
}

TEST(FramingTest, WhatOtherPagesOnThisHostPutIntoCookiesStaysAsItIs) {
  const auto head = sound(with("Cookie: theirs=a%0Ab\r\nReferer: http://localhost/?q=a%0Ab\r\n"));

  EXPECT_EQ(head.headers.at(1).second, "theirs=a%0Ab");
  EXPECT_EQ(head.headers.at(2).second, "http://localhost/?q=a%0Ab");
}

TEST(FramingTest, ARequestLineOfAnotherKindIsRefused) {
  for (const auto* const line :
       {"GET /", "GET  / HTTP/1.1", "GET /  HTTP/1.1", " GET / HTTP/1.1", "GET / HTTP/1.1 ",
        "GET /a b HTTP/1.1", "G(T / HTTP/1.1", "", "GET", "GET * HTTP/1.1", "GET /#a HTTP/1.1",
        "GET\t/ HTTP/1.1", "GET / http/1.1", "GET / HTTP/1", "GET / HTTP/11.1", "GET / HTTP/1.1\v"})
    EXPECT_EQ(refused_with(with("", line)), 400) << line;
  EXPECT_EQ(refused_with(with("", "OPTIONS * HTTP/1.1")), 0);
}

TEST(FramingTest, OtherVersionsAndMethodsAreNamedAsSuch) {
  EXPECT_EQ(refused_with(with("", "GET / HTTP/2.0")), 505);
  EXPECT_EQ(refused_with("PRI * HTTP/2.0\r\n\r\n"), 505);
  EXPECT_EQ(refused_with(with("", "GET / HTTP/1.2")), 0) << "read as HTTP/1.1";
  EXPECT_EQ(refused_with(with("", "BREW /pot HTTP/1.1")), 501);
  EXPECT_EQ(refused_with(with("", "get / HTTP/1.1")), 501) << "methods have their case";
  EXPECT_EQ(refused_with(with("", "CONNECT other:443 HTTP/1.1")), 501);
}

TEST(FramingTest, ConnectionSaysWhetherItIsKept) {
  EXPECT_FALSE(sound(with("Connection: close\r\n")).keep_alive);
  EXPECT_FALSE(sound(with("Connection: x, Close\r\n")).keep_alive);
  EXPECT_TRUE(sound(with("Connection: upgrade\r\n")).keep_alive);
  EXPECT_FALSE(sound("GET / HTTP/1.0\r\n\r\n").keep_alive);
  EXPECT_TRUE(sound("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keep_alive);
  for (const auto* const both :
       {"Connection: close, keep-alive\r\n", "Connection: keep-alive\r\nConnection: close\r\n"}) {
    EXPECT_FALSE(sound(with(both)).keep_alive) << both;
    EXPECT_FALSE(sound(with(both, "GET / HTTP/1.0")).keep_alive) << both;
  }
}

TEST(FramingTest, OnlyContinueCanBeExpected) {
  EXPECT_TRUE(sound(with("Expect: 100-Continue\r\n", "POST / HTTP/1.1")).expects_continue);
  EXPECT_FALSE(sound("POST / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n").expects_continue);
  EXPECT_EQ(refused_with(with("Expect: a reply\r\n")), 417);
}

TEST(FramingTest, WhatIsTooLongSaysSo) {
  EXPECT_EQ(refused_with(with("", "GET /" + std::string(8000, 'a') + " HTTP/1.1")), 414);
  std::string many;
  for (int i = 0; i < 64; ++i) many += "A: b\r\n";
  EXPECT_EQ(refused_with(with(many)), 431) << "64 and the Host";
  EXPECT_EQ(refused_with(with(many.substr(6))), 0);
  EXPECT_EQ(refused_with("GET http://a/ HTTP/1.0\r\n" + many + "\r\n"), 431)
      << "64 and the target's host";
  EXPECT_EQ(head_too_long("GET /" + std::string(9000, 'a')).response.status, 414);
  EXPECT_EQ(head_too_long("GET / HTTP/1.1\r\n" + std::string(17000, 'a')).response.status, 431);
}

TEST(FramingTest, ARefusalSaysWhatWasUnderstood) {
  const auto checked = check_head("POST /a?b HTTP/1.1\r\n\r\n");

  EXPECT_EQ(std::get<Refusal>(checked).method, "POST");
  EXPECT_EQ(std::get<Refusal>(checked).path, "/a");
}

}  // namespace
}  // namespace aplomb::http
