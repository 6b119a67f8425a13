// SPDX-License-Identifier: GPL-3.0-or-later
// Malformed and hostile requests, sent to the real server, with what each gets. Whatever becomes of
// one, the next caller is answered, and the server's memory stays where it was.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/cli/program.h"
#include "tests/http/raw_client.h"
#include "tests/support/temp_dir.h"

namespace aplomb::test {
namespace {

using http::test::Answer;
using http::test::ask;
using http::test::RawClient;

/// In sanitized builds freed memory stays with the sanitizer for a while.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr long kMostGrowthKb = 1'000'000;
#else
constexpr long kMostGrowthKb = 20'000;
#endif

struct Hostile {
  std::string what;
  std::string sends;
  std::vector<int> gets;    ///< the statuses, one an answer; empty: closed without a word
  bool stays_open = false;  ///< else the server closes behind the last answer
  std::string again = {};   ///< sent again and again behind `sends`, 24 MB of it at most
};

std::string repeat(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string get(const std::string& target, const std::string& headers = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

std::string post(const std::string& headers, const std::string& body = {}) {
  return "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
         headers + "\r\n" + body;
}

std::string line(const std::string& request_line) {
  return request_line + "\r\nHost: localhost\r\n\r\n";
}

const std::string kInner = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::vector<Hostile> table() {
  const auto with = [](const std::string& header) { return get("/healthz", header + "\r\n"); };
  return {
      // Where a request ends: whatever two servers could see differently.
      {"two lengths", post("Content-Length: 2\r\nContent-Length: 3\r\n", "{}"), {400}},
      {"the same length twice", post("Content-Length: 2\r\nContent-Length: 2\r\n", "{}"), {400}},
      {"a list of lengths", post("Content-Length: 2, 2\r\n", "{}"), {400}},
      {"length and chunks", post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"), {400}},
      {"chunks and length", post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n"), {400}},
      {"a negative length", post("Content-Length: -1\r\n"), {400}},
      {"a length with a sign", post("Content-Length: +2\r\n", "{}"), {400}},
      {"a hexadecimal length", post("Content-Length: 0x2\r\n", "{}"), {400}},
      {"a length of letters", post("Content-Length: two\r\n", "{}"), {400}},
      {"an empty length", post("Content-Length:\r\n", "{}"), {400}},
      {"a length with a space inside", post("Content-Length: 1 0\r\n"), {400}},
      {"a length past 64 bits", post("Content-Length: 99999999999999999999\r\n"), {413}},
      {"a length of 4 GB", post("Content-Length: 4294967296\r\n"), {413}},
      {"a body one byte too long", post("Content-Length: 65537\r\n"), {413}},
      {"4 GB announced and sent",
       post("Content-Length: 4294967296\r\n"),
       {413},
       false,
       std::string(65'536, 'x')},
      {"chunks", post("Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"), {411}},
      {"chunks without end",
       post("Transfer-Encoding: chunked\r\n"),
       {411},
       false,
       "10000\r\n" + std::string(65'536, 'x') + "\r\n"},
      {"one chunk of 16 EB",
       post("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\n"),
       {411}},
      {"an unknown coding", post("Transfer-Encoding: gzip, chunked\r\n"), {501}},
      {"a coding that looks like chunked", post("Transfer-Encoding: xchunked\r\n"), {501}},
      {"two codings in two headers",
       post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"),
       {501}},
      {"an empty coding", post("Transfer-Encoding:\r\n"), {400}},
      {"chunks in HTTP/1.0",
       "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       {400}},
      {"a tab before the coding's colon", post("Transfer-Encoding\t: chunked\r\n"), {400}},
      {"a request as the body of a GET", with("Content-Length: 45") + kInner, {400}},
      {"a request as the body of a HEAD",
       "HEAD / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 45\r\n\r\n" + kInner,
       {400}},
      {"a request behind a body that is shorter than said",
       post("Content-Length: 2\r\nConnection: close\r\n", "{}") + kInner,
       {400}},
      {"a compressed body",
       post("Content-Encoding: gzip\r\nContent-Length: 2\r\n", "\x1f\x8b"),
       {415}},

      // The request line.
      {"nothing but noise", std::string("\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 11), {400}},
      {"HTTP/0.9", "GET /\r\n\r\n", {400}},
      {"HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {505}},
      {"HTTP/3", line("GET / HTTP/3.0"), {505}},
      {"a version of two digits", line("GET / HTTP/1.10"), {400}},
      {"a version in small letters", line("GET / http/1.1"), {400}},
      {"two spaces", line("GET  / HTTP/1.1"), {400}},
      {"a space in the target", line("GET /a b HTTP/1.1"), {400}},
      {"a tab instead of a space", line("GET\t/ HTTP/1.1"), {400}},
      {"a fragment", line("GET /#a HTTP/1.1"), {400}},
      {"a NUL in the target", line(std::string("GET /a\0b HTTP/1.1", 17)), {400}},
      {"a target without slash", line("GET healthz HTTP/1.1"), {400}},
      {"a target of another scheme", line("GET file:///etc/passwd HTTP/1.1"), {400}},
      {"somebody in the authority", line("GET http://a@localhost/ HTTP/1.1"), {400}},
      {"another host in the target", line("GET http://evil.example/healthz HTTP/1.1"), {421}, true},
      {"a tunnel", line("CONNECT evil.example:443 HTTP/1.1"), {501}},
      {"a method that is none", line("BREW / HTTP/1.1"), {501}},
      {"a method with a parenthesis", line("GE(T / HTTP/1.1"), {400}},
      {"a method in small letters", line("get / HTTP/1.1"), {501}},
      {"a trace", line("TRACE / HTTP/1.1"), {405}, true},
      {"a line of 24 MB", "GET /", {414}, false, std::string(65'536, 'a')},
      {"a path of 7,900 bytes", get("/api/v1/articles/" + std::string(7'900, 'a')), {404}, true},
      {"3,900 folders", get(repeat("/a", 3'900)), {404}, true},
      {"3,900 dots up", get(repeat("/..", 2'600)), {404}, true},
      {"an encoded line break in the path", get("/%0d%0aSet-Cookie:%20a"), {404}, true},

      // The headers.
      {"no host", "GET /healthz HTTP/1.1\r\n\r\n", {400}},
      {"two hosts", with("Host: evil.example"), {400}},
      {"a host with a path", "GET / HTTP/1.1\r\nHost: localhost/a\r\n\r\n", {400}},
      {"a host with somebody in it", "GET / HTTP/1.1\r\nHost: a@localhost\r\n\r\n", {400}},
      {"a host of somebody else", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", {421}, true},
      {"a space before the colon", with("X-A : b"), {400}},
      {"a folded header", with("X-A: b\r\n c"), {400}},
      {"a first header that is folded", "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n", {400}},
      {"a header without colon", with("X-A"), {400}},
      {"a header without name", with(": b"), {400}},
      {"a bare line feed between headers", with("X-A: b\nX-C: d"), {400}},
      {"line feeds only", "GET / HTTP/1.1\nHost: localhost\n\nX\r\n\r\n", {400}},
      {"a bare carriage return", with("X-A: b\rX-C: d"), {400}},
      {"a NUL in a header", with(std::string("X-A: b\0c", 8)), {400}},
      {"a header's name beyond ASCII", with("X-\xC3\xA4: b"), {400}},
      {"an encoded line break in a header", with("X-A: b%0d%0aSet-Cookie: c"), {400}},
      {"an encoded line break in the client's address",
       with("X-Forwarded-For: 1.1.1.1%0aX: y"),
       {400}},
      {"65 headers", get("/healthz", repeat("X-A: b\r\n", 64)), {431}},
      {"headers without end", "GET / HTTP/1.1\r\n", {431}, false, repeat("X-A: b\r\n", 8'192)},
      {"a header of 24 MB", "GET / HTTP/1.1\r\nX-A: ", {431}, false, std::string(65'536, 'a')},
      {"an expectation that is none", with("Expect: the-unexpected"), {417}},
      {"the names of the library's own knowledge",
       with("REMOTE_ADDR: 10.0.0.1\r\nREMOTE_PORT: 1\r\nLOCAL_ADDR: 10.0.0.1\r\nLOCAL_PORT: 1"),
       {200},
       true},
      {"2,600 ranges", with("Range: bytes=" + repeat("0-,", 2'600) + "0-"), {200}, true},
      {"a range of 8,000 digits", with("Range: bytes=0-" + std::string(8'000, '9')), {200}, true},
      {"every encoding there is", with("Accept-Encoding: br, gzip, deflate, zstd"), {200}, true},
      {"8,000 languages and types", with("Accept: " + repeat("a/b;q=0.1,", 800)), {200}, true},
      {"8,000 bytes of cookies", with("Cookie: " + repeat("a=b; ", 1'600)), {200}, true},

      // Many requests on one connection.
      {"a hundred at once", repeat(kInner, 100), std::vector<int>(100, 200), true},
      {"a good one, then a bad one, then a good one",
       kInner + line("GET / X") + kInner,
       {200, 400}},
      {"a good one behind empty lines", "\r\n\r\n\r\n" + kInner, {200}, true},
      {"empty lines without end", "", {}, false, repeat("\r\n", 32'768)},
      {"close, and on it goes", with("Connection: close") + kInner, {200}},
  };
}

class HostileTest : public testing::Test {
 protected:
  HostileTest() {
    std::filesystem::create_directories(articles_.path() / "in");
    std::ofstream(articles_.path() / "in" / "card.md") << "# Card\n\nTen working days.\n";
    server_ = std::make_unique<Program>(std::vector<std::string>{
        "serve", "--articles", articles_.path(), "--data", data_.path(), "--anonymous", "agent",
        "--limit-anonymous", "0", "--listen", "127.0.0.1:0"});
    const std::string before = "ready at http://127.0.0.1:";
    const auto said = server_->read_until(before);
    port_ = static_cast<std::uint16_t>(std::stoi(said.substr(said.rfind(before) + before.size())));
  }

  [[nodiscard]] long peak_memory_kb() const {
    std::ifstream status("/proc/" + std::to_string(server_->process()) + "/status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
    return 0;
  }

  /// Sends it and reads what comes.
  void expect(const Hostile& row) const {
    RawClient client(port_);
    bool taken = client.send(row.sends);
    for (std::size_t sent = 0; taken && !row.again.empty() && sent < 24'000'000;
         sent += row.again.size())
      taken = client.send(row.again);
    if (row.gets.empty()) return;
    EXPECT_TRUE(row.again.empty() || !taken) << row.what << ": all of it was taken";
    for (const int status : row.gets) {
      const auto answer = client.read_answer(!row.sends.starts_with("HEAD"));
      EXPECT_EQ(answer.status, status) << row.what << ": " << answer.body;
      EXPECT_TRUE(status < 400 || answer.headers.contains("content-type")) << row.what;
    }
    if (!row.stays_open) {
      EXPECT_TRUE(client.closed()) << row.what;
    } else {
      client.send(kInner);
      EXPECT_EQ(client.read_answer().status, 200) << row.what << ", and then a good one";
    }
  }

  TempDir articles_, data_;
  std::unique_ptr<Program> server_;
  std::uint16_t port_ = 0;
};

TEST_F(HostileTest, EachGetsWhatItDeservesAndTheNextCallerIsAnswered) {
  const auto rows = table();
  EXPECT_GE(rows.size(), 60U);
  EXPECT_EQ(ask(port_, "GET", "/api/v1/search?q=card").status, 200);
  const auto memory_kb = peak_memory_kb();
  ASSERT_GT(memory_kb, 0);

  for (const auto& row : rows) {
    expect(row);
    EXPECT_EQ(ask(port_, "GET", "/healthz").status, 200) << "after " << row.what;
  }

  EXPECT_EQ(ask(port_, "GET", "/api/v1/search?q=card").status, 200);
  EXPECT_LT(peak_memory_kb() - memory_kb, kMostGrowthKb);
}

TEST_F(HostileTest, WhoeverHangsUpInTheMiddleLeavesNothingBehind) {
  const auto memory_kb = peak_memory_kb();
  for (int i = 0; i < 200; ++i) {
    RawClient head(port_), body(port_), answer(port_);
    head.send("GET /healthz HT");
    body.send(post("Content-Length: 60000\r\n", std::string(30'000, ' ')));
    answer.send(repeat(get("/openapi.json"), 20));
  }

  EXPECT_EQ(ask(port_, "GET", "/healthz").status, 200);
  EXPECT_LT(peak_memory_kb() - memory_kb, kMostGrowthKb);
}

}  // namespace
}  // namespace aplomb::test
