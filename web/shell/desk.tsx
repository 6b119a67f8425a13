// SPDX-License-Identifier: GPL-3.0-or-later
// What the desk remembers: its views, what is done in passing, and what it adds to an article.
import type { Article } from '../api/types';
import { addCommands } from '../keys';
import { desk, deskTask } from '../state/desk';
import { isHand } from '../state/hand';
import { workView } from '../state/where';
import { session } from '../state/who';
import { isWriter } from '../state/work';
import { late } from './late';

const { useBundle, Waiting } = late(() => import('../desk/desk'));

/** The view that the address says. */
export function Desk() {
  const loaded = useBundle();
  if (!session.value) return null; // until it is known who is there
  return loaded ? <loaded.DeskView of={workView.value!.of} open={workView.value!.more} /> : <main class="work" id="ap-work" tabIndex={-1}><Waiting /></main>;
}

function LoadedTask() {
  const loaded = useBundle();
  return loaded ? <loaded.DeskTaskView /> : <div class="work-task"><Waiting /></div>;
}

export const DeskTasks = () => (deskTask.value && isHand() ? <LoadedTask /> : null);

function LoadedWords({ of }: { of: Article }) {
  const loaded = useBundle();
  return loaded && <loaded.Learned of={of} />;
}

/** What callers also say who were helped by it: for those who write. */
export const CallersWords = ({ of }: { of: Article }) => (isWriter() && isHand() ? <LoadedWords of={of} /> : null);

addCommands(
  { key: 'l', label: 'keys.ledger', group: 'page', for: isHand, when: isHand, run: () => desk('promises') },
  { key: 'b', label: 'keys.bank', group: 'page', for: isHand, when: isHand, run: () => desk('bank') },
  { key: 'i', label: 'keys.since', group: 'page', for: isHand, when: isHand, run: () => desk('since') },
);
