// SPDX-License-Identifier: GPL-3.0-or-later
// A new article in two keys: `a`, and the letter of its kind.
import { signal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { ask } from '../api/client';
import { problemOf, wordsOf, type Problem } from '../api/problem';
import { isTyping, pushMode } from '../keys';
import { nameOf } from '../messages/messages';
import { go, rename } from '../state/page';
import { title as windowTitle } from '../state/title';
import { drop, keptOf, type Kept } from './drafts';
import { Editor } from './editor';
import { endOfFrontMatter, withValue, yamlText } from './front_matter';
import { KeptChoice } from './kept_choice';
import { t } from './messages';
import type { Template } from './types';
import { Writing } from './writing';

/** Kept under a name that no article can have. */
const keptAs = (kind: string) => `+${kind}`;

/** The first letter of each name that no other has taken. */
function lettersOf(templates: readonly Template[]): Map<string, string> {
  const letters = new Map<string, string>();
  for (const { kind } of templates) {
    const letter = [...nameOf('kind', kind).toLowerCase()].find((one) => /[a-z]/.test(one) && ![...letters.values()].includes(one));
    letters.set(kind, letter ?? '');
  }
  return letters;
}

/** What was asked and found nothing becomes the title, and what must find the article from now on. */
function begunWith(text: string, asked: string): string {
  if (!asked) return text;
  return withValue(withValue(text, 'title', yamlText(asked[0]!.toUpperCase() + asked.slice(1))), 'test_queries', yamlText(asked));
}

/** In the title, where writing begins. */
function placeToBegin(text: string): number {
  const end = endOfFrontMatter(text) ?? 0;
  const title = /^title[ \t]*:[ \t]*"?/m.exec(text.slice(0, end));
  return title ? title.index + title[0].length : 0;
}

function Kinds({ templates, asked }: { templates: readonly Template[]; asked: string }) {
  const letters = lettersOf(templates);
  const first = useRef<HTMLAnchorElement>(null);
  const choose = (kind: string) => go({ work: { view: 'new', of: kind, more: asked } }, { push: true });
  useLayoutEffect(() => first.current?.focus(), []);
  useLayoutEffect(() => pushMode((event) => {
    if (isTyping(event.target)) return false;
    const chosen = [...letters].find(([, letter]) => letter === event.key.toLowerCase())?.[0];
    if (chosen) choose(chosen);
    return chosen !== undefined;
  }), [templates, asked]);
  return (
    <div class="work-narrow">
      <h1>{t('new.title')}</h1>
      {asked && <p>{t('new.asked', { asked })}</p>}
      <p>{t('new.kind')}</p>
      <ul class="kinds">
        {templates.map(({ kind }, i) => (
          <li key={kind}>
            <a {...i === 0 && { ref: first }} class="kind" href={`/new/${kind}${asked ? `?${new URLSearchParams({ asked })}` : ''}`}>
              <kbd aria-hidden="true">{letters.get(kind)}</kbd> <span class="kind-name">{nameOf('kind', kind)}</span> <span class="kind-about">{t(`new.about.${kind}`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The new article that is there by now and goes on being written: at its own address, and in the same
 *  field, so that no letter is lost. */
export const begun = signal<{ id: string; kind: string; asked: string } | null>(null);

type Chosen = { kind: 'writing'; writing: Writing } | { kind: 'choice'; kept: Kept } | null;

export function NewArticle({ kind, asked }: { kind: string; asked: string }) {
  const templates = useSignal<readonly Template[] | null>(null);
  const problem = useSignal<Problem | null>(null);
  const chosen = useSignal<Chosen>(null);
  useEffect(() => {
    const gone = new AbortController();
    ask<{ templates: Template[] }>('/api/v1/templates', { signal: gone.signal }).then(
      (answer) => { templates.value = answer.templates; },
      (error: unknown) => { if (!gone.signal.aborted) problem.value = problemOf(error); },
    );
    return () => gone.abort();
  }, []);

  const begin = (text: string, path: string) => {
    const writing = new Writing({ id: null, path, base: { text: '', etag: null }, text }, keptAs(kind));
    writing.selection = placeToBegin(text);
    chosen.value = { kind: 'writing', writing };
  };
  const beginAnew = () => begin(begunWith(templates.value!.find((one) => one.kind === kind)?.markdown ?? '---\ntitle: \n---\n', asked), '');
  useEffect(() => () => { begun.value = null; }, []);
  useLayoutEffect(() => {
    chosen.value = null;
    windowTitle.value = t('new.title');
    if (!kind || !templates.value) return;
    const kept = keptOf(keptAs(kind));
    if (kept) chosen.value = { kind: 'choice', kept };
    else beginAnew();
  }, [kind, asked, templates.value]);

  const goOnAsSaved = (writing: Writing) => {
    if (begun.peek()) return;
    begun.value = { id: writing.id.value!, kind, asked };
    rename({ view: 'edit', of: writing.id.value!, more: '' });
  };

  const now = chosen.value;
  if (now?.kind === 'writing') return <Editor key={kind + asked} writing={now.writing} onSaved={() => goOnAsSaved(now.writing)} />;
  return (
    <main class="work" id="ap-work" tabIndex={-1} aria-label={t('new.title')}>
      {problem.value && <div class="work-narrow" role="alert"><h1>{t('new.title')}</h1><p>{wordsOf(problem.value)}</p></div>}
      {!problem.value && !templates.value && <p class="work-loading" role="status">{t('search.loading')}</p>}
      {templates.value && !kind && <Kinds templates={templates.value} asked={asked} />}
      {now?.kind === 'choice' && (
        <KeptChoice kept={now.kept} now="" onGoOn={() => begin(now.kept.text, now.kept.path)} onThrowAway={() => { drop(keptAs(kind)); beginAnew(); }} />
      )}
    </main>
  );
}
