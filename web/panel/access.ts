// SPDX-License-Identifier: GPL-3.0-or-later
// Who is at the panel. A frame in a page of another site gets no cookies: where the server knows nobody
// without a word about who asks, the panel has a token, from the surrounding page or from the window
// that it opens for it. The token is kept in memory alone.
import { signal } from '@preact/signals';
import { ask, bringToken, send, watchSignedOut } from '../api/client';
import { problemOf } from '../api/problem';
import type { Session } from '../api/types';
import { t } from '../messages/messages';
import { keepFor } from '../state/kept';
import { reloadForAnother } from '../state/page';
import { session } from '../state/who';
import { tell } from './surroundings';

export const CONNECT = '/panel/connect';
export const HANDED_OVER = 'aplomb:panel-token';

const PATH = '/api/v1/session';
const EARLY_MS = 60_000; // before it expires
const AGAIN_MS = 10_000; // where the server could not be reached
const LONGEST_MS = 600_000; // of the 15 minutes of a token, for clocks that are slow; and no timer can be set for weeks

interface Token { token: string; expires: Date | null }

/** Whether somebody has to sign in; what is on the screen stays meanwhile. */
export const isOut = signal(false);

/** What went wrong with that. */
export const accessFault = signal('');

let mine: Token | null = null;
let renewal: ReturnType<typeof setTimeout>;
let entering: Promise<void> | null = null; // resolves when there is somebody
let letIn = () => {};
let popup: Window | null = null;

export const hasToken = () => mine !== null;

function drop() {
  clearTimeout(renewal);
  mine = null;
}

function become(next: Session) {
  const before = session.value;
  if (!before || before.name !== next.name) keepFor(next.person?.name ?? '');
  session.value = next;
  isOut.value = false;
  accessFault.value = '';
  document.body.dataset['view'] = 'ready';
  letIn();
  // What was read with other rights must not stay.
  if (before && (before.by !== next.by || before.name !== next.name || before.role !== next.role)) reloadForAnother();
}

/** Who the token is of: null where it does not hold, undefined where nobody could be asked. */
async function lookWho({ token }: Token): Promise<Session | null | undefined> {
  try {
    const now = await send<Session>('GET', PATH, undefined, { Authorization: `Bearer ${token}` });
    return now.by === 'bearer' || now.by === 'token' ? now : null;
  } catch (error) {
    return problemOf(error).status === 401 ? null : undefined;
  }
}

function askFor(why: string) {
  isOut.value = true;
  accessFault.value = why;
  tell('token-wanted');
  return new Promise<void>((resolve) => { letIn = resolve; });
}

async function comeIn(): Promise<void> {
  if (mine) {
    const now = await lookWho(mine);
    if (now === undefined) return; // nobody could be asked: whoever wanted to know asks again
    if (now) return become(now);
    drop();
  }
  try {
    const now = await ask<Session>(PATH);
    if (now.role) become(now);
    else if (mine) await comeIn(); // one has come meanwhile
    else await askFor('');
  } catch (error) {
    await askFor(problemOf(error).message);
  }
}

/** Resolves when there is somebody who may read: at once, or when a token has come. */
function enter(): Promise<void> {
  entering ??= comeIn().finally(() => { entering = null; });
  return entering;
}

function renewInTime() {
  clearTimeout(renewal);
  if (!mine?.expires) return;
  const left = mine.expires.getTime() - Date.now();
  const due = left > 2 * EARLY_MS ? left - EARLY_MS : Math.max(left / 2, AGAIN_MS); // not at once: a clock may be fast
  renewal = setTimeout(() => void renew(), Math.min(LONGEST_MS, due));
}

/** A token of a person gets the next one; any other is for the surrounding page to renew. */
async function renew() {
  const old = mine;
  if (!old?.expires) return;
  if (session.value?.by !== 'bearer') {
    if (old.expires.getTime() - Date.now() > 2 * EARLY_MS) renewInTime();
    else tell('token-wanted');
    return;
  }
  try {
    const { token, expires } = await send<{ token: string; expires: string }>('POST', `${PATH}/panel`);
    if (mine !== old) return;
    mine = { token, expires: new Date(expires) };
    renewInTime();
  } catch (error) {
    const { status, passes } = problemOf(error);
    if (mine !== old) return;
    if (status === 401) void enter();
    else if (status === 0 || passes) renewal = setTimeout(() => void renew(), AGAIN_MS);
    else tell('token-wanted');
  }
}

let offered: Token | null = null; // which is being looked at, and asked with by nobody yet

/** Goes on with that token, if the server knows it; else as before. */
export async function takeToken(next: Token): Promise<void> {
  offered = next;
  const now = await lookWho(next);
  if (offered !== next) return;
  offered = null;
  if (now === null) {
    if (isOut.value) accessFault.value = t('panel.tokenRefused');
    tell('error', { of: 'token', message: 'the token does not hold' });
    return;
  }
  mine = next;
  if (now) become(now);
  else letIn(); // nobody could be asked: the first question will tell
  renewInTime();
}

/** In answer to a click: the window on our own origin, where they are known or sign in. */
export function openConnect() {
  popup = window.open(CONNECT, 'aplomb-connect', 'popup,width=480,height=640');
  accessFault.value = popup ? '' : t('panel.blocked');
}

function onMessage({ origin, source, data }: MessageEvent) {
  if (origin !== location.origin || !popup || source !== popup) return;
  const { type, token, expires } = (data ?? {}) as Record<string, unknown>;
  if (type !== HANDED_OVER || typeof token !== 'string' || typeof expires !== 'string') return;
  popup = null;
  void takeToken({ token, expires: new Date(expires) });
}

/** Resolves when there is somebody at the panel. */
export function startAccess(): Promise<void> {
  bringToken(() => mine?.token ?? null);
  watchSignedOut(enter);
  addEventListener('message', onMessage);
  return enter();
}

/** What a person reads of a problem. */
