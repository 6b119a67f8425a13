// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>  // NOLINT: newlocale is POSIX's

#include <cerrno>
#include <system_error>
#include <utility>

namespace aplomb::desk {
namespace {

constexpr std::size_t kBlockBytes = 10240;  // of tar

/// libarchive asks the thread's locale how names are written; ours are UTF-8 under any.
class Utf8Names {
 public:
  Utf8Names() : ours_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (ours_ != nullptr) former_ = ::uselocale(ours_);
  }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;
  ~Utf8Names() {
    if (ours_ == nullptr) return;
    ::uselocale(former_);
    ::freelocale(ours_);
  }

 private:
  locale_t ours_;
  locale_t former_ = nullptr;
};

tl::unexpected<Error> write_failure(archive* of) {
  const int error = archive_errno(of);
  const char* const said = archive_error_string(of);
  return fail(error == ENOSPC || error == EDQUOT ? Code::kFull : Code::kIo,
              std::string("The backup cannot be written: ") + (said != nullptr ? said : "unknown"),
              "Check the room on the disk.");
}

tl::unexpected<Error> read_failure(archive* of) {
  const char* const said = archive_error_string(of);
  return fail(
      Code::kDamaged,
      std::string("The backup cannot be read: ") + (said != nullptr ? said : "unknown") + ".",
      "Take another one; nothing has changed.");
}

bool leads_inside(std::string_view path) {
  if (path.empty()) return false;
  while (true) {
    const auto slash = path.find('/');
    const auto part = path.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

struct Reader {
  Reader() : handle(archive_read_new()) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { archive_read_free(handle); }
  archive* handle;
};

}  // namespace

struct ArchiveWriter::Handle {
  Handle() = default;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { archive_write_free(writer); }
  archive* writer = archive_write_new();
};

ArchiveWriter::ArchiveWriter(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
ArchiveWriter::ArchiveWriter(ArchiveWriter&&) noexcept = default;
ArchiveWriter::~ArchiveWriter() = default;

Result<ArchiveWriter> ArchiveWriter::create(int descriptor, bool compress) {
  auto handle = std::make_unique<Handle>();
  int status = archive_write_set_format_pax_restricted(handle->writer);
  if (status == ARCHIVE_OK)
    status = compress ? archive_write_add_filter_gzip(handle->writer)
                      : archive_write_add_filter_none(handle->writer);
  if (status == ARCHIVE_OK) status = archive_write_open_fd(handle->writer, descriptor);
  if (status != ARCHIVE_OK) return write_failure(handle->writer);
  return ArchiveWriter(std::move(handle));
}

Result<void> ArchiveWriter::begin(const ArchivedFile& file) {
  const Utf8Names utf8;
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                            &archive_entry_free);
  archive_entry_set_pathname(entry.get(), file.path.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file.size_bytes));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), file.mode & 0777U);
  archive_entry_set_mtime(entry.get(), file.modified_s, 0);
  if (archive_write_header(handle_->writer, entry.get()) != ARCHIVE_OK)
    return write_failure(handle_->writer);
  return {};
}

Result<void> ArchiveWriter::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = archive_write_data(handle_->writer, bytes.data(), bytes.size());
    if (written <= 0) return write_failure(handle_->writer);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> ArchiveWriter::finish() {
  if (archive_write_close(handle_->writer) != ARCHIVE_OK) return write_failure(handle_->writer);
  return {};
}

Result<void> read_archive(const std::filesystem::path& file, const TakeFile& take) {
  std::error_code status;
  if (!std::filesystem::exists(file, status))
    return fail(Code::kNotFound, "There is no backup at " + file.string() + ".");
  const Utf8Names utf8;
  const Reader reader;
  archive_read_support_format_tar(reader.handle);
  archive_read_support_filter_gzip(reader.handle);
  if (archive_read_open_filename(reader.handle, file.c_str(), kBlockBytes) != ARCHIVE_OK)
    return read_failure(reader.handle);
  for (;;) {
    archive_entry* entry = nullptr;
    const int next = archive_read_next_header(reader.handle, &entry);
    if (next == ARCHIVE_EOF) return {};
    if (next != ARCHIVE_OK) return read_failure(reader.handle);
    const char* const path = archive_entry_pathname(entry);
    if (path == nullptr || !leads_inside(path) || archive_entry_hardlink(entry) != nullptr ||
        archive_entry_filetype(entry) != AE_IFREG)
      return fail(Code::kDamaged,
                  "The archive holds something that no backup of Aplomb does: " +
                      std::string(path == nullptr ? "a file without a name" : path) + ".",
                  "Take one that `aplomb backup` has made; nothing has changed.");
    const ArchivedFile found{.path = path,
                             .size_bytes = static_cast<std::uint64_t>(archive_entry_size(entry)),
                             .modified_s = archive_entry_mtime(entry),
                             .mode = archive_entry_perm(entry) & 0777U};
    std::string piece(std::size_t{64} * 1024, '\0');
    const ReadPiece read = [&]() -> Result<std::string_view> {
      const auto got = archive_read_data(reader.handle, piece.data(), piece.size());
      if (got < 0) return read_failure(reader.handle);
      return std::string_view(piece.data(), static_cast<std::size_t>(got));
    };
    if (auto taken = take(found, read); !taken) return taken;
  }
}

}  // namespace aplomb::desk
