// SPDX-License-Identifier: GPL-3.0-or-later
// The window that a panel opens: whoever is signed in here, or signs in, hands the panel a token.
import { signal } from '@preact/signals';
import { send } from '../api/client';
import { problemOf, wordsOf } from '../api/problem';
import { door } from '../entry/door';
import { t } from '../messages/messages';
import { startSession } from '../state/session';
import { HANDED_OVER } from './access';

/** What there is to say; where it can be tried again, how. */
const told = signal<{ words: string; again: (() => void) | null }>({ words: '', again: null });

async function handOver(): Promise<void> {
  const opener: Window | null = window.opener;
  if (!opener || opener.closed) {
    told.value = { words: t('connect.alone'), again: null };
    return;
  }
  told.value = { words: t('connect.going'), again: null };
  try {
    const { token, expires } = await send<{ token: string; expires: string }>('POST', '/api/v1/session/panel');
    opener.postMessage({ type: HANDED_OVER, token, expires }, location.origin); // to nobody else
    told.value = { words: t('connect.done'), again: null };
    window.close();
  } catch (error) {
    const problem = problemOf(error);
    const again = () => void handOver();
    if (problem.status === 409) told.value = { words: t('connect.proxy'), again: null };
    else told.value = { words: problem.status === 401 ? t('connect.nobody') : wordsOf(problem), again };
  }
}

export async function startConnect() {
  await startSession({ forget: () => {} });
  await handOver();
}

export function Connect() {
  const { words, again } = told.value;
  return (
    <main class="connect" hidden={door.value !== null}>
      <h1>{t('connect.title')}</h1>
      <p role="status">{words}</p>
      {again && <button type="button" class="button" onClick={again}>{t('action.tryAgain')}</button>}
    </main>
  );
}
