// SPDX-License-Identifier: GPL-3.0-or-later
// Talks to the server.
import { t } from '../messages/messages';
import { Problem } from './problem';
import { isAway, Wait } from './waiting';

const RETRY_MS = [500, 1000, 2000, 4000, 8000]; // or what the server says, where that is longer
const JITTER = 0.25; // of a wait, added to it: who was turned away together does not come back together
const HIDDEN_MS = 3_600_000;
const MOST_REFUSALS = 10; // about a minute; then a person decides whether to go on
const LONGEST_WAIT_S = 120; // nobody on the phone waits longer for a page to go on by itself

let onSignedOut: () => Promise<unknown> = () => new Promise(() => {});
let token: () => string | null = () => null;

/** Calls back when the server wants to know who asks; what was asked is asked again when the promise
 *  that comes back resolves. */
export function watchSignedOut(callback: () => Promise<unknown>) {
  onSignedOut = callback;
}

/** The same, for whoever learns otherwise that nobody is signed in. */
export const whenSignedIn = () => onSignedOut();

/** A page that gets no cookies, a panel in another site's page, says with whose token it asks. */
export function bringToken(of: () => string | null) {
  token = of;
}

const retryMs = (attempt: number) => RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]!;

const reach = new EventTarget();
const BACK = 'back'; // one question has got through: the others need not wait any longer

function pause(ms: number, signal: AbortSignal, wakers: [EventTarget, string][] = []) {
  return new Promise<void>((resolve) => {
    const awake = new AbortController();
    const on = () => { clearTimeout(timer); awake.abort(); resolve(); };
    const timer = setTimeout(on, ms);
    for (const [target, event] of [[signal, 'abort'], [window, 'online'], ...wakers] as const)
      target.addEventListener(event, on, { once: true, signal: awake.signal });
  });
}

/** Until it is worth trying to reach the server again; a tab that nobody sees does not ask. */
async function pauseAway(attempt: number, signal: AbortSignal) {
  await pause(retryMs(attempt), signal, [[reach, BACK]]);
  while (document.hidden && !signal.aborted) await pause(HIDDEN_MS, signal, [[document, 'visibilitychange']]);
}

function headersOf(more: Record<string, string>): Record<string, string> {
  const mine = token();
  return mine ? { ...more, Authorization: `Bearer ${mine}` } : more;
}

async function readProblem(response: Response) {
  const type = response.headers.get('Content-Type') ?? '';
  const text = await response.text(); // nothing, where only the head was asked for
  const told = text && type.includes('json') ? JSON.parse(text) : {};
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  return new Problem({ title: t('problem.answered', { status: response.status }), ...told, status: response.status, retryAfter });
}

export interface How { signal?: AbortSignal; wait?: Wait }

/** Reads what `path` answers until there is an answer or `signal` is aborted. A server that restarts
 *  is waited for, and so is a person who has to sign in first; one that has no time now is asked
 *  again when it says, a few times. Throws Problem. */
async function read(path: string, { signal = new AbortController().signal, wait = new Wait() }: How, method: string, headers: Record<string, string>) {
  let refusals = 0;
  try {
    for (let attempt = 0; ; ++attempt) {
      let response;
      try {
        response = await fetch(path, { signal, method, headers: headersOf(headers) });
      } catch (error) {
        if (signal.aborted || !(error instanceof TypeError)) throw error; // fetch's word for "no network"
        wait.away();
        await pauseAway(attempt, signal);
        signal.throwIfAborted();
        continue;
      }
      if (isAway.peek()) reach.dispatchEvent(new Event(BACK));
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
export async function ask<T>(path: string, how: How = {}): Promise<T> {
  return (await read(path, how, 'GET', { Accept: 'application/json' })).json() as Promise<T>;
}

/** The same, with the version of it that If-Match takes. */
export async function askVersioned<T>(path: string, how: How = {}): Promise<{ value: T; version: string }> {
  const response = await read(path, how, 'GET', { Accept: 'application/json' });
  return { value: await response.json() as T, version: response.headers.get('ETag') ?? '' };
}

/** The address that the server leads to from `path`: see read. */
export async function leadOf(path: string, how: How = {}): Promise<URL> {
  return new URL((await read(path, how, 'HEAD', {})).url);
}

/** Which version of it the server has at `path`: see read. */
export async function versionOf(path: string, how: How = {}): Promise<string> {
  return (await read(path, how, 'HEAD', {})).headers.get('ETag') ?? '';
}

/** What the server has at `path`, as it is: see read. */
export async function blobOf(path: string, how: How = {}): Promise<Blob> {
  return (await read(path, how, 'GET', {})).blob();
}

/** Sends once what changes something: the answer, or null where there is none. Throws Problem, also
 *  when the server cannot be reached; 401 is the caller's to understand. */
export async function send<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const told = body === undefined ? headers : { 'Content-Type': 'application/json', ...headers };
  const response = await fetch(path, {
    method, headers: headersOf(told), body: body === undefined ? null : JSON.stringify(body),
  }).catch((error: unknown) => {
    if (!(error instanceof TypeError)) throw error;
    throw new Problem({ title: t('problem.unreachable'), hint: t('problem.tryAgainSoon') });
  });
  if (!response.ok) throw await readProblem(response);
  return (response.status === 204 ? null : await response.json()) as T;
}
