// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/supposing.h"

#include <string>
#include <utility>

#include "engine/documents.h"

namespace aplomb {

std::unique_ptr<Reader> suppose(Reader& live, const Supposed& supposed) {
  Supposition supposition;
  supposition.without.insert(supposed.article.id.value);
  for (const ArticleId& id : supposed.without) supposition.without.insert(id.value);
  Article article = supposed.article;
  article.id.value = kSupposedId;

  Xapian::WritableDatabase passages(std::string(), Xapian::DB_BACKEND_INMEMORY);
  const CollectionMeaning* const meaning = live.meaning();
  for (const Xapian::Document& document :
       make_documents(article, live.audience(), customer_projection(article).has_value(),
                      live.stemmer(), meaning == nullptr ? nullptr : &meaning->table()))
    passages.add_document(document);
  supposition.record.article = std::move(article);
  return Reader::as_if(live, passages, std::move(supposition));
}

}  // namespace aplomb
