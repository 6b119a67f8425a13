// SPDX-License-Identifier: GPL-3.0-or-later
// Why an answer is not there yet, in one line for the whole page.
import { signal } from '@preact/signals';
import { sentence, t, waitOf } from '../messages/messages';
import type { Problem } from './problem';

const QUIET_MS = 1000; // within that the answer is mostly there, and a line would only flicker

/** The line; empty where nothing is waited for. */
export const waitingFor = signal('');

/** Whether the server cannot be reached at the moment. */
export const isAway = signal(false);

const waits = new Map<Wait, string>(); // what each Wait tells now

function tell() {
  const told = [...waits.values()];
  isAway.value = told.includes(t('wait.away'));
  waitingFor.value = isAway.value ? t('wait.away') : told[0] ?? '';
}

function wordsOf({ status, type, message }: Problem, ms: number) {
  if (status === 429) return t('wait.quota', { wait: waitOf(Math.ceil(ms / 1000)) });
  if (type === '/problems/unavailable') return t('wait.unavailable', { why: sentence(message) });
  return t('wait.busy');
}

/** What one line of questions waits for, over all of them: a new letter changes the question, and
 *  not the server. With `quiet` nobody misses the answer, and being turned away is not told. */
export class Wait {
  #quiet: boolean;
  #since: number | null = null; // when the server began to turn the questions away

  constructor({ quiet = false } = {}) {
    this.#quiet = quiet;
  }

  /** The server cannot be reached. */
  away() {
    this.#say(t('wait.away'));
  }

  /** The server has turned a question away, which is asked again in `ms`. */
  refused(problem: Problem, ms: number) {
    this.#since ??= performance.now();
    const long = problem.retryAfter * 1000 > QUIET_MS || performance.now() - this.#since >= QUIET_MS;
    if (!this.#quiet && long) this.#say(wordsOf(problem, ms));
    else if (waits.get(this) === t('wait.away')) this.#unsay();
  }

  /** There is an answer, or none is wanted any more. */
  over() {
    this.#since = null;
    this.#unsay();
  }

  #say(words: string) {
    waits.set(this, words);
    tell();
  }

  #unsay() {
    if (waits.delete(this)) tell();
  }
}
