// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/house_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "engine/hash.h"
#include "tests/support/temp_dir.h"

namespace aplomb {
namespace {

using Texts = std::vector<std::string>;

struct Read {
  std::optional<std::vector<SynonymRule>> rules;
  std::vector<Finding> findings;
};

Read read(std::string_view text) {
  FindingLog log("synonyms.yaml");
  auto rules = read_synonyms(text, log);
  return {std::move(rules), log.take()};
}

bool warns(const Read& read, int line, std::string_view part) {
  return std::ranges::any_of(read.findings, [&](const Finding& finding) {
    return finding.severity == Finding::Severity::kWarning && finding.line == line &&
           finding.message.find(part) != std::string::npos;
  });
}

bool refuses(const Read& read, int line) {
  return !read.rules && read.findings.size() == 1 && read.findings[0].line == line &&
         read.findings[0].severity == Finding::Severity::kRefused;
}

TEST(SynonymsFileTest, MutualGroupsAndOneWayEntriesAreRead) {
  const auto result = read(
      "mutual:\n"
      "  - {language: en, words: [wifi, wi-fi, \"wireless  network\"]}\n"
      "one_way:\n"
      "  - {from: [box, router], to: hub}\n"
      "  - {language: de-DE, from: [kasten], to: [hub]}\n");
  ASSERT_TRUE(result.rules);
  EXPECT_TRUE(result.findings.empty());
  const Texts words{"wifi", "wi-fi", "wireless network"};
  EXPECT_EQ(*result.rules, (std::vector<SynonymRule>{{"en", words, words},
                                                     {"", {"box", "router"}, {"hub"}},
                                                     {"de", {"kasten"}, {"hub"}}}));
}

TEST(SynonymsFileTest, AnEmptyFileSaysNothing) {
  for (const char* text : {"", "# nothing yet\n", "mutual: []\n", "mutual:\none_way:\n"}) {
    const auto result = read(text);
    ASSERT_TRUE(result.rules) << text;
    EXPECT_TRUE(result.rules->empty() && result.findings.empty()) << text;
  }
}

TEST(SynonymsFileTest, WhatIsWrongInOneEntryIsNamedAndTheOthersAreTaken) {
  const auto result = read(
      "mutual:\n"                                   // 1
      "  - {words: [alone]}\n"                      // 2
      "  - {words: []}\n"                           // 3
      "  - {words: [one, One, two]}\n"              // 4
      "  - {language: english, words: [a, b]}\n"    // 5
      "  - [wifi, wlan]\n"                          // 6
      "  - {word: [a, b]}\n"                        // 7
      "  - {words: [a b c d e f g, '!!', h, i]}\n"  // 8
      "  - {words: {a: b}}\n"                       // 9
      "one_way:\n"                                  // 10
      "  - {from: [], to: [x]}\n"                   // 11
      "  - {from: [x]}\n"                           // 12
      "  - {from: [x], to: [[y]]}\n"                // 13
      "  - {from: [x], to: [y]}\n"                  // 14
      "oneway: []\n");                              // 15
  ASSERT_TRUE(result.rules);
  EXPECT_TRUE(warns(result, 2, "fewer than two words"));
  EXPECT_TRUE(warns(result, 3, "fewer than two words"));
  EXPECT_TRUE(warns(result, 4, "'One' stands here twice"));
  EXPECT_TRUE(warns(result, 5, "no language code"));
  EXPECT_TRUE(warns(result, 6, "should be a group"));
  EXPECT_TRUE(warns(result, 7, "`word` is no key known here"));
  EXPECT_TRUE(warns(result, 8, "too long"));
  EXPECT_TRUE(warns(result, 8, "no letters or digits"));
  EXPECT_TRUE(warns(result, 9, "should be a list"));
  EXPECT_TRUE(warns(result, 11, "`from` has no words"));
  EXPECT_TRUE(warns(result, 12, "`to` has no words"));
  EXPECT_TRUE(warns(result, 13, "should be a text"));
  EXPECT_TRUE(warns(result, 15, "`oneway` is no key known here"));
  EXPECT_EQ(*result.rules, (std::vector<SynonymRule>{{"", {"one", "two"}, {"one", "two"}},
                                                     {"", {"h", "i"}, {"h", "i"}},
                                                     {"", {"x"}, {"y"}}}));
}

TEST(SynonymsFileTest, AFileThatIsNotWhatItWasMeantToBeIsRefusedWithItsLine) {
  EXPECT_TRUE(refuses(read("mutual:\n  - {words: [a, b]\n  - {words: [c, d]}\n"), 3));
  EXPECT_TRUE(refuses(read("- a\n- b\n"), 1));
  EXPECT_TRUE(refuses(read("\nmutual: wifi, wlan\n"), 2));
  EXPECT_TRUE(refuses(read("mutual: []\none_way: {from: a}\n"), 2));
  EXPECT_TRUE(refuses(read("a: 1\nb: caf\xE9\n"), 2));
  EXPECT_TRUE(refuses(read("a: 1\nb: \x01\n"), 2));
  EXPECT_TRUE(refuses(read(std::string_view("a: 1\n\n\0", 7)), 3));
  EXPECT_TRUE(refuses(read("mutual:\n  - &a {words: [a, b]}\n  - *a\n"), 3));
  EXPECT_TRUE(refuses(read("\tmutual: []\n"), 1));
}

TEST(SynonymsFileTest, SizesAreBoundedAndSaidSo) {
  const auto large = read(std::string(kMaxHouseFileBytes + 1, '#'));
  EXPECT_FALSE(large.rules);
  EXPECT_NE(large.findings[0].message.find("256 KiB"), std::string::npos);

  std::string many = "mutual:\n";
  for (int i = 0; i < 9000; ++i) many += "- {words: [a, b]}\n";
  const auto too_many = read(many);
  EXPECT_FALSE(too_many.rules);
  EXPECT_NE(too_many.findings[0].message.find("more than 20000 values"), std::string::npos);

  std::string wide = "mutual:\n- words:\n";
  for (int i = 0; i < 60; ++i) wide += "  - word" + std::to_string(i) + "\n";
  const auto cut = read(wide);
  EXPECT_TRUE(warns(cut, 53, "more than 50 words"));
  EXPECT_EQ(cut.rules->at(0).to.size(), 50U);
}

TEST(SynonymsFileTest, ByteOrderMarksAndLineEndsOfOtherSystemsAreRead) {
  const auto result = read("\xEF\xBB\xBFmutual:\r\n- {words: [a, b]}\r\n- {words: [c]}\r\n");
  ASSERT_TRUE(result.rules);
  EXPECT_EQ(result.rules->size(), 1U);
  EXPECT_TRUE(warns(result, 3, "fewer than two words"));
}

TEST(SynonymsFileTest, HostileInputEnds) {
  const auto repeat = [](std::string_view part, std::string_view end = "") {
    std::string text = "mutual:\n";
    while (text.size() < kMaxHouseFileBytes - 16) text += part;
    return text.append(end);
  };
  for (const char* part :
       {"[",           "{",   "- ",   "? ",     "[[]",    "{a: ",   "- - ",  "a: &b ",
        "'",           "\"",  "\"\\", "| ",     "!",      "!!a ",   "&a",    "*a",
        "%",           "{a,", "[a,",  "a:\n  ", "\n",     "# ",     "---\n", "...\n",
        "- {words: [", "[?",  "? [",  "a: b: ", "\"a\":", "{\"a\"", "<<: "})
    for (const char* line : {"", "\n"}) static_cast<void>(read(repeat(std::string(part) + line)));
}

TEST(AplombFileTest, NoTypoWordsAreFoldedAndTheRestIsLetBe) {
  FindingLog log("aplomb.yaml");
  const auto words = read_no_typo(
      "no_typo:\n  - Café\n  - Wi-Fi\n  - two words\n  - cafe\n  - {a: b}\n"
      "calendar: {time_zone: UTC, hours: {start: \"08:00\"}}\ndepartment: x\n",
      log);
  ASSERT_TRUE(words);
  EXPECT_EQ(*words, (Texts{hash_digits("cafe"), hash_digits("wifi")}));
  const auto findings = log.take();
  std::vector<int> lines;
  for (const Finding& finding : findings) lines.push_back(finding.line);
  EXPECT_EQ(lines, (std::vector<int>{4, 5, 6, 8}));
}

TEST(HouseFilesTest, OfAFileThatCannotBeTakenTheFormerStays) {
  const test::TempDir dir;
  const HouseWords former{{{"en", {"a"}, {"b"}}}, {"charge"}};
  dir.write("synonyms.yaml", "mutual: [\n");
  dir.write("aplomb.yaml", "no_typo: [change]\n");
  const HouseFiles files = read_house_files(dir.path(), former);
  EXPECT_EQ(files.refused, 1U);
  EXPECT_EQ(files.words.synonyms, former.synonyms);
  EXPECT_EQ(files.words.no_typo, (Texts{hash_digits("change")}));
  ASSERT_EQ(files.findings.size(), 1U);
  EXPECT_EQ(files.findings[0].path, "synonyms.yaml");
}

TEST(HouseFilesTest, AFileThatIsNotThereSaysNothing) {
  const test::TempDir dir;
  const HouseFiles files = read_house_files(dir.path(), {{{"en", {"a"}, {"b"}}}, {"charge"}});
  EXPECT_EQ(files.words, HouseWords{});
  EXPECT_TRUE(files.findings.empty());
}

TEST(HouseFilesTest, WhatIsNoFileIsRefusedAndNotWaitedFor) {
  const test::TempDir dir;
  std::filesystem::create_directory(dir.path() / "synonyms.yaml");
  ASSERT_EQ(::mkfifo((dir.path() / "aplomb.yaml").c_str(), 0600), 0);
  EXPECT_EQ(read_house_files(dir.path(), {}).refused, 2U);
}

}  // namespace
}  // namespace aplomb
