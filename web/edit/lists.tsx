// SPDX-License-Identifier: GPL-3.0-or-later
// What is to be done: for owners theirs, for those who look after all of it all.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect } from 'preact/hooks';
import { useLoaded } from '../admin/loaded';
import { Ask, Filter, fits, Moment, Trouble, type Question } from '../admin/parts';
import { Table, type Row } from '../admin/table';
import { ask, askText } from '../api/client';
import { problemOf, wordsOf } from '../api/problem';
import { momentOf, nameOf, shortDayOf } from '../messages/messages';
import { announce } from '../shell/announcer';
import { change } from '../state/change';
import { kept } from '../state/kept';
import { title as windowTitle } from '../state/title';
import { session } from '../state/who';
import { isWriter } from '../state/work';
import { MARKDOWN, pathOf, replacing } from './articles';
import { allKept } from './drafts';
import { t } from './messages';
import type { Listed, Saved, ServerDraft } from './types';

export const LISTS = ['overdue', 'flagged', 'failing', 'expired', 'scheduled', 'archived', 'drafts'] as const;
export type ListName = typeof LISTS[number];

const PAGE = 100; // as many as the API gives at once

const isMineAlone = kept(() => localStorage, 'lists-mine', true, (value): value is boolean => typeof value === 'boolean');

const openOf = ({ id, title }: { id: string; title: string }) => <a class="row-open" href={`/a/${encodeURIComponent(id)}`}><bdi>{title}</bdi></a>;

const REVIEWABLE: readonly string[] = ['overdue', 'flagged', 'failing'];

function Articles({ name, filter }: { name: ListName; filter: string }) {
  const person = session.value?.person;
  const owners = isMineAlone.value && person ? [person.name, person.team].filter(Boolean) : [];
  const parameters = new URLSearchParams([['standing', name], ['limit', String(PAGE)], ...owners.map((owner) => ['owner', owner])]);
  const listing = useLoaded<{ articles: Listed[]; next: string | null; total: number }>(`/api/v1/articles?${parameters}`);
  const more = useSignal<Listed[]>([]);
  const next = useSignal<string | null>(null);
  const trouble = useSignal('');
  useEffect(() => {
    more.value = [];
    next.value = listing.value.value?.next ?? null;
  }, [listing.value.value]);
  const showMore = async () => {
    try {
      const page = await ask<{ articles: Listed[]; next: string | null }>(`/api/v1/articles?${parameters}&${new URLSearchParams({ cursor: next.value! })}`);
      more.value = [...more.value, ...page.articles];
      next.value = page.next;
    } catch (error) {
      trouble.value = wordsOf(problemOf(error));
    }
  };
  const review = async ({ id, title }: Listed) => {
    try {
      await change<Saved>('POST', pathOf(id, '/reviewed'));
      announce(t('reviewed.doneOf', { title }));
      void listing.load();
    } catch (error) {
      trouble.value = wordsOf(problemOf(error));
    }
  };
  const rowOf = (article: Listed): Row => ({
    key: article.id,
    cells: [
      openOf(article), article.kind ? nameOf('kind', article.kind) : '', article.department && <bdi>{nameOf('department', article.department)}</bdi>,
      article.review_due ? shortDayOf(article.review_due) : '',
      article.flags?.length ? <bdi>{article.flags.map(({ reason }) => reason).join(' · ')}</bdi> : '',
      REVIEWABLE.includes(name) && isWriter() ? <button type="button" class="button" aria-label={t('lists.reviewedOf', { title: article.title })} onClick={() => void review(article)}>{t('work.reviewed')}</button> : '',
    ],
  });
  const all = [...listing.value.value?.articles ?? [], ...more.value];
  const shown = all.filter((one) => fits(filter, [one.title, one.id, one.department ?? '', one.path]));
  return (
    <>
      <Trouble of={listing} />
      <div role="alert">{trouble.value && <p class="admin-trouble">{trouble}</p>}</div>
      <p class="admin-count" role="status">{listing.value.value && t('hits.count', { n: filter ? shown.length : listing.value.value.total })}</p>
      {listing.value.value && (
        <Table
          caption={t(`lists.${name}`)} empty={t(isMineAlone.value ? 'lists.noneMine' : 'lists.none')} rows={shown.map(rowOf)}
          heads={[t('lists.article'), t('facet.kind'), t('fact.department'), t('lists.due'), t('lists.flags'), t('lists.do')]}
        />
      )}
      {next.value && <button type="button" class="button admin-more" onClick={() => void showMore()}>{t('hits.more')}</button>}
    </>
  );
}

/** What is begun and not published, on the server and in this browser. */
function Drafts({ filter }: { filter: string }) {
  const drafts = useLoaded<{ drafts: ServerDraft[] }>('/api/v1/drafts');
  const question = useSignal<Question | null>(null);
  const trouble = useSignal('');
  const attempt = async (work: () => Promise<void>) => {
    trouble.value = '';
    try {
      await work();
      void drafts.load();
    } catch (error) {
      trouble.value = wordsOf(problemOf(error));
    }
  };
  const versionOf = async (id: string) => replacing((await askText(MARKDOWN)(pathOf(id, '/draft'))).version);
  const publish = ({ id, title }: ServerDraft) => attempt(async () => {
    await change<Saved>('POST', pathOf(id, '/draft/publish'), undefined, await versionOf(id));
    announce(t('draft.published', { title }));
  });
  const discard = ({ id, title }: ServerDraft) => {
    question.value = {
      title: t('draft.discardTitle'), text: t('draft.discardText', { title }), button: t('kept.throwAway'),
      run: () => attempt(async () => { await change('DELETE', pathOf(id, '/draft'), undefined, await versionOf(id)); }),
    };
  };
  const rowOf = (draft: ServerDraft): Row => ({
    key: draft.id,
    cells: [
      <a class="row-open" href={`/edit/${encodeURIComponent(draft.id)}?draft=1`}><bdi>{draft.title || draft.id}</bdi></a>,
      <bdi>{draft.author}</bdi>, <Moment at={draft.updated} />, t(draft.live ? 'draft.ofArticle' : 'draft.new'),
      <span class="row-ways">
        <button type="button" class="button" aria-label={t('draft.publishOf', { title: draft.title })} onClick={() => void publish(draft)}>{t('draft.publish')}</button>{' '}
        <button type="button" class="button" aria-label={t('draft.discardOf', { title: draft.title })} onClick={() => discard(draft)}>{t('draft.discard')}</button>
      </span>,
    ],
  });
  const mine = session.value?.person?.name;
  const all = (drafts.value.value?.drafts ?? []).filter(({ author }) => !isMineAlone.value || author === mine);
  const shown = all.filter((one) => fits(filter, [one.title, one.id, one.author]));
  const here = allKept();
  return (
    <>
      <Trouble of={drafts} />
      <div role="alert">{trouble.value && <p class="admin-trouble">{trouble}</p>}</div>
      {drafts.value.value && <Table caption={t('lists.drafts')} empty={t('draft.none')} rows={shown.map(rowOf)} heads={[t('lists.article'), t('draft.author'), t('draft.updated'), t('draft.what'), t('lists.do')]} />}
      {here.length > 0 && (
        <section class="drafts-here" aria-labelledby="ap-drafts-here">
          <h2 id="ap-drafts-here">{t('draft.here')}</h2>
          <ul class="items">
            {here.map(({ id, title, at }) => (
              <li key={id}>
                <a class="item" href={id.startsWith('+') ? `/new/${id.slice(1)}` : `/edit/${encodeURIComponent(id)}`}>
                  <span class="hit-title">{title || id}</span><span class="revision-by">{t('draft.at', { at: momentOf(new Date(at).toISOString()) })}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {question.value && <Ask question={question.value} onClose={() => { question.value = null; }} />}
    </>
  );
}

export function WorkNav({ current }: { current: string }) {
  return (
    <nav class="admin-nav" aria-label={t('lists.title')}>
      <ul>
        {isWriter() && <li><a href="/new">{t('new.title')} <kbd aria-hidden="true">a</kbd></a></li>}
        {LISTS.map((name) => <li key={name}><a href={`/lists/${name}`} aria-current={current === name ? 'page' : undefined}>{t(`lists.${name}`)}</a></li>)}
        {(['gaps', ...isWriter() ? ['synonyms' as const] : [], 'numbers'] as const).map((part) => <li key={part}><a href={`/desk/${part}`}>{t(`desk.${part}`)}</a></li>)}
        <li><a href="/notices" aria-current={current === 'notices' ? 'page' : undefined}>{t('notices.title')}</a></li>
      </ul>
    </nav>
  );
}

export function Lists({ name }: { name: string }) {
  const known = LISTS.find((one) => one === name);
  const filter = useSignal('');
  const id = useId();
  useLayoutEffect(() => { windowTitle.value = known ? t(`lists.${known}`) : t('lists.unknown'); }, [known]);
  useEffect(() => { filter.value = ''; }, [known]);
  return (
    <div class="admin work-frame">
      <WorkNav current={name} />
      <main class="admin-view" id="ap-work" tabIndex={-1} key={name}>
        {!known ? <h1>{t('lists.unknown')}</h1> : (
          <>
            <div class="admin-head">
              <h1>{t(`lists.${known}`)}</h1>
              <Filter text={filter} label={t('lists.filter')} />
              {session.value?.person && <label class="lists-mine" for={id}><input id={id} type="checkbox" checked={isMineAlone.value} onChange={(event) => { isMineAlone.value = event.currentTarget.checked; }} /> {t('lists.mine')}</label>}
            </div>
            <p class="admin-about">{t(`lists.about.${known}`)}</p>
            {known === 'drafts' ? <Drafts filter={filter.value} /> : <Articles key={known} name={known} filter={filter.value} />}
          </>
        )}
      </main>
    </div>
  );
}
