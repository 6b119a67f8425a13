// SPDX-License-Identifier: GPL-3.0-or-later
import { Admin } from '../admin/admin';
import { ArticlePane } from '../article/pane';
import { t } from '../messages/messages';
import { ListPane } from '../search/list';
import { opened } from '../state/opened';
import { isNarrow } from '../state/page';
import { session } from '../state/who';
import { adminView, openId, workView } from '../state/where';
import { Announcer } from './announcer';
import { Bar } from './bar';
import { Desk, DeskTasks } from './desk';
import { KeysDialog } from './keys_dialog';
import { NewsLine } from './news';
import { Reach } from './reach';
import { Tasks, Workshop } from './workshop';

/** One pane at a time on a phone: the article's, when there is one. */
const isOpen = () => openId.value !== null || opened.value.kind === 'problem';

/** By itself: the part of an address behind # is an article's. */
const skipTo = (id: string) => (event: MouseEvent) => {
  event.preventDefault();
  document.getElementById(id)?.focus();
};

function Skip() {
  if (adminView.value !== null) return <a class="skip" href="#ap-admin" onClick={skipTo('ap-admin')}>{t('admin.skip')}</a>;
  if (workView.value !== null) return <a class="skip" href="#ap-work" onClick={skipTo('ap-work')}>{t('work.skip')}</a>;
  return <a class="skip" href="#ap-article" onClick={skipTo('ap-article')}>{t('bar.skip')}</a>;
}

function View() {
  if (adminView.value !== null) return <Admin />;
  if (workView.value !== null) return workView.value.view === 'desk' ? <Desk /> : <Workshop />;
  const isListAlone = isNarrow.value && !isOpen(); // the article's pane is out of reach then
  return <div class="panes" role={isListAlone ? 'main' : undefined}>{isListAlone && <h1 class="hidden">{t('search.results')}</h1>}<ListPane /><ArticlePane /></div>;
}

export function Page() {
  return (
    <div class="page" data-open={isOpen() || undefined} data-starting={session.value === null || undefined}>
      <Skip />
      <Bar />
      <NewsLine />
      <Reach />
      <View />
      <Tasks />
      <DeskTasks />
      <KeysDialog />
      <Announcer />
    </div>
  );
}
