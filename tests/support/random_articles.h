// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/temp_dir.h"

namespace aplomb::test {

/// A file's text for two houses: lines that begin with `~` are in the house with secrets only,
/// those with `=` in its twin, which never had any.
[[nodiscard]] inline std::string chosen(std::string_view lines, bool secrets) {
  std::string text;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end == lines.npos ? lines.size() : end + 1);
    const bool one_sided = line.starts_with('~') || line.starts_with('=');
    if (one_sided && line.starts_with('~') != secrets) continue;
    text.append(line.substr(one_sided ? 1 : 0)).append("\n");
  }
  return text;
}

/// Random articles for two houses, the same for the same seed on every machine. Whatever can carry
/// text carries an internal word that stands nowhere else: all of those begin with `qj`, and no
/// other word has these letters.
class RandomArticles {
 public:
  struct File {
    std::string path;   ///< folder and name are internal words, in both houses
    std::string lines;  ///< as `chosen` takes them; nothing is left of an internal article
  };

  RandomArticles(std::uint64_t seed, std::size_t articles) : random_(seed) {
    for (std::size_t i = 0; i < articles / 40 + 2; ++i) folders_.push_back(secret());
    for (std::size_t i = 0; i < articles; ++i)
      paths_.push_back(pick(folders_) + "/" + secret() + ".md");
    for (const std::string& path : paths_) files_.push_back({path, article()});
    house_files();
  }

  [[nodiscard]] const std::vector<File>& files() const { return files_; }
  /// What pictures are called; every second one is shown by customer text.
  [[nodiscard]] const std::vector<std::string>& pictures() const { return pictures_; }
  [[nodiscard]] const std::vector<std::string>& secrets() const { return secrets_; }
  [[nodiscard]] const std::vector<std::string>& words() const { return vocabulary_; }
  [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }
  [[nodiscard]] const std::vector<std::string>& folders() const { return folders_; }

  /// Writes one of the two houses.
  void write(const TempDir& folder, bool secrets) const {
    for (const File& file : files_)
      if (const std::string text = chosen(file.lines, secrets); !text.empty())
        folder.write(file.path, text);
    for (const std::string& picture : pictures_) {
      const bool shown = picture.find("/shown") != std::string::npos;
      if (secrets || shown) folder.write(picture, shown ? "picture" : "picture of qjpicture");
    }
  }

 private:
  using Lines = std::vector<std::string>;

  // chance

  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
  bool chance(std::size_t percent) { return below(100) < percent; }
  template <class Element>
  const Element& pick(const std::vector<Element>& from) {
    return from[below(from.size())];
  }

  // words

  static std::string syllables(std::size_t number, std::size_t count) {
    static constexpr std::string_view kConsonants = "bcdfghklmnprstvwz", kVowels = "aeiou";
    std::string word;
    for (std::size_t i = 0; i < count; ++i, number /= 85) {
      word += kConsonants[number % 85 / 5];
      word += kVowels[number % 5];
    }
    return word;
  }

  std::string secret() {
    secrets_.push_back("qj" + syllables(secrets_.size() * 7919 % 614125, 3));
    return secrets_.back();
  }

  static std::vector<std::string> make_vocabulary() {
    std::vector<std::string> words{"the", "a",  "of",  "to",     "is",   "and",  "not",
                                   "how", "we", "you", "refund", "card", "money"};
    for (std::size_t i = 0; i < 1500; ++i) words.push_back(syllables(i * 5471 % 614125, 2 + i % 2));
    return words;
  }

  std::string word() { return pick(vocabulary_); }

  /// A few words; internal ones hold a secret among words that customers read elsewhere.
  std::string words(bool internal, std::size_t count = 4) {
    std::string text;
    const std::size_t place = below(count);
    for (std::size_t i = 0; i < count; ++i)
      text += (i > 0 ? " " : "") + (internal && i == place ? secret() : word());
    return text;
  }

  // lines

  static void append(Lines& lines, const Lines& more) {
    lines.insert(lines.end(), more.begin(), more.end());
  }

  static bool is_one_sided(const std::string& line) {
    return line.starts_with('~') || line.starts_with('=');
  }

  /// Puts `prefix` before the text of each line, `first` before that of the first.
  static Lines under(std::string_view first, std::string_view prefix, Lines lines) {
    for (std::size_t i = 0; i < lines.size(); ++i)
      lines[i].insert(is_one_sided(lines[i]) ? 1 : 0, i == 0 ? first : prefix);
    return lines;
  }
  static Lines under(std::string_view prefix, Lines lines) {
    return under(prefix, prefix, std::move(lines));
  }

  static Lines in_house_only(Lines lines) {
    std::erase_if(lines, [](const std::string& line) { return line.starts_with('='); });
    for (std::string& line : lines)
      if (!is_one_sided(line)) line.insert(0, 1, '~');
    return lines;
  }

  // inlines

  std::string picture(bool internal) {
    if (pictures_.size() > 400 && !chance(2)) {
      std::size_t at = below(pictures_.size());
      while ((pictures_[at].find("/shown") != std::string::npos) == internal)
        at = (at + 1) % pictures_.size();
      return "/" + pictures_[at];
    }
    const std::string name = secret();
    pictures_.push_back(pick(folders_) + (internal ? "/" : "/shown") + name + ".png");
    return "/" + pictures_.back();
  }

  std::string address(bool internal) {
    switch (below(5)) {
      case 0:
        return "https://shop.example/" + words(internal, 1);
      case 1:
        return "../" + pick(paths_);
      case 2:
        return internal ? "#" + secret() : "/" + pick(paths_);
      case 3:
        return picture(internal);
      default:
        return internal ? secret() + ".md#" + secret() : "../" + pick(folders_) + "/";
    }
  }

  std::string inlines(bool internal) {
    const auto some = [&] { return words(internal, 1 + below(3)); };
    switch (below(7)) {
      case 0:
        return "*" + some() + "* **" + some() + "**";
      case 1:
        return "`" + some() + "`";
      case 2:
        return "[" + some() + "](" + address(internal) + " \"" + some() + "\")";
      case 3:
        return "![" + some() + "](" + picture(internal) + " \"" + some() + "\")";
      case 4:
        return "~~" + some() + "~~";
      default:
        return some();
    }
  }

  // blocks; each is without empty lines around it

  Lines paragraph(bool internal) {
    Lines lines{words(internal, 3 + below(4)) + " " + inlines(internal)};
    if (chance(30)) lines.push_back(words(internal) + (chance(50) ? "\\" : ""));
    if (lines.back().ends_with('\\')) lines.push_back(words(internal, 2));
    return lines;
  }

  /// Text that customers see, with what they do not see in the middle of it.
  Lines laced() {
    const std::string head = words(false, 2), tail = words(false, 2);
    switch (below(4)) {
      case 0:
        return {"~" + head + " <!-- " + secret() + " --> " + tail, "=" + head + "  " + tail};
      case 1:
        return {"~" + head + " <b title=\"" + secret() + "\">" + tail + "</b>",
                "=" + head + " <b>" + tail + "</b>"};
      case 2: {
        const std::string path = pick(paths_);
        return {"~[" + head + "](/" + path + "#" + secret() + ") " + tail,
                "=[" + head + "](/" + path + ") " + tail};
      }
      default:
        return {"~[" + head + "](#" + secret() + ") " + tail, "=[" + head + "](#none) " + tail};
    }
  }

  Lines items(bool internal) {
    Lines lines;
    const bool ordered = chance(50);
    for (std::size_t i = 0, count = 1 + below(3); i < count; ++i) {
      append(lines, under(ordered ? "1. " : "- ", ordered ? "   " : "  ", paragraph(internal)));
      if (chance(30)) lines.push_back((ordered ? "   - " : "  - ") + words(internal));
    }
    return lines;
  }

  Lines table(bool internal) {
    return {"| " + words(internal, 1) + " | " + words(internal, 2) + " |", "|---|--:|",
            "| " + words(internal, 2) + " | " + inlines(internal) + " |"};
  }

  Lines code(bool internal) {
    return {"```" + words(internal, 1), words(internal), "", words(internal, 2), "```"};
  }

  Lines alert(bool internal) {
    static constexpr std::array kWords{"NOTE", "TIP", "WARNING"};
    Lines lines{std::string("> [!") + kWords.at(below(kWords.size())) + "]"};
    append(lines, under("> ", paragraph(internal)));
    return lines;
  }

  Lines block(bool internal) {
    switch (below(internal ? 7 : 8)) {
      case 0:
        return items(internal);
      case 1:
        return table(internal);
      case 2:
        return code(internal);
      case 3:
        return alert(internal);
      case 4:
        return under("> ", items(internal));
      case 7:
        return laced();
      default:
        return paragraph(internal);
    }
  }

  Lines marked(std::string_view mark, const Lines& lines) {
    Lines quote{"> [!" + std::string(mark) + "]"};
    append(quote, under("> ", lines));
    return quote;
  }

  /// What an internal block may hold besides: headings, definitions, other marks.
  Lines internal_block() {
    Lines lines = block(true);
    const auto add = [&](const Lines& more) {
      lines.emplace_back();
      append(lines, more);
    };
    if (chance(25)) add({"# " + words(true), "", words(true)});
    if (chance(15)) add(marked("CUSTOMER", paragraph(true)));
    if (chance(15)) {
      const std::string name = secret();
      add({"[" + words(true) + "][" + name + "]", "",
           "[" + name + "]: /" + secret() + ".md \"" + secret() + "\""});
    }
    return marked("INTERNAL", lines);
  }

  /// A list of items for both kinds of readers.
  Lines mixed_list(bool base_is_customer) {
    const bool ordered = chance(50);
    const std::string first = ordered ? "1. " : "- ", rest = ordered ? "   " : "  ";
    Lines lines;
    const auto item = [&](const Lines& more) { append(lines, under(first, rest, more)); };
    const auto more = [&](const Lines& some) {
      // without an empty line, plain text would go on with the quote before it
      if (!base_is_customer || chance(50)) append(lines, in_house_only({""}));
      append(lines, in_house_only(under(rest, some)));
    };
    for (std::size_t i = 0; i < 3; ++i) {
      switch (below(3)) {
        case 0:
          if (base_is_customer)
            item(in_house_only(marked("INTERNAL", paragraph(true))));
          else
            item(in_house_only(paragraph(true)));
          break;
        case 1:
          if (base_is_customer) {
            item({words(false)});
            more(marked("INTERNAL", block(true)));
          } else {
            item(marked("CUSTOMER", paragraph(false)));
            more({words(true)});
          }
          break;
        default:
          item(base_is_customer ? Lines{words(false)} : marked("SAY", {words(false)}));
      }
    }
    return lines;
  }

  // articles

  std::string front_matter(const std::string& id, bool titled) {
    Lines lines{"---"};
    const auto both = [&](std::string line) { lines.push_back(std::move(line)); };
    const auto inner = [&](std::string line) { lines.push_back("~" + std::move(line)); };
    const std::string title = words(false, 3);
    if (titled) both("title: " + title);
    if (!id.empty()) both("id: " + id);
    if (chance(60)) both("description: " + words(false, 5));
    if (chance(60)) both("answer: " + words(false, 5));
    if (chance(30)) both("empathy: " + words(false));
    if (chance(50)) both("symptoms: [" + words(false) + ", " + words(false, 2) + "]");
    if (chance(50)) both("tags: [" + word() + "]");
    if (chance(50)) both("products: [" + words(false, 2) + "]");
    if (chance(50)) both(chance(50) ? "kind: procedure" : "kind: faq");
    if (chance(50)) both("last_reviewed: 2026-01-1" + std::to_string(below(10)));
    if (chance(60)) both("lastmod: 2026-02-1" + std::to_string(below(10)));
    if (chance(40)) {
      const std::string what = "promise: {what: " + words(false, 2) + ", within: 10 working days";
      both("=" + what + "}");
      inner(what + ", limit: 5 " + secret() + ", authority: " + secret() + "}");
    }
    if (chance(40)) {
      const std::string say = words(false);
      both("=handoff: {say: " + say + "}");
      inner("handoff: {say: " + say + ", to: " + secret() + ", hours: " + secret() +
            ", collect: [" + words(true, 2) + "]}");
    }
    if (chance(40)) {
      both("=pin: [" + title + "]");
      inner("pin: [" + title + ", " + words(true, 2) + "]");
    }
    inner("owner: " + secret());
    inner("department: " + secret());
    inner("exceptions: [{when: " + secret() + ", may: " + secret() + ", who: " + secret() +
          ", never: " + secret() + "}]");
    inner("aliases: [" + secret() + "]");
    inner("test_queries: [" + words(true, 2) + "]");
    inner("search: {boost: 3}");
    inner("confidence: validated");
    inner("review_every: 1d");
    inner("flags: [{by: " + secret() + ", at: 2026-01-12T08:30Z, reason: " + words(true) + "}]");
    inner("unknown_" + secret() + ": " + secret());
    inner("# " + secret());
    return joined(lines);
  }

  static std::string joined(const Lines& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
  }

  std::string article() {
    if (chance(25)) return internal_article();
    const bool customer = chance(50), titled = chance(80);
    std::string id = chance(50) ? "a" + std::to_string(files_.size()) : std::string();
    std::string text = front_matter(id, titled);
    text += customer ? "audience: customer\n---\n" : "---\n";
    Lines lines;
    const auto add = [&](const Lines& more) {
      append(lines, more);
      lines.emplace_back();
    };
    const auto shown = [&](const Lines& some) {
      add(customer ? some : marked(chance(50) ? "CUSTOMER" : "SAY", some));
    };
    const auto hidden = [&] {
      append(lines, in_house_only(customer || chance(30) ? internal_block() : block(true)));
      lines.emplace_back("~");
    };
    if (chance(30)) {  // a first heading that only agents see
      append(lines, in_house_only({(chance(50) ? "# " : "## ") + words(true), ""}));
      hidden();
      if (chance(50)) append(lines, {"", "---", ""});  // a rule is no text
      lines.emplace_back("# " + words(false, 2));      // not under the other
      lines.emplace_back();
    }
    shown(paragraph(false));
    for (std::size_t i = 0, count = 1 + below(4); i < count; ++i) {
      switch (below(6)) {
        case 0: {
          const std::string heading = "## " + words(false, 2);
          append(lines, in_house_only({chance(50) ? heading : "## " + words(true), ""}));
          hidden();
          append(lines, {heading, ""});
          shown(block(false));
          break;
        }
        case 1:
          append(lines, mixed_list(customer));
          lines.emplace_back();
          break;
        case 2:
          footnotes(lines, shown);
          break;
        case 3:
          shown(items(false));
          hidden();
          shown(items(false));
          break;
        case 4:
          shown(block(false));
          break;
        default:
          hidden();
      }
    }
    if (chance(30)) append(lines, in_house_only({"", "[" + secret() + "]: /" + secret() + ".md"}));
    return text + joined(lines);
  }

  /// One that only customers' text leads to, one that only internal text does, one that both do.
  template <class Shown>
  void footnotes(Lines& lines, const Shown& shown) {
    const std::string number = std::to_string(++footnotes_);
    const std::string head = words(false, 2), tail = words(false, 2);
    shown({"~" + head + "[^s" + number + "] " + tail + "[^b" + number + "]",
           "=" + head + "[^s" + number + "] " + tail});
    append(lines, in_house_only(
                      marked("INTERNAL", {words(true) + "[^b" + number + "] [^i" + number + "]"})));
    append(lines, in_house_only({"", "[^i" + number + "]: " + words(true),
                                 "[^b" + number + "]: " + words(true)}));
    append(lines, {"", "[^s" + number + "]: " + words(false), ""});
  }

  std::string internal_article() {
    const std::string symptom = secret();
    in_text_.push_back(symptom);
    Lines lines{"---",
                "id: " + secret(),
                "title: " + words(true),
                "answer: " + words(true),
                "symptoms: [" + symptom + " " + word() + "]",
                "tags: [" + secret() + "]",
                "pin: [" + words(true, 2) + ", " + word() + "]",
                "flags: [{by: " + secret() + ", reason: " + words(true) + "}]",
                "lastmod: 2026-02-20",
                "---"};
    for (std::size_t i = 0; i < 2; ++i) {
      append(lines, {"## " + words(true), ""});
      append(lines, block(true));
      lines.emplace_back();
    }
    return joined(in_house_only(lines));
  }

  /// What stands beside the articles. Customers' words lead to secrets, and secrets to them. A word
  /// to be typed that stands in no text is the callers', and no secret (docs/audiences.md).
  void house_files() {
    if (in_text_.empty()) return;
    Lines synonyms{"one_way:"};
    for (std::size_t i = 0; i < 40; ++i) {
      const std::string from = word(), to = word();
      synonyms.push_back("=  - {language: en, from: [" + from + "], to: [" + to + "]}");
      synonyms.push_back("~  - {language: en, from: [" + from + ", " + pick(in_text_) + "], to: [" +
                         to + ", " + pick(secrets_) + "]}");
    }
    files_.push_back({"synonyms.yaml", joined(synonyms)});
    std::string never = "~no_typo: [";
    for (std::size_t i = 0; i < 20; ++i) never += (i > 0 ? ", " : "") + pick(secrets_);
    files_.push_back({"aplomb.yaml", never + "]\n=no_typo: []\n"});
  }

  std::mt19937_64 random_;
  std::vector<std::string> vocabulary_ = make_vocabulary();
  std::vector<std::string> secrets_, folders_, paths_, pictures_;
  std::vector<std::string> in_text_;  // secrets that can be searched for
  std::vector<File> files_;
  std::size_t footnotes_ = 0;
};

}  // namespace aplomb::test
