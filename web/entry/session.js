// SPDX-License-Identifier: GPL-3.0-or-later
// Who is at the page. Nothing is shown before that is known, and when the server no longer knows
// them, the door is shut until somebody has signed in.
import { showAccount } from './account.js';
import { ask, send, watchSignedOut } from '../api/client';
import { Line } from '../api/line';
import { Problem } from '../api/problem';
import { session as known } from '../state/who';
import { askFirstAdmin, askToSignIn, tellProblem, uncover } from './entry.js';

const PATH = '/api/v1/session';
const WELCOME = '/welcome';
const PAUSE_MS = 700; // without a letter: a person has stopped typing

let who = null; // the latest answer of GET /api/v1/session that somebody could read with
let entering = null; // resolves when the door opens
let knock = () => {}; // opens it when it turns out that they have signed in elsewhere
let lastLetter = -Infinity; // when
let cameLate = false; // somebody had to sign in before anything could be shown
let onForget = () => {};

const looks = new Line({ quiet: true });

const isSame = (one, other) => one.by === other.by && one.name === other.name && one.role === other.role;

/** What was read with other rights must not stay: the address holds what is to be shown anew. */
function become(session) {
  if (who && !isSame(who, session)) {
    location.reload();
    return new Promise(() => {});
  }
  who = session;
  known.value = session;
  showAccount(who, { onSignIn: signInByChoice, onSignOut: signOut, onSignedOut: enter });
  document.body.dataset.view = 'ready';
  uncover();
  return null;
}

/** The door does not shut while somebody is typing: their next letters would land in the form. */
async function pauseInTyping() {
  for (let left; (left = lastLetter + PAUSE_MS - performance.now()) > 0;)
    await new Promise((resolve) => { setTimeout(resolve, left); });
}

async function askUntilIn(why) {
  const elsewhere = new Promise((resolve) => { knock = resolve; });
  for (;;) {
    try {
      const now = await ask(PATH);
      if (now.role) return now;
      cameLate = true;
      await pauseInTyping();
      return await Promise.race([elsewhere, askToSignIn({ why, name: who?.person?.name ?? '' })]);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await tellProblem(error);
    }
  }
}

/** Resolves when there is somebody who may read: at once, or after they have signed in. */
export function enter() {
  const why = who ? 'You were signed out. Sign in to go on where you were.' : '';
  entering ??= askUntilIn(why).then(become).finally(() => { entering = null; });
  return entering;
}

async function signInByChoice() {
  const session = await askToSignIn({ onCancel: uncover });
  await become(session);
}

async function signOut() {
  await send('DELETE', PATH);
  who = null;
  onForget();
  await enter();
}

/** Back at this tab: what was done in another one holds here too. */
async function look() {
  if (document.hidden || (!who && !entering)) return;
  try {
    const now = await looks.ask(PATH);
    if (!now) return;
    if (!now.role) enter();
    else if (entering) knock(now);
    else if (!isSame(who, now)) become(now);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (!error.passes) enter();
  }
}

/** The link that the server prints on an empty desk. Its code is taken out of the address bar before
 *  anybody looks over a shoulder. */
async function welcome() {
  const code = location.hash.slice(1);
  history.replaceState(null, '', WELCOME);
  const session = await ask(PATH).catch(() => null);
  const first = session?.person ? null : await askFirstAdmin(code);
  history.replaceState(null, '', '/');
  if (first) await become(first);
  else await enter();
}

/** Resolves when there is somebody at the page. `forget` takes away all that is on the screen. */
export async function startSession({ forget }) {
  onForget = forget;
  watchSignedOut(enter);
  document.addEventListener('input', () => { lastLetter = performance.now(); });
  document.addEventListener('visibilitychange', look);
  window.addEventListener('pageshow', ({ persisted }) => persisted && look());
  window.addEventListener('hashchange', () => location.pathname === WELCOME && location.reload());
  await (location.pathname === WELCOME ? welcome() : enter());
  // The server leads from a file to its article, but nobody who is not known.
  if (cameLate && location.pathname.startsWith('/p/')) {
    location.reload();
    await new Promise(() => {});
  }
}
