// SPDX-License-Identifier: GPL-3.0-or-later
// Who is at the page. Nothing is shown before that is known, and when the server no longer knows
// them, the door is shut until somebody has signed in.
import { ask, send, watchSignedOut } from '../api/client';
import { Line } from '../api/line';
import { Problem, problemOf } from '../api/problem';
import type { Session } from '../api/types';
import { askFirstAdmin, askToSignIn, tellProblem, uncover } from '../entry/door';
import { t } from '../messages/messages';
import { forgetKept, keepFor } from './kept';
import { giveUp } from './leaving';
import { session as known } from './who';

const PATH = '/api/v1/session';
const WELCOME = '/welcome';
const PAUSE_MS = 700; // without a letter: a person has stopped typing

let who: Session | null = null; // the latest answer of GET /api/v1/session that somebody could read with
let entering: Promise<void> | null = null; // resolves when the door opens
let knock: (session: Session) => void = () => {}; // opens it when it turns out that they have signed in elsewhere
let lastLetter = -Infinity; // when
let cameLate = false; // somebody had to sign in before anything could be shown
let onForget = () => {};

const looks = new Line({ quiet: true });

const isSame = (one: Session, other: Session) => one.by === other.by && one.name === other.name && one.role === other.role;

/** Never resolves: the page is being loaded anew. */
function loadAnew(): Promise<void> {
  giveUp();
  location.reload();
  return new Promise(() => {});
}

/** What was read with other rights must not stay: the address holds what is to be shown anew. */
async function become(session: Session): Promise<void> {
  keepFor(session.person?.name ?? '');
  if (who && !isSame(who, session)) await loadAnew();
  who = session;
  known.value = session;
  document.body.dataset['view'] = 'ready';
  uncover();
}

/** The door does not shut while somebody is typing: their next letters would land in the form. */
async function pauseInTyping() {
  for (let left; (left = lastLetter + PAUSE_MS - performance.now()) > 0;)
    await new Promise((resolve) => { setTimeout(resolve, left); });
}

async function askUntilIn(why: string): Promise<Session> {
  const elsewhere = new Promise<Session>((resolve) => { knock = resolve; });
  for (;;) {
    try {
      const now = await ask<Session>(PATH);
      if (now.role) return now;
      cameLate = true;
      await pauseInTyping();
      return await Promise.race([elsewhere, askToSignIn({ why, name: who?.person?.name ?? '' })]);
    } catch (error) {
      await tellProblem(problemOf(error));
    }
  }
}

function enterBy(asked: () => Promise<Session>): Promise<void> {
  entering ??= asked().then(become).finally(() => { entering = null; });
  return entering;
}

/** Resolves when there is somebody who may read: at once, or after they have signed in. */
export const enter = () => enterBy(() => askUntilIn(who ? t('entry.signedOut') : ''));

/** Where reading is open: who wants to may sign in, or leave it at that. */
export async function signInByChoice() {
  await become(await askToSignIn({ onCancel: uncover }));
}

/** Takes all of theirs out of the page and the browser. Throws Problem: they are still signed in. */
export async function signOut() {
  await send('DELETE', PATH);
  who = null;
  known.value = null;
  onForget();
  forgetKept();
  await enter();
}

/** Back at this tab: what was done in another one holds here too. */
async function look() {
  if (document.hidden || (!who && !entering)) return;
  try {
    const now = await looks.ask<Session>(PATH);
    if (!now) return;
    if (!now.role) void enter();
    else if (entering) knock(now);
    else if (who && !isSame(who, now)) await become(now);
  } catch (error) {
    if (!problemOf(error).passes) void enter();
  }
}

/** The link that the server prints on an empty desk. Its code is taken out of the address bar before
 *  anybody looks over a shoulder. */
async function askAtWelcome(): Promise<Session> {
  const code = location.hash.slice(1);
  history.replaceState(null, '', WELCOME);
  const session = await ask<Session>(PATH).catch((error: unknown) => {
    if (error instanceof Problem) return null;
    throw error;
  });
  const first = session?.person ? null : await askFirstAdmin(code);
  history.replaceState(null, '', '/');
  return first ?? askUntilIn('');
}

/** Resolves when there is somebody at the page. `forget` takes away all that is on the screen. */
export async function startSession({ forget }: { forget: () => void }) {
  onForget = forget;
  watchSignedOut(enter);
  document.addEventListener('input', () => { lastLetter = performance.now(); });
  document.addEventListener('visibilitychange', look);
  window.addEventListener('pageshow', ({ persisted }) => { if (persisted) void look(); });
  window.addEventListener('hashchange', () => { if (location.pathname === WELCOME) location.reload(); });
  await (location.pathname === WELCOME ? enterBy(askAtWelcome) : enter());
  // The server leads from a file to its article, but nobody who is not known.
  if (cameLate && location.pathname.startsWith('/p/')) await loadAnew();
}
