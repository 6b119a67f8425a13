// SPDX-License-Identifier: GPL-3.0-or-later
// The page in a frame of another system: one pane at a time, and nothing that leads out of the frame.
import { ArticlePane } from '../article/pane';
import { t } from '../messages/messages';
import { SearchBox } from '../search/box';
import { ListPane } from '../search/list';
import { Announcer } from '../shell/announcer';
import { CallLine } from '../shell/call_line';
import { KeysDialog, openKeys } from '../shell/keys_dialog';
import { Reach } from '../shell/reach';
import { SharingBand } from '../shell/sharing_band';
import { opened } from '../state/opened';
import { session } from '../state/who';
import { where } from '../state/where';
import { accessFault, isOut, openConnect } from './access';
import { Actions } from './actions';
import { isFramed } from './surroundings';

const isOpen = () => where.value.open !== null || opened.value.kind === 'problem';

function Bar() {
  return (
    <header class="bar">
      <SharingBand />
      {!isOpen() && <h1 class="hidden">{t('panel.title')}</h1>}
      <SearchBox />
      <button class="bar-link panel-keys" type="button" aria-haspopup="dialog" aria-label={t('bar.keys')} onClick={openKeys}><kbd aria-hidden="true">?</kbd></button>
      <CallLine />
    </header>
  );
}

function SignIn() {
  return (
    <section class="panel-door" role={session.value ? undefined : 'main'} aria-label={t('panel.signIn')}>
      <p role="status">{t(session.value ? 'panel.signedOut' : 'panel.who')}</p>
      <button type="button" class="button button-main" onClick={openConnect}>{t('panel.signIn')}</button>
      <p class="panel-fault" role="alert">{accessFault}</p>
    </section>
  );
}

export function Panel() {
  return (
    <div class="page panel" data-open={isOpen() || undefined} data-starting={session.value === null || undefined}>
      <Bar />
      <Reach />
      {isOut.value && <SignIn />}
      {/* The list is what there is here while no article is open, whose pane is out of reach then. */}
      <div class="panes" role={isOpen() || session.value === null ? undefined : 'main'}><ListPane /><ArticlePane /></div>
      {isFramed && <Actions />}
      <KeysDialog />
      <Announcer />
    </div>
  );
}
