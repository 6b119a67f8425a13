// SPDX-License-Identifier: GPL-3.0-or-later
// The whole page by keyboard. Results are links that take the real focus, so the browser and
// screen readers know where the agent is without being told.
import { byId } from './dom.js';
import { isCovered } from './entry.js';

const box = byId('box');
const hits = byId('hits');
const article = byId('article');
const dialog = byId('keys-dialog');

const links = () => [...hits.querySelectorAll('.hit-link')];
const isTyping = (target) => target.matches('input, textarea, select, [contenteditable]');
const isPlain = (event) => !event.metaKey && !event.ctrlKey && !event.altKey;

function move(step) {
  const all = links();
  const here = all.indexOf(document.activeElement);
  const next = here + step;
  if (here < 0 && step < 0) return;
  if (next < 0) box.focus();
  else all[Math.min(next, all.length - 1)]?.focus();
}

function goBack({ onClose, onClear }) {
  const active = document.activeElement;
  const isOpen = 'open' in document.body.dataset;
  const lost = active === document.body || (active === box && box.value === '');
  if (article.contains(active) || (lost && isOpen)) {
    onClose();
  } else if (active === box) {
    onClear();
  } else {
    box.focus();
    box.select();
  }
}

export function listenToKeys({ onClose, onClear }) {
  byId('keys').addEventListener('click', () => dialog.showModal());
  byId('form').addEventListener('submit', (event) => {
    event.preventDefault();
    if (byId('list').hasAttribute('aria-busy')) return; // what is there answers other words
    const first = links()[0];
    if (byId('hits-head').hidden) first?.click();
    else first?.focus(); // the nearest article is no answer: opening it is a choice
  });
  document.addEventListener('keydown', (event) => {
    if (isCovered() || document.querySelector('dialog[open]') || event.isComposing || !isPlain(event)) return;
    const inList = hits.contains(event.target);
    const typing = isTyping(event.target);
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && (event.target === box || inList)) {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape') {
      event.preventDefault(); // else the box clears itself before we know what was in it
      goBack({ onClose, onClear });
    } else if (event.key === '/' && !typing) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === '?' && (!typing || box.value === '')) {
      event.preventDefault();
      dialog.showModal();
    } else if (inList && event.key.length === 1 && event.key !== ' ') {
      box.focus(); // and the letter lands in the box
    }
  });
}
