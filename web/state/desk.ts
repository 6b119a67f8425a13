// SPDX-License-Identifier: GPL-3.0-or-later
// What the desk remembers for who takes calls, and what is being done about it. How it is done comes
// with a bundle of its own (desk/).
import { effect, signal, untracked } from '@preact/signals';
import { send } from '../api/client';
import { problemOf } from '../api/problem';
import type { Named, News, OwnNote } from '../api/types';
import { change } from './change';
import { isHand } from './hand';
import { go } from './page';
import { session } from './who';

/** Something that is done in passing: a note, a promise, what came of an article. */
export type DeskTask =
  | { name: 'note'; article: Named | null; note: OwnNote | null }
  | { name: 'promise' | 'outcome'; article: Named };

/** What is being done; null when it is over. */
export const deskTask = signal<DeskTask | null>(null);

export const PARTS = ['promises', 'gaps', 'since', 'bank', 'shortcuts', 'synonyms', 'numbers'] as const;
export type Part = typeof PARTS[number];

export const desk = (of: Part, more = '') => go({ work: { view: 'desk', of, more } }, { push: true });

export interface Counts { open: number; soon: number; late: number }

/** How many promises of theirs are open, and how many of those must be looked at. */
export const counts = signal<Counts>({ open: 0, soon: 0, late: 0 });

/** What has happened to what they asked. */
export const news = signal<readonly News[]>([]);

const EVERY_MS = 60_000; // a promise is warned of at three quarters of its time
const ME = '/api/v1/me';
const NOTHING: Counts = { open: 0, soon: 0, late: 0 };

let visit = 0; // of whoever is here now

/** Takes what `path` has of theirs; the page is of use without. Nobody waits for it, so it is asked once,
 *  and a session that has ended covers nothing that is being read. */
async function take<T>(path: string, into: (answer: T) => void) {
  const mine = visit;
  try {
    const answer = await send<T>('GET', path);
    if (mine === visit) into(answer);
  } catch (error) {
    problemOf(error);
  }
}

export const lookAtPromises = () => take<Counts>('/api/v1/promises/summary', (answer) => { counts.value = answer; });
const lookForNews = () => take<{ news: News[] }>(`${ME}/news`, (answer) => { news.value = answer.news; });

function look() {
  if (document.hidden || !isHand()) return;
  void lookAtPromises();
  void lookForNews();
}

/** It is told once. */
export function dismiss({ id }: News) {
  news.value = news.value.filter((one) => one.id !== id);
  change('DELETE', `${ME}/news/${id}`).catch((error: unknown) => { problemOf(error); }); // else it is told once more
}

effect(() => {
  void session.value;
  isHand();
  untracked(() => {
    ++visit;
    deskTask.value = null;
    counts.value = NOTHING;
    news.value = [];
    look();
  });
});
setInterval(look, EVERY_MS);
document.addEventListener('visibilitychange', look);
