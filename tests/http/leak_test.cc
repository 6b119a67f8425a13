// SPDX-License-Identifier: GPL-3.0-or-later
// No road leads a customer-level reader to an internal word. Two houses stand side by side: one
// with secrets, and its twin that never had any. Whatever is asked, both answer customers with the
// same bytes, down to scores and counts.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "indexer/indexing.h"
#include "tests/support/desk.h"
#include "tests/support/random_articles.h"
#include "tests/support/temp_vectors.h"

namespace aplomb::http {
namespace {

using aplomb::test::chosen;
using aplomb::test::Desk;
using aplomb::test::kFacets;
using aplomb::test::lower;
using aplomb::test::target_of;
using aplomb::test::TempDir;
using aplomb::test::TempVectors;
using aplomb::test::value_of;
using aplomb::test::without;

/// Made-up words of several lengths that stand in internal text only: nothing else is near them.
/// None begins with Z or X, which prefixes of terms in explanations do.
constexpr std::string_view kSecrets[] = {
    "qzj",       "vlux",    "xjv7731",  "jexem",    "gromplex",  "vyxquark", "blorptide",
    "quivendor", "brzlhof", "flarnok",  "dolquin",  "pragmoor",  "skeldane", "xuvalide",
    "kroncheck", "wumplet", "vlirtfax", "threndor", "krellonyx", "mandrilk", "cloqueforte",
};

/// Of the lines those that begin with `~` or `=` are in one house only; see `chosen`.
struct File {
  std::string_view path, lines;
};

constexpr File kFiles[] = {
    {"refund.md", R"(---
id: refund
title: Refund to a debit card
audience: customer
kind: procedure
symptoms: [my money has not come back]
tags: [refund]
products: [web shop]
answer: It takes ten working days.
lastmod: 2026-01-12
=pin: [late money]
~owner: quivendor
~department: brzlhof
~aliases: [xuvalide]
~pin: [late money, kroncheck refund]
~test_queries: [wumplet]
=promise: {what: money back, within: 10 working days}
~promise: {what: money back, within: 10 working days, limit: 200 EUR, authority: flarnok}
~exceptions: [{when: jexem, may: waive dolquin, who: lead, never: twice}]
~handoff: {to: pragmoor, hours: "08:00-18:00", collect: [skeldane number]}
---
## How long it takes
A late refund takes ten working days. Please log in to see the money on the way.
~
~> [!INTERNAL]
~> The batch vyxquark runs at night; blorptide shows it as XJV-7731. Refund refund money.
~
~## Gromplex steps
~> [!INTERNAL]
~> Ask the vlux at qzj for the login, the web site and the refund card.
)"},
    {"wifi.md", R"(---
id: wifi
title: The wifi drops at night
audience: customer
kind: faq
tags: [network]
lastmod: 2026-01-13
---
Restart the router. The network comes back by itself.

[The shop](https://shop.example/)
~
~> [!INTERNAL]
~> [vyxquark](mandrilk/batch.md "blorptide") ![gromplex](vlux.png)
)"},
    {"desk.md", R"(---
id: desk
id: desk
title: When the desk is closed
lastmod: 2026-01-14
---
~The night desk is the mandrilk; blorptide wakes it.
~
> [!CUSTOMER]
> We call you back in the morning.
)"},
    {"vlirtfax/secret.md", R"(~---
~id: threndor
~title: Vyxquark blorptide escalation of a refund
~description: What the gromplex does with money.
~kind: policy
~confidence: validated
~symptoms: [my cloqueforte has not come back]
~answer: Never name the krellonyx.
~tags: [mandrilk]
~products: [brzlhof]
~pin: [late money, refund]
~lastmod: 2026-01-15
~---
~## Cloqueforte
~Refund money router network wifi: vlux, qzj, krellonyx, dolquin.
)"},
    {"vlirtfax/cloqueforte.md", R"(~---
~title: La cloqueforte
~language: fr
~lastmod: 2026-01-15
~---
~Le remboursement est sur la carte.
)"},
    // what may be typed and stands in internal text only is no rule for customers
    {"synonyms.yaml", R"(
~mutual:
~  - {language: en, words: [wifi, krellonyx]}
one_way:
=  - {language: en, from: [wifi], to: [wifi]}
=  - {language: en, from: [cash], to: [money]}
~  - {language: en, from: [cash], to: [money, vyxquark, gromplex steps]}
~  - {language: en, from: [boss], to: [blorptide, mandrilk]}
)"},
    {"aplomb.yaml", R"(~no_typo: [vyxquark, qzj]
=no_typo: []
)"},
};

/// An articles folder, its index and the searchers of both readers.
class House {
 public:
  House(bool secrets, const std::shared_ptr<const WordVectors>& vectors) {
    for (const File& file : kFiles) {
      const std::string text = chosen(file.lines, secrets);
      if (!text.empty()) articles.write(std::string(file.path), text);
    }
    index(vectors);
  }

  void index(const std::shared_ptr<const WordVectors>& vectors) const {
    IndexOptions options;
    options.articles = articles.path();
    options.index_dir = data.path();
    options.vectors = vectors;
    EXPECT_EQ(value_of(index_folder(options)).refused, 0U);
  }

  TempDir articles, data;
};

/// The same words mean the same to both: 0 is money that comes back, 1 is radio.
TempVectors table() {
  return TempVectors{{"refund", {{0, 1.0F}}},      {"money", {{0, 0.8F}, {1, 0.1F}}},
                     {"reimbursed", {{0, 0.9F}}},  {"vyxquark", {{0, 0.9F}}},
                     {"blorptide", {{0, 0.9F}}},   {"escalation", {{0, 0.9F}}},
                     {"wifi", {{1, 1.0F}}},        {"router", {{1, 0.9F}, {0, 0.1F}}},
                     {"cloqueforte", {{1, 1.0F}}}, {"card", {{0, 0.7F}}}};
}

/// The ways to come near a word without knowing it, and with knowing it.
std::vector<std::string> typed_for(std::string_view word) {
  const std::string whole(word);
  const std::size_t middle = whole.size() / 2;
  std::vector<std::string> typed{whole,
                                 whole + " ",
                                 '"' + whole + '"',
                                 "refund -" + whole,
                                 "refund " + whole + " ",
                                 whole.substr(0, middle) + " " + whole.substr(middle),
                                 whole.substr(0, middle) + "-" + whole.substr(middle),
                                 "refund" + whole,
                                 whole + "money",
                                 whole + "s ",
                                 "tag:" + whole,
                                 "owner:" + whole,
                                 "department:" + whole,
                                 "product:" + whole,
                                 "id:" + whole,
                                 "kind:" + whole};
  for (std::size_t letters = 1; letters < whole.size(); ++letters) {
    typed.push_back(whole.substr(0, letters));
    typed.push_back("late " + whole.substr(0, letters));
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole, left_out = whole;
    changed[i] = changed[i] == 'h' ? 'o' : 'h';
    left_out.erase(i, 1);
    for (const std::string& slip : {changed, left_out}) {
      typed.push_back(slip);
      typed.push_back(slip + " ");
    }
    if (i == 0) continue;
    std::string swapped = whole;
    std::swap(swapped[i - 1], swapped[i]);
    typed.push_back(swapped + " ");
  }
  return typed;
}

/// Words of customers' texts, misspelt, cut, apart and as one; and what means the same.
std::vector<std::string> typed_for_what_is_shown() {
  std::vector<std::string> typed{"",
                                 " ",
                                 "refund",
                                 "refnd debti ",
                                 "late money",
                                 "late money?",
                                 "refundcard",
                                 "refund card",
                                 "refu nd",
                                 "login",
                                 "log in",
                                 "web site",
                                 "website",
                                 "cash",
                                 "cash ",
                                 "boss",
                                 "boss ",
                                 "reimbursed ",
                                 "wireless",
                                 "wifi",
                                 "wi fi",
                                 "my money has",
                                 "mony back ",
                                 "escalation ",
                                 "vyx blo",
                                 "numbr 7731",
                                 "7731",
                                 "xjv",
                                 "xjv 77",
                                 "night",
                                 "desk",
                                 "call back",
                                 "remboursement",
                                 "la carte ",
                                 "lead waive ",
                                 "08:00-18:00",
                                 "\"refund card\"",
                                 "kind:policy",
                                 "kind:procedure",
                                 "confidence:validated",
                                 "audience:internal",
                                 "audience:customer",
                                 "language:fr",
                                 "refund -money",
                                 "steps"};
  for (char c = 'a'; c <= 'z'; ++c) typed.emplace_back(1, c);
  return typed;
}

class LeakTest : public testing::Test {
 protected:
  /// Both houses answer alike, and say no secret that was not typed in.
  void expect_no_secret(const std::string& target, std::string_view typed,
                        std::string_view accept = "application/json") {
    const std::string told = customers.ask(target, accept);
    EXPECT_EQ(told, of_twin.ask(target, accept)) << target;
    const std::string said = lower(without(told, "-")), asked = lower(without(typed, "- "));
    for (const std::string_view secret : kSecrets) {
      if (asked.find(secret) != asked.npos) continue;
      EXPECT_EQ(said.find(secret), said.npos) << secret << " in " << target << "\n" << told;
    }
    ++asked_;
  }

  void expect_no_secret_when(const std::string& typed) {
    const std::string facets = "&limit=100&explain=1&" + std::string(kFacets);
    expect_no_secret(target_of("/api/v1/search?q=", typed) + facets, typed);
    expect_no_secret(target_of("/api/v1/search?q=", typed) + facets + "&exact=1", typed);
    expect_no_secret(target_of("/api/v1/search?q=", typed) + "&sort=title&lang=fr", typed);
    expect_no_secret(target_of("/api/v1/suggest?limit=20&q=", typed), typed);
    for (const auto& target :
         {target_of("/api/v1/search?q=", typed) + facets, target_of("/api/v1/suggest?q=", typed)})
      EXPECT_EQ(agents.ask(target + "&view=customer"), customers.ask(target)) << target;
  }

  TempVectors table_ = table();
  std::shared_ptr<const WordVectors> vectors = table_.open();
  House house{true, vectors}, twin{false, vectors};
  Desk customers{house.data.path(), Audience::kCustomer, {}, vectors};
  Desk of_twin{twin.data.path(), Audience::kCustomer, {}, vectors};
  Desk agents{house.data.path(), Audience::kInternal, {}, vectors};
  std::size_t asked_ = 0;
};

TEST_F(LeakTest, TheSecretsAreThereForAgents) {
  std::string told;
  for (const char* id : {"refund", "wifi", "desk", "threndor", "vlirtfax-cloqueforte"})
    told += agents.ask("/api/v1/articles/" + std::string(id)) +
            agents.ask("/api/v1/articles/" + std::string(id), "text/markdown");
  told = lower(without(told, "-"));
  for (const std::string_view secret : kSecrets) EXPECT_NE(told.find(secret), told.npos) << secret;
  EXPECT_NE(agents.ask("/api/v1/search?q=vyxquakr+").find("Vyxquark"), std::string::npos);
  EXPECT_NE(agents.ask("/api/v1/suggest?q=grom").find("Gromplex steps"), std::string::npos);
  EXPECT_NE(agents.ask("/api/v1/search?q=boss+").find("blorptide"), std::string::npos);
  EXPECT_NE(agents.ask("/api/v1/search?q=reimbursed+").find("threndor"), std::string::npos);
}

TEST_F(LeakTest, TheRoadsAreOpenToCustomers) {
  const auto leads = [this](const std::string& target, std::string_view to) {
    return customers.ask(target).find(to) != std::string::npos;
  };
  EXPECT_TRUE(leads("/api/v1/search?q=refnd+", R"("from":"refnd")"));
  EXPECT_TRUE(leads("/api/v1/search?q=cash+", R"("to":"money")"));
  EXPECT_TRUE(leads("/api/v1/search?q=r", "Refund to a debit card"));
  EXPECT_TRUE(leads("/api/v1/search?q=reimbursed+", "Refund to a debit card")) << "by meaning";
  EXPECT_TRUE(leads("/api/v1/suggest?q=mony", "my money has not come back"));
}

TEST_F(LeakTest, NothingThatIsTypedLeadsCustomersToASecret) {
  for (const std::string_view secret : kSecrets)
    for (const std::string& typed : typed_for(secret)) expect_no_secret_when(typed);
  for (const std::string& typed : typed_for_what_is_shown()) expect_no_secret_when(typed);
  EXPECT_GT(asked_, 2000U);
}

TEST_F(LeakTest, NoFilterOrAddressLeadsCustomersToASecret) {
  for (const std::string_view secret : kSecrets) {
    const std::string word(secret);
    for (const char* field : {"department", "product", "tag", "owner", "id"}) {
      const std::string filter = std::string(field) + "=" + word;
      expect_no_secret("/api/v1/search?q=refund&" + filter + "&" + std::string(kFacets), word);
      expect_no_secret("/api/v1/articles?" + filter, word);
    }
    for (const std::string& path :
         {"/api/v1/articles/" + word, "/a/" + word, "/p/" + word, "/p/" + word + "/secret.md",
          "/p/vlirtfax/" + word + ".md", "/api/v1/articles?folder=" + word,
          "/api/v1/articles?cursor=" + word})
      expect_no_secret(path, word + "vlirtfax");
  }
}

TEST_F(LeakTest, NoArticleOrListTellsCustomersASecret) {
  for (const char* id : {"refund", "wifi", "desk"})
    for (const char* form : {"application/json", "text/markdown", "text/html"})
      expect_no_secret("/api/v1/articles/" + std::string(id), "", form);
  for (const char* target :
       {"/api/v1/articles", "/api/v1/articles?limit=1", "/api/v1/articles?confidence=validated",
        "/api/v1/articles?kind=policy", "/p/refund.md", "/a/refund", "/readyz"})
    expect_no_secret(target, "");
}

TEST_F(LeakTest, EditingWhatIsInternalChangesNothingForCustomers) {
  for (const File& file : kFiles) {
    const std::string_view path = file.path;
    if (!path.ends_with(".md") || path == "desk.md") continue;
    house.articles.write(
        std::string(path),
        chosen(file.lines, true) + "\n> [!INTERNAL]\n> Refund, dolquin and gromplex.\n");
  }
  house.index(vectors);
  const Desk now(house.data.path(), Audience::kCustomer, {}, vectors);
  for (const std::string& typed : typed_for_what_is_shown())
    for (const char* route : {"/api/v1/search?q=", "/api/v1/suggest?q="})
      EXPECT_EQ(now.ask(target_of(route, typed)), of_twin.ask(target_of(route, typed))) << typed;
}

TEST_F(LeakTest, AWordThatBecomesInternalIsGoneAtOnce) {
  const auto write = [&](const char* audience) {
    house.articles.write("night.md", std::string("---\nlastmod: 2026-01-16\n---\n# Night\n\n> [!") +
                                         audience +
                                         "]\n> The pluvinox and the trombaset run at night.\n");
    house.index(vectors);
  };
  write("CUSTOMER");
  const Desk desk(house.data.path(), Audience::kCustomer, {}, vectors);
  const auto tells = [&](const std::string& target) {
    const std::string told = desk.ask(target);
    return told.find("pluvinox") != told.npos || told.find("trombaset") != told.npos;
  };
  EXPECT_TRUE(tells("/api/v1/search?q=pluvinxo+"));
  EXPECT_TRUE(tells("/api/v1/search?q=tromb"));

  write("INTERNAL");

  for (const char* typed : {"pluvinxo+", "pluvinxo", "pluv", "p", "pl", "plu", "tromb", "trombsaet",
                            "tromba+set", "night", "pluvi+nox"})
    for (const char* route : {"/api/v1/search?explain=1&q=", "/api/v1/suggest?q="})
      EXPECT_FALSE(tells(std::string(route) + typed)) << route << typed;
}

}  // namespace
}  // namespace aplomb::http
