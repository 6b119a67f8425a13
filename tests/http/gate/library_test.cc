// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/library.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace aplomb::http {
namespace {

WholeRequest whole(std::string method, std::string target, Fields headers = {},
                   std::string body = {}) {
  return {.head = {.method = std::move(method),
                   .target = std::move(target),
                   .headers = std::move(headers)},
          .body = std::move(body)};
}

/// What a handler sees of a request.
Request seen(WholeRequest request) {
  Request seen;
  const std::function<Response(Request)> answer = [&](Request it) {
    seen = std::move(it);
    return Response{.status = 204};
  };
  (void)Library(answer).answer(std::move(request), "10.0.0.7", false);
  return seen;
}

std::string answer_of(const std::function<Response(Request)>& answer, std::string method = "GET",
                      bool closing = false) {
  return Library(answer).answer(whole(std::move(method), "/"), "", closing);
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

TEST(LibraryTest, AHandlerSeesWhatWasSent) {
  const auto request = seen(whole("POST", "/a%2Fb?q=why?&q=%C3%A4+b",
                                  {{"host", "a"}, {"range", "bytes=0-"}, {"x", "a%41"}}, "body"));

  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/a%2Fb");
  EXPECT_EQ(request.query, (Fields{{"q", "why?"}, {"q", "ä b"}}));
  EXPECT_EQ(request.headers, (Fields{{"host", "a"}, {"range", "bytes=0-"}, {"x", "a%41"}}));
  EXPECT_EQ(request.body, "body");
  EXPECT_EQ(request.peer, "10.0.0.7");
}

TEST(LibraryTest, TheClientsHeadersReachNobodyButTheHandler) {
  const auto reply = [](const Request&) {
    return Response{.status = 200, .content_type = "text/plain", .body = "0123456789"};
  };
  const std::function<Response(Request)> answer = reply;
  const auto bytes = Library(answer).answer(
      whole("GET", "/",
            {{"range", "bytes=2-3"}, {"accept-encoding", "br"}, {"connection", "close"}}),
      "", false);

  EXPECT_TRUE(bytes.starts_with("HTTP/1.1 200 OK\r\n")) << bytes;
  EXPECT_TRUE(holds(bytes, "\r\nContent-Length: 10\r\n")) << bytes;
  EXPECT_TRUE(bytes.ends_with("\r\n\r\n0123456789")) << bytes;
}

TEST(LibraryTest, EachAnswerHasADateAndSaysWhetherTheConnectionIsKept) {
  const auto reply = [](const Request&) { return Response{.status = 204}; };

  EXPECT_TRUE(holds(answer_of(reply), "\r\nConnection: keep-alive\r\n"));
  EXPECT_TRUE(holds(answer_of(reply, "GET", true), "\r\nConnection: close\r\n"));
  EXPECT_TRUE(holds(answer_of(reply), " GMT\r\n"));
  EXPECT_FALSE(holds(answer_of(reply), "Content-Length"));
}

TEST(LibraryTest, AnAnswerThatIsThereIsWrittenWithoutAskingAnybody) {
  const std::function<Response(Request)> nobody = [](const Request&) {
    ADD_FAILURE() << "was asked";
    return Response{};
  };
  Library library(nobody);
  const Response response{.status = 503, .content_type = "text/plain", .body = "later"};

  const auto get = library.write(response, false, false);
  const auto head = library.write(response, true, true);

  EXPECT_TRUE(get.starts_with("HTTP/1.1 503 Service Unavailable\r\n") &&
              get.ends_with("\n\r\nlater"))
      << get;
  EXPECT_TRUE(head.ends_with("\r\n\r\n") && holds(head, "Content-Length: 5\r\n")) << head;
}

TEST(LibraryTest, NoHeaderOfAnAnswerBecomesTwo) {
  const auto bytes = answer_of([](const Request&) {
    return Response{.status = 204, .headers = {{"X-A", "b\r\nX-Evil: c"}, {"X-B", "d"}}};
  });

  EXPECT_FALSE(holds(bytes, "Evil")) << bytes;
  EXPECT_TRUE(holds(bytes, "X-B: d\r\n")) << bytes;
}

TEST(LibraryTest, WhatAnExceptionSaysStaysInside) {
  for (const auto& throwing : std::vector<std::function<Response(Request)>>{
           [](const Request&) -> Response { throw std::runtime_error("secret"); },
           [](const Request&) -> Response { throw 7; }}) {
    const auto bytes = answer_of(throwing);
    EXPECT_TRUE(bytes.starts_with("HTTP/1.1 500 ")) << bytes;
    EXPECT_FALSE(holds(bytes, "secret")) << bytes;
  }
}

}  // namespace
}  // namespace aplomb::http
