// SPDX-License-Identifier: GPL-3.0-or-later
// What the search says about its own answer, in words: what it made of the query, how sure it is,
// and what to tell the caller when there is no answer.
import { h } from './dom.js';

const CERTAINTIES = { strong: 'Sure', weak: 'Not sure: check before you promise' };

/** A phrase comes with its own quotes. */
const quoted = (words) => words.map((word) => (word.startsWith('"') ? word : `“${word}”`)).join(', ');

/** "Showing results for refund debit", with what was corrected in it standing out; words that no
 *  article has gave no results. */
function correctedNote({ searched, corrected, unmatched }, exactHref) {
  const changed = new Set(corrected.flatMap(({ to }) => to.split(' ')));
  const words = searched.split(' ').filter((word) => !unmatched.includes(word))
    .flatMap((word) => [' ', changed.has(word) ? h('strong', {}, word) : word]);
  return h('p', {}, 'Showing results for', ...words, '. ', h('a', { href: exactHref }, 'Search for exactly what was typed'));
}

/** "Also searched for wifi, wlan (wireless)": what was added, and for which of the words. */
function expandedNote(expanded) {
  const added = new Map();
  for (const { from, to } of expanded) added.set(from, [...(added.get(from) ?? []), to]);
  const groups = [...added].map(([from, to], i) => [i > 0 && ', ', h('strong', {}, to.join(', ')), ` (${from})`]);
  return h('p', {}, 'Also searched for ', ...groups.flat(), '.');
}

/** What was made of the words, a paragraph each. `usualHref` leads from an exact search back. */
export function interpretationNotes(interpretation, { exact, exactHref, usualHref }) {
  const { corrected, expanded, unmatched, limited, ignored } = interpretation;
  return [
    exact && h('p', {}, 'Searched for exactly what was typed. ', h('a', { href: usualHref }, 'Search as usual')),
    corrected.length > 0 && correctedNote(interpretation, exactHref),
    expanded.length > 0 && expandedNote(expanded),
    unmatched.length > 0 && h('p', {}, `No article has ${quoted(unmatched)}.`),
    ...limited.map((what) => h('p', {}, `Not looked for: ${what}.`)),
    ...ignored.map((what) => h('p', {}, `Left out: ${what}.`)),
  ];
}

/** A word beside the number of results; nothing where nothing was judged. */
export function certaintyNote(certainty) {
  const words = CERTAINTIES[certainty];
  return words && h('span', { class: `certainty certainty-${certainty}` }, words);
}

/** When nothing answers: that, and words to hold the caller with. */
export function noAnswerCard(...next) {
  return h('div', { class: 'no-answer' },
    h('p', { class: 'no-answer-title' }, 'No article answers this'),
    h('p', { class: 'no-answer-label' }, 'You can say'),
    h('p', { class: 'say' }, '“I don’t know that yet. I will find out and call you back by …”'),
    ...next);
}
