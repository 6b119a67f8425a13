// SPDX-License-Identifier: GPL-3.0-or-later
// The right side: one article, with what an agent needs while talking above its text.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Problem } from '../api/problem';
import type { Article } from '../api/types';
import { dayOf, directionOf, t } from '../messages/messages';
import { arrival, opened, openedBusy } from '../state/opened';
import { close } from '../state/page';
import { remember } from '../state/recent';
import { sharing } from '../state/sharing';
import { title } from '../state/title';
import { anchor, where } from '../state/where';
import { Badges } from '../search/badges';
import { Body } from './body';
import { Cards } from './cards';
import { EditingWays, Flags } from './editing';
import { CallersWords } from '../shell/desk';
import { FOR_CUSTOMERS, hasCustomerText } from './customer_text';
import { Facts } from './facts';
import { FindBar, finding } from './find';
import { OwnNotes, OwnWays, UseLine } from './own';
import { closePicture, PictureDialog } from './picture';
import { arriveByBranch, setStepping, stepping } from './places';
import { scrollToAnchor } from './anchor';
import { Similar } from './similar';
import { Interrupted, StepsView, Trail } from './steps';
import { startSteps } from './stepping';
import { stepsOf } from './steps_of';

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
        ['fact.symptoms', of.symptoms.map((text) => t('quoted', { text }))],
        ['fact.reviewed', of.last_reviewed && dayOf(of.last_reviewed)], ['fact.updated', of.updated && dayOf(of.updated)],
        ['fact.file', of.path],
      ]} />
    </footer>
  );
}

/** What can be done with the article, for who has the hand on the mouse. */
function Ways({ of, hasSteps }: { of: Article; hasSteps: boolean }) {
  return (
    <span class="ways">
      {hasSteps && <button type="button" class="button" onClick={startSteps}>{t('steps.start')} <kbd aria-hidden="true">t</kbd></button>}
      <button type="button" class="button" onClick={() => { finding.value = true; }}>{t('find.start')} <kbd aria-hidden="true">f</kbd></button>
      <OwnWays of={of} />
      <EditingWays of={of} />
    </span>
  );
}

function Shown({ article }: { article: Article }) {
  const { id, language: code } = article;
  const warning = warningOf(article);
  const isForCustomers = useMemo(() => hasCustomerText(article), [article]);
  const lists = useMemo(() => stepsOf(article.html), [article]);
  const inSteps = stepping.value === id && lists.length > 0;
  const customers = isForCustomers ? FOR_CUSTOMERS : {};
  useLayoutEffect(() => {
    arriveByBranch(id);
    return () => { finding.value = false; };
  }, [id]);
  return (
    <article>
      <div class="article-bar">
        <BackButton />
        <h1 class="article-title" id="ap-article-title" lang={code} dir={directionOf(code)} {...customers}>{article.title}</h1>
        {finding.value && <FindBar />}
      </div>
      <header class="article-head" lang={code}>
        <div class="article-marks"><Badges of={article} /><Ways of={article} hasSteps={lists.length > 0 && !inSteps} /></div>
        {article.description && !inSteps && <p class="article-description" dir={directionOf(code)} {...customers}>{article.description}</p>}
      </header>
      {warning && <p class="warning">{warning}</p>}
      <UseLine of={article} />
      <Flags of={article} />
      <Trail id={id} />
      {inSteps ? <StepsView of={article} lists={lists} /> : <Interrupted id={id} />}
      <Cards of={article} audience={isForCustomers ? 'customer' : 'internal'} />
      <OwnNotes id={id} />
      {!inSteps && <><Body of={article} /><Foot of={article} /><CallersWords of={article} /><Similar id={id} /></>}
      <PictureDialog />
    </article>
  );
}

const Words = ({ title, children }: { title: string; children: ComponentChildren }) => <div class="empty"><h1>{title}</h1>{children}</div>;

function Failed({ problem, again }: { problem: Problem; again: (() => void) | null }) {
  if (problem.status === 404 && sharing.value) return ( // no name, no path: those are the house's own
    <>
      <div class="article-bar"><BackButton /></div>
      <Words title={t('sharing.noText')}><p>{t('sharing.noTextHint')}</p></Words>
    </>
  );
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
  useLayoutEffect(() => scrollToAnchor(pane.current!, where.peek().anchor), [arrival.value.count, anchor.value]);
  useLayoutEffect(() => {
    if (arrival.value.focus) pane.current!.focus({ preventScroll: true });
  }, [arrival.value.count]);
  useLayoutEffect(() => { // at once: a title may be internal
    title.value = now.kind === 'article' ? now.article.title : '';
    closePicture();
    if (now.kind === 'article' && !sharing.value) remember(now.article);
    const id = now.kind === 'article' ? now.article.id : where.peek().open;
    if (!sharing.value && id !== stepping.peek() && stepping.peek() !== null) setStepping(null);
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
