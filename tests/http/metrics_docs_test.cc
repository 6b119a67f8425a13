// SPDX-License-Identifier: GPL-3.0-or-later
// docs/metrics.md and the dashboard are compared with what is really scraped, so that neither rots.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/access_line.h"
#include "http/metrics.h"
#include "tests/http/scraped.h"

namespace aplomb::http {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;
using test::Scraped;

const std::filesystem::path kDocs = std::filesystem::path(APLOMB_SOURCE_DIR) / "docs";
constexpr std::string_view kLogSection = "## The access log";

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Of a server at which everything has happened once.
Scraped scraped() {
  Metrics metrics({"/"}, "1",
                  {.index =
                       [] {
                         IndexFigures figures;
                         figures.committed.emplace();
                         figures.lag.emplace();
                         return figures;
                       },
                   .desk = [] { return desk::DeskSizes(); },
                   .search_log = [] { return desk::SearchLogFigures(); },
                   .access_log = [] { return AccessLogFigures(); },
                   .connections = [] { return ConnectionFigures(); }});
  metrics.answered("/", "GET", 200, 1ms);
  metrics.searched({}, Certainty::kStrong);
  return Scraped(metrics.scrape());
}

// No std::regex: GCC 12 with the address sanitizer takes its own for uninitialized.
bool is_of_name(char c) {
  return (c >= 'a' && c <= 'z') || c == '_';
}

/// The longest runs of small letters and underscores, and where each ends.
std::vector<std::pair<std::string, std::size_t>> names_in(std::string_view text) {
  std::vector<std::pair<std::string, std::size_t>> names;
  std::string name;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && is_of_name(text[at])) {
      name += text[at];
    } else if (!name.empty()) {
      names.emplace_back(std::exchange(name, {}), at);
    }
  }
  return names;
}

bool is_metric(std::string_view name) {
  return name.starts_with("aplomb_") || name.starts_with("process_");
}

/// The names in backquotes, each with nothing else in them.
std::set<std::string> backquoted(const std::string& cell) {
  std::set<std::string> names;
  for (const auto& [name, end] : names_in(cell))
    if (end > name.size() && cell[end - name.size() - 1] == '`' && end < cell.size() &&
        cell[end] == '`')
      names.insert(name);
  return names;
}

/// The cells of the rows of `page` whose first one is a name in backquotes.
std::vector<std::vector<std::string>> rows(const std::string& page) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, '|');) {
      const auto begin = cell.find_first_not_of(' ');
      cells.push_back(begin == std::string::npos
                          ? ""
                          : cell.substr(begin, cell.find_last_not_of(' ') + 1 - begin));
    }
    if (cells.size() > 2 && backquoted(cells[1]).size() == 1)
      rows.emplace_back(cells.begin() + 1, cells.end());
  }
  return rows;
}

bool is_query(const Json& panel) {
  return panel.at("type") != "row";
}

std::vector<std::string> expressions(const Json& dashboard) {
  std::vector<std::string> all;
  for (const auto& panel : dashboard.at("panels"))
    if (is_query(panel))
      for (const auto& target : panel.at("targets")) all.push_back(target.at("expr"));
  return all;
}

TEST(MetricsDocsTest, TheTableIsWhatIsScraped) {
  const auto real = scraped();
  std::set<std::string> listed;
  const auto page = read(kDocs / "metrics.md");
  for (const auto& row : rows(page.substr(0, page.find(kLogSection)))) {
    const auto name = *backquoted(row[0]).begin();
    ASSERT_TRUE(real.families().contains(name)) << name;
    EXPECT_EQ(row[1], real.families().at(name).type) << name;
    EXPECT_EQ(backquoted(row[2]), real.labels_of(name)) << name;
    EXPECT_TRUE(listed.insert(name).second) << name << " stands there twice";
  }
  for (const auto& [name, family] : real.families()) EXPECT_TRUE(listed.contains(name)) << name;
}

TEST(MetricsDocsTest, NamesAndUnitsFollowPrometheusConventions) {
  // https://prometheus.io/docs/practices/naming/
  const auto real = scraped();
  for (const auto& [name, family] : real.families()) {
    EXPECT_TRUE(is_metric(name) && std::ranges::all_of(name, is_of_name)) << name;
    EXPECT_EQ(name.ends_with("_total"), family.type == "counter") << name;
    EXPECT_TRUE(family.type == "counter" || family.type == "gauge" || family.type == "histogram");
    EXPECT_TRUE(family.type != "histogram" || name.ends_with("_seconds")) << name;
    EXPECT_TRUE(family.help.ends_with('.')) << name;
    for (const char* unit : {"_ms", "_milliseconds", "_microseconds", "_kilobytes", "_percent"})
      EXPECT_EQ(name.find(unit), std::string::npos) << name;
  }
}

TEST(MetricsDocsTest, TheAccessLogsTableIsWhatALineHolds) {
  std::string line;
  append_line(line, {}, true);
  append_gap(line, {}, 1);
  std::set<std::string> written, listed;
  std::istringstream lines(line);
  for (std::string each; std::getline(lines, each);) {
    const auto json = Json::parse(each);
    for (const auto& [name, value] : json.items()) written.insert(name);
  }
  const auto page = read(kDocs / "metrics.md");
  const auto section = page.find(kLogSection);
  ASSERT_NE(section, std::string::npos);
  for (const auto& row : rows(page.substr(section))) listed.insert(*backquoted(row[0]).begin());
  EXPECT_EQ(listed, written);
}

TEST(MetricsDocsTest, EveryMetricOfTheDashboardIsScraped) {
  const auto names = scraped().sample_names();
  const auto dashboard = Json::parse(read(kDocs / "grafana-dashboard.json"));
  std::size_t used = 0;
  for (const auto& text : expressions(dashboard))
    for (const auto& [name, end] : names_in(text))
      if (is_metric(name)) {
        EXPECT_TRUE(names.contains(name)) << name << " in " << text;
        ++used;
      }
  EXPECT_GE(used, 12U);
}

TEST(MetricsDocsTest, EveryLabelOfTheDashboardIsScraped) {
  std::set<std::string> labels{"le", "job", "instance"};  // the latter two are Prometheus's own
  const auto real = scraped();
  for (const auto& [name, family] : real.families()) labels.merge(real.labels_of(name));
  const auto dashboard = Json::parse(read(kDocs / "grafana-dashboard.json"));
  std::size_t used = 0;
  for (const auto& text : expressions(dashboard)) {
    for (const auto& [name, end] : names_in(text)) {
      const auto rest = std::string_view(text).substr(end);
      const bool matched = rest.starts_with("=\"") || rest.starts_with("=~\"") ||
                           rest.starts_with("!=\"") || rest.starts_with("!~\"");
      EXPECT_TRUE(!matched || labels.contains(name)) << name << " in " << text;
      used += matched;
    }
    for (auto at = text.find("by ("); at != std::string::npos; at = text.find("by (", at + 1))
      for (const auto& [name, end] : names_in(text.substr(at + 3, text.find(')', at) - at - 3)))
        EXPECT_TRUE(labels.contains(name)) << name << " in " << text;
  }
  EXPECT_GE(used, 20U);
}

TEST(MetricsDocsTest, TheDashboardsPanelsStandBesideEachOther) {
  const auto dashboard = Json::parse(read(kDocs / "grafana-dashboard.json"));
  EXPECT_EQ(dashboard.at("schemaVersion"), 38) << "that of Grafana 10";
  std::set<int> ids;
  std::map<std::pair<int, int>, std::string> taken;  // cells of the grid, 24 wide
  for (const auto& panel : dashboard.at("panels")) {
    EXPECT_TRUE(ids.insert(panel.at("id").get<int>()).second);
    EXPECT_FALSE(panel.at("title").get<std::string>().empty());
    const auto& at = panel.at("gridPos");
    EXPECT_LE(at.at("x").get<int>() + at.at("w").get<int>(), 24);
    for (int x = at.at("x"); x < at.at("x").get<int>() + at.at("w").get<int>(); ++x)
      for (int y = at.at("y"); y < at.at("y").get<int>() + at.at("h").get<int>(); ++y)
        EXPECT_TRUE(taken.emplace(std::pair{x, y}, panel.at("title")).second) << panel.at("title");
    if (!is_query(panel)) continue;
    EXPECT_EQ(panel.at("datasource").at("uid"), "${datasource}") << "no machine's own";
    for (const auto& target : panel.at("targets"))
      EXPECT_FALSE(target.at("refId").get<std::string>().empty());
  }
}

}  // namespace
}  // namespace aplomb::http
