// SPDX-License-Identifier: GPL-3.0-or-later
// Articles begin and cease to hold while nobody indexes.
#include "engine/hidden.h"

#include <gtest/gtest.h>

#include <array>
#include <map>

#include "engine/opaque_name.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::Ids;
using test::ids;
using test::TempIndex;
using test::value_of;

/// What all readers of a test take for the time.
class Clock {
 public:
  void set(const char* text) { now_ = parse_day_or_minute(text).value().begins; }
  [[nodiscard]] WallClock clock() const {
    return [this] { return now_; };
  }

 private:
  std::chrono::sys_seconds now_{};
};

class HiddenTest : public testing::Test {
 protected:
  HiddenTest() { clock_.set("2026-01-12T08:29"); }

  Ids found(const std::string& text, Audience reader = Audience::kInternal,
            bool unpublished = false) {
    SearchRequest request;
    request.text = text;
    request.unpublished = unpublished;
    const auto page = value_of(of(reader).search(request));
    return ids(page.found());
  }
  Ids listed(Audience reader) {
    Ids listed;
    for (const Article& one : value_of(of(reader).list({})).articles)
      listed.push_back(one.id.value);
    return listed;
  }
  Ids suggested(const std::string& text, Audience reader) {
    Ids suggested;
    for (const auto& one : value_of(of(reader).suggest(text, 8))) suggested.push_back(one.id.value);
    return suggested;
  }
  [[nodiscard]] const Searcher& of(Audience reader) const {
    return reader == Audience::kCustomer ? customers_ : agents_;
  }

  static constexpr std::array kReaders{Audience::kInternal, Audience::kCustomer};

  Clock clock_;
  TempIndex index_{
      article("fees")
          .title("Fees")
          .customer("A fee is shown before it is charged.")
          .with([](Article& one) { one.kind = Kind::kTip; }),
      article("fold")
          .title("Zephyrfold launch")
          .customer("The Zephyrfold costs a fee. Code ZX-9000.")
          .with([](Article& one) {
            one.publish_date = parse_day_or_minute("2026-01-12T08:30");
            one.kind = Kind::kPolicy;
            one.path = "news/fold.md";
            one.files = one.customer.files = {"news/fold.png"};
            one.pins = {"fee code"};
          }),
      article("sale")
          .title("Winter sale")
          .customer("No fee in the winter sale.")
          .with([](Article& one) { one.expiry_date = parse_day_or_minute("2026-01-12"); })};
  Searcher agents_ = index_.searcher(Audience::kInternal, clock_.clock());
  Searcher customers_ = index_.searcher(Audience::kCustomer, clock_.clock());
};

TEST_F(HiddenTest, AnArticleIsFoundFromItsMinuteOnWithoutIndexingAgain) {
  for (const Audience reader : kReaders) {
    clock_.set("2026-01-12T08:29");
    EXPECT_EQ(found("zephyrfold", reader), Ids{});
    EXPECT_EQ(found("fee code", reader).front(), "fees") << "pinned";
    EXPECT_EQ(suggested("zeph", reader), Ids{});
    EXPECT_EQ(suggested("zx-9", reader), Ids{});

    clock_.set("2026-01-12T08:30");
    EXPECT_EQ(found("zephyrfold", reader), Ids{"fold"});
    EXPECT_EQ(found("fee code", reader).front(), "fold");
    EXPECT_EQ(suggested("zeph", reader), Ids{"fold"});
    EXPECT_EQ(suggested("zx-9", reader), Ids{"fold"});
  }
}

TEST_F(HiddenTest, ADayIsWholeBeforeAnArticleExpires) {
  for (const Audience reader : kReaders) {
    clock_.set("2026-01-12T23:59");
    EXPECT_EQ(found("winter", reader), Ids{"sale"});
    clock_.set("2026-01-13T00:00");
    EXPECT_EQ(found("winter", reader), Ids{});
  }
}

TEST_F(HiddenTest, ForCustomersWhatIsHiddenIsNotThere) {
  const ArticleId fold{"fold"};
  const std::string picture = opaque_name("news/fold.png");
  EXPECT_EQ(customers_.article(fold).error().code, Code::kNotFound);
  EXPECT_EQ(customers_.similar(fold, 5).error().code, Code::kNotFound);
  EXPECT_EQ(customers_.find_file(picture).error().code, Code::kNotFound);
  EXPECT_EQ(customers_.find_link(opaque_name("news/fold.md")).error().code, Code::kNotFound);
  EXPECT_EQ(listed(Audience::kCustomer), (Ids{"fees", "sale"}));
  EXPECT_EQ(value_of(customers_.list({})).total, 2U);
  EXPECT_EQ(value_of(customers_.folder("")).articles, 2U);

  clock_.set("2026-01-12T08:30");
  EXPECT_TRUE(customers_.article(fold));
  EXPECT_EQ(value_of(customers_.find_file(picture)), "news/fold.png");
  EXPECT_TRUE(customers_.find_link(opaque_name("news/fold.md")));
  EXPECT_EQ(listed(Audience::kCustomer), (Ids{"fees", "fold", "sale"}));
  EXPECT_EQ(value_of(customers_.folder("")).articles, 3U);
}

TEST_F(HiddenTest, AgentsGetItByNameAndInListsAndSeeThatItDoesNotHold) {
  const auto stored = value_of(agents_.article({"fold"}));
  EXPECT_EQ(validity_of(stored.article, agents_.now()), Validity::kScheduled);
  EXPECT_EQ(listed(Audience::kInternal), (Ids{"fees", "fold", "sale"}));
  EXPECT_EQ(value_of(agents_.folder("news")).articles, 1U);
  clock_.set("2026-01-13");
  EXPECT_EQ(validity_of(value_of(agents_.article({"sale"})).article, agents_.now()),
            Validity::kExpired);
}

TEST_F(HiddenTest, WordsThatOnlyHiddenArticlesHaveAreNoWords) {
  for (const Audience reader : kReaders) {
    SearchRequest request;
    request.text = "zephirfold fee";
    const auto page = value_of(of(reader).search(request));
    EXPECT_TRUE(page.interpretation.corrected.empty());
    EXPECT_EQ(page.interpretation.unmatched, Ids{"zephirfold"});
    EXPECT_EQ(value_of(of(reader).corrections("zephyrfold", 5)), Ids{});
  }
  clock_.set("2026-01-12T08:30");
  EXPECT_EQ(value_of(agents_.corrections("zephyrfold", 5)), Ids{"zephyrfold"});
}

TEST_F(HiddenTest, WhatIsCountedIsWhatIsFound) {
  using Kinds = std::map<std::string, std::size_t>;
  SearchRequest all;
  all.facets = {FilterField::kKind};
  SearchRequest some = all;
  some.text = "fee";
  const auto kinds = [&](const SearchRequest& request) {
    const auto page = value_of(customers_.search(request));
    const auto& values = page.facets.at(FilterField::kKind);
    return std::pair(page.total, Kinds(values.begin(), values.end()));
  };
  EXPECT_EQ(kinds(all), std::pair(std::size_t{2}, Kinds{{"tip", 1}}));
  EXPECT_EQ(kinds(some), std::pair(std::size_t{2}, Kinds{{"tip", 1}}));
  clock_.set("2026-01-12T08:30");
  EXPECT_EQ(kinds(all), std::pair(std::size_t{3}, Kinds{{"tip", 1}, {"policy", 1}}));
  EXPECT_EQ(kinds(some), std::pair(std::size_t{3}, Kinds{{"tip", 1}, {"policy", 1}}));
}

TEST_F(HiddenTest, WhoAsksForWhatIsUnpublishedGetsItMarkedUnlessTheyAreCustomers) {
  SearchRequest request;
  request.text = "zephyrfold";
  request.unpublished = true;
  const auto page = value_of(agents_.search(request));
  ASSERT_EQ(ids(page.found()), Ids{"fold"});
  EXPECT_EQ(page.found()[0].validity, Validity::kScheduled);
  EXPECT_EQ(found("zephyrfold", Audience::kCustomer, true), Ids{});
  EXPECT_EQ(found("zephyrfold"), Ids{}) << "the next search hides it again";
}

TEST_F(HiddenTest, ACommitIsSeenAndTheClockMayGoBack) {
  clock_.set("2026-01-12T08:30");
  EXPECT_EQ(found("zephyrfold"), Ids{"fold"});
  clock_.set("2026-01-12T08:29");
  EXPECT_EQ(found("zephyrfold"), Ids{});
  auto writer = value_of(IndexWriter::open(index_.dir()));
  value_of(writer.put(article("next").title("Zephyrfold two").body("Soon.").with([](Article& one) {
    one.publish_date = parse_day_or_minute("2026-02-01");
  }),
                      {}));
  value_of(writer.commit());
  clock_.set("2026-01-31T23:59");
  EXPECT_EQ(found("zephyrfold"), Ids{"fold"});
  clock_.set("2026-02-01");
  EXPECT_EQ(found("zephyrfold").size(), 2U);
}

}  // namespace
}  // namespace aplomb
