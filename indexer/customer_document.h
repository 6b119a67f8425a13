// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "indexer/document.h"

namespace aplomb {

/// A document that never held anything but what customers may see of `document`. All that they get
/// (title, headings, anchors, passages, both pages) is made of it, so that nothing of that can
/// depend on internal text: footnotes and items are numbered anew, lists that only internal text
/// held apart are one, and how closely a list is set depends on what is left of it. Empty when
/// customers see nothing. Call after build_outline, which knows the headings' audiences.
[[nodiscard]] Document customer_part(const Document& document);

}  // namespace aplomb
