// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "cli/common.h"
#include "cli/desk_access.h"
#include "http/desk_json.h"

namespace aplomb::cli {
namespace {

using desk::Token;

struct Options {
  Places places;
  std::string name, role, expires;
  std::int64_t id = 0;
  bool json = false;
};

/// `12h`, `90d`, `2w`, `1y` (365 days), up to a hundred years.
Result<std::chrono::seconds> parse_lifetime(const std::string& text) {
  using std::chrono::hours;
  constexpr hours kDay(24);
  constexpr hours kLongest = 365 * 100 * kDay;
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, number);
  hours unit{0};
  if (status == std::errc{} && stop + 1 == end) {
    switch (*stop) {
      case 'h':
        unit = hours(1);
        break;
      case 'd':
        unit = kDay;
        break;
      case 'w':
        unit = 7 * kDay;
        break;
      case 'y':
        unit = 365 * kDay;
        break;
      default:
        break;
    }
  }
  if (unit == hours(0) || number < 1 || number > kLongest / unit)
    return fail(Code::kInvalidArgument, "--expires needs a number and a unit, not '" + text + "'",
                "for example 12h, 90d, 2w or 1y; leave it out for a token that does not expire");
  return number * unit;
}

int issue(const Options& options) {
  desk::NewToken token{
      .name = options.name, .role = *desk::parse_role(options.role), .expires = std::nullopt};
  if (!options.expires.empty()) {
    const auto lifetime = parse_lifetime(options.expires);
    if (!lifetime) return report(lifetime.error());
    token.expires = desk::system_time() + *lifetime;
  }
  auto desk = open_desk(options.places, Missing::kMake);
  if (!desk) return report(desk.error());
  const auto issued = desk->tokens().issue(this_user(), token);
  if (!issued) return report(issued.error());
  std::cout << "token " << issued->token.id.value << " of role " << options.role << ", "
            << (token.expires ? "until " + timestamp(*token.expires) : "without an end")
            << "; revoke it with `aplomb token revoke " << issued->token.id.value << "`\n"
            << "It is shown once and never again:\n"
            << issued->secret.reveal() << "\n";
  return kDone;
}

std::string_view standing_of(const Token& token) {
  if (token.revoked) return "revoked";
  return token.expires && *token.expires <= desk::system_time() ? "expired" : "valid";
}

void print(const Token& token) {
  std::cout << token.id.value << "  " << to_string(token.role) << "  \"" << token.name << "\"  "
            << standing_of(token);
  if (token.expires && !token.revoked) std::cout << ", until " << timestamp(*token.expires);
  std::cout << ", "
            << (token.last_used ? "last used " + timestamp(*token.last_used)
                                : std::string("unused"))
            << ", by " << token.created_by << "\n";
}

int list(const Options& options) {
  auto desk = open_desk(options.places, Missing::kRefuse);
  if (!desk) return report(desk.error());
  const auto tokens = desk->tokens().list();
  if (!tokens) return report(tokens.error());
  if (options.json) {
    auto all = nlohmann::ordered_json::array();
    for (const Token& token : *tokens) {
      all.push_back(http::to_json(token));
      all.back()["standing"] = standing_of(token);
    }
    std::cout << all.dump(2) << "\n";
    return kDone;
  }
  for (const Token& token : *tokens) print(token);
  if (tokens->empty()) std::cout << "none yet; `aplomb token new --role agent --name NAME`\n";
  return kDone;
}

int revoke(const Options& options) {
  auto desk = open_desk(options.places, Missing::kRefuse);
  if (!desk) return report(desk.error());
  const auto revoked = desk->tokens().revoke(this_user(), {options.id});
  if (!revoked) return report(revoked.error());
  std::cout << "token " << options.id << " \"" << revoked->name << "\" is revoked\n";
  return kDone;
}

}  // namespace

Action add_token(CLI::App& program) {
  CLI::App* command = program.add_subcommand("token", "Rights of other programs to ask");
  command->require_subcommand(1);
  command->footer("A running server knows of new and revoked tokens at once.");
  const auto options = std::make_shared<Options>();
  CLI::App* made = command->add_subcommand(
      "new", "Make a token; it stands alone on the last line of the output");
  add_role_option(*made, options->role)->required();
  made->add_option("--name", options->name, "what it is for")->required();
  made->add_option("--expires", options->expires, "12h, 90d, 2w, 1y; without it never");
  CLI::App* listed = command->add_subcommand("list", "Print all tokens, the newest first");
  listed->add_flag("--json", options->json, "as JSON");
  CLI::App* revoked = command->add_subcommand("revoke", "Make a token worthless");
  revoked->add_option("ID", options->id, "its number in the list")->required();
  for (CLI::App* each : {made, listed, revoked}) add_data_option(*each, options->places);
  return [=] {
    if (made->parsed()) return issue(*options);
    return listed->parsed() ? list(*options) : revoke(*options);
  };
}

}  // namespace aplomb::cli
