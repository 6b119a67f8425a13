// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/access_line.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

namespace aplomb::http {
namespace {

using namespace std::chrono_literals;

AccessRecord search_record() {
  AccessRecord record;
  record.time = std::chrono::sys_days(std::chrono::year(2026) / 11 / 2) + 4h + 5min + 6s + 7ms;
  record.request_id = "r-1";
  record.method = "GET";
  record.route = "/api/v1/search";
  record.path = "/api/v1/search";
  record.query = "refund 0171 2345678 for jo@example.com";
  record.status = 200;
  record.bytes = 1234;
  record.took = 1234567ns;
  record.role = "agent";
  record.who = "ada";
  record.address = "192.0.2.7";
  return record;
}

std::string line_of(const AccessRecord& record, bool with_query = false) {
  std::string line;
  append_line(line, record, with_query);
  return line;
}

nlohmann::json parsed(const AccessRecord& record, bool with_query = false) {
  return nlohmann::json::parse(line_of(record, with_query));
}

TEST(AccessLineTest, ARequestIsOneLineOfJson) {
  EXPECT_EQ(line_of(search_record()),
            R"({"time":"2026-11-02T04:05:06.007Z","request_id":"r-1","method":"GET",)"
            R"("route":"/api/v1/search","path":"/api/v1/search","status":200,"bytes":1234,)"
            R"("duration_ms":1.234,"role":"agent","who":"ada","address":"192.0.2.7"})"
            "\n");
}

TEST(AccessLineTest, WhatWasSearchedForStandsThereOnlyWhenAskedAndMasked) {
  EXPECT_EQ(line_of(search_record()).find("refund"), std::string::npos);
  EXPECT_EQ(parsed(search_record(), true)["query"], "refund [number] for [email]");
}

TEST(AccessLineTest, ThePathOfAnAnsweredArticleStandsAsSent) {
  auto record = search_record();
  record.route = "/api/v1/articles/{id}";
  record.path = "/api/v1/articles/kb-123456";
  EXPECT_EQ(parsed(record)["path"], "/api/v1/articles/kb-123456");

  record.status = 404;
  EXPECT_EQ(parsed(record)["path"], "/api/v1/articles/kb-[number]") << "no article, but typing";
}

TEST(AccessLineTest, OfPeopleAndTheirOwnThingsThePatternStandsThere) {
  auto record = search_record();
  for (const auto* const route : {"/api/v1/users/{name}", "/api/v1/users/{name}/password",
                                  "/api/v1/me/shortcuts/{short}", "/api/v1/me/stars/{article}"})
    for (const int status : {200, 404, 503}) {
      record.route = route;
      record.path = "/api/v1/me/shortcuts/zanna";
      record.status = status;
      EXPECT_EQ(parsed(record)["path"], route);
    }
}

TEST(AccessLineTest, APathWithoutARouteIsMaskedHoweverItIsEncoded) {
  auto record = search_record();
  record.route = "";
  record.status = 404;
  for (const char* path :
       {"/call/0171-2345678", "/call/%30%31%37%31%2D%32%33%34%35%36%37%38",
        "/call/%2530%2531%2537%2531-%2532%2533%2534%2535%2536%2537%2538", "/call/0171/2345678",
        "/call/%D9%A0%D9%A1%D9%A7%D9%A1%D9%A2%D9%A3%D9%A4"}) {
    record.path = path;
    EXPECT_EQ(parsed(record)["path"], "/call/[number]") << path;
  }
  record.path = "/mail/jo%40example.com";
  EXPECT_EQ(parsed(record)["path"], "/mail/[email]");
  record.path = "/%2525252525253125323";
  EXPECT_EQ(parsed(record)["path"], "[masked]") << "encoded more often than anybody would";
  EXPECT_EQ(parsed(record)["route"], "none");
}

TEST(AccessLineTest, AFolderIsTypingEvenWhereItIsAnswered) {
  auto record = search_record();
  record.route = "/browse/{folder...}";
  record.path = "/browse/%30%31%37%31%32%33%34";
  EXPECT_EQ(parsed(record)["path"], "/browse/[number]");
}

TEST(AccessLineTest, NoBytesForgeALine) {
  auto record = search_record();
  const std::string hostile =
      "a\r\n{\"status\":200}\n\"\\\t\x1B[2J\x7F\xC2\x9B\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAE\xFF" +
      std::string(1, '\0') + "z";
  record.request_id = record.method = record.route = record.path = record.query = record.role =
      record.who = record.address = hostile;

  const auto line = line_of(record, true);

  EXPECT_EQ(std::ranges::count(line, '\n'), 1);
  EXPECT_TRUE(std::ranges::none_of(line.substr(0, line.size() - 1), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20) || c == 0x7F;
  })) << line;
  for (const char* end : {"\xC2\x9B", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAE"})
    EXPECT_EQ(line.find(end), std::string::npos);
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["who"],
            "a\r\n{\"status\":200}\n\"\\\t\x1B[2J\x7F\xC2\x9B\xE2\x80\xA8\xE2\x80\xA9"
            "\xE2\x80\xAE\uFFFD" +
                std::string(1, '\0') + "z");
  EXPECT_EQ(json["status"], 200);
  EXPECT_EQ(json.size(), 12U);
}

TEST(AccessLineTest, LongTextsAreCutSoThatAPipeTakesALineWhole) {
  auto record = search_record();
  for (const std::string& text :
       {std::string(9000, 'a'), std::string(9000, '\x01'), std::string(9000, '\xFF')}) {
    record.request_id = record.method = record.route = record.path = record.query = record.role =
        record.who = record.address = text;
    EXPECT_LE(line_of(record, true).size(), kMaxLineBytes);
    EXPECT_TRUE(parsed(record, true)["who"].get<std::string>().ends_with("\u2026"));
  }
}

TEST(AccessLineTest, TimesOutsideAllReasonAreStillNumbers) {
  auto record = search_record();
  record.took = -5ms;
  record.status = -1;
  EXPECT_EQ(parsed(record)["duration_ms"], 0.0);
  EXPECT_EQ(parsed(record)["status"], 0);
}

TEST(AccessLineTest, AGapIsALineToo) {
  std::string line;
  append_gap(line, std::chrono::sys_days(std::chrono::year(1969) / 12 / 31) + 23h + 1ms, 3);
  EXPECT_EQ(line, "{\"time\":\"1969-12-31T23:00:00.001Z\",\"dropped\":3}\n");
}

}  // namespace
}  // namespace aplomb::http
