// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

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

/// Whether the index is to be kept in step with the articles: where they were named, where there is
/// no index yet, and where the one that is there was made of this very folder. An index of other
/// articles must not be emptied by where the program happens to be started.
bool is_to_follow(const Places& places, bool articles_named) {
  if (articles_named) return true;
  const auto searcher = Searcher::open(places.index_dir(), Audience::kInternal);
  if (!searcher) return true;
  const auto status = searcher->status();
  std::error_code error;
  const auto here = std::filesystem::canonical(places.articles, error);
  if (status && !error && here.string() == status->folder) return true;
  std::cerr << "the index is served as it is, and no articles are followed: name their folder with "
               "--articles\n";
  return false;
}

/// Says what stands in the way, once each.
class Hindrances {
 public:
  void say(const IndexKeeper& keeper) {
    const auto problem = keeper.status().problem;
    if (problem && problem->message != said_) report(*problem);
    said_ = problem ? problem->message : "";
  }

 private:
  std::string said_;
};

/// A searcher, as soon as there is an index to search.
Result<Searcher> open_searcher(const Places& places, Audience reader,
                               const std::shared_ptr<const WordVectors>& vectors,
                               const Serving& serving) {
  const auto* const keeper = serving.keeper();
  for (Hindrances hindrances;; hindrances.say(*keeper)) {
    auto searcher = Searcher::open(places.index_dir(), reader, vectors);
    if (searcher || keeper == nullptr) return searcher;
    (void)keeper->wait_until_in_step(std::chrono::milliseconds(100));
  }
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

/// What the desk remembers of solved calls.
Lessons lessons_in(desk::Desk& desk) {
  const auto said = [](const Result<Lesson>& lesson) {
    return lesson ? std::optional(*lesson) : std::nullopt;
  };
  return {
      .of_article = [&, said](const Article& one) { return said(desk.uses().lesson_of(one)); },
      .of = [&, said](const ArticleId& id) { return said(desk.uses().lesson_of(id)); },
      .all = [&] { return desk.uses().taught().value_or(std::vector<ArticleId>{}); },
  };
}

/// Has the index followed, and searches answered from it: from one that is there at once, while it
/// is compared with the articles, else as soon as one has been made. An exit code.
int open_houses(const Places& places, bool articles_named, const Signals& signals,
                Serving& serving) {
  systemd::say_status("opening the index");
  const auto vectors = vectors_for_search(places);
  if (is_to_follow(places, articles_named)) {
    IndexOptions options;
    options.articles = places.articles;
    options.index_dir = places.index_dir();
    options.vectors = vectors;
    options.lessons = lessons_in(serving.desk());
    auto keeper = IndexKeeper::start(std::move(options));
    if (!keeper) return report(keeper.error());
    serving.keep(*std::move(keeper));
    serving.desk().uses().on_lesson(
        [following = serving.keeper()](const ArticleId& id) { following->learned(id); });
  }
  signals.let_end();  // indexing may be interrupted at any moment
  auto internal = open_searcher(places, Audience::kInternal, vectors, serving);
  if (!internal) return report(internal.error());
  say_meaning(*internal);
  auto customer = open_searcher(places, Audience::kCustomer, vectors, serving);
  if (!customer) return report(customer.error());
  signals.hold();
  if (auto* const keeper = serving.keeper(); keeper != nullptr)
    for (auto* const searcher : {&*internal, &*customer})
      searcher->on_damage([keeper] { keeper->suspect(); });
  serving.houses().open(*std::move(internal), *std::move(customer));
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
  const int done = open_houses(options.places, articles_named, signals, serving);
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
      "Answers from the index that is there, and keeps it in step with the articles: when\n"
      "--articles is given or configured, and when the index was made of that folder; makes one\n"
      "when there is none. People sign\n"
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
