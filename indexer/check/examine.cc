// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check/examine.h"

#include <algorithm>
#include <utility>

namespace aplomb {
namespace {

ArticleFacts facts_of(const CheckedArticle& checked, std::string_view bytes) {
  const Article& article = checked.article();
  ArticleFacts facts;
  facts.path = article.path;
  facts.id = article.id;
  facts.id_is_of_path = article.id_is_of_path;
  facts.in_use = checked.in_use();
  facts.id_line = checked.line_of({"id"});
  facts.title = article.title;
  for (const ArticleId& alias : article.aliases)
    facts.aliases.emplace_back(alias, checked.line_of({"aliases", "redirect_from"}));
  for (const Heading& heading : article.headings) facts.anchors.insert(heading.anchor);
  facts.references = references_of(checked);
  facts.personal = personal_facts_of(checked);
  facts.shingles = shingles_of(article.passages);
  if (!article.test_queries.empty() || !article.pins.empty())
    facts.queries = read_query_lines(bytes);
  return facts;
}

class Judge {
 public:
  Judge(const ArticleFacts& facts, const Neighbours& neighbours)
      : facts_(facts), neighbours_(neighbours), log_(facts.path) {}

  std::vector<Finding> run() {
    for (const Reference& reference : facts_.references) look_up(reference);
    for (const PersonalFact& fact : facts_.personal) look_at(fact);
    return log_.take();
  }

 private:
  using Kind = LinkTarget::Kind;

  void look_up(const Reference& reference) {
    const LinkTarget& target = reference.target;
    const auto broken = [&](Rule rule, std::string message, std::string hint) {
      log_.add(rule, reference.line, std::move(message), std::move(hint));
    };
    const std::string shown = "'" + reference.shown + "'";
    switch (target.kind) {
      case Kind::kElsewhere:
        return;
      case Kind::kNowhere:
        if (reference.image)
          return broken(Rule::kBrokenImage, "the picture " + shown + " is left out",
                        "pictures come from the folder, or by https");
        return broken(Rule::kBrokenLink,
                      reference.shown.empty() ? "this link has no address"
                                              : "the link " + shown + " leads nowhere",
                      "links are paths in the folder, http, https, mailto or tel");
      case Kind::kHeading:
        if (!target.fragment.empty() && !is_top(target.fragment) &&
            !facts_.anchors.contains(target.fragment))
          broken(Rule::kBrokenAnchor, "no heading here is called " + shown,
                 "anchors are made of headings; those of HTML are not kept");
        return;
      case Kind::kFile:
        if (neighbours_.has_file(target.path)) return;
        return broken(reference.image ? Rule::kBrokenImage : Rule::kBrokenLink,
                      (reference.image ? "there is no picture at " : "there is no file at ") +
                          ("'" + target.path + "'"),
                      "put the file there, or mend the address");
      case Kind::kArticle:
        return look_up_anchor(reference, neighbours_.article_at(target.path), target.path);
      case Kind::kArticleId:
        if (const auto path = neighbours_.article_by_id(target.path))
          look_up_anchor(reference, *path, "/a/" + target.path);
        return;
    }
  }

  static bool is_top(const std::string& fragment) { return fragment == "top"; }

  void look_up_anchor(const Reference& reference, const std::string& path,
                      const std::string& wanted) {
    if (path.empty())
      return log_.add(Rule::kBrokenLink, reference.line, "there is no article at '" + wanted + "'",
                      "mend the address, or take the link away");
    const std::string& anchor = reference.target.fragment;
    if (anchor.empty() || is_top(anchor)) return;
    if (path == facts_.path ? facts_.anchors.contains(anchor)
                            : neighbours_.has_anchor(path, anchor).value_or(true))
      return;
    log_.add(Rule::kBrokenAnchor, reference.line,
             "no heading of " + path + " is called '#" + anchor + "'",
             "anchors are made of headings; those of HTML are not kept");
  }

  void look_at(const PersonalFact& fact) {
    if (!fact.key.empty() && neighbours_.is_of_the_house(fact.key).value_or(true)) return;
    const char* what = "";
    switch (fact.kind) {
      case PersonalFact::Kind::kEmail:
        what = "an e-mail address";
        break;
      case PersonalFact::Kind::kPhone:
        what = "a phone number";
        break;
      case PersonalFact::Kind::kOrder:
        what = "an order or account number";
        break;
      case PersonalFact::Kind::kCard:
        what = "a card number";
        break;
    }
    log_.add(
        Rule::kCustomerData, fact.line,
        std::string("this looks like ") + what + " of a customer: " + fact.shown,
        fact.kind == PersonalFact::Kind::kCard
            ? "take it out, and make up one that nobody has"
            : "take it out; if it is the desk's own, name it under check.allowed in aplomb.yaml");
  }

  const ArticleFacts& facts_;
  const Neighbours& neighbours_;
  FindingLog log_;
};

}  // namespace

Examined examine(std::string_view path, std::string_view bytes, const ReadOptions& options,
                 const CheckSettings& settings) {
  ArticleParts parts;
  ReadArticle read = read_article(path, bytes, options, parts);
  Examined examined{std::move(read.article), std::move(read.findings), {}};
  if (!examined.article) return examined;
  const CheckedArticle checked(*examined.article, parts, settings, today());
  FindingLog log(path);
  check_fields(checked, log);
  check_spoken(checked, log);
  check_headings(checked, log);
  check_steps(checked, log);
  check_internal_words(checked, log);
  std::ranges::move(log.take(), std::back_inserter(examined.findings));
  examined.facts = facts_of(checked, bytes);
  return examined;
}

std::vector<Finding> judge_among(const ArticleFacts& facts, const Neighbours& neighbours) {
  return Judge(facts, neighbours).run();
}

}  // namespace aplomb
