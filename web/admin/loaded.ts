// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ask, type How } from '../api/client';
import { Line } from '../api/line';
import { problemOf, type Problem } from '../api/problem';
import { enter } from '../state/session';

export interface Loaded<T> {
  /** The latest that could be had; null until then. */
  value: ReadonlySignal<T | null>;
  /** Why the latest could not be had; what was there before stays. */
  problem: ReadonlySignal<Problem | null>;
  load: () => Promise<void>;
}

/** What `path` answers, asked at once, and again whenever `load` is called. */
export function useLoaded<T>(path: string, { by = ask<T>, quiet = false }: { by?: (path: string, how: How) => Promise<T>; quiet?: boolean } = {}): Loaded<T> {
  const value = useSignal<T | null>(null);
  const problem = useSignal<Problem | null>(null);
  const line = useRef<Line>();
  line.current ??= new Line({ quiet });
  const load = async () => {
    try {
      const answer = await line.current!.ask<T>(path, by);
      if (answer === undefined) return;
      value.value = answer;
      problem.value = null;
    } catch (error) {
      problem.value = problemOf(error);
      if (problem.value.status === 403) void enter(); // no admin any more: the page comes anew
    }
  };
  useEffect(() => {
    void load();
    return () => line.current!.drop();
  }, [path]);
  return { value, problem, load };
}
