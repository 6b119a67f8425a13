// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/result.h"
#include "indexer/article_reader.h"
#include "indexer/folder.h"

namespace aplomb {

/// A file that was read: its article, or why there is none. Where the bytes are those that the
/// index has (`file.known_hash`), no article is made of them.
struct ReadFile {
  SourceFile file;
  std::string content_hash;  ///< empty when the file could not be read
  Result<ReadArticle> read;
  std::size_t bytes = 0;

  [[nodiscard]] bool unchanged() const {
    return !content_hash.empty() && content_hash == file.known_hash;
  }
};

/// Reads files and the articles in them on a thread of its own, in order and a little ahead, while
/// the caller writes the ones before.
/// Thread-safety: next() from one thread.
class FileStream {
 public:
  FileStream(std::filesystem::path root, std::vector<SourceFile> files,
             std::string default_language);
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;
  ~FileStream();

  /// The next file, waiting for it; absent after the last.
  [[nodiscard]] std::optional<ReadFile> next();

 private:
  void run();

  static constexpr std::size_t kAhead = 32;

  std::filesystem::path root_;
  std::vector<SourceFile> files_;
  std::string default_language_;
  std::mutex mutex_;  // guards ready_, taken_ and stopped_
  std::condition_variable changed_;
  std::deque<ReadFile> ready_;
  std::size_t taken_ = 0;
  bool stopped_ = false;
  std::thread thread_;
};

/// The hash that tells whether a file's bytes have changed.
[[nodiscard]] std::string content_hash(std::string_view bytes);

}  // namespace aplomb
