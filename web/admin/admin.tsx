// SPDX-License-Identifier: GPL-3.0-or-later
// The administration: a view for each thing that an admin looks after. While the screen is shared no
// address leads here (state/page).
import type { ComponentType } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { commandsOf, isTyping, pushMode } from '../keys';
import { nameOf, t, type Key } from '../messages/messages';
import { signInByChoice } from '../state/session';
import { title } from '../state/title';
import { where } from '../state/where';
import { session } from '../state/who';
import { Audit } from './audit';
import { People } from './people';
import { Settings } from './settings';
import { State } from './state';
import { Tokens } from './tokens';

/** A view that is `split` has a panel beside its list, and each scrolls by itself. */
const VIEWS: Record<string, { label: Key; View: ComponentType; split?: true }> = {
  people: { label: 'admin.people', View: People, split: true },
  tokens: { label: 'admin.tokens', View: Tokens, split: true },
  config: { label: 'admin.config', View: Settings },
  index: { label: 'admin.index', View: State },
  audit: { label: 'admin.audit', View: Audit },
};

/** The keys of what is behind: there is no article here, and no list of hits. */
const isOfArticles = (key: string) => key !== '/' && [...commandsOf('find'), ...commandsOf('article')].some((command) => command.key === key);

function Closed() {
  const { by, person, role } = session.value!;
  return (
    <main class="admin-closed" id="ap-admin" tabIndex={-1}>
      <h1>{t('admin.closed')}</h1>
      <p>{person ? t('admin.closedAs', { name: person.display_name, role: nameOf('role', role ?? '') }) : t('admin.closedNobody')}</p>
      <div class="form-end">
        <a class="button button-main" href="/">{t('admin.back')}</a>
        {!person && by === 'anonymous' && <button type="button" class="button" onClick={signInByChoice}>{t('entry.signIn')}</button>}
      </div>
    </main>
  );
}

function Nav({ view }: { view: string }) {
  return (
    <nav class="admin-nav" aria-label={t('admin.title')}>
      <ul>
        {Object.entries(VIEWS).map(([name, { label }]) => (
          <li key={name}><a href={`/admin/${name}`} aria-current={view === name ? 'page' : undefined}>{t(label)}</a></li>
        ))}
      </ul>
    </nav>
  );
}

export function Admin() {
  const view = where.value.admin ?? '';
  const known = Object.hasOwn(VIEWS, view) ? VIEWS[view] : undefined;
  useLayoutEffect(() => { title.value = `${t(known?.label ?? 'admin.unknown')} – ${t('admin.title')}`; }, [view]);
  useLayoutEffect(() => pushMode(({ key, target }) => !isTyping(target) && isOfArticles(key)), []);
  if (!session.value) return null; // until it is known who is there
  if (session.value.role !== 'admin') return <Closed />;
  return (
    <div class="admin">
      <Nav view={view} />
      <main class="admin-view" id="ap-admin" tabIndex={-1} key={view} data-split={known?.split}>
        {known ? <known.View /> : <><h1>{t('admin.unknown')}</h1><p><a href="/admin/people">{t('admin.people')}</a></p></>}
      </main>
    </div>
  );
}
