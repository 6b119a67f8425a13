// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <string>

#include "indexer/check/checks.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

using namespace std::string_view_literals;

/// Fewer are followed without numbers.
constexpr std::size_t kLeastItems = 3, kLeastSentences = 4;
/// Of the items of a list, and of the sentences of a paragraph, so many must be orders.
constexpr double kShareOfItems = 0.75, kShareOfSentences = 0.8;

/// Headings under which something is done one thing after the other.
constexpr std::array kStepHeadings{
    "resolution"sv, "steps"sv,    "procedure"sv, "instructions"sv, "solution"sv,
    "lösung"sv,     "schritte"sv, "vorgehen"sv,  "anleitung"sv,    "vorgehensweise"sv};

/// Orders that steps begin with. None that is as often a noun at the head of a line ("note").
constexpr std::array kOrders{
    "activate"sv,   "add"sv,          "agree"sv,    "apologise"sv,   "apologize"sv, "apply"sv,
    "ask"sv,        "assign"sv,       "attach"sv,   "browse"sv,      "check"sv,     "choose"sv,
    "clear"sv,      "click"sv,        "close"sv,    "compare"sv,     "confirm"sv,   "configure"sv,
    "connect"sv,    "copy"sv,         "create"sv,   "delete"sv,      "deselect"sv,  "disable"sv,
    "disconnect"sv, "double-click"sv, "download"sv, "drag"sv,        "edit"sv,      "enable"sv,
    "enter"sv,      "expand"sv,       "explain"sv,  "fill"sv,        "find"sv,      "follow"sv,
    "go"sv,         "hold"sv,         "identify"sv, "insert"sv,      "install"sv,   "launch"sv,
    "locate"sv,     "log"sv,          "look"sv,     "move"sv,        "navigate"sv,  "offer"sv,
    "open"sv,       "paste"sv,        "pick"sv,     "plug"sv,        "press"sv,     "read"sv,
    "reboot"sv,     "record"sv,       "refresh"sv,  "remove"sv,      "rename"sv,    "repeat"sv,
    "replace"sv,    "request"sv,      "restart"sv,  "right-click"sv, "run"sv,       "save"sv,
    "scroll"sv,     "search"sv,       "select"sv,   "send"sv,        "set"sv,       "sign"sv,
    "start"sv,      "stop"sv,         "submit"sv,   "switch"sv,      "tap"sv,       "tell"sv,
    "toggle"sv,     "transfer"sv,     "turn"sv,     "type"sv,        "uncheck"sv,   "uninstall"sv,
    "unplug"sv,     "update"sv,       "upload"sv,   "verify"sv,      "wait"sv,      "write"sv};

/// What may stand before an order, and says that order matters.
constexpr std::array kOrderOfTime{"first"sv, "then"sv, "next"sv, "now"sv, "finally"sv, "and"sv};

/// What stands before a list of which one thing is done, or none.
constexpr std::array kNoSteps{"any"sv,     "either"sv,   "one of"sv,         "option"sv,
                              "never"sv,   "do not"sv,   "don't"sv,          "avoid"sv,
                              "tips"sv,    "consider"sv, "example"sv,        "can "sv,
                              "could"sv,   "may "sv,     "following ways"sv, "depending"sv,
                              "whether"sv, "or:"sv,      "entweder"sv,       "beispiel"sv};

template <class List>
bool is_among(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

/// The next word from `at`, lower-case, without the punctuation behind it; moves `at` past it.
std::string next_word(std::string_view text, std::size_t& at) {
  at = std::min(text.find_first_not_of(" \n\t", at), text.size());
  const std::size_t end = std::min(text.find_first_of(" \n\t", at), text.size());
  std::string_view word = text.substr(at, end - at);
  at = end;
  while (!word.empty() && (word.back() == ',' || word.back() == '.')) word.remove_suffix(1);
  return to_lower_ascii(word);
}

/// "Click Save", "Then open …", "Klicken Sie auf …". `Call: …` is a label.
bool is_order(std::string_view text) {
  std::size_t at = 0;
  std::string word = next_word(text, at);
  if (is_among(kOrderOfTime, word)) word = next_word(text, at);
  if (is_among(kOrders, word)) {
    const std::string next = next_word(text, at);
    return !next.empty() && next != "is" && next != "are" && next != "was" && next != "–" &&
           next != "-";
  }
  return word.size() > 3 && word.ends_with("en") && next_word(text, at) == "sie";
}

std::size_t count_sentences(std::string_view text, std::size_t& orders) {
  std::size_t sentences = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    do {
      end = std::min(text.find_first_of(".!?", end + 1), text.size());
    } while (end + 1 < text.size() && text[end + 1] != ' ' && text[end + 1] != '\n');
    const std::string_view sentence = trim(text.substr(at, end - at));
    if (!sentence.empty()) {
      ++sentences;
      orders += is_order(sentence) ? 1 : 0;
    }
    at = end + 1;
  }
  return sentences;
}

/// A heading, with what stands under it up to the next; numbers of nodes.
struct Section {
  std::uint32_t heading = 0;  ///< 0 above the first one
  std::vector<std::uint32_t> blocks;
};

std::vector<Section> sections_of(const Document& document) {
  std::vector<Section> sections(1);
  for (std::uint32_t i = 1; i < document.nodes.size(); i = document.nodes[i].end) {
    const Node& node = document.nodes[i];
    if (node.type == NodeType::kHeading && !node.gone)
      sections.push_back({i, {}});
    else if (!node.gone)
      sections.back().blocks.push_back(i);
  }
  return sections;
}

class StepsCheck {
 public:
  StepsCheck(const CheckedArticle& checked, FindingLog& log)
      : document_(checked.document()), kind_(checked.article().kind), log_(log) {}

  void run() {
    for (const Section& section : sections_of(document_))
      if (holds_steps(section)) check(section);
  }

 private:
  /// A heading says so, or the article has none and is a procedure.
  [[nodiscard]] bool holds_steps(const Section& section) const {
    if (section.heading == 0) return kind_ == Kind::kProcedure;
    const std::string text = to_lower_ascii(trim(plain_text(document_, section.heading)));
    std::size_t at = 0;
    std::string first = next_word(text, at);
    const std::string last = text.substr(text.rfind(' ') == text.npos ? 0 : text.rfind(' ') + 1);
    return is_among(kStepHeadings, first) || is_among(kStepHeadings, last);
  }

  void check(const Section& section) {
    const bool numbered = std::ranges::any_of(section.blocks, [&](std::uint32_t block) {
      return document_.nodes[block].type == NodeType::kList && document_.nodes[block].ordered;
    });
    if (numbered) return;
    std::string before;
    for (const std::uint32_t block : section.blocks) {
      if (document_.nodes[block].type == NodeType::kList && is_list_of_steps(block, before))
        return tell(block, "the steps of this list follow each other, and have no numbers");
      before = to_lower_ascii(plain_text(document_, block));
      if (document_.nodes[block].type != NodeType::kParagraph) continue;
      std::size_t orders = 0;
      const std::size_t sentences = count_sentences(before, orders);
      if (sentences >= kLeastSentences && share(orders, sentences) >= kShareOfSentences)
        return tell(block, "the sentences of this paragraph are steps");
    }
  }

  bool is_list_of_steps(std::uint32_t list, std::string_view before) const {
    if (std::ranges::any_of(kNoSteps, [&](std::string_view words) {
          return before.find(words) != std::string_view::npos;
        }))
      return false;
    std::size_t items = 0, orders = 0;
    for (std::uint32_t i = list + 1; i < document_.nodes[list].end; i = document_.nodes[i].end) {
      if (document_.nodes[i].task) return false;  // a checklist is ticked in any order
      ++items;
      if (i + 1 < document_.nodes[i].end && is_order(plain_text(document_, i + 1))) ++orders;
    }
    return items >= kLeastItems && share(orders, items) >= kShareOfItems;
  }

  static double share(std::size_t part, std::size_t all) {
    return static_cast<double>(part) / static_cast<double>(all);
  }

  void tell(std::uint32_t block, const char* message) {
    log_.add(Rule::kUnnumberedSteps, document_.nodes[block].line, message,
             "begin each with 1., 2., 3.: an agent can say where the caller is");
  }

  const Document& document_;
  Kind kind_;
  FindingLog& log_;
};

}  // namespace

void check_steps(const CheckedArticle& checked, FindingLog& log) {
  if (checked.in_use()) StepsCheck(checked, log).run();
}

}  // namespace aplomb
