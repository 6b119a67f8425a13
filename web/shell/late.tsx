// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of the page that are loaded when the first of their views is wanted, so that nobody waits for
// what they do not use.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { hasMovedOn } from '../api/lookout';
import { problemOf, wordsOf } from '../api/problem';
import { t } from '../messages/messages';

/** `load` resolves with the bundle. */
export function late<Bundle>(load: () => Promise<Bundle>) {
  const bundle = signal<Bundle | null>(null);
  const trouble = signal('');
  let loading: Promise<void> | null = null;

  const attempt = async () => {
    trouble.value = '';
    try {
      // Parts of two versions do not fit together; the address says what is wanted.
      if (await hasMovedOn()) location.reload();
      bundle.value = await load();
    } catch (error) {
      trouble.value = error instanceof TypeError ? `${t('problem.unreachable')} ${t('problem.tryAgainSoon')}` : wordsOf(problemOf(error));
    }
  };
  const start = () => { loading ??= attempt().finally(() => { loading = null; }); };

  return {
    /** Null until it is there. */
    useBundle(): Bundle | null {
      useEffect(() => { if (!bundle.value) start(); }, []);
      return bundle.value;
    },

    /** What stands in its place until then. */
    Waiting() {
      if (!trouble.value) return <p class="work-loading" role="status">{t('search.loading')}</p>;
      return (
        <div class="work-loading" role="alert">
          <p>{trouble}</p>
          <button type="button" class="button" onClick={start}>{t('action.tryAgain')}</button>
        </div>
      );
    },
  };
}
