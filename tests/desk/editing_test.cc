// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/editing.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "desk/article_history.h"
#include "desk/audit_log.h"
#include "engine/searcher.h"
#include "indexer/indexing.h"
#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

namespace fs = std::filesystem;
using aplomb::test::code_of;
using aplomb::test::TempDesk;
using aplomb::test::TempDir;
using aplomb::test::value_of;

constexpr auto kAnything = [](const ArticleFile*) { return true; };
constexpr auto kNew = [](const ArticleFile* now) { return now == nullptr; };

Editing::Condition based_on(std::string version) {
  return [version = std::move(version)](const ArticleFile* now) {
    return now != nullptr && now->version == version;
  };
}

Editor editor(Role role = Role::kEditor) {
  return {.actor = Actor::person("ana"),
          .role = role,
          .name = "ana",
          .department = "payments",
          .team = "payments-kb",
          .author = {"Ana Ito", "ana@example.org"}};
}

/// A folder of articles that is edited, with its index; without a history until init().
class EditingTest : public testing::Test {
 protected:
  void write(const std::string& path, const std::string& bytes) {
    fs::create_directories((folder() / path).parent_path());
    std::ofstream(folder() / path, std::ios::binary) << bytes;
    index();
  }
  [[nodiscard]] std::string bytes(const std::string& path) const {
    std::ifstream file(folder() / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] fs::path folder() const { return dir_.path() / "articles"; }
  void index() {
    IndexOptions options;
    options.articles = folder();
    options.index_dir = dir_.path() / "index";
    value_of(index_folder(options));
    if (!searcher_)
      searcher_.emplace(value_of(Searcher::open(options.index_dir, Audience::kInternal)));
  }
  [[nodiscard]] std::optional<std::string> path_of(const ArticleId& id) const {
    if (!searcher_) return std::nullopt;
    const auto stored = searcher_->article(id);
    return stored ? std::optional(stored->article.path) : std::nullopt;
  }
  [[nodiscard]] std::string version(const std::string& id) {
    return value_of(editing_.read({id})).version;
  }
  void init() { static_cast<void>(value_of(History::init(folder(), {"Ana", "ana@example.org"}))); }
  [[nodiscard]] std::vector<std::string> actions() {
    std::vector<std::string> actions;
    for (const auto& entry : value_of(desk_->audit().list(100))) actions.push_back(entry.action);
    return actions;
  }

  TempDir dir_;
  TempDesk desk_;
  std::optional<Searcher> searcher_;
  std::vector<std::string> touched_;
  Editing editing_{[this] {
                     fs::create_directories(folder());
                     return EditingOptions{
                         .articles = folder(),
                         .path_of = [this](const ArticleId& id) { return path_of(id); },
                         .touched = [this](const std::string& path) { touched_.push_back(path); }};
                   }(),
                   desk_->audit()};
};

TEST_F(EditingTest, ANewArticleIsStoredByteForByte) {
  const std::string text = "---\r\ntitle:  Late   refund \r\n---\r\n\r\nAsk for the date.\t\r\n";
  const auto saved = value_of(editing_.save(editor(), {"late-refund"}, {.bytes = text}, kNew));

  EXPECT_EQ(bytes("late-refund.md"), text);
  EXPECT_EQ(saved.path, "late-refund.md");
  EXPECT_TRUE(saved.created);
  EXPECT_EQ(saved.commit, std::nullopt);
  EXPECT_EQ(touched_, std::vector<std::string>{"late-refund.md"});
  EXPECT_EQ(value_of(editing_.read({"late-refund"})).bytes, text);
  EXPECT_EQ(actions(), std::vector<std::string>{"article.create"});
}

TEST_F(EditingTest, ANewArticleMayNameItsPlace) {
  const std::string text = "---\nid: late-refund\n---\nText\n";
  value_of(
      editing_.save(editor(), {"late-refund"}, {.bytes = text, .path = "payments/Späte.md"}, kNew));
  EXPECT_EQ(bytes("payments/Späte.md"), text);
}

TEST_F(EditingTest, ATextThatHasAnotherIdIsNotStored) {
  for (const auto& [bytes, path] :
       std::vector<std::pair<std::string, std::string>>{{"---\nid: other\n---\n", ""},
                                                        {"Text", "payments/late-refund.md"},
                                                        {"Text", "notes.txt"}}) {
    const auto saved =
        editing_.save(editor(), {"late-refund"}, {.bytes = bytes, .path = path}, kNew);
    EXPECT_EQ(code_of(saved), Code::kUnprocessable) << bytes;
  }
  EXPECT_TRUE(fs::is_empty(folder()));
}

TEST_F(EditingTest, WhatIsNoTextIsNotStored) {
  for (const char* text : {"\xFF\xFE", "caf\xE9"})
    EXPECT_EQ(code_of(editing_.save(editor(), {"a"}, {.bytes = text}, kNew)), Code::kUnprocessable);
  EXPECT_EQ(code_of(editing_.save(editor(), {"a"}, {.bytes = std::string(5'000'000, 'x')}, kNew)),
            Code::kUnprocessable);
}

TEST_F(EditingTest, NoPathLeadsOutOfTheFolder) {
  for (const char* path :
       {"../out.md", "/etc/out.md", ".git/hooks/out.md", "a/../../out.md", "a//b.md"})
    EXPECT_EQ(code_of(editing_.save(editor(), {"out"},
                                    {.bytes = "---\nid: out\n---\n", .path = path}, kNew)),
              Code::kInvalidArgument)
        << path;
}

TEST_F(EditingTest, AnArticleIsReplacedOnlyByWhoHasSeenIt) {
  write("refund.md", "one");
  const auto first = version("refund");
  value_of(editing_.save(editor(), {"refund"}, {.bytes = "two"}, based_on(first)));

  EXPECT_EQ(code_of(editing_.save(editor(), {"refund"}, {.bytes = "three"}, based_on(first))),
            Code::kStale);
  EXPECT_EQ(code_of(editing_.save(editor(), {"refund"}, {.bytes = "three"}, kNew)), Code::kStale);
  EXPECT_EQ(code_of(editing_.save(editor(), {"gone"}, {.bytes = "three"}, based_on(first))),
            Code::kStale);
  EXPECT_EQ(bytes("refund.md"), "two");
}

TEST_F(EditingTest, AChangeMadeOutsideIsSeenBeforeTheIndexKnowsOfIt) {
  write("refund.md", "one");
  const auto seen = version("refund");
  std::ofstream(folder() / "refund.md") << "from a shell";
  EXPECT_EQ(code_of(editing_.save(editor(), {"refund"}, {.bytes = "two"}, based_on(seen))),
            Code::kStale);
  EXPECT_EQ(bytes("refund.md"), "from a shell");
}

TEST_F(EditingTest, AnIdIsGivenOnceAlsoBeforeTheIndexHasFollowed) {
  const std::string text = "---\nid: refund\n---\n";
  value_of(editing_.save(editor(), {"refund"}, {.bytes = text, .path = "a.md"}, kNew));
  EXPECT_EQ(code_of(editing_.save(editor(), {"refund"}, {.bytes = text, .path = "b.md"}, kNew)),
            Code::kStale);
  EXPECT_FALSE(fs::exists(folder() / "b.md"));
}

TEST_F(EditingTest, WhatLiesAtThePathAlreadyStays) {
  std::ofstream(folder() / "refund.md") << "\xFF";
  EXPECT_EQ(code_of(editing_.save(editor(), {"refund"}, {.bytes = "new"}, kNew)), Code::kConflict);
  EXPECT_EQ(bytes("refund.md"), "\xFF");
}

TEST_F(EditingTest, OfManyWhoSaveAtOnceNobodyOverwritesAnother) {
  write("refund.md", "start");
  constexpr int kEditors = 4, kSaves = 250;
  std::atomic<int> saved = 0, refused = 0;
  std::vector<std::vector<std::string>> mine(kEditors);
  std::vector<std::thread> editors;
  for (int who = 0; who < kEditors; ++who)
    editors.emplace_back([&, who] {
      for (int i = 0; i < kSaves; ++i) {
        const auto now = editing_.read({"refund"});
        if (!now) continue;
        const auto line = "\n" + std::to_string(who) + "." + std::to_string(i);
        const auto done = editing_.save(editor(), {"refund"}, {.bytes = now->bytes + line},
                                        based_on(now->version));
        if (done) mine[who].push_back(line + "\n");
        ++(done ? saved : refused);
      }
    });
  for (auto& each : editors) each.join();

  const auto text = bytes("refund.md") + "\n";
  for (const auto& lines : mine)
    for (const auto& line : lines) EXPECT_NE(text.find(line), std::string::npos) << line;
  EXPECT_GT(saved, 0);
  EXPECT_EQ(saved + refused, kEditors * kSaves);
}

TEST_F(EditingTest, RemovingTakesTheFileAway) {
  write("refund.md", "one");
  EXPECT_EQ(code_of(editing_.remove(editor(), {"refund"}, based_on("other"))), Code::kStale);
  ASSERT_TRUE(editing_.remove(editor(), {"refund"}, based_on(version("refund"))));
  EXPECT_FALSE(fs::exists(folder() / "refund.md"));
  EXPECT_EQ(code_of(editing_.read({"refund"})), Code::kNotFound);
}

TEST_F(EditingTest, AnIdOfThePathIsLeftBehindAsAnAlias) {
  write("refund.md", "# Refund\n");
  const auto saved = value_of(editing_.move(editor(), {"refund"}, "payments/refund.md", kAnything));

  EXPECT_EQ(saved.id.value, "payments-refund");
  EXPECT_FALSE(fs::exists(folder() / "refund.md"));
  EXPECT_EQ(bytes("payments/refund.md"), "---\naliases: [refund]\n---\n# Refund\n");
  EXPECT_EQ(value_of(editing_.read({"refund"})).article.id.value, "payments-refund");
  index();
  EXPECT_EQ(path_of({"refund"}), "payments/refund.md");
}

TEST_F(EditingTest, AnIdThatIsWrittenDownNeedsNoAlias) {
  write("a.md", "---\nid: refund\n---\n");
  const auto saved = value_of(editing_.move(editor(), {"refund"}, "b/c.md", kAnything));
  EXPECT_EQ(saved.id.value, "refund");
  EXPECT_EQ(bytes("b/c.md"), "---\nid: refund\n---\n");
}

TEST_F(EditingTest, AFormerIdIsNotSavedUnder) {
  write("refund.md", "# Refund\n");
  value_of(editing_.move(editor(), {"refund"}, "payments/refund.md", kAnything));
  EXPECT_TRUE(value_of(editing_.read({"refund"})).was_called({"refund"}));
  EXPECT_FALSE(value_of(editing_.read({"payments-refund"})).was_called({"payments-refund"}));
  EXPECT_EQ(code_of(editing_.save(editor(), {"refund"}, {.bytes = "new"}, kAnything)),
            Code::kConflict);
  EXPECT_EQ(code_of(editing_.archive(editor(), {"refund"}, kAnything)), Code::kConflict);
}

TEST_F(EditingTest, NoMoveGivesAnArticleTheIdOfAnother) {
  write("a.md", "one");
  write("other.md", "---\nid: b\n---\n");
  EXPECT_EQ(code_of(editing_.move(editor(), {"a"}, "b.md", kAnything)), Code::kConflict);
  EXPECT_EQ(bytes("a.md"), "one");
  value_of(editing_.move(editor(), {"a"}, "c.md", kAnything));
  value_of(editing_.move(editor(), {"c"}, "a.md", kAnything));
  EXPECT_EQ(value_of(editing_.read({"a"})).article.path, "a.md") << "back to where it was";
}

TEST_F(EditingTest, NothingIsMovedOverSomethingElse) {
  write("a.md", "one");
  write("b.md", "two");
  EXPECT_EQ(code_of(editing_.move(editor(), {"a"}, "b.md", kAnything)), Code::kConflict);
  EXPECT_EQ(bytes("a.md"), "one");
  EXPECT_EQ(bytes("b.md"), "two");
}

TEST_F(EditingTest, ArchivingAndRestoringChangeOneLine) {
  write("refund.md", "---\nconfidence: validated  # by legal\ntitle: A\n---\nText\n");
  value_of(editing_.archive(editor(), {"refund"}, kAnything));
  EXPECT_EQ(bytes("refund.md"), "---\nconfidence: archived  # by legal\ntitle: A\n---\nText\n");
  value_of(editing_.restore(editor(), {"refund"}, kAnything));
  EXPECT_EQ(bytes("refund.md"),
            "---\nconfidence: not-validated  # by legal\ntitle: A\n---\nText\n");
}

TEST_F(EditingTest, WhatTheServerCantChangeSafelyItLeaves) {
  const std::string toml = "+++\ntitle = \"A\"\n+++\nText\n";
  write("refund.md", toml);
  EXPECT_EQ(code_of(editing_.archive(editor(), {"refund"}, kAnything)), Code::kConflict);
  EXPECT_EQ(bytes("refund.md"), toml);
}

TEST_F(EditingTest, TheOwnerMaySayThatItIsStillRight) {
  write("refund.md", "---\nowner: payments-kb\n---\n");
  write("other.md", "---\nowner: plans-kb\n---\n");
  const auto agent = editor(Role::kAgent);
  value_of(editing_.review(agent, {"refund"}, kAnything));
  EXPECT_EQ(bytes("refund.md"),
            "---\nowner: payments-kb\nlast_reviewed: " + aplomb::to_string(today()) + "\n---\n");
  EXPECT_EQ(code_of(editing_.review(agent, {"other"}, kAnything)), Code::kForbidden);
  EXPECT_EQ(code_of(editing_.archive(agent, {"refund"}, kAnything)), Code::kForbidden);
}

TEST_F(EditingTest, AReaderMayFlagAnArticleAndItsOwnerLooksIntoIt) {
  write("refund.md", "---\nowner: payments-kb\n---\nText\n");
  auto reader = editor(Role::kAgent);
  reader.team = "blue";
  reader.department = "plans";
  value_of(editing_.flag(reader, {"refund"}, "  The fee is \"12 EUR\" now. ", kAnything));
  value_of(editing_.flag(reader, {"refund"}, "And late: # ten days", kAnything));
  const auto flags = value_of(editing_.read({"refund"})).article.flags;
  ASSERT_EQ(flags.size(), 2U);
  EXPECT_EQ(flags[0].reason, "The fee is \"12 EUR\" now.");
  EXPECT_EQ(flags[1].by, "ana");
  EXPECT_EQ(code_of(editing_.flag(reader, {"refund"}, " ", kAnything)), Code::kInvalidArgument);
  EXPECT_EQ(code_of(editing_.unflag(reader, {"refund"}, kAnything)), Code::kForbidden);
  value_of(editing_.unflag(editor(Role::kAgent), {"refund"}, kAnything));
  EXPECT_EQ(bytes("refund.md"), "---\nowner: payments-kb\n---\nText\n");
}

TEST_F(EditingTest, ADepartmentMayKeepItsArticlesToItself) {
  write("refund.md", "---\ndepartment: payments\n---\n");
  write("aplomb.yaml", "departments:\n  - {id: payments, edit: own}\n");
  auto stranger = editor();
  stranger.department = "plans";
  const std::string mine = "---\ndepartment: plans\n---\n";
  EXPECT_EQ(code_of(editing_.save(stranger, {"refund"}, {.bytes = mine}, kAnything)),
            Code::kForbidden);
  EXPECT_EQ(code_of(editing_.save(stranger, {"new"}, {.bytes = bytes("refund.md")}, kNew)),
            Code::kForbidden);
  EXPECT_EQ(code_of(editing_.remove(stranger, {"refund"}, kAnything)), Code::kForbidden);
  EXPECT_TRUE(editing_.save(editor(), {"refund"}, {.bytes = mine}, kAnything));
}

TEST_F(EditingTest, WhereAChangeTakesTwoSomebodyElsePublishesTheDraft) {
  write("refund.md", "one");
  write("aplomb.yaml", "publishing: {second_person: true}\n");
  const auto own = editor().actor.text();
  EXPECT_EQ(code_of(editing_.save(editor(), {"refund"}, {.bytes = "two"}, kAnything)),
            Code::kForbidden);
  EXPECT_EQ(
      code_of(editing_.save(editor(), {"refund"}, {.bytes = "two", .drafted_by = own}, kAnything)),
      Code::kForbidden);
  EXPECT_TRUE(
      editing_.save(editor(), {"refund"}, {.bytes = "two", .drafted_by = "ben"}, kAnything));
  EXPECT_EQ(bytes("refund.md"), "two");
}

TEST_F(EditingTest, EachSaveIsACommitOfItsAuthor) {
  write("refund.md", "one\n");
  init();
  const auto saved = value_of(editing_.save(
      editor(), {"refund"}, {.bytes = "two\n", .message = "Say two"}, based_on(version("refund"))));
  const auto log = value_of(log_of(editing_, {"refund"}, 10, ""));
  ASSERT_TRUE(log);
  ASSERT_EQ(log->revisions.size(), 2u);
  EXPECT_EQ(log->revisions[0].id, saved.commit);
  EXPECT_EQ(log->revisions[0].message, "Say two\n");
  EXPECT_EQ(log->revisions[0].author.name, "Ana Ito");
  EXPECT_EQ(value_of(former_bytes(editing_, {"refund"}, log->revisions[1].id)), "one\n");
}

TEST_F(EditingTest, TheHistoryGoesBackBeyondAMove) {
  write("a.md", "---\nid: refund\n---\none\n");
  init();
  value_of(editing_.move(editor(), {"refund"}, "b/c.md", kAnything));
  value_of(
      editing_.save(editor(), {"refund"}, {.bytes = "---\nid: refund\n---\ntwo\n"}, kAnything));
  const auto log = value_of(log_of(editing_, {"refund"}, 10, ""));
  ASSERT_EQ(log->revisions.size(), 3u);
  EXPECT_EQ(value_of(former_bytes(editing_, {"refund"}, log->revisions[2].id)),
            "---\nid: refund\n---\none\n");
}

TEST_F(EditingTest, BlameTellsWhoChangedEachSectionLast) {
  write("refund.md", "# Refund\n\nIntro\n\n## First\n\nOne\n\n## Second\n\nTwo\n");
  init();
  const auto saved = value_of(editing_.save(
      editor(), {"refund"},
      {.bytes = "# Refund\n\nIntro\n\n## First\n\nOne\n\n## Second\n\nThree\n"}, kAnything));
  const auto blame = value_of(blame_of(editing_, {"refund"}));
  ASSERT_TRUE(blame);
  ASSERT_EQ(blame->size(), 3u);
  EXPECT_EQ((*blame)[1].lines.anchor, "first");
  EXPECT_EQ((*blame)[1].lines.from_line, 5);
  EXPECT_EQ((*blame)[1].lines.to_line, 8);
  EXPECT_NE((*blame)[1].revision->id, saved.commit);
  EXPECT_EQ((*blame)[2].revision->id, saved.commit);
}

TEST_F(EditingTest, WhileSomebodyMergesNothingIsSaved) {
  write("refund.md", "one\n");
  init();
  std::ofstream(folder() / ".git" / "MERGE_HEAD") << std::string(40, '1') << "\n";
  EXPECT_EQ(code_of(editing_.save(editor(), {"refund"}, {.bytes = "two\n"}, kAnything)),
            Code::kConflict);
  EXPECT_EQ(bytes("refund.md"), "one\n");
}

TEST_F(EditingTest, FilesBesideTheArticlesAreKeptAsTheyAre) {
  const std::string picture = "\x89PNG\r\n\x1A\n...";
  value_of(editing_.save_file(editor(), "payments/way.png", picture, kNew));
  EXPECT_EQ(bytes("payments/way.png"), picture);
  EXPECT_EQ(code_of(editing_.save_file(editor(), "payments/way.png", "x", kNew)), Code::kStale);
  ASSERT_TRUE(editing_.remove_file(editor(), "payments/way.png", kAnything));
  EXPECT_FALSE(fs::exists(folder() / "payments/way.png"));
}

TEST_F(EditingTest, WhatACrashHasLeftOfAWriteIsClearedAway) {
  std::ofstream(folder() / ".aplomb-0123456789abcdef") << "half";
  const Editing again(
      {.articles = folder(), .path_of = [](const ArticleId&) { return std::nullopt; }},
      desk_->audit());
  EXPECT_TRUE(fs::is_empty(folder()));
}

}  // namespace
}  // namespace aplomb::desk
