// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/file_stream.h"

#include <utility>

#include "engine/hash.h"

namespace aplomb {
namespace {

ReadFile read_one(const std::filesystem::path& root, const SourceFile& file,
                  const std::string& default_language) {
  const auto bytes = read_file(root / file.path);
  if (!bytes) return {file, {}, tl::unexpected<Error>(bytes.error())};
  std::string hash = content_hash(*bytes);
  if (hash == file.known_hash) return {file, std::move(hash), ReadArticle{}, bytes->size()};
  const std::chrono::nanoseconds modified{file.modified_ns};
  const ReadOptions options{
      default_language,
      std::chrono::sys_seconds{std::chrono::floor<std::chrono::seconds>(modified)}};
  return {file, std::move(hash), read_article(file.path, *bytes, options), bytes->size()};
}

}  // namespace

std::string content_hash(std::string_view bytes) {
  return std::to_string(stable_hash(bytes));
}

FileStream::FileStream(std::filesystem::path root, std::vector<SourceFile> files,
                       std::string default_language)
    : root_(std::move(root)),
      files_(std::move(files)),
      default_language_(std::move(default_language)),
      thread_([this] { run(); }) {}

FileStream::~FileStream() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void FileStream::run() {
  for (const SourceFile& file : files_) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopped_ || ready_.size() < kAhead; });
      if (stopped_) return;
    }
    ReadFile read = read_one(root_, file, default_language_);
    {
      const std::scoped_lock lock(mutex_);
      ready_.push_back(std::move(read));
    }
    changed_.notify_all();
  }
}

std::optional<ReadFile> FileStream::next() {
  std::unique_lock lock(mutex_);
  if (taken_ == files_.size()) return std::nullopt;
  changed_.wait(lock, [&] { return !ready_.empty(); });
  ReadFile read = std::move(ready_.front());
  ready_.pop_front();
  ++taken_;
  lock.unlock();
  changed_.notify_all();
  return read;
}

}  // namespace aplomb
