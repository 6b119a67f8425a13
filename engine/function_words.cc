// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/function_words.h"

#include <algorithm>
#include <span>

namespace aplomb {
namespace {

// Articles, pronouns, auxiliaries, prepositions, conjunctions and the words callers open with.
// Folded, sorted. Question words, `not`, `no` and `off` say something and are not among them.
constexpr std::string_view kEnglish[] = {
    "a",     "about",   "after",  "all",     "also",  "am",    "an",      "and",    "any",   "are",
    "as",    "at",      "be",     "because", "been",  "being", "between", "both",   "but",   "by",
    "can",   "could",   "did",    "do",      "does",  "doing", "each",    "either", "every", "for",
    "from",  "get",     "gets",   "got",     "had",   "has",   "have",    "having", "he",    "her",
    "here",  "him",     "his",    "i",       "if",    "im",    "in",      "into",   "is",    "it",
    "its",   "ive",     "just",   "let",     "like",  "may",   "me",      "might",  "mine",  "more",
    "most",  "must",    "my",     "of",      "on",    "one",   "onto",    "or",     "other", "our",
    "out",   "over",    "please", "s",       "shall", "she",   "should",  "so",     "some",  "such",
    "than",  "that",    "the",    "their",   "them",  "then",  "there",   "these",  "they",  "this",
    "those", "through", "to",     "too",     "up",    "upon",  "us",      "very",   "was",   "we",
    "were",  "will",    "with",   "would",   "you",   "your",
};

constexpr std::string_view kGerman[] = {
    "ab",     "aber",   "als",    "am",    "an",     "auch",   "auf",    "aus",    "bei",  "beim",
    "bin",    "bis",    "bitte",  "da",    "dann",   "das",    "dass",   "dem",    "den",  "der",
    "des",    "die",    "dies",   "diese", "diesem", "diesen", "dieser", "dieses", "doch", "du",
    "durch",  "ein",    "eine",   "einem", "einen",  "einer",  "eines",  "er",     "es",   "fur",
    "habe",   "haben",  "hat",    "hatte", "ich",    "ihm",    "ihn",    "ihr",    "ihre", "ihren",
    "im",     "in",     "ins",    "ist",   "ja",     "kann",   "konnen", "man",    "mein", "meine",
    "meinem", "meinen", "meiner", "mich",  "mir",    "mit",    "muss",   "nach",   "noch", "nur",
    "ob",     "oder",   "sehr",   "sein",  "seine",  "sich",   "sie",    "sind",   "so",   "soll",
    "uber",   "um",     "und",    "uns",   "unser",  "vom",    "von",    "vor",    "war",  "waren",
    "was",    "wenn",   "werden", "will",  "wir",    "wird",   "wurde",  "zu",     "zum",  "zur",
};

constexpr std::string_view kFrench[] = {
    "a",    "ai",  "au",  "aux", "avec",  "avez",  "c",    "ce",   "ces", "cette", "d",
    "dans", "de",  "des", "du",  "elle",  "en",    "est",  "et",   "il",  "ils",   "j",
    "je",   "l",   "la",  "le",  "les",   "leur",  "lui",  "m",    "ma",  "mais",  "me",
    "mes",  "mon", "n",   "nos", "notre", "nous",  "on",   "ou",   "par", "pour",  "qu",
    "que",  "s",   "sa",  "se",  "ses",   "si",    "son",  "sont", "sur", "t",     "ta",
    "te",   "tu",  "un",  "une", "vos",   "votre", "vous", "y",
};

constexpr std::string_view kSpanish[] = {
    "a",    "al",  "con", "de",  "del", "el",   "ella", "en",  "es",  "esta",
    "este", "ha",  "han", "he",  "la",  "las",  "le",   "les", "lo",  "los",
    "me",   "mi",  "mis", "muy", "o",   "para", "pero", "por", "que", "se",
    "si",   "son", "su",  "sus", "te",  "tu",   "un",   "una", "y",   "yo",
};

constexpr std::string_view kItalian[] = {
    "a",     "ad", "al",   "alla", "che", "chi", "con", "da",  "dal",   "dei", "del",
    "della", "di", "e",    "ed",   "gli", "ha",  "ho",  "i",   "il",    "in",  "io",
    "la",    "le", "lo",   "ma",   "mi",  "mia", "mio", "nel", "nella", "o",   "per",
    "se",    "si", "sono", "su",   "sul", "ti",  "un",  "una", "uno",
};

constexpr std::string_view kDutch[] = {
    "aan",  "als",  "ben",  "bij", "dat",   "de",  "die", "dit",  "door", "een", "en",
    "er",   "het",  "hij",  "ik",  "in",    "is",  "je",  "kan",  "maar", "me",  "met",
    "mijn", "na",   "naar", "of",  "om",    "ons", "ook", "op",   "te",   "tot", "uit",
    "van",  "voor", "we",   "wij", "wordt", "ze",  "zij", "zijn",
};

constexpr std::string_view kPortuguese[] = {
    "a",  "ao", "aos",  "as",   "com",  "da",  "das", "de",    "do",  "dos", "e",  "ela", "ele",
    "em", "eu", "foi",  "ha",   "la",   "me",  "meu", "minha", "na",  "nas", "no", "nos", "o",
    "os", "ou", "para", "pela", "pelo", "por", "que", "se",    "seu", "sua", "um", "uma", "voce",
};

// Question words, folded.
constexpr std::string_view kEnglishQuestions[] = {"how",   "what", "whats", "when",  "where",
                                                  "which", "who",  "whom",  "whose", "why"};
constexpr std::string_view kGermanQuestions[] = {"wann", "warum", "welche", "welcher", "welches",
                                                 "wem",  "wen",   "wer",    "weshalb", "wie",
                                                 "wo",   "wofur", "woher",  "wohin",   "womit"};
constexpr std::string_view kFrenchQuestions[] = {"combien", "comment", "ou",  "pourquoi", "quand",
                                                 "quel",    "quelle",  "qui", "quoi"};
constexpr std::string_view kSpanishQuestions[] = {"como",   "cual",  "cuando",
                                                  "cuanto", "donde", "quien"};
constexpr std::string_view kItalianQuestions[] = {"come",  "cosa",   "dove",  "perche",
                                                  "quale", "quando", "quanto"};
constexpr std::string_view kDutchQuestions[] = {"hoe",     "hoeveel", "waar",  "waarom",
                                                "wanneer", "wat",     "welke", "wie"};
constexpr std::string_view kPortugueseQuestions[] = {"como",   "onde",   "porque", "qual",
                                                     "quando", "quanto", "quem"};

struct List {
  std::string_view language;
  std::span<const std::string_view> words, questions;
};

constexpr List kLists[] = {
    {"en", kEnglish, kEnglishQuestions},       {"de", kGerman, kGermanQuestions},
    {"fr", kFrench, kFrenchQuestions},         {"es", kSpanish, kSpanishQuestions},
    {"it", kItalian, kItalianQuestions},       {"nl", kDutch, kDutchQuestions},
    {"pt", kPortuguese, kPortugueseQuestions},
};

static_assert(std::ranges::all_of(kLists,
                                  [](const List& list) {
                                    return std::ranges::is_sorted(list.words) &&
                                           std::ranges::is_sorted(list.questions);
                                  }),
              "the lists are searched by halves");

bool holds(std::span<const std::string_view> List::*words, std::string_view form,
           std::string_view language) {
  for (const List& list : kLists)
    if (list.language == language) return std::ranges::binary_search(list.*words, form);
  return false;
}

}  // namespace

bool is_function_word(std::string_view form, std::string_view language) {
  return holds(&List::words, form, language);
}

bool is_question_word(std::string_view form, std::string_view language) {
  return holds(&List::questions, form, language);
}

}  // namespace aplomb
