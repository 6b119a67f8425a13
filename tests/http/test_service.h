// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "http/routes.h"
#include "http/service.h"
#include "http/uri.h"
#include "tests/support/temp_index.h"

namespace aplomb::http::test {

using aplomb::test::TempDir;
using aplomb::test::value_of;

struct TestServiceOptions {
  std::filesystem::path articles = {};
  IdentityOptions identity = {};
  std::vector<std::string> hosts = {};
  std::vector<std::string> cors_origins = {};
  std::vector<std::string> panel_origins = {};
  IpAddress listening = loopback_v4();
  std::shared_ptr<const WordVectors> vectors = {};
  desk::Clock now = desk::system_time;
  RateLimits* limits = nullptr;
  ServerStatus server = {};
  std::function<std::vector<SettingInForce>()> settings = {};
  bool workshop = false;  ///< whether `articles` can be changed
};

inline constexpr std::string_view kPassword = "the right words";

[[nodiscard]] inline desk::NewPerson person_of(std::string name, desk::Role role) {
  desk::NewPerson person;
  person.name = std::move(name);
  person.role = role;
  return person;
}

/// All of a server but its socket, over one index, with an empty desk of its own.
class TestService {
 public:
  explicit TestService(const std::filesystem::path& index_dir, TestServiceOptions options = {})
      : articles_(options.articles),
        houses_(
            value_of(Searcher::open(index_dir, Audience::kInternal, options.vectors, options.now)),
            value_of(Searcher::open(index_dir, Audience::kCustomer, options.vectors, options.now))),
        desk_(open_desk(data_.path(), options.now)),
        editing_(options.workshop ? open_editing(options.articles) : nullptr),
        service_(
            make_router(
                {.houses = houses_,
                 .desk = desk_,
                 .ways_in = ways_in_,
                 .articles = std::move(options.articles),
                 .settings = std::move(options.settings),
                 .server = std::move(options.server),
                 .workshop = editing_ ? std::optional(Workshop{desk_, *editing_}) : std::nullopt}),
            Identity(desk_, std::move(options.identity)),
            value_of(ServedNames::make({{.address = options.listening}}, std::move(options.hosts))),
            {.cors = value_of(Cors::make(std::move(options.cors_origins))),
             .panels = value_of(PanelOrigins::make(std::move(options.panel_origins)))},
            {}, options.limits) {
    desk_.gaps().house_files().follow(articles_);
  }

  /// The request as it stands, but for the Host where it names none, and for an id of its own, so
  /// that the same request gets the same bytes.
  [[nodiscard]] Response answer(Request request) const {
    if (!request.header("host")) request.headers.emplace_back("host", "localhost");
    if (!request.header("x-request-id")) request.headers.emplace_back("x-request-id", "test");
    return service_.answer(std::move(request));
  }

  /// `target` is a path with its query; `headers` are lower-case.
  [[nodiscard]] Response ask(std::string method, std::string_view target, Fields headers = {},
                             std::string body = {}) const {
    const auto mark = target.find('?');
    Request request{.method = std::move(method), .path = std::string(target.substr(0, mark))};
    if (mark != target.npos) request.query = parse_query(target.substr(mark + 1));
    request.headers = std::move(headers);
    request.body = std::move(body);
    request.peer = "127.0.0.1";
    return answer(std::move(request));
  }

  /// What shows that a request comes from a tool of that role.
  [[nodiscard]] std::pair<std::string, std::string> token(desk::Role role) {
    auto& secret = tokens_[role];
    if (secret.empty()) {
      const auto issued = value_of(desk_.tokens().issue(
          desk::Actor::server("test"), {.name = "tool", .role = role, .expires = {}}));
      secret = "Bearer " + std::string(issued.secret.reveal());
    }
    return {"authorization", secret};
  }

  /// The person of that role, `p-agent` for one, with the password kPassword.
  [[nodiscard]] desk::Person person(desk::Role role) {
    const std::string name = "p-" + std::string(to_string(role));
    auto person = desk_.people().find(name);
    if (!person)
      person = desk_.people().add(desk::Actor::server("test"), person_of(name, role), kPassword);
    return value_of(std::move(person));
  }

  /// What shows that it comes from the browser of the person of that role, on a page of ours.
  [[nodiscard]] Fields browser(desk::Role role) {
    const auto session = value_of(desk_.sessions().start(person(role).id, "127.0.0.1"));
    return cookie_of(session.secret.reveal());
  }

  /// The cookie of a session, from a page of ours.
  [[nodiscard]] static Fields cookie_of(std::string_view secret) {
    return {{"cookie", std::string(kSessionCookie) + "=" + std::string(secret)},
            {"sec-fetch-site", "same-origin"}};
  }

  [[nodiscard]] desk::Desk& desk() { return desk_; }
  [[nodiscard]] desk::WaysIn& ways_in() { return ways_in_; }
  /// With the option `workshop` only.
  [[nodiscard]] desk::Editing& editing() { return *editing_; }
  [[nodiscard]] const Service& service() const { return service_; }

 private:
  static desk::Desk open_desk(const std::filesystem::path& data, desk::Clock now) {
    desk::DeskOptions options;
    options.password_cost = desk::PasswordCost::kLeast;
    options.now = std::move(now);
    return value_of(desk::Desk::open(data, std::move(options)));
  }

  /// Knows where articles lie by the index, as the server does.
  std::unique_ptr<desk::Editing> open_editing(const std::filesystem::path& articles) {
    const auto path_of = [this](const ArticleId& id) -> std::optional<std::string> {
      const auto stored = houses_.of(Audience::kInternal)->article(id);
      return stored ? std::optional(stored->article.path) : std::nullopt;
    };
    return std::make_unique<desk::Editing>(
        desk::EditingOptions{.articles = articles, .path_of = path_of}, desk_.audit());
  }

  TempDir data_;
  std::filesystem::path articles_;
  Houses houses_;
  desk::Desk desk_;
  desk::WaysIn ways_in_{desk_};
  std::unique_ptr<desk::Editing> editing_;
  Service service_;
  std::map<desk::Role, std::string> tokens_;
};

}  // namespace aplomb::http::test
