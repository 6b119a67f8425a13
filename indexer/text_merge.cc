// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text_merge.h"

#include <algorithm>
#include <initializer_list>

#include "engine/unicode.h"
#include "indexer/article_reader.h"
#include "indexer/git_access.h"

namespace aplomb {
namespace {

constexpr const char* kOurs = "yours";
constexpr const char* kTheirs = "theirs";
constexpr std::string_view kConflictLine = "<<<<<<< yours";
constexpr std::uint32_t kContextLines = 3;

Result<void> check_sizes(std::initializer_list<std::string_view> texts) {
  const bool fit = std::ranges::all_of(
      texts, [](std::string_view text) { return text.size() <= kMaxArticleBytes; });
  if (fit) return {};
  return fail(Code::kInvalidArgument, "A text is over 4 MiB.", "Split it into several articles.");
}

/// Lines that look like the beginning of a conflict; a text may have some of its own.
std::size_t count_conflict_lines(std::string_view text) {
  std::size_t count = 0;
  for (auto at = text.find(kConflictLine); at != std::string_view::npos;
       at = text.find(kConflictLine, at + 1))
    count += at == 0 || text[at - 1] == '\n' ? 1 : 0;
  return count;
}

git_merge_file_input input(std::string_view text) {
  git_merge_file_input one = GIT_MERGE_FILE_INPUT_INIT;
  one.ptr = text.data();
  one.size = text.size();
  return one;
}

int add_hunk(const git_diff_delta*, const git_diff_hunk*, void* difference) {
  static_cast<Difference*>(difference)->emplace_back();
  return 0;
}

int add_line(const git_diff_delta*, const git_diff_hunk*, const git_diff_line* line,
             void* difference) {
  DifferenceLine added;
  switch (line->origin) {
    case GIT_DIFF_LINE_CONTEXT:
      break;
    case GIT_DIFF_LINE_ADDITION:
      added.kind = DifferenceLine::Kind::kAdded;
      break;
    case GIT_DIFF_LINE_DELETION:
      added.kind = DifferenceLine::Kind::kRemoved;
      break;
    default:  // that one text ends without a line end
      return 0;
  }
  std::string_view text(line->content, line->content_len);
  if (text.ends_with('\n')) text.remove_suffix(1);
  added.text = to_valid_utf8(text);
  added.old_line = std::max(line->old_lineno, 0);
  added.new_line = std::max(line->new_lineno, 0);
  static_cast<Difference*>(difference)->back().push_back(std::move(added));
  return 0;
}

}  // namespace

Result<MergedText> merge_texts(std::string_view base, std::string_view ours,
                               std::string_view theirs) {
  if (auto fit = check_sizes({base, ours, theirs}); !fit)
    return tl::unexpected(std::move(fit.error()));
  const auto has_nul = [](std::string_view text) { return text.find('\0') != text.npos; };
  if (has_nul(base) || has_nul(ours) || has_nul(theirs))
    return fail(Code::kInvalidArgument, "A text holds a zero byte.", "Take it out.");
  git::start();
  git_merge_file_options options = GIT_MERGE_FILE_OPTIONS_INIT;
  options.our_label = kOurs;
  options.their_label = kTheirs;
  const auto from = input(base), one = input(ours), other = input(theirs);
  git_merge_file_result merged{};
  if (const int error = git_merge_file(&merged, &from, &one, &other, &options))
    return git::failure(error, "merging");
  MergedText result;
  if (merged.ptr != nullptr) result.text.assign(merged.ptr, merged.len);
  if (merged.automergeable == 0) {
    const auto own = count_conflict_lines(ours);
    const auto all = count_conflict_lines(result.text);
    result.conflicts = all > own ? all - own : 1;
  }
  git_merge_file_result_free(&merged);
  return result;
}

Result<Difference> difference(std::string_view from, std::string_view to) {
  if (auto fit = check_sizes({from, to}); !fit) return tl::unexpected(std::move(fit.error()));
  git::start();
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  options.flags = GIT_DIFF_FORCE_TEXT;
  options.context_lines = kContextLines;
  Difference found;
  if (const int error =
          git_diff_buffers(from.data(), from.size(), nullptr, to.data(), to.size(), nullptr,
                           &options, nullptr, nullptr, &add_hunk, &add_line, &found))
    return git::failure(error, "comparing");
  return found;
}

}  // namespace aplomb
