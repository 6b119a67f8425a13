// SPDX-License-Identifier: GPL-3.0-or-later
// An article that is there already: fetched, and what was not saved of it found again.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask, askText, type How } from '../api/client';
import { problemOf, wordsOf, type Problem } from '../api/problem';
import type { Article } from '../api/types';
import { MARKDOWN, pathOf } from './articles';
import { drop, keptOf, type Kept } from './drafts';
import { Editor } from './editor';
import { startOfText } from './front_matter';
import { KeptChoice } from './kept_choice';
import { t } from './messages';
import { Writing } from './writing';

interface Found { id: string; title: string; path: string; may?: Article['may']; has_draft?: boolean }
interface Now { text: string; etag: string | null }

/** The article as it is, with its text; where there is none yet, a draft is of its own. */
async function find(id: string, isDraft: boolean, how: How): Promise<{ article: Found; now: Now }> {
  try {
    const [article, { text, version }] = await Promise.all([ask<Article>(pathOf(id), how), askText(MARKDOWN)(pathOf(id), how)]);
    return { article, now: { text, etag: version } };
  } catch (error) {
    if (!isDraft || problemOf(error).status !== 404) throw error;
    return { article: { id, title: id, path: '' }, now: { text: '', etag: null } };
  }
}

type State =
  | { kind: 'loading' }
  | { kind: 'problem'; problem: Problem }
  | { kind: 'choice'; kept: Kept; article: Found; now: Now }
  | { kind: 'writing'; writing: Writing };

/** `isDraft`: what is written is the draft that the server keeps of it. */
export function EditArticle({ id, isDraft }: { id: string; isDraft: boolean }) {
  const state = useSignal<State>({ kind: 'loading' });

  const begin = (article: Found, now: Now, kept: Pick<Kept, 'base' | 'text'> | null) => {
    const base = kept?.base ?? now;
    const writing = new Writing({ id: article.id, path: article.path, base, text: kept?.text ?? now.text }, article.id);
    writing.selection = startOfText(writing.text.value);
    writing.isDraftOnly = isDraft || article.may?.save === false;
    if (article.has_draft !== undefined) writing.drafts = article.has_draft && !isDraft ? 'there' : 'possible';
    state.value = { kind: 'writing', writing };
  };

  useEffect(() => {
    const gone = new AbortController();
    const load = async () => {
      try {
        const how = { signal: gone.signal };
        const { article, now } = await find(id, isDraft, how);
        const kept = keptOf(article.id);
        if (isDraft) begin(article, now, { base: now, text: (await askText(MARKDOWN)(pathOf(id, '/draft'), how)).text });
        else if (kept && kept.text !== now.text) state.value = { kind: 'choice', kept, article, now };
        else begin(article, now, null);
      } catch (error) {
        if (!gone.signal.aborted) state.value = { kind: 'problem', problem: problemOf(error) };
      }
    };
    void load();
    return () => gone.abort();
  }, [id, isDraft]);

  const now = state.value;
  const leaveTo = `/a/${encodeURIComponent(id)}`;
  if (now.kind === 'writing') return <Editor key={id} writing={now.writing} />;
  return (
    <main class="work" id="ap-work" tabIndex={-1} aria-label={t('editor.title')}>
      {now.kind === 'loading' && <p class="work-loading" role="status">{t('search.loading')}</p>}
      {now.kind === 'problem' && (
        <div class="work-narrow" role="alert"><h1>{t('editor.cannot')}</h1><p>{wordsOf(now.problem)}</p><p><a class="button" href={leaveTo}>{t('editor.leave')}</a></p></div>
      )}
      {now.kind === 'choice' && (
        <KeptChoice
          kept={now.kept} now={now.now.text} onGoOn={() => begin(now.article, now.now, now.kept)}
          onThrowAway={() => { drop(now.article.id); begin(now.article, now.now, null); }}
        />
      )}
    </main>
  );
}
