// SPDX-License-Identifier: GPL-3.0-or-later
// When nothing answers: that, words to hold the caller with, and where to go from here.
import type { ComponentChildren } from 'preact';
import type { SearchPage } from '../api/types';
import { nameOf, rich, t } from '../messages/messages';
import { clearFilters, go } from '../state/page';

/** What to try next: without filters, or other words. */
function Next({ filtered }: { filtered: boolean }) {
  if (filtered) return <p>{rich('none.narrow', { clear: <button type="button" class="button" onClick={clearFilters}>{t('none.clear')}</button> })}</p>;
  return <p>{rich('none.try', { browse: <a href="/browse">{t('none.browse')}</a> })}</p>;
}

const MOST_TOPICS = 4;

/** What the nearest articles are about: a way in for whoever cannot name it. */
function Topics({ page }: { page: SearchPage }) {
  const topics = Object.entries(page.facets.department ?? {}).slice(0, MOST_TOPICS);
  if (topics.length === 0) return null;
  return (
    <p class="topics">
      <span class="none-label">{t('none.topics')}</span>{' '}
      {topics.map(([department]) => (
        <button key={department} type="button" class="chip" onClick={() => go({ q: '', browse: null, filters: { kind: [], department: [department], product: [], tag: [] } }, { push: true })}>
          {nameOf('department', department)}
        </button>
      ))}
    </p>
  );
}

const Card = ({ title, children }: { title: string; children: ComponentChildren }) =>
  <div class="no-answer"><p class="no-answer-title">{title}</p>{children}</div>;

export function NoAnswer({ page, filtered }: { page: SearchPage; filtered: boolean }) {
  if (page.certainty !== 'none') return <Card title={t('none.filters')}><Next filtered={filtered} /></Card>;
  return (
    <Card title={t('none.title')}>
      <p class="none-label">{t('none.label')}</p>
      <p class="say">{t('none.say')}</p>
      <Topics page={page} />
      <Next filtered={filtered} />
    </Card>
  );
}
