// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/article.h"
#include "engine/expansion.h"
#include "engine/lexicon_keeper.h"
#include "engine/record.h"
#include "engine/result.h"
#include "engine/searcher.h"
#include "engine/stemmer.h"
#include "engine/xapian_errors.h"

namespace aplomb {

/// One thread's view of a database: a Xapian handle and what goes with it.
class Reader final : public Vocabulary {
 public:
  Reader(Xapian::Database database, std::uint64_t generation, Audience audience);

  /// Moves on to the newest commit of the same generation.
  void refresh();
  /// Words come from here, when the database still has them. Without one there are none.
  void use(std::shared_ptr<const Lexicon> lexicon) { lexicon_ = std::move(lexicon); }

  [[nodiscard]] const Xapian::Database& database() const { return database_; }
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  [[nodiscard]] Audience audience() const { return audience_; }
  [[nodiscard]] Stemmer& stemmer() { return stemmer_; }

  /// An article's record; null when there is none or it does not read. Remembers the last ones,
  /// which saves a third of what showing ten hits takes. Valid until the next call.
  [[nodiscard]] const record::ArticleRecord* record(const ArticleId& id);

  [[nodiscard]] std::vector<Word> beginning_with(std::string_view head, std::size_t limit,
                                                 bool names_only) const override;
  [[nodiscard]] std::vector<Correction> corrections(std::string_view form, bool half_typed,
                                                    std::size_t limit) const override;
  [[nodiscard]] Writing writing(const std::string& first, const std::string& second) const override;
  [[nodiscard]] std::size_t frequency(const std::string& term) const override;
  [[nodiscard]] const std::vector<std::string>& languages() const override { return languages_; }

 private:
  void read_languages();

  Xapian::Database database_;
  std::uint64_t generation_;
  Audience audience_;
  Stemmer stemmer_;
  std::vector<std::string> languages_;
  std::shared_ptr<const Lexicon> lexicon_ = std::make_shared<Lexicon>();
  std::unordered_map<std::string, record::ArticleRecord> records_;  // of this commit
  mutable std::unordered_map<std::string, Writing> writings_;       // of this commit
};

/// The readers of one index directory and audience, as many as were ever busy at once.
/// Thread-safe.
class Searcher::Readers {
 public:
  Readers(std::filesystem::path index_dir, Audience audience);

  /// Runs `work(Reader&)` on a reader of the newest commit. Where a commit overtakes it, the whole
  /// work is done again.
  template <class Work>
  auto with(Work&& work) -> decltype(work(std::declval<Reader&>()));

 private:
  using Lease = std::unique_ptr<Reader>;
  static constexpr int kTries = 4;

  [[nodiscard]] Result<Lease> acquire();
  void give_back(Lease reader);
  [[nodiscard]] std::filesystem::path path_of(std::uint64_t generation) const;
  [[nodiscard]] Result<Lease> open(std::uint64_t generation) const;

  std::filesystem::path index_dir_;
  Audience audience_;
  LexiconKeeper lexicons_;
  std::mutex mutex_;  // guards idle_
  std::vector<Lease> idle_;
};

template <class Work>
auto Searcher::Readers::with(Work&& work) -> decltype(work(std::declval<Reader&>())) {
  Error last{Code::kUnavailable, "the index is changing quickly", "try again"};
  for (int attempt = 0; attempt < kTries; ++attempt) {
    try {
      auto reader = acquire();
      if (!reader) return tl::unexpected<Error>(reader.error());
      auto result = work(**reader);
      give_back(std::move(*reader));
      return result;
    } catch (const Xapian::DatabaseModifiedError& error) {
      last = translate(error);
    } catch (const Xapian::DatabaseOpeningError& error) {
      last = translate(error);  // the generation was replaced and deleted
    } catch (const Xapian::Error& error) {
      return tl::unexpected<Error>(translate(error));
    }
  }
  return tl::unexpected<Error>(std::move(last));
}

}  // namespace aplomb
