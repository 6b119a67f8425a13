// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the page over a few articles written by hand, for the tests of the page: real index, real
// server, and texts that no indexer would let through. Prints its address; ends with SIGTERM or
// when standard input closes, so that it never outlives the test that started it.
//
//   aplomb_page_fixture [anonymous | reading | accounts | panel | empty] [PANEL-ORIGIN]
//
// Who may come in: everybody as an agent, with articles to search or (reading) to act on; people
// who sign in, or whom X-User names (panel: with the articles to act on); or nobody yet, where the
// address is the one-time link of the first admin. Pages of PANEL-ORIGIN may hold the panel.
//
// A line on standard input has requests turned away (see refusals.h); "ok" says that it holds.
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>

#include "http/routes.h"
#include "http/server.h"
#include "tests/http/test_service.h"
#include "tests/page/reading_articles.h"
#include "tests/page/refusals.h"

namespace {

using namespace aplomb;
using aplomb::test::article;
using aplomb::test::TempIndex;
using aplomb::test::value_of;

Article refund() {
  return article("refund-debit-card")
      .title("Refund to a debit card takes longer than five days")
      .body("Check the date of the refund in the payment system.", "Resolution")
      .customer("Debit card refunds can take ten working days.", "What to tell the caller")
      .with([](Article& a) {
        a.path = "payments/refund-debit-card.md";
        a.description = "Why a debit refund is late and what to offer.";
        a.kind = Kind::kProcedure;
        a.confidence = Confidence::kValidated;
        a.department = "payments";
        a.owner = "payments-kb";
        a.products = {"debit card", "web shop"};
        a.symptoms = {"my money has not come back", "refund missing"};
        a.answer = "Debit refunds can take ten working days; yours is due on the date I can see.";
        a.empathy = "I know it is hard to wait for money that is yours.";
        a.promise = Promise{"refund visible", "10 working days", "200 EUR", "agent"};
        a.exceptions = {{"bereavement", "waive the fee once", "agent", "a second time"}};
        a.handoff =
            Handoff{"payments tier 2", "08:00-18:00", "A colleague will call you.", {"order id"}};
        a.last_reviewed = std::chrono::year(2020) / 1 / 10;
        a.review_every = Period{90, Period::Unit::kDays};
        std::string steps;
        for (int i = 0; i < 40; ++i)
          steps += "<p>Step " + std::to_string(i) + " of the long way.</p>\n";
        a.full.html =
            "<h2 id=\"issue\">Issue</h2>\n<p>The caller waits for money. See <a "
            "href=\"/p/payments/fee.md#waive\">waiving a fee</a>.</p>\n" +
            steps +
            "<h2 id=\"resolution\">Resolution</h2>\n<ol><li>Check the <code>refund</code> "
            "date.</li>"
            "<li>Say when it is due.</li></ol>\n"
            "<section class=\"audience audience-customer\"><p class=\"alert-title\">Customer</p>"
            "<p>Debit card refunds can take ten working days.</p></section>\n"
            "<section class=\"audience audience-say\"><p class=\"alert-title\">Say</p>"
            "<p>“I can see it; it is on its way.”</p></section>\n"
            "<section class=\"audience audience-internal\"><p class=\"alert-title\">Internal</p>"
            "<p>The batch runs at night.</p></section>\n"
            "<div class=\"alert alert-warning\"><p class=\"alert-title\">Warning</p>"
            "<p>Never promise a date of your own.</p></div>\n"
            "<table><thead><tr><th>Bank</th><th>Days</th></tr></thead><tbody><tr><td>A</td>"
            "<td>5</td></tr></tbody></table>\n<h2 id=\"ap-hits\">An id of the page's own</h2>\n" +
            steps;
      });
}

Article fee() {
  return article("late-fee")
      .title("Waive a late fee after a refund")
      .body("A late fee can be waived once a year.", "Waive")
      .with([](Article& a) {
        a.path = "payments/fee.md";
        a.kind = Kind::kPolicy;
        a.confidence = Confidence::kWip;
        a.department = "billing";
        a.full.html = "<h2 id=\"waive\">Waive</h2><p>A late fee can be waived once a year.</p>";
      });
}

Article hostile() {
  const std::string attack = "<img src=x onerror=\"document.title='owned'\">";
  return article("hostile")
      .title(attack + " hostile title")
      .body("hostile words " + attack + " <script>document.title='owned'</script>", attack)
      .with([&](Article& a) {
        a.path = "x/" + attack + ".md";
        a.answer = attack;
        a.department = attack;
        a.symptoms = {"hostile symptom " + attack};
        a.empathy = attack;
        a.promise = Promise{attack, attack, attack, attack};
        // What the sanitiser would have stopped, so that the page's own policy is tried as well.
        a.full.html =
            "<p>text</p><img src=\"x\" onerror=\"document.title='owned'\">"
            "<a href=\"javascript:document.title='owned'\">link</a>";
      });
}

std::vector<Article> many() {
  std::vector<Article> articles{refund(), fee(), hostile()};
  for (int i = 0; i < 30; ++i)
    articles.push_back(article("card-" + std::to_string(i))
                           .title("Card question " + std::to_string(i))
                           .body("A card question that many callers have.")
                           .with([](Article& a) { a.department = "cards"; }));
  return articles;
}

void add_people(desk::Desk& desk) {
  const auto add = [&](std::string name, std::string display_name, desk::Role role) {
    auto person = http::test::person_of(std::move(name), role);
    person.display_name = std::move(display_name);
    person.department = "Payments & refunds";
    value_of(desk.people().add(desk::Actor::server("fixture"), person, http::test::kPassword));
  };
  add("ana", "Ana Ito", desk::Role::kAgent);
  add("ben", "Ben Okafor", desk::Role::kLead);
  add("carla", "", desk::Role::kCustomer);
  add("mallory", "<img src=x onerror=\"document.title='owned'\"> עברית and a very long name",
      desk::Role::kEditor);
  add("olga", "Olga Berg", desk::Role::kAdmin);
}

/// As a server that was started with a file and a few options would tell it.
std::vector<http::SettingInForce> settings() {
  return {{"articles", std::string("/srv/<img src=x onerror=\"document.title='owned'\">"),
           "--articles"},
          {"listen", std::vector<std::string>{"127.0.0.1:8080", "[::1]:8080"},
           "/etc/aplomb/aplomb.toml"},
          {"host", std::vector<std::string>(), "default"},
          {"anonymous", std::string(), "default"},
          {"log-queries", true, "APLOMB_LOG_QUERIES"},
          {"limit-anonymous", std::uint32_t{3000}, "default"},
          {"of-a-later-version", std::string("x"), "default"}};
}

http::IdentityOptions identity(std::string_view door) {
  if (door == "anonymous" || door == "reading") return {.anonymous = desk::Role::kAgent};
  return {.anonymous = {},
          .trusted_proxies = {value_of(http::Network::parse("127.0.0.1"))},
          .user_header = "x-user"};
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view door = argc > 1 ? argv[1] : "anonymous";
  const bool acting = door == "reading" || door == "panel";
  const auto articles = acting ? test::reading_articles() : many();
  const TempIndex index{articles};
  const std::vector<std::string> panels(argv + std::min(argc, 2), argv + argc);
  http::test::TestService service(
      index.dir(),
      {.identity = identity(door),
       .panel_origins = panels,
       .server = {.version = "1.2.3",
                  .started = std::chrono::floor<std::chrono::seconds>(desk::system_time()),
                  .listening = {"127.0.0.1:8080"}},
       .settings = settings});
  if (door != "empty") add_people(service.desk());
  http::test::Refusals refusals;
  const auto answer = [&](http::Request request) {
    auto refusal = refusals.refuse(request);
    return refusal ? std::move(*refusal) : service.answer(std::move(request));
  };
  auto server = value_of(http::Server::listen({.port = 0}, {.answer = answer}));
  const auto path = door == "empty" ? "welcome#" + service.ways_in().first_code() : std::string();
  std::printf("%s%s\n", server.url().c_str(), path.c_str());
  std::fflush(stdout);
  std::thread watcher([&] {
    for (std::string line; std::getline(std::cin, line);) {
      refusals.order(line);
      std::puts("ok");
      std::fflush(stdout);
    }
    server.stop();
  });
  server.run();
  watcher.join();
}
