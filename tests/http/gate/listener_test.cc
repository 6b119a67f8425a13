// SPDX-License-Identifier: GPL-3.0-or-later
// Opening sockets to listen on, and taking over those that somebody else opened.
#include "http/gate/listener.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/stat.h>

#include "http/gate/socket_address.h"
#include "http/gate/socket_file.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::TempDir;
using aplomb::test::value_of;

Endpoint endpoint(const std::string& text) {
  return value_of(Endpoint::parse(text));
}

/// Whether somebody takes connections there.
bool answers(const Endpoint& where) {
  const auto address = to_socket_address(where);
  const Descriptor socket(::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
  return ::connect(socket.get(), address.get(), address.size) == 0;
}

Descriptor bound_socket(int type, const Endpoint& where) {
  const auto address = to_socket_address(where);
  Descriptor socket(::socket(address.family(), type, 0));
  EXPECT_EQ(::bind(socket.get(), address.get(), address.size), 0);
  return socket;
}

mode_t mode_of(const std::filesystem::path& path) {
  struct stat found {};
  EXPECT_EQ(::lstat(path.c_str(), &found), 0);
  return found.st_mode;
}

class ListenerTest : public testing::Test {
 protected:
  std::string path() const { return folder_.path() / "http.sock"; }
  Endpoint local() const { return endpoint("unix:" + path()); }

  TempDir folder_;
};

TEST_F(ListenerTest, APortIsTakenAndASecondServerIsRefusedIt) {
  for (const auto* const text : {"127.0.0.1:0", "[::1]:0"}) {
    const auto listener = value_of(listen_on(endpoint(text)));
    EXPECT_GT(listener.endpoint.port, 0) << text;
    EXPECT_TRUE(answers(listener.endpoint)) << text;

    const auto second = listen_on(listener.endpoint);
    ASSERT_FALSE(second) << text;
    EXPECT_EQ(second.error().code, Code::kConflict);
    EXPECT_NE(second.error().message.find(listener.endpoint.text()), std::string::npos);
  }
}

TEST_F(ListenerTest, AllOfIPv6AndAllOfIPv4CanBeListenedOnSideBySide) {
  const auto v6 = value_of(listen_on(endpoint("[::]:0")));
  const auto port = std::to_string(v6.endpoint.port);

  EXPECT_FALSE(answers(endpoint("127.0.0.1:" + port))) << "IPv4 was not asked for";
  const auto v4 = listen_on(endpoint("0.0.0.0:" + port));
  ASSERT_TRUE(v4) << v4.error().message;
  EXPECT_TRUE(answers(endpoint("127.0.0.1:" + port)));
  EXPECT_TRUE(answers(endpoint("[::1]:" + port)));
}

TEST_F(ListenerTest, AUnixSocketIsForItsOwnerAndGroup) {
  const auto mask = ::umask(0);
  const auto listener = value_of(listen_on(local()));
  ::umask(mask);

  EXPECT_TRUE(answers(local()));
  EXPECT_EQ(listener.endpoint, local());
  EXPECT_EQ(mode_of(path()) & 07777U, 0660U);
}

TEST_F(ListenerTest, TheLongestPathWorks) {
  const auto folder = folder_.path().string() + "/";
  const auto where =
      endpoint("unix:" + folder + std::string(kMaxSocketPathBytes - folder.size(), 'x'));

  const auto listener = value_of(listen_on(where));

  EXPECT_TRUE(answers(where));
  EXPECT_EQ(value_of(adopt(Descriptor(::dup(listener.socket.get())))).endpoint, where);
}

TEST_F(ListenerTest, ASocketThatAServerLeftBehindIsReplaced) {
  (void)value_of(listen_on(local()));
  EXPECT_FALSE(answers(local()));
  ASSERT_TRUE(S_ISSOCK(mode_of(path()))) << "the file outlived its server";

  const auto listener = listen_on(local());

  ASSERT_TRUE(listener) << listener.error().message;
  EXPECT_TRUE(answers(local()));
}

TEST_F(ListenerTest, ALiveSocketIsNotTakenAway) {
  const auto first = value_of(listen_on(local()));

  const auto second = listen_on(local());

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::kConflict);
  EXPECT_NE(second.error().message.find("something else listens there"), std::string::npos);
  EXPECT_TRUE(answers(local())) << "and the first goes on";
}

TEST_F(ListenerTest, ALiveSocketOfAnotherKindIsNotTakenAway) {
  const auto datagrams = bound_socket(SOCK_DGRAM, local());

  const auto listener = listen_on(local());

  ASSERT_FALSE(listener);
  EXPECT_EQ(listener.error().code, Code::kConflict);
  EXPECT_TRUE(S_ISSOCK(mode_of(path())));
}

TEST_F(ListenerTest, WhatIsNoSocketIsNeverRemoved) {
  const auto left = value_of(listen_on(endpoint("unix:" + (folder_.path() / "old").string())));
  folder_.write("file", "precious");
  folder_.write("folder/file", "precious");
  std::filesystem::create_symlink(folder_.path() / "old", folder_.path() / "link");
  std::filesystem::create_symlink(folder_.path() / "nowhere", folder_.path() / "dangling");
  for (const auto* const name : {"file", "folder", "link", "dangling"}) {
    const auto listener = listen_on(endpoint("unix:" + (folder_.path() / name).string()));
    ASSERT_FALSE(listener) << name;
    EXPECT_EQ(listener.error().code, Code::kConflict) << name;
    EXPECT_FALSE(S_ISSOCK(mode_of(folder_.path() / name))) << name;
  }
  EXPECT_EQ(std::filesystem::file_size(folder_.path() / "file"), 8U);
}

TEST_F(ListenerTest, AFolderThatIsNotThereIsNamed) {
  const auto where = endpoint("unix:" + (folder_.path() / "missing" / "http.sock").string());

  const auto listener = listen_on(where);

  ASSERT_FALSE(listener);
  EXPECT_EQ(listener.error().code, Code::kIo);
  EXPECT_NE(listener.error().message.find(where.text()), std::string::npos);
}

TEST_F(ListenerTest, TheFileGoesWithItsServer) {
  {
    const SocketFile file(path());
    const auto listener = value_of(listen_on(local()));
    EXPECT_TRUE(answers(local()));
  }
  EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(ListenerTest, TheFileOfTheNextServerStays) {
  auto draining = value_of(listen_on(local()));
  auto file = std::make_optional<SocketFile>(path());
  draining.socket = Descriptor();  // takes no more
  const auto next = value_of(listen_on(local()));

  file.reset();

  EXPECT_TRUE(answers(local()));
}

TEST_F(ListenerTest, ASocketThatListensAlreadyIsTakenOverWithItsPlace) {
  for (const auto& where : {endpoint("127.0.0.1:0"), endpoint("[::1]:0"), local()}) {
    const auto opened = value_of(listen_on(where));
    const int passed = ::dup(opened.socket.get());  // without close-on-exec
    ::fcntl(passed, F_SETFL, 0);                    // blocks

    const auto listener = value_of(adopt(Descriptor(passed)));

    EXPECT_EQ(listener.endpoint, opened.endpoint);
    EXPECT_TRUE(answers(listener.endpoint));
    EXPECT_EQ(::fcntl(listener.socket.get(), F_GETFD), FD_CLOEXEC);
    EXPECT_NE(::fcntl(listener.socket.get(), F_GETFL) & O_NONBLOCK, 0);
  }
}

TEST_F(ListenerTest, AnAbstractSocketHasANameWithAnAt) {
  const Descriptor opened(::socket(AF_UNIX, SOCK_STREAM, 0));
  SocketAddress address;
  address.storage.ss_family = AF_UNIX;  // alone: the kernel chooses an abstract name
  ASSERT_EQ(::bind(opened.get(), address.get(), sizeof(sa_family_t)), 0);
  ASSERT_EQ(::listen(opened.get(), 1), 0);

  const auto listener = value_of(adopt(Descriptor(::dup(opened.get()))));

  EXPECT_TRUE(listener.endpoint.is_unix());
  EXPECT_TRUE(listener.endpoint.text().starts_with("unix:@")) << listener.endpoint.text();
}

TEST_F(ListenerTest, WhatCannotBeServedOnIsNotTakenOver) {
  std::vector<std::pair<Descriptor, std::string>> refused;
  refused.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC), "is no socket");
  refused.emplace_back(bound_socket(SOCK_DGRAM, endpoint("127.0.0.1:0")), "is no stream socket");
  refused.emplace_back(bound_socket(SOCK_DGRAM, local()), "is no stream socket");
  refused.emplace_back(bound_socket(SOCK_STREAM, endpoint("127.0.0.1:0")), "does not listen");
  refused.emplace_back(::fcntl(0, F_DUPFD_CLOEXEC, 500), "is no");
  refused.emplace_back(-1, "is no socket");
  for (auto& [socket, says] : refused) {
    const auto number = std::to_string(socket.get());
    const auto listener = adopt(std::move(socket));
    ASSERT_FALSE(listener) << says;
    EXPECT_EQ(listener.error().code, Code::kInvalidArgument);
    EXPECT_NE(listener.error().message.find("descriptor " + number), std::string::npos)
        << listener.error().message;
    EXPECT_NE(listener.error().message.find(says), std::string::npos) << listener.error().message;
  }
}

}  // namespace
}  // namespace aplomb::http::test
