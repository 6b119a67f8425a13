// SPDX-License-Identifier: GPL-3.0-or-later
// The right side: one article, with what an agent needs while talking above its text.
import { badges } from './badges.js';
import { byId, fill, h } from './dom.js';
import { dayOf } from './words.js';

const place = byId('article');

const card = (look, title, ...body) => h('section', { class: `card card-${look}` },
  h('h2', { class: 'card-title', lang: 'en' }, title), ...body);

/** A list of names and values; rows without a value are left out. */
function facts(...rows) {
  const kept = rows.filter(([, value]) => value && value.length > 0);
  return kept.length > 0 && h('dl', { class: 'facts' },
    kept.map(([name, value]) => h('div', {}, h('dt', { lang: 'en' }, name), h('dd', {}, Array.isArray(value) ? value.join(', ') : value))));
}

const say = (text, title) => text && card('say', title, h('p', { class: 'say' }, text));

function promiseCard(promise) {
  return promise && card('promise', 'You may promise',
    facts(['What', promise.what], ['Within', promise.within], ['Up to', promise.limit], ['Who may', promise.authority]));
}

function exceptionsCard(exceptions) {
  return exceptions.length > 0 && card('exceptions', 'Exceptions',
    h('ul', { class: 'exceptions' }, exceptions.map((exception) => h('li', {},
      facts(['When', exception.when], ['May', exception.may], ['Who', exception.who], ['Never', exception.never])))));
}

function handoffCard(handoff) {
  return handoff && card('handoff', 'Hand over to',
    facts(['Team', handoff.to], ['Hours', handoff.hours], ['Have ready', handoff.collect]),
    handoff.say && h('p', { class: 'say' }, handoff.say));
}

function warningOf({ confidence, overdue, last_reviewed: reviewed }) {
  if (confidence === 'archived') return 'This article is archived: it may no longer be right.';
  if (confidence === 'wip') return 'This article is unfinished. Check before you rely on it.';
  if (overdue) return `The review of this article is overdue${reviewed ? `; the last was on ${dayOf(reviewed)}` : ''}.`;
  return null;
}

function footOf(article) {
  return h('footer', { class: 'article-foot' }, facts(
    ['Owner', article.owner], ['Department', article.department], ['Products', article.products],
    ['Tags', article.tags], ['Callers say', article.symptoms.map((symptom) => `“${symptom}”`)],
    ['Reviewed', article.last_reviewed && dayOf(article.last_reviewed)],
    ['Updated', article.updated && dayOf(article.updated)], ['File', article.path]));
}

/** The article's own text: the only markup that is taken as such, because the indexer made it
 *  from Markdown without raw HTML, scripts or unsafe links. */
function bodyOf(article) {
  const body = h('div', { class: 'article-body', lang: article.language });
  body.innerHTML = article.html;
  for (const link of body.querySelectorAll('a[href^="http"]')) {
    link.target = '_blank'; // the call goes on here
    link.rel = 'noopener noreferrer';
  }
  for (const table of body.querySelectorAll('table')) {
    const frame = h('div', { class: 'table-frame', tabindex: '0', role: 'region', 'aria-label': 'Table' });
    table.replaceWith(frame);
    frame.append(table);
  }
  return body;
}

/** Marks the passage and brings it into view. Where it begins the text or can be seen from the top
 *  the pane stays there, because what may be said and promised stands above it. */
export function scrollToAnchor(anchor) {
  for (const marked of place.querySelectorAll('.here')) marked.classList.remove('here');
  place.scrollTop = 0;
  const target = anchor && place.querySelector(`.article-body [id="${CSS.escape(anchor)}"]`);
  if (!target) return;
  target.classList.add('here');
  const pane = place.getBoundingClientRect();
  const begins = target === place.querySelector('.article-body').firstElementChild;
  const seen = target.getBoundingClientRect().top < pane.top + 0.75 * pane.height;
  if (!begins && !seen) target.scrollIntoView({ block: 'start' });
}

/** Shown where there is room for one pane only. */
const backButton = (onBack) => h('button', { type: 'button', class: 'button back', onclick: onBack, 'aria-label': 'Back to the results' }, '←');

export function showArticle(article, anchor, onBack) {
  const warning = warningOf(article);
  const cards = [
    say(article.answer, 'Answer'),
    say(article.empathy, 'Say first'),
    promiseCard(article.promise),
    handoffCard(article.handoff),
    exceptionsCard(article.exceptions),
  ].filter(Boolean);
  document.title = `${article.title} – Aplomb`;
  fill(place,
    h('article', {},
      h('div', { class: 'article-bar' },
        backButton(onBack),
        h('h1', { class: 'article-title', id: 'ap-article-title', lang: article.language }, article.title)),
      h('header', { class: 'article-head', lang: article.language },
        badges(article),
        article.description && h('p', { class: 'article-description' }, article.description)),
      warning && h('p', { class: 'warning' }, warning),
      cards.length > 0 && h('div', { class: 'cards', lang: article.language }, cards),
      bodyOf(article),
      footOf(article)));
  place.setAttribute('aria-labelledby', 'ap-article-title');
  scrollToAnchor(anchor);
}

function showWords(title, ...lines) {
  document.title = 'Aplomb';
  place.removeAttribute('aria-labelledby');
  place.scrollTop = 0;
  fill(place, h('div', { class: 'empty' }, h('h1', {}, title), lines.map((line) => h('p', {}, line))));
}

export function showNoArticle() {
  showWords('An answer before the caller notices the pause',
    'Search on the left; the article opens here at the passage that fits.',
    h('span', {}, h('kbd', {}, '↓'), ' and ', h('kbd', {}, 'Enter'), ' open a result, ', h('kbd', {}, 'Esc'), ' goes back, ', h('kbd', {}, '?'), ' shows all keys.'));
}

/** `onAgain` tries again; absent where that is of no use. */
export function showArticleProblem(problem, onBack, onAgain) {
  showWords(problem.status === 404 ? 'There is no such article' : 'The article could not be shown', problem.message, problem.hint);
  if (onAgain) place.querySelector('.empty').append(h('button', { type: 'button', class: 'button', onclick: onAgain }, 'Try again'));
  place.prepend(h('div', { class: 'article-bar' }, backButton(onBack)));
}
