// SPDX-License-Identifier: GPL-3.0-or-later
// Talks to the server. An answer that has been overtaken never arrives.

/** What the server said no with (RFC 9457). */
export class Problem extends Error {
  constructor({ title, detail, hint, status }) {
    super(detail || title);
    this.hint = hint ?? '';
    this.status = status;
  }
}

const RETRY_MS = [500, 1000, 2000, 4000, 8000];

let unreachable = 0; // requests that are waiting for the server to come back
let onReach = () => {};

/** Calls back with whether the server can be reached, whenever that changes. */
export function watchReach(callback) {
  onReach = callback;
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
  return new Problem({ title: `The server answered ${response.status}.`, ...told, status: response.status });
}

/** Asks until the server answers or `signal` is aborted; a server that restarts is waited for. */
async function ask(path, signal) {
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
      if (!response.ok) throw await readProblem(response);
      return await response.json();
    }
  } finally {
    reach(true);
  }
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
