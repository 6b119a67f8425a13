// SPDX-License-Identifier: GPL-3.0-or-later
// The views for those who write articles. Their bundle is loaded when the first of them is wanted,
// so that nobody else waits for it.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { hasMovedOn } from '../api/lookout';
import { problemOf, wordsOf } from '../api/problem';
import { t } from '../messages/messages';
import { task } from '../state/work';
import { workView } from '../state/where';
import { session } from '../state/who';

type Bundle = typeof import('../edit/edit');

const bundle = signal<Bundle | null>(null);
const trouble = signal('');
let loading: Promise<void> | null = null;

const STYLE = '/assets/edit.css';

/** Resolves when it holds, so that nothing is seen without. */
const addStyle = () => new Promise<void>((resolve, reject) => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = STYLE;
  link.addEventListener('load', () => resolve());
  link.addEventListener('error', () => { link.remove(); reject(new TypeError(STYLE)); });
  document.head.append(link);
});

async function fetchBundle() {
  trouble.value = '';
  try {
    // Parts of two versions do not fit together; the address says what is wanted.
    if (await hasMovedOn()) location.reload();
    [bundle.value] = await Promise.all([import('../edit/edit'), addStyle()]);
  } catch (error) {
    trouble.value = error instanceof TypeError ? `${t('problem.unreachable')} ${t('problem.tryAgainSoon')}` : wordsOf(problemOf(error));
  }
}

const load = () => { loading ??= fetchBundle().finally(() => { loading = null; }); };

function useBundle(): Bundle | null {
  useEffect(() => { if (!bundle.value) load(); }, []);
  return bundle.value;
}

function Trouble() {
  if (!trouble.value) return <p class="work-loading" role="status">{t('search.loading')}</p>;
  return (
    <div class="work-loading" role="alert">
      <p>{trouble}</p>
      <button type="button" class="button" onClick={load}>{t('action.tryAgain')}</button>
    </div>
  );
}

/** The view that the address says. */
export function Workshop() {
  const loaded = useBundle();
  if (!session.value) return null; // until it is known who is there
  return loaded ? <loaded.WorkView work={workView.value!} /> : <main class="work" id="ap-work" tabIndex={-1}><Trouble /></main>;
}

function LoadedTask() {
  const loaded = useBundle();
  return loaded ? <loaded.TaskView /> : <div class="work-task"><Trouble /></div>;
}

/** What is being done about the article that is open. */
export const Tasks = () => (task.value ? <LoadedTask /> : null);
