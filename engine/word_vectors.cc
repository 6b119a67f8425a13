// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/word_vectors.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <system_error>
#include <utility>

#include "engine/function_words.h"
#include "engine/hash.h"
#include "engine/word_table.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;
using word_table::Header;

/// The a of Arora et al., who find 0.001 to 0.0001 good; of 0.01, 0.001, 0.0003 and 0.0001 it is
/// the best on both FAQ collections together.
constexpr double kRarity = 1e-3;
constexpr double kEulerGamma = 0.5772156649;
constexpr auto kRemedy = "run `aplomb meaning install` again, or `aplomb meaning remove`";

tl::unexpected<Error> damaged(const fs::path& path, const std::string& what) {
  return fail(Code::kDamaged, path.string() + " is no whole table of word vectors: " + what,
              kRemedy);
}

}  // namespace

/// The file's bytes. Every number in them is checked before it is used as a place.
class WordVectors::Mapping {
 public:
  Mapping(const char* bytes, std::size_t size) : bytes_(bytes), size_(size) {}
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() { ::munmap(const_cast<char*>(bytes_), size_); }

  /// What is wrong with the header; empty when nothing is.
  std::string read_header();

  [[nodiscard]] const Header& header() const { return header_; }
  [[nodiscard]] std::string_view body() const {
    return {bytes_ + sizeof(Header), size_ - sizeof(Header)};
  }

  template <class T>
  [[nodiscard]] T read(std::size_t part, std::size_t index) const {
    T value;
    std::memcpy(&value, bytes_ + part + index * sizeof(T), sizeof(T));
    return value;
  }
  [[nodiscard]] std::string_view letters(std::uint32_t word) const {
    const auto begin = read<std::uint32_t>(parts_.offsets, word);
    const auto end = read<std::uint32_t>(parts_.offsets, std::size_t{word} + 1);
    if (begin > end || end > header_.string_bytes) return {};
    return {bytes_ + parts_.strings + begin, end - begin};
  }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view form) const;
  [[nodiscard]] Word word(std::uint32_t number) const {
    return {read<TextVector>(parts_.vectors, number), read<float>(parts_.scales, number), number};
  }

 private:
  const char* bytes_;
  std::size_t size_;
  Header header_;
  word_table::Parts parts_{};
};

std::string WordVectors::Mapping::read_header() {
  if (size_ < sizeof(Header)) return "it is too short";
  std::memcpy(&header_, bytes_, sizeof(Header));
  if (header_.magic != word_table::kMagic) return "it is something else";
  if (header_.version != word_table::kVersion)
    return "it has version " + std::to_string(header_.version) + ", this program reads " +
           std::to_string(word_table::kVersion);
  if (header_.header_hash != word_table::header_hash(header_)) return "its head is damaged";
  // a head that was written whole holds these; one that was made up need not
  if (header_.dimensions != kVectorDimensions || header_.words == 0 ||
      header_.words > word_table::kMaxWords || !std::has_single_bit(header_.slots) ||
      header_.slots <= header_.words || header_.string_bytes > UINT32_MAX ||
      header_.source.back() != '\0')
    return "its head makes no sense";
  parts_ = word_table::parts_of(header_);
  if (parts_.end != size_)
    return "it has " + std::to_string(size_) + " bytes of " + std::to_string(parts_.end);
  return {};
}

std::optional<std::uint32_t> WordVectors::Mapping::find(std::string_view form) const {
  const std::uint64_t hash = stable_hash(form);
  const std::size_t mask = header_.slots - 1;
  for (std::size_t tried = 0; tried <= mask; ++tried) {
    const auto slot = read<word_table::Slot>(parts_.slots, (hash + tried) & mask);
    if (slot.word == 0 || slot.word > header_.words) return std::nullopt;
    if (slot.tag == word_table::tag_of(hash) && letters(slot.word - 1) == form)
      return slot.word - 1;
  }
  return std::nullopt;
}

Result<std::shared_ptr<const WordVectors>> WordVectors::open(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const int error = errno;
  if (file < 0 && error == ENOENT)
    return fail(Code::kNotFound, "there are no word vectors at " + path.string(),
                "run `aplomb meaning install`");
  struct stat status {};
  if (file < 0 || ::fstat(file, &status) != 0)
    return fail(Code::kIo,
                "cannot read " + path.string() + ": " + std::generic_category().message(error),
                kRemedy);
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const bytes = S_ISREG(status.st_mode) && size > 0
                          ? ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0)
                          : MAP_FAILED;
  ::close(file);
  if (bytes == MAP_FAILED) return damaged(path, "it cannot be mapped into memory");
  auto mapping = std::make_unique<Mapping>(static_cast<const char*>(bytes), size);
  if (const std::string wrong = mapping->read_header(); !wrong.empty()) return damaged(path, wrong);
  return std::shared_ptr<const WordVectors>(new WordVectors(std::move(mapping)));
}

WordVectors::WordVectors(std::unique_ptr<Mapping> mapping)
    : mapping_(std::move(mapping)),
      source_(mapping_->header().source.data()),
      harmonic_(std::log(mapping_->header().words) + kEulerGamma) {
  std::uint64_t hash = mapping_->header().body_hash;
  identity_ = source_ + ' ';
  for (int digit = 0; digit < 16; ++digit, hash <<= 4U)
    identity_ += "0123456789abcdef"[hash >> 60U];
}

WordVectors::~WordVectors() = default;

std::optional<WordVectors::Word> WordVectors::find(std::string_view form) const {
  const auto number = mapping_->find(form);
  if (!number) return std::nullopt;
  return mapping_->word(*number);
}

float WordVectors::information(const Word& word) const {
  const double frequency = 1 / (harmonic_ * (static_cast<double>(word.rank) + 1));
  return static_cast<float>(kRarity / (kRarity + frequency));
}

std::size_t WordVectors::size() const {
  return mapping_->header().words;
}

const std::string& WordVectors::source() const {
  return source_;
}

const std::string& WordVectors::identity() const {
  return identity_;
}

Result<void> WordVectors::verify() const {
  if (stable_hash(mapping_->body()) == mapping_->header().body_hash) return {};
  return fail(Code::kDamaged, "the table of word vectors is damaged: its checksum is wrong",
              kRemedy);
}

std::vector<WeightedWord> content_words(const std::vector<Token>& tokens,
                                        const WordVectors& table) {
  std::vector<WeightedWord> words, parts;
  const auto keep_parts = [&] {
    words.insert(words.end(), parts.begin(), parts.end());
    parts.clear();
  };
  for (const Token& token : tokens) {
    switch (token.kind) {
      case Token::Kind::kPart:  // its whole follows, if there is one
        parts.push_back({token.form, 1});
        break;
      case Token::Kind::kWhole:
        if (table.find(token.form)) parts.assign(1, {token.form, 1});
        keep_parts();
        break;
      case Token::Kind::kWord:
        keep_parts();
        words.push_back({token.form, 1});
        break;
      case Token::Kind::kSeries:
      case Token::Kind::kNumber:
      case Token::Kind::kUnigram:
      case Token::Kind::kBigram:
        break;
    }
  }
  keep_parts();
  std::erase_if(
      words, [](const WeightedWord& word) { return is_function_word(word.form, kVectorLanguage); });
  return words;
}

void TextSum::add(const WeightedWord& word) {
  const auto found = table_.find(word.form);
  if (!found) return;
  const float factor = static_cast<float>(word.weight) * table_.information(*found) * found->scale;
  add_scaled(sum_, found->vector, factor);
}

void TextSum::add(const std::vector<Token>& tokens) {
  for (const WeightedWord& word : content_words(tokens, table_)) add(word);
}

}  // namespace aplomb
