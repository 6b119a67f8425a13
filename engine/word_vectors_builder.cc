// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/word_vectors_builder.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <system_error>

#include "engine/analyzer.h"
#include "engine/hash.h"
#include "engine/index_files.h"
#include "engine/word_table.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;

/// What the index would look the word up by; empty when it never would.
std::string form_of(std::string_view word) {
  std::string form;
  for (Token& token : analyze(word)) {
    const bool whole = token.begin == 0 && token.end == word.size();
    const bool single = token.kind == Token::Kind::kWord || token.kind == Token::Kind::kWhole;
    if (whole && single) form = std::move(token.form);
  }
  return form;
}

template <class T>
void append(std::string& bytes, const std::vector<T>& values) {
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

tl::unexpected<Error> io_error(const std::string& what, const fs::path& path, int error) {
  return fail(Code::kIo, what + " " + path.string() + ": " + std::generic_category().message(error),
              error == ENOSPC ? "free some disk space and run it again" : "check the disk");
}

/// 0, or the error that the system gave.
int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

Result<void> replace_file(const fs::path& path, std::string_view head, std::string_view body) {
  std::error_code status;
  fs::create_directories(path.parent_path(), status);
  if (status) return io_error("cannot create", path.parent_path(), status.value());
  const fs::path unfinished = path.string() + ".new";
  const int file = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return io_error("cannot create", unfinished, errno);
  int error = write_all(file, head);
  if (error == 0) error = write_all(file, body);
  if (error == 0 && ::fsync(file) != 0) error = errno;
  if (::close(file) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(unfinished.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    fs::remove(unfinished, status);
    return io_error("cannot write", path, error);
  }
  return index_files::sync_directory(path.parent_path());
}

}  // namespace

void WordVectorsBuilder::add(std::string_view word, const FloatVector& vector) {
  const auto quantised = quantise(vector);
  std::string form = form_of(word);
  if (!quantised || form.empty()) return;
  const auto number = static_cast<std::uint32_t>(size());
  const auto [entry, fresh] = numbers_.emplace(std::move(form), number);
  if (!fresh) return;
  letters_ += entry->first;
  offsets_.push_back(static_cast<std::uint32_t>(letters_.size()));
  // what was stretched to 127 is shrunk again
  const auto largest =
      std::abs(*std::ranges::max_element(vector, {}, [](float value) { return std::abs(value); }));
  scales_.push_back(largest / 127);
  vectors_ += encode(*quantised);
}

Result<std::uint64_t> WordVectorsBuilder::write(const fs::path& path,
                                                std::string_view source) const {
  if (size() == 0 || size() > word_table::kMaxWords || letters_.size() > UINT32_MAX ||
      source.size() > word_table::kMaxSourceBytes)
    return fail(Code::kInvalidArgument, "these are no word vectors that a table can be made of");
  word_table::Header header;
  header.words = static_cast<std::uint32_t>(size());
  header.slots = std::bit_ceil(header.words + header.words / 2 + 1);  // at most two thirds full
  header.string_bytes = letters_.size();
  std::ranges::copy(source, header.source.begin());

  std::vector<word_table::Slot> slots(header.slots);
  // by number, so that the same words always make the same file
  for (std::uint32_t number = 0; number < header.words; ++number) {
    const std::uint64_t hash = stable_hash(std::string_view(letters_).substr(
        offsets_[number], offsets_[number + 1] - offsets_[number]));
    std::size_t at = hash & (header.slots - 1);
    while (slots[at].word != 0) at = (at + 1) & (header.slots - 1);
    slots[at] = {word_table::tag_of(hash), number + 1};
  }
  const word_table::Parts parts = word_table::parts_of(header);
  std::string body;
  body.reserve(parts.end);
  append(body, slots);
  append(body, offsets_);
  append(body, scales_);
  body += vectors_;
  body += letters_;
  header.body_hash = stable_hash(body);
  header.header_hash = word_table::header_hash(header);
  const std::string_view head(reinterpret_cast<const char*>(&header), sizeof(header));
  if (auto written = replace_file(path, head, body); !written)
    return tl::unexpected<Error>(written.error());
  return parts.end;
}

}  // namespace aplomb
