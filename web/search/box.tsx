// SPDX-License-Identifier: GPL-3.0-or-later
// The search box: an ARIA combobox whose list are the hits. The focus stays in it while the arrow keys
// go through them, so that whoever walks can always type on.
import { effect, untracked } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { addCommands, pushMode } from '../keys';
import { t } from '../messages/messages';
import { isApart, isPanel, type Address } from '../state/address';
import { active, found, isCurrent, list } from '../state/list';
import { clear, close, open, type } from '../state/page';
import { where } from '../state/where';
import { openKeys } from '../shell/keys_dialog';
import { unanswered } from '../state/gaps';
import { NO_ANSWER } from './no_answer';

const BOX = 'ap-box';
export const HITS = 'ap-hits';
export const optionId = (id: string) => `ap-hit-${id}`;

const box = () => document.getElementById(BOX) as HTMLInputElement | null;

export function focusBox({ select = true } = {}) {
  box()?.focus();
  if (select) box()?.select();
}

function move(step: number) {
  const all = found.value;
  const here = all.findIndex(({ id }) => id === active.value);
  const next = here + step;
  active.value = next < 0 ? null : all[Math.min(next, all.length - 1)]?.id ?? null;
}

const HURRY_MS = 2000;
let hurried: { at: Address; until: number } | null = null; // Enter came before its answer

/** Opens the hit that was walked to, else the first; a nearest article, which is no answer, only after
 *  it was walked to. What answers other words is never opened: what is typed and confirmed faster than
 *  it is answered opens when the answer is there, unless they have gone elsewhere meanwhile. Where nothing
 *  answers, whoever may record that comes to the card that says so. */
function openActive() {
  const now = list.value;
  hurried = null;
  if (now.kind !== 'results' || !isCurrent()) {
    if (where.value.q.trim()) hurried = { at: where.value, until: performance.now() + HURRY_MS };
    return;
  }
  const hit = found.value.find(({ id }) => id === active.value) ?? now.page.hits[0];
  if (hit) open(hit.id, hit.passage?.anchor);
  else if (unanswered()) document.getElementById(NO_ANSWER)?.focus();
  else move(1);
}

effect(() => {
  void list.value;
  if (hurried && hurried.at === where.peek() && performance.now() < hurried.until && isCurrent()) untracked(openActive);
});

/** To what stands above the hits: their own notes, and what callers say. */
const goAbove = () => document.querySelector<HTMLElement>('.completions a')?.focus();

/** On the card that nothing answers: on to the nearest articles, or back. */
function onKeyOnCard({ key, target }: KeyboardEvent): boolean {
  if ((target as Element).id !== NO_ANSWER || !['Enter', 'ArrowDown', 'ArrowUp'].includes(key)) return false;
  focusBox({ select: false });
  if (key !== 'ArrowUp') move(1);
  return true;
}

function onKeyInBox(event: KeyboardEvent): boolean {
  if (event.target !== box()) return false;
  switch (event.key) {
    case 'ArrowDown': move(1); return true;
    case 'ArrowUp': if (active.value === null) goAbove(); else move(-1); return true;
    case 'Enter': openActive(); return true;
    case 'Escape':
      if (where.value.q !== '') clear();
      else if (where.value.open) close();
      else clear();
      return true;
    case '?': if (where.value.q !== '') return false; openKeys(); return true;
    default: return false;
  }
}

/** Esc outside the box: out of the article, else to the box. */
function onEscape(event: KeyboardEvent): boolean {
  if (event.key !== 'Escape' || event.target === box() || isApart(where.value)) return false;
  if (where.value.open || where.value.lost) close();
  focusBox();
  return true;
}

pushMode(onEscape);
pushMode(onKeyOnCard);
pushMode(onKeyInBox);

export function SearchBox() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Not from what is shown instead, nor from what they type in around a panel.
    if (!isApart(where.peek()) && (!isPanel || document.hasFocus())) input.current!.focus();
    return effect(() => { // at once: later it would undo the letters typed since
      const { q } = where.value;
      if (input.current!.value !== q) input.current!.value = q;
    });
  }, []);
  const expanded = found.value.length > 0;
  return (
    <form class="search" role="search" onSubmit={(event) => event.preventDefault()}>
      <label class="hidden" for={BOX}>{t('search.label')}</label>
      <input
        ref={input} id={BOX} type="text" inputMode="search" enterkeyhint="search" name="q" maxLength={1000}
        placeholder={t('search.placeholder')} autoComplete="off" autocapitalize="off" spellcheck={false}
        role="combobox" aria-autocomplete="list" aria-expanded={expanded} aria-controls={HITS} aria-haspopup="listbox"
        aria-activedescendant={active.value ? optionId(active.value) : undefined}
        onInput={({ currentTarget: box }) => {
          type(box.value);
          if (where.value.q !== box.value) box.value = where.value.q; // something else is asked first
        }}
      />
      <kbd class="search-key" aria-hidden="true">/</kbd>
    </form>
  );
}

/** The article beside the one that is open, in the order of the list. */
function step(by: number) {
  const all = found.value;
  const here = all.findIndex(({ id }) => id === where.value.open);
  const next = all[here + by];
  if (next) open(next.id, next.passage?.anchor);
}

const hasHits = () => found.value.length > 0;

addCommands(
  { key: '/', label: 'keys.search', group: 'find', run: focusBox },
  { key: 'j', label: 'keys.next', group: 'find', when: hasHits, run: () => step(1) },
  { key: 'k', label: 'keys.next', group: 'find', when: hasHits, run: () => step(-1) },
);
