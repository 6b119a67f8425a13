// SPDX-License-Identifier: GPL-3.0-or-later
// Badges say in words what their colour says too.
import { h } from './dom.js';
import { nameOf } from './words.js';

const badge = (look, text) => h('span', { class: `badge badge-${look}` }, text);

/** The badges of a hit or an article, which name these fields alike. */
export function badges({ kind, confidence, audience, overdue }) {
  return h('p', { class: 'badges' },
    kind && badge('kind', nameOf('kind', kind)),
    confidence && badge(confidence, nameOf('confidence', confidence)),
    audience && badge(audience, nameOf('audience', audience)),
    overdue && badge('overdue', 'Review overdue'));
}
