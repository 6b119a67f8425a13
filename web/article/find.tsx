// SPDX-License-Identifier: GPL-3.0-or-later
// Finding words in the article that is open. The browser's own search stays as it is.
import { signal } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { addCommands, isTyping, pushMode } from '../keys';
import { t } from '../messages/messages';
import { matchesIn } from './matches';
import { clearMarks, mark } from './painting';
import { isReading } from './reading';

const FIELD = 'ap-find';
const LEFT_OUT = '.article-bar, .find, button, .label'; // the page's own words

/** Whether the field is there. */
export const finding = signal(false);

const pane = () => document.getElementById('ap-article')!;

/** Brings what is meant into the middle of the pane, where it is not seen already. */
function bringIntoView(place: Element | Range) {
  const { top, bottom } = place.getBoundingClientRect();
  const seen = pane().getBoundingClientRect();
  const under = pane().querySelector('.article-bar')?.getBoundingClientRect().bottom ?? seen.top;
  if (top < under || bottom > seen.bottom) pane().scrollTop += top - (under + seen.bottom) / 2;
}

/** Marks what is found and returns how much, and which of it is meant. */
function show(words: string, wanted: number): { count: number; here: number } {
  clearMarks(); // before the text is read
  const ranges = matchesIn(pane().querySelector('article')!, words, LEFT_OUT);
  const here = ranges.length > 0 ? (wanted + ranges.length) % ranges.length : 0;
  const place = mark(ranges, here);
  if (place) bringIntoView(place);
  return { count: ranges.length, here };
}

function close() {
  finding.value = false;
  pane().focus({ preventScroll: true });
}

export function FindBar() {
  const [words, setWords] = useState('');
  const [found, setFound] = useState({ count: 0, here: 0 });
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    field.current!.focus({ preventScroll: true });
    return clearMarks;
  }, []);
  useLayoutEffect(() => pushMode(({ key, target }) => { // also from the text: what was opened last closes first
    if (key !== 'Escape' || isTyping(target)) return false;
    close();
    return true;
  }), []);
  const look = (wanted: number, now = words) => setFound(show(now, wanted));
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Enter') look(found.here + (event.shiftKey ? -1 : 1));
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };
  return (
    <div class="find" role="search" aria-label={t('find.label')}>
      <input
        ref={field} id={FIELD} type="text" value={words} maxLength={200} aria-label={t('find.label')} placeholder={t('find.label')}
        autoComplete="off" autocapitalize="off" spellcheck={false} onKeyDown={onKey}
        onInput={({ currentTarget: { value } }) => { setWords(value); look(0, value); }}
      />
      <span class="find-count" role="status">{words.trim() && (found.count > 0 ? t('find.place', { here: found.here + 1, n: found.count }) : t('find.none'))}</span>
      <button type="button" class="button" aria-label={t('find.previous')} disabled={found.count === 0} onClick={() => look(found.here - 1)}>↑</button>
      <button type="button" class="button" aria-label={t('find.next')} disabled={found.count === 0} onClick={() => look(found.here + 1)}>↓</button>
      <button type="button" class="button" aria-label={t('action.close')} onClick={close}>×</button>
    </div>
  );
}

function openFind() {
  if (!finding.value) {
    finding.value = true;
    return;
  }
  const field = document.getElementById(FIELD) as HTMLInputElement;
  field.focus();
  field.select();
}

addCommands({ key: 'f', label: 'keys.find', group: 'article', when: isReading, run: openFind });
