// SPDX-License-Identifier: GPL-3.0-or-later
// The left side of the page.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Problem } from '../api/problem';
import { pushMode } from '../keys';
import { t } from '../messages/messages';
import { found, hasMore, list, listBusy, lists, moreProblem, retryList, showMore, type List } from '../state/list';
import { focusBox } from './box';
import { Browse } from './browse';
import { Completions } from './completions';
import { Facets } from './facets';
import { Hits } from './hits';
import { ITEM } from './item';
import { NoAnswer } from './no_answer';
import { Notes, Standing } from './notes';
import { Notices } from './notices';
import { Start } from './start';

function ListProblem({ problem, onAgain }: { problem: Problem; onAgain: () => void }) {
  return (
    <div class="nothing" role="alert">
      <p class="nothing-title">{problem.message}</p>
      {problem.hint && <p>{problem.hint}</p>}
      {problem.passes && <button type="button" class="button" onClick={onAgain}>{t('action.tryAgain')}</button>}
    </div>
  );
}

/** What is said of the list, also by ear. */
function Told({ of }: { of: List }) {
  return (
    <div id="ap-told" class="told" role="status">
      <p class="status" id="ap-status">
        {of.kind === 'results' && of.page.hits.length > 0 && <Standing page={of.page} />}
        {of.kind === 'listing' && t('hits.count', { n: of.folders.articles || of.total })}
      </p>
      <div class="notes" id="ap-notes">
        {of.kind === 'results' && <Notes page={of.page} exact={of.exact} />}
        {of.kind === 'results' && of.page.hits.length === 0 && <NoAnswer page={of.page} filtered={of.filtered} />}
      </div>
    </div>
  );
}

/** What the list is: its name is on the screen where its articles are no answers. */
function headOf(of: List) {
  if (of.kind === 'listing') return of.folder ? t('browse.folder', { folder: of.folder }) : t('browse.title');
  return of.kind === 'results' && of.page.nearest.length > 0 ? t('hits.nearest') : '';
}

/** Arrow keys through lines that take the focus; up from the first leads to the box. */
function onArrow(event: KeyboardEvent): boolean {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return false;
  const items = [...document.querySelectorAll<HTMLElement>(`.list .${ITEM}`)];
  const here = items.indexOf(document.activeElement as HTMLElement);
  const fromBox = document.activeElement?.id === 'ap-box';
  if (items.length === 0 || (here < 0 && !fromBox)) return false;
  const next = here + (event.key === 'ArrowDown' ? 1 : -1);
  if (next < 0) focusBox();
  else items[Math.min(next, items.length - 1)]!.focus();
  return true;
}

export function ListPane() {
  const pane = useRef<HTMLElement>(null);
  const now = list.value;
  useEffect(() => { pane.current!.scrollTop = 0; }, [lists.value]);
  useLayoutEffect(() => pushMode(onArrow), []);
  const head = headOf(now);
  return (
    <section ref={pane} class="list" id="ap-list" aria-label={t('search.results')} data-query={now.kind === 'results' ? now.page.query : undefined} aria-busy={listBusy.value || undefined} data-loading={t('search.loading')}>
      {now.kind === 'results' && <Facets page={now.page} />}
      {now.kind === 'results' && <Completions />}
      <Told of={now} />
      {now.kind === 'results' && <Notices of={now.page.notices ?? []} />}
      <h2 class="hits-head" id="ap-hits-head" hidden={head === ''}>{head}</h2>
      {now.kind === 'results' && <Hits labelledBy={head ? 'ap-hits-head' : 'ap-status'} answers={now.page.hits.length > 0} />}
      {now.kind === 'listing' && <Browse listing={now} />}
      {now.kind === 'start' && <Start />}
      {now.kind === 'problem' && <ListProblem problem={now.problem} onAgain={retryList} />}
      <div class="list-end">
        {moreProblem.value && <ListProblem problem={moreProblem.value} onAgain={() => void showMore()} />}
        {hasMore.value && !moreProblem.value && <button type="button" class="button" onClick={() => void showMore()}>{t('hits.more')}</button>}
        {!hasMore.value && now.kind === 'results' && found.value.length < now.page.total && <p class="status">{t('hits.bestMax', { total: t('hits.count', { n: now.page.total }), shown: found.value.length })}</p>}
      </div>
    </section>
  );
}
