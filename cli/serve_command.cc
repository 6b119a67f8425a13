// SPDX-License-Identifier: GPL-3.0-or-later
#include <pthread.h>
#include <signal.h>

#include <charconv>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>

#include "cli/common.h"
#include "engine/searcher.h"
#include "http/routes.h"
#include "http/server.h"

namespace aplomb::cli {
namespace {

struct Options {
  Places places;
  bool articles_named = false;
  std::string listen = "127.0.0.1:8080";
};

/// `127.0.0.1:8080`, `[::1]:8080`, `localhost:0`.
Result<http::ServerOptions> parse_listen(const std::string& text) {
  http::ServerOptions options;
  const std::size_t colon = text.rfind(':');
  const char* const end = text.data() + text.size();
  const char* const digits = colon == std::string::npos ? end : text.data() + colon + 1;
  const auto [stop, status] = std::from_chars(digits, end, options.port);
  if (digits == end || status != std::errc{} || stop != end)
    return fail(Code::kInvalidArgument, "--listen needs an address and a port, not '" + text + "'",
                "for example 127.0.0.1:8080; port 0 takes any free one");
  options.address = text.substr(0, colon);
  if (options.address.starts_with('[') && options.address.ends_with(']'))
    options.address = options.address.substr(1, options.address.size() - 2);
  return options;
}

/// SIGTERM and SIGINT, taken by one thread; blocked in all others, which it must come before.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  int wait() const {
    int number = 0;
    sigwait(&set_, &number);
    return number;
  }

 private:
  sigset_t set_{};
};

/// An index that is there is served as it is, unless articles to follow were named: an index of
/// other articles must not be emptied by where the program happens to be started.
int prepare_index(const Options& options, const std::shared_ptr<const WordVectors>& vectors) {
  if (!options.articles_named && Searcher::open(options.places.index_dir(), Audience::kInternal))
    return kDone;
  IndexOptions index;
  index.articles = options.places.articles;
  index.index_dir = options.places.index_dir();
  index.vectors = vectors;
  const int done = run_index(index, false);
  return done == kProblems ? int{kDone} : done;
}

/// Word vectors that were installed and are not used would be missed silently.
void say_meaning(const Searcher& searcher) {
  if (const auto status = searcher.status(); status && !status->meaning_off.empty())
    std::cerr << "searching without meaning: " << status->meaning_off << "\n";
}

int run(const Options& options) {
  const auto listen = parse_listen(options.listen);
  if (!listen) return report(listen.error());
  const auto vectors = vectors_for_search(options.places);
  // indexing may be interrupted at any moment; from here on a signal ends in peace
  if (const int prepared = prepare_index(options, vectors); prepared != kDone) return prepared;
  const StopSignals signals;
  const auto searcher = Searcher::open(options.places.index_dir(), Audience::kInternal, vectors);
  if (!searcher) return report(searcher.error());
  say_meaning(*searcher);
  auto server =
      http::Server::listen(*listen, http::make_router(*searcher, options.places.articles));
  if (!server) return report(server.error());
  std::cout << "Aplomb is ready at " << server->url() << "  (Ctrl+C stops it)" << std::endl;
  std::thread stopper([&] {
    signals.wait();
    server->stop();
  });
  server->run();
  // run() may also end by itself; then the signal comes from here
  // NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread,cert-pos44-c): it is blocked and waited for
  pthread_kill(stopper.native_handle(), SIGTERM);
  stopper.join();
  return kDone;
}

}  // namespace

Action add_serve(CLI::App& program) {
  CLI::App* command = program.add_subcommand("serve", "Answer searches over HTTP, with a page");
  command->footer(
      "Serves the index that is there; makes one of the articles when there is none, and\n"
      "brings it in step with them first when --articles is given. Listens on loopback only.\n"
      "SIGTERM and Ctrl+C finish what is under way.");
  const auto options = std::make_shared<Options>();
  add_articles_option(*command, options->places);
  add_data_option(*command, options->places);
  command->add_option("--listen", options->listen, "ADDRESS:PORT; port 0 takes any free one")
      ->capture_default_str();
  return [options, command] {
    options->articles_named = command->count("--articles") > 0;
    return run(*options);
  };
}

}  // namespace aplomb::cli
