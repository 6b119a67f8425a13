// SPDX-License-Identifier: GPL-3.0-or-later
// What has become of an article: its versions, what each changed, and the way back to one.
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Ask, Moment, Trouble, type Question } from '../admin/parts';
import { useLoaded } from '../admin/loaded';
import { ask, askText } from '../api/client';
import { Line } from '../api/line';
import { problemOf, wordsOf } from '../api/problem';
import type { Article } from '../api/types';
import { momentOf } from '../messages/messages';
import { announce } from '../shell/announcer';
import { change } from '../state/change';
import { addressOfWork } from '../state/address';
import { go } from '../state/page';
import { title as windowTitle } from '../state/title';
import { mayEdit } from '../state/work';
import { MARKDOWN, pathOf, replacing } from './articles';
import { Difference } from './difference';
import { compare } from './lines';
import { rich, t } from './messages';
import type { Compared, ComparedLine, History, Revision, Saved } from './types';

const PAGE = 50;

/** What is looked at: what a version changed, how it differs from now, or all of it. */
const LOOKS = ['change', 'now', 'whole'] as const;
type Look = typeof LOOKS[number];

type Shown = { kind: 'hunks'; hunks: ComparedLine[][] } | { kind: 'text'; text: string };

const version = (id: string, revision: string, more = '') => pathOf(id, `/versions/${encodeURIComponent(revision)}${more}`);

async function lookAt(line: Line, id: string, { id: revision }: Revision, before: Revision | undefined, look: Look): Promise<Shown | undefined> {
  if (look === 'now') {
    const compared = await line.ask<Compared>(version(id, revision, '/difference'));
    return compared && { kind: 'hunks', hunks: compared.hunks };
  }
  if (look === 'change' && before) {
    const compared = await line.ask<Compared>(version(id, before.id, `/difference?${new URLSearchParams({ to: revision })}`));
    return compared && { kind: 'hunks', hunks: compared.hunks };
  }
  const whole = await line.ask(version(id, revision), askText(MARKDOWN));
  if (!whole) return undefined;
  return look === 'whole' ? { kind: 'text', text: whole.text } : { kind: 'hunks', hunks: compare('', whole.text) }; // the first of all
}

interface OneProps { id: string; of: Revision; before: Revision | undefined; isLatest: boolean; onReverted: () => void; article: Article | null }

function One({ id, of, before, isLatest, onReverted, article }: OneProps) {
  const look = useSignal<Look>('change');
  const shown = useSignal<Shown | null>(null);
  const trouble = useSignal('');
  const question = useSignal<Question | null>(null);
  const line = useRef<Line>();
  line.current ??= new Line();
  useEffect(() => {
    shown.value = null;
    trouble.value = '';
    lookAt(line.current!, id, of, before, look.value).then(
      (found) => { if (found) shown.value = found; },
      (error: unknown) => { trouble.value = wordsOf(problemOf(error)); },
    );
    return () => line.current!.drop();
  }, [of.id, look.value]);

  const revert = async () => {
    try {
      const { version: etag } = await askText(MARKDOWN)(pathOf(id));
      await change<Saved>('POST', pathOf(id, '/revert'), { revision: of.id }, replacing(etag));
      announce(t('history.reverted', { at: momentOf(of.at) }));
      onReverted();
    } catch (error) {
      trouble.value = wordsOf(problemOf(error));
    }
  };
  return (
    <section class="revision" aria-labelledby="ap-revision">
      <h2 id="ap-revision" tabIndex={-1}>{of.message || t('history.noMessage')}</h2>
      <p class="revision-by">{rich('history.by', { by: <bdi>{of.author}</bdi>, at: <Moment at={of.at} /> })} <code>{of.id.slice(0, 8)}</code></p>
      <div class="revision-ways">
        {LOOKS.map((one) => (
          <button key={one} type="button" class="chip" aria-pressed={look.value === one} onClick={() => { look.value = one; }}>{t(`history.look.${one}`)}</button>
        ))}
        {article && mayEdit(article) && article.may!.save && !isLatest && (
          <button type="button" class="button" onClick={() => { question.value = { title: t('history.revertTitle'), text: t('history.revertText', { at: momentOf(of.at) }), button: t('history.revert'), run: revert }; }}>{t('history.revert')}</button>
        )}
      </div>
      <div role="alert">{trouble.value && <p class="admin-trouble">{trouble}</p>}</div>
      {!shown.value && !trouble.value && <p class="work-loading" role="status">{t('search.loading')}</p>}
      {shown.value?.kind === 'hunks' && <Difference of={shown.value.hunks} label={t(`history.look.${look.value}`)} />}
      {shown.value?.kind === 'text' && <pre class="revision-text" tabIndex={0} aria-label={t('history.look.whole')}>{shown.value.text}</pre>}
      {question.value && <Ask question={question.value} onClose={() => { question.value = null; }} />}
    </section>
  );
}

const NoHistory = () => (
  <div class="admin-about">
    <p>{t('history.none')}</p>
    <p>{rich('history.init', { command: <code>aplomb init</code> })}</p>
  </div>
);

/** All that is known so far, and a way to more. */
function useRevisions(id: string) {
  const first = useLoaded<History>(pathOf(id, `/history?limit=${PAGE}`));
  const more = useSignal<Revision[]>([]);
  const next = useSignal<string | null>(null);
  useEffect(() => {
    more.value = [];
    next.value = first.value.value?.next ?? null;
  }, [first.value.value]);
  const showMore = async () => {
    try {
      const page = await ask<History>(pathOf(id, `/history?${new URLSearchParams({ limit: String(PAGE), cursor: next.value! })}`));
      more.value = [...more.value, ...page.revisions];
      next.value = page.next;
    } catch (error) {
      announce(wordsOf(problemOf(error))); // the button is still there
    }
  };
  return { first, revisions: [...first.value.value?.revisions ?? [], ...more.value], next, showMore };
}

export function HistoryView({ id, revision }: { id: string; revision: string }) {
  const article = useLoaded<Article>(pathOf(id));
  const { first, revisions, next, showMore } = useRevisions(id);
  const name = article.value.value?.title ?? id;
  useLayoutEffect(() => { windowTitle.value = t('history.of', { title: name }); }, [name]);
  const here = Math.max(0, revisions.findIndex((one) => one.id === revision));
  const reload = () => {
    void first.load();
    void article.load();
    go({ work: { view: 'history', of: id, more: '' } });
  };
  const history = first.value.value;
  return (
    <main class="work history" id="ap-work" tabIndex={-1} aria-labelledby="ap-history-title">
      <div class="admin-head">
        <h1 id="ap-history-title">{t('history.of', { title: name })}</h1>
        <a class="button" href={`/a/${encodeURIComponent(id)}`}>{t('editor.leave')}</a>
      </div>
      <Trouble of={first} />
      {history && !history.history && <NoHistory />}
      {history?.history && revisions.length === 0 && <p class="admin-none">{t('history.empty')}</p>}
      {revisions.length > 0 && (
        <div class="history-panes">
          <nav class="revisions" aria-label={t('history.versions')}>
            <ol>
              {revisions.map((one, i) => (
                <li key={one.id}>
                  <a class="item" href={addressOfWork({ view: 'history', of: id, more: one.id })} aria-current={i === here ? 'true' : undefined}>
                    <span class="revision-message">{one.message || t('history.noMessage')}</span>
                    <span class="revision-by"><bdi>{one.author}</bdi> · <Moment at={one.at} /></span>
                  </a>
                </li>
              ))}
            </ol>
            {next.value && <button type="button" class="button" onClick={() => void showMore()}>{t('audit.older')}</button>}
            {history!.cut && <p class="admin-count">{t('history.cut')}</p>}
          </nav>
          <One key={revisions[here]!.id} id={id} of={revisions[here]!} before={revisions[here + 1]} isLatest={here === 0} article={article.value.value} onReverted={reload} />
        </div>
      )}
    </main>
  );
}
