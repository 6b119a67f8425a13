// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;
using nlohmann::json;

/// Puts an article into a department.
auto in(const char* department) {
  return [department](Article& article) { article.department = department; };
}

class InsightRoutesTest : public testing::Test {
 protected:
  InsightRoutesTest() { service_.desk().intents().keep_for(std::chrono::days(90)); }

  Response get(const std::string& target, const std::string& accept = "application/json") {
    EXPECT_TRUE(service_.desk().tidy());
    return service_.ask("GET", "/api/v1/insight/" + target, {lead_, {"accept", accept}});
  }
  json rows(const std::string& name, const std::string& query = "") {
    return json::parse(get(name + query).body).at(name);
  }
  /// Somebody's call about one thing.
  void ask(const std::string& name, const std::string& text, std::chrono::seconds until_solved) {
    auto& desk = service_.desk();
    auto person = desk.people().find(name);
    if (!person)
      person =
          desk.people().add(desk::Actor::server("test"), person_of(name, Role::kAgent), kPassword);
    const auto session = value_of(desk.sessions().start(person->id, "here"));
    const auto call = "c-" + std::to_string(++calls_);
    (void)service_.ask("GET", "/api/v1/search?call=" + call + "&q=" + percent_encode(text),
                       TestService::cookie_of(session.secret.reveal()));
    now_ = now_.load() + until_solved;
    desk.intents().ended({.person = person->id}, call, {"refund"}, desk::Outcome::kSolved);
  }
  static json of_topic(const json& rows, const json& topic) {
    for (const auto& row : rows)
      if (row["topic"] == topic) return row;
    return {};
  }

  std::atomic<desk::Time> now_ = desk::Time(std::chrono::sys_days(
      Date(std::chrono::year(2026), std::chrono::month(3), std::chrono::day(4))));
  TempIndex index_{article("refund").title("Refund").with(in("payments")).body("Ten days."),
                   article("router").title("Router").with(in("devices")).body("Restart it.")};
  TestService service_{index_.dir(), {.now = [this] { return now_.load(); }}};
  const std::pair<std::string, std::string> lead_ = service_.token(Role::kLead);
  int calls_ = 0;
};

TEST_F(InsightRoutesTest, EveryTopicHasItsRowAlsoOfADayWithoutQuestions) {
  const auto answer = json::parse(get("topics?from=2020-01-01&to=2020-01-07").body);
  EXPECT_EQ(answer["from"], "2020-01-01");
  EXPECT_EQ(answer["by"], "department");
  ASSERT_EQ(answer["topics"].size(), 2U);
  for (const char* topic : {"payments", "devices"}) {
    const auto row = of_topic(answer["topics"], topic);
    EXPECT_EQ(row["questions"], 0) << topic;
    EXPECT_TRUE(row["seconds_to_answer"].is_null()) << topic;
  }
}

TEST_F(InsightRoutesTest, ATopicCountsWhatWasAskedAndHowSoonItWasSolved) {
  for (const int seconds : {10, 20, 30, 40, 100})
    ask("anna", "refund", std::chrono::seconds(seconds));
  const auto row = of_topic(rows("topics"), "payments");
  EXPECT_EQ(row["questions"], 5);
  EXPECT_EQ(row["solved"], 5);
  EXPECT_EQ(row["seconds_to_answer"], (json{{"p50", 30}, {"p90", 100}}));
  EXPECT_EQ(of_topic(rows("topics"), "devices")["questions"], 0);
  const auto articles = rows("articles");
  ASSERT_EQ(articles.size(), 1U);
  EXPECT_EQ(articles[0]["article"],
            (json{{"id", "refund"}, {"title", "Refund"}, {"url", "/a/refund"}}));
  EXPECT_EQ(articles[0]["solved"], 5);
}

TEST_F(InsightRoutesTest, WordsAreToldFromFivePeopleOn) {
  for (const char* name : {"a1", "a2", "a3", "a4", "a1", "a2"}) ask(name, "refund later", {});
  EXPECT_EQ(get("questions").body.find("later"), std::string::npos);
  for (const char* name : {"topics", "articles", "topics?by=kind", "topics?by=product"})
    EXPECT_EQ(get(name).body.find("later"), std::string::npos) << name;
  ask("a5", "refund later", {});
  const auto told = rows("questions");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]["question"], "refund later");
  EXPECT_EQ(told[0]["people"], 5);
}

TEST_F(InsightRoutesTest, NumbersSayNobodysName) {
  for (const char* name : {"a1", "a2", "a3", "a4", "a5"}) ask(name, "refund", {});
  for (const char* target : {"topics", "articles", "questions"})
    EXPECT_EQ(get(target).body.find("a1"), std::string::npos) << target;
}

TEST_F(InsightRoutesTest, CsvIsTheSameTable) {
  ask("anna", "refund", std::chrono::seconds(10));
  const auto csv = get("topics", "text/csv");
  EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8; header=present");
  EXPECT_EQ(csv.header("content-disposition"), "attachment; filename=\"topics.csv\"");
  EXPECT_EQ(csv.body.substr(0, csv.body.find("\r\n")),
            "topic,questions,strong,weak,unanswered,solved,not_solved,wrong,seconds_to_answer_p50,"
            "seconds_to_answer_p90,gaps_opened,gaps_closed,promises_made,promises_kept,"
            "promises_late");
  EXPECT_NE(csv.body.find("\r\ndevices,0,0,0,0,0,0,0,,,0,0,0,0,0\r\n"), std::string::npos)
      << csv.body;
  EXPECT_EQ(get("topics", "image/png").status, 406);
}

TEST_F(InsightRoutesTest, DaysAreWholeAndNotTurnedAround) {
  ask("anna", "refund", std::chrono::seconds(10));
  EXPECT_EQ(of_topic(rows("topics", "?from=2026-03-04&to=2026-03-04"), "payments")["questions"], 1);
  EXPECT_EQ(of_topic(rows("topics", "?to=2026-03-03"), "payments")["questions"], 0);
  EXPECT_EQ(get("topics?from=2026-03-05&to=2026-03-04").status, 400);
  EXPECT_EQ(get("topics?from=2025-01-01&to=2026-03-04").status, 400);
  EXPECT_EQ(get("topics?from=tomorrow").status, 400);
  EXPECT_EQ(get("topics?by=person").status, 400);
}

}  // namespace
}  // namespace aplomb::http::test
