// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/article_json.h"

#include <array>

#include "http/json.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

/// null when it is not known
Json timestamp_or_null(std::chrono::sys_seconds time) {
  return time == std::chrono::sys_seconds{} ? Json(nullptr) : Json(timestamp(time));
}

std::string period_word(const Period& period) {
  static constexpr std::string_view kUnits = "dwmy";
  return std::to_string(period.count) + kUnits.at(static_cast<std::size_t>(period.unit));
}

Json promise_json(const std::optional<Promise>& promise) {
  if (!promise) return nullptr;
  return {{"what", promise->what},
          {"within", promise->within},
          {"limit", promise->limit},
          {"authority", promise->authority}};
}

Json exceptions_json(const std::vector<RuleException>& exceptions) {
  auto list = Json::array();
  for (const auto& exception : exceptions)
    list.push_back({{"when", exception.when},
                    {"may", exception.may},
                    {"who", exception.who},
                    {"never", exception.never}});
  return list;
}

Json handoff_json(const std::optional<Handoff>& handoff) {
  if (!handoff) return nullptr;
  return {{"to", handoff->to},
          {"hours", handoff->hours},
          {"collect", handoff->collect},
          {"say", handoff->say}};
}

Json headings_json(const std::vector<Heading>& headings) {
  auto list = Json::array();
  for (const auto& heading : headings)
    list.push_back({{"level", heading.level},
                    {"text", heading.text},
                    {"anchor", heading.anchor},
                    {"audience", to_string(heading.audience)}});
  return list;
}

Json aliases_json(const std::vector<ArticleId>& aliases) {
  auto list = Json::array();
  for (const auto& alias : aliases) list.push_back(alias.value);
  return list;
}

/// Customers' articles have none.
Json flags_json(const std::vector<Flag>& flags) {
  auto list = Json::array();
  for (const auto& flag : flags)
    list.push_back({{"by", flag.by}, {"at", timestamp_or_null(flag.at)}, {"reason", flag.reason}});
  return list;
}

/// What a listing and the article itself have in common.
Json summary_json(const Article& article, Minute now, Audience reader) {
  return {{"id", article.id.value},
          {"title", article.title},
          {"description", article.description},
          {"kind", or_null(to_string(article.kind))},
          {"confidence",
           reader == Audience::kCustomer ? Json(nullptr) : Json(to_string(article.confidence))},
          {"audience", to_string(article.audience)},
          {"department", or_null(article.department)},
          {"products", article.products},
          {"tags", article.tags},
          {"answer", article.answer},
          {"last_reviewed", or_null(article.last_reviewed)},
          {"overdue", is_overdue(article.last_reviewed, article.review_every, day_of(now))},
          {"review_due", or_null(review_due(article.last_reviewed, article.review_every))},
          {"flags", flags_json(article.flags)},
          {"validity", to_string(validity_of(article, now))},
          {"updated", timestamp_or_null(article.updated)},
          {"path", article.path},
          {"url", article_url(article.id.value)}};
}

std::string escape(std::string_view text) {
  std::string html;
  for (const char c : to_valid_utf8(text)) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

}  // namespace

std::string to_json(const Article& article, Minute now, Audience reader,
                    const std::optional<Rights>& rights) {
  auto body = summary_json(article, now, reader);
  body["owner"] = or_null(article.owner);
  body["symptoms"] = article.symptoms;
  body["empathy"] = article.empathy;
  body["promise"] = promise_json(article.promise);
  body["exceptions"] = exceptions_json(article.exceptions);
  body["handoff"] = handoff_json(article.handoff);
  body["review_every"] =
      article.review_every ? Json(period_word(*article.review_every)) : Json(nullptr);
  body["publishDate"] = or_null(article.publish_date);
  body["expiryDate"] = or_null(article.expiry_date);
  body["language"] = article.language;
  body["aliases"] = aliases_json(article.aliases);
  body["pin"] = article.pins;
  body["headings"] = headings_json(article.headings);
  body["html"] = article.full.html;
  if (rights) {
    body["version_etag"] = or_null(rights->version_etag);
    body["may"] = {{"save", rights->save}, {"review", rights->review}, {"flag", rights->flag}};
    body["has_draft"] = rights->has_draft;
  }
  return dump(body);
}

std::string to_json(const Listing& listing, Minute now, Audience reader) {
  auto list = Json::array();
  for (const auto& article : listing.articles) list.push_back(summary_json(article, now, reader));
  return dump({{"articles", std::move(list)},
               {"next", listing.next ? Json(listing.next->value) : Json(nullptr)},
               {"total", listing.total}});
}

std::string to_json(const SimilarArticles& similar, Minute now, Audience reader) {
  auto list = Json::array();
  for (const auto& article : similar.articles) list.push_back(summary_json(article, now, reader));
  return dump({{"id", similar.id.value}, {"articles", std::move(list)}});
}

std::string to_json(const FolderPage& page) {
  auto folders = Json::array();
  for (const auto& [path, articles] : page.folders)
    folders.push_back(
        {{"name", path.substr(path.rfind('/') + 1)}, {"path", path}, {"articles", articles}});
  return dump({{"folder", page.folder},
               {"articles", page.articles},
               {"folders", std::move(folders)},
               {"cut", page.cut}});
}

std::string to_html(const Article& article) {
  const auto language = escape(article.language);
  return "<!doctype html>\n<html lang=\"" + language +
         "\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<title>" +
         escape(article.title) +
         "</title>\n"
         "<link rel=\"stylesheet\" href=\"/assets/style.css\">\n</head>\n"
         "<body class=\"document\">\n<main class=\"article-body\">\n<h1>" +
         escape(article.title) + "</h1>\n" + to_valid_utf8(article.full.html) +
         "\n</main>\n</body>\n</html>\n";
}

}  // namespace aplomb::http
