// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/indexing.h"

#include "indexer/folder_indexer.h"

namespace aplomb {

Result<IndexReport> index_folder(const IndexOptions& options) {
  auto indexer = FolderIndexer::open(options);
  if (!indexer) return tl::unexpected<Error>(indexer.error());
  return indexer->sync_all();
}

}  // namespace aplomb
