// SPDX-License-Identifier: GPL-3.0-or-later
// The one file that knows cmark-gfm's tree. Between reading the blocks and reading the text in
// them we look at the parser's inside (parser.h, which Debian installs): nowhere else can one see
// how much text each block holds, and where a footnote was defined.
#include "indexer/markdown.h"

extern "C" {
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm/chunk.h>
#include <cmark-gfm/node.h>
#include <cmark-gfm/parser.h>
#include <cmark-gfm/references.h>
}

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <unordered_set>
#include <vector>

#include "indexer/audience_marks.h"
#include "indexer/body_guard.h"
#include "indexer/html_text.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

struct FreeParser {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
using ParserOwner = std::unique_ptr<cmark_parser, FreeParser>;
using NodeOwner = std::unique_ptr<cmark_node, FreeNode>;

std::string_view view(const char* text) {
  return text != nullptr ? text : std::string_view();
}

/// The extension "autolink" is left out: it takes the square of the number of `@`.
ParserOwner new_parser() {
  static std::once_flag once;
  std::call_once(once, cmark_gfm_core_extensions_ensure_registered);
  ParserOwner parser(cmark_parser_new(CMARK_OPT_FOOTNOTES));
  for (const char* name : {"table", "strikethrough", "tasklist"})
    cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension(name));
  return parser;
}

/// The node after `node` in the order of the text, below `root`.
cmark_node* next_in_order(cmark_node* node, const cmark_node* root) {
  if (node->first_child != nullptr) return node->first_child;
  while (node != root && node->next == nullptr) node = node->parent;
  return node == root ? nullptr : node->next;
}

std::size_t count_nodes(cmark_node* root) {
  std::size_t count = 0;
  for (cmark_node* node = root; node != nullptr; node = next_in_order(node, root)) ++count;
  return count;
}

bool has_inline_content(const cmark_node* node) {
  return node->content.size > 0 && node->type != CMARK_NODE_CODE_BLOCK &&
         node->type != CMARK_NODE_HTML_BLOCK;
}

/// The first line of a block quote as it was written; empty unless it is a paragraph's.
std::string_view source_of_first_line(const cmark_node* quote) {
  const cmark_node* first = quote->first_child;
  if (first == nullptr || first->content.size == 0 || first->type != CMARK_NODE_PARAGRAPH)
    return {};
  const std::string_view source(reinterpret_cast<const char*>(first->content.ptr),
                                static_cast<std::size_t>(first->content.size));
  return source.substr(0, source.find('\n'));
}

/// Whether the block quote opens with a mark that hides its text, or with nothing that is known
/// to show it.
bool may_be_internal(const cmark_node* quote) {
  const cmark_node* first = quote->first_child;
  if (first == nullptr || first->type == CMARK_NODE_PARAGRAPH)
    return hides_text(source_of_first_line(quote));
  return first->type == CMARK_NODE_HEADING || first->type == CMARK_NODE_HTML_BLOCK;
}

/// Stands before the address of a definition in a block that may be internal. No address in use
/// begins with it: links that hold control characters lead nowhere.
constexpr char kInternalAddress = '\x01';

/// Which link definitions became known with which line. cmark keeps no place of them.
class Definitions {
 public:
  explicit Definitions(const cmark_parser* parser) : parser_(parser) {}

  /// Feeds the body to the parser, line by line.
  void feed(cmark_parser* parser, std::string_view body) {
    for (std::size_t at = 0; at < body.size();) {
      const std::size_t end = std::min(body.find('\n', at), body.size() - 1) + 1;
      cmark_parser_feed(parser, body.data() + at, end - at);
      at = end;
      note(++line_);
    }
    // Empty lines close the last paragraph, so that its definitions are known here, too.
    cmark_parser_feed(parser, "\n\n", 2);
    note(++line_);
  }

  /// Marks the definitions that stand in `quote`: its paragraphs are closed, and with that their
  /// definitions known, after its first line and not later than by the line behind it.
  void mark_internal(const cmark_node* quote) {
    auto known = std::ranges::upper_bound(known_, quote->start_line, {}, &Known::line);
    for (; known != known_.end() && known->line <= quote->end_line + 1; ++known)
      mark(*known->reference);
  }

 private:
  struct Known {
    int line;
    cmark_reference* reference;
  };

  void note(int line) {
    const cmark_map_entry* const newest =
        known_.empty() ? nullptr : &known_.back().reference->entry;
    for (cmark_map_entry* entry = parser_->refmap->refs; entry != newest; entry = entry->next)
      fresh_.push_back(reinterpret_cast<cmark_reference*>(entry));
    for (; !fresh_.empty(); fresh_.pop_back()) known_.push_back({line, fresh_.back()});
  }

  void mark(cmark_reference& reference) {
    const std::string_view url = view(reference.url);
    if (url.starts_with(kInternalAddress)) return;
    const std::string marked = kInternalAddress + std::string(url);
    cmark_chunk_set_cstr(parser_->mem, &reference.url, marked.c_str());
  }

  static std::string_view view(const cmark_chunk& chunk) {
    return {reinterpret_cast<const char*>(chunk.data), static_cast<std::size_t>(chunk.len)};
  }

  const cmark_parser* parser_;
  int line_ = 0;
  std::vector<Known> known_;  // by line
  std::vector<cmark_reference*> fresh_;
};

/// A link's definition is copied to every use of it: bounds what that can add up to.
void bound_definitions(const cmark_parser* parser, std::string_view body) {
  constexpr std::size_t kMaxCopied = 16 * 1024 * 1024;
  const auto uses = static_cast<std::size_t>(std::ranges::count(body, ']')) + 1;
  const auto limit = static_cast<bufsize_t>(std::clamp<std::size_t>(kMaxCopied / uses, 64, 2048));
  for (cmark_map_entry* entry = parser->refmap->refs; entry != nullptr; entry = entry->next) {
    auto* const reference = reinterpret_cast<cmark_reference*>(entry);
    if (reference->url.len > limit) reference->url.len = 0;
    if (reference->title.len > limit) reference->title.len = 0;
  }
}

/// Bounds the work of reading the text in the blocks; gives the lines of the footnotes that are
/// defined in blocks that may be internal.
std::unordered_set<int> prepare_blocks(const cmark_parser* parser, Definitions& definitions,
                                       int first_line, FindingLog& log) {
  std::unordered_set<int> internal_footnotes;
  std::string guarded;
  for (cmark_node* node = parser->root; node != nullptr; node = next_in_order(node, parser->root)) {
    if (node->type == CMARK_NODE_FOOTNOTE_DEFINITION) {
      for (const cmark_node* up = node->parent; up != nullptr; up = up->parent)
        if (up->type == CMARK_NODE_BLOCK_QUOTE && may_be_internal(up))
          internal_footnotes.insert(node->start_line);
    }
    // Whether a mark was written out, and not as `\[!…` or `&#91;!…`, is known only here.
    if (node->type == CMARK_NODE_BLOCK_QUOTE && may_be_internal(node))
      definitions.mark_internal(node);
    if (node->type == CMARK_NODE_BLOCK_QUOTE && source_of_first_line(node).starts_with("[!"))
      cmark_node_set_user_data(node, node);
    if (!has_inline_content(node)) continue;
    const std::string_view content(reinterpret_cast<const char*>(node->content.ptr),
                                   static_cast<std::size_t>(node->content.size));
    if (!guard_inline(content, guarded)) continue;
    cmark_node_set_string_content(node, guarded.c_str());
    log.add(Rule::kFlattenedMarkdown, first_line + node->start_line - 1,
            "one paragraph holds thousands of Markdown marks",
            "those towards its end are shown as text; divide it with empty lines");
  }
  return internal_footnotes;
}

/// Copies cmark's tree into a Document.
class Converter {
 public:
  Converter(int first_line, std::unordered_set<int> internal_footnotes, FindingLog& log)
      : first_line_(first_line), internal_footnotes_(std::move(internal_footnotes)), log_(log) {}

  Document run(cmark_node* root, std::size_t size) {
    document_.text.reserve(size + size / 8);
    document_.nodes.reserve(count_nodes(root));
    cmark_node* node = root;
    while (node != nullptr) {
      enter(node);
      if (node->first_child != nullptr) {
        node = node->first_child;
        continue;
      }
      leave(node);
      while (node != root && node->next == nullptr) {
        node = node->parent;
        free_children(node);
        leave(node);
      }
      node = node == root ? nullptr : node->next;
    }
    return std::move(document_);
  }

 private:
  /// What is copied is freed at once: a large file should not be in memory as two trees.
  static void free_children(cmark_node* node) {
    while (node->first_child != nullptr) cmark_node_free(node->first_child);
  }

  void enter(cmark_node* node) {
    if (node->start_line > 0) line_ = first_line_ + node->start_line - 1;
    opened_.push_back(document_.nodes.size());
    if (!is_inline_type(node)) dropping_ = false;
    switch (node->type) {
      case CMARK_NODE_DOCUMENT:
        open(NodeType::kDocument);
        break;
      case CMARK_NODE_BLOCK_QUOTE:
        ++quotes_;
        open(NodeType::kQuote).plain_mark = cmark_node_get_user_data(node) != nullptr;
        break;
      case CMARK_NODE_LIST: {
        Node& list = open(NodeType::kList);
        list.ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
        list.tight = cmark_node_get_list_tight(node) != 0;
        list.number = static_cast<std::uint32_t>(cmark_node_get_list_start(node));
        item_numbers_.push_back(list.number);
        break;
      }
      case CMARK_NODE_ITEM: {
        Node& item = open(NodeType::kItem);
        item.task = view(cmark_node_get_type_string(node)) == "tasklist";
        item.number = item_numbers_.back()++;
        item.checked = item.task && cmark_gfm_extensions_get_tasklist_item_checked(node);
        break;
      }
      case CMARK_NODE_FOOTNOTE_DEFINITION: {
        Node& note = open(NodeType::kFootnote);
        note.number = ++footnotes_;
        if (internal_footnotes_.contains(node->start_line)) note.mark = Mark::kInternal;
        break;
      }
      case CMARK_NODE_PARAGRAPH:
        open(NodeType::kParagraph);
        break;
      case CMARK_NODE_HEADING:
        open(NodeType::kHeading).level =
            static_cast<std::uint8_t>(cmark_node_get_heading_level(node));
        break;
      case CMARK_NODE_THEMATIC_BREAK:
        open(NodeType::kRule);
        break;
      case CMARK_NODE_CODE_BLOCK: {
        const Span literal = document_.keep(view(cmark_node_get_literal(node)));
        const Span info = document_.keep(view(cmark_node_get_fence_info(node)));
        Node& code = open(NodeType::kCode);
        code.text = literal;
        code.url = info;
        break;
      }
      case CMARK_NODE_HTML_BLOCK:
        add_html_block(view(cmark_node_get_literal(node)));
        break;
      case CMARK_NODE_TEXT:
        add_text(view(cmark_node_get_literal(node)));
        break;
      case CMARK_NODE_SOFTBREAK:
        add_inline(NodeType::kSoftBreak);
        break;
      case CMARK_NODE_LINEBREAK:
        add_inline(NodeType::kLineBreak);
        break;
      case CMARK_NODE_CODE:
        if (!dropping_) {
          const Span literal = document_.keep(view(cmark_node_get_literal(node)));
          open(NodeType::kCodeSpan).text = literal;
        }
        break;
      case CMARK_NODE_HTML_INLINE:
        add_html_inline(view(cmark_node_get_literal(node)));
        break;
      case CMARK_NODE_EMPH:
        open(NodeType::kEmph);
        break;
      case CMARK_NODE_STRONG:
        open(NodeType::kStrong);
        break;
      case CMARK_NODE_LINK:
        add_link(NodeType::kLink, node);
        break;
      case CMARK_NODE_IMAGE:
        add_link(NodeType::kImage, node);
        break;
      case CMARK_NODE_FOOTNOTE_REFERENCE:
        add_footnote_reference(node);
        break;
      default:
        add_extension_node(node);
        break;
    }
  }

  static bool is_inline_type(const cmark_node* node) {
    return (node->type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE;
  }

  /// Everything that `enter` made for one of cmark's nodes ends here; what it made in one go
  /// (the lines of an HTML block) has ended already.
  void leave(const cmark_node* node) {
    const std::size_t index = opened_.back();
    opened_.pop_back();
    if (node->type == CMARK_NODE_LIST) item_numbers_.pop_back();
    if (index >= document_.nodes.size() || parents_.empty() || parents_.back() != index) return;
    Node& ours = document_.nodes[index];
    ours.end = static_cast<std::uint32_t>(document_.nodes.size());
    if (node->type == CMARK_NODE_BLOCK_QUOTE) --quotes_;
    if (ours.type == NodeType::kParagraph && quotes_ > 0) find_task(index);
    // What held only comments or tags is no paragraph any more.
    if (ours.type == NodeType::kParagraph && ours.end == index + 1) ours.gone = true;
    parents_.pop_back();
  }

  /// The task list extension does not see items in block quotes.
  void find_task(std::size_t paragraph) {
    Node& item = document_.nodes[document_.nodes[paragraph].parent];
    if (item.type != NodeType::kItem || item.task ||
        document_.nodes[paragraph].parent + 1 != paragraph)
      return;
    if (paragraph + 1 >= document_.nodes.size()) return;
    Node& text = document_.nodes[paragraph + 1];
    const std::string_view content = document_.view(text.text);
    const bool checked = content.starts_with("[x] ") || content.starts_with("[X] ");
    if (text.type != NodeType::kText || (!checked && !content.starts_with("[ ] "))) return;
    item.task = true;
    item.checked = checked;
    text.text.begin += 4;
    text.text.size -= 4;
  }

  Node& append(NodeType type) {
    Node node;
    node.type = type;
    node.line = line_;
    node.parent = parents_.empty() ? 0 : static_cast<std::uint32_t>(parents_.back());
    node.end = static_cast<std::uint32_t>(document_.nodes.size() + 1);
    document_.nodes.push_back(node);
    return document_.nodes.back();
  }

  Node& open(NodeType type) {
    Node& node = append(type);
    parents_.push_back(document_.nodes.size() - 1);
    return node;
  }

  void add_inline(NodeType type) {
    if (!dropping_) append(type);
  }

  void append_text(std::string_view text) {
    if (text.empty()) return;
    Node* const last = &document_.nodes.back();
    const bool follows = last->type == NodeType::kText && !parents_.empty() &&
                         last->parent == parents_.back() &&
                         last->text.begin + last->text.size == document_.text.size();
    const Span span = document_.keep(text);
    if (follows) {
      last->text.size += span.size;
    } else {
      append(NodeType::kText).text = span;
    }
  }

  void add_text(std::string_view text) {
    if (!dropping_) append_text(text);
  }

  void add_html_block(std::string_view html) {
    const std::string text = html_to_text(html);
    if (html.starts_with("<!--") && html.find("-->") == std::string_view::npos)
      log_.add(Rule::kOpenComment, line_,
               "this comment is never closed, so nothing after it is shown", "end it with -->");
    if (text.empty()) return;
    open(NodeType::kParagraph);
    const std::size_t index = document_.nodes.size() - 1;
    for (std::size_t at = 0; at < text.size();) {
      if (at > 0) append(NodeType::kLineBreak);
      append_text(next_line(text, at));
    }
    document_.nodes[index].end = static_cast<std::uint32_t>(document_.nodes.size());
    parents_.pop_back();
  }

  void add_html_inline(std::string_view tag) {
    const TagEffect effect = effect_of_tag(tag);
    if (dropping_) {
      if (effect == TagEffect::kDropClose) dropping_ = false;
      return;
    }
    switch (effect) {
      case TagEffect::kNone:
      case TagEffect::kDropClose:
        break;
      case TagEffect::kSpace:
        append_text(" ");
        break;
      case TagEffect::kNewLine:
        if (document_.nodes.back().type != NodeType::kLineBreak) append(NodeType::kLineBreak);
        break;
      case TagEffect::kDropOpen:
        dropping_ = true;
        break;
      case TagEffect::kText:
        append_text(tag);
        break;
    }
  }

  void add_link(NodeType type, cmark_node* node) {
    std::string_view address = view(cmark_node_get_url(node));
    const bool internal = address.starts_with(kInternalAddress);
    if (internal) address.remove_prefix(1);
    const Span url = document_.keep(address);
    const Span title = document_.keep(view(cmark_node_get_title(node)));
    Node& link = open(type);
    link.internal_address = internal;
    link.url = url;
    link.text = title;
  }

  void add_footnote_reference(cmark_node* node) {
    std::uint32_t number = 0;
    for (const char c : view(cmark_node_get_literal(node)))
      number = c >= '0' && c <= '9' && number < 100'000'000
                   ? number * 10 + static_cast<std::uint32_t>(c - '0')
                   : number;
    open(NodeType::kFootnoteRef).number = number;
  }

  void add_extension_node(cmark_node* node) {
    const std::string_view type = view(cmark_node_get_type_string(node));
    if (type == "table") {
      alignments_ = cmark_gfm_extensions_get_table_alignments(node);
      columns_ = cmark_gfm_extensions_get_table_columns(node);
      open(NodeType::kTable);
    } else if (type == "table_row" || type == "table_header") {
      column_ = 0;
      open(NodeType::kRow).level = type == "table_header" ? 1 : 0;
    } else if (type == "table_cell") {
      Node& cell = open(NodeType::kCell);
      if (column_ < columns_ && alignments_ != nullptr)
        cell.align = static_cast<char>(alignments_[column_]);
      ++column_;
    } else if (type == "strikethrough") {
      open(NodeType::kStrike);
    } else {
      open(is_inline_type(node) ? NodeType::kEmph : NodeType::kParagraph);
    }
  }

  Document document_;
  std::vector<std::size_t> opened_;          // where each of cmark's open nodes began
  std::vector<std::size_t> parents_;         // our own open nodes
  std::vector<std::uint32_t> item_numbers_;  // the next one's, of each open list
  int first_line_;
  int line_ = 0;
  std::uint32_t footnotes_ = 0;
  int quotes_ = 0;  // that are open
  std::unordered_set<int> internal_footnotes_;
  FindingLog& log_;
  bool dropping_ = false;  // between `<script>` and `</script>`
  const std::uint8_t* alignments_ = nullptr;
  std::size_t columns_ = 0;
  std::size_t column_ = 0;
};

/// Reads the inlines, one thread at a time: cmark-gfm marks the extensions' characters (`~`) as
/// special in a table that all parsers share, and takes the marks away when it has finished.
cmark_node* finish(cmark_parser* parser) {
  static std::mutex mutex;
  const std::scoped_lock lock(mutex);
  return cmark_parser_finish(parser);
}

}  // namespace

Document parse_markdown(std::string_view body, int first_line, FindingLog& log) {
  const ParserOwner parser = new_parser();
  Definitions definitions(parser.get());
  definitions.feed(parser.get(), body);
  bound_definitions(parser.get(), body);
  auto internal_footnotes = prepare_blocks(parser.get(), definitions, first_line, log);
  const NodeOwner root(finish(parser.get()));
  return Converter(first_line, std::move(internal_footnotes), log).run(root.get(), body.size());
}

}  // namespace aplomb
