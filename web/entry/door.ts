// SPDX-License-Identifier: GPL-3.0-or-later
// The door: covers the whole page while somebody has to sign in. What stands behind it stays as it
// is, out of sight and out of reach, and goes on afterwards. What it shows is asked for here and
// answered by its forms.
import { effect, signal } from '@preact/signals';
import { wordsOf, type Problem } from '../api/problem';
import type { Session } from '../api/types';
import { t } from '../messages/messages';
import { title } from '../state/title';

export type Door =
  | { kind: 'sign-in'; why: string; name: string; onIn: (session: Session) => void; onCancel: (() => void) | null }
  | { kind: 'first'; code: string; onIn: (session: Session) => void; onSpent: (title: string, text: string) => void }
  | { kind: 'spent'; title: string; text: string; onSignIn: () => void }
  | { kind: 'problem'; text: string; onAgain: () => void };

/** What it shows; null while it is open. */
export const door = signal<Door | null>(null);

export const titleOf = (shown: Door): string => {
  switch (shown.kind) {
    case 'sign-in': return t('entry.signIn');
    case 'first': return t('first.title');
    case 'spent': return shown.title;
    case 'problem': return t('entry.cannot');
  }
};

effect(() => {
  const words = door.value ? titleOf(door.value) : title.value;
  document.title = words ? `${words} – Aplomb` : 'Aplomb';
});

let before: { focus: Element | null } | null = null; // while nothing was covered

function cover(shown: Door) {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>('dialog[open]')) dialog.close();
  before ??= { focus: document.activeElement };
  door.value = shown;
}

/** Opens it; entry.tsx calls `comeBack` when all behind it can be reached again. */
export const uncover = () => { door.value = null; };

export function comeBack() {
  if (!before) return;
  const { focus } = before;
  before = null;
  const back = focus?.isConnected && focus !== document.body ? focus : document.getElementById('ap-admin') ?? document.getElementById('ap-work') ?? document.getElementById('ap-box');
  (back as HTMLElement | null)?.focus({ preventScroll: true });
}

/** Asks for name and password until they are right: resolves with the session. `why` says how it
 *  came to that; `name` is who was signed in. With `onCancel` there is a way back. */
export const askToSignIn = ({ why = '', name = '', onCancel = null }: { why?: string; name?: string; onCancel?: (() => void) | null } = {}) =>
  new Promise<Session>((onIn) => cover({ kind: 'sign-in', why, name, onIn, onCancel }));

/** Makes the first admin of an empty desk with the code of the one-time link: resolves with the
 *  session, or with null when the link is of no use and they want to sign in instead. */
export const askFirstAdmin = (code: string) => new Promise<Session | null>((resolve) => {
  const onSpent = (title: string, text: string) => cover({ kind: 'spent', title, text, onSignIn: () => resolve(null) });
  if (code) cover({ kind: 'first', code, onIn: resolve, onSpent });
  else onSpent(t('first.broken'), t('first.brokenText'));
});

/** Where not even that could be asked: says why, and resolves when it is to be tried again. */
export const tellProblem = (problem: Problem) =>
  new Promise<void>((onAgain) => cover({ kind: 'problem', text: wordsOf(problem), onAgain }));
