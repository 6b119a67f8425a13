// SPDX-License-Identifier: GPL-3.0-or-later
// What the views of the desk have in common.
import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { problemOf, wordsOf } from '../api/problem';
import type { Named } from '../api/types';
import { toClipboard } from '../article/clipboard';
import { announce } from '../shell/announcer';
import type { Part } from '../state/desk';
import { isNarrow } from '../state/page';
import { title as windowTitle } from '../state/title';
import { isKeeper, isWriter } from '../state/work';
import { t } from './messages';

const KEYS: Partial<Record<Part, string>> = { promises: 'l', since: 'i', bank: 'b' };

/** The parts that who is here may look at. */
export const partsHere = (): Part[] =>
  ['promises', 'gaps', 'since', 'bank', 'shortcuts', ...isWriter() ? ['synonyms' as const] : [], ...isKeeper() ? ['numbers' as const] : []];

function Nav({ current }: { current: Part }) {
  return (
    <nav class="admin-nav" aria-label={t('bar.desk')}>
      <ul>
        {partsHere().map((part) => (
          <li key={part}><a href={`/desk/${part}`} aria-current={part === current ? 'page' : undefined}>{t(`desk.${part}`)}{KEYS[part] && <>{' '}<kbd aria-hidden="true">{KEYS[part]}</kbd></>}</a></li>
        ))}
      </ul>
    </nav>
  );
}

/** What has the focus may go with what is done by it: then the next thing of use has it. */
function useHeldFocus() {
  const main = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const view = main.current!;
    let last: Element | null = null;
    const onFocusIn = ({ target }: FocusEvent) => { last = target as Element; };
    const observer = new MutationObserver(() => {
      if (document.activeElement !== document.body || !last || last.isConnected) return;
      (view.querySelector<HTMLElement>('.admin-panel :is(input, select)') ?? view.querySelector<HTMLElement>('.admin-panel h2') ?? view).focus();
    });
    view.addEventListener('focusin', onFocusIn);
    observer.observe(view, { childList: true, subtree: true });
    return () => {
      view.removeEventListener('focusin', onFocusIn);
      observer.disconnect();
    };
  }, []);
  return main;
}

interface Props {
  part: Part;
  /** Beside the heading. */
  ways?: ComponentChildren;
  /** Beside the list, what is open of it. */
  open?: ComponentChildren;
  children: ComponentChildren;
}

/** A part of the desk, with the way to the others. */
export function Frame({ part, ways, open, children }: Props) {
  const main = useHeldFocus();
  useLayoutEffect(() => { windowTitle.value = t(`desk.${part}`); }, [part]);
  return (
    <div class="admin work-frame">
      <Nav current={part} />
      <main ref={main} class="admin-view" id="ap-work" tabIndex={-1} data-split>
        {open && isNarrow.value && <h1 class="hidden">{t(`desk.${part}`)}</h1>}
        <div class="admin-split" data-open={open ? true : undefined}>
          <div class="admin-list">
            <div class="admin-head"><h1>{t(`desk.${part}`)}</h1>{ways}</div>
            <p class="admin-about">{t(`desk.about.${part}`)}</p>
            {children}
          </div>
          {open}
        </div>
      </main>
    </div>
  );
}

/** What is done, and why it could not be. */
export function useAttempts(): { trouble: Signal<string>; attempt: (work: () => Promise<unknown>, done?: string) => Promise<boolean> } {
  const trouble = useSignal('');
  const attempt = async (work: () => Promise<unknown>, done = '') => {
    trouble.value = '';
    try {
      await work();
      if (done) announce(done);
      return true;
    } catch (error) {
      trouble.value = wordsOf(problemOf(error));
      return false;
    }
  };
  return { trouble, attempt };
}

export const Told = ({ trouble }: { trouble: Signal<string> }) =>
  <div role="alert">{trouble.value && <p class="admin-trouble">{trouble}</p>}</div>;

export function ArticleLink({ of }: { of: Named | null }) {
  if (!of) return <>{t('desk.articleGone')}</>;
  const title = <bdi>{of.title || of.id}</bdi>;
  return of.url === null ? <span class="desk-gone">{title} ({t('desk.gone')})</span> : <a href={`/a/${encodeURIComponent(of.id)}`}>{title}</a>;
}

/** Words to say or send, with a way to take them along. */
export function Words({ label, text }: { label: string; text: string }) {
  const copy = async () => announce(t(await toClipboard(text) ? 'words.copied' : 'copy.noClipboard'));
  return (
    <div class="desk-words">
      <p class="desk-words-label">{label}</p>
      <p class="say"><bdi>{text}</bdi></p>
      <button type="button" class="button" onClick={() => void copy()}>{t('copy.short')}<span class="hidden">: {label}</span></button>
    </div>
  );
}

/** A choice of a few, of which one holds. */
export function Choice<T extends string>({ label, of, value, onChange }: { label: string; of: readonly (readonly [T, string])[]; value: T; onChange: (value: T) => void }) {
  return (
    <div class="chips" role="group" aria-label={label}>
      {of.map(([one, words]) => <button key={one} type="button" class="chip" aria-pressed={one === value} onClick={() => onChange(one)}>{words}</button>)}
    </div>
  );
}

/** What a field of a date and a time holds, in this browser's zone, as the API takes it; '' is ''. */
export const isoOf = (local: string): string => (local ? new Date(local).toISOString().replace(/\.\d+Z$/, 'Z') : '');

/** The other way round. */
export function localOf(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
