// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace aplomb::http::test {

using Labels = std::map<std::string, std::string>;

struct Sample {
  std::string name;
  Labels labels;
  double value = 0;
};

struct ScrapedFamily {
  std::string type, help;
  std::vector<Sample> samples;
};

/// The text format 0.0.4, read strictly: throws where a line is none of it, a sample lies outside
/// its family, or HELP and TYPE are missing, doubled or late.
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
class Scraped {
 public:
  explicit Scraped(std::string_view text);

  [[nodiscard]] const std::map<std::string, ScrapedFamily>& families() const { return families_; }
  /// The names of all samples, `…_bucket`, `…_sum` and `…_count` among them.
  [[nodiscard]] std::set<std::string> sample_names() const;
  /// The names of labels of a family, without a histogram's `le`.
  [[nodiscard]] std::set<std::string> labels_of(const std::string& family) const;
  /// The value of the sample with exactly these labels.
  [[nodiscard]] std::optional<double> value(const std::string& name,
                                            const Labels& labels = {}) const;

 private:
  void read_line(std::string_view line);
  std::map<std::string, ScrapedFamily> families_;
  std::string current_;
};

}  // namespace aplomb::http::test
