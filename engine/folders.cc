// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/folders.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "engine/articles.h"
#include "engine/schema.h"

namespace aplomb {
namespace {

std::string term_of(std::string_view folder) {
  return schema::value_term(schema::kFolderPrefix, folder);
}

/// The folder of a term, which is cut where the path is long. Any article in it has the whole path.
std::string folder_of(Reader& reader, const std::string& term) {
  const std::string start = schema::value_term(schema::kFolderPrefix, "");
  std::string value = term.substr(start.size());
  if (value.size() <= schema::kMaxValueBytes) return value;
  const auto article = article_with(reader, term);
  const auto* const record = article ? reader.record(*article) : nullptr;
  if (record == nullptr) return {};
  const std::string& path = record->article.path;
  for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/', slash + 1))
    if (term_of(path.substr(0, slash)) == term) return path.substr(0, slash);
  return {};
}

/// The folders directly in `folder`, in the order of their terms, and at most `most`.
std::vector<FolderPage::Folder> folders_in(Reader& reader, const std::string& folder,
                                           std::size_t most) {
  std::vector<FolderPage::Folder> found;
  const Xapian::Database& database = reader.database();
  const std::string inside = folder.empty() ? "" : folder + '/';
  const std::string head =
      schema::value_term(schema::kFolderPrefix, "") + inside.substr(0, schema::kMaxValueBytes);
  const auto end = database.allterms_end(head);
  for (auto at = database.allterms_begin(head); at != end && found.size() < most;) {
    const std::string term = *at;
    const auto slash = term.find('/', head.size());
    if (slash != term.npos && inside.size() <= schema::kMaxValueBytes) {
      // All that lies deeper in this one, of which nothing is asked: '0' follows '/'.
      at.skip_to(term.substr(0, slash) + '0');
      continue;
    }
    std::string path = folder_of(reader, term);
    if (path.size() > inside.size() && path.starts_with(inside) &&
        path.find('/', inside.size()) == path.npos)
      found.push_back({std::move(path), reader.listed(term)});
    ++at;
  }
  std::ranges::sort(found, {}, &FolderPage::Folder::path);
  return found;
}

}  // namespace

Result<FolderPage> folder_in(Reader& reader, std::string_view path, std::size_t most) {
  FolderPage page;
  page.folder = path;
  page.articles = reader.listed(path.empty() ? std::string(schema::kFirstTerm) : term_of(path));
  if (page.articles == 0 && !path.empty())
    return fail(Code::kNotFound, "no article lies in a folder '" + page.folder + "'",
                "ask for the folder above it");
  page.folders = folders_in(reader, page.folder, most + 1);
  page.cut = page.folders.size() > most;
  if (page.cut) page.folders.resize(most);
  return page;
}

Xapian::Query anywhere_in(const std::string& folder) {
  return folder.empty() ? Xapian::Query(std::string(schema::kFirstTerm))
                        : Xapian::Query(term_of(folder));
}

Xapian::Query directly_in(Reader& reader, const std::string& folder) {
  std::vector<Xapian::Query> deeper;
  for (const auto& one : folders_in(reader, folder, std::numeric_limits<std::size_t>::max()))
    deeper.emplace_back(term_of(one.path));
  return {Xapian::Query::OP_AND_NOT, anywhere_in(folder),
          Xapian::Query(Xapian::Query::OP_OR, deeper.begin(), deeper.end())};
}

}  // namespace aplomb
