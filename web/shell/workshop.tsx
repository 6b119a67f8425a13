// SPDX-License-Identifier: GPL-3.0-or-later
// The views for those who write articles, and what they do in passing.
import { task } from '../state/work';
import { workView } from '../state/where';
import { session } from '../state/who';
import { late } from './late';

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

const { useBundle, Waiting } = late(async () => (await Promise.all([import('../edit/edit'), addStyle()]))[0]);

/** The view that the address says. */
export function Workshop() {
  const loaded = useBundle();
  if (!session.value) return null; // until it is known who is there
  return loaded ? <loaded.WorkView work={workView.value!} /> : <main class="work" id="ap-work" tabIndex={-1}><Waiting /></main>;
}

function LoadedTask() {
  const loaded = useBundle();
  return loaded ? <loaded.TaskView /> : <div class="work-task"><Waiting /></div>;
}

/** What is being done about the article that is open. */
export const Tasks = () => (task.value ? <LoadedTask /> : null);
