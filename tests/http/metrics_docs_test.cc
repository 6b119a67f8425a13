// SPDX-License-Identifier: GPL-3.0-or-later
// docs/metrics.md and the dashboard are compared with what is really scraped, so that neither rots.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
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
                   .desk = [] { return DeskSizes(); },
                   .access_log = [] { return AccessLogFigures(); }});
  metrics.answered("/", "GET", 200, 1ms);
  metrics.searched({}, Certainty::kStrong);
  return Scraped(metrics.scrape());
}

/// The cells of the rows of `page` whose first one is a name in backquotes that `wanted` accepts.
std::vector<std::vector<std::string>> rows(const std::string& page, const std::regex& wanted) {
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
    if (cells.size() > 2 && std::regex_match(cells[1], wanted))
      rows.emplace_back(cells.begin() + 1, cells.end());
  }
  return rows;
}

std::set<std::string> quoted(const std::string& cell) {
  std::set<std::string> names;
  static const std::regex kName("`([a-z_]+)`");
  for (std::sregex_iterator at(cell.begin(), cell.end(), kName), end; at != end; ++at)
    names.insert((*at)[1]);
  return names;
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
  for (const auto& row :
       rows(read(kDocs / "metrics.md"), std::regex("`(aplomb|process)_[a-z_]+`"))) {
    const auto name = *quoted(row[0]).begin();
    ASSERT_TRUE(real.families().contains(name)) << name;
    EXPECT_EQ(row[1], real.families().at(name).type) << name;
    EXPECT_EQ(quoted(row[2]), real.labels_of(name)) << name;
    EXPECT_TRUE(listed.insert(name).second) << name << " stands there twice";
  }
  for (const auto& [name, family] : real.families()) EXPECT_TRUE(listed.contains(name)) << name;
}

TEST(MetricsDocsTest, NamesAndUnitsFollowPrometheusConventions) {
  // https://prometheus.io/docs/practices/naming/
  static const std::regex kName("(aplomb|process)(_[a-z]+)+");
  const auto real = scraped();
  for (const auto& [name, family] : real.families()) {
    EXPECT_TRUE(std::regex_match(name, kName)) << name;
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
  const auto section = page.find("## The access log");
  ASSERT_NE(section, std::string::npos);
  for (const auto& row : rows(page.substr(section), std::regex("`[a-z_]+`")))
    listed.insert(*quoted(row[0]).begin());
  EXPECT_EQ(listed, written);
}

TEST(MetricsDocsTest, EveryMetricOfTheDashboardIsScraped) {
  const auto names = scraped().sample_names();
  const auto dashboard = Json::parse(read(kDocs / "grafana-dashboard.json"));
  static const std::regex kName("\\b(aplomb|process)_[a-z_]+");
  std::size_t used = 0;
  for (const auto& text : expressions(dashboard))
    for (std::sregex_iterator at(text.begin(), text.end(), kName), end; at != end; ++at, ++used)
      EXPECT_TRUE(names.contains(at->str())) << at->str() << " in " << text;
  EXPECT_GE(used, 12U);
}

TEST(MetricsDocsTest, EveryLabelOfTheDashboardIsScraped) {
  std::set<std::string> labels{"le", "job", "instance"};  // the latter two are Prometheus's own
  const auto real = scraped();
  for (const auto& [name, family] : real.families()) labels.merge(real.labels_of(name));
  const auto dashboard = Json::parse(read(kDocs / "grafana-dashboard.json"));
  static const std::regex kGrouped("by \\(([a-z_, ]+)\\)");
  static const std::regex kMatched("([a-z_]+)(=~|!~|!=|=)\"");
  static const std::regex kWord("[a-z_]+");
  for (const auto& text : expressions(dashboard)) {
    for (std::sregex_iterator at(text.begin(), text.end(), kMatched), end; at != end; ++at)
      EXPECT_TRUE(labels.contains((*at)[1])) << text;
    for (std::sregex_iterator at(text.begin(), text.end(), kGrouped), end; at != end; ++at) {
      const std::string group = (*at)[1];
      for (std::sregex_iterator word(group.begin(), group.end(), kWord); word != end; ++word)
        EXPECT_TRUE(labels.contains(word->str())) << text;
    }
  }
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
