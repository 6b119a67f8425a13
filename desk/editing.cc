// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/editing.h"

#include <algorithm>
#include <array>
#include <utility>

#include "desk/audit_log.h"
#include "engine/hash.h"
#include "engine/unicode.h"
#include "indexer/article_reader.h"
#include "indexer/checking.h"
#include "indexer/durable_file.h"
#include "indexer/folder.h"
#include "indexer/folder_change.h"
#include "indexer/front_matter_patch.h"
#include "indexer/house_rules.h"
#include "indexer/text.h"

namespace aplomb::desk {
namespace {

/// Articles that were saved and may not be in the index yet: far more than it is ever behind.
constexpr std::size_t kMaxRecent = 10'000;

/// A file that is larger was not saved here, and is not changed here.
constexpr std::size_t kMaxFileBytes = std::size_t{64} * 1024 * 1024;

/// Longer messages are cut at a character.
constexpr std::size_t kMaxMessageBytes = 2000;

bool is_named_markdown(std::string_view path) {
  const auto lower = fold(path);
  return lower.ends_with(".md") || lower.ends_with(".markdown") || lower.ends_with(".mdx");
}

tl::unexpected<Error> unprocessable(std::string_view field, std::string message, std::string hint) {
  return tl::unexpected<Error>(
      Error{Code::kUnprocessable, std::move(message), std::move(hint), std::string(field)});
}

tl::unexpected<Error> no_article(const ArticleId& id) {
  return fail(Code::kNotFound, "No article has the id \"" + id.value + "\".",
              "Search for its title; ids are listed by GET /api/v1/articles.");
}

tl::unexpected<Error> stale() {
  return fail(Code::kStale, "It has been changed meanwhile, or is not there any more.",
              "Read it again, merge the two, and save that.");
}

/// A reason is a sentence or two.
constexpr std::size_t kMaxReasonChars = 1000;
constexpr std::size_t kMaxFlags = 100;

/// The newest flags as one line of YAML.
std::string flags_as_yaml(const std::vector<Flag>& flags) {
  std::string yaml;
  const std::size_t first = flags.size() > kMaxFlags ? flags.size() - kMaxFlags : 0;
  for (std::size_t i = first; i < flags.size(); ++i) {
    const auto& [by, at, reason] = flags[i];
    yaml.append(yaml.empty() ? "[" : ", ").append("{by: ").append(yaml_quoted(by));
    if (at != std::chrono::sys_seconds{}) yaml.append(", at: ").append(timestamp(at));
    yaml.append(", reason: ").append(yaml_quoted(reason)).append("}");
  }
  return yaml + "]";
}

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::string message_for(std::string_view asked, std::string_view done, const std::string& title) {
  std::string message(asked.empty() ? std::string(done) + ": " + title : asked);
  static_cast<void>(cut_text(message, kMaxMessageBytes));
  return message;
}

/// Of a text that was sent to be stored: what it would be, or why it can't be.
Result<ReadArticle> readable(const std::string& path, const std::string& bytes,
                             const std::string& language) {
  auto read = read_article(path, bytes, {.default_language = language, .file_time = now()});
  if (read.article) return read;
  const auto& why = read.findings.front();
  return unprocessable("", why.message, why.hint);
}

Result<void> check_id(const ReadArticle& read, const ArticleId& id) {
  const auto& found = read.article->id;
  if (found == id) return {};
  if (read.article->id_is_of_path)
    return unprocessable("path",
                         "At this path the article would have the id \"" + found.value + "\".",
                         "Write `id: " + id.value +
                             "` in its front matter, or choose the path so "
                             "that it gives the id.");
  return unprocessable(
      "id",
      "The front matter says `id: " + found.value + "`, the address says \"" + id.value + "\".",
      "Save it under its own id, or change the one in the front matter.");
}

}  // namespace

bool ArticleFile::was_called(const ArticleId& id) const {
  return article.id != id && std::ranges::find(article.aliases, id) != article.aliases.end();
}

std::string version_of(std::string_view bytes) {
  return hash_digits(bytes) + '-' + std::to_string(bytes.size());
}

/// One change on its way.
struct Editing::Step {
  const Editor& editor;
  std::string_view action;  ///< as the audit log has it
  std::string message;      ///< as the history has it
  std::string subject;      ///< the article's id, or the file's path
  FolderChange change;
};

Editing::Editing(EditingOptions options, AuditLog& audit)
    : options_(std::move(options)), audit_(audit) {
  static_cast<void>(durable_file::remove_left_over(options_.articles));
}

Result<std::optional<History>> Editing::history() const {
  return History::open(options_.articles);
}

Result<ArticleFile> Editing::read_at(const std::string& path, const ArticleId& id) const {
  auto bytes = read_file(options_.articles / path);
  if (!bytes) return tl::unexpected<Error>(bytes.error());
  auto read = read_article(
      path, *bytes,
      {.default_language = options_.default_language, .file_time = std::chrono::sys_seconds{}});
  const bool is_it =
      read.article && (read.article->id == id || read.article->id_is_of_path ||
                       std::ranges::find(read.article->aliases, id) != read.article->aliases.end());
  if (!is_it)
    return fail(Code::kUnavailable, "Its file is being changed by another program.",
                "Try again in a moment; if it stays, look at " + path + ".");
  auto version = version_of(*bytes);
  return ArticleFile{*std::move(read.article), *std::move(bytes), std::move(version)};
}

Result<ArticleFile> Editing::read(const ArticleId& id) const {
  std::vector<std::string> places;
  {
    const std::scoped_lock lock(mutex_);
    if (const auto recent = recent_.find(id); recent != recent_.end())
      places.push_back(recent->second);
  }
  if (auto path = options_.path_of(id)) places.push_back(*std::move(path));
  std::optional<Error> other;
  for (const auto& path : places) {
    auto file = read_at(path, id);
    if (file) return file;
    if (file.error().code != Code::kNotFound) other = file.error();
  }
  if (other) return tl::unexpected<Error>(*std::move(other));
  return no_article(id);
}

Result<ArticleFile> Editing::read_for(const ArticleId& id, const Condition& condition) const {
  auto file = read(id);
  if (file && file->was_called(id))
    return fail(Code::kConflict,
                "\"" + id.value + "\" is called \"" + file->article.id.value + "\" now.",
                "Ask for it by that id.");
  const bool absent = !file && file.error().code == Code::kNotFound;
  if (!file && !absent) return file;
  if (!condition(absent ? nullptr : &*file)) return stale();
  return file;
}

void Editing::remember(const ArticleId& id, const std::string& path) {
  const std::scoped_lock lock(mutex_);
  if (recent_.size() >= kMaxRecent) recent_.clear();
  recent_[id] = path;
}

Result<Saved> Editing::apply(const Step& step) {
  const auto& [from, to, former, bytes] = step.change;
  auto commit = carry_out(step.change, options_.articles, step.editor.author, step.message);
  if (!commit) return tl::unexpected<Error>(commit.error());
  for (const auto& path : {from, to})
    if (!path.empty()) options_.touched(path);
  auto noted = audit_.record(step.editor.actor, step.action, step.subject, to.empty() ? from : to);
  if (!noted) {
    noted.error().message = "It is saved, but not noted in the audit log: " + noted.error().message;
    return tl::unexpected<Error>(std::move(noted.error()));
  }
  const auto findings_of = [&](const std::string& path, const std::string& text) {
    return is_named_markdown(path)
               ? check_saved(options_.articles, path, text, options_.default_language)
               : std::vector<Finding>();
  };
  return Saved{.id = {},
               .path = to,
               .version = version_of(bytes),
               .commit = *std::move(commit),
               .findings = findings_of(to, bytes),
               .created = from.empty()};
}

Result<Saved> Editing::save(const Editor& editor, const ArticleId& id, const Text& text,
                            const Condition& condition) {
  if (!is_valid(id))
    return fail_at("id", "\"" + id.value + "\" is no article id", "use a-z, 0-9 and -");
  const std::scoped_lock lock(changing_);
  const auto now_there = read_for(id, condition);
  if (!now_there && now_there.error().code != Code::kNotFound)
    return tl::unexpected<Error>(now_there.error());
  const auto asked = text.path.empty() ? id.value + ".md" : text.path;
  if (now_there && !text.path.empty() && text.path != now_there->article.path)
    return unprocessable("path", "The article lies at " + now_there->article.path + ".",
                         "Move it first: POST /api/v1/articles/" + id.value + "/move.");
  const auto path = now_there ? now_there->article.path : asked;
  if (!is_named_markdown(path)) return unprocessable("path", "An article's file ends in .md.", "");
  auto read = readable(path, text.bytes, options_.default_language);
  if (!read) return tl::unexpected<Error>(read.error());
  const bool settled =
      now_there && now_there->article.id_is_of_path && read->article->id_is_of_path;
  if (auto same = check_id(*read, id); !same && !settled)
    return tl::unexpected<Error>(same.error());
  if (now_there)
    if (auto may = may_save(editor, now_there->article, text); !may)
      return tl::unexpected<Error>(may.error());
  if (auto may = may_save(editor, *read->article, text); !may)
    return tl::unexpected<Error>(may.error());

  auto saved = apply(
      {.editor = editor,
       .action = now_there ? "article.save" : "article.create",
       .message = message_for(text.message, now_there ? "Change" : "Add", read->article->title),
       .subject = id.value,
       .change = {now_there ? path : std::string(), path,
                  now_there ? now_there->bytes : std::string(), text.bytes}});
  if (!saved) return saved;
  remember(id, path);
  saved->id = id;
  return saved;
}

Result<void> Editing::remove(const Editor& editor, const ArticleId& id,
                             const Condition& condition) {
  const std::scoped_lock lock(changing_);
  const auto file = read_for(id, condition);
  if (!file) return tl::unexpected<Error>(file.error());
  if (auto may = may_change(editor, file->article); !may) return may;
  const auto done = apply({.editor = editor,
                           .action = "article.remove",
                           .message = message_for("", "Remove", file->article.title),
                           .subject = id.value,
                           .change = {file->article.path, {}, file->bytes, {}}});
  if (!done) return tl::unexpected<Error>(done.error());
  return {};
}

Result<Saved> Editing::move(const Editor& editor, const ArticleId& id, const std::string& to,
                            const Condition& condition) {
  if (!is_named_markdown(to)) return unprocessable("path", "An article's file ends in .md.", "");
  const std::scoped_lock lock(changing_);
  const auto file = read_for(id, condition);
  if (!file) return tl::unexpected<Error>(file.error());
  if (auto may = may_change(editor, file->article); !may) return tl::unexpected<Error>(may.error());
  if (to == file->article.path) return unprocessable("path", "It lies there already.", "");
  auto bytes = file->bytes;
  if (file->article.id_is_of_path) {
    std::string aliases;
    for (const auto& alias : file->article.aliases)
      if (alias != id) aliases += alias.value + ", ";
    auto patched = patch_front_matter(bytes, "aliases", '[' + aliases + id.value + ']');
    if (!patched) {
      patched.error().hint = "Write `id: " + id.value + "` in its front matter, then move it.";
      return tl::unexpected<Error>(patched.error());
    }
    bytes = *std::move(patched);
  }
  auto read = readable(to, bytes, options_.default_language);
  if (!read) return tl::unexpected<Error>(read.error());
  const auto& new_id = read->article->id;
  if (new_id != file->article.id) {
    const auto other = this->read(new_id);
    if (other && other->article.path != file->article.path)
      return fail(Code::kConflict,
                  "At that path it would have the id \"" + new_id.value + "\", which is that of " +
                      other->article.path + ".",
                  "Choose another path, or write `id: " + id.value + "` in its front matter.");
    if (!other && other.error().code != Code::kNotFound)
      return tl::unexpected<Error>(other.error());
  }
  auto saved = apply({.editor = editor,
                      .action = "article.move",
                      .message = message_for("", "Move", file->article.title),
                      .subject = id.value,
                      .change = {file->article.path, to, file->bytes, bytes}});
  if (!saved) return saved;
  saved->id = read->article->id;
  remember(saved->id, to);
  remember(id, to);
  return saved;
}

Result<Saved> Editing::patch(const Editor& editor, const ArticleId& id, const Condition& condition,
                             std::string_view action, std::string_view done, const Patch& change) {
  const std::scoped_lock lock(changing_);
  const auto file = read_for(id, condition);
  if (!file) return tl::unexpected<Error>(file.error());
  auto bytes = change(*file);
  if (!bytes) return tl::unexpected<Error>(bytes.error());
  auto read = readable(file->article.path, *bytes, options_.default_language);
  if (!read) return tl::unexpected<Error>(read.error());
  auto saved =
      apply({.editor = editor,
             .action = action,
             .message = message_for("", done, file->article.title),
             .subject = id.value,
             .change = {file->article.path, file->article.path, file->bytes, *std::move(bytes)}});
  if (!saved) return saved;
  saved->id = id;
  return saved;
}

Result<Saved> Editing::archive(const Editor& editor, const ArticleId& id,
                               const Condition& condition) {
  return patch(editor, id, condition, "article.archive", "Archive",
               [&](const ArticleFile& file) -> Result<std::string> {
                 if (auto may = may_change(editor, file.article); !may)
                   return tl::unexpected<Error>(may.error());
                 return patch_front_matter(file.bytes, "confidence", "archived");
               });
}

Result<Saved> Editing::add_symptom(const Editor& editor, const ArticleId& id,
                                   std::string_view symptom, const Condition& condition) {
  return patch(editor, id, condition, "article.symptom", "Add what callers say to",
               [&](const ArticleFile& file) -> Result<std::string> {
                 if (auto may = may_change(editor, file.article); !may)
                   return tl::unexpected<Error>(may.error());
                 std::string list = "[";
                 for (const std::string& former : file.article.symptoms) {
                   if (former == symptom) return file.bytes;
                   list += yaml_quoted(former) + ", ";
                 }
                 return patch_front_matter(file.bytes, "symptoms",
                                           list + yaml_quoted(symptom) + "]");
               });
}

Result<Saved> Editing::restore(const Editor& editor, const ArticleId& id,
                               const Condition& condition) {
  return patch(editor, id, condition, "article.restore", "Restore",
               [&](const ArticleFile& file) -> Result<std::string> {
                 if (auto may = may_change(editor, file.article); !may)
                   return tl::unexpected<Error>(may.error());
                 if (file.article.confidence != Confidence::kArchived) return file.bytes;
                 return patch_front_matter(file.bytes, "confidence", "not-validated");
               });
}

Result<Saved> Editing::review(const Editor& editor, const ArticleId& id,
                              const Condition& condition) {
  return patch(editor, id, condition, "article.review", "Still right",
               [&](const ArticleFile& file) -> Result<std::string> {
                 if (!owns(editor, file.article))
                   if (auto may = may_change(editor, file.article); !may)
                     return tl::unexpected<Error>(may.error());
                 return patch_front_matter(file.bytes, "last_reviewed", aplomb::to_string(today()));
               });
}

Result<Saved> Editing::flag(const Editor& editor, const ArticleId& id, std::string_view reason,
                            const Condition& condition) {
  std::string said(trim(reason));
  if (said.empty()) return fail_at("reason", "A flag says what is wrong.", "Say it in a sentence.");
  static_cast<void>(cut_text(said, kMaxReasonChars));
  return patch(editor, id, condition, "article.flag", "Flag",
               [&](const ArticleFile& file) -> Result<std::string> {
                 auto flags = file.article.flags;
                 flags.push_back({editor.name, now(), said});
                 return patch_front_matter(file.bytes, "flags", flags_as_yaml(flags));
               });
}

Result<Saved> Editing::unflag(const Editor& editor, const ArticleId& id,
                              const Condition& condition) {
  return patch(editor, id, condition, "article.unflag", "Look into the flags of",
               [&](const ArticleFile& file) -> Result<std::string> {
                 if (!owns(editor, file.article))
                   if (auto may = may_change(editor, file.article); !may)
                     return tl::unexpected<Error>(may.error());
                 return patch_front_matter(file.bytes, "flags", std::nullopt);
               });
}

Result<SavedFile> Editing::save_file(const Editor& editor, const std::string& path,
                                     const std::string& bytes, const Condition& condition) {
  const std::scoped_lock lock(changing_);
  const auto former = durable_file::read(options_.articles, path, kMaxFileBytes);
  if (!former && former.error().code != Code::kNotFound)
    return tl::unexpected<Error>(former.error());
  const auto now_there =
      former ? std::optional(ArticleFile{{}, *former, version_of(*former)}) : std::nullopt;
  if (!condition(now_there ? &*now_there : nullptr)) return stale();
  const auto saved = apply(
      {.editor = editor,
       .action = "file.save",
       .message = message_for("", former ? "Change" : "Add", path),
       .subject = path,
       .change = {former ? path : std::string(), path, former ? *former : std::string(), bytes}});
  if (!saved) return tl::unexpected<Error>(saved.error());
  return SavedFile{saved->path, saved->version, saved->created};
}

Result<void> Editing::remove_file(const Editor& editor, const std::string& path,
                                  const Condition& condition) {
  const std::scoped_lock lock(changing_);
  const auto former = durable_file::read(options_.articles, path, kMaxFileBytes);
  if (!former) return tl::unexpected<Error>(former.error());
  const ArticleFile now_there{{}, *former, version_of(*former)};
  if (!condition(&now_there)) return stale();
  const auto done = apply({.editor = editor,
                           .action = "file.remove",
                           .message = message_for("", "Remove", path),
                           .subject = path,
                           .change = {path, {}, *former, {}}});
  if (!done) return tl::unexpected<Error>(done.error());
  return {};
}

Result<void> Editing::may_publish(const Editor& editor, const Article& article) const {
  if (editor.role < Role::kEditor)
    return fail(Code::kForbidden, "Only editors change articles.", "Ask one of them.");
  if (editor.role >= Role::kAdmin) return {};
  const auto rules = HouseRules::of(options_.articles);
  const auto owner = rules.keeps_to_itself(article.department);
  if (!owner || rules.same_department(editor.department, article.department)) return {};
  return fail(Code::kForbidden, *owner + " keeps its articles to itself.",
              "Flag what is wrong, or write a draft for them.");
}

Result<void> Editing::may_change(const Editor& editor, const Article& article) const {
  if (auto may = may_publish(editor, article); !may) return may;
  if (!HouseRules::of(options_.articles).needs_second_person(article.path, article.department))
    return {};
  return fail(Code::kForbidden, "A change of this article takes a second person.",
              "Save it as a draft; somebody else publishes that.");
}

Result<void> Editing::may_save(const Editor& editor, const Article& article,
                               const Text& text) const {
  if (!text.drafted_by) return may_change(editor, article);
  return *text.drafted_by == editor.actor.text() ? may_change(editor, article)
                                                 : may_publish(editor, article);
}

bool Editing::owns(const Editor& editor, const Article& article) {
  if (article.owner.empty()) return false;
  const auto owner = fold(article.owner);
  return std::ranges::any_of(std::array{editor.name, editor.team, editor.department},
                             [&](const std::string& one) { return fold(one) == owner; });
}

}  // namespace aplomb::desk
