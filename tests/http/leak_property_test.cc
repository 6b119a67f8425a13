// SPDX-License-Identifier: GPL-3.0-or-later
// Ten thousand random articles in which everything that carries text carries an internal word, and
// their twins without any. Everything is asked as a customer through every route of the table: no
// internal word comes out that was not typed in, and both houses answer with the same bytes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "engine/opaque_name.h"
#include "indexer/indexing.h"
#include "tests/support/desk.h"
#include "tests/support/random_articles.h"

namespace aplomb::http {
namespace {

using aplomb::test::Desk;
using aplomb::test::lower;
using aplomb::test::RandomArticles;
using aplomb::test::TempDir;
using aplomb::test::value_of;
using nlohmann::json;

/// `APLOMB_LEAK_SEED` takes another one, `APLOMB_LEAK_ARTICLES` more or fewer.
std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

constexpr std::uint64_t kSeed = 20260110;
constexpr std::uint64_t kArticles = 10'000;
constexpr std::string_view kForms[] = {"application/json", "text/markdown", "text/html"};

struct House {
  TempDir articles, data;
};

/// When a file was written tells customers nothing; of a picture that they are shown it may.
void set_times(const RandomArticles& random, const House& house, bool secrets) {
  namespace fs = std::filesystem;
  const auto now = fs::file_time_type::clock::now();
  for (const auto& file : random.files())
    if (!secrets && fs::exists(house.articles.path() / file.path))
      fs::last_write_time(house.articles.path() / file.path, now - std::chrono::hours(5000));
  for (const std::string& picture : random.pictures())
    if (fs::exists(house.articles.path() / picture))
      fs::last_write_time(house.articles.path() / picture,
                          fs::file_time_type{std::chrono::seconds{1'000'000}});
}

void build(const RandomArticles& random, const House& house, bool secrets) {
  random.write(house.articles, secrets);
  set_times(random, house, secrets);
  IndexOptions options;
  options.articles = house.articles.path();
  options.index_dir = house.data.path();
  const auto report = value_of(index_folder(options));
  for (const Finding& finding : report.findings)
    EXPECT_NE(finding.severity, Finding::Severity::kRefused) << finding.path << finding.message;
}

/// The letters around every place that begins an internal word.
std::set<std::string> internal_words(const std::string& said) {
  const auto is_letter = [&](std::size_t i) { return said[i] >= 'a' && said[i] <= 'z'; };
  std::set<std::string> words;
  for (std::size_t at = 0; (at = said.find("qj", at)) != std::string::npos;) {
    std::size_t begin = at, end = at;
    while (begin > 0 && is_letter(begin - 1)) --begin;
    while (end < said.size() && is_letter(end)) ++end;
    words.insert(said.substr(begin, end - begin));
    at = end;
  }
  return words;
}

/// Whether `word` was typed; in explanations it may stand behind the prefix of a term.
bool was_typed(const std::string& word, const std::string& typed) {
  return typed.find(word) != std::string::npos || typed.find(word.substr(1)) != std::string::npos ||
         (word.size() > 4 && typed.find(word.substr(0, word.size() - 1)) != std::string::npos);
}

class LeakPropertyTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    seed_ = from_environment("APLOMB_LEAK_SEED", kSeed);
    random_ = new RandomArticles(seed_, from_environment("APLOMB_LEAK_ARTICLES", kArticles));
    house_ = new House;
    twin_ = new House;
    std::thread other([] { build(*random_, *twin_, false); });
    build(*random_, *house_, true);
    other.join();
    const bool bite = std::getenv("APLOMB_LEAK_BITE") != nullptr;
    customers_ = new Desk(house_->data.path(), bite ? Audience::kInternal : Audience::kCustomer,
                          house_->articles.path());
    of_twin_ = new Desk(twin_->data.path(), Audience::kCustomer, twin_->articles.path());
  }
  static void TearDownTestSuite() {
    delete of_twin_;
    delete customers_;
    delete twin_;
    delete house_;
    delete random_;
  }

  void SetUp() override { RecordProperty("seed", std::to_string(seed_)); }
  void TearDown() override {
    if (leaks_ + differences_ > 0)
      ADD_FAILURE() << "seed " << seed_ << ": of " << asked_ << " answers " << leaks_
                    << " told an internal word and " << differences_ << " differed from the twin's";
  }

  /// Asks both houses. The first few that fail are shown.
  Response expect_nothing_internal(const std::string& target, const std::string& typed = {},
                                   std::string_view accept = kForms[0]) {
    return expect_alike(customers_->get(target, accept), of_twin_->get(target, accept),
                        target + " as " + std::string(accept), typed);
  }

  /// The same for what is no question but changes something, or would.
  void send(const std::string& method, const std::string& target, const std::string& word) {
    const auto body = R"({"name": ")" + word + R"(", "password": "1234567890", "code": "x"})";
    (void)expect_alike(customers_->send(method, target, body), of_twin_->send(method, target, body),
                       method + " " + target, word);
  }

  Response expect_alike(Response response, const Response& of_twin, const std::string& target,
                        const std::string& typed) {
    constexpr std::size_t kShown = 5;
    ++asked_;
    const std::string told = aplomb::test::all_of(response), twin = aplomb::test::all_of(of_twin);
    if (told != twin && ++differences_ <= kShown)
      ADD_FAILURE() << target << "\n"
                    << (response.body == of_twin.body
                            ? first_difference(told, twin)
                            : first_difference(response.body, of_twin.body));
    for (const std::string& word : internal_words(lower(told)))
      if (!was_typed(word, typed) && ++leaks_ <= kShown)
        ADD_FAILURE() << word << " in " << target << ": …" << around(told, lower(told).find(word));
    return response;
  }

  static std::string around(const std::string& text, std::size_t at) {
    const std::size_t from = at < 150 ? 0 : at - 150;
    return text.substr(from, 300);
  }

  static std::string first_difference(const std::string& told, const std::string& twin) {
    std::size_t at = 0;
    while (at < told.size() && at < twin.size() && told[at] == twin[at]) ++at;
    return "with secrets: …" + around(told, at) + "\ntwin: …" + around(twin, at);
  }

  void expect_nothing_internal_for(const std::string& query, const std::string& more = {}) {
    expect_nothing_internal(aplomb::test::target_of("/api/v1/search?q=", query) + more,
                            query + more);
  }

  static std::vector<std::string> some(const std::vector<std::string>& all, std::size_t count) {
    std::vector<std::string> chosen;
    for (std::size_t i = 0; i < count && i < all.size(); ++i)
      chosen.push_back(all[i * all.size() / std::min(count, all.size())]);
    return chosen;
  }

  /// What comes near a word: with knowing it and without.
  static std::vector<std::string> typed_for(const std::string& word, const std::string& other) {
    std::string slip = word, swapped = word;
    slip[3] = slip[3] == 'b' ? 'd' : 'b';
    std::swap(swapped[4], swapped[5]);
    return {word,
            word + " ",
            word.substr(0, 3),
            other + " " + word.substr(0, 5),
            slip + " ",
            swapped,
            word.substr(1) + " ",
            '"' + other + " " + word + '"',
            other + " -" + word,
            other + word + " ",
            word.substr(0, 4) + " " + word.substr(4),
            "tag:" + word,
            other + " owner:" + word,
            other + " department:" + word,
            "id:" + word};
  }

  static std::vector<std::string> ids() {
    std::vector<std::string> ids;
    std::string next;
    do {
      const auto page = json::parse(
          of_twin_->get("/api/v1/articles?limit=100" + (next.empty() ? "" : "&cursor=" + next))
              .body);
      for (const auto& article : page["articles"]) ids.push_back(article["id"]);
      next = page["next"].is_null() ? "" : std::string(page["next"]);
    } while (!next.empty());
    return ids;
  }

  // one a route

  void ask_search() {
    const std::string all = "&limit=50&explain=1&" + std::string(aplomb::test::kFacets);
    const auto words = some(random_->words(), 40);
    std::size_t n = 0;
    for (const std::string& secret : some(random_->secrets(), 60))
      for (const std::string& typed : typed_for(secret, words[n++ % words.size()]))
        expect_nothing_internal_for(typed, n % 3 == 0 ? all : "");
    for (const std::string& word : words) {
      const std::string other = words[n++ % words.size()];
      expect_nothing_internal_for(word + " " + other + " ", all);
      expect_nothing_internal_for(word + " " + other, "&exact=1");
      expect_nothing_internal_for(word.substr(0, 3), "&sort=title&limit=100");
      expect_nothing_internal_for(word.substr(1) + " " + other, "&sort=updated");
      expect_nothing_internal_for(word + " audience:internal", all);
      expect_nothing_internal_for(other + " confidence:validated");
      expect_nothing_internal_for(word, "&updated_since=2026-02-13&offset=3");
      expect_nothing_internal_for('"' + word + " " + other + '"');
    }
    for (const char* typed : {"", " ", "refund", "refnd card ", "the", "q", "qj", "how to"})
      expect_nothing_internal_for(typed, all);
  }

  void ask_suggest() {
    for (const std::string& secret : some(random_->secrets(), 60))
      for (const std::string& typed : typed_for(secret, "refund"))
        expect_nothing_internal(aplomb::test::target_of("/api/v1/suggest?limit=20&q=", typed),
                                typed);
    for (const std::string& word : some(random_->words(), 100))
      for (const std::string& typed : {word, word.substr(0, 2), word.substr(1)})
        for (const char* form : {"json", "opensearch"})
          expect_nothing_internal(
              aplomb::test::target_of("/api/v1/suggest?format=" + std::string(form) + "&q=", typed),
              typed);
  }

  void ask_list() {
    for (const char* limit : {"1", "7", "100"})
      expect_nothing_internal("/api/v1/articles?limit=" + std::string(limit));
    std::string next;
    do {
      const auto page = expect_nothing_internal("/api/v1/articles?limit=100" +
                                                (next.empty() ? "" : "&cursor=" + next));
      const auto body = json::parse(page.body);
      next = body["next"].is_null() ? "" : std::string(body["next"]);
    } while (!next.empty());
    for (const std::string& folder : some(random_->folders(), 30))
      expect_nothing_internal("/api/v1/articles?folder=" + folder, folder);
    for (const std::string& secret : some(random_->secrets(), 60))
      for (const char* filter : {"owner", "department", "tag", "product", "id", "cursor"})
        expect_nothing_internal("/api/v1/articles?" + std::string(filter) + "=" + secret, secret);
    for (const char* filter : {"audience=internal", "confidence=validated", "kind=procedure"})
      expect_nothing_internal("/api/v1/articles?" + std::string(filter));
  }

  void ask_folders() {
    expect_nothing_internal("/api/v1/folders");
    for (const std::string& folder : random_->folders()) {
      expect_nothing_internal("/api/v1/folders?folder=" + folder, folder);
      expect_nothing_internal("/api/v1/articles?direct=1&folder=" + folder, folder);
    }
    for (const std::string& secret : some(random_->secrets(), 60))
      expect_nothing_internal("/api/v1/folders?folder=" + secret, secret);
  }

  void ask_articles() {
    for (const std::string& id : ids_)
      for (const std::string_view form : kForms)
        note_addresses(expect_nothing_internal("/api/v1/articles/" + id, {}, form).body);
    // by the ids and aliases that agents know
    for (const std::string& secret : some(random_->secrets(), 5000))
      expect_nothing_internal("/api/v1/articles/" + secret, secret);
    for (const std::string& path : random_->paths()) {
      const std::string id = make_id(path.substr(0, path.rfind('.'))).value;
      expect_nothing_internal("/api/v1/articles/" + id, id);
    }
  }

  void ask_similar() {
    std::size_t near = 0;
    for (const std::string& id : some(ids_, 1500)) {
      const auto found = expect_nothing_internal("/api/v1/articles/" + id + "/similar?limit=20");
      near += json::parse(found.body)["articles"].size();
    }
    EXPECT_GT(near, 1500U) << "the roads are open";
    for (const std::string& secret : some(random_->secrets(), 500))
      expect_nothing_internal("/api/v1/articles/" + secret + "/similar", secret);
  }

  /// Where customers' pages lead.
  void note_addresses(const std::string& body) {
    for (const std::string_view root : {"/p/~", "/files/~"})
      for (std::size_t at = 0; (at = body.find(root, at)) != std::string::npos; at += root.size())
        addresses_.insert(body.substr(at, root.size() + 32));
  }

  void ask_pages() {
    for (const std::string& id : some(ids_, 500)) expect_nothing_internal("/a/" + id);
    for (const std::string& secret : some(random_->secrets(), 200))
      expect_nothing_internal("/a/" + secret, secret);
  }

  /// All that customers' pages lead to, and what they do not: by its name and by a guess of it.
  void ask_addresses(std::string_view root, const std::vector<std::string>& paths) {
    std::size_t found = 0;
    for (const std::string& address : addresses_)
      if (address.starts_with(root)) found += expect_nothing_internal(address).status < 400 ? 1 : 0;
    EXPECT_GT(found, 10U) << "the roads are open";
    for (const std::string& path : some(paths, 500)) {
      expect_nothing_internal(std::string(root) + path, path);
      expect_nothing_internal(std::string(root) + "~" + opaque_name(path));
    }
  }

  /// Else there would be nothing to tell.
  static void expect_agents_know() {
    const Desk agents(house_->data.path(), Audience::kInternal, house_->articles.path());
    const auto paths = some(random_->paths(), 300);
    std::size_t told = 0;
    for (const std::string& path : paths) {
      const auto found = agents.get("/p/" + path);
      ASSERT_EQ(found.status, 302) << path;
      const std::string id(found.header("location")->substr(3));
      told += internal_words(lower(agents.ask("/api/v1/articles/" + id))).size();
    }
    EXPECT_GT(told, paths.size() * 15);
  }

  /// What editors ask of an article, by the ids that agents know.
  void ask_of_articles(const std::string& rest) {
    for (const std::string& secret : some(random_->secrets(), 20))
      expect_nothing_internal("/api/v1/articles/" + secret + rest, secret + rest);
  }
  void send_to_articles(const std::string& method, const std::string& rest) {
    for (const std::string& secret : some(random_->secrets(), 20))
      send(method, "/api/v1/articles/" + secret + rest, secret);
  }

  void ask_plain(const std::string& target) { expect_nothing_internal(target); }

  static inline std::uint64_t seed_ = 0;
  static inline RandomArticles* random_ = nullptr;
  static inline House *house_ = nullptr, *twin_ = nullptr;
  static inline Desk *customers_ = nullptr, *of_twin_ = nullptr;
  std::vector<std::string> ids_ = ids();
  std::set<std::string> addresses_;
  std::size_t asked_ = 0, leaks_ = 0, differences_ = 0;
};

TEST_F(LeakPropertyTest, NoRouteTellsCustomersWhatIsInternal) {
  ASSERT_GT(ids_.size(), random_->paths().size() / 2);
  expect_agents_know();
  const std::string word = random_->secrets().front();
  // in the order in which they are asked: what articles lead to is known from them
  const std::vector<std::pair<std::string, std::function<void()>>> known{
      {"GET /api/v1/articles", [&] { ask_list(); }},
      {"GET /api/v1/folders", [&] { ask_folders(); }},
      {"GET /api/v1/articles/{id}", [&] { ask_articles(); }},
      {"GET /api/v1/articles/{id}/similar", [&] { ask_similar(); }},
      {"PUT /api/v1/articles/{id}", [&] { send_to_articles("PUT", ""); }},
      {"DELETE /api/v1/articles/{id}", [&] { send_to_articles("DELETE", ""); }},
      {"POST /api/v1/articles/{id}/move", [&] { send_to_articles("POST", "/move"); }},
      {"POST /api/v1/articles/{id}/archive", [&] { send_to_articles("POST", "/archive"); }},
      {"POST /api/v1/articles/{id}/restore", [&] { send_to_articles("POST", "/restore"); }},
      {"POST /api/v1/articles/{id}/reviewed", [&] { send_to_articles("POST", "/reviewed"); }},
      {"POST /api/v1/articles/{id}/flag", [&] { send_to_articles("POST", "/flag"); }},
      {"POST /api/v1/articles/{id}/unflag", [&] { send_to_articles("POST", "/unflag"); }},
      {"POST /api/v1/articles/{id}/draft/publish",
       [&] { send_to_articles("POST", "/draft/publish"); }},
      {"POST /api/v1/articles/{id}/revert", [&] { send_to_articles("POST", "/revert"); }},
      {"POST /api/v1/articles/{id}/merge", [&] { send_to_articles("POST", "/merge"); }},
      {"GET /api/v1/articles/{id}/history", [&] { ask_of_articles("/history"); }},
      {"GET /api/v1/articles/{id}/versions/{revision}",
       [&] { ask_of_articles("/versions/" + word); }},
      {"GET /api/v1/articles/{id}/versions/{revision}/difference",
       [&] { ask_of_articles("/versions/" + word + "/difference"); }},
      {"GET /api/v1/articles/{id}/blame", [&] { ask_of_articles("/blame"); }},
      {"POST /api/v1/check", [&] { send("POST", "/api/v1/check", word); }},
      {"PUT /api/v1/files/{path...}", [&] { send("PUT", "/api/v1/files/" + word + ".png", word); }},
      {"DELETE /api/v1/files/{path...}",
       [&] { send("DELETE", "/api/v1/files/" + word + ".png", word); }},
      {"GET /a/{id}", [&] { ask_pages(); }},
      {"GET /p/{path...}", [&] { ask_addresses("/p/", random_->paths()); }},
      {"GET /files/{path...}", [&] { ask_addresses("/files/", random_->pictures()); }},
      {"GET /api/v1/search", [&] { ask_search(); }},
      {"GET /api/v1/suggest", [&] { ask_suggest(); }},
      {"GET /browse", [&] { ask_plain("/browse"); }},
      {"GET /browse/{folder...}",
       [&] {
         for (const std::string& folder : random_->folders())
           expect_nothing_internal("/browse/" + folder, folder);
       }},
      {"GET /healthz", [&] { ask_plain("/healthz"); }},
      {"GET /metrics", [&] { ask_plain("/metrics"); }},
      {"GET /openapi.json", [&] { ask_plain("/openapi.json"); }},
      {"GET /opensearch.xml", [&] { ask_plain("/opensearch.xml"); }},
      {"GET /call",
       [&] { expect_nothing_internal("/call?call=c-17&q=" + word + "&queue=" + word, word); }},
      {"GET /admin", [&] { ask_plain("/admin"); }},
      {"GET /admin/{view...}", [&] { expect_nothing_internal("/admin/" + word, word); }},
      {"GET /edit/{id}", [&] { expect_nothing_internal("/edit/" + word, word); }},
      {"GET /new", [&] { ask_plain("/new"); }},
      {"GET /new/{kind}", [&] { expect_nothing_internal("/new/" + word, word); }},
      {"GET /a/{id}/history", [&] { expect_nothing_internal("/a/" + word + "/history", word); }},
      {"GET /lists/{list}", [&] { expect_nothing_internal("/lists/" + word, word); }},
      {"GET /notices", [&] { ask_plain("/notices"); }},
      {"GET /desk/{part}", [&] { expect_nothing_internal("/desk/" + word, word); }},
      {"GET /panel", [&] { ask_plain("/panel"); }},
      {"GET /panel/connect", [&] { ask_plain("/panel/connect"); }},
      {"GET /welcome", [&] { ask_plain("/welcome"); }},
      {"GET /api/v1/drafts", [&] { ask_plain("/api/v1/drafts"); }},
      {"GET /api/v1/articles/{id}/draft", [&] { ask_of_articles("/draft"); }},
      {"PUT /api/v1/articles/{id}/draft",
       [&] { send("PUT", "/api/v1/articles/" + word + "/draft", word); }},
      {"DELETE /api/v1/articles/{id}/draft",
       [&] { send("DELETE", "/api/v1/articles/" + word + "/draft", word); }},
      {"GET /api/v1/templates", [&] { ask_plain("/api/v1/templates"); }},
      {"GET /api/v1/notices",
       [&] {
         ask_plain("/api/v1/notices");
         ask_plain("/api/v1/notices?all=1");
       }},
      {"POST /api/v1/notices", [&] { send("POST", "/api/v1/notices", word); }},
      {"PATCH /api/v1/notices/{id}", [&] { send("PATCH", "/api/v1/notices/1", word); }},
      {"POST /api/v1/notices/{id}/publish",
       [&] { send("POST", "/api/v1/notices/1/publish", word); }},
      {"DELETE /api/v1/notices/{id}", [&] { send("DELETE", "/api/v1/notices/1", word); }},
      {"GET /api/v1/promises",
       [&] {
         ask_plain("/api/v1/promises");
         ask_plain("/api/v1/promises?whose=team&state=all&team=" + word);
       }},
      {"POST /api/v1/promises", [&] { send("POST", "/api/v1/promises", word); }},
      {"GET /api/v1/promises/terms",
       [&] {
         for (const std::string& secret : some(random_->secrets(), 20))
           expect_nothing_internal("/api/v1/promises/terms?article=" + secret, secret);
       }},
      {"GET /api/v1/promises/summary", [&] { ask_plain("/api/v1/promises/summary"); }},
      {"PATCH /api/v1/promises/{id}", [&] { send("PATCH", "/api/v1/promises/1", word); }},
      {"POST /api/v1/uses", [&] { send("POST", "/api/v1/uses", word); }},
      {"DELETE /api/v1/uses/{id}", [&] { send("DELETE", "/api/v1/uses/1", word); }},
      {"GET /api/v1/articles/{id}/learned", [&] { ask_plain("/api/v1/articles/a1/learned"); }},
      {"DELETE /api/v1/articles/{id}/learned/{question}",
       [&] { send("DELETE", "/api/v1/articles/a1/learned/1", word); }},
      {"POST /api/v1/articles/{id}/learned/{question}/symptom",
       [&] { send("POST", "/api/v1/articles/a1/learned/1/symptom", word); }},
      {"GET /api/v1/proposals/synonyms", [&] { ask_plain("/api/v1/proposals/synonyms"); }},
      {"DELETE /api/v1/proposals/synonyms/{id}",
       [&] { send("DELETE", "/api/v1/proposals/synonyms/1", word); }},
      {"GET /api/v1/insight/topics", [&] { ask_plain("/api/v1/insight/topics?by=kind"); }},
      {"GET /api/v1/insight/articles", [&] { ask_plain("/api/v1/insight/articles"); }},
      {"GET /api/v1/insight/questions", [&] { ask_plain("/api/v1/insight/questions"); }},
      {"POST /api/v1/calls/{call}/end",
       [&] { send("POST", "/api/v1/calls/" + word + "/end", word); }},
      {"GET /api/v1/gaps",
       [&] {
         ask_plain("/api/v1/gaps");
         ask_plain("/api/v1/gaps?state=all");
       }},
      {"POST /api/v1/gaps", [&] { send("POST", "/api/v1/gaps", word); }},
      {"PATCH /api/v1/gaps/{id}", [&] { send("PATCH", "/api/v1/gaps/1", word); }},
      {"POST /api/v1/gaps/{id}/article", [&] { send("POST", "/api/v1/gaps/1/article", word); }},
      {"GET /api/v1/me/news", [&] { ask_plain("/api/v1/me/news"); }},
      {"DELETE /api/v1/me/news/{id}", [&] { send("DELETE", "/api/v1/me/news/1", word); }},
      {"GET /api/v1/session", [&] { ask_plain("/api/v1/session"); }},
      {"POST /api/v1/session", [&] { send("POST", "/api/v1/session", word); }},
      {"DELETE /api/v1/session", [&] { send("DELETE", "/api/v1/session", word); }},
      {"POST /api/v1/session/first", [&] { send("POST", "/api/v1/session/first", word); }},
      {"POST /api/v1/session/panel", [&] { send("POST", "/api/v1/session/panel", word); }},
      {"GET /api/v1/me/stars", [&] { ask_plain("/api/v1/me/stars"); }},
      {"PUT /api/v1/me/stars/{article}", [&] { send("PUT", "/api/v1/me/stars/" + word, word); }},
      {"DELETE /api/v1/me/stars/{article}",
       [&] { send("DELETE", "/api/v1/me/stars/" + word, word); }},
      {"GET /api/v1/me/notes", [&] { ask_plain("/api/v1/me/notes?article=" + word); }},
      {"POST /api/v1/me/notes", [&] { send("POST", "/api/v1/me/notes", word); }},
      {"PATCH /api/v1/me/notes/{id}", [&] { send("PATCH", "/api/v1/me/notes/1", word); }},
      {"DELETE /api/v1/me/notes/{id}", [&] { send("DELETE", "/api/v1/me/notes/1", word); }},
      {"POST /api/v1/me/notes/{id}/offer", [&] { send("POST", "/api/v1/me/notes/1/offer", word); }},
      {"GET /api/v1/me/shortcuts", [&] { ask_plain("/api/v1/me/shortcuts"); }},
      {"PUT /api/v1/me/shortcuts/{short}",
       [&] { send("PUT", "/api/v1/me/shortcuts/" + word, word); }},
      {"DELETE /api/v1/me/shortcuts/{short}",
       [&] { send("DELETE", "/api/v1/me/shortcuts/" + word, word); }},
      {"GET /api/v1/me/recent", [&] { ask_plain("/api/v1/me/recent"); }},
      {"PUT /api/v1/me/recent/{article}", [&] { send("PUT", "/api/v1/me/recent/" + word, word); }},
      {"GET /api/v1/me/search", [&] { ask_plain("/api/v1/me/search?q=" + word); }},
      {"GET /api/v1/me/since", [&] { ask_plain("/api/v1/me/since"); }},
      {"PUT /api/v1/me/since", [&] { send("PUT", "/api/v1/me/since", word); }},
      {"GET /api/v1/me/export", [&] { ask_plain("/api/v1/me/export"); }},
      {"GET /api/v1/me/data", [&] { ask_plain("/api/v1/me/data"); }},
      {"PUT /api/v1/me/password", [&] { send("PUT", "/api/v1/me/password", word); }},
      {"GET /api/v1/users", [&] { ask_plain("/api/v1/users"); }},
      {"POST /api/v1/users", [&] { send("POST", "/api/v1/users", word); }},
      {"GET /api/v1/users/{name}", [&] { ask_plain("/api/v1/users/anna"); }},
      {"PATCH /api/v1/users/{name}", [&] { send("PATCH", "/api/v1/users/anna", word); }},
      {"DELETE /api/v1/users/{name}", [&] { send("DELETE", "/api/v1/users/anna", word); }},
      {"PUT /api/v1/users/{name}/password",
       [&] { send("PUT", "/api/v1/users/anna/password", word); }},
      {"DELETE /api/v1/users/{name}/sessions",
       [&] { send("DELETE", "/api/v1/users/anna/sessions", word); }},
      {"GET /api/v1/tokens", [&] { ask_plain("/api/v1/tokens"); }},
      {"POST /api/v1/tokens", [&] { send("POST", "/api/v1/tokens", word); }},
      {"DELETE /api/v1/tokens/{id}", [&] { send("DELETE", "/api/v1/tokens/1", word); }},
      {"GET /api/v1/audit", [&] { ask_plain("/api/v1/audit"); }},
      {"GET /api/v1/config", [&] { ask_plain("/api/v1/config"); }},
      {"GET /api/v1/status", [&] { ask_plain("/api/v1/status"); }},
      {"GET /readyz", [&] { ask_plain("/readyz"); }},
      {"GET /", [&] { ask_plain("/"); }},
      {"GET /assets/{name}", [&] { ask_plain("/assets/style.css"); }},
  };
  std::set<std::string> routes;
  for (const Route& route : customers_->router().routes())
    routes.insert(route.method + " " + route.pattern);
  for (const auto& [route, ask] : known) {
    EXPECT_EQ(routes.erase(route), 1U) << route << " is no route any more";
    ask();
  }
  for (const std::string& route : routes)
    ADD_FAILURE() << route << " is not asked here: add how a customer would, and what they know";
  EXPECT_GT(asked_, ids_.size() * 3);
}

}  // namespace
}  // namespace aplomb::http
