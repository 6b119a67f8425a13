// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/question_words.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "engine/function_words.h"
#include "engine/hash.h"

namespace aplomb::desk {
namespace {

// All folded. They hold in every language: none of them says something else in another.

/// Who asks, and that they ask.
constexpr std::string_view kFraming[] = {
    "able",     "anrufer",  "anruferin", "answer",    "ask",       "asked",    "asking",
    "asks",     "brauche",  "braucht",   "caller",    "callers",   "cliente",  "client",
    "clients",  "customer", "customers", "demande",   "does",      "etwas",    "find",
    "frage",    "fragt",    "gibt",      "guest",     "hallo",     "hello",    "help",
    "hi",       "hilfe",    "kennt",     "klant",     "know",      "knows",    "konnte",
    "kunde",    "kunden",   "kundin",    "kundinnen", "look",      "looking",  "many",
    "mochte",   "moglich",  "mogelijk",  "much",      "need",      "needed",   "needs",
    "posible",  "possible", "possibile", "possivel",  "puede",     "puedo",    "puis",
    "puo",      "posso",    "quer",      "question",  "questions", "quiere",   "saber",
    "sagen",    "sapere",   "savoir",    "say",       "says",      "somebody", "someone",
    "tell",     "thanks",   "actually",  "really",    "while",     "veut",     "veux",
    "voudrais", "there",    "vuole",     "want",      "wanted",    "wants",    "weiss",
    "weten",    "wissen",   "wil",       "wish",      "wishes",
};

/// Verbs that fit many questions.
constexpr std::string_view kLight[] = {
    "already", "funktioniert", "geht",  "go",       "goes",      "going",  "happen",  "happens",
    "jetzt",   "machen",       "macht", "make",     "makes",     "making", "now",     "nutzen",
    "still",   "take",         "taken", "takes",    "taking",    "today",  "usar",    "use",
    "used",    "uses",         "using", "utiliser", "verwenden", "work",   "working", "works",
};

constexpr std::string_view kDenying[] = {
    "arent",  "cannot", "cant",    "couldnt", "didnt",   "doesnt", "dont",     "geen",
    "hasnt",  "havent", "isnt",    "kein",    "keine",   "keinem", "keinen",   "keiner",
    "keines", "nao",    "never",   "nicht",   "nie",     "niet",   "no",       "non",
    "not",    "nunca",  "ohne",    "pas",     "sans",    "senza",  "shouldnt", "sin",
    "wasnt",  "werent", "without", "wont",    "wouldnt", "zonder",
};

struct QuestionWord {
  std::string_view form;
  AskedFor asked;
};

/// Those of all languages that ask for something of their own.
constexpr QuestionWord kAsking[] = {
    {"when", AskedFor::kTime},     {"wann", AskedFor::kTime},      {"quand", AskedFor::kTime},
    {"cuando", AskedFor::kTime},   {"quando", AskedFor::kTime},    {"wanneer", AskedFor::kTime},
    {"where", AskedFor::kPlace},   {"wo", AskedFor::kPlace},       {"woher", AskedFor::kPlace},
    {"wohin", AskedFor::kPlace},   {"donde", AskedFor::kPlace},    {"dove", AskedFor::kPlace},
    {"waar", AskedFor::kPlace},    {"onde", AskedFor::kPlace},     {"who", AskedFor::kPerson},
    {"whom", AskedFor::kPerson},   {"whose", AskedFor::kPerson},   {"wer", AskedFor::kPerson},
    {"wem", AskedFor::kPerson},    {"wen", AskedFor::kPerson},     {"qui", AskedFor::kPerson},
    {"quien", AskedFor::kPerson},  {"quem", AskedFor::kPerson},    {"why", AskedFor::kReason},
    {"warum", AskedFor::kReason},  {"weshalb", AskedFor::kReason}, {"pourquoi", AskedFor::kReason},
    {"perche", AskedFor::kReason}, {"waarom", AskedFor::kReason},  {"porque", AskedFor::kReason},
    {"how", AskedFor::kWay},       {"comment", AskedFor::kWay},    {"como", AskedFor::kWay},
    {"hoe", AskedFor::kWay},       {"come", AskedFor::kWay},
};

bool holds(std::span<const std::string_view> list, std::string_view form) {
  return std::ranges::find(list, form) != list.end();
}

}  // namespace

WordRole role_of(std::string_view form, std::string_view language) {
  // first: `no` is a preposition in Portuguese, and denies in English
  if (is_function_word(form, language)) return WordRole::kFrames;
  if (holds(kDenying, form)) return WordRole::kDenies;
  if (holds(kFraming, form)) return WordRole::kFrames;
  return holds(kLight, form) ? WordRole::kSaysLess : WordRole::kSays;
}

AskedFor asked_for(std::string_view form, std::string_view language) {
  if (!is_question_word(form, language)) return AskedFor::kAnything;
  const auto* const found = std::ranges::find(kAsking, form, &QuestionWord::form);
  // `wie` is who in Dutch and how in German
  if (form == "wie") return language == "nl" ? AskedFor::kPerson : AskedFor::kWay;
  return found == std::end(kAsking) ? AskedFor::kAnything : found->asked;
}

const std::vector<std::string>& question_languages() {
  static const std::vector<std::string> languages{"en", "de", "fr", "es", "it", "nl", "pt"};
  return languages;
}

QuestionWords::QuestionWords(const HouseWords& words, std::vector<std::string> spoken) {
  for (std::string& language : spoken)
    if (std::ranges::find(question_languages(), language) != question_languages().end() &&
        std::ranges::find(spoken_, language) == spoken_.end())
      spoken_.push_back(std::move(language));
  if (spoken_.empty()) spoken_.emplace_back("en");
  for (const std::string& language : question_languages())
    synonyms_.emplace(language, SynonymTable(words.synonyms, language, question_stemmer()));
  no_typo_.insert(words.no_typo.begin(), words.no_typo.end());
}

const SynonymTable& QuestionWords::synonyms(std::string_view language) const {
  static const SynonymTable none;
  const auto found = synonyms_.find(language);
  return found == synonyms_.end() ? none : found->second;
}

bool QuestionWords::no_typo(const std::string& form) const {
  return no_typo_.contains(hash_digits(form));
}

Stemmer& question_stemmer() {
  thread_local Stemmer own;
  return own;
}

}  // namespace aplomb::desk
