// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/article_reader.h"

#include <algorithm>
#include <utility>

#include "indexer/article_fields.h"
#include "indexer/audience_marks.h"
#include "indexer/body_guard.h"
#include "indexer/customer_markdown.h"
#include "indexer/dialects.h"
#include "indexer/document.h"
#include "indexer/finding_log.h"
#include "indexer/front_matter.h"
#include "indexer/html_writer.h"
#include "indexer/markdown.h"
#include "indexer/outline.h"
#include "indexer/passages.h"
#include "indexer/reader_view.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

int line_at(std::string_view bytes, std::size_t place) {
  return 1 + static_cast<int>(std::ranges::count(bytes.substr(0, place), '\n'));
}

/// Says why the file can't be taken; false when it can.
bool refuse(std::string_view bytes, FindingLog& log) {
  if (bytes.size() > kMaxArticleBytes) {
    log.refuse(0, "the file is larger than 4 MiB", "divide it into articles of one subject each");
  } else if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    log.refuse(1, "the file is written in UTF-16", "save it as UTF-8");
  } else if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
    log.refuse(line_at(bytes, nul), "the file is binary: it holds a NUL byte",
               "keep only Markdown under this name");
  } else if (const auto place = find_invalid_utf8(bytes)) {
    log.refuse(line_at(bytes, *place), "the file is not UTF-8", "save it as UTF-8");
  } else {
    return false;
  }
  return true;
}

/// Every kind of line end becomes '\n'; a byte order mark goes.
std::string normalize(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  std::string text;
  text.reserve(bytes.size() + 1);
  for (std::size_t at = 0;;) {
    const std::size_t end = bytes.find('\r', at);
    text += bytes.substr(at, end - at);
    if (end == std::string_view::npos) break;
    text += '\n';
    at = end + (bytes.substr(end + 1).starts_with('\n') ? 2 : 1);
  }
  return text;
}

/// Adds what was too much to be parsed, as a block that is internal whatever the rest is.
void append_unread(Document& document, std::string_view rest) {
  if (rest.empty()) return;
  Node block;
  block.type = NodeType::kCode;
  block.closed = true;
  block.text = document.keep(rest);
  block.end = static_cast<std::uint32_t>(document.nodes.size() + 1);
  document.nodes.push_back(block);
  document.nodes.front().end = block.end;
}

void fill_pages(const Document& document, const Outline& outline, std::string_view bytes,
                Article& article) {
  article.full.html =
      write_html(document, outline, ReaderView(document, Audience::kInternal), article.path);
  article.full.markdown = bytes;
  const ReaderView customer(document, Audience::kCustomer);
  if (!customer.shows_anything()) return;
  article.customer.html = write_html(document, outline, customer, article.path);
  article.customer.markdown = write_markdown(document, customer);
}

void fill_from_body(const FrontMatter& front_matter, std::string_view bytes, FindingLog& log,
                    Article& article) {
  std::string body = plain_markdown(front_matter.body, front_matter.body_line, log);
  const std::string rest = guard_body(body, front_matter.body_line, log);
  Document document = parse_markdown(body, front_matter.body_line, log);
  append_unread(document, rest);
  if (article.title.empty()) article.title = title_from_headings(document);
  if (article.title.empty()) article.title = title_from_path(article.path);
  drop_title_heading(document, article.title);
  mark_audiences(document, article.audience, log);
  const Outline outline = build_outline(document);
  for (const OutlineEntry& entry : outline)
    article.headings.push_back({entry.level, entry.text, entry.anchor, entry.audience});
  article.passages = divide_into_passages(document, outline);
  fill_pages(document, outline, bytes, article);
}

}  // namespace

ReadArticle read_article(std::string_view path, std::string_view bytes,
                         const ReadOptions& options) {
  FindingLog log(path);
  if (refuse(bytes, log)) return {std::nullopt, log.take()};
  const std::string text = normalize(bytes);
  const FrontMatter front_matter = split_front_matter(text, log);
  Article article;
  article.path = path;
  fill_fields(read_fields(front_matter, log), options, log, article);
  fill_from_body(front_matter, bytes, log, article);
  return {std::move(article), log.take()};
}

QueryLines read_query_lines(std::string_view bytes) {
  FindingLog unheard("");
  if (refuse(bytes, unheard)) return {};
  const std::string text = normalize(bytes);
  return lines_of_queries(read_fields(split_front_matter(text, unheard), unheard));
}

}  // namespace aplomb
