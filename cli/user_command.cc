// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "cli/common.h"
#include "cli/desk_access.h"
#include "cli/password_prompt.h"
#include "http/desk_json.h"
#include "http/personal_data_json.h"

namespace aplomb::cli {
namespace {

using desk::Person;

struct Options {
  Places places;
  std::string name, role;
  std::optional<std::string> display_name, department, team;
  bool password_stdin = false, no_password = false, json = false, yes = false;
};

Result<desk::Secret> new_password(const Options& options) {
  return options.password_stdin ? read_password_line() : ask_new_password();
}

/// Asks before the desk is opened, so that a wrong call leaves nothing behind.
int add(const Options& options) {
  std::optional<desk::Secret> password;
  if (!options.no_password) {
    auto typed = new_password(options);
    if (!typed) return report(typed.error());
    password = std::move(*typed);
  }
  auto desk = open_desk(options.places, Missing::kMake);
  if (!desk) return report(desk.error());
  const desk::NewPerson person{.name = options.name,
                               .display_name = options.display_name.value_or(""),
                               .role = *desk::parse_role(options.role),
                               .department = options.department.value_or(""),
                               .team = options.team.value_or("")};
  std::optional<std::string_view> text;
  if (password) text = password->reveal();
  const auto added = desk->people().add(this_user(), person, text);
  if (!added) return report(added.error());
  std::cout << added->name << " is " << to_string(added->role)
            << (added->has_password ? "" : ", and comes by single sign-on only") << "\n";
  return kDone;
}

void print(const Person& person) {
  std::cout << person.name << "  " << to_string(person.role);
  if (person.display_name != person.name) std::cout << "  \"" << person.display_name << '"';
  if (!person.department.empty()) std::cout << "  department: " << person.department;
  if (!person.team.empty()) std::cout << "  team: " << person.team;
  if (!person.has_password) std::cout << "  (without password)";
  if (!person.active) std::cout << "  (disabled)";
  std::cout << "\n";
}

int list(const Options& options) {
  auto desk = open_desk(options.places, Missing::kRefuse);
  if (!desk) return report(desk.error());
  const auto people = desk->people().list();
  if (!people) return report(people.error());
  if (options.json) {
    auto all = nlohmann::ordered_json::array();
    for (const Person& person : *people) all.push_back(http::to_json(person));
    std::cout << all.dump(2) << "\n";
    return kDone;
  }
  for (const Person& person : *people) print(person);
  if (people->empty()) std::cout << "nobody yet; `aplomb user add NAME --role admin`\n";
  return kDone;
}

/// What the person is after the change.
int change(const Options& options, const desk::PersonChange& change) {
  auto desk = open_desk(options.places, Missing::kRefuse);
  if (!desk) return report(desk.error());
  const auto changed = desk->people().change(this_user(), options.name, change);
  if (!changed) return report(changed.error());
  print(*changed);
  return kDone;
}

int change_fields(const Options& options) {
  desk::PersonChange wanted;
  wanted.display_name = options.display_name;
  wanted.department = options.department;
  wanted.team = options.team;
  wanted.role = desk::parse_role(options.role);
  if (!wanted.display_name && !wanted.department && !wanted.team && !wanted.role)
    return report({Code::kInvalidArgument, "there is nothing to change",
                   "name it: --role, --display-name, --department, --team"});
  return change(options, wanted);
}

int set_active(const Options& options, bool active) {
  desk::PersonChange wanted;
  wanted.active = active;
  return change(options, wanted);
}

int set_password(const Options& options) {
  auto desk = open_desk(options.places, Missing::kRefuse);
  if (!desk) return report(desk.error());
  if (const auto person = desk->people().find(options.name); !person) return report(person.error());
  const auto password = new_password(options);
  if (!password) return report(password.error());
  const auto set = desk->people().set_password(this_user(), options.name, password->reveal());
  if (!set) return report(set.error());
  std::cout << "the password of " << options.name << " is set; their sessions have ended\n";
  return kDone;
}

int remove(const Options& options) {
  auto desk = open_desk(options.places, Missing::kRefuse);
  if (!desk) return report(desk.error());
  const auto removed = desk->people().remove(this_user(), options.name);
  if (!removed) return report(removed.error());
  std::cout << options.name << " is removed\n";
  return kDone;
}

int export_data(const Options& options) {
  auto desk = open_desk(options.places, Missing::kRefuse);
  if (!desk) return report(desk.error());
  const auto tables = desk->personal_data().of(options.name);
  if (!tables) return report(tables.error());
  std::cout << http::to_json(*tables).dump(2, ' ', false, http::Json::error_handler_t::replace)
            << "\n";
  return kDone;
}

/// Somebody at a terminal types the name once more.
Result<void> confirm_erasure(const Options& options) {
  if (options.yes) return {};
  if (::isatty(STDIN_FILENO) == 0)
    return fail(Code::kInvalidArgument, "nobody is here to be asked",
                "say --yes, after `aplomb user export " + options.name + "`");
  std::cout << "All that " << options.name
            << " keeps here is erased for good, and the audit log names them no more.\n"
               "Type the name once more to go on: "
            << std::flush;
  std::string typed;
  std::getline(std::cin, typed);
  if (typed == options.name) return {};
  return fail(Code::kInvalidArgument, "that is another name", "nothing was erased");
}

int erase(const Options& options) {
  auto desk = open_desk(options.places, Missing::kRefuse);
  if (!desk) return report(desk.error());
  if (const auto person = desk->people().find(options.name); !person) return report(person.error());
  if (auto confirmed = confirm_erasure(options); !confirmed) return report(confirmed.error());
  const auto erased = desk->personal_data().erase(this_user(), options.name);
  if (!erased) return report(erased.error());
  std::cout << options.name
            << " is erased; what is in backups, in articles and in their history stays there\n";
  return kDone;
}

}  // namespace

Action add_user(CLI::App& program) {
  CLI::App* command = program.add_subcommand("user", "Who may sign in, and what they may do");
  command->require_subcommand(1);
  command->footer(
      "Roles, each with all rights of those before: customer, agent, lead, editor, admin.\n"
      "What is changed here holds for a running server at once.");
  const auto options = std::make_shared<Options>();
  const auto with = [&](const char* name, const char* description) {
    CLI::App* added = command->add_subcommand(name, description);
    add_data_option(*added, options->places);
    return added;
  };
  const auto about_somebody = [&](const char* name, const char* description) {
    CLI::App* added = with(name, description);
    added->add_option("NAME", options->name, "the name to sign in with")->required();
    return added;
  };
  const auto add_fields = [&](CLI::App& added) {
    added.add_option("--display-name", options->display_name, "what others see; else the name");
    added.add_option("--department", options->department, "may be empty");
    added.add_option("--team", options->team, "may be empty");
  };
  const auto add_stdin = [&](CLI::App& added) {
    return added.add_flag("--password-stdin", options->password_stdin,
                          "read the password as one line from standard input");
  };
  CLI::App* added = about_somebody("add", "Add somebody; asks for a password");
  add_role_option(*added, options->role)->required();
  add_fields(*added);
  CLI::Option* from_stdin = add_stdin(*added);
  added->add_flag("--no-password", options->no_password, "for who comes by single sign-on")
      ->excludes(from_stdin);
  CLI::App* listed = with("list", "Print everybody");
  listed->add_flag("--json", options->json, "as JSON");
  CLI::App* changed = about_somebody("change", "Change role, department, team or display name");
  add_role_option(*changed, options->role);
  add_fields(*changed);
  CLI::App* password = about_somebody("password", "Set a password; ends the person's sessions");
  add_stdin(*password);
  CLI::App* disabled = about_somebody("disable", "Let somebody in no more; ends their sessions");
  CLI::App* enabled = about_somebody("enable", "Let somebody in again");
  CLI::App* exported = about_somebody("export", "Print all that the desk has of somebody, as JSON");
  CLI::App* erased =
      about_somebody("erase", "Remove somebody with every trace; asks before it does");
  erased->add_flag("--yes", options->yes, "do not ask");
  about_somebody("remove", "Remove somebody; the audit log keeps the name");
  return [=] {
    if (added->parsed()) return add(*options);
    if (listed->parsed()) return list(*options);
    if (changed->parsed()) return change_fields(*options);
    if (password->parsed()) return set_password(*options);
    if (disabled->parsed()) return set_active(*options, false);
    if (enabled->parsed()) return set_active(*options, true);
    if (exported->parsed()) return export_data(*options);
    if (erased->parsed()) return erase(*options);
    return remove(*options);
  };
}

}  // namespace aplomb::cli
