// SPDX-License-Identifier: GPL-3.0-or-later
// The page: what is shown is one value, `state`; the address bar holds it too. `go` changes it,
// `apply` makes the two sides follow.
import { FILTERS, readAddress, writeAddress } from './address.js';
import { leadOf, Line, paced, Problem } from './api.js';
import { scrollToAnchor, showArticle, showArticleProblem, showNoArticle } from './article.js';
import { byId } from './dom.js';
import { listenToKeys } from './keyboard.js';
import { enter, startSession } from './session.js';
import { markOpen, showCompletions, showFacets, showListing, showListProblem, showMoreProblem, showNoQuery, showResults } from './results.js';
import { watchWaits } from './waiting.js';

const PAGE = 20;
const MAX_SHOWN = 100; // the API's largest page
const PACE_MS = 50; // between two searches while typing; the first letter goes at once
const BUSY_AFTER_MS = 250;

const box = byId('box');
const list = byId('list');
const narrow = matchMedia('(max-width: 52rem)');

const lines = { list: new Line(), suggest: new Line({ quiet: true }), article: new Line() };
let state = null;
let shown = null; // the article that is on the right

const listKey = ({ q, exact, filters, browse }) => JSON.stringify([q, exact, filters, browse]);

/** Shows that something is under way, but only when it takes long enough to wonder. */
async function busy(element, work) {
  const timer = setTimeout(() => element.setAttribute('aria-busy', 'true'), BUSY_AFTER_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    element.removeAttribute('aria-busy');
  }
}

/** Opening an article from the list: a step that "back" undoes. */
function open(id, anchor) {
  go({ open: id, anchor }, { push: true, focusArticle: true });
}

function close() {
  const id = state.open;
  go({ open: null, anchor: '' }, { push: true });
  const link = [...byId('hits').querySelectorAll('.hit-link')].find((hit) => hit.dataset.id === id);
  (link ?? box).focus();
}

function toggle(field, value) {
  const values = state.filters[field];
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  go({ filters: { ...state.filters, [field]: next } }, { push: true });
}

const clearFilters = () => go({ filters: Object.fromEntries(FILTERS.map((field) => [field, []])) }, { push: true });

async function search(limit = PAGE) {
  const parameters = new URLSearchParams({ q: state.q, limit, facets: FILTERS.join(',') });
  if (state.exact) parameters.append('exact', '1');
  for (const field of FILTERS) for (const value of state.filters[field]) parameters.append(field, value);
  const page = await busy(list, lines.list.ask(`/api/v1/search?${parameters}`));
  if (!page) return;
  const more = page.hits.length < MAX_SHOWN ? () => load(() => search(Math.min(limit + PAGE, MAX_SHOWN)), showMoreProblem) : null;
  showFacets(page.facets, state.filters, toggle);
  const words = {
    exact: state.exact,
    exactHref: writeAddress({ ...state, exact: true }),
    usualHref: writeAddress({ ...state, exact: false }),
  };
  showResults(page, { open: state.open, filters: state.filters, words, onOpen: open, onClear: clearFilters, onMore: more });
  if (limit === PAGE) list.scrollTop = 0;
}

async function suggest() {
  const parameters = new URLSearchParams({ q: state.q, limit: 6 });
  const answer = await lines.suggest.ask(`/api/v1/suggest?${parameters}`);
  if (answer) showCompletions(answer.suggestions, open);
}

async function browse(before = { articles: [] }) {
  const parameters = new URLSearchParams({ folder: state.browse, limit: 50 });
  if (before.next) parameters.append('cursor', before.next);
  const page = await busy(list, lines.list.ask(`/api/v1/articles?${parameters}`));
  if (!page) return;
  const listing = { ...page, articles: [...before.articles, ...page.articles] };
  showListing(listing, { open: state.open, folder: state.browse, onOpen: open, onMore: () => load(() => browse(listing), showMoreProblem) });
}

/** Runs what fills the list, and says in the list, or by `show`, when it cannot be had. */
async function load(work, show = showListProblem) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    show(error, error.passes && (() => load(work, show)));
  }
}

function showList() {
  const filtered = FILTERS.some((field) => state.filters[field].length > 0);
  if (state.browse !== null && !state.q) {
    lines.suggest.drop();
    load(browse);
  } else if (state.q.trim() || filtered) {
    load(search);
    load(suggest, () => showCompletions([], open)); // the results do without them
  } else {
    lines.list.drop();
    lines.suggest.drop();
    showNoQuery();
  }
}

const showListPaced = paced(PACE_MS, showList);

async function showOpen(focusArticle) {
  markOpen(state.open);
  document.body.toggleAttribute('data-open', state.open !== null || state.lost !== null);
  if (!state.open) {
    lines.article.drop();
    shown = null;
    if (state.lost) showArticleProblem({ status: 404, message: `No article is made of the file ${state.lost}.` }, close);
    else showNoArticle();
    return;
  }
  if (shown?.id === state.open) {
    lines.article.drop(); // back from one that has not come yet
    scrollToAnchor(state.anchor);
  } else {
    try {
      const article = await busy(byId('article'), lines.article.ask(`/api/v1/articles/${encodeURIComponent(state.open)}`));
      if (!article) return;
      shown = article;
      showArticle(article, state.anchor, close);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      shown = null;
      showArticleProblem(error, close, error.passes && (() => showOpen(true)));
    }
  }
  if (focusArticle) byId('article').focus({ preventScroll: true });
}

function apply(next, { paceList = false, focusArticle = false } = {}) {
  const before = state;
  state = next;
  if (box.value !== state.q) box.value = state.q;
  if (!before || listKey(before) !== listKey(state)) (paceList ? showListPaced : showList)();
  if (!before || before.open !== state.open || before.lost !== state.lost || before.anchor !== state.anchor || focusArticle) showOpen(focusArticle);
}

function go(change, { push = false, ...how } = {}) {
  const next = { ...state, lost: null, ...change };
  const address = writeAddress(next);
  if (address !== location.pathname + location.search + location.hash) {
    if (push) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }
  apply(next, how);
}

/** A link to an article's file: the server knows which article that is, and says so by where it
 *  redirects to. What goes wrong there is told by the page at the link's own address. */
async function followPath(link) {
  let target;
  try {
    target = await busy(byId('article'), lines.article.ask(link.pathname, leadOf));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (!error.passes) location.assign(link.href);
    else showArticleProblem(error, close, () => followPath(link));
    return;
  }
  if (!target) return; // something else was opened meanwhile
  if (target.pathname.startsWith('/p/')) { // led nowhere and yet not refused: nobody is signed in
    await enter();
    followPath(link);
  } else if (target.pathname.startsWith('/a/')) {
    open(readAddress(target).open, readAddress(link).anchor);
  } else {
    location.assign(link.href);
  }
}

/** Links of our own are followed without loading the page again. */
function follow(event) {
  const link = event.target.closest?.('a[href]');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!link || !plain || event.defaultPrevented || link.origin !== location.origin) return;
  const inText = link.getAttribute('href').startsWith('#');
  if (inText) {
    event.preventDefault();
    go({ anchor: readAddress(link).anchor }, { push: true });
  } else if (/^\/a\/[^/]+$/.test(link.pathname)) {
    event.preventDefault();
    const { open: id, anchor } = readAddress(link);
    open(id, anchor);
  } else if (link.pathname.startsWith('/p/')) {
    event.preventDefault();
    followPath(link);
  } else if (link.pathname === '/' || /^\/browse(\/|$)/.test(link.pathname)) {
    event.preventDefault();
    history.pushState(null, '', link.href);
    apply(readAddress(location));
    box.focus();
  }
}

/** Back to the beginning, with nothing left of what was searched and read. */
function forget() {
  history.replaceState(null, '', '/');
  state = null;
  shown = null;
  apply(readAddress(location));
}

function onType() {
  // A new search after browsing is a step; each further letter is not.
  const first = state.q === '' && (state.browse !== null || state.open !== null);
  const leave = narrow.matches ? { open: null, anchor: '' } : {};
  go({ q: box.value, exact: false, browse: null, ...leave }, { push: first, paceList: true });
}

watchWaits((words) => {
  const line = byId('reach');
  if (line.textContent !== words) line.textContent = words; // said once by ear
  line.hidden = words === '';
});
listenToKeys({ // before it is known who is there: no key may be lost
  onClose: () => state && close(),
  onClear: () => state && go({ q: '', exact: false, filters: Object.fromEntries(FILTERS.map((field) => [field, []])) }),
});
await startSession({ forget });
const typed = box.value; // while it was asked who is there
apply(readAddress(location));
if (typed) {
  box.value = typed;
  onType();
}
box.addEventListener('input', onType);
document.addEventListener('click', follow);
window.addEventListener('popstate', () => apply(readAddress(location)));
