// SPDX-License-Identifier: GPL-3.0-or-later
// The right side: one article, with what an agent needs while talking above its text.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Problem } from '../api/problem';
import type { Article } from '../api/types';
import { dayOf, directionOf, t } from '../messages/messages';
import { arrival, opened, openedBusy } from '../state/opened';
import { close } from '../state/page';
import { remember } from '../state/recent';
import { title } from '../state/title';
import { where } from '../state/where';
import { Badges } from '../search/badges';
import { Body } from './body';
import { Cards } from './cards';
import { Facts } from './facts';
import { scrollToAnchor } from './anchor';

function warningOf({ confidence, overdue, last_reviewed: reviewed }: Article): string | null {
  if (confidence === 'archived') return t('warning.archived');
  if (confidence === 'wip') return t('warning.wip');
  if (overdue) return reviewed ? t('warning.overdueSince', { day: dayOf(reviewed) }) : t('warning.overdue');
  return null;
}

/** Shown where there is room for one pane only. */
const BackButton = () => <button type="button" class="button back" onClick={close} aria-label={t('article.back')}>←</button>;

function Foot({ of }: { of: Article }) {
  return (
    <footer class="article-foot">
      <Facts of={[
        ['fact.owner', of.owner], ['fact.department', of.department], ['fact.products', of.products], ['fact.tags', of.tags],
        ['fact.symptoms', of.symptoms.map((symptom) => `“${symptom}”`)],
        ['fact.reviewed', of.last_reviewed && dayOf(of.last_reviewed)], ['fact.updated', of.updated && dayOf(of.updated)],
        ['fact.file', of.path],
      ]} />
    </footer>
  );
}

function Shown({ article }: { article: Article }) {
  const warning = warningOf(article);
  return (
    <article>
      <div class="article-bar">
        <BackButton />
        <h1 class="article-title" id="ap-article-title" lang={article.language} dir={directionOf(article.language)}>{article.title}</h1>
      </div>
      <header class="article-head" lang={article.language}>
        <Badges of={article} />
        {article.description && <p class="article-description">{article.description}</p>}
      </header>
      {warning && <p class="warning">{warning}</p>}
      <Cards of={article} />
      <Body of={article} />
      <Foot of={article} />
    </article>
  );
}

const Words = ({ title, children }: { title: string; children: ComponentChildren }) => <div class="empty"><h1>{title}</h1>{children}</div>;

function Failed({ problem, again }: { problem: Problem; again: (() => void) | null }) {
  return (
    <>
      <div class="article-bar"><BackButton /></div>
      <Words title={t(problem.status === 404 ? 'article.none' : 'article.failed')}>
        <p>{problem.message}</p>
        {problem.hint && <p>{problem.hint}</p>}
        {again && <button type="button" class="button" onClick={again}>{t('action.tryAgain')}</button>}
      </Words>
    </>
  );
}

export function ArticlePane() {
  const pane = useRef<HTMLElement>(null);
  const now = opened.value;
  const { anchor } = where.value;
  useLayoutEffect(() => scrollToAnchor(pane.current!, where.peek().anchor), [arrival.value.count, anchor]);
  useEffect(() => {
    if (arrival.value.focus) pane.current!.focus({ preventScroll: true });
  }, [arrival.value.count]);
  useEffect(() => {
    title.value = now.kind === 'article' ? now.article.title : '';
    if (now.kind === 'article') remember(now.article);
  }, [now]);
  return (
    <main
      ref={pane} class="article" id="ap-article" tabIndex={-1}
      aria-labelledby={now.kind === 'article' ? 'ap-article-title' : undefined}
      aria-label={now.kind === 'article' ? undefined : t('article.label')}
      aria-busy={openedBusy.value || undefined} data-loading={t('search.loading')}
    >
      {now.kind === 'article' && <Shown key={now.article.id} article={now.article} />}
      {now.kind === 'problem' && <Failed problem={now.problem} again={now.again} />}
      {now.kind === 'nothing' && <Words title={t('welcome.title')}><p>{t('welcome.search')}</p></Words>}
    </main>
  );
}
