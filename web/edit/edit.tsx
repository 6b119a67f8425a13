// SPDX-License-Identifier: GPL-3.0-or-later
// The bundle for those who write: its views, and what is done about an article in passing.
import { useLayoutEffect } from 'preact/hooks';
import { nameOf } from '../messages/messages';
import type { Work } from '../state/address';
import { signInByChoice } from '../state/session';
import { title } from '../state/title';
import { session } from '../state/who';
import { isKeeper, isWriter } from '../state/work';
import { EditArticle } from './edit_article';
import { HistoryView } from './history';
import { Lists } from './lists';
import { t } from './messages';
import { begun, NewArticle } from './new_article';
import { NoticesView } from './notices';

export { TaskView } from './tasks';

function Closed() {
  const { by, person, role } = session.value!;
  useLayoutEffect(() => { title.value = t('work.closed'); }, []);
  return (
    <main class="work" id="ap-work" tabIndex={-1}>
      <div class="work-narrow">
        <h1>{t('work.closed')}</h1>
        <p>{person ? t('work.closedAs', { name: person.display_name, role: nameOf('role', role ?? '') }) : t('work.closedNobody')}</p>
        <div class="form-end">
          <a class="button button-main" href="/">{t('work.back')}</a>
          {!person && by === 'anonymous' && <button type="button" class="button" onClick={signInByChoice}>{t('entry.signIn')}</button>}
        </div>
      </div>
    </main>
  );
}

/** For whom a view is. */
const isFor = ({ view }: Work) => {
  if (view === 'edit' || view === 'new') return isWriter();
  return view === 'history' ? session.value?.role !== 'customer' : isKeeper();
};

export function WorkView({ work }: { work: Work }) {
  if (!isFor(work)) return <Closed />;
  const { view, of, more } = work;
  switch (view) {
    case 'edit':
      if (begun.value?.id === of) return <NewArticle key="new" kind={begun.value.kind} asked={begun.value.asked} />;
      return <EditArticle key={of + more} id={of} isDraft={more !== ''} />;
    case 'new': return <NewArticle key="new" kind={of} asked={more} />;
    case 'history': return <HistoryView key={of} id={of} revision={more} />;
    case 'lists': return <Lists name={of} />;
    case 'notices': return <NoticesView />;
    case 'desk': return null; // of another bundle
  }
}
