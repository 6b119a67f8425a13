// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/documents.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/analyzer.h"
#include "engine/captions.h"
#include "engine/opaque_name.h"
#include "engine/pins.h"
#include "engine/record.h"
#include "engine/schema.h"
#include "engine/unicode.h"

namespace aplomb {
namespace {

using schema::Field;

/// Texts of one passage, field by field, in the order in which they get positions.
using FieldTexts = std::vector<std::pair<Field, std::string_view>>;

struct PassageSource {
  record::PassageRecord record;
  FieldTexts texts;
};

void append_line(std::string& text, std::string_view line) {
  if (line.empty()) return;
  if (!text.empty()) text += '\n';
  text += line;
}

/// Description and the callers' words: what a hit on front matter shows. The answer is searched
/// with them, and shown by every hit as it is.
PassageSource lead_of(const Article& article, bool has_projection) {
  PassageSource lead;
  lead.record.front_matter = true;
  lead.record.passage.audience = has_projection ? Audience::kCustomer : Audience::kInternal;
  std::string& text = lead.record.passage.text;
  const auto add = [&](Field field, const std::string& value, bool shown) {
    if (value.empty()) return;
    lead.texts.emplace_back(field, value);
    if (shown) append_line(text, value);
  };
  add(Field::kAnswer, article.answer, false);
  add(Field::kDescription, article.description, true);
  for (const std::string& symptom : article.symptoms) add(Field::kSymptom, symptom, true);
  add(Field::kEmpathy, article.empathy, true);
  for (const std::string& tag : article.tags) add(Field::kTag, tag, false);
  for (const std::string& product : article.products) add(Field::kProduct, product, false);
  return lead;
}

/// Limits, authorities and exceptions are internal wherever they are seen at all; what the
/// projection leaves of them is all customer text.
PassageSource rules_of(const Article& article, Audience database) {
  PassageSource rules;
  rules.record.front_matter = true;
  rules.record.passage.audience = database;
  std::string& text = rules.record.passage.text;
  const auto add_line = [&](std::initializer_list<std::string_view> values) {
    std::string line;
    for (const std::string_view value : values) {
      if (value.empty()) continue;
      if (!line.empty()) line += " · ";
      line += value;
    }
    append_line(text, line);
  };
  if (const auto& promise = article.promise)
    add_line({promise->what, promise->within, promise->limit, promise->authority});
  for (const RuleException& exception : article.exceptions)
    add_line({exception.when, exception.may, exception.who, exception.never});
  if (const auto& handoff = article.handoff) {
    add_line({handoff->to, handoff->hours, handoff->say});
    for (const std::string& item : handoff->collect) add_line({item});
  }
  return rules;
}

class DocumentMaker {
 public:
  DocumentMaker(const Article& article, Stemmer& stemmer, const WordVectors* vectors)
      : article_(article), stemmer_(stemmer) {
    analyze(article.title, title_);
    facets_ = facet_values();
    read_captions();
    facts_.standing = standing();
    if (vectors == nullptr || article.excluded || article.language != kVectorLanguage) return;
    vectors_ = vectors;
    add_title_vector();
  }

  Xapian::Document make(const PassageSource& source, bool first) {
    Xapian::Document document;
    position_ = 0;
    if (vectors_ != nullptr) text_sum_.emplace(*vectors_);
    if (!article_.excluded) {
      add_tokens(document, title_, schema::text_field(Field::kTitle).wdf);
      if (text_sum_) text_sum_->add(title_);
      for (const std::string& heading : source.record.passage.headings)
        add_text(document, Field::kHeading, heading);
      for (const auto& [field, text] : source.texts) add_text(document, field, text);
      if (!is_lead(source)) add_article_words(document);
    }
    add_filters(document, source.record.passage.audience);
    add_facts(document);
    if (first) add_first(document);
    document.set_data(record::encode(source.record));
    return document;
  }

 private:
  static bool is_lead(const PassageSource& source) {
    return source.record.front_matter && !source.texts.empty() &&
           source.texts.front().first != Field::kRule;
  }

  void add_text(Xapian::Document& document, Field field, std::string_view text) {
    analyze(text, tokens_);
    add_tokens(document, tokens_, schema::text_field(field).wdf);
    if (text_sum_) text_sum_->add(tokens_);
  }

  /// What the lead says about the article as a whole.
  void add_article_words(Xapian::Document& document) {
    const auto add_all = [&](Field field, const std::vector<std::string>& texts) {
      for (const std::string& text : texts) {
        analyze(text, tokens_);
        add_tokens(document, tokens_, schema::text_field(field).elsewhere);
      }
    };
    add_all(Field::kSymptom, article_.symptoms);
    add_all(Field::kTag, article_.tags);
  }

  void add_tokens(Xapian::Document& document, const std::vector<Token>& tokens, unsigned wdf) {
    std::size_t last = 0;
    for (const Token& token : tokens) {
      document.add_posting(token.form, position_ + static_cast<Xapian::termpos>(token.position),
                           wdf);
      last = std::max(last, token.position);
      if (!token.letters_only) continue;
      stem_.assign(schema::kStemPrefix);
      stem_ += stemmer_.stem(token.form, article_.language);
      document.add_term(stem_, wdf);
    }
    position_ += static_cast<Xapian::termpos>(last) + schema::kFieldGap;
  }

  [[nodiscard]] record::FacetValues facet_values() const {
    record::FacetValues values;
    const auto add = [&](FilterField field, std::string_view value) {
      if (!value.empty()) values.emplace_back(field, value);
    };
    add(FilterField::kKind, to_string(article_.kind));
    add(FilterField::kDepartment, article_.department);
    add(FilterField::kOwner, article_.owner);
    add(FilterField::kConfidence, to_string(article_.confidence));
    add(FilterField::kLanguage, article_.language);
    for (const std::string& product : article_.products) add(FilterField::kProduct, product);
    for (const std::string& tag : article_.tags) add(FilterField::kTag, tag);
    return values;
  }

  void read_captions() {
    CaptionWriter writer;
    const auto add = [&](const std::vector<Token>& tokens) {
      std::vector<std::string> stems = caption_stems(tokens, article_.language, stemmer_);
      writer.add(stems);
      std::ranges::move(stems, std::back_inserter(caption_stems_));
    };
    add(title_);
    for (const std::string& symptom : article_.symptoms) {
      analyze(symptom, tokens_);
      add(tokens_);
    }
    facts_.captions = writer.take();
  }

  [[nodiscard]] record::Standing standing() const {
    record::Standing standing;
    standing.boost = article_.boost;
    standing.confidence = article_.confidence;
    if (article_.expiry_date) standing.expiry = article_.expiry_date->over();
    standing.review_due = review_due(article_.last_reviewed, article_.review_every);
    return standing;
  }

  void add_filters(Xapian::Document& document, Audience audience) {
    record::FacetValues values = facets_;
    values.emplace_back(FilterField::kAudience, to_string(audience));
    for (const auto& [field, value] : values)
      document.add_boolean_term(schema::filter_term(field, value));
    document.add_boolean_term(schema::filter_term(FilterField::kId, article_.id.value));
    if (const auto& publish = article_.publish_date)
      document.add_boolean_term(schema::minute_term(schema::kPublishPrefix, publish->begins));
    if (const auto& expiry = article_.expiry_date)
      document.add_boolean_term(schema::minute_term(schema::kExpiryPrefix, expiry->over()));
    document.add_value(schema::kSlotArticle, article_.id.value);
    document.add_value(schema::kSlotUpdated, Xapian::sortable_serialise(static_cast<double>(
                                                 article_.updated.time_since_epoch().count())));
    document.add_value(schema::kSlotTitle, std::string(utf8_prefix(fold(article_.title), 64)));
    document.add_value(schema::kSlotFacets, record::encode(values));
  }

  /// What the article is about, in its own words and its callers'.
  void add_title_vector() {
    TextSum sum(*vectors_);
    const auto add = [&](std::string_view text) {
      analyze(text, tokens_);
      sum.add(tokens_);
    };
    sum.add(title_);
    add(article_.description);
    for (const std::string& symptom : article_.symptoms) add(symptom);
    for (const std::string& tag : article_.tags) add(tag);
    if (const auto vector = sum.vector()) facts_.title_vector = encode(*vector);
  }

  void add_facts(Xapian::Document& document) {
    facts_.text_vector.clear();
    if (text_sum_)
      if (const auto vector = text_sum_->vector()) facts_.text_vector = encode(*vector);
    document.add_value(schema::kSlotRanking, record::encode(facts_));
  }

  void add_first(Xapian::Document& document) {
    document.add_boolean_term(std::string(schema::kFirstTerm));
    document.add_value(schema::kSlotTitleVector, facts_.title_vector);
    add_addresses(document);
    add_standing(document);
    for (std::size_t slash = article_.path.find('/'); slash != std::string::npos;
         slash = article_.path.find('/', slash + 1))
      add_value_term(document, schema::kFolderPrefix, article_.path.substr(0, slash));
    for (const ArticleId& alias : article_.aliases)
      add_value_term(document, schema::kAliasPrefix, alias.value);
    if (article_.excluded) {
      document.add_boolean_term(std::string(schema::kExcludedTerm));
      return;
    }
    document.add_boolean_term(schema::spoken_term(spoken_tenths(title_, article_.language)));
    for (const std::string& stem : caption_stems_)
      document.add_boolean_term(std::string(schema::kCaptionStemPrefix) + stem);
    for (const std::string& pin : article_.pins)
      if (const std::string term = pin_term(pin); !term.empty()) document.add_boolean_term(term);
    add_names(document, title_);
    const auto add_all = [&](const auto& texts, auto&& text_of) {
      for (const auto& text : texts) {
        analyze(text_of(text), tokens_);
        add_names(document, tokens_);
      }
    };
    const auto itself = [](const std::string& text) -> std::string_view { return text; };
    add_all(article_.symptoms, itself);
    add_all(article_.tags, itself);
    add_all(article_.headings, [](const Heading& heading) { return heading.text; });
  }

  /// What lists for owners are made of. A projection has none of it.
  void add_standing(Xapian::Document& document) {
    if (article_.path.empty()) return;
    if (const auto due = review_due(article_.last_reviewed, article_.review_every))
      document.add_boolean_term(schema::minute_term(
          schema::kReviewPrefix, std::chrono::sys_days{*due} + std::chrono::days{1}));
    if (!article_.flags.empty()) document.add_boolean_term(std::string(schema::kFlaggedTerm));
    if (!article_.pins.empty() || !article_.test_queries.empty())
      document.add_boolean_term(std::string(schema::kAskedForTerm));
  }

  /// What the article and its files are asked for by. A projection has no path, only names of it.
  void add_addresses(Xapian::Document& document) {
    if (!article_.path.empty()) add_value_term(document, schema::kPathPrefix, article_.path);
    const auto names =
        article_.path.empty() ? article_.link_names : opaque_names_of_article(article_.path);
    for (const std::string& name : names) add_value_term(document, schema::kLinkNamePrefix, name);
    for (const std::string& file : article_.files)
      add_value_term(document, schema::kFilePrefix, opaque_name(file));
  }

  static void add_names(Xapian::Document& document, const std::vector<Token>& tokens) {
    for (const Token& token : tokens)
      document.add_boolean_term(std::string(schema::kNameWordPrefix) + token.form);
  }

  static void add_value_term(Xapian::Document& document, std::string_view prefix,
                             std::string_view value) {
    document.add_boolean_term(schema::value_term(prefix, value));
  }

  const Article& article_;
  Stemmer& stemmer_;
  std::vector<Token> title_;
  record::FacetValues facets_;
  std::vector<std::string> caption_stems_;
  record::RankingFacts facts_;
  std::vector<Token> tokens_;
  std::string stem_;
  Xapian::termpos position_ = 0;
  const WordVectors* vectors_ = nullptr;
  std::optional<TextSum> text_sum_;  // of the passage that is being made
};

}  // namespace

std::vector<Xapian::Document> make_documents(const Article& article, Audience database,
                                             bool has_projection, Stemmer& stemmer,
                                             const WordVectors* vectors) {
  std::vector<PassageSource> sources;
  if (PassageSource lead = lead_of(article, has_projection); !lead.texts.empty())
    sources.push_back(std::move(lead));
  if (PassageSource rules = rules_of(article, database); !rules.record.passage.text.empty())
    sources.push_back(std::move(rules));
  for (const Passage& passage : article.passages) sources.push_back({{{}, passage, false}, {}});
  if (sources.empty()) sources.push_back({{{}, {}, true}, {}});

  DocumentMaker maker(article, stemmer, vectors);
  std::vector<Xapian::Document> documents;
  documents.reserve(sources.size());
  for (PassageSource& source : sources) {
    source.record.article = article.id;
    if (!source.record.front_matter)
      source.texts.emplace_back(Field::kBody, source.record.passage.text);
    else if (source.texts.empty())
      source.texts.emplace_back(Field::kRule, source.record.passage.text);
    documents.push_back(maker.make(source, documents.empty()));
  }
  return documents;
}

}  // namespace aplomb
