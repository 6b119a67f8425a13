// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "desk/drafts.h"
#include "desk/own_notes.h"

namespace aplomb::desk {

/// The Markdown that a note becomes when it is offered to the editors: `confidence: wip`, its title
/// or first words, its text, and which article it was written on. Masked (engine/masking.h).
[[nodiscard]] std::string offered_markdown(const OwnNote& note, const ArticleId& id);

/// Puts it into the drafts in the person's name, under an id that neither a draft nor an article
/// has. Errors: as Drafts::put().
[[nodiscard]] Result<ArticleId> put_offered(const Person& person, const OwnNote& note,
                                            Drafts& drafts,
                                            const std::function<bool(const ArticleId&)>& taken);

}  // namespace aplomb::desk
