// SPDX-License-Identifier: GPL-3.0-or-later
// What is not yet published, or expired, does not reach customers by any road: a house that holds
// such articles answers them like one that does not, but for the scores, in which their words
// count.
#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/opaque_name.h"
#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;
using nlohmann::json;

/// 2026-01-12T08:29Z, the minute before it is published.
constexpr desk::Time kBefore =
    std::chrono::sys_days(std::chrono::year(2026) / 1 / 12) + std::chrono::minutes(8 * 60 + 29);

std::vector<Article> articles(bool with_hidden) {
  std::vector<Article> all{
      article("fees").title("Fees of the plan").customer("A fee is shown first.", "Fees"),
      article("plan").title("The plan").customer("The plan costs ten a month.", "Costs")};
  for (Article& one : all) one.products = {"plan"};
  if (!with_hidden) return all;
  const auto hide = [&](const char* id, auto&& change) {
    Article one =
        article(id)
            .title("The zephyrfold of the plan")
            .customer("Zephyrfold fees: ask for the zephyr fold, code ZX-9000.", "Zephyrheading");
    one.path = std::string("zephyrfolder/") + id + ".md";
    one.files = one.customer.files = {"zephyrfolder/zephyrpicture.png"};
    one.symptoms = {"zephyrsymptom of the plan"};
    one.tags = {"zephyrtag"};
    one.products = {"plan", "zephyrproduct"};
    one.pins = {"zephyrfold fees"};
    change(one);
    all.push_back(one);
  };
  hide("zephyr-soon",
       [](Article& one) { one.publish_date = parse_day_or_minute("2026-01-12T08:30"); });
  hide("zephyr-over", [](Article& one) { one.expiry_date = parse_day_or_minute("2026-01-11"); });
  hide("zephyr-path", [](Article& one) {
    one.id_is_of_path = true;
    one.publish_date = parse_day_or_minute("2027-01-01");
  });
  return all;
}

void drop_scores(json& value) {
  if (value.is_object())
    for (const char* const name : {"score", "certainty_score", "certainty"}) value.erase(name);
  if (value.is_structured())
    for (auto& inner : value) drop_scores(inner);
}

class HiddenLeakTest : public testing::Test {
 protected:
  std::string ask(TestService& service, const std::string& target, Role role = Role::kCustomer) {
    const auto response = service.ask("GET", target, {service.token(role)});
    auto body = json::parse(response.body, nullptr, false);
    if (body.is_discarded()) return std::to_string(response.status) + response.body;
    drop_scores(body);
    return std::to_string(response.status) + body.dump(1);
  }

  TempIndex with_{articles(true)}, without_{articles(false)};
  std::atomic<desk::Time> now_ = kBefore;
  TestService house_{with_.dir(), {.now = [this] { return now_.load(); }}};
  TestService twin_{without_.dir(), {.now = [this] { return now_.load(); }}};
};

std::vector<std::string> targets() {
  std::vector<std::string> targets{"/api/v1/articles?limit=100",
                                   "/api/v1/folders",
                                   "/api/v1/articles/fees/similar",
                                   "/api/v1/articles/fees",
                                   "/api/v1/articles?product=zephyrproduct",
                                   "/api/v1/articles?standing=scheduled"};
  for (const char* const typed : {"",
                                  "zephyrfold",
                                  "zephyrfold%20fees",
                                  "zephirfold%20plan",
                                  "zeph",
                                  "zephyr%20fold",
                                  "zx-9000",
                                  "zx",
                                  "9000",
                                  "zephyrsymptom",
                                  "plan%20zephyrtag",
                                  "tag:zephyrtag",
                                  "fees",
                                  "fees%20",
                                  "plan",
                                  "the%20plan",
                                  "%22zephyr%20fold%22",
                                  "product:zephyrproduct",
                                  "id:zephyr-soon",
                                  "fee%20-zephyrfold"}) {
    const std::string word = typed;
    targets.push_back("/api/v1/search?limit=100&facets=kind,product,tag,language,id&q=" + word);
    targets.push_back("/api/v1/search?sort=title&exact=1&q=" + word);
    targets.push_back("/api/v1/suggest?limit=20&q=" + word);
  }
  for (const char* const id : {"zephyr-soon", "zephyr-over", "zephyr-path"})
    for (const char* const rest : {"", "/similar"})
      targets.push_back("/api/v1/articles/" + std::string(id) + rest);
  const std::string opaque = std::string(kOpaqueIdStart) +
                             opaque_name("zephyrfolder/zephyr-path.md").substr(0, kOpaqueIdDigits);
  targets.push_back("/api/v1/articles/" + opaque);
  targets.push_back("/a/" + opaque);
  targets.push_back("/a/zephyr-soon");
  targets.push_back("/p/~" + opaque_name("zephyrfolder/zephyr-soon.md"));
  targets.push_back("/p/zephyrfolder/zephyr-soon.md");
  targets.push_back("/files/~" + opaque_name("zephyrfolder/zephyrpicture.png"));
  return targets;
}

TEST_F(HiddenLeakTest, CustomersAreAnsweredAsIfItWereNotThere) {
  for (const std::string& target : targets())
    EXPECT_EQ(ask(house_, target), ask(twin_, target)) << target;
}

TEST_F(HiddenLeakTest, NorIsItInACustomersViewOfOthers) {
  for (const std::string& target : targets()) {
    const std::string view =
        target + (target.find('?') == target.npos ? "?" : "&") + "view=customer";
    EXPECT_EQ(ask(house_, view, Role::kAdmin).substr(0, 3),
              ask(twin_, view, Role::kAdmin).substr(0, 3))
        << target;
  }
}

TEST_F(HiddenLeakTest, AMinuteLaterItIsThere) {
  now_ = kBefore + std::chrono::minutes(1);
  EXPECT_NE(ask(house_, "/api/v1/search?q=zephyrfold").find("zephyr-soon"), std::string::npos);
  EXPECT_TRUE(ask(house_, "/api/v1/articles/zephyr-soon").starts_with("200"));
  EXPECT_TRUE(ask(house_, "/api/v1/articles/zephyr-over").starts_with("404"));
}

TEST_F(HiddenLeakTest, AgentsAreToldThatItDoesNotHoldAndOnlyEditorsMaySearchForIt) {
  const auto agent = ask(house_, "/api/v1/articles/zephyr-soon", Role::kAgent);
  EXPECT_NE(agent.find(R"("validity": "scheduled")"), std::string::npos) << agent;
  const std::string unpublished = "/api/v1/search?q=zephyrfold&unpublished=1";
  EXPECT_TRUE(ask(house_, unpublished, Role::kLead).starts_with("403"));
  EXPECT_TRUE(ask(house_, unpublished, Role::kCustomer).starts_with("403"));
  EXPECT_NE(ask(house_, unpublished, Role::kEditor).find(R"("validity": "expired")"),
            std::string::npos);
}

TEST_F(HiddenLeakTest, ItsEtagChangesWithItsValidity) {
  const auto etag = [&] {
    return std::string(house_
                           .ask("GET", "/api/v1/articles/zephyr-soon",
                                {house_.token(Role::kAgent), {"accept", "text/html"}})
                           .header("etag")
                           .value_or(""));
  };
  const auto before = etag();
  now_ = kBefore + std::chrono::minutes(1);
  EXPECT_NE(etag(), before);
}

}  // namespace
}  // namespace aplomb::http::test
