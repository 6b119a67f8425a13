// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/opaque_name.h"

#include <openssl/sha.h>

#include <cstddef>

namespace aplomb {
namespace {

constexpr std::size_t kBytes = 16;

}  // namespace

std::string opaque_name(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  ::SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string name;
  for (std::size_t i = 0; i < kBytes; ++i) {
    name += "0123456789abcdef"[digest.at(i) >> 4U];
    name += "0123456789abcdef"[digest.at(i) & 15U];
  }
  return name;
}

std::vector<std::string> opaque_names_of_article(std::string_view path) {
  std::vector<std::string> names;
  for (const std::string_view ending : kImpliedEndings)
    if (path.ends_with(ending) && path.size() > ending.size())
      names.push_back(opaque_name(path.substr(0, path.size() - ending.size())));
  return names;
}

}  // namespace aplomb
