// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/expansion.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace aplomb {
namespace {

/// A vocabulary from the test's own table: expanding needs no index.
class FixedVocabulary final : public Vocabulary {
 public:
  FixedVocabulary(std::map<std::string, std::size_t> words, std::vector<std::string> languages)
      : words_(std::move(words)), languages_(std::move(languages)) {}

  std::vector<Word> beginning_with(std::string_view head, std::size_t limit, bool) const override {
    std::vector<Word> found;
    for (const auto& [form, frequency] : words_)
      if (form.starts_with(head) && found.size() < limit) found.push_back({form, frequency});
    return found;
  }
  std::size_t frequency(const std::string& term) const override {
    const auto word = words_.find(term);
    return word == words_.end() ? 0 : word->second;
  }
  const std::vector<std::string>& languages() const override { return languages_; }

 private:
  std::map<std::string, std::size_t> words_;
  std::vector<std::string> languages_;
};

Plan plan_of(std::string_view text, const std::vector<std::string>& languages = {"en"}) {
  Stemmer stemmer;
  const FixedVocabulary vocabulary({{"refund", 5}, {"refunding", 2}}, languages);
  return expand(parse_query(text), vocabulary, stemmer, "");
}

std::string terms(const Group& group) {
  std::string all;
  for (const Alternative& alternative : group.alternatives) all += alternative.term + " ";
  return all;
}

TEST(ExpansionTest, AWordIsItsStemAndItself) {
  EXPECT_EQ(to_string(plan_of("refunds ")), "language en\nrefunds: Zrefund ×1 refunds ×0.2");
}

TEST(ExpansionTest, TheLastWordIsWhatItMayBecome) {
  EXPECT_EQ(terms(plan_of("refu").groups[0]), "Zrefu refu refund refunding ");
}

TEST(ExpansionTest, EachLanguageOfTheIndexGivesItsStem) {
  EXPECT_EQ(terms(plan_of("kaufen ", {"en", "de"}).groups[0]), "Zkaufen Zkauf kaufen ");
}

TEST(ExpansionTest, FunctionWordsWeighLittleBesideOthers) {
  const Plan plan = plan_of("what is the refund ");
  EXPECT_EQ(plan.groups[0].weight, 1);  // question words tell FAQs apart
  EXPECT_LT(plan.groups[1].weight, 1);
  EXPECT_LT(plan.groups[2].weight, 1);
  EXPECT_EQ(plan.groups[3].weight, 1);
  EXPECT_EQ(plan_of("to be ").groups[0].weight, 1);
}

TEST(ExpansionTest, TheQuerysLanguageIsTheOneWhoseFunctionWordsItUses) {
  EXPECT_EQ(plan_of("wie kann ich das kaufen ", {"en", "de"}).language, "de");
  EXPECT_EQ(plan_of("how can I buy it ", {"de", "en"}).language, "en");
}

TEST(ExpansionTest, ACodeIsItsWholeAndItsParts) {
  EXPECT_EQ(terms(plan_of("ERR-4012 ").groups[0]), "Zerr err 4012 err4012 ");
}

}  // namespace
}  // namespace aplomb
