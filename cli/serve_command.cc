// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>

#include "cli/common.h"
#include "cli/file_limit.h"
#include "cli/listening.h"
#include "cli/reload.h"
#include "cli/running.h"
#include "cli/serve_options.h"
#include "cli/serving.h"
#include "cli/settings.h"
#include "cli/signals.h"
#include "cli/systemd.h"
#include "engine/searcher.h"

namespace aplomb::cli {
namespace {

/// An index that is there is served as it is, unless articles to follow were named: an index of
/// other articles must not be emptied by where the program happens to be started.
int prepare_index(const Places& places, bool articles_named,
                  const std::shared_ptr<const WordVectors>& vectors) {
  if (!articles_named && Searcher::open(places.index_dir(), Audience::kInternal)) return kDone;
  IndexOptions index;
  index.articles = places.articles;
  index.index_dir = places.index_dir();
  index.vectors = vectors;
  const int done = run_index(index, false);
  return done == kProblems ? int{kDone} : done;
}

/// Word vectors that were installed and are not used would be missed silently.
void say_meaning(const Searcher& searcher) {
  if (const auto status = searcher.status(); status && !status->meaning_off.empty())
    std::cerr << "searching without meaning: " << status->meaning_off << "\n";
}

/// What an admin should know before others come in.
void warn(const ServeOptions& options, const Listening& listening) {
  if (!listening.reaches_beyond()) return;
  std::cerr << "listening beyond this machine: have a proxy with TLS in front, or passwords and "
               "tokens cross the network in clear\n";
  if (options.anonymous == "agent")
    std::cerr << "whoever reaches " << listening.text()
              << " reads everything, internal text included (--anonymous agent)\n";
}

/// Where nobody could sign in yet, the way in for the first.
void say_ways_in(Serving& serving, const std::string& url) {
  const auto empty = serving.desk().people().empty();
  if (!empty || !*empty) return;
  std::cout << "Nobody is on this desk yet. Sign in once as its admin with this link:\n"
            << "  " << url << "welcome#" << serving.ways_in().first_code() << std::endl;
}

void say_metrics(const Listening& at) {
  const bool is_unix = at.endpoints().front().is_unix();
  std::cout << "metrics at " << (is_unix ? at.text() : at.url({}) + "metrics") << std::endl;
}

/// Makes the index where that is to be done, and has searches answered from it. An exit code.
int open_houses(const Places& places, bool articles_named, const Signals& signals,
                http::Houses& houses) {
  systemd::say_status("making the index");
  const auto vectors = vectors_for_search(places);
  signals.let_end();  // indexing may be interrupted at any moment
  const int prepared = prepare_index(places, articles_named, vectors);
  signals.hold();
  if (prepared != kDone) return prepared;
  auto internal = Searcher::open(places.index_dir(), Audience::kInternal, vectors);
  if (!internal) return report(internal.error());
  say_meaning(*internal);
  auto customer = Searcher::open(places.index_dir(), Audience::kCustomer, vectors);
  if (!customer) return report(customer.error());
  houses.open(*std::move(internal), *std::move(customer));
  return kDone;
}

/// Reloads at each SIGHUP, until a signal says to stop.
void obey(const Signals& signals, const CommandLine& line, ServeOptions& options, Serving& serving,
          const Listening& listening) {
  const auto status = "answering at " + listening.text();
  systemd::say_ready(status);
  while (signals.wait() == SIGHUP) {
    systemd::say_reloading();
    if (reload(line, options, serving)) warn(options, listening);
    systemd::say_ready(status);
  }
  systemd::say_stopping();
}

int run(ServeOptions& options, const CommandLine& line) {
  raise_file_limit();
  const Signals signals;
  auto listening = Listening::passed_or_at(options.listen);
  if (!listening) return report(listening.error());
  warn(options, *listening);
  const auto opened = Serving::open(options, listening->endpoints());
  if (!opened) return report(opened.error());
  auto& serving = **opened;
  // Health and the page are there from now on; searches hear "not now" until the index is open.
  const auto running = Running::start(*std::move(listening), serving.backend());
  if (!running) return report(running.error());
  const auto metrics = serve_metrics(options.metrics_listen, serving.metrics());
  if (!metrics) return report(metrics.error());
  if (*metrics) say_metrics((*metrics)->listening());

  const bool articles_named = options.sources.at("articles") != "default";
  const int done = open_houses(options.places, articles_named, signals, serving.houses());
  if (done != kDone) return done;

  const auto& where = (*running)->listening();
  say_ways_in(serving, where.url(options.hosts));
  std::cout << "Aplomb is ready at " << where.text() << "  (Ctrl+C stops it)" << std::endl;
  obey(signals, line, options, serving, where);
  std::cout << "Aplomb is stopping: it finishes what is under way (Ctrl+C again ends it at once)"
            << std::endl;
  signals.let_end();
  return kDone;  // the servers end with this
}

}  // namespace

Action add_serve(CLI::App& program, int argc, const char* const* argv, const Sources& sources) {
  CLI::App* command = program.add_subcommand("serve", "Answer searches over HTTP, with a page");
  command->footer(
      "Serves the index that is there; makes one of the articles when there is none, and\n"
      "brings it in step with them first when --articles is given or configured. People sign\n"
      "in (aplomb user), programs send a token (aplomb token); on a desk without people the\n"
      "link for the first admin is printed. SIGTERM and Ctrl+C finish what is under way, a\n"
      "second one ends it at once. SIGHUP reads the configuration file again, without losing\n"
      "a connection, and opens the access log anew; --listen, --articles, --data and\n"
      "--metrics-listen need a start. Run by systemd it takes the unit's sockets and tells\n"
      "when it is ready: docs/operations.md.");
  const auto options = std::make_shared<ServeOptions>();
  add_serve_options(*command, *options);
  return [options, argc, argv, &sources] {
    options->sources = sources;
    return run(*options, {argc, argv});
  };
}

}  // namespace aplomb::cli
