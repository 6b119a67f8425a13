// SPDX-License-Identifier: GPL-3.0-or-later
// Talks to the server. An answer that has been overtaken never arrives.

/** What the server said no with (RFC 9457). `errors` are the fields of a body that are at fault,
 *  [{name, detail}]; `retryAfter` is how many seconds there is no use in trying again, or 0. */
export class Problem extends Error {
  constructor({ title, detail, hint, status, errors, retryAfter }) {
    super(detail || title);
    this.hint = hint ?? '';
    this.status = status;
    this.errors = (errors ?? []).map((error) => ({ name: (error.pointer ?? '').slice(1), detail: error.detail }));
    this.retryAfter = retryAfter ?? 0;
  }
}

const RETRY_MS = [500, 1000, 2000, 4000, 8000];

let unreachable = 0; // requests that are waiting for the server to come back
let onReach = () => {};
let onSignedOut = () => new Promise(() => {});

/** Calls back with whether the server can be reached, whenever that changes. */
export function watchReach(callback) {
  onReach = callback;
}

/** Calls back when the server wants to know who asks; what was asked is asked again when the promise
 *  that comes back resolves. */
export function watchSignedOut(callback) {
  onSignedOut = callback;
}

function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

async function readProblem(response) {
  const type = response.headers.get('Content-Type') ?? '';
  const told = type.includes('json') ? await response.json() : {};
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  return new Problem({ title: `The server answered ${response.status}.`, ...told, status: response.status, retryAfter });
}

/** Asks until the server answers or `signal` is aborted; a server that restarts is waited for, and
 *  so is a person who has to sign in first. */
export async function ask(path, signal = new AbortController().signal) {
  let waiting = false;
  const reach = (reached) => {
    if (waiting === !reached) return;
    waiting = !reached;
    unreachable += reached ? -1 : 1;
    onReach(unreachable === 0);
  };
  try {
    for (let attempt = 0; ; ++attempt) {
      let response;
      try {
        response = await fetch(path, { signal, headers: { Accept: 'application/json' } });
      } catch (error) {
        if (signal.aborted || !(error instanceof TypeError)) throw error; // fetch's word for "no network"
        reach(false);
        await pause(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)], signal);
        signal.throwIfAborted();
        continue;
      }
      reach(true);
      if (response.status === 401) {
        await onSignedOut();
        signal.throwIfAborted();
        continue;
      }
      if (!response.ok) throw await readProblem(response);
      return await response.json();
    }
  } finally {
    reach(true);
  }
}

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

  /** The answer, or undefined when a newer question came. Throws Problem. */
  async ask(path) {
    this.drop();
    const mine = new AbortController();
    this.#current = mine;
    try {
      const answer = await ask(path, mine.signal);
      return this.#current === mine ? answer : undefined;
    } catch (error) {
      if (this.#current !== mine || mine.signal.aborted) return undefined;
      throw error;
    }
  }

  drop() {
    this.#current?.abort();
    this.#current = null;
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
