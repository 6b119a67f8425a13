// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/csv.h"

namespace aplomb::http {
namespace {

constexpr std::string_view kBeginsFormula = "=+-@\t\r\n";
constexpr std::string_view kNeedsQuotes = ",\"\r\n";

void append_cell(std::string& csv, std::string_view cell) {
  const bool harmful = !cell.empty() && kBeginsFormula.find(cell.front()) != std::string_view::npos;
  const bool quoted = cell.find_first_of(kNeedsQuotes) != std::string_view::npos;
  if (quoted) csv += '"';
  if (harmful) csv += '\'';
  for (const char c : cell) {
    if (c == '"') csv += '"';
    csv += c;
  }
  if (quoted) csv += '"';
}

}  // namespace

std::string to_csv(const std::vector<std::vector<std::string>>& rows) {
  std::string csv;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) csv += ',';
      append_cell(csv, row[i]);
    }
    csv += "\r\n";
  }
  return csv;
}

}  // namespace aplomb::http
