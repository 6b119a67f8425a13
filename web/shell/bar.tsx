// SPDX-License-Identifier: GPL-3.0-or-later
import { Account } from '../entry/account';
import { t } from '../messages/messages';
import { SearchBox } from '../search/box';
import { counts } from '../state/desk';
import { isHand } from '../state/hand';
import { sharing } from '../state/sharing';
import { adminView, isBrowsing, workView } from '../state/where';
import { session } from '../state/who';
import { isKeeper } from '../state/work';
import { CallLine } from './call_line';
import { openKeys } from './keys_dialog';
import { nextCall } from './next_call';
import { SharingBand, toggleSharing } from './sharing_band';

/** What they have promised is in sight, where it is soon due or late. */
function DeskLink() {
  if (!isHand()) return null;
  const { soon, late } = counts.value;
  const told = [late > 0 && t('desk.late', { n: late }), soon > 0 && t('desk.soon', { n: soon })].filter(Boolean).join(', ');
  return (
    <a class="bar-link" href="/desk/promises" aria-current={workView.value?.view === 'desk' ? 'page' : undefined} title={told || undefined}>
      {t('bar.desk')}{told && <> <span class="count" data-late={late > 0 || undefined} aria-hidden="true">{soon + late}</span><span class="hidden">: {told}</span></>}
    </a>
  );
}

export function Bar() {
  return (
    <header class="bar">
      <SharingBand />
      <a class="brand" href="/" title={t('bar.home')}>Aplomb</a>
      <SearchBox />
      <nav class="bar-links">
        <DeskLink />
        <a class="bar-link" href="/browse" aria-current={isBrowsing.value ? 'page' : undefined}>{t('bar.browse')}</a>
        {isKeeper() && <a class="bar-link" href="/lists/overdue" aria-current={workView.value?.view === 'lists' || workView.value?.view === 'notices' ? 'page' : undefined}>{t('bar.lists')}</a>}
        {session.value?.role === 'admin' && !sharing.value && <a class="bar-link" href="/admin" data-in-account={session.value.by === 'session' || undefined} aria-current={adminView.value !== null ? 'page' : undefined}>{t('bar.admin')}</a>}
        <button class="bar-link" type="button" onClick={nextCall}>{t('call.next')} <kbd aria-hidden="true">v</kbd></button>
        <button class="bar-link" type="button" aria-pressed={sharing.value} onClick={toggleSharing}>{t('sharing.button')} <kbd aria-hidden="true">h</kbd></button>
        <button class="bar-link" type="button" aria-haspopup="dialog" onClick={openKeys}>{t('bar.keys')} <kbd aria-hidden="true">?</kbd></button>
      </nav>
      <div class="account" id="ap-account"><Account /></div>
      <CallLine />
    </header>
  );
}
