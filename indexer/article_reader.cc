// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/article_reader.h"

#include <algorithm>
#include <set>
#include <utility>

#include "indexer/article_fields.h"
#include "indexer/audience_marks.h"
#include "indexer/body_guard.h"
#include "indexer/customer_document.h"
#include "indexer/customer_markdown.h"
#include "indexer/dialects.h"
#include "indexer/document.h"
#include "indexer/finding_log.h"
#include "indexer/front_matter.h"
#include "indexer/html_writer.h"
#include "indexer/links.h"
#include "indexer/markdown.h"
#include "indexer/outline.h"
#include "indexer/passages.h"
#include "indexer/reader_view.h"
#include "indexer/section_lines.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

int line_at(std::string_view bytes, std::size_t place) {
  return 1 + static_cast<int>(std::ranges::count(bytes.substr(0, place), '\n'));
}

/// Says why the file can't be taken; false when it can.
bool refuse(std::string_view bytes, FindingLog& log) {
  if (bytes.size() > kMaxArticleBytes) {
    log.add(Rule::kUnreadableFile, 0, "the file is larger than 4 MiB",
            "divide it into articles of one subject each");
  } else if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    log.add(Rule::kUnreadableFile, 1, "the file is written in UTF-16", "save it as UTF-8");
  } else if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
    log.add(Rule::kUnreadableFile, line_at(bytes, nul), "the file is binary: it holds a NUL byte",
            "keep only Markdown under this name");
  } else if (const auto place = find_invalid_utf8(bytes)) {
    log.add(Rule::kUnreadableFile, line_at(bytes, *place), "the file is not UTF-8",
            "save it as UTF-8");
  } else {
    return false;
  }
  return true;
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

std::vector<Heading> headings_of(const Outline& outline) {
  std::vector<Heading> headings;
  headings.reserve(outline.size());
  for (const OutlineEntry& entry : outline)
    headings.push_back({entry.level, entry.text, entry.anchor, entry.audience});
  return headings;
}

/// The files that the text shows or links to, each once, by name.
std::vector<std::string> files_of(const Document& document, std::string_view path) {
  std::set<std::string> files;
  for (const Node& node : document.nodes) {
    if (node.type == NodeType::kLink) files.insert(file_of_link(document.view(node.url), path));
    if (node.type == NodeType::kImage) files.insert(file_of_image(document.view(node.url), path));
  }
  files.erase(std::string());
  return {files.begin(), files.end()};
}

/// The beginning of the first text: a heading or a file's name may be internal, this is not.
std::string title_from_text(const std::vector<Passage>& passages) {
  constexpr std::size_t kTitleLength = 80;  // code points; about a line
  if (passages.empty()) return "Untitled";
  std::string title = collapse_space(passages.front().text);
  static_cast<void>(cut_text(title, kTitleLength));
  return title;
}

/// All of it from a document that holds nothing but customer text. The front matter's title comes
/// with `article`.
void fill_for_customers(Document document, Article& article) {
  CustomerText& text = article.customer;
  text.title = article.title;
  if (text.title.empty()) text.title = title_from_headings(document);
  drop_title_heading(document, text.title);
  const Outline outline = build_outline(document);
  text.headings = headings_of(outline);
  text.passages = divide_into_passages(document, outline);
  if (text.title.empty()) text.title = title_from_text(text.passages);
  text.files = files_of(document, article.path);
  const ReaderView view(document, Audience::kCustomer);
  const Links links(article.path, Audience::kCustomer, outline);
  text.page.html = write_html(document, outline, view, links);
  text.page.markdown = write_markdown(document, view, links);
}

void fill_for_agents(Document& document, std::string_view bytes, Article& article) {
  if (article.title.empty()) article.title = title_from_headings(document);
  if (article.title.empty()) article.title = title_from_path(article.path);
  drop_title_heading(document, article.title);
  const Outline outline = build_outline(document);
  article.headings = headings_of(outline);
  article.passages = divide_into_passages(document, outline);
  article.files = files_of(document, article.path);
  const Links links(article.path, Audience::kInternal, outline);
  article.full.html =
      write_html(document, outline, ReaderView(document, Audience::kInternal), links);
  article.full.markdown = bytes;
}

/// Gives the text that the article was made of.
Document fill_from_body(const FrontMatter& front_matter, std::string_view bytes, FindingLog& log,
                        Article& article) {
  std::string body = plain_markdown(front_matter.body, front_matter.body_line, log);
  const std::string rest = guard_body(body, front_matter.body_line, log);
  Document document = parse_markdown(body, front_matter.body_line, log);
  append_unread(document, rest);
  mark_audiences(document, article.audience, log);
  static_cast<void>(build_outline(document));  // says which headings customers may see
  fill_for_customers(customer_part(document), article);
  fill_for_agents(document, bytes, article);
  return document;
}

}  // namespace

ReadArticle read_article(std::string_view path, std::string_view bytes,
                         const ReadOptions& options) {
  ArticleParts parts;
  return read_article(path, bytes, options, parts);
}

ReadArticle read_article(std::string_view path, std::string_view bytes, const ReadOptions& options,
                         ArticleParts& parts) {
  parts = {};
  FindingLog log(path);
  if (refuse(bytes, log)) return {std::nullopt, log.take()};
  const std::string text = normalize_line_ends(bytes);
  const FrontMatter front_matter = split_front_matter(text, log);
  Article article;
  article.path = path;
  parts.fields = read_fields(front_matter, log);
  fill_fields(parts.fields, options, log, article);
  parts.document = fill_from_body(front_matter, bytes, log, article);
  return {std::move(article), log.take()};
}

QueryLines read_query_lines(std::string_view bytes) {
  FindingLog unheard("");
  if (refuse(bytes, unheard)) return {};
  const std::string text = normalize_line_ends(bytes);
  return lines_of_queries(read_fields(split_front_matter(text, unheard), unheard));
}

std::vector<SectionLines> read_section_lines(std::string_view path, std::string_view bytes) {
  ArticleParts parts;
  if (!read_article(path, bytes, {}, parts).article) return {};
  Document& document = parts.document;
  std::vector<SectionLines> sections{{}};
  for (const OutlineEntry& entry : build_outline(document)) {
    const int line = document.nodes[entry.node].line;
    sections.back().to_line = std::max(sections.back().from_line, line - 1);
    sections.push_back({entry.text, entry.anchor, line, line});
  }
  const int last = line_at(bytes, bytes.size()) - (bytes.ends_with('\n') ? 1 : 0);
  sections.back().to_line = std::max(sections.back().from_line, last);
  return sections;
}

}  // namespace aplomb
