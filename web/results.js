// SPDX-License-Identifier: GPL-3.0-or-later
// The left side: hits, filters, completions, and plain words about what was searched.
import { FILTERS } from './address.js';
import { certaintyNote, interpretationNotes, noAnswerCard } from './answer.js';
import { badges } from './badges.js';
import { byId, fill, h } from './dom.js';
import { nameOf, plural } from './words.js';

function snippetOf(passage) {
  return h('p', { class: 'hit-snippet' },
    passage.heading && h('span', { class: 'hit-heading' }, passage.heading),
    ...marked(passage.snippet));
}

/** `onOpen(id, anchor)` is called on a plain click; a click with a modifier stays the browser's. */
export function hitItem(hit, open, onOpen) {
  const id = hit.id;
  const anchor = hit.passage?.anchor ?? '';
  const follow = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(id, anchor);
  };
  const line = hit.answer || hit.description;
  return h('li', { class: 'hit', lang: hit.language || null },
    h('a', { class: 'hit-link', href: hit.url, 'data-id': id, 'aria-current': id === open ? 'true' : null, onclick: follow },
      h('span', { class: 'hit-title' }, hit.title),
      line && h('span', { class: 'hit-answer' }, line)),
    hit.passage && hit.passage.snippet.length > 0 && snippetOf(hit.passage),
    badges(hit));
}

/** Chips of what the results can be narrowed to; chosen ones stay, so that they can be let go. */
export function showFacets(facets, filters, onToggle) {
  const place = byId('facets');
  const focused = document.activeElement?.closest?.('.chip')?.dataset.chip;
  const groups = FILTERS.map((field) => {
    const counts = new Map(Object.entries(facets?.[field] ?? {}));
    for (const value of filters[field]) if (!counts.has(value)) counts.set(value, null);
    if (counts.size < 2 && filters[field].length === 0) return null;
    const chips = [...counts].slice(0, 8).map(([value, count]) => {
      const chosen = filters[field].includes(value);
      return h('button', {
        type: 'button', class: 'chip', 'data-chip': `${field}:${value}`, 'aria-pressed': String(chosen),
        onclick: () => onToggle(field, value),
      }, nameOf(field, value), count !== null && h('span', { class: 'chip-count' }, ` ${count}`));
    });
    return h('div', { class: 'chips', role: 'group', 'aria-label': field === 'kind' ? 'Kind' : 'Department' }, chips);
  });
  fill(place, groups);
  if (focused) place.querySelector(`[data-chip="${CSS.escape(focused)}"]`)?.focus();
}

const marked = (fragments) => fragments.map(({ text, match }) => (match ? h('mark', {}, text) : text));

/** What callers say, and sections, that go on from the words typed; each leads to its place. */
export function showCompletions(suggestions, onOpen) {
  const line = (label, kind) => {
    const links = suggestions.filter((suggestion) => suggestion.kind === kind).slice(0, 3).map((suggestion) => h('a', {
      class: 'completion', href: suggestion.url, title: suggestion.title,
      onclick: (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onOpen(suggestion.id, decodeURIComponent(suggestion.url.split('#')[1] ?? ''));
      },
    }, marked(suggestion.marked)));
    return links.length > 0 && [h('span', { class: 'completions-label' }, label), ...links];
  };
  fill(byId('completions'), line('Callers say', 'symptom'), line('Sections', 'heading'), line('Codes', 'code'));
}

/** What to do when there is no answer. */
function nextStep(filtered, onClear) {
  return filtered
    ? h('p', {}, 'The filters may be too narrow. ', h('button', { type: 'button', class: 'button', onclick: onClear }, 'Search without filters'))
    : h('p', {}, 'Try the words that an article would use, or fewer of them. ', h('a', { href: '/browse' }, 'Browse all articles'), ' to see what there is.');
}

function countLine(page, shown) {
  const total = `${page.total_is === 'at_least' ? 'At least ' : ''}${plural(page.total, 'article', 'articles')}`;
  return shown < page.total ? `${total}, the best ${shown} shown` : total;
}

/** Names the list when what it holds is no answer. */
function headList(text) {
  const head = byId('hits-head');
  head.textContent = text;
  head.hidden = text === '';
}

/** A page of search results, in the shape of GET /api/v1/search. `words` is what leads to exactly
 *  the words typed and back: see interpretationNotes. */
export function showResults(page, { open, filters, words, onOpen, onClear, onMore }) {
  const filtered = FILTERS.some((field) => filters[field].length > 0);
  const found = page.hits.length > 0;
  const next = found ? null : nextStep(filtered, onClear);
  fill(byId('status'), found && countLine(page, page.hits.length), certaintyNote(page.certainty));
  fill(byId('notes'),
    interpretationNotes(page.interpretation, words),
    page.certainty === 'none' && noAnswerCard(next),
    !found && page.certainty !== 'none' && h('div', { class: 'nothing' }, h('p', { class: 'nothing-title' }, 'No article fits these filters.'), next));
  // What is no answer has no line to read out, lest it be taken for one.
  const nearest = page.nearest.map((hit) => ({ ...hit, answer: '' }));
  headList(nearest.length > 0 ? 'Nearest articles' : '');
  fill(byId('hits'), (found ? page.hits : nearest).map((hit) => hitItem(hit, open, onOpen)));
  const more = found && page.hits.length < page.total && onMore;
  fill(byId('list-end'), more && h('button', { type: 'button', class: 'button', onclick: onMore }, 'Show more'));
}

/** A page of the listing, in the shape of GET /api/v1/articles. */
export function showListing(listing, { open, folder, onOpen, onMore }) {
  showFacets(null, { kind: [], department: [] }, () => {});
  showCompletions([], onOpen);
  headList('');
  const where = folder ? ` in ${folder}` : '';
  byId('status').textContent = plural(listing.total, 'article', 'articles') + where;
  fill(byId('notes'), listing.total === 0 && h('div', { class: 'nothing' },
    h('p', { class: 'nothing-title' }, 'There are no articles here yet.'),
    h('p', {}, 'Add Markdown files to the articles folder; they appear by themselves.')));
  fill(byId('hits'), listing.articles.map((article) => hitItem(article, open, onOpen)));
  fill(byId('list-end'), listing.next && h('button', { type: 'button', class: 'button', onclick: onMore }, 'Show more'));
}

function clearList() {
  for (const part of ['completions', 'status', 'hits', 'list-end']) fill(byId(part));
  headList('');
}

export function showNoQuery() {
  showFacets(null, { kind: [], department: [] }, () => {});
  clearList();
  fill(byId('notes'), h('div', { class: 'nothing' },
    h('p', { class: 'nothing-title' }, 'Type what the caller says.'),
    h('p', {}, 'Whole sentences are fine, and so are half words. ', h('a', { href: '/browse' }, 'Browse all articles'), ' to look around.')));
}

const againButton = (onAgain) => onAgain && h('button', { type: 'button', class: 'button', onclick: onAgain }, 'Try again');

/** `onAgain` tries again; absent where that is of no use. */
export function showListProblem(problem, onAgain) {
  clearList();
  fill(byId('notes'), h('div', { class: 'nothing' },
    h('p', { class: 'nothing-title' }, problem.message), problem.hint && h('p', {}, problem.hint), againButton(onAgain)));
}

/** The same of what would have gone on from the list, which stays. */
export function showMoreProblem(problem, onAgain) {
  fill(byId('list-end'), h('p', { role: 'alert' }, `${problem.message} ${problem.hint}`.trim()), againButton(onAgain));
}

/** Marks the hit whose article is open. */
export function markOpen(id) {
  for (const link of byId('hits').querySelectorAll('.hit-link')) {
    if (link.dataset.id === id) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}
