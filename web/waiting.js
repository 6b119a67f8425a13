// SPDX-License-Identifier: GPL-3.0-or-later
// Why an answer is not there yet, in one line for the whole page.
import { sentence, waitOf } from './words.js';

const AWAY = 'The server cannot be reached. Trying again by itself…';
const QUIET_MS = 1000; // within that the answer is mostly there, and a line would only flicker

const waits = new Map(); // what each Wait tells now
let onWait = () => {};

/** Calls back with the line, or with '' where nothing is waited for, whenever that may have changed. */
export function watchWaits(callback) {
  onWait = callback;
}

function tell() {
  const told = [...waits.values()];
  onWait(told.includes(AWAY) ? AWAY : told[0] ?? '');
}

function wordsOf({ status, type, message }, ms) {
  if (status === 429) return `Too much was asked in a short time; asking again in ${waitOf(Math.ceil(ms / 1000))}…`;
  if (type === '/problems/unavailable') return `${sentence(message)} Asking again…`;
  return 'The server is busy; asking again…';
}

/** What one line of questions waits for, over all of them: a new letter changes the question, and
 *  not the server. With `quiet` nobody misses the answer, and being turned away is not told. */
export class Wait {
  #quiet;
  #since = null; // when the server began to turn the questions away

  constructor({ quiet = false } = {}) {
    this.#quiet = quiet;
  }

  /** The server cannot be reached. */
  away() {
    this.#say(AWAY);
  }

  /** The server has turned a question away, which is asked again in `ms`. */
  refused(problem, ms) {
    this.#since ??= performance.now();
    const long = problem.retryAfter * 1000 > QUIET_MS || performance.now() - this.#since >= QUIET_MS;
    if (!this.#quiet && long) this.#say(wordsOf(problem, ms));
    else if (waits.get(this) === AWAY) this.#unsay();
  }

  /** There is an answer, or none is wanted any more. */
  over() {
    this.#since = null;
    this.#unsay();
  }

  #say(words) {
    waits.set(this, words);
    tell();
  }

  #unsay() {
    if (waits.delete(this)) tell();
  }
}
