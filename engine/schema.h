// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/calendar.h"
#include "engine/filters.h"
#include "engine/result.h"

namespace aplomb::schema {

/// Written into every database. An index of another version is rebuilt, never misread.
/// 1: the first. 2: captions, standing and vectors, for ranking; pins; the house's words;
/// `S` also holds the words of tags and headings. 3: files and opaque names; the customer database
/// has ids, titles, passages and headings of its own and nothing of the source file.
/// 4: publish and expiry dates to the minute, as terms; flags.
inline constexpr int kVersion = 4;

/// Whether a database of this version (its metadata `kVersionKey`; empty when it has none) can be
/// read and written here. Errors: kSchemaMismatch.
[[nodiscard]] Result<void> check_version(std::string_view version);

/// The texts of an article that can be searched.
enum class Field {
  kTitle,
  kHeading,
  kBody,
  kSymptom,
  kTag,
  kProduct,
  kAnswer,
  kDescription,
  kEmpathy,
  kRule,
};

/// Which passages carry a field's terms. Two passages stand for front matter, without an anchor and
/// only where it has such text: the lead, and the rules (promise, exceptions, hand-off).
enum class Where { kEveryPassage, kLeadPassage, kRulesPassage };

struct TextField {
  Field field;
  std::string_view name;
  unsigned wdf;  ///< what one occurrence counts: BM25F's field weight, applied before saturation
  unsigned elsewhere;  ///< the same in the article's other passages; 0 when they do not carry it
  Where where;
  std::string_view holds;
};

/// Indexing, querying (`why`) and docs/schema.md read this one table. Title 5 is the best
/// constant of seven judged collections (3, 5 and 8 gave .642, .644 and .646; unlike 8, 5 does not
/// lose on abstracts). Tags and callers' words are about the whole article: in every passage they
/// bring 4 % more of the starter articles' questions to the first place (docs/ranking.md).
inline constexpr std::array<TextField, 10> kTextFields{{
    {Field::kTitle, "title", 5, 5, Where::kEveryPassage, "the article's title"},
    {Field::kHeading, "heading", 3, 0, Where::kEveryPassage, "the headings above the passage"},
    {Field::kBody, "text", 1, 0, Where::kEveryPassage, "the passage itself"},
    {Field::kSymptom, "symptom", 3, 1, Where::kLeadPassage, "the callers' words"},
    {Field::kTag, "tag", 3, 3, Where::kLeadPassage, "tags"},
    {Field::kProduct, "product", 2, 0, Where::kLeadPassage, "products"},
    {Field::kAnswer, "answer", 2, 0, Where::kLeadPassage, "the answer line"},
    {Field::kDescription, "description", 2, 0, Where::kLeadPassage, "what the article is about"},
    {Field::kEmpathy, "empathy", 1, 0, Where::kLeadPassage, "the empathy line"},
    {Field::kRule, "rule", 1, 0, Where::kRulesPassage, "promise, exceptions and hand-off"},
}};

[[nodiscard]] constexpr const TextField& text_field(Field field) {
  return kTextFields[static_cast<std::size_t>(field)];
}

/// Terms begin with a prefix in capitals; folded words never do. Words themselves have none.
inline constexpr std::string_view kStemPrefix = "Z";
inline constexpr std::string_view kCaptionStemPrefix = "T";
inline constexpr std::string_view kSpokenPrefix = "XS";
inline constexpr std::string_view kNameWordPrefix = "S";
inline constexpr std::string_view kArticlePrefix = "Q";
inline constexpr std::string_view kFolderPrefix = "XD";
inline constexpr std::string_view kAliasPrefix = "XI";
inline constexpr std::string_view kPathPrefix = "U";
inline constexpr std::string_view kFirstTerm = "XF";
inline constexpr std::string_view kExcludedTerm = "XE";
inline constexpr std::string_view kPinPrefix = "XN";
inline constexpr std::string_view kLinkNamePrefix = "XH";
inline constexpr std::string_view kFilePrefix = "XB";
inline constexpr std::string_view kReviewPrefix = "XM";
inline constexpr std::string_view kFlaggedTerm = "XG";
inline constexpr std::string_view kAskedForTerm = "XQ";
inline constexpr std::string_view kPublishPrefix = "XV";
inline constexpr std::string_view kExpiryPrefix = "XY";
inline constexpr std::string_view kLearnedPrefix = "XW";

struct TermPrefix {
  std::string_view prefix;
  std::string_view holds;
};

inline constexpr std::array<TermPrefix, 20> kTermPrefixes{{
    {"", "a folded word, part or whole of a compound, character pair; with positions"},
    {kStemPrefix, "the stem of a word in the article's language"},
    {kCaptionStemPrefix, "a stem of the title or a symptom; first passage only"},
    {kSpokenPrefix,
     "tenths of the title's words that are function or question words; first passage"},
    {kNameWordPrefix, "a word of the title, a symptom, tag or heading; first passage only"},
    {kArticlePrefix, "the article's id; every passage"},
    {kPathPrefix, "the article's path; first passage only, not in `customer`"},
    {kLinkNamePrefix, "an opaque name of the article's path, as links have it; first passage"},
    {kFilePrefix, "the opaque name of a file that the text shows or links to; first passage"},
    {kAliasPrefix, "a former id; first passage only, not in `customer`"},
    {kFolderPrefix,
     "a folder that the article lies in, one term a level; first passage only, not in `customer`"},
    {kFirstTerm, "marks the first passage, of which each article has exactly one"},
    {kExcludedTerm, "marks an article with `search: {exclude: true}`, which has no words"},
    {kPublishPrefix,
     "the minute (UTC, `202611221330`) at which the article begins to hold, where it states one; "
     "every passage"},
    {kExpiryPrefix, "the minute from which on it no longer holds; likewise"},
    {kReviewPrefix,
     "the minute from which on the article's review is late; first passage only, not in "
     "`customer`"},
    {kFlaggedTerm, "marks an article with flags; first passage only, not in `customer`"},
    {kAskedForTerm, "marks an article with pins or test queries; likewise"},
    {kLearnedPrefix,
     "a stem, hashed, of what callers said whose call the article solved; first passage only, not "
     "in `customer`"},
    {kPinPrefix, "a query that the article must head, as `pin_term()` writes it; first passage"},
}};

struct FilterTerm {
  FilterField field;
  std::string_view prefix;
};

/// Boolean terms (wdf 0) for filters, in every passage; the value is folded.
inline constexpr std::array<FilterTerm, 9> kFilterTerms{{
    {FilterField::kKind, "XK"},
    {FilterField::kDepartment, "XP"},
    {FilterField::kProduct, "XR"},
    {FilterField::kTag, "XT"},
    {FilterField::kOwner, "XO"},
    {FilterField::kConfidence, "XC"},
    {FilterField::kAudience, "XA"},
    {FilterField::kLanguage, "L"},
    {FilterField::kId, kArticlePrefix},
}};

[[nodiscard]] std::string filter_term(FilterField field, std::string_view value);

/// The term of an article whose title has this many tenths of function and question words.
[[nodiscard]] std::string spoken_term(int tenths);

/// A term of kPublishPrefix or kExpiryPrefix. Terms of one prefix sort by time.
[[nodiscard]] std::string minute_term(std::string_view prefix, Minute minute);

/// The minute of such a term, of which the prefix is taken away; absent when it is none.
[[nodiscard]] std::optional<Minute> minute_of_term(std::string_view rest);

/// Bytes of a value that a term holds. Xapian's terms end at 245, with zero bytes counted twice.
inline constexpr std::size_t kMaxValueBytes = 120;

/// A term for an exact value (a path, an id); longer ones are cut and end in their hash.
[[nodiscard]] std::string value_term(std::string_view prefix, std::string_view value);

/// Value slots, in every passage.
enum Slot : std::uint32_t {
  kSlotArticle = 0,      ///< the id; passages of one article are collapsed by it
  kSlotUpdated = 1,      ///< seconds since the epoch, sortable
  kSlotTitle = 2,        ///< the folded title's head, for sorting
  kSlotFacets = 3,       ///< the values of all filter fields, as `record.h` writes them
  kSlotRanking = 4,      ///< what ranking knows of the passage, as `record.h` writes it
  kSlotTitleVector = 5,  ///< first passage only, where meaning is on: what the article is about
};

inline constexpr std::array<std::string_view, 6> kSlots{
    "article id (collapse key)",
    "updated, seconds since the Unix epoch (sortable)",
    "title, folded, first 64 bytes (sortable)",
    "values of the filter fields (facets)",
    "boost, confidence, dates; hashed stems of title and symptoms; vectors of both texts (ranking)",
    "vector of title, symptoms, tags and description: 100 signed bytes; first passage only, with "
    "word vectors"};

/// Positions jump by this between fields, so that no phrase crosses from one into the next.
inline constexpr std::uint32_t kFieldGap = 100;

/// Metadata keys of a database. Those that end in '/' are followed by an article id.
inline constexpr std::string_view kVersionKey = "schema";
inline constexpr std::string_view kGenerationKey = "generation";
inline constexpr std::string_view kStepKey = "step";
inline constexpr std::string_view kCommittedKey = "committed";
inline constexpr std::string_view kFolderKey = "folder";
inline constexpr std::string_view kHouseWordsKey = "house-words";
inline constexpr std::string_view kArticleKey = "article/";
inline constexpr std::string_view kHeadingsKey = "headings/";
inline constexpr std::string_view kHtmlKey = "html/";
inline constexpr std::string_view kMarkdownKey = "markdown/";
inline constexpr std::string_view kLessonKey = "learned/";
inline constexpr std::string_view kMeaningKey = "meaning";
inline constexpr std::string_view kCommonKey = "common";
inline constexpr std::string_view kCommonOfKey = "common-of";

/// docs/schema.md, made from the tables above; a test keeps the two the same.
[[nodiscard]] std::string markdown();

}  // namespace aplomb::schema
