// SPDX-License-Identifier: GPL-3.0-or-later
// Before anything is typed: what was read last, what has changed, and ways in by topic.
import { useEffect } from 'preact/hooks';
import type { Filter, Hit, SearchPage } from '../api/types';
import { nameOf, t, type Key } from '../messages/messages';
import { lists } from '../state/list';
import { lookOver, overview } from '../state/overview';
import { open, toggle } from '../state/page';
import { recent } from '../state/recent';
import { sharing } from '../state/sharing';
import { session } from '../state/who';
import { Item } from './item';
import { CurrentNotices } from './notices';

const MOST_VALUES = 12;

function Values({ field, label, page }: { field: Filter; label: Key; page: SearchPage }) {
  const values = Object.entries(page.facets[field] ?? {}).slice(0, MOST_VALUES);
  if (values.length < 2) return null;
  return (
    <section class="start-part">
      <h2>{t(label)}</h2>
      <div class="chips chips-wrapped">
        {values.map(([value, count]) => (
          <button key={value} type="button" class="chip" onClick={() => toggle(field, value)}>
            {nameOf(field, value)}<span class="chip-count"> {count}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

const Entry = ({ id, title }: Pick<Hit, 'id' | 'title'>) =>
  <Item href={`/a/${encodeURIComponent(id)}`} onOpen={() => open(id)}><span class="hit-title">{title}</span></Item>;

export function Start() {
  useEffect(() => { if (session.value) void lookOver(); }, [lists.value, session.value]);
  const page = overview.value;
  if (page?.total === 0) return <p class="empty-list">{t('start.empty')}</p>;
  return (
    <div class="start">
      <CurrentNotices />
      {!sharing.value && recent.value.length > 0 && (
        <section class="start-part">
          <h2>{t('start.recent')}</h2>
          <ul class="items">{recent.value.map((one) => <Entry key={one.id} {...one} />)}</ul>
        </section>
      )}
      {page && (
        <>
          <section class="start-part">
            <h2>{t('start.updated')}</h2>
            <ul class="items">{page.hits.map((hit) => <Entry key={hit.id} {...hit} />)}</ul>
          </section>
          <Values field="department" label="start.departments" page={page} />
          <Values field="kind" label="start.kinds" page={page} />
          <Values field="product" label="start.products" page={page} />
          <p class="start-all"><a href="/browse">{t('start.all', { n: page.total })}</a></p>
        </>
      )}
    </div>
  );
}
