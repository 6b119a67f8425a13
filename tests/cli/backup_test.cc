// SPDX-License-Identifier: GPL-3.0-or-later
// `aplomb init`, `aplomb backup` and `aplomb restore`.
#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "indexer/durable_file.h"
#include "indexer/history.h"
#include "tests/cli/program.h"
#include "tests/cli/served.h"
#include "tests/support/git_program.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;
using test::Finished;
using test::text_of;
using test::value_of;

class BackupTest : public test::Served {
 protected:
  [[nodiscard]] Finished run(std::vector<std::string> words, const std::string& in = "") const {
    words.insert(words.end(), {"--articles", in_folder("articles" + in)});
    if (words[0] != "init") words.insert(words.end(), {"--data", in_folder("data" + in)});
    return test::run(words);
  }
  void add_person(const std::string& name) const {
    ASSERT_EQ(test::run({"user", "add", name, "--role", "agent", "--no-password", "--data",
                         in_folder("data")})
                  .exit_code,
              0);
  }
  [[nodiscard]] std::string people(const std::string& in) const {
    return test::run({"user", "list", "--data", in_folder("data" + in)}).output;
  }
  [[nodiscard]] std::string backup() const { return in_folder("backup.tar.gz"); }
};

TEST_F(BackupTest, InitMakesARepositoryOnce) {
  const auto made = run({"init", "--author", "Ada", "--email", "ada@example.org"});
  EXPECT_EQ(made.exit_code, 0) << made.errors;
  EXPECT_NE(made.output.find("made a Git repository"), std::string::npos) << made.output;
  const test::GitProgram git(in_folder("articles"));
  EXPECT_EQ(git("log --format=%an"), "Ada\n");
  EXPECT_EQ(git("status --porcelain"), "");
  const auto again = run({"init"});
  EXPECT_EQ(again.exit_code, 0) << again.errors;
  EXPECT_NE(again.output.find("already"), std::string::npos) << again.output;
  EXPECT_EQ(git("rev-list --count HEAD"), "1\n");
  EXPECT_EQ(test::run({"init", "--articles", in_folder("none")}).exit_code, 3);
}

TEST_F(BackupTest, WhatWasBackedUpComesBack) {
  folder_.write("articles/deep/ünï.md", "# Ünï\nText.");
  folder_.write("articles/p.png", std::string("\x89PNG\0\r\n", 7));
  folder_.write("articles/aplomb.yaml", "{}\n");
  fs::create_symlink("refund.md", in_folder("articles/link.md"));
  fs::create_symlink("/etc/passwd", in_folder("articles/out.md"));
  fs::permissions(in_folder("articles/p.png"), fs::perms{0640});
  ASSERT_EQ(run({"init"}).exit_code, 0);
  folder_.write("articles/.git/hooks/pre-commit", "#!/bin/sh\n");
  folder_.write("articles/.aplomb-123", "half");
  add_person("anna");

  const auto made = run({"backup", backup()});
  ASSERT_EQ(made.exit_code, 0) << made.errors;
  EXPECT_NE(made.output.find("with their Git repository and the desk"), std::string::npos);
  EXPECT_TRUE(made.output.ends_with(backup() + "\n")) << made.output;
  EXPECT_EQ(fs::status(backup()).permissions(), fs::perms{0600});

  const auto restored = run({"restore", backup()}, "2");
  ASSERT_EQ(restored.exit_code, 0) << restored.errors;
  EXPECT_EQ(text_of(in_folder("articles2/deep/ünï.md")), "# Ünï\nText.");
  EXPECT_EQ(text_of(in_folder("articles2/p.png")), std::string("\x89PNG\0\r\n", 7));
  EXPECT_EQ(fs::status(in_folder("articles2/p.png")).permissions(), fs::perms{0640});
  EXPECT_EQ(fs::read_symlink(in_folder("articles2/link.md")), "refund.md");
  EXPECT_FALSE(fs::exists(fs::symlink_status(in_folder("articles2/out.md"))));
  EXPECT_FALSE(fs::exists(in_folder("articles2/.aplomb-123")));
  EXPECT_FALSE(fs::exists(in_folder("articles2/.git/hooks/pre-commit")));
  const test::GitProgram git(in_folder("articles2"));
  EXPECT_EQ(git("fsck --strict"), "");
  EXPECT_EQ(git("status --porcelain"), " D out.md\n");
  EXPECT_EQ(people("2"), people(""));
  EXPECT_EQ(run({"index"}, "2").exit_code, 0);
}

TEST_F(BackupTest, WithoutRepositoryAndDeskTheArticlesAreBackedUpAlone) {
  const auto made = run({"backup", in_folder("plain.tar")});
  ASSERT_EQ(made.exit_code, 0) << made.errors;
  EXPECT_NE(made.output.find("without a Git repository; there is no desk"), std::string::npos);
  EXPECT_EQ(run({"restore", in_folder("plain.tar")}, "2").exit_code, 0);
  EXPECT_EQ(text_of(in_folder("articles2/refund.md")), text_of(in_folder("articles/refund.md")));
  fs::create_directory(in_folder("backups"));
  EXPECT_EQ(run({"backup", in_folder("backups")}).exit_code, 0);
  EXPECT_FALSE(fs::is_empty(in_folder("backups")));
}

TEST_F(BackupTest, NothingThatIsThereIsLost) {
  add_person("anna");
  ASSERT_EQ(run({"backup", backup()}).exit_code, 0);
  EXPECT_EQ(run({"backup", backup()}).exit_code, 3) << "a backup is not replaced";
  EXPECT_EQ(run({"backup", in_folder("backup.zip")}).exit_code, 2);
  folder_.write("articles/refund.md", "newer");
  add_person("berta");
  const auto refused = run({"restore", backup()});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_NE(refused.errors.find("--force"), std::string::npos) << refused.errors;
  EXPECT_EQ(text_of(in_folder("articles/refund.md")), "newer");

  const auto forced = run({"restore", backup(), "--force"});
  ASSERT_EQ(forced.exit_code, 0) << forced.errors;
  EXPECT_EQ(text_of(in_folder("articles/refund.md")), "# Late refund\nTen working days.");
  EXPECT_EQ(people("").find("berta"), std::string::npos);
  std::size_t put_aside = 0;
  for (const auto& each : fs::recursive_directory_iterator(folder_.path())) {
    const std::string name = each.path().filename();
    if (name.find(".before-restore-") == name.npos) continue;
    ++put_aside;
    if (name.starts_with("articles")) {
      EXPECT_EQ(text_of(each.path() / "refund.md"), "newer");
    }
  }
  EXPECT_GE(put_aside, 2U);
}

TEST_F(BackupTest, NothingIsRestoredUnderARunningServer) {
  ASSERT_EQ(run({"backup", in_folder("one.tar")}).exit_code, 0);
  const auto server = serve({"--listen", "127.0.0.1:0"});
  (void)places_of(*server);
  EXPECT_EQ(run({"backup", backup()}).exit_code, 0) << "but backed up";
  const auto refused = run({"restore", backup(), "--force"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_NE(refused.errors.find("Stop it"), std::string::npos) << refused.errors;
  EXPECT_TRUE(fs::exists(in_folder("articles/refund.md")));
}

TEST_F(BackupTest, ADamagedBackupTouchesNothing) {
  add_person("anna");
  ASSERT_EQ(run({"backup", in_folder("whole.tar")}).exit_code, 0);
  const std::string whole = text_of(in_folder("whole.tar"));
  const auto try_with = [&](const std::string& bytes) {
    folder_.write("bad.tar", bytes);
    const auto refused = run({"restore", in_folder("bad.tar")}, "2");
    EXPECT_EQ(refused.exit_code, 3) << refused.output;
    EXPECT_FALSE(fs::exists(in_folder("articles2")));
    EXPECT_FALSE(fs::exists(in_folder("data2/desk.db")));
  };
  try_with("");
  try_with("no archive");
  try_with(whole.substr(0, whole.size() / 2));
  for (const std::string text : {"Late refund", "CREATE TABLE", "sha256"}) {
    std::string changed = whole;
    changed[changed.find(text)] ^= 1;
    try_with(changed);
  }
  EXPECT_EQ(run({"restore", in_folder("none.tar")}, "2").exit_code, 3);
}

/// An archive of a stranger.
void write_archive(const std::string& file, const std::string& path, int type,
                   const std::string& link = {}) {
  archive* const made = archive_write_new();
  archive_write_set_format_pax_restricted(made);
  archive_write_open_filename(made, file.c_str());
  archive_entry* const entry = archive_entry_new();
  archive_entry_set_pathname(entry, path.c_str());
  archive_entry_set_filetype(entry, static_cast<unsigned int>(type));
  archive_entry_set_perm(entry, 0644);
  if (!link.empty() && type == AE_IFLNK) archive_entry_set_symlink(entry, link.c_str());
  if (!link.empty() && type == AE_IFREG) archive_entry_set_hardlink(entry, link.c_str());
  archive_entry_set_size(entry, link.empty() && type == AE_IFREG ? 1 : 0);
  archive_write_header(made, entry);
  if (link.empty() && type == AE_IFREG) archive_write_data(made, "x", 1);
  archive_entry_free(entry);
  archive_write_close(made);
  archive_write_free(made);
}

TEST_F(BackupTest, AForeignArchiveGetsNothingOutOfItsPlace) {
  fs::create_directory(in_folder("box"));
  const auto refuses = [&](const std::string& path, int type, const std::string& link = {}) {
    write_archive(in_folder("foreign.tar"), path, type, link);
    const auto refused = test::run({"restore", in_folder("foreign.tar"), "--articles",
                                    in_folder("box/articles"), "--data", in_folder("box/data")});
    EXPECT_EQ(refused.exit_code, 3) << path << refused.output;
    EXPECT_FALSE(fs::exists(in_folder("evil"))) << path;
    EXPECT_FALSE(fs::exists(in_folder("box/evil"))) << path;
    EXPECT_FALSE(fs::exists(in_folder("box/articles"))) << path;
  };
  const std::vector<std::string> paths{
      "../evil", "articles/../../evil", "articles/./x", in_folder("evil"),
      "evil",    "articles//x",         "articles",     "articles/.git/hooks/pre-commit"};
  for (const std::string& path : paths) refuses(path, AE_IFREG);
  refuses("articles/link", AE_IFLNK, "../../evil");
  refuses("articles/link", AE_IFREG, "/etc/passwd");
  refuses("articles/fifo", AE_IFIFO);
  refuses("articles/folder", AE_IFDIR);
}

TEST_F(BackupTest, ABackupDuringSavesHoldsEveryFileWholeAndASoundHistory) {
  constexpr int kArticles = 40;
  const auto text = [](int article, int round) {
    return "# " + std::to_string(article) + "\n" +
           std::string(30'000, static_cast<char>('a' + round % 26)) + "\n";
  };
  for (int each = 0; each < kArticles; ++each)
    folder_.write("articles/a" + std::to_string(each) + ".md", text(each, 0));
  ASSERT_EQ(run({"init"}).exit_code, 0);
  std::atomic<bool> stop = false;
  std::jthread saver([&] {
    auto history = *value_of(History::open(in_folder("articles")));
    for (int round = 1; !stop; ++round)
      for (int each = 0; each < kArticles && !stop; ++each) {
        const std::string path = "a" + std::to_string(each) + ".md";
        value_of(durable_file::replace(in_folder("articles"), path, text(each, round - 1),
                                       text(each, round)));
        value_of(history.commit({{path, text(each, round)}}, {"Ada", "a@b"}, "Save"));
      }
  });
  for (int round = 0; round < 3; ++round) {
    const std::string name = std::to_string(round);
    const auto made = run({"backup", in_folder("b" + name + ".tgz")});
    EXPECT_EQ(made.exit_code, 0) << made.errors;
  }
  stop = true;
  saver.join();
  for (int round = 0; round < 3; ++round) {
    const std::string name = std::to_string(round);
    ASSERT_EQ(run({"restore", in_folder("b" + name + ".tgz")}, name).exit_code, 0);
    for (int each = 0; each < kArticles; ++each) {
      const auto found =
          text_of(in_folder("articles" + name + "/a" + std::to_string(each) + ".md"));
      const auto from = found.find('\n') + 1;
      ASSERT_EQ(found.size(), text(each, 0).size());
      EXPECT_EQ(found.find_first_not_of(found[from], from), found.size() - 1);
    }
    const test::GitProgram git(in_folder("articles" + name));
    EXPECT_EQ(git("fsck --strict --no-dangling"), "");
  }
}

}  // namespace
}  // namespace aplomb
