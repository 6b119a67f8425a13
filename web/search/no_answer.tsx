// SPDX-License-Identifier: GPL-3.0-or-later
// When nothing answers: that, words to hold the caller with, and where to go from here.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Line } from '../api/line';
import { problemOf } from '../api/problem';
import { noFilters, type Article, type SearchPage } from '../api/types';
import { nameOf, rich, t } from '../messages/messages';
import { clearFilters, go } from '../state/page';
import { asSeen } from '../state/sharing';
import { isWriter, work } from '../state/work';
import { GapOnCard, holdOf } from './gap';

/** Where Enter leads to when there is nothing to open. */
export const NO_ANSWER = 'ap-no-answer';

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
        <button key={department} type="button" class="chip" onClick={() => go({ q: '', browse: null, filters: { ...noFilters(), department: [department] } }, { push: true })}>
          {nameOf('department', department)}
        </button>
      ))}
    </p>
  );
}

const line = new Line({ quiet: true });
const PAUSE_MS = 400; // without a letter: only then is it worth asking who knows

/** Whoever keeps the nearest article may know what is not in it. */
function Keeper({ of }: { of: string }) {
  const [keeper, setKeeper] = useState('');
  useEffect(() => {
    setKeeper('');
    const look = async () => {
      try {
        const article = await line.ask<Article>(asSeen(`/api/v1/articles/${encodeURIComponent(of)}`));
        if (article) setKeeper([article.owner, article.department && nameOf('department', article.department)].filter(Boolean).join(', '));
      } catch (error) {
        problemOf(error); // the card is of use without
      }
    };
    const timer = setTimeout(() => void look(), PAUSE_MS);
    return () => { clearTimeout(timer); line.drop(); };
  }, [of]);
  return keeper ? <p>{t('none.owner', { who: keeper })}</p> : null;
}

const Card = ({ title, children }: { title: string; children: ComponentChildren }) =>
  <div class="no-answer" id={NO_ANSWER} tabIndex={-1} role="group" aria-label={title}><p class="no-answer-title">{title}</p>{children}</div>;

export function NoAnswer({ page, filtered }: { page: SearchPage; filtered: boolean }) {
  if (page.certainty !== 'none') return <Card title={t('none.filters')}><Next filtered={filtered} /></Card>;
  return (
    <Card title={t('none.title')}>
      <p class="none-label">{t('none.label')}</p>
      <p class="say">{holdOf(page) || t('none.say')}</p>
      <GapOnCard page={page} />
      {page.nearest[0] && <Keeper of={page.nearest[0].id} />}
      <Topics page={page} />
      <Next filtered={filtered} />
      {isWriter() && <p><button type="button" class="button" onClick={() => work('new', '', page.query)}>{t('work.write')} <kbd aria-hidden="true">a</kbd></button></p>}
    </Card>
  );
}
