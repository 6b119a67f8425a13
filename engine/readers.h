// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/article.h"
#include "engine/expansion.h"
#include "engine/hidden.h"
#include "engine/house_words.h"
#include "engine/meaning.h"
#include "engine/meaning_store.h"
#include "engine/record.h"
#include "engine/result.h"
#include "engine/searcher.h"
#include "engine/stemmer.h"
#include "engine/wall_clock.h"
#include "engine/words_keeper.h"
#include "engine/xapian_errors.h"

namespace aplomb {

/// An article that stands in a database for one piece of work only.
struct Supposition {
  record::ArticleRecord record;   ///< under an id that no article can have
  std::set<std::string> without;  ///< ids of articles that are not found meanwhile
};

/// One thread's view of a database: a Xapian handle and what goes with it.
class Reader final : public Vocabulary {
 public:
  /// `meanings` are shared by the readers of one index and outlive them; null for a reader without.
  Reader(Xapian::Database database, std::uint64_t generation, Audience audience,
         meaning_store::Cache* meanings = nullptr);

  /// What `live` sees, with the passages of one more article behind its own. Both see the same
  /// commit, and the first must outlive the second.
  [[nodiscard]] static std::unique_ptr<Reader> as_if(Reader& live, const Xapian::Database& passages,
                                                     Supposition supposed);

  /// Moves on to the newest commit of the same generation. False where another database has taken
  /// the place of its own: what it reads from then on is mixed of both.
  [[nodiscard]] bool refresh();
  /// Words come from here, when the database still has them. Without one there are none.
  void use(std::shared_ptr<const Words> words) { all_words_ = std::move(words); }

  /// It is `now`, and `hidden` is what of this commit must not be seen.
  void use(Minute now, std::shared_ptr<const Hidden> hidden);
  /// Hides nothing any more, until the next use(). Does nothing for customers.
  void see_all();

  [[nodiscard]] const Xapian::Database& database() const { return database_; }
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  [[nodiscard]] Audience audience() const { return audience_; }
  [[nodiscard]] Stemmer& stemmer() { return stemmer_; }
  [[nodiscard]] Minute now() const { return now_; }
  /// What nobody is led to: what is not yet published, or expired.
  [[nodiscard]] const Hidden& hidden() const { return *hidden_; }
  /// What this reader does not get by name either: the same for customers, nothing for others.
  [[nodiscard]] const Hidden& withheld() const {
    return audience_ == Audience::kCustomer ? *hidden_ : nothing_;
  }
  /// How many articles have a term of their first passage, and are not withheld.
  [[nodiscard]] std::size_t listed(const std::string& term) const;

  /// An article's record; null when there is none or it does not read. Remembers the last ones,
  /// which saves a third of what showing ten hits takes. Valid until the next call.
  [[nodiscard]] const record::ArticleRecord* record(const ArticleId& id);

  /// Whether any article has learned something (`lesson.h`); never for customers.
  [[nodiscard]] bool has_lessons() const { return has_lessons_; }
  /// What the index keeps of an article's; empty where there is none.
  [[nodiscard]] std::string lesson(const std::string& id) const;

  /// All articles by the values of these fields, as of the last reading of words; of the values
  /// those that the database still has.
  [[nodiscard]] FacetCounts facets_of_all(const std::vector<FilterField>& fields) const;
  [[nodiscard]] const CaptionStatistics& captions() const { return all_words_->captions; }
  /// What the database's texts mean, for comparing with a query; null when meaning is off: no word
  /// vectors, or an index without them or with those of another table. Valid until refresh().
  [[nodiscard]] const CollectionMeaning* meaning();
  /// The `limit` titles that mean most nearly what `query` does, best first, by their passages'
  /// numbers in database(). Only where there is a meaning().
  [[nodiscard]] std::vector<NearTitle> nearest_titles(const QueryMeaning& query, std::size_t limit);
  /// Whether an article is one that a supposed one replaces: it is not found then.
  [[nodiscard]] bool is_without(const std::string& id) const {
    return supposed_ && supposed_->without.contains(id);
  }
  /// All ids for which is_without() holds.
  [[nodiscard]] std::set<std::string> without() const {
    return supposed_ ? supposed_->without : std::set<std::string>();
  }
  /// `IndexStatus::meaning` and `meaning_off`. Loads nothing.
  [[nodiscard]] std::pair<std::string, std::string> meaning_status() const;

  [[nodiscard]] std::vector<Word> beginning_with(std::string_view head, std::size_t limit,
                                                 bool names_only) const override;
  [[nodiscard]] std::vector<Correction> corrections(std::string_view form, bool half_typed,
                                                    std::size_t limit) const override;
  [[nodiscard]] Writing writing(const std::string& first, const std::string& second) const override;
  /// 0 where only what is hidden has the term; hidden passages do not tell that there is such a
  /// word.
  [[nodiscard]] std::size_t frequency(const std::string& term) const override;
  [[nodiscard]] const std::vector<std::string>& languages() const override { return languages_; }
  [[nodiscard]] const SynonymTable& synonyms(std::string_view language) const override;
  [[nodiscard]] bool has_phrase(const std::vector<std::string>& forms) const override;
  [[nodiscard]] bool no_typo(std::string_view form) const override;

 private:
  void read_languages();
  void read_house_words();
  void look_for_lessons();

  Xapian::Database database_;
  std::string uuid_;
  std::uint64_t generation_;
  Audience audience_;
  Stemmer stemmer_;
  std::vector<std::string> languages_;
  bool has_lessons_ = false;  // of this commit
  std::shared_ptr<const Words> all_words_ = std::make_shared<Words>();
  const Hidden nothing_;
  std::shared_ptr<const Hidden> hidden_ = std::make_shared<Hidden>();
  Minute now_{};
  std::unordered_map<std::string, record::ArticleRecord> records_;  // of this commit
  meaning_store::Cache* meanings_;
  std::optional<std::shared_ptr<const CollectionMeaning>> meaning_;  // of this commit, once asked
  mutable std::unordered_map<std::string, bool> phrases_;            // of this commit and `hidden_`
  mutable std::unordered_map<std::string, Writing> writings_;        // likewise
  mutable std::shared_ptr<const Hidden> facets_of_;  // whose facets hidden_facets_ are
  mutable std::map<FilterField, std::map<std::string, std::size_t>> hidden_facets_;
  std::string encoded_words_;  // what words_ was made of
  HouseWords words_;
  std::unordered_set<std::string> no_typo_;
  mutable std::map<std::string, SynonymTable, std::less<>> synonyms_;  // by language, when asked
  std::optional<Supposition> supposed_;
};

/// The readers of one index directory and audience, as many as were ever busy at once. Where the
/// directory has been taken away, they go on with what they have open.
/// Thread-safe.
class Searcher::Readers {
 public:
  Readers(std::filesystem::path index_dir, Audience audience,
          std::shared_ptr<const WordVectors> vectors, WallClock clock);

  [[nodiscard]] Minute now() const { return std::chrono::floor<std::chrono::minutes>(clock_()); }
  [[nodiscard]] Audience audience() const { return audience_; }
  [[nodiscard]] Result<std::uint64_t> disk_bytes() const;
  void on_damage(std::function<void()> tell) { tell_damage_ = std::move(tell); }

  /// Runs `work(Reader&)` on a reader of the newest commit. Where a commit overtakes it, the whole
  /// work is done again.
  template <class Work>
  auto with(Work&& work) -> decltype(work(std::declval<Reader&>()));

 private:
  using Lease = std::unique_ptr<Reader>;
  static constexpr int kTries = 4;

  [[nodiscard]] Result<Lease> acquire();
  [[nodiscard]] Lease take_idle(std::uint64_t generation);
  bool refresh(Lease& reader);
  /// One that is open already, where the directory does not say what to read any more.
  [[nodiscard]] Result<Lease> last_resort(const Error& why);
  /// Of an error that somebody will be told.
  [[nodiscard]] tl::unexpected<Error> noted(Error error) const;
  void give_back(Lease reader);
  [[nodiscard]] std::filesystem::path path_of(std::uint64_t generation) const;
  [[nodiscard]] Result<Lease> open(std::uint64_t generation);

  std::filesystem::path index_dir_;
  Audience audience_;
  meaning_store::Cache meanings_;
  WallClock clock_;
  WordsKeeper words_keeper_;
  HiddenKeeper hidden_keeper_;
  std::function<void()> tell_damage_;
  std::mutex mutex_;  // guards idle_
  std::vector<Lease> idle_;
};

template <class Work>
auto Searcher::Readers::with(Work&& work) -> decltype(work(std::declval<Reader&>())) {
  Error last{Code::kUnavailable, "the index is changing quickly", "try again"};
  bool is_gone = false;
  for (int attempt = 0; attempt <= kTries; ++attempt) {
    try {
      const bool is_last = attempt == kTries;
      if (is_last && !is_gone) break;
      auto reader = is_last ? last_resort(last) : acquire();
      if (!reader) {
        last = std::move(reader).error();
        is_gone = !is_last && (last.code == Code::kNotFound || last.code == Code::kDamaged);
        attempt = is_gone ? kTries - 1 : kTries;
        continue;
      }
      auto result = work(**reader);
      give_back(std::move(*reader));
      if (!result) return noted(std::move(result).error());
      return result;
    } catch (const Xapian::DatabaseModifiedError& error) {
      last = translate(error);
    } catch (const Xapian::DatabaseOpeningError& error) {
      last = translate(error);  // the generation was replaced and deleted
      is_gone = true;
    } catch (const Xapian::Error& error) {
      return noted(translate(error));
    }
  }
  return noted(std::move(last));
}

}  // namespace aplomb
