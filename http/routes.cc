// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/routes.h"

namespace aplomb::http {
namespace {

using SearcherHandler = Response (*)(const Searcher&, const Request&);

}  // namespace

Router make_router(const Searcher& searcher, const std::filesystem::path& articles) {
  const auto with = [&searcher](SearcherHandler handler) -> Handler {
    return [&searcher, handler](const Request& request) { return handler(searcher, request); };
  };
  const auto file = [&searcher, articles](const Request& request) {
    return get_file(searcher, articles, request);
  };
  using enum Access;
  return Router({
      {"GET", "/api/v1/search", kAnyReader, with(search)},
      {"GET", "/api/v1/suggest", kAnyReader, with(suggest)},
      {"GET", "/api/v1/articles", kAnyReader, with(list_articles)},
      {"GET", "/api/v1/articles/{id}", kAnyReader, with(get_article)},
      {"GET", "/healthz", kOpen, healthz},
      {"GET", "/readyz", kOpen, with(readyz)},
      {"GET", "/", kOpen, get_page},
      {"GET", "/browse", kOpen, get_page},
      {"GET", "/browse/{folder...}", kOpen, get_page},
      {"GET", "/a/{id}", kAnyReader, with(get_article_page)},
      {"GET", "/p/{path...}", kAnyReader, with(get_by_path)},
      {"GET", "/files/{path...}", kAnyReader, file},
      {"GET", "/assets/{name}", kOpen, get_asset},
  });
}

}  // namespace aplomb::http
