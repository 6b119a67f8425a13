// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/http/scraped.h"

#include <stdexcept>

namespace aplomb::http::test {
namespace {

[[noreturn]] void refuse(std::string_view line) {
  throw std::runtime_error("not of the text format: " + std::string(line));
}

/// Takes what stands before `end`, and `end` itself, off the front.
std::string_view take_until(std::string_view& line, std::string_view end) {
  const auto at = line.find(end);
  if (at == std::string_view::npos) refuse(line);
  const auto front = line.substr(0, at);
  line.remove_prefix(at + end.size());
  return front;
}

std::string take_label_value(std::string_view& line) {
  std::string value;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      line.remove_prefix(i + 1);
      return value;
    }
    if (line[i] != '\\') {
      value += line[i];
    } else if (++i < line.size() && (line[i] == '\\' || line[i] == '"' || line[i] == 'n')) {
      value += line[i] == 'n' ? '\n' : line[i];
    } else {
      refuse(line);
    }
  }
  refuse(line);
}

Labels take_labels(std::string_view& line) {
  Labels labels;
  line.remove_prefix(1);
  while (!line.starts_with('}')) {
    const std::string name(take_until(line, "=\""));
    if (!labels.emplace(name, take_label_value(line)).second) refuse(line);
    if (line.starts_with(',')) line.remove_prefix(1);
    if (line.empty()) refuse(line);
  }
  line.remove_prefix(1);
  return labels;
}

bool belongs(const std::string& sample, const std::string& family, const std::string& type) {
  if (type != "histogram") return sample == family;
  return sample == family + "_bucket" || sample == family + "_sum" || sample == family + "_count";
}

}  // namespace

Scraped::Scraped(std::string_view text) {
  while (!text.empty()) read_line(take_until(text, "\n"));
}

void Scraped::read_line(std::string_view line) {
  const auto whole = line;
  const bool help = line.starts_with("# HELP ");
  if (help || line.starts_with("# TYPE ")) {
    line.remove_prefix(7);
    const std::string name(take_until(line, " "));
    if (help == families_.contains(name)) refuse(whole);
    auto& family = families_[name];
    auto& text = help ? family.help : family.type;
    if (!text.empty() || !family.samples.empty() || line.empty()) refuse(whole);
    text = line;
    current_ = name;
    return;
  }
  auto& family = families_[current_];
  Sample sample;
  sample.name = line.substr(0, line.find_first_of("{ "));
  line.remove_prefix(sample.name.size());
  if (line.starts_with('{')) sample.labels = take_labels(line);
  if (!line.starts_with(' ') || !belongs(sample.name, current_, family.type)) refuse(whole);
  const std::string number(line.substr(1));
  std::size_t read = 0;
  sample.value = std::stod(number, &read);
  if (read != number.size()) refuse(whole);
  family.samples.push_back(std::move(sample));
}

std::set<std::string> Scraped::sample_names() const {
  std::set<std::string> names;
  for (const auto& [name, family] : families_)
    for (const auto& sample : family.samples) names.insert(sample.name);
  return names;
}

std::set<std::string> Scraped::labels_of(const std::string& family) const {
  std::set<std::string> names;
  for (const auto& sample : families_.at(family).samples)
    for (const auto& [name, value] : sample.labels)
      if (name != "le") names.insert(name);
  return names;
}

std::optional<double> Scraped::value(const std::string& name, const Labels& labels) const {
  for (const auto& [family_name, family] : families_)
    for (const auto& sample : family.samples)
      if (sample.name == name && sample.labels == labels) return sample.value;
  return std::nullopt;
}

}  // namespace aplomb::http::test
