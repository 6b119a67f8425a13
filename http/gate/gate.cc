// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/gate.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "http/gate/overload.h"
#include "http/gate/release.h"
#include "http/gate/socket.h"

namespace aplomb::http {
namespace {

using namespace std::chrono_literals;

/// What a client must take of an answer within its time; below, it only holds our memory.
constexpr std::int64_t kLeastTakenBytes = std::int64_t{16} * 1024;
/// What is thrown away at most behind a refused request.
constexpr std::size_t kLingerBytes = std::size_t{1024} * 1024;
constexpr std::size_t kChunkBytes = std::size_t{64} * 1024;

/// Of requests and answers in memory. Above the first, connections go that have not moved for
/// kStalled, the longest first; above the second, any. The first has room for four of the longest
/// bodies that a route takes, or two whose text has just grown: a body counts as not moving from
/// its beginning on, or whoever sends a little now and then would be kept for good, so that with
/// less a picture of 12 MiB that takes two seconds is cut off.
constexpr std::size_t kMuchMemory = std::size_t{64} * 1024 * 1024;
constexpr std::size_t kMostMemory = std::size_t{256} * 1024 * 1024;
constexpr auto kStalled = 1s;

/// Descriptors that are left to the index, the desk and the log.
constexpr std::size_t kReservedDescriptors = 256;
constexpr std::size_t kFewestConnections = 64;
constexpr std::size_t kMostConnections = 65'536;
/// So that those who come do not keep those who are here waiting.
constexpr int kAcceptsARound = 256;
constexpr auto kAcceptAgain = 100ms;
constexpr auto kLookAgain = 1s;

/// How long a request may have to wait: at four times the load that can be borne, the slowest
/// hundredth of the answers then takes some 70 ms (bench/gate.sh), and what a few dozen people type
/// in the same instant is not turned away. Writes are few and slow, and who saves is willing to
/// wait.
constexpr auto kReadWait = 40ms;
constexpr auto kWriteWait = 3s;

/// The kernel would buffer megabytes for a client that does not read.
constexpr int kSendBufferBytes = 256 * 1024;

constexpr std::size_t kEventsARound = 256;
constexpr std::uint64_t kWakeName = 0;  ///< then the listeners; connections are named by address

std::size_t room_for_connections() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return kFewestConnections;
  const auto files = std::max<std::size_t>(limit.rlim_cur, kReservedDescriptors);
  return std::clamp(files - kReservedDescriptors, kFewestConnections, kMostConnections);
}

std::size_t or_cores(std::size_t threads) {
  return threads > 0 ? threads : std::max(2U, std::thread::hardware_concurrency());
}

Admission::Duration longest_wait(Lane lane) {
  return lane == Lane::kWrite ? Admission::Duration(kWriteWait) : Admission::Duration(kReadWait);
}

Request without_body(Work work) {
  auto& head = work.request.head;
  return {.method = std::move(head.method),
          .path = std::string(head.path()),
          .headers = std::move(head.headers),
          .peer = std::move(work.peer)};
}

}  // namespace

Gate::Gate(std::vector<Listener> listeners, Backend backend, const ServerOptions& options,
           Descriptor epoll, Descriptor wake)
    : backend_(std::move(backend)),
      options_(options),
      epoll_(std::move(epoll)),
      wake_(std::move(wake)),
      library_(backend_.answer),
      chunk_(kChunkBytes, '\0'),
      lanes_{LaneQueue(Admission(or_cores(options.read_threads), longest_wait(Lane::kRead)), true),
             LaneQueue(Admission(options.write_threads, longest_wait(Lane::kWrite)), true),
             LaneQueue(Admission(1, longest_wait(Lane::kStatus)), false)} {
  for (auto& listener : listeners) {
    endpoints_.push_back(listener.endpoint);
    doors_.push_back({std::move(listener)});
  }
}

Gate::~Gate() = default;

Result<std::unique_ptr<Gate>> Gate::make(std::vector<Listener> listeners, Backend backend,
                                         const ServerOptions& options) {
  Descriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
  Descriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!epoll.valid() || !wake.valid())
    return fail(Code::kIo, "cannot make an epoll instance or an eventfd");
  return std::unique_ptr<Gate>(new Gate(std::move(listeners), std::move(backend), options,
                                        std::move(epoll), std::move(wake)));
}

const Endpoint* Gate::first_tcp() const {
  const auto found = std::ranges::find(endpoints_, false, &Endpoint::is_unix);
  return found == endpoints_.end() ? nullptr : &*found;
}

bool Gate::watch(int fd, std::uint32_t events, std::uint64_t name, int operation) {
  epoll_event event{};
  event.events = events | EPOLLET;
  event.data.u64 = name;
  return ::epoll_ctl(epoll_.get(), operation, fd, &event) == 0;
}

bool Gate::watch(const Connection& connection, int operation) {
  return watch(connection.socket.get(), EPOLLIN | EPOLLOUT | EPOLLRDHUP,
               reinterpret_cast<std::uintptr_t>(&connection), operation);
}

/// Milliseconds until something is due; -1 when nothing is.
int Gate::patience() const {
  auto until = draining_ ? drain_until_ : Clock::time_point::max();
  for (const auto& door : doors_)
    if (door.again) until = std::min(until, *door.again);
  for (const auto phase : {Phase::kIdle, Phase::kHead, Phase::kBody, Phase::kWrite, Phase::kLinger})
    if (const auto* const oldest = connections_.oldest(phase))
      until = std::min(until, deadline(*oldest));
  // Whatever is answered and awaited by nobody is seen to be idle by then.
  if (connections_.count(Phase::kBusy) > 0) until = std::min(until, now_ + kLookAgain);
  if (until == Clock::time_point::max()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

Gate::Clock::time_point Gate::deadline(const Connection& connection) const {
  const auto& deadlines = options_.deadlines;
  switch (connection.phase) {
    case Phase::kIdle:
      return connection.since + (draining_ ? deadlines.first_request : deadlines.idle);
    case Phase::kHead:
      return connection.since + deadlines.head;
    case Phase::kBody:
      return connection.since + deadlines.body;
    case Phase::kWrite:
      return connection.since + deadlines.write;
    case Phase::kLinger:
      return connection.since + deadlines.linger;
    case Phase::kBusy:
    case Phase::kClosed:
      break;
  }
  return Clock::time_point::max();
}

void Gate::take_connections(Door& door) {
  for (int taken = 0; taken < kAcceptsARound; ++taken) {
    auto accepted = accept_on(door.listener.socket);
    if (accepted) {
      if (make_place()) add_connection(std::move(accepted->socket), std::move(accepted->peer));
      continue;
    }
    door.again.reset();
    const int error = accepted.error();
    if (error == EAGAIN || error == EWOULDBLOCK) return;
    if (error == EINTR || error == ECONNABORTED) continue;  // that concerns one caller only
    door.again = now_ + kAcceptAgain;  // out of descriptors, say: others close meanwhile
    return;
  }
  door.again = now_;
}

/// Lets the connection go that is the least loss when there are too many. False when all of them
/// are being answered.
bool Gate::make_place() {
  if (connections_.count() < max_connections_) return true;
  for (const auto phase : {Phase::kLinger, Phase::kIdle, Phase::kHead, Phase::kBody, Phase::kWrite})
    if (auto* const oldest = connections_.oldest(phase)) {
      drop(*oldest);
      return true;
    }
  return false;
}

void Gate::add_connection(Descriptor socket, std::string peer) {
  const int on = 1;  // else a kept connection waits 40 ms for its answer
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDBUF, &kSendBufferBytes, sizeof kSendBufferBytes);
  auto& connection = connections_.add(std::move(socket), std::move(peer), now_);
  if (!watch(connection, EPOLL_CTL_ADD)) drop(connection);
}

void Gate::handle(const epoll_event& event) {
  const auto name = event.data.u64;
  if (name == kWakeName) {
    std::uint64_t ignored = 0;
    [[maybe_unused]] const auto count = ::read(wake_.get(), &ignored, sizeof ignored);
    return;
  }
  if (name <= endpoints_.size()) {
    if (!draining_) take_connections(doors_[name - 1]);
    return;
  }

  auto& connection = *reinterpret_cast<Connection*>(name);  // NOLINT: we gave it this name
  constexpr std::uint32_t kEnds = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
  if ((event.events & kEnds) != 0) connection.ended = true;
  if ((event.events & (EPOLLIN | kEnds)) != 0) {
    if (connection.phase == Phase::kBusy && !std::exchange(connection.is_impatient, true))
      ++impatient_;
    connection.unread = true;
  }
  switch (connection.phase) {
    case Phase::kIdle:
    case Phase::kHead:
    case Phase::kBody:
      if (connection.unread) advance(connection);
      return;
    case Phase::kWrite:
      if (flush(connection)) advance(connection);
      return;
    case Phase::kLinger:
      return linger(connection);
    case Phase::kBusy:    // what has come is read when the answer is out
    case Phase::kClosed:  // earlier in this round
      return;
  }
}

/// Goes on with a connection until it has to wait for something.
void Gate::advance(Connection& connection) {
  for (;;) {
    auto next = connection.reader.next(backend_.demand);
    if (auto* const whole = std::get_if<WholeRequest>(&next)) {
      return hand_over(connection, std::move(*whole));
    } else if (auto* const refusal = std::get_if<Refusal>(&next)) {
      return refuse(connection, std::move(*refusal));
    } else if (!receive(connection)) {
      if (connection.phase != Phase::kClosed)
        settle(connection, std::get<RequestReader::Pending>(next));
      return;
    }
  }
}

/// Reads what has come. False when nothing has.
bool Gate::receive(Connection& connection) {
  if (!connection.unread) return false;
  const auto got = receive_some(connection.socket.get(), chunk_.data(), chunk_.size());
  if (got > 0) {
    // Less than was asked for: nothing is left, and epoll tells of what comes next.
    const auto count = static_cast<std::size_t>(got);
    connection.unread = connection.ended || count == chunk_.size();
    connection.reader.add(std::string_view(chunk_).substr(0, count));
    return true;
  }
  connection.unread = false;
  if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) drop(connection);
  return false;
}

/// Waits for the client's next bytes.
void Gate::settle(Connection& connection, RequestReader::Pending pending) {
  using enum RequestReader::Pending;
  const auto phase = pending == kNothing ? Phase::kIdle
                     : pending == kHead  ? Phase::kHead
                                         : Phase::kBody;
  if (phase == Phase::kIdle && draining_ && !connection.is_new) return drop(connection);
  connections_.charge(connection);
  if (phase == connection.phase) return;  // its time goes on
  connections_.enter(connection, phase, now_);
  if (phase != Phase::kBody || !connection.reader.take_expectation()) return;
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  const auto sent = send_some(connection.socket.get(), kContinue);
  if (!sent || *sent != kContinue.size())
    drop(connection);  // it reads nothing of what it asked for
}

/// Gives a request to its lane, or says that there are too many.
void Gate::hand_over(Connection& connection, WholeRequest whole) {
  const bool closing = !whole.head.keep_alive || draining_;
  auto& lane = lanes_.at(static_cast<std::size_t>(whole.demand.lane));
  const auto body_bytes = whole.body.size();
  const bool awaited = closing || connection.unread || connection.reader.has_bytes();
  Work work{&connection, connection.socket.get(), std::move(whole), connection.peer, now_, closing,
            awaited};
  connection.closing = closing;
  connection.is_new = false;
  const bool has_memory = body_bytes == 0 || connections_.charged() < kMostMemory;
  // Before the offer: a worker may have finished by the time it returns.
  connections_.enter(connection, Phase::kBusy, now_);
  connection.lent = body_bytes;
  connections_.charge(connection);
  if (has_memory && lane.offer(work)) return;

  connection.lent = 0;
  auto request = without_body(std::move(work));
  auto response = turn_away(request, lane);
  // Its next request has to wait for the next round: who is turned away without end would keep
  // the thread for themselves.
  if (say(connection, library_.write(std::move(response), request.method == "HEAD", closing)))
    (void)watch(connection, EPOLL_CTL_MOD);
}

/// From the gate's thread and from workers.
Response Gate::turn_away(Request& request, const LaneQueue& lane) const {
  auto response = overloaded(lane.wait());
  if (backend_.refused) backend_.refused(request, response);
  return response;
}

void Gate::refuse(Connection& connection, Refusal refusal) {
  Request request{.method = std::move(refusal.method),
                  .path = std::move(refusal.path),
                  .peer = connection.peer};
  if (backend_.refused) backend_.refused(request, refusal.response);
  connection.closing = true;
  (void)say(connection,
            library_.write(std::move(refusal.response), request.method == "HEAD", true));
}

bool Gate::say(Connection& connection, std::string bytes) {
  connection.unsent = std::move(bytes);
  connection.sent = 0;
  connection.taken.reset();
  connections_.enter(connection, Phase::kWrite, now_);
  return flush(connection);
}

/// Sends what the client takes of its answer. True when that was all, and another request may come.
bool Gate::flush(Connection& connection) {
  while (connection.sent < connection.unsent.size()) {
    const auto rest = std::string_view(connection.unsent).substr(connection.sent);
    const auto count = send_some(connection.socket.get(), rest);
    if (!count) {
      drop(connection);
      return false;
    }
    connection.sent += *count;
    if (*count == rest.size()) break;
    (void)moves_on(connection);
    connections_.charge(connection);
    return false;
  }
  release(connection.unsent);
  connections_.charge(connection);
  if (!connection.closing) return true;
  linger(connection);
  return false;
}

/// Whether the client has taken a good part of its answer since that was last so; its time begins
/// anew then. Asked of the kernel: epoll tells only when a third of its buffer is free again, which
/// takes a slow client longer than it has for 16 KiB.
bool Gate::moves_on(Connection& connection) {
  if (connection.phase != Phase::kWrite) return false;
  const auto taken = static_cast<std::int64_t>(connection.sent) -
                     static_cast<std::int64_t>(bytes_on_their_way(connection.socket.get()));
  if (connection.taken && taken - *connection.taken < kLeastTakenBytes) return false;
  connection.taken = taken;
  connections_.enter(connection, Phase::kWrite, now_);
  return true;
}

/// Says that nothing more comes, and waits for the client to see it: closed at once, a socket with
/// unread bytes is reset, and the reset overtakes our last words.
void Gate::linger(Connection& connection) {
  if (connection.phase != Phase::kLinger) {
    ::shutdown(connection.socket.get(), SHUT_WR);
    connections_.enter(connection, Phase::kLinger, now_);
    release(connection.reader);
    connections_.charge(connection);
  }
  while (connection.unread && connection.lingered < kLingerBytes) {
    const auto got = receive_some(connection.socket.get(), chunk_.data(), chunk_.size());
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      connection.unread = false;
      return;
    }
    if (got <= 0) return drop(connection);
    connection.lingered += static_cast<std::size_t>(got);
  }
  if (connection.lingered >= kLingerBytes) drop(connection);
}

void Gate::drop(Connection& connection) {
  // Of an answer that nobody takes, the kernel would keep its part for minutes; of one that is sent
  // to its end, it keeps it for a client that may still be reading.
  if (!connection.unsent.empty()) forget_unsent(connection.socket.get());
  connections_.enter(connection, Phase::kClosed, now_);
}

void Gate::take_back_finished() {
  std::vector<Done> finished;
  {
    const std::lock_guard lock(finished_mutex_);
    finished.swap(finished_);
    is_woken_ = false;
  }
  for (auto& done : finished) {
    auto& connection = *done.connection;
    connection.lent = 0;
    if (std::exchange(connection.is_impatient, false)) --impatient_;
    if (done.failed)
      drop(connection);
    else if (say(connection, std::move(done.unsent)))
      advance(connection);
  }
}

/// Whether there is nothing to be done before the next event. Answers that went out whole on a
/// connection that waits for nothing can be taken note of with whatever comes next: to be woken for
/// each of them would take as long as answering it.
bool Gate::may_sleep() {
  const std::lock_guard lock(finished_mutex_);
  is_attentive_ = draining_ || impatient_ > 0;
  return finished_.empty() || !is_attentive_;
}

void Gate::expire() {
  for (const auto phase : {Phase::kIdle, Phase::kHead, Phase::kBody, Phase::kWrite, Phase::kLinger})
    for (auto* oldest = connections_.oldest(phase); oldest != nullptr && deadline(*oldest) <= now_;
         oldest = connections_.oldest(phase)) {
      const bool began_a_request = phase == Phase::kHead || phase == Phase::kBody;
      if (began_a_request)
        refuse(*oldest, too_slow());
      else if (!moves_on(*oldest))
        drop(*oldest);
    }
}

void Gate::save_memory() {
  for (const auto phase : {Phase::kWrite, Phase::kBody, Phase::kHead})
    for (auto* oldest = connections_.oldest(phase);
         oldest != nullptr && connections_.charged() > kMuchMemory &&
         (connections_.charged() > kMostMemory || oldest->since + kStalled <= now_);
         oldest = connections_.oldest(phase))
      if (connections_.charged() > kMostMemory || !moves_on(*oldest)) drop(*oldest);
}

void Gate::tell_figures() const {
  if (backend_.figures == nullptr) return;
  auto& figures = *backend_.figures;
  figures.connections = connections_.count();
  figures.idle_connections = connections_.count(Phase::kIdle);
  for (std::size_t i = 0; i < kLanes; ++i) figures.waiting.at(i) = lanes_.at(i).waiting();
}

void Gate::begin_drain() {
  draining_ = true;
  drain_until_ = now_ + options_.deadlines.drain;
  for (auto& door : doors_) {
    // Those whose connect has succeeded must not be reset.
    do take_connections(door);
    while (door.again && *door.again <= now_);
    // A listener that was passed to us lives on with whoever passed it, and so would epoll's watch.
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, door.listener.socket.get(), nullptr);
  }
  doors_.clear();
  for (auto count = connections_.count(Phase::kIdle); count > 0; --count) {
    auto& connection = *connections_.oldest(Phase::kIdle);
    connection.unread = true;  // what came meanwhile is still answered
    connections_.enter(connection, Phase::kIdle, now_);
    advance(connection);
  }
}

bool Gate::is_drained() const {
  return draining_ && (connections_.count() == 0 || now_ >= drain_until_);
}

std::string Gate::answer(Work work, LaneQueue& lane, Library& library) const {
  const auto start = Clock::now();
  const auto waited = start - work.came;
  const bool closing = work.closing;
  if (lane.is_too_late(waited)) {
    auto request = without_body(std::move(work));
    auto response = turn_away(request, lane);
    return library.write(std::move(response), request.method == "HEAD", closing);
  }
  auto bytes = library.answer(std::move(work.request), {std::move(work.peer), waited}, closing);
  lane.served(Clock::now() - start);
  return bytes;
}

void Gate::work(LaneQueue& lane) {
  Library library(backend_.answer);
  while (auto work = lane.take()) {
    Done done{.connection = work->connection};
    const int socket = work->socket;
    done.awaited = work->awaited;
    const auto bytes = answer(*std::move(work), lane, library);
    const auto sent = send_some(socket, bytes);
    done.failed = bytes.empty() || !sent;
    if (!done.failed && *sent < bytes.size()) done.unsent = bytes.substr(*sent);
    done.awaited = done.awaited || done.failed || !done.unsent.empty();
    finish(std::move(done));
  }
}

void Gate::finish(Done done) {
  bool wakes = false;
  {
    const std::lock_guard lock(finished_mutex_);
    wakes = (done.awaited || is_attentive_) && !is_woken_;
    is_woken_ = is_woken_ || wakes;
    finished_.push_back(std::move(done));
  }
  if (wakes) wake_up(wake_);
}

void Gate::run() {
  max_connections_ =
      options_.max_connections > 0 ? options_.max_connections : room_for_connections();
  const auto start_workers = [this](Lane lane, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      workers_.emplace_back([this, lane] { work(lanes_.at(static_cast<std::size_t>(lane))); });
  };
  start_workers(Lane::kRead, or_cores(options_.read_threads));
  start_workers(Lane::kWrite, options_.write_threads);
  start_workers(Lane::kStatus, 1);
  watch(wake_.get(), EPOLLIN, kWakeName, EPOLL_CTL_ADD);
  for (std::size_t i = 0; i < doors_.size(); ++i) {
    spdlog::info("listening on {}", doors_[i].listener.endpoint.text());
    watch(doors_[i].listener.socket.get(), EPOLLIN, i + 1, EPOLL_CTL_ADD);
  }

  std::array<epoll_event, kEventsARound> events{};
  while (!is_drained()) {
    const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()),
                                   may_sleep() ? patience() : 0);
    now_ = Clock::now();
    take_back_finished();  // first, for what comes next from whoever was answered
    for (int i = 0; i < count; ++i) handle(events.at(static_cast<std::size_t>(i)));
    take_back_finished();
    for (auto& door : doors_)
      if (door.again && *door.again <= now_) take_connections(door);
    if (stopping_ && !draining_) begin_drain();
    for (auto& lane : lanes_) lane.wake_workers();
    expire();
    save_memory();
    connections_.collect();
    tell_figures();
  }
  for (auto& lane : lanes_) lane.close();  // whatever waits still, nobody is there to hear
  for (auto& worker : workers_) worker.join();
  connections_ = {};
  spdlog::info("stopped");
}

void Gate::stop() noexcept {
  stopping_ = true;
  wake_up(wake_);
}

}  // namespace aplomb::http
