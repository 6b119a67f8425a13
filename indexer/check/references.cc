// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "engine/unicode.h"
#include "indexer/check/checks.h"

namespace aplomb {
namespace {

constexpr std::size_t kMaxReferences = 2000;
constexpr std::size_t kShownBytes = 120;

}  // namespace

std::vector<Reference> references_of(const CheckedArticle& checked) {
  std::vector<Reference> references;
  const Document& document = checked.document();
  int line = 1;  // of the block, where the link itself has none
  for (std::uint32_t i = 1; i < document.nodes.size() && references.size() < kMaxReferences;) {
    const Node& node = document.nodes[i];
    if (node.gone) {
      i = node.end;
      continue;
    }
    ++i;
    if (node.line > 0) line = node.line;
    const bool image = node.type == NodeType::kImage;
    if (!image && node.type != NodeType::kLink) continue;
    const std::string_view url = document.view(node.url);
    const std::string& path = checked.article().path;
    LinkTarget target = image ? target_of_image(url, path) : target_of_link(url, path);
    if (target.kind == LinkTarget::Kind::kElsewhere) continue;
    references.push_back(
        {std::move(target), std::string(utf8_prefix(url, kShownBytes)), image, line});
  }
  return references;
}

}  // namespace aplomb
