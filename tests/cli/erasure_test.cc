// SPDX-License-Identifier: GPL-3.0-or-later
// Handing over and erasing what there is of one person, with the server running.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "desk/desk.h"
#include "tests/cli/connection.h"
#include "tests/cli/served.h"
#include "tests/support/temp_index.h"

namespace aplomb::test {
namespace {

const std::string kName = "zanna.needle";
const std::string kNeedle = "qxneedle";
const std::string kPassword = "correct horse battery";

class ErasureTest : public Served {
 protected:
  Finished aplomb(std::vector<std::string> words, const std::string& input = {}) {
    words.insert(words.end(), {"--data", in_folder("data")});
    return run(words, input);
  }

  /// How many files hold the bytes: data, index, logs and all.
  std::vector<std::string> files_with(const std::string& bytes) {
    std::vector<std::string> files;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder_.path()))
      if (file.is_regular_file() && text_of(file.path()).find(bytes) != std::string::npos)
        files.push_back(file.path().filename());
    return files;
  }

  static void send(Connection& connection, const std::string& method, const std::string& target,
                   const std::string& cookie, const std::string& body, int wants) {
    connection.send_bytes(method + " /api/v1" + target +
                          " HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
                          "Content-Type: application/json\r\nCookie: " +
                          cookie + "\r\nContent-Length: " + std::to_string(body.size()) +
                          "\r\n\r\n" + body);
    EXPECT_EQ(connection.status(), wants) << method << " " << target << connection.body();
  }
};

TEST_F(ErasureTest, NoTraceOfAnErasedPersonIsLeftInDeskIndexOrLogs) {
  ASSERT_EQ(aplomb({"user", "add", "root", "--role", "admin", "--no-password"}).exit_code, 0);
  ASSERT_EQ(aplomb({"user", "add", kName, "--role", "agent", "--display-name", kNeedle + " Zanna",
                    "--password-stdin"},
                   kPassword + "\n")
                .exit_code,
            0);
  const auto server =
      serve({"--listen", "127.0.0.1:0", "--access-log", in_folder("access.log"), "--log-queries"});
  Connection connection(places_of(*server).front());
  send(connection, "POST", "/session", "x=y",
       R"({"name": ")" + kName + R"(", "password": ")" + kPassword + "\"}", 201);
  const auto& head = connection.head();
  const auto from = head.find("aplomb_session=");
  const std::string cookie = head.substr(from, head.find(';', from) - from);

  send(connection, "POST", "/me/notes", cookie,
       R"({"article": "refund", "text": "my )" + kNeedle + "\"}", 201);
  send(connection, "PUT", "/me/shortcuts/" + kNeedle, cookie,
       R"({"text": "late )" + kNeedle + "\"}", 204);
  send(connection, "PUT", "/me/shortcuts/dd", cookie, R"({"text": "refund )" + kNeedle + "\"}",
       204);
  send(connection, "PUT", "/me/stars/refund", cookie, "", 204);
  send(connection, "PUT", "/me/stars/" + kNeedle, cookie, "", 404);
  send(connection, "PUT", "/me/recent/refund", cookie, "", 204);
  for (const char* const target : {"/me/notes", "/me/search?q=late", "/search?q=dd", "/me/since"})
    send(connection, "GET", target, cookie, "", 200);

  const auto exported = aplomb({"user", "export", kName});
  EXPECT_EQ(exported.exit_code, 0) << exported.errors;
  EXPECT_EQ(nlohmann::json::parse(exported.output)["tables"]["own_notes"][0]["text"],
            "my " + kNeedle);
  EXPECT_FALSE(files_with(kNeedle).empty()) << "else there would be nothing to erase";

  const auto asked = aplomb({"user", "erase", kName});
  EXPECT_EQ(asked.exit_code, 2) << "nobody is there to be asked";
  EXPECT_NE(asked.errors.find("--yes"), std::string::npos) << asked.errors;
  const auto erased = aplomb({"user", "erase", kName, "--yes"});
  EXPECT_EQ(erased.exit_code, 0) << erased.errors;
  send(connection, "GET", "/me/notes", cookie, "", 401);

  // the server's own clock may write what it still had; then it stops
  const auto check = [&](const std::string& when) {
    for (const std::string& bytes : {kNeedle, kName})
      EXPECT_EQ(files_with(bytes), std::vector<std::string>{}) << bytes << " " << when;
  };
  check("while the server runs");
  EXPECT_EQ(stop(*server), 0);
  check("after it has stopped");
  EXPECT_EQ(server->errors().find(kNeedle), std::string::npos);
  EXPECT_EQ(server->errors().find(kName), std::string::npos);
  EXPECT_NE(text_of(in_folder("access.log")).find("\"who\":\"person:2\""), std::string::npos)
      << "people are numbers there";
  EXPECT_EQ(aplomb({"user", "erase", kName, "--yes"}).exit_code, 3);
  EXPECT_EQ(aplomb({"user", "export", kName}).exit_code, 3);
}

TEST_F(ErasureTest, KilledAtAnyMomentNoAcknowledgedNoteIsLost) {
  ASSERT_EQ(aplomb({"user", "add", "anna", "--role", "agent", "--password-stdin"}, kPassword + "\n")
                .exit_code,
            0);
  int written = 0;
  for (int round = 0; round < 3; ++round) {
    const auto server = serve({"--listen", "127.0.0.1:0"});
    const auto place = places_of(*server).front();
    Connection connection(place);
    send(connection, "POST", "/session", "x=y",
         R"({"name": "anna", "password": ")" + kPassword + "\"}", 201);
    const auto head = connection.head();
    const auto from = head.find("aplomb_session=");
    const std::string cookie = head.substr(from, head.find(';', from) - from);
    for (int i = 0; i < 20; ++i, ++written)
      send(connection, "POST", "/me/notes", cookie,
           R"({"text": "note )" + std::to_string(written) + "\"}", 201);
    server->signal(SIGKILL);
    (void)server->wait();
  }
  auto desk = value_of(desk::Desk::open(in_folder("data")));
  const auto person = value_of(desk.people().find("anna"));
  EXPECT_EQ(value_of(desk.own_notes().list(person.id)).size(), static_cast<std::size_t>(written));
}

}  // namespace
}  // namespace aplomb::test
