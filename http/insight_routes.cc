// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <utility>

#include "http/csv.h"
#include "http/json.h"
#include "http/negotiation.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// Without dates it is the last seven, today included.
constexpr days kUsualSpan{7};
constexpr days kLongestSpan{366};
/// Those that were used and opened most are told.
constexpr std::size_t kMaxArticlesTold = 500;
constexpr std::array<std::string_view, 2> kTypes{"application/json", "text/csv"};

/// Whole days of UTC, both included.
struct Days {
  sys_days from, to;
  [[nodiscard]] desk::TimeSpan span() const { return {from, to + days{1}}; }
};

Result<Days> read_days(const Request& request, desk::Time now) {
  const Parameters parameters(request);
  const auto from = parameters.day("from");
  if (!from) return tl::unexpected(from.error());
  const auto to = parameters.day("to");
  if (!to) return tl::unexpected(to.error());
  Days wanted;
  wanted.to = *to ? sys_days{**to} : std::chrono::floor<days>(now);
  wanted.from = *from ? sys_days{**from} : wanted.to - kUsualSpan + days{1};
  if (wanted.to < wanted.from) return fail_at("from", "from lies behind to", "Swap the two.");
  if (wanted.to - wanted.from >= kLongestSpan)
    return fail_at("from", "from and to are more than a year apart",
                   "Ask for each year by itself.");
  return wanted;
}

/// What stands in a column: where it lies in a row of the JSON answer.
struct Column {
  std::string_view name;
  const char* pointer;
};

std::string cell_of(const Json& row, const char* pointer) {
  const Json::json_pointer at(pointer);
  if (!row.contains(at) || row.at(at).is_null()) return {};
  const auto& value = row.at(at);
  return value.is_string() ? value.get<std::string>() : value.dump();
}

Response not_acceptable(const Request& request) {
  return to_response({.slug = "not-acceptable",
                      .status = 406,
                      .title = "There is no such form of it",
                      .detail = "The Accept header refuses both forms that numbers have.",
                      .hint = "Ask for application/json or text/csv.",
                      .instance = request.path});
}

/// The rows in the form that is asked for: `{"from", "to", …, name: rows}`, or CSV.
Response answer(const Request& request, const Days& asked, const std::string& name, Json more,
                Json rows, std::span<const Column> columns) {
  const auto chosen = choose_type(request.header("accept"), kTypes);
  if (!chosen) return not_acceptable(request);
  Response response;
  if (*chosen == 0) {
    Json body{{"from", to_string(Date{asked.from})}, {"to", to_string(Date{asked.to})}};
    body.update(more);
    body[name] = std::move(rows);
    response = json(dump(body), kNoStore);
  } else {
    std::vector<std::vector<std::string>> cells(1);
    for (const auto& column : columns) cells.front().emplace_back(column.name);
    for (const auto& row : rows) {
      auto& line = cells.emplace_back();
      for (const auto& column : columns) line.push_back(cell_of(row, column.pointer));
    }
    response = {.status = 200,
                .content_type = std::string(kCsv),
                .body = to_csv(cells),
                .headers = {{"Cache-Control", std::string(kNoStore)},
                            {"Content-Disposition", "attachment; filename=\"" + name + ".csv\""}}};
  }
  response.add_vary("Accept");
  return response;
}

void add(desk::ArticleFigures& to, const desk::ArticleFigures& more) {
  using Figures = desk::ArticleFigures;
  for (const auto counter :
       {&Figures::questions, &Figures::strong, &Figures::weak, &Figures::unanswered,
        &Figures::opened, &Figures::solved, &Figures::not_solved, &Figures::wrong,
        &Figures::gaps_opened, &Figures::gaps_closed, &Figures::promises_made,
        &Figures::promises_kept, &Figures::promises_late})
    to.*counter += more.*counter;
  for (const auto& [seconds, count] : more.seconds_to_answer)
    to.seconds_to_answer[seconds] += count;
}

/// The least value that `share` of all do not exceed (nearest rank).
std::int64_t percentile(const std::map<std::int64_t, std::uint64_t>& values, std::uint64_t all,
                        double share) {
  std::uint64_t below = 0;
  for (const auto& [value, count] : values)
    if (static_cast<double>(below += count) >= share * static_cast<double>(all)) return value;
  return 0;
}

/// Null where nothing was solved.
Json seconds_json(const std::map<std::int64_t, std::uint64_t>& seconds) {
  std::uint64_t all = 0;
  for (const auto& [value, count] : seconds) all += count;
  if (all == 0) return nullptr;
  return {{"p50", percentile(seconds, all, 0.5)}, {"p90", percentile(seconds, all, 0.9)}};
}

enum class By { kDepartment, kProduct, kKind };

Result<By> read_by(const Request& request) {
  const auto word = Parameters(request).text("by");
  if (word.empty() || word == "department") return By::kDepartment;
  if (word == "product") return By::kProduct;
  if (word == "kind") return By::kKind;
  return fail_at("by", "by takes department, product or kind", "Leave it out for department.");
}

std::string_view to_word(By by) {
  return by == By::kDepartment ? "department" : by == By::kProduct ? "product" : "kind";
}

FilterField field_of(By by) {
  return by == By::kDepartment ? FilterField::kDepartment
         : by == By::kProduct  ? FilterField::kProduct
                               : FilterField::kKind;
}

/// Of which topics an article is; of none where it says none, or is gone.
std::vector<std::string> topics_of(const Searcher& searcher, const std::string& id, By by) {
  const auto stored =
      id.empty() ? tl::unexpected(Error{Code::kNotFound, "", ""}) : searcher.article(ArticleId{id});
  if (!stored) return {""};
  const auto& article = stored->article;
  if (by == By::kProduct)
    return article.products.empty() ? std::vector<std::string>{""} : article.products;
  return {by == By::kKind ? std::string(to_string(article.kind)) : article.department};
}

/// A row for each topic that articles have, so that what nobody asked about is seen as well.
std::map<std::string, desk::ArticleFigures> topics_there_are(const Searcher& searcher, By by) {
  SearchRequest all;
  all.limit = 1;
  all.facets = {field_of(by)};
  std::map<std::string, desk::ArticleFigures> topics;
  if (const auto page = searcher.search(all))
    for (const auto& [field, counts] : page->facets)
      for (const auto& [value, count] : counts) topics[value];
  return topics;
}

Json counts_json(const desk::ArticleFigures& figures) {
  return {{"questions", figures.questions},
          {"strong", figures.strong},
          {"weak", figures.weak},
          {"unanswered", figures.unanswered},
          {"solved", figures.solved},
          {"not_solved", figures.not_solved},
          {"wrong", figures.wrong},
          {"seconds_to_answer", seconds_json(figures.seconds_to_answer)}};
}

constexpr std::array<Column, 15> kTopicColumns{{
    {"topic", "/topic"},
    {"questions", "/questions"},
    {"strong", "/strong"},
    {"weak", "/weak"},
    {"unanswered", "/unanswered"},
    {"solved", "/solved"},
    {"not_solved", "/not_solved"},
    {"wrong", "/wrong"},
    {"seconds_to_answer_p50", "/seconds_to_answer/p50"},
    {"seconds_to_answer_p90", "/seconds_to_answer/p90"},
    {"gaps_opened", "/gaps_opened"},
    {"gaps_closed", "/gaps_closed"},
    {"promises_made", "/promises_made"},
    {"promises_kept", "/promises_kept"},
    {"promises_late", "/promises_late"},
}};

constexpr std::array<Column, 12> kArticleColumns{{
    {"article", "/article/id"},
    {"title", "/article/title"},
    {"questions", "/questions"},
    {"strong", "/strong"},
    {"weak", "/weak"},
    {"unanswered", "/unanswered"},
    {"solved", "/solved"},
    {"not_solved", "/not_solved"},
    {"wrong", "/wrong"},
    {"seconds_to_answer_p50", "/seconds_to_answer/p50"},
    {"seconds_to_answer_p90", "/seconds_to_answer/p90"},
    {"opened", "/opened"},
}};

constexpr std::array<Column, 6> kQuestionColumns{{
    {"question", "/question"},
    {"people", "/people"},
    {"asked", "/asked"},
    {"strong", "/strong"},
    {"weak", "/weak"},
    {"unanswered", "/unanswered"},
}};

}  // namespace

Response insight_topics(const desk::Insight& insight, const Searcher& searcher,
                        const Request& request) {
  const auto asked = read_days(request, insight.now());
  if (!asked) return problem_response(asked.error(), request);
  const auto by = read_by(request);
  if (!by) return problem_response(by.error(), request);
  const auto articles = insight.articles(asked->span());
  if (!articles) return problem_response(articles.error(), request);

  auto topics = topics_there_are(searcher, *by);
  for (const auto& [id, figures] : *articles)
    for (const auto& topic : topics_of(searcher, id, *by)) add(topics[topic], figures);
  std::vector<std::pair<std::string, desk::ArticleFigures>> sorted(topics.begin(), topics.end());
  std::ranges::stable_sort(sorted, std::greater{},
                           [](const auto& each) { return each.second.questions; });
  auto rows = Json::array();
  for (const auto& [topic, figures] : sorted) {
    Json row{{"topic", or_null(topic)}};
    row.update(counts_json(figures));
    row.update({{"gaps_opened", figures.gaps_opened},
                {"gaps_closed", figures.gaps_closed},
                {"promises_made", figures.promises_made},
                {"promises_kept", figures.promises_kept},
                {"promises_late", figures.promises_late}});
    rows.push_back(std::move(row));
  }
  return answer(request, *asked, "topics", {{"by", to_word(*by)}}, std::move(rows), kTopicColumns);
}

Response insight_articles(const desk::Insight& insight, const Searcher& searcher,
                          const Request& request) {
  const auto asked = read_days(request, insight.now());
  if (!asked) return problem_response(asked.error(), request);
  auto articles = insight.articles(asked->span());
  if (!articles) return problem_response(articles.error(), request);

  articles->erase("");
  std::vector<std::pair<std::string, desk::ArticleFigures>> sorted(articles->begin(),
                                                                   articles->end());
  std::ranges::stable_sort(sorted, std::greater{}, [](const auto& each) {
    const auto& [id, figures] = each;
    return std::pair(figures.solved + figures.not_solved + figures.wrong,
                     figures.opened + figures.questions);
  });
  if (sorted.size() > kMaxArticlesTold) sorted.resize(kMaxArticlesTold);
  auto rows = Json::array();
  for (const auto& [id, figures] : sorted) {
    const auto stored = searcher.article(ArticleId{id});  // not there where it is gone
    Json row{{"article",
              {{"id", stored ? stored->article.id.value : id},
               {"title", stored ? Json(stored->article.title) : Json(nullptr)},
               {"url", stored ? Json(article_url(stored->article.id.value, "")) : Json(nullptr)}}}};
    row.update(counts_json(figures));
    row["opened"] = figures.opened;
    rows.push_back(std::move(row));
  }
  return answer(request, *asked, "articles", Json::object(), std::move(rows), kArticleColumns);
}

Response insight_questions(desk::Desk& desk, const Request& request) {
  const auto& insight = desk.insight();
  const auto asked = read_days(request, insight.now());
  if (!asked) return problem_response(asked.error(), request);
  const auto questions = insight.questions(asked->span());
  if (!questions) return problem_response(questions.error(), request);
  auto rows = Json::array();
  for (const auto& each : *questions)
    rows.push_back({{"question", each.question},
                    {"people", each.people},
                    {"asked", each.asked},
                    {"strong", each.strong},
                    {"weak", each.weak},
                    {"unanswered", each.unanswered}});
  return answer(request, *asked, "questions", {{"least_people", desk::kMinAskers}}, std::move(rows),
                kQuestionColumns);
}

}  // namespace aplomb::http
