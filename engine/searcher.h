// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/article.h"
#include "engine/filters.h"
#include "engine/result.h"
#include "engine/wall_clock.h"
#include "engine/word_vectors.h"

namespace aplomb {

inline constexpr std::size_t kMaxLimit = 100;   ///< hits in one page
inline constexpr std::size_t kMaxDepth = 1000;  ///< offset + limit
inline constexpr std::size_t kMaxQueryBytes = std::size_t{8} * 1024;
/// Totals are exact up to this many articles. Counting up to 1,000 made keyword searches of 20,000
/// passages four times as slow, for a number that nobody on the phone reads.
inline constexpr std::size_t kCountedExactly = 100;
/// Where facets are asked for, they and the total are of this many articles at least.
inline constexpr std::size_t kCountedForFacets = 1000;

inline constexpr std::size_t kMaxSimilar = 20;    ///< similar articles of one
inline constexpr std::size_t kMaxFolders = 1000;  ///< folders in one page

enum class Sort { kRelevance, kUpdated, kTitle };

struct SearchRequest {
  std::string text;        ///< as typed; a space at its end says that the last word is whole
  std::size_t limit = 10;  ///< 1..kMaxLimit
  std::size_t offset = 0;  ///< offset + limit <= kMaxDepth
  Filters filters;         ///< besides those in the text; all hold
  std::optional<Date> updated_since;  ///< only articles updated on that day or later (UTC)
  Sort sort = Sort::kRelevance;
  std::vector<FilterField> facets;  ///< which to count
  std::string language;             ///< of the page, ISO 639-1; empty when unknown
  bool unpublished = false;         ///< also what is not yet published, or expired; of customers
                                    ///< nothing is found so
  bool exact = false;  ///< takes the words as typed: nothing corrected, joined or expanded
  bool explain = false;
};

/// A piece of a snippet. Plain text: whoever shows it must escape it.
struct Fragment {
  std::string text;
  bool match = false;
};

/// One article that was found, with its best passage.
struct Hit {
  ArticleId id;
  std::string title;
  Kind kind = Kind::kUnstated;
  std::string answer;
  std::string language;  ///< of the article, ISO 639-1
  std::string heading;   ///< of the passage; empty above the first one
  std::string anchor;
  std::vector<Fragment> snippet;
  Audience audience = Audience::kInternal;  ///< of the passage
  std::optional<Confidence> confidence;     ///< absent for customer-level readers
  std::optional<Date> last_reviewed;
  bool overdue = false;
  Validity validity = Validity::kValid;  ///< anything else only where the request asked for it
  double score = 0;                      ///< BM25 weight: >= 0, comparable within one query only
  std::vector<std::string> why;          ///< "title", "heading", "text", "symptom", …
};

/// What was made of the words that were typed.
struct Interpretation {
  struct Change {
    std::string from, to;
  };
  std::string searched;  ///< the words that were searched for
  std::vector<Change> corrected;
  std::vector<Change> expanded;
  std::vector<std::string> ignored;    ///< left out, with why: "the 65th word and later"
  std::vector<std::string> unmatched;  ///< words that no article has
  std::vector<std::string> said;       ///< the same, but callers said them whose calls were solved
  std::vector<std::string> limited;    ///< too costly to look for, with why
};

enum class Certainty { kStrong, kWeak, kNone };

/// One stage of a search, for people: its name, how long it took and what came out.
struct Stage {
  std::string name;
  std::chrono::nanoseconds took{};
  std::string shows;  ///< empty unless the request asked to explain
};

struct SearchPage {
  std::string query;  ///< as typed
  std::optional<Certainty> certainty;
  std::optional<double> certainty_score;
  std::size_t total = 0;    ///< articles that match
  bool total_exact = true;  ///< else at least that many
  std::uint64_t generation = 0;
  Interpretation interpretation;
  std::vector<Hit> hits;     ///< best first; equal scores by id
  std::vector<Hit> nearest;  ///< what was found when nothing answers; `hits` is empty then
  /// Articles by value, most frequent first, of what `total` counts.
  std::map<FilterField, std::vector<std::pair<std::string, std::size_t>>> facets;
  std::vector<Stage> stages;

  /// What was found, best first, whether or not it answers: the hits, else the nearest.
  [[nodiscard]] const std::vector<Hit>& found() const { return hits.empty() ? nearest : hits; }
};

struct Suggestion {
  enum class Source { kTitle, kSymptom, kHeading, kCode };
  std::string text;  ///< a title, a symptom, a heading, or a code as the article spells it
  ArticleId id;
  std::string title;
  Source source = Source::kTitle;
  std::string anchor;            ///< of a heading, or of where the code stands; else empty
  std::vector<Fragment> marked;  ///< `text` in pieces: what was typed is a match
};

/// Why an article may want its owner's attention.
enum class Standing {
  kOverdue,    ///< its review is late
  kFlagged,    ///< readers found something wrong with it
  kExpired,    ///< it no longer holds
  kScheduled,  ///< it is not yet published
  kArchived,
  kFailing,  ///< a query of its front matter does not find it
};

/// A test query finds its article when it has it among this many.
inline constexpr std::size_t kFoundAmong = 3;
/// Queries that are asked for one page of a listing of what is failing: about half a second of
/// 50,000 articles. Such a page may hold fewer than its limit, and no articles at all, although
/// there is a next one.
inline constexpr std::size_t kMaxAsked = 100;

/// "overdue", "flagged", …
[[nodiscard]] std::string_view to_string(Standing standing);
[[nodiscard]] std::optional<Standing> parse_standing(std::string_view word);

struct ListRequest {
  Filters filters;
  std::optional<Standing> standing;  ///< only articles that stand so; customers are shown none
  std::string folder;                ///< articles whose path lies in it; empty for all
  bool direct = false;               ///< only those that lie in no folder inside it
  std::size_t limit = 50;            ///< 1..kMaxLimit
  ArticleId after;                   ///< the last id of the page before; empty to start
};

struct Listing {
  std::vector<Article> articles;  ///< by id, without passages and pages
  std::optional<ArticleId> next;  ///< hand it in as `after` for the next page
  std::size_t total = 0;          ///< that match, over all pages; of kFailing on this one
};

/// A folder of articles, as the index has it.
struct FolderPage {
  struct Folder {
    std::string path;          ///< whole, '/' between parts
    std::size_t articles = 0;  ///< in it, however deep
  };
  std::string folder;           ///< its path; empty for the root
  std::size_t articles = 0;     ///< in it, however deep
  std::vector<Folder> folders;  ///< directly in it, by their names
  bool cut = false;             ///< there are more of them
};

/// An article that is asked about as if it stood in the index.
struct Supposed {
  Article article;                 ///< with its passages
  std::vector<ArticleId> without;  ///< articles that it takes the place of, besides that of its id
};

/// An article in which words of a text stand, too.
struct Overlap {
  ArticleId id;
  std::string title;
  double share = 0;  ///< of the text's words that stand there in the same order; 0 to 1
};

/// What is about the same thing as an article.
struct SimilarArticles {
  ArticleId id;                   ///< of the article itself, as it is called now
  std::vector<Article> articles;  ///< best first, without passages and pages
};

/// An article as stored, and where it was found.
struct StoredArticle {
  Article article;   ///< `passages` is empty; `full` is the page for this searcher's reader
  std::string etag;  ///< changes whenever anything of it does; no quotes
};

struct IndexStatus {
  std::uint64_t generation = 0;
  std::uint64_t revision = 0;  ///< rises with each commit within a generation that changed
                               ///< something for this reader
  /// When that commit was made, by the indexing machine's clock; absent in an index that was last
  /// written before this was kept. An indexing run that finds nothing new commits nothing.
  std::optional<std::chrono::sys_seconds> committed;
  std::size_t articles = 0;
  std::size_t passages = 0;
  std::string folder;       ///< that the articles are of, on the indexing machine; empty where that
                            ///< was never told, and for customers
  std::string meaning;      ///< the word vectors that are used (`WordVectors::source`); empty when
                            ///< meaning is off
  std::string meaning_off;  ///< why it is off although there are word vectors, and what to do
};

/// Above this many articles their standing is not counted: that takes 0.3 µs an article, and this
/// many 30 ms.
inline constexpr std::size_t kMaxStandingCounted = 100'000;

/// How far the articles can be trusted.
struct StandingCounts {
  /// All four, adding up to the articles; those that state none are not validated.
  std::map<Confidence, std::size_t> by_confidence;
  std::size_t overdue = 0;  ///< that should have been reviewed by today
};

/// Answers from one index directory for one audience: a customer's searcher opens the customer
/// database and no other.
///
/// Follows the index by itself: each call sees the newest commit of the current generation.
/// Articles that are not yet published, or expired, are not searched for, suggested or similar to
/// others; for a customer's searcher they are not there at all. That is by the minute at which it
/// is asked, whenever they were indexed. Thread-safety: const members may be called from any thread
/// at once; each call works on its own Xapian handle, of which as many are kept as were ever used
/// at the same time. Lifetime: results own their text and may outlive the Searcher. Errors of all
/// members: kNotFound (no index yet), kSchemaMismatch (rebuild it), kDamaged, kIo.
class Searcher {
 public:
  /// With `vectors` it also ranks by meaning, where the index carries vectors of that table; see
  /// status(). By `clock` articles begin and cease to hold.
  [[nodiscard]] static Result<Searcher> open(const std::filesystem::path& index_dir,
                                             Audience reader,
                                             std::shared_ptr<const WordVectors> vectors = {},
                                             WallClock clock = system_time);

  /// Returns one hit an article, best first. `total` is exact up to kCountedExactly articles, with
  /// facets up to kCountedForFacets, and a lower bound above.
  /// Errors: kInvalidArgument (limit, offset or length out of range); never for what the text says.
  [[nodiscard]] Result<SearchPage> search(const SearchRequest& request) const;

  /// The pages of each request as they would be if `supposed` had been saved: it is held in memory
  /// beside the index, for this call only. An index that changes meanwhile is asked as it stands
  /// when the call begins.
  /// Errors: as search().
  [[nodiscard]] Result<std::vector<SearchPage>> search_as_if(
      const Supposed& supposed, std::span<const SearchRequest> requests) const;

  /// At most `limit` articles in which at least `least` (0 to 1) of the words of `supposed` stand
  /// in the same order, best first; those that it takes the place of are left out. Looks closely at
  /// ten articles that share its rarest words; a text of fewer than kMinComparedWords
  /// (`shingles.h`) has none.
  [[nodiscard]] Result<std::vector<Overlap>> overlaps(const Supposed& supposed, double least,
                                                      std::size_t limit) const;

  /// Titles, symptoms and headings in which every typed word begins a word, or may be meant to, and
  /// codes that begin as typed; best first, at most `limit`, one an article and heading. Texts that
  /// begin as typed come first, then those that hold it, then those with the fewest typos, then the
  /// shortest. Empty for an empty text.
  [[nodiscard]] Result<std::vector<Suggestion>> suggest(std::string_view text,
                                                        std::size_t limit) const;

  /// What a word is searched as, likeliest first: itself where the index has it, and what it may
  /// have been meant for. At most `limit`; folded.
  [[nodiscard]] Result<std::vector<std::string>> corrections(std::string_view word,
                                                             std::size_t limit) const;

  [[nodiscard]] Result<Listing> list(const ListRequest& request) const;

  /// A folder and at most kMaxFolders of those directly inside it. Customers know no folder but the
  /// root.
  /// Errors: kNotFound, where no article lies in it.
  [[nodiscard]] Result<FolderPage> folder(std::string_view path) const;

  /// Errors: kNotFound. An alias finds its article, and so do an agent's id of it for customers and
  /// a customers' one for agents; compare the ids to see that.
  [[nodiscard]] Result<StoredArticle> article(const ArticleId& id) const;

  /// By which id customers know an article, whatever an internal reader may call it: its id, a
  /// former one, or the customers' own. Of an internal reader's searcher only.
  /// Errors: kNotFound, also where customers see nothing of it.
  [[nodiscard]] Result<ArticleId> customers_id(const ArticleId& id) const;

  /// At most `limit` articles about the same thing, best first; none where none is near. Leaves out
  /// the article itself and what is archived, excluded, not yet published or expired.
  /// Errors: kInvalidArgument (limit not in 1..kMaxSimilar), kNotFound.
  [[nodiscard]] Result<SimilarArticles> similar(const ArticleId& id, std::size_t limit) const;

  /// The article that is made of the file at `path` within the articles folder.
  /// Errors: kNotFound.
  [[nodiscard]] Result<ArticleId> find_path(std::string_view path) const;

  /// The article whose path `opaque_name()` calls so; customers know no other names.
  /// Errors: kNotFound.
  [[nodiscard]] Result<ArticleId> find_link(std::string_view name) const;

  /// The path within the articles folder of a file that `opaque_name()` calls so, and that some
  /// article shows or links to in a text that this searcher's reader may see.
  /// Errors: kNotFound.
  [[nodiscard]] Result<std::string> find_file(std::string_view name) const;

  /// Has `tell` called, from any thread, whenever something that was read turns out to be damaged:
  /// its caller is told kDamaged then. Before others use the searcher.
  void on_damage(std::function<void()> tell);

  /// Whose searcher this is.
  [[nodiscard]] Audience reader() const;

  /// The minute that it is, in UTC, by this searcher's clock.
  [[nodiscard]] Minute now() const;

  [[nodiscard]] Result<IndexStatus> status() const;

  /// Absent where there are more than kMaxStandingCounted articles.
  [[nodiscard]] Result<std::optional<StandingCounts>> standing_counts() const;

  /// What the live generation takes on disk, both databases of it. Errors: kNotFound, kDamaged,
  /// kIo.
  [[nodiscard]] Result<std::uint64_t> disk_bytes() const;

  Searcher(Searcher&&) noexcept;
  Searcher& operator=(Searcher&&) noexcept;
  ~Searcher();

 private:
  class Readers;  // keeps xapian.h out of this header
  explicit Searcher(std::unique_ptr<Readers> readers);
  std::unique_ptr<Readers> readers_;
};

}  // namespace aplomb
