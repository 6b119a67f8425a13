// SPDX-License-Identifier: GPL-3.0-or-later
import { ask, type How } from './client';
import { Wait } from './waiting';

/** One line of questions of which only the latest counts: a new one aborts the one before. */
export class Line {
  #current: AbortController | null = null;
  #wait: Wait;

  /** `how` as for Wait. */
  constructor(how?: { quiet?: boolean }) {
    this.#wait = new Wait(how);
  }

  /** The answer, or undefined when a newer question came. Throws Problem. */
  async ask<T>(path: string, by: (path: string, how: How) => Promise<T> = ask<T>): Promise<T | undefined> {
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
export function paced(ms: number, call: () => void) {
  let timer: ReturnType<typeof setTimeout>;
  let last = -Infinity;
  return () => {
    clearTimeout(timer);
    const due = last + ms - performance.now();
    const run = () => { last = performance.now(); call(); };
    if (due <= 0) run();
    else timer = setTimeout(run, due);
  };
}
