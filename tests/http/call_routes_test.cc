// SPDX-License-Identifier: GPL-3.0-or-later
// What the search log is told of requests, and what it changes of answers: nothing.
#include <gtest/gtest.h>

#include <string>

#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;

class CallRoutesTest : public testing::Test {
 protected:
  CallRoutesTest() { service_.desk().intents().keep_for(std::chrono::days(90)); }

  Response get(const std::string& target, const Fields& as) {
    return service_.ask("GET", target, as);
  }
  Response end(const std::string& call, const Fields& as) {
    return service_.ask("POST", "/api/v1/calls/" + call + "/end", as);
  }
  /// How many intents were written.
  std::uint64_t written() {
    EXPECT_TRUE(service_.desk().tidy());
    return service_.desk().intents().figures().written;
  }

  TempIndex index_{article("refund").title("Refund").customer("Ten days.").body("Escalate.")};
  TestService service_{index_.dir()};
  const Fields agent_ = service_.browser(Role::kAgent);
  const Fields tool_{service_.token(Role::kAgent)};
  const Fields customer_{service_.token(Role::kCustomer)};
};

TEST_F(CallRoutesTest, AnAnswerIsTheSameWithACallAndWithout) {
  const auto plain = get("/api/v1/articles/refund", agent_);
  for (const auto* call : {"c-1", "%0A",
                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    const auto noted = get("/api/v1/articles/refund?call=" + std::string(call), agent_);
    EXPECT_EQ(noted.body, plain.body) << call;
    EXPECT_EQ(noted.header("etag"), plain.header("etag")) << call;
    EXPECT_EQ(get("/api/v1/search?q=refund&call=" + std::string(call), agent_).body,
              get("/api/v1/search?q=refund", agent_).body)
        << call;
  }
}

TEST_F(CallRoutesTest, TheEndOfACallWritesWhatWasAskedOnIt) {
  (void)get("/api/v1/search?q=ref&call=c-1", agent_);
  (void)get("/api/v1/search?q=refund&call=c-1", agent_);
  EXPECT_EQ(written(), 0U);
  EXPECT_EQ(end("c-1", agent_).status, 204);
  EXPECT_EQ(written(), 1U);
  EXPECT_EQ(end("c-1", agent_).status, 204) << "also when nobody asked anything";
  EXPECT_EQ(end("%0A", agent_).status, 400);
}

TEST_F(CallRoutesTest, CustomersAndWhatIsNoQuestionAreNotLogged) {
  (void)get("/api/v1/search?q=refund&call=c-1", customer_);
  (void)get("/api/v1/search?q=refund&view=customer&call=c-1", agent_);
  (void)get("/api/v1/search?kind=faq&call=c-1", agent_);
  (void)get("/api/v1/search?q=refund&sort=title&call=c-1", agent_);
  (void)service_.ask("HEAD", "/api/v1/search?q=refund&call=c-1", agent_);
  (void)get("/api/v1/search?q=refund", tool_);
  EXPECT_EQ(end("c-1", tool_).status, 204);
  EXPECT_EQ(written(), 0U);
  EXPECT_EQ(end("c-1", customer_).status, 403);
  EXPECT_EQ(end("c-1", {}).status, 401);
}

TEST_F(CallRoutesTest, AToolIsLoggedOnACall) {
  (void)get("/api/v1/search?q=refund&call=c-1", tool_);
  EXPECT_EQ(end("c-1", tool_).status, 204);
  EXPECT_EQ(written(), 1U);
}

TEST_F(CallRoutesTest, ALogThatIsOffNotesNothing) {
  service_.desk().intents().keep_for(std::chrono::days(0));
  (void)get("/api/v1/search?q=refund&call=c-1", agent_);
  EXPECT_EQ(end("c-1", agent_).status, 204);
  EXPECT_EQ(written(), 0U);
}

}  // namespace
}  // namespace aplomb::http::test
