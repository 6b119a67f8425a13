// SPDX-License-Identifier: GPL-3.0-or-later
// Talks to the server. An answer that has been overtaken never arrives.
import { Wait } from './waiting.js';
import { waitOf } from './words.js';

/** What the server said no with (RFC 9457). `errors` are the fields of a body that are at fault,
 *  [{name, detail}]; `retryAfter` is how many seconds there is no use in trying again, or 0, and
 *  `passes` says that trying again then is of use. */
export class Problem extends Error {
  constructor({ type, title, detail, hint, status, errors, retryAfter }) {
    super(detail || title);
    this.type = type ?? '';
    this.status = status;
    this.errors = (errors ?? []).map((error) => ({ name: (error.pointer ?? '').slice(1), detail: error.detail }));
    this.retryAfter = retryAfter ?? 0;
    this.passes = this.retryAfter > 0 && (status === 429 || status === 503);
    // The server's own hint speaks to whoever reads headers.
    this.hint = this.passes ? `Try again in ${waitOf(this.retryAfter)}.` : hint ?? '';
  }
}

const RETRY_MS = [500, 1000, 2000, 4000, 8000]; // or what the server says, where that is longer
const JITTER = 0.25; // of a wait, added to it: who was turned away together does not come back together
const MOST_REFUSALS = 10; // about a minute; then a person decides whether to go on
const LONGEST_WAIT_S = 120; // nobody on the phone waits longer for a page to go on by itself

let onSignedOut = () => new Promise(() => {});

/** Calls back when the server wants to know who asks; what was asked is asked again when the promise
 *  that comes back resolves. */
export function watchSignedOut(callback) {
  onSignedOut = callback;
}

const retryMs = (attempt) => RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)];

function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

async function readProblem(response) {
  const type = response.headers.get('Content-Type') ?? '';
  const text = await response.text(); // nothing, where only the head was asked for
  const told = text && type.includes('json') ? JSON.parse(text) : {};
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  return new Problem({ title: `The server answered ${response.status}.`, ...told, status: response.status, retryAfter });
}

/** Reads what `path` answers until there is an answer or `signal` is aborted. A server that restarts
 *  is waited for, and so is a person who has to sign in first; one that has no time now is asked
 *  again when it says, a few times. Throws Problem. */
async function read(path, { signal = new AbortController().signal, wait = new Wait(), ...request } = {}) {
  let refusals = 0;
  try {
    for (let attempt = 0; ; ++attempt) {
      let response;
      try {
        response = await fetch(path, { signal, ...request });
      } catch (error) {
        if (signal.aborted || !(error instanceof TypeError)) throw error; // fetch's word for "no network"
        wait.away();
        await pause(retryMs(attempt), signal);
        signal.throwIfAborted();
        continue;
      }
      if (response.ok) return response;
      if (response.status === 401) {
        wait.over();
        await onSignedOut();
        signal.throwIfAborted();
        continue;
      }
      const problem = await readProblem(response);
      signal.throwIfAborted();
      const worthIt = problem.passes && problem.retryAfter <= LONGEST_WAIT_S && ++refusals <= MOST_REFUSALS;
      if (!worthIt) throw problem;
      const ms = Math.max(problem.retryAfter * 1000, retryMs(refusals - 1)) * (1 + JITTER * Math.random());
      wait.refused(problem, ms);
      await pause(ms, signal);
      signal.throwIfAborted();
    }
  } finally {
    if (!signal.aborted) wait.over(); // else it goes on with the next question, or whoever dropped this one ends it
  }
}

/** The answer of the API to `path`: see read. */
export const ask = async (path, how = {}) => (await read(path, { ...how, headers: { Accept: 'application/json' } })).json();

/** The address that the server leads to from `path`: see read. */
export const leadOf = async (path, how = {}) => new URL((await read(path, { ...how, method: 'HEAD' })).url);

/** Sends once what changes something: the answer, or null where there is none. Throws Problem, also
 *  when the server cannot be reached; 401 is the caller's to understand. */
export async function send(method, path, body) {
  const told = body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, { method, ...told }).catch((error) => {
    if (!(error instanceof TypeError)) throw error;
    throw new Problem({ title: 'The server cannot be reached.', hint: 'Try again in a moment.' });
  });
  if (!response.ok) throw await readProblem(response);
  return response.status === 204 ? null : response.json();
}

/** One line of questions of which only the latest counts: a new one aborts the one before. */
export class Line {
  #current = null;
  #wait;

  /** `how` as for Wait. */
  constructor(how) {
    this.#wait = new Wait(how);
  }

  /** The answer, or undefined when a newer question came. Throws Problem. */
  async ask(path, by = ask) {
    this.#current?.abort();
    const mine = new AbortController();
    this.#current = mine;
    try {
      const answer = await by(path, { signal: mine.signal, wait: this.#wait });
      return this.#current === mine ? answer : undefined;
    } catch (error) {
      if (this.#current !== mine || mine.signal.aborted) return undefined;
      throw error;
    }
  }

  drop() {
    this.#current?.abort();
    this.#current = null;
    this.#wait.over();
  }
}

/** Lets a call through at once, then at most one each `ms`, and always the last one. */
export function paced(ms, call) {
  let timer = null;
  let last = -Infinity;
  return () => {
    clearTimeout(timer);
    const due = last + ms - performance.now();
    const run = () => { last = performance.now(); call(); };
    if (due <= 0) run();
    else timer = setTimeout(run, due);
  };
}
