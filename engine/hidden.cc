// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/hidden.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "engine/schema.h"

namespace aplomb {
namespace {

/// Gives Xapian's matcher a rising list of passages, which opens no posting list.
class Listed final : public Xapian::PostingSource {
 public:
  using Passages = std::shared_ptr<const std::vector<Xapian::docid>>;
  explicit Listed(Passages passages) : passages_(std::move(passages)) {}

  Xapian::doccount get_termfreq_min() const override { return size(); }
  Xapian::doccount get_termfreq_est() const override { return size(); }
  Xapian::doccount get_termfreq_max() const override { return size(); }
  void init(const Xapian::Database& /*database*/) override { begun_ = false; }
  PostingSource* clone() const override { return new Listed(passages_); }

  void next(double /*least*/) override {
    if (begun_)
      ++at_;
    else
      start();
  }
  void skip_to(Xapian::docid passage, double /*least*/) override {
    if (!begun_) start();
    at_ = std::lower_bound(at_, passages_->end(), passage);
  }
  bool at_end() const override { return at_ == passages_->end(); }
  Xapian::docid get_docid() const override { return *at_; }
  std::string get_description() const override { return "hidden"; }

 private:
  [[nodiscard]] Xapian::doccount size() const {
    return static_cast<Xapian::doccount>(passages_->size());
  }
  void start() {
    begun_ = true;
    at_ = passages_->begin();
  }

  Passages passages_;
  bool begun_ = false;
  std::vector<Xapian::docid>::const_iterator at_;
};

}  // namespace

Hidden::Hidden(const Xapian::Database& database, Minute now) : from_(now) {
  auto passages = std::make_shared<Passages>();
  const auto add = [&](const std::string& term) {
    passages->insert(passages->end(), database.postlist_begin(term), database.postlist_end(term));
  };
  const auto minute_of = [](std::string_view prefix, const std::string& term) {
    return schema::minute_of_term(std::string_view(term).substr(prefix.size()));
  };
  const auto note_change = [&](std::optional<Minute> at) {
    if (at && now < *at && (!until_ || *at < *until_)) until_ = at;
  };

  const std::string publish(schema::kPublishPrefix), expiry(schema::kExpiryPrefix);
  const auto publish_end = database.allterms_end(publish);
  auto later = database.allterms_begin(publish);
  if (later != publish_end)
    later.skip_to(schema::minute_term(publish, now + std::chrono::minutes{1}));
  if (later != publish_end) note_change(minute_of(publish, *later));
  for (; later != publish_end; ++later) add(*later);

  const std::string newest = schema::minute_term(expiry, now);
  const auto expiry_end = database.allterms_end(expiry);
  auto over = database.allterms_begin(expiry);
  for (; over != expiry_end && *over <= newest; ++over) add(*over);
  if (over != expiry_end) note_change(minute_of(expiry, *over));

  std::ranges::sort(*passages);
  passages->erase(std::unique(passages->begin(), passages->end()), passages->end());
  passages->shrink_to_fit();
  passages_ = std::move(passages);
}

bool Hidden::contains(Xapian::docid passage) const {
  return std::ranges::binary_search(*passages_, passage);
}

Xapian::Query Hidden::all() const {
  if (empty()) return {};
  return Xapian::Query((new Listed(passages_))->release());
}

Xapian::Query Hidden::left_of(const Xapian::Query& query) const {
  if (empty() || query.empty()) return query;
  return {Xapian::Query::OP_AND_NOT, query, all()};
}

std::set<std::string> Hidden::articles(const Xapian::Database& database) const {
  std::set<std::string> ids;
  for (const Xapian::docid passage : *passages_)
    ids.insert(database.get_document(passage).get_value(schema::kSlotArticle));
  return ids;
}

std::size_t Hidden::count(const Xapian::Database& database, const std::string& term) const {
  if (empty()) return 0;
  std::size_t count = 0;
  auto at = database.postlist_begin(term);
  const auto end = database.postlist_end(term);
  for (auto hidden = passages_->begin(); at != end && hidden != passages_->end();) {
    at.skip_to(*hidden);
    if (at == end) break;
    if (*at == *hidden) ++count;
    // whichever is behind catches up
    hidden = std::lower_bound(hidden + (*at == *hidden ? 1 : 0), passages_->end(), *at);
  }
  return count;
}

std::optional<Xapian::docid> Hidden::first_visible(const Xapian::Database& database,
                                                   const std::string& term) const {
  const auto end = database.postlist_end(term);
  for (auto at = database.postlist_begin(term); at != end; ++at)
    if (!contains(*at)) return *at;
  return std::nullopt;
}

std::shared_ptr<const Hidden> HiddenKeeper::get(const Xapian::Database& database,
                                                WordsKeeper::Moment commit, Minute now) {
  const std::scoped_lock lock(mutex_);
  if (hidden_ && commit == commit_ && hidden_->holds_at(now)) return hidden_;
  auto hidden = std::make_shared<const Hidden>(database, now);
  if (!hidden_ || commit >= commit_) {
    commit_ = commit;
    hidden_ = hidden;
  }
  return hidden;
}

}  // namespace aplomb
