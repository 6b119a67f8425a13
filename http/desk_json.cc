// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/desk_json.h"

#include "http/editor.h"

namespace aplomb::http {
namespace {

Json or_null(const std::optional<desk::Time>& time) {
  return time ? Json(timestamp(*time)) : Json(nullptr);
}

}  // namespace

Json to_json(const desk::Person& person) {
  return {{"id", person.id.value},
          {"name", person.name},
          {"display_name", person.display_name},
          {"role", to_string(person.role)},
          {"department", person.department},
          {"team", person.team},
          {"active", person.active},
          {"has_password", person.has_password},
          {"created", timestamp(person.created)}};
}

Json to_json(const desk::Token& token) {
  return {{"id", token.id.value},
          {"name", token.name},
          {"role", to_string(token.role)},
          {"created", timestamp(token.created)},
          {"created_by", token.created_by},
          {"expires", or_null(token.expires)},
          {"last_used", or_null(token.last_used)},
          {"revoked", or_null(token.revoked)}};
}

Json to_json(const desk::AuditEntry& entry) {
  return {{"id", entry.id},         {"at", timestamp(entry.at)}, {"actor", entry.actor},
          {"action", entry.action}, {"subject", entry.subject},  {"detail", entry.detail}};
}

Json to_json(const desk::Notice& notice, Audience reader) {
  const bool internal = reader == Audience::kInternal;
  return {{"id", notice.id.value},
          {"title", notice.title},
          {"text", notice.text},
          {"audience", to_string(notice.audience)},
          {"queries", internal ? Json(notice.queries) : Json::array()},
          {"starts", or_null(notice.starts)},
          {"expires", timestamp(notice.expires)},
          {"state", to_string(notice.state)},
          {"author", internal ? Json(notice.author) : Json(nullptr)}};
}

Json to_json(const desk::DraftEntry& draft) {
  return {{"id", draft.article.value},
          {"title", draft.title},
          {"author", draft.author},
          {"updated", timestamp(draft.changed)},
          {"base_etag", draft.base ? Json(etag_of_version(*draft.base)) : Json(nullptr)}};
}

Json to_json(const Caller& caller, const std::optional<desk::Person>& person) {
  Json json{{"by", or_null(to_word(caller.by))},
            {"name", or_null(caller.name)},
            {"role", caller.role ? Json(to_string(*caller.role)) : Json(nullptr)},
            {"audience", caller.role ? Json(to_string(caller.audience())) : Json(nullptr)},
            {"person", nullptr}};
  if (person) json["person"] = to_json(*person);
  return json;
}

}  // namespace aplomb::http
