// SPDX-License-Identifier: GPL-3.0-or-later
// The bundle of what the desk remembers: its views, what is done in passing, and what it adds to an
// article.
import { useLayoutEffect } from 'preact/hooks';
import { signInByChoice } from '../state/session';
import { PARTS } from '../state/desk';
import { isHand } from '../state/hand';
import { title } from '../state/title';
import { session } from '../state/who';
import { Bank } from './bank';
import { Gaps } from './gaps';
import { t } from './messages';
import { Numbers } from './numbers';
import { partsHere } from './parts';
import { Promises } from './promises';
import { Shortcuts } from './shortcuts';
import { Since } from './since';
import { Synonyms } from './synonyms';

export { Learned } from './learned';
export { DeskTaskView } from './tasks';

function Closed() {
  useLayoutEffect(() => { title.value = t('desk.closed'); }, []);
  return (
    <main class="admin-closed" id="ap-work" tabIndex={-1}>
      <h1>{t('desk.closed')}</h1>
      <p>{t('desk.closedWhy')}</p>
      <div class="form-end">
        <a class="button button-main" href="/">{t('bar.home')}</a>
        {!session.value?.person && session.value?.by === 'anonymous' && <button type="button" class="button" onClick={signInByChoice}>{t('entry.signIn')}</button>}
      </div>
    </main>
  );
}

export function DeskView({ of, open }: { of: string; open: string }) {
  const part = PARTS.find((one) => one === of);
  if (!part || !isHand() || !partsHere().includes(part)) return <Closed />;
  switch (part) {
    case 'promises': return <Promises />;
    case 'gaps': return <Gaps key={open} open={open} />;
    case 'since': return <Since />;
    case 'bank': return <Bank key={open} open={open} />;
    case 'shortcuts': return <Shortcuts />;
    case 'synonyms': return <Synonyms />;
    case 'numbers': return <Numbers />;
  }
}
