// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/json.h"
#include "http/routes.h"
#include "indexer/templates.h"

namespace aplomb::http {
namespace {

/// What people call a kind.
std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::kTip:
      return "Tip";
    case Kind::kProcedure:
      return "Procedure";
    case Kind::kPolicy:
      return "Policy";
    case Kind::kScript:
      return "Script";
    case Kind::kFaq:
      return "Question and answer";
    case Kind::kReference:
      return "Reference";
    case Kind::kUnstated:
      break;
  }
  return "Article";
}

}  // namespace

Response list_templates(const std::filesystem::path& articles, const Request& /*request*/) {
  auto list = Json::array();
  for (const auto& one : read_templates(articles))
    list.push_back(
        {{"kind", to_string(one.kind)}, {"name", name_of(one.kind)}, {"markdown", one.markdown}});
  return json(dump({{"templates", std::move(list)}}), kNoStore);
}

}  // namespace aplomb::http
