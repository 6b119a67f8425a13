// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/words_keeper.h"

#include <sys/resource.h>

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/lesson.h"
#include "engine/record.h"
#include "engine/schema.h"

namespace aplomb {
namespace {

using Clock = std::chrono::steady_clock;

/// After each reading this many times as long passes before the next, so that commits all the time
/// cost no more than a tenth of a core. Words of a new article are found whole meanwhile; only
/// completions and corrections wait.
constexpr int kRests = 9;

/// Reading gives way to searches: with both on two cores a search would wait for its turn.
void give_way() {
  ::setpriority(PRIO_PROCESS, 0, 19);  // of this thread alone, on Linux
}

/// Folded words hold no capitals, so that all prefixed terms stand together in the order of bytes.
constexpr const char* kBehindPrefixes = "[";

CaptionStatistics read_captions(const Xapian::Database& database) {
  CaptionStatistics captions;
  captions.articles = database.get_termfreq(std::string(schema::kFirstTerm));
  const std::string prefix(schema::kCaptionStemPrefix);
  const auto end = database.allterms_end(prefix);
  for (auto term = database.allterms_begin(prefix); term != end; ++term)
    captions.articles_with[stem_hash(std::string_view(*term).substr(prefix.size()))] +=
        term.get_termfreq();
  const std::string learned(schema::kLearnedPrefix);
  const auto learned_end = database.allterms_end(learned);
  for (auto term = database.allterms_begin(learned); term != learned_end; ++term) {
    const std::string form = *term;
    auto& with = captions.articles_with[stem_of_learned_term(
        std::string_view(form).substr(learned.size()))];
    with = std::max(with, term.get_termfreq());
  }
  double titles = 0, tenths = 0;
  for (int i = 0; i <= 10; ++i) {
    const double some = database.get_termfreq(schema::spoken_term(i));
    titles += some;
    tenths += i * some;
  }
  if (titles > 0) captions.spoken_share = tenths / 10 / titles;
  return captions;
}

FacetCounts read_facets(const Xapian::Database& database) {
  std::map<FilterField, std::map<std::string, std::size_t>> counts;
  const std::string first(schema::kFirstTerm), excluded(schema::kExcludedTerm);
  const auto end = database.postlist_end(first);
  auto hidden = database.postlist_begin(excluded);
  const auto no_hidden = database.postlist_end(excluded);
  auto value = database.valuestream_begin(schema::kSlotFacets);
  const auto no_value = database.valuestream_end(schema::kSlotFacets);
  for (auto article = database.postlist_begin(first); article != end; ++article) {
    if (hidden != no_hidden) hidden.skip_to(*article);
    if (hidden != no_hidden && *hidden == *article) continue;
    if (value != no_value) value.skip_to(*article);
    if (value == no_value) break;
    if (value.get_docid() != *article) continue;
    for (auto& [field, text] : record::decode_facets(*value)) ++counts[field][std::move(text)];
  }
  FacetCounts sorted;
  for (auto& [field, values] : counts) {
    auto& list = sorted[field];
    list.assign(values.begin(), values.end());
    std::ranges::stable_sort(list, std::greater{}, &std::pair<std::string, std::size_t>::second);
  }
  return sorted;
}

}  // namespace

Words read_words(const Xapian::Database& database) {
  const std::string named(schema::kNameWordPrefix);
  std::unordered_map<std::string, std::uint32_t> articles;
  const auto named_end = database.allterms_end(named);
  for (auto term = database.allterms_begin(named); term != named_end; ++term)
    articles.emplace((*term).substr(named.size()), term.get_termfreq());
  std::vector<Lexicon::Entry> entries;
  const auto end = database.allterms_end();
  for (auto term = database.allterms_begin(); term != end;) {
    std::string form = *term;
    if (form.front() >= 'A' && form.front() <= 'Z') {
      term.skip_to(kBehindPrefixes);
      continue;
    }
    const auto found = articles.find(form);
    const std::uint32_t often = found == articles.end() ? 0 : found->second;
    entries.push_back({std::move(form), term.get_termfreq(), often});
    ++term;
  }
  return {Lexicon(std::move(entries)), read_captions(database), read_facets(database)};
}

WordsKeeper::~WordsKeeper() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (reader_.joinable()) reader_.join();
}

std::shared_ptr<const Words> WordsKeeper::get(const Xapian::Database& database,
                                              const std::string& path, Moment moment) {
  const std::scoped_lock lock(mutex_);
  if (!words_) {
    words_ = std::make_shared<const Words>(read_words(database));
    wanted_ = read_ = moment;
    path_ = path;
  } else if (moment > wanted_) {
    wanted_ = moment;
    path_ = path;
    if (!reader_.joinable()) reader_ = std::thread([this] { read_anew(); });
    changed_.notify_all();
  }
  return words_;
}

void WordsKeeper::forget() {
  const std::scoped_lock lock(mutex_);
  words_.reset();
  wanted_ = read_ = {};
}

void WordsKeeper::read_anew() {
  give_way();
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || wanted_ > read_; });
    if (stopping_) return;
    const Moment moment = wanted_;
    const std::string path = path_;
    lock.unlock();
    const auto begun = Clock::now();
    std::shared_ptr<const Words> next;
    try {
      next = std::make_shared<const Words>(read_words(Xapian::Database(path)));
    } catch (const Xapian::Error&) {
      // a commit or another generation overtook the reading, and the next search asks again
    }
    const auto rest = kRests * (Clock::now() - begun);
    lock.lock();
    if (next) {
      words_ = std::move(next);
      read_ = moment;
    } else {
      wanted_ = read_;
    }
    if (changed_.wait_for(lock, rest, [this] { return stopping_; })) return;
  }
}

}  // namespace aplomb
