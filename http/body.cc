// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/body.h"

#include <algorithm>

#include "http/text.h"

namespace aplomb::http {
namespace {

constexpr std::size_t kMostFaults = 20;  ///< told of at once: an answer is no longer than its body

bool is_json(std::string_view type) {
  return lower(trim(type.substr(0, type.find(';')))) == "application/json";
}

}  // namespace

Body::Body(const Request& request) : request_(request) {
  if (!is_json(request.header("content-type").value_or(""))) {
    unread_ = Problem{.slug = "unsupported-media-type",
                      .status = 415,
                      .title = "The body is of another type",
                      .detail = "This takes a body of the type application/json.",
                      .hint = "Send the header Content-Type: application/json.",
                      .instance = request.path};
    return;
  }
  object_ = nlohmann::json::parse(request.body, nullptr, false);
  if (object_.is_object()) return;
  unread_ = to_problem({Code::kInvalidArgument, "The body is no JSON object.",
                        "Send for example {\"name\": \"anna\"}."});
  unread_->instance = request.path;
  object_ = nlohmann::json::object();
}

const nlohmann::json* Body::find(std::string_view name) {
  asked_.emplace_back(name);
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

std::optional<std::string> Body::text_if_any(std::string_view name) {
  const auto* const value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    fault(name, "must be a text");
    return std::nullopt;
  }
  return value->get<std::string>();
}

std::string Body::text(std::string_view name) {
  const auto faults = faults_.size();
  auto value = text_if_any(name).value_or("");
  if (value.empty() && faults_.size() == faults) fault(name, "is missing");
  return value;
}

std::optional<std::vector<std::string>> Body::texts_if_any(std::string_view name) {
  const auto* const value = find(name);
  if (value == nullptr) return std::nullopt;
  const auto is_text = [](const nlohmann::json& item) { return item.is_string(); };
  if (!value->is_array() || !std::ranges::all_of(*value, is_text)) {
    fault(name, "must be a list of texts");
    return std::nullopt;
  }
  return value->get<std::vector<std::string>>();
}

std::optional<bool> Body::flag_if_any(std::string_view name) {
  const auto* const value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_boolean()) {
    fault(name, "must be true or false");
    return std::nullopt;
  }
  return value->get<bool>();
}

std::optional<desk::Role> Body::role_of(std::string_view name, std::string_view word) {
  const auto role = desk::parse_role(word);
  if (!role) fault(name, "must be customer, agent, lead, editor or admin");
  return role;
}

void Body::fault(std::string_view name, std::string detail) {
  faults_.push_back({std::string(name), std::move(detail), true});
}

std::optional<Response> Body::problem() const {
  if (unread_) return to_response(*unread_);
  auto faults = faults_;
  for (const auto& [name, value] : object_.items())
    if (faults.size() < kMostFaults && std::ranges::find(asked_, name) == asked_.end())
      faults.push_back({name, "is not a field of this", true});
  if (faults.empty()) return std::nullopt;
  auto problem = to_problem({Code::kInvalidArgument,
                             "\"" + faults.front().name + "\" " + faults.front().detail + ".",
                             "errors lists the fields at fault."});
  problem.instance = request_.path;
  problem.errors = std::move(faults);
  return to_response(problem);
}

}  // namespace aplomb::http
