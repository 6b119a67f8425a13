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

function tellBack() {
  if (isAway.peek()) reach.dispatchEvent(new Event(BACK));
}

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
  return mine ? { Authorization: `Bearer ${mine}`, ...more } : more;
}

function toldIn(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {}; // nothing, where only the head was asked for
  }
}

async function readProblem(response: Response) {
  const type = response.headers.get('Content-Type') ?? '';
  const text = await response.text();
  const told = type.includes('json') ? toldIn(text) : {};
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  return new Problem({ title: t('problem.answered', { status: response.status }), ...told, status: response.status, retryAfter });
}

export interface How { signal?: AbortSignal; wait?: Wait }

/** A body that is no JSON is some other program's answer, a proxy's mostly. */
async function jsonOf<T>(response: Response): Promise<T> {
  try {
    return await response.json() as T;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Problem({ title: t('problem.answered', { status: response.status }), status: response.status });
  }
}

/** Reads what `path` answers until there is an answer, of which `take` reads the body, or `signal` is
 *  aborted. A server that restarts is waited for, also one that ends within its answer, and so is a
 *  person who has to sign in first; one that has no time now is asked again when it says, a few times.
 *  Throws Problem. */
async function read<T>(path: string, { signal = new AbortController().signal, wait = new Wait() }: How, method: string, headers: Record<string, string>, take: (response: Response) => T | Promise<T>, body: string | null = null): Promise<T> {
  let refusals = 0;
  let doors = 0;
  try {
    for (let attempt = 0; ; ++attempt) {
      let response: Response;
      let problem: Problem;
      try {
        response = await fetch(path, { signal, method, headers: headersOf(headers), body });
        if (response.ok) {
          const taken = await take(response);
          tellBack();
          return taken;
        }
        problem = await readProblem(response);
      } catch (error) {
        if (signal.aborted || !(error instanceof TypeError)) throw error; // fetch's word for "no network"
        wait.away();
        await pauseAway(attempt, signal);
        signal.throwIfAborted();
        continue;
      }
      tellBack();
      if (response.status === 401) {
        wait.over();
        await onSignedOut();
        signal.throwIfAborted();
        if (++doors > 1) await pause(retryMs(doors - 2), signal); // who is let in and turned away all the same
        signal.throwIfAborted();
        continue;
      }
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
export const ask = <T>(path: string, how: How = {}): Promise<T> =>
  read(path, how, 'GET', { Accept: 'application/json' }, jsonOf<T>);

const versionIn = (response: Response) => response.headers.get('ETag') ?? '';

/** The same, with the version of it that If-Match takes. */
export const askVersioned = <T>(path: string, how: How = {}): Promise<{ value: T; version: string }> =>
  read(path, how, 'GET', { Accept: 'application/json' }, async (response) => ({ value: await jsonOf<T>(response), version: versionIn(response) }));

/** The answer to a question that is too long for an address: see read. */
export const askWith = (body: object) => <T>(path: string, how: How = {}): Promise<T> =>
  read(path, how, 'POST', { 'Accept': 'application/json', 'Content-Type': 'application/json' }, jsonOf<T>, JSON.stringify(body));

/** The text of that type at `path`, with its version: see read. */
export const askText = (type: string) => (path: string, how: How = {}): Promise<{ text: string; version: string }> =>
  read(path, how, 'GET', { Accept: type }, async (response) => ({ text: await response.text(), version: versionIn(response) }));

/** The address that the server leads to from `path`: see read. */
export const leadOf = (path: string, how: How = {}): Promise<URL> =>
  read(path, how, 'HEAD', {}, ({ url }) => new URL(url));

/** Which version of it the server has at `path`: see read. */
export const versionOf = (path: string, how: How = {}): Promise<string> => read(path, how, 'HEAD', {}, versionIn);

/** What the server has at `path`, as it is: see read. */
export const blobOf = (path: string, how: How = {}): Promise<Blob> => read(path, how, 'GET', {}, (response) => response.blob());

/** A file, which is sent with its own type; anything else as JSON. */
const bodyOf = (body: unknown) => (body instanceof Blob ? body : JSON.stringify(body));

/** Sends once what changes something: the answer, or null where there is none. Throws Problem, also
 *  when the server cannot be reached or ends within its answer; 401 is the caller's to understand. */
export async function send<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const told = body === undefined ? headers : { 'Content-Type': body instanceof Blob ? body.type : 'application/json', ...headers };
  try {
    const response = await fetch(path, { method, headers: headersOf(told), body: body === undefined ? null : bodyOf(body) });
    if (!response.ok) throw await readProblem(response);
    return response.status === 204 ? null as T : await jsonOf<T>(response);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Problem({ title: t('problem.unreachable'), hint: t('problem.tryAgainSoon') });
  }
}
