// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/question.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "desk/question_index.h"
#include "engine/hash.h"

namespace aplomb::desk {
namespace {

HouseWords house() {
  HouseWords words;
  words.synonyms = {
      {"en", {"mobile", "mobile phone", "cell phone"}, {"mobile", "mobile phone", "cell phone"}},
      {"en", {"refund", "money back"}, {"refund", "money back"}},
      {"en", {"mother", "father"}, {"relative"}},
      {"de", {"Handy", "Mobiltelefon"}, {"Handy", "Mobiltelefon"}},
  };
  words.no_typo = {hash_digits("charge"), hash_digits("change")};
  return words;
}

class QuestionTest : public testing::Test {
 protected:
  [[nodiscard]] bool same(const std::string& one, const std::string& other,
                          const Readings& of_other = {}, const Readings& of_one = {}) const {
    const Question first(one, words_, of_one), second(other, words_, of_other);
    const bool alike = likeness(first, second) >= kSameQuestion;
    EXPECT_EQ(alike, likeness(second, first) >= kSameQuestion) << one << " / " << other;
    const QuestionIndex index({{1, std::make_shared<const Question>(first)}});
    EXPECT_EQ(alike, index.find(second, [](std::int64_t) { return true; }).has_value())
        << one << " / " << other;
    return alike;
  }

  QuestionWords words_{house(), {"en", "de", "it"}};
};

TEST_F(QuestionTest, ParaphrasesAskTheSame) {
  const std::vector<std::pair<std::string, std::string>> pairs{
      {"Can I use an eSIM with the Tab?", "esim tab"},
      {"Can I use an eSIM with the Tab?", "customer wants to know if the Tab takes an e-SIM"},
      {"Can I use an eSIM with the Tab while abroad?", "esim tab abroad"},
      {"Where do I get my eSIM QR code", "esim qr codes where"},
      {"How do I transfer my landline number to another provider?",
       "transferring landline numbers to another provider"},
      {"the caller asks for an invoice in braille", "Invoices in Braille?"},
      {"Do you ship to the Azores", "shipping to the azores"},
      {"my pass word manager is refused", "password manager refused"},
      {"does the log in work with a passkey", "login with passkey"},
      {"mobile phone insurance abroad", "cell phone insurance abroad"},
      {"money back for a drone", "drone refund"},
      {"it does not pair with my hearing aid", "it doesn't pair with the hearing aid"},
      {"ERR-4012 after the eSIM", "esim err 4012"},
      {"Wie bekomme ich eine Rechnung in Blindenschrift?", "Rechnungen in Blindenschrift bekommen"},
      {"Kann ich mein Handy versichern?", "Der Kunde möchte sein Mobiltelefon versichern"},
      {"Wo finde ich die Prüfnummer für den Gutschein?", "prufnummer gutschein finde ich wo"},
      {"Comment résilier mon assurance voyage ?", "le client veut résilier son assurance voyage"},
      {"¿Cómo cancelo el seguro de viaje?", "cancelar seguro de viaje"},
      {"Come cancello la polizza viaggio?", "cancellare polizza viaggio"},
      {"電子SIMの再発行", "電子SIMの再発行"},
      {"как вернуть дрон", "вернуть дрон как"},
      {"what does the express courier to Malta cost",
       "how much does the express courier to Malta cost"},
  };
  for (const auto& [one, other] : pairs) EXPECT_TRUE(same(one, other)) << one << " / " << other;
}

TEST_F(QuestionTest, NearMissesStayApart) {
  const std::vector<std::pair<std::string, std::string>> pairs{
      {"refund to a debit card", "refund to a credit card"},
      {"cancel the order", "cancel the contract"},
      {"cancel the order", "change the order"},
      {"ERR-4012 on the Tab", "ERR-4021 on the Tab"},
      {"Tab 2 with an eSIM", "Tab 3 with an eSIM"},
      {"it works with an eSIM", "it does not work with an eSIM"},
      {"eSIM with a contract", "eSIM without a contract"},
      {"when does the shop open", "where does the shop open"},
      {"who pays for the return", "when do I pay for the return"},
      {"my mother died, what about her contract", "my father died, what about his contract"},
      {"what is an eSIM", "why an eSIM"},
      {"activate the eSIM", "deactivate the eSIM"},
      {"charge the tablet", "change the tablet"},
      {"esim", "esim abroad"},
      {"insurance for the drone", "insurance for the phone"},
      {"Vertrag mit Handy", "Vertrag ohne Handy"},
      {"Rechnung per Post", "Rechnung per Mail"},
      {"résilier l'assurance voyage", "résilier l'assurance vie"},
      {"電子SIMの再発行", "電子SIMの解約"},
      {"I cannot hear the caller through the hub", "I cannot hear the caller through the tab"},
      {"courier to Malta", "courier to Mali"},
  };
  for (const auto& [one, other] : pairs) EXPECT_FALSE(same(one, other)) << one << " / " << other;
}

TEST_F(QuestionTest, ATypingErrorCountsOnlyWhereTheIndexDoesNotHaveTheWord) {
  EXPECT_TRUE(same("drone insurance", "drone insurence", {{}, {"insurence"}}));
  EXPECT_TRUE(same("refund for a drone", "refnd for a drone", {{{"refnd", "refund"}}, {}}));
  EXPECT_TRUE(same("does it take klarna", "klanra", {{}, {"klanra"}}, {{}, {"klarna"}}));
  EXPECT_FALSE(same("hot massage chair", "hot message chair"));
  EXPECT_FALSE(same("copy of my passport", "copy of my password", {}, {{}, {"passport"}}));
  EXPECT_FALSE(same("charge it", "chagre it", {{}, {"chagre"}}))
      << "the house wants the word left alone";
}

TEST_F(QuestionTest, AWordMoreIsToleratedAmongManyOnly) {
  EXPECT_TRUE(same("transfer landline number another provider",
                   "transfer landline number another provider saturday"));
  EXPECT_FALSE(same("transfer number", "transfer number saturday"));
}

TEST_F(QuestionTest, TheLanguageIsThatOfTheFunctionWords) {
  EXPECT_EQ(Question("Kann ich mein Handy versichern?", words_).language(), "de");
  EXPECT_EQ(Question("can I insure my phone", words_).language(), "en");
  EXPECT_EQ(Question("esim", words_).language(), "");
}

TEST_F(QuestionTest, AnyTextIsTaken) {
  for (const std::string& text :
       {std::string(), std::string("?!… ---"), std::string("\0\x01\x02", 3),
        std::string("\xff\xfe"), std::string(" \t\n")})
    EXPECT_TRUE(Question(text, words_).empty()) << text;
  EXPECT_FALSE(Question("what is it", words_).empty()) << "function words count where alone";

  std::string much;
  for (int i = 0; much.size() < (std::size_t{1} << 20U); ++i)
    much += "word" + std::to_string(i) + ' ';
  EXPECT_TRUE(same(much, much));
  EXPECT_TRUE(same(std::string(1 << 20, 'a'), std::string(1 << 20, 'a')));
}

TEST_F(QuestionTest, ItIsFoundAmongThousands) {
  std::mt19937 random(7);  // NOLINT: repeatable on purpose
  const auto word = [&] {
    std::string made = "w";
    for (int i = 0; i < 6; ++i) made += static_cast<char>('a' + random() % 26);
    return made;
  };
  std::vector<NumberedQuestion> many;
  for (std::int64_t id = 1; id <= 2000; ++id)
    many.push_back({id, std::make_shared<const Question>(
                            "how do I " + word() + " the " + word() + " esim", words_)});
  many.push_back({2001, std::make_shared<const Question>("esim for a lighthouse keeper", words_)});
  const QuestionIndex index(std::move(many));
  const auto all = [](std::int64_t) { return true; };

  EXPECT_EQ(index.find(Question("lighthouse keepers: esim?", words_), all)->id, 2001);
  EXPECT_EQ(index.find(Question("esim lihgthouse keeper", words_, {{}, {"lihgthouse"}}), all)->id,
            2001);
  EXPECT_FALSE(index.find(Question("esim for a bus driver", words_), all));
  EXPECT_FALSE(index.find(Question("esim for a lighthouse keeper", words_),
                          [](std::int64_t id) { return id != 2001; }));
}

}  // namespace
}  // namespace aplomb::desk
