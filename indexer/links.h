// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/article.h"
#include "indexer/outline.h"

namespace aplomb {

/// The path in the folder of the file that a link in the article at `article_path` leads to, or an
/// image shows; empty for articles and whatever lies elsewhere.
[[nodiscard]] std::string file_of_link(std::string_view url, std::string_view article_path);
[[nodiscard]] std::string file_of_image(std::string_view url, std::string_view article_path);

/// What an address in an article means, for who looks whether it is there.
struct LinkTarget {
  enum class Kind {
    kNowhere,    ///< it is left out of the page: empty, of a scheme that is not kept, not clean
    kElsewhere,  ///< http, https, mailto or tel; of an image https only
    kHeading,    ///< of the article itself
    kArticle,    ///< by `path`, which may lack one of kImpliedEndings
    kArticleId,  ///< `/a/ID`, by `path`
    kFile,
  };
  Kind kind = Kind::kNowhere;
  std::string path;      ///< within the folder; of kArticleId the id
  std::string fragment;  ///< decoded, without `#`; empty when there is none
};

[[nodiscard]] LinkTarget target_of_link(std::string_view url, std::string_view article_path);
[[nodiscard]] LinkTarget target_of_image(std::string_view url, std::string_view article_path);

/// Where the links of one article lead on one reader's page.
///
/// For who sees everything, a relative path becomes `/p/path/in/the/folder.md#anchor` for articles
/// and `/files/…` for other files, and `/a/ID` stays as it is. A customer gets no link by an id,
/// which may be that of an article they must not know. A customer's page names no folder and no
/// file: links there are
/// `/p/~NAME` and `/files/~NAME`, by opaque_name() of the path, the same whether anything is there
/// or not. They have no anchor, which may be that of an internal heading; within the page only
/// those of `outline` are kept.
/// Lifetime: keeps views of what it is made of. Thread-safety: const members, any thread.
class Links {
 public:
  Links(std::string_view article_path, Audience reader, const Outline& outline);

  /// Where a link leads; empty when it must lead nowhere. http, https, mailto and tel stay as they
  /// are.
  [[nodiscard]] std::string link(std::string_view url) const;

  /// The same for an image: https, or a file in the folder.
  [[nodiscard]] std::string image(std::string_view url) const;

 private:
  [[nodiscard]] std::string anchor(std::string_view fragment) const;

  std::string_view article_path_;
  Audience reader_;
  std::set<std::string_view> anchors_;  // of a customer's page
};

/// An address that stands bare in text.
struct BareLink {
  std::size_t begin = 0, end = 0;
  std::string url;
};

/// The first `https://…`, `http://…` or `www.…` at or after `from`.
[[nodiscard]] std::optional<BareLink> find_bare_link(std::string_view text, std::size_t from);

}  // namespace aplomb
