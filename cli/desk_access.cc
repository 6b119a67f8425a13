// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/desk_access.h"

#include <pwd.h>
#include <unistd.h>

#include <system_error>
#include <vector>

namespace aplomb::cli {

Result<desk::Desk> open_desk(const Places& places, Missing missing) {
  std::error_code unknown;
  if (missing == Missing::kRefuse && !std::filesystem::exists(places.data / "desk.db", unknown))
    return fail(Code::kNotFound, "there is no desk in " + places.data.string(),
                "name its folder with --data, or begin one with `aplomb user add`");
  return desk::Desk::open(places.data);
}

desk::Actor this_user() {
  const passwd* const user = ::getpwuid(::getuid());
  return desk::Actor::command_line(user != nullptr ? user->pw_name : std::to_string(::getuid()));
}

CLI::Option* add_role_option(CLI::App& command, std::string& role) {
  std::vector<std::string> words;
  for (const desk::Role each : desk::kRoles) words.emplace_back(to_string(each));
  return command.add_option("--role", role, "what they may do")->check(CLI::IsMember(words));
}

}  // namespace aplomb::cli
