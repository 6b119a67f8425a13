// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace aplomb {

/// Something about an article's file that its editor should know.
struct Finding {
  enum class Severity {
    kNote,     ///< tolerated, and worth a look
    kWarning,  ///< something did not take effect, or is not as it should be
    kError,    ///< must not go to the phones like this; the file was taken
    kRefused,  ///< the file was not taken
  };
  Severity severity = Severity::kNote;
  std::string path;       ///< within the articles folder
  int line = 0;           ///< from 1; 0 for the file as a whole
  std::string message;    ///< what is wrong
  std::string hint;       ///< what to do; may be empty
  std::string rule = {};  ///< the rule that it breaks, as docs/check.md lists them; never empty in
                          ///< what `aplomb check` and the API say
};

}  // namespace aplomb
