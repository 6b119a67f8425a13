// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/index_writer.h"

#include <xapian.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "engine/database_writer.h"
#include "engine/index_files.h"
#include "engine/meaning_store.h"
#include "engine/record.h"
#include "engine/schema.h"
#include "engine/xapian_errors.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;

/// Calls `use(record)` for every article of a database. kDamaged when a record does not read.
template <class Use>
Result<void> for_each_record(const Xapian::Database& database, Use&& use) {
  const std::string prefix(schema::kArticleKey);
  const auto end = database.metadata_keys_end(prefix);
  for (auto key = database.metadata_keys_begin(prefix); key != end; ++key) {
    auto record = record::decode_article(database.get_metadata(*key));
    if (!record)
      return fail(Code::kDamaged, "the index holds an unreadable article record: " + *key,
                  "run `aplomb index --rebuild`; the articles are untouched");
    use(std::move(*record));
  }
  return {};
}

/// A database that is not whole must never go live.
Result<void> check_whole(const fs::path& path) {
  if (const std::size_t faults = Xapian::Database::check(path.string()); faults > 0)
    return fail(Code::kDamaged,
                "the new index failed its check (" + std::to_string(faults) + " faults in " +
                    path.string() + "); the old one stays",
                "check the disk, then run `aplomb index` again");
  return {};
}

Result<void> make_folder(const fs::path& dir) {
  std::error_code status;
  fs::create_directories(dir, status);
  if (!status) return {};
  const bool full = status == std::errc::no_space_on_device;
  return fail(full ? Code::kFull : Code::kIo,
              "cannot create " + dir.string() + ": " + status.message(),
              "check the disk and this user's rights there");
}

}  // namespace

class IndexWriter::Impl {
 public:
  Impl(index_files::WriterLock lock, fs::path index_dir, std::uint64_t generation, bool building,
       DatabaseWriter full, DatabaseWriter customer, SharedVectors vectors)
      : lock_(std::move(lock)),
        vectors_(std::move(vectors)),
        index_dir_(std::move(index_dir)),
        generation_(generation),
        building_(building),
        full_(std::move(full)),
        customer_(std::move(customer)),
        customer_changed_(building) {}

  Result<void> repair();
  Result<void> put(const Article& article, const SourceState& source);
  void remove(const ArticleId& id);
  bool teach(const ArticleId& id, const Lesson& lesson) { return full_->teach(id, lesson); }
  [[nodiscard]] std::vector<ArticleId> taught() const { return full_->taught(); }
  void put(const HouseWords& words);
  [[nodiscard]] HouseWords house_words() const { return full_->house_words(); }
  void set_folder(const std::string& folder) { full_->set_folder(folder); }
  [[nodiscard]] std::string folder() const { return full_->folder(); }
  Result<void> commit();
  Result<void> publish();
  [[nodiscard]] Result<void> check_in_place() const;
  [[nodiscard]] double growth() const;
  Result<void> compact(const std::function<bool()>& go_on);
  [[nodiscard]] Result<std::map<std::string, IndexedSource>> sources() const;
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  [[nodiscard]] std::string meaning() const { return meaning_store::identity(full_->database()); }

 private:
  void leave_customers(const ArticleId& id);
  Result<void> go_live(std::uint64_t generation);

  index_files::WriterLock lock_;
  SharedVectors vectors_;
  fs::path index_dir_;
  std::uint64_t generation_;
  bool building_;
  std::optional<DatabaseWriter> full_, customer_;
  std::set<ArticleId> torn_;     // articles that a crash between two commits left in one database
  std::set<ArticleId> leaving_;  // ids in `customer` that go with the next commit, unless put again
  bool customer_changed_;        // since the last commit, besides those
};

/// A crash may fall between the commits of the two databases; then their steps differ. What
/// customers see more of than `full` says is taken away at once; the rest is indexed again.
Result<void> IndexWriter::Impl::repair() {
  if (full_->step() == customer_->step()) return {};
  std::map<ArticleId, std::string> shown;
  std::set<ArticleId> orphans;
  auto read = for_each_record(customer_->database(), [&](record::ArticleRecord record) {
    orphans.insert(record.article.id);
    shown.emplace(std::move(record.article.id), std::move(record.projection));
  });
  if (!read) return read;
  read = for_each_record(full_->database(), [&](const record::ArticleRecord& record) {
    if (record.customer_id.value.empty()) return;
    const auto customer = shown.find(record.customer_id);
    const bool same = customer != shown.end() && customer->second == record.projection;
    if (!same) torn_.insert(record.article.id);
    orphans.erase(record.customer_id);
  });
  if (!read) return read;
  for (const ArticleId& id : orphans) customer_->remove(id);
  if (!orphans.empty()) customer_->commit(customer_->step());
  return {};
}

/// What `full` now holds under `id` is to be gone from the customer database.
void IndexWriter::Impl::leave_customers(const ArticleId& id) {
  if (building_) return;
  if (auto record = full_->record_of(id); record && !record->customer_id.value.empty())
    leaving_.insert(std::move(record->customer_id));
}

Result<void> IndexWriter::Impl::put(const Article& article, const SourceState& source) {
  if (!is_valid(article.id))
    return fail(Code::kInvalidArgument, "'" + article.id.value + "' is no article id",
                "use 1 to 120 of a-z, 0-9 and -, neither first nor last a hyphen");
  leave_customers(article.id);
  record::ArticleRecord record{article, source, {}, {}};
  if (const auto projection = customer_projection(article)) {
    record.customer_id = projection->id;
    record.projection = record::fingerprint(*projection);
    leaving_.erase(projection->id);
    record::ArticleRecord shown{*projection, {}, projection->id, record.projection};
    shown.article.pins.clear();
    // an edit of internal text leaves no trace there, not even in the order of equals
    const auto before = building_ ? std::nullopt : customer_->record_of(projection->id);
    if (!before || before->projection != record.projection) {
      customer_->put(*projection, shown);
      customer_changed_ = true;
    }
  }
  full_->put(article, record);
  torn_.erase(article.id);
  return {};
}

void IndexWriter::Impl::remove(const ArticleId& id) {
  leave_customers(id);
  full_->remove(id);
  torn_.erase(id);
}

/// Customers' part of the words depends on their texts, and is made anew with each commit.
void IndexWriter::Impl::put(const HouseWords& words) {
  full_->put(words);
}

Result<void> IndexWriter::Impl::commit() {
  const fs::path dir = index_files::generation_dir(index_dir_, generation_);
  for (const ArticleId& id : leaving_) customer_->remove(id);
  customer_changed_ = customer_changed_ || !leaving_.empty();
  leaving_.clear();
  customer_changed_ |=
      customer_->put(for_customers(full_->house_words(), customer_->database(), full_->database()));
  // customers first: what leaves their projection must not outlive this call
  if (customer_changed_) {
    customer_->commit(std::max(full_->step(), customer_->step()) + 1);
    if (!building_)
      if (auto synced = index_files::sync_directory(index_files::customer_database(dir)); !synced)
        return synced;
    customer_changed_ = false;
  }
  // as long as an article is torn the steps stay apart, so that the next writer sees it too
  full_->commit(torn_.empty() ? customer_->step() : full_->step());
  if (building_) return {};
  return index_files::sync_directory(index_files::full_database(dir));
}

Result<void> IndexWriter::Impl::publish() {
  if (auto committed = commit(); !committed) return committed;
  return go_live(generation_);
}

/// Makes the generation that has been built the one that readers and this writer use.
Result<void> IndexWriter::Impl::go_live(std::uint64_t generation) {
  full_.reset();
  customer_.reset();
  const fs::path built = index_files::building_dir(index_dir_, generation);
  for (const fs::path& path :
       {index_files::full_database(built), index_files::customer_database(built)})
    if (auto whole = check_whole(path); !whole) return whole;
  if (auto live = index_files::switch_to(index_dir_, generation); !live) return live;
  index_files::remove_others(index_dir_);
  generation_ = generation;
  building_ = customer_changed_ = false;
  const fs::path dir = index_files::generation_dir(index_dir_, generation);
  full_ = DatabaseWriter::open(index_files::full_database(dir), Audience::kInternal, vectors_);
  customer_ =
      DatabaseWriter::open(index_files::customer_database(dir), Audience::kCustomer, vectors_);
  return {};
}

Result<void> IndexWriter::Impl::check_in_place() const {
  const auto live = index_files::current_generation(index_dir_);
  const fs::path dir = index_files::generation_dir(index_dir_, generation_);
  const auto is_there = [](const fs::path& path, const DatabaseWriter& writer) {
    return Xapian::Database(path.string()).get_uuid() == writer.database().get_uuid();
  };
  try {
    if (live && *live == generation_ && lock_.in_place(index_dir_) &&
        is_there(index_files::full_database(dir), *full_) &&
        is_there(index_files::customer_database(dir), *customer_))
      return {};
  } catch (const Xapian::Error&) {
    // it cannot even be opened
  }
  return fail(Code::kNotFound, "the index in " + index_dir_.string() + " was taken away",
              "it is made anew from the articles");
}

double IndexWriter::Impl::growth() const {
  const fs::path dir = index_files::generation_dir(index_dir_, generation_);
  const auto first = index_files::first_size_of(dir);
  if (!first || *first == 0) return 1;
  return static_cast<double>(index_files::size_of(dir)) / static_cast<double>(*first);
}

/// Until it is whole this reads what was committed, beside the writer, which stays as it is.
Result<void> IndexWriter::Impl::compact(const std::function<bool()>& go_on) {
  const std::uint64_t generation = index_files::next_generation(index_dir_);
  const fs::path from = index_files::generation_dir(index_dir_, generation_);
  const fs::path to = index_files::building_dir(index_dir_, generation);
  if (auto made = make_folder(to); !made) return made;
  const bool done = compact_database(index_files::full_database(from),
                                     index_files::full_database(to), generation, go_on) &&
                    compact_database(index_files::customer_database(from),
                                     index_files::customer_database(to), generation, go_on);
  if (done) return go_live(generation);
  index_files::remove_others(index_dir_);
  return fail(Code::kUnavailable, "the compaction was put off");
}

Result<std::map<std::string, IndexedSource>> IndexWriter::Impl::sources() const {
  std::map<std::string, IndexedSource> sources;
  auto read = for_each_record(full_->database(), [&](record::ArticleRecord record) {
    const bool complete = !torn_.contains(record.article.id);
    sources[record.article.path] = {std::move(record.article.id), std::move(record.source),
                                    std::move(record.article.aliases), complete};
  });
  if (!read) return tl::unexpected<Error>(read.error());
  return sources;
}

Result<IndexWriter> IndexWriter::open(const fs::path& index_dir, SharedVectors vectors) {
  return guarded([&]() -> Result<IndexWriter> {
    auto lock = index_files::WriterLock::acquire(index_dir);
    if (!lock) return tl::unexpected<Error>(lock.error());
    const auto generation = index_files::current_generation(index_dir);
    if (!generation) return tl::unexpected<Error>(generation.error());
    const fs::path dir = index_files::generation_dir(index_dir, *generation);
    auto full = DatabaseWriter::open(index_files::full_database(dir), Audience::kInternal, vectors);
    auto customer =
        DatabaseWriter::open(index_files::customer_database(dir), Audience::kCustomer, vectors);
    for (const DatabaseWriter* writer : {&full, &customer}) {
      const auto version = writer->database().get_metadata(std::string(schema::kVersionKey));
      if (auto known = schema::check_version(version); !known)
        return tl::unexpected<Error>(known.error());
    }
    index_files::remove_others(index_dir);
    auto impl = std::make_unique<Impl>(std::move(*lock), index_dir, *generation, false,
                                       std::move(full), std::move(customer), std::move(vectors));
    if (auto repaired = impl->repair(); !repaired) return tl::unexpected<Error>(repaired.error());
    return IndexWriter(std::move(impl));
  });
}

Result<IndexWriter> IndexWriter::create(const fs::path& index_dir, SharedVectors vectors,
                                        std::uint64_t above) {
  return guarded([&]() -> Result<IndexWriter> {
    auto lock = index_files::WriterLock::acquire(index_dir);
    if (!lock) return tl::unexpected<Error>(lock.error());
    index_files::remove_others(index_dir);
    const std::uint64_t generation = std::max(index_files::next_generation(index_dir), above + 1);
    const fs::path dir = index_files::building_dir(index_dir, generation);
    if (auto made = make_folder(dir); !made) return tl::unexpected<Error>(made.error());
    auto full = DatabaseWriter::create(index_files::full_database(dir), Audience::kInternal,
                                       generation, vectors);
    auto customer = DatabaseWriter::create(index_files::customer_database(dir), Audience::kCustomer,
                                           generation, vectors);
    return IndexWriter(std::make_unique<Impl>(std::move(*lock), index_dir, generation, true,
                                              std::move(full), std::move(customer),
                                              std::move(vectors)));
  });
}

Result<void> IndexWriter::put(const Article& article, const SourceState& source) {
  return guarded([&] { return impl_->put(article, source); });
}

Result<void> IndexWriter::remove(const ArticleId& id) {
  return guarded([&]() -> Result<void> {
    impl_->remove(id);
    return {};
  });
}

Result<bool> IndexWriter::teach(const ArticleId& id, const Lesson& lesson) {
  return guarded([&]() -> Result<bool> { return impl_->teach(id, lesson); });
}

Result<std::vector<ArticleId>> IndexWriter::taught() const {
  return guarded([&]() -> Result<std::vector<ArticleId>> { return impl_->taught(); });
}

Result<void> IndexWriter::put(const HouseWords& words) {
  return guarded([&]() -> Result<void> {
    impl_->put(words);
    return {};
  });
}

Result<HouseWords> IndexWriter::house_words() const {
  return guarded([&]() -> Result<HouseWords> { return impl_->house_words(); });
}

Result<void> IndexWriter::set_folder(const std::string& folder) {
  return guarded([&]() -> Result<void> {
    impl_->set_folder(folder);
    return {};
  });
}

Result<std::string> IndexWriter::folder() const {
  return guarded([&]() -> Result<std::string> { return impl_->folder(); });
}

Result<void> IndexWriter::commit() {
  return guarded([&] { return impl_->commit(); });
}

Result<void> IndexWriter::publish() {
  return guarded([&] { return impl_->publish(); });
}

Result<void> IndexWriter::check_in_place() const {
  return impl_->check_in_place();
}

double IndexWriter::growth() const {
  return impl_->growth();
}

Result<void> IndexWriter::compact(const std::function<bool()>& go_on) {
  return guarded([&] { return impl_->compact(go_on); });
}

Result<std::map<std::string, IndexedSource>> IndexWriter::sources() const {
  return guarded([&] { return impl_->sources(); });
}

Result<std::string> IndexWriter::meaning() const {
  return guarded([&]() -> Result<std::string> { return impl_->meaning(); });
}

std::uint64_t IndexWriter::generation() const {
  return impl_->generation();
}

IndexWriter::IndexWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
IndexWriter::IndexWriter(IndexWriter&&) noexcept = default;
IndexWriter& IndexWriter::operator=(IndexWriter&&) noexcept = default;
IndexWriter::~IndexWriter() = default;

}  // namespace aplomb
