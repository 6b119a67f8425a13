// SPDX-License-Identifier: GPL-3.0-or-later
// Looks after the server while nothing else is asked: whether it can be reached, and whether it has
// another version of this page by now. One small question tells both.
import { effect, signal, untracked } from '@preact/signals';
import { versionOf } from './client';
import { Line } from './line';
import { problemOf } from './problem';
import { isAway } from './waiting';

const EVERY_MS = 30_000; // soon enough between two calls, and little for a server with 10,000 pages
const SCRIPT = '/assets/app.js';

/** Whether the server has another version of the page than this one. */
export const isOutdated = signal(false);

const line = new Line({ quiet: true });
let mine = ''; // the version that runs here

async function look() {
  if (document.hidden || isAway.value) return; // whoever has found it away asks until it is back
  try {
    const version = await line.ask(SCRIPT, versionOf);
    if (version && mine) isOutdated.value = version !== mine;
  } catch (error) {
    problemOf(error); // it is there, and has other things to do
  }
}

/** A server that was away may have come back as another one. */
function lookOnReturn() {
  let wasAway = false;
  effect(() => {
    const returned = wasAway && !isAway.value;
    wasAway = isAway.value;
    if (returned) untracked(() => void look());
  });
}

/** Whether the server has another version by now: what is loaded from here on would not fit. */
export async function hasMovedOn(): Promise<boolean> {
  mine ||= await ownVersion();
  const version = await versionOf(SCRIPT);
  return mine !== '' && version !== mine;
}

/** What the browser has loaded, which is what runs. */
async function ownVersion(): Promise<string> {
  try {
    return (await fetch(SCRIPT, { cache: 'force-cache' })).headers.get('ETag') ?? '';
  } catch {
    return '';
  }
}

export async function watchServer() {
  addEventListener('offline', () => void look());
  document.addEventListener('visibilitychange', () => void look());
  setInterval(() => void look(), EVERY_MS);
  lookOnReturn();
  mine = await ownVersion();
}
