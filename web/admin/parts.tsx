// SPDX-License-Identifier: GPL-3.0-or-later
// What the views have in common.
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { wordsOf } from '../api/problem';
import { momentOf, t, type Key } from '../messages/messages';
import { Modal } from '../shell/modal';
import type { Loaded } from './loaded';

/** A moment, which a hand that rests on it knows to the second. */
export const Moment = ({ at }: { at: string }) => <time dateTime={at} title={at}>{momentOf(at)}</time>;

export function Head({ title, children }: { title: Key; children?: ComponentChildren }) {
  return <div class="admin-head"><h1>{t(title)}</h1>{children}</div>;
}

/** Why what is wanted is not there, with a way to ask again. */
export function Trouble({ of }: { of: Loaded<unknown> }) {
  const problem = of.problem.value;
  return (
    <div role="alert">
      {problem && <div class="admin-trouble"><p>{wordsOf(problem)}</p><button type="button" class="button" onClick={of.load}>{t('action.tryAgain')}</button></div>}
    </div>
  );
}

/** Narrows what is shown while it is typed; the arrow down leads to the first of it. */
export function Filter({ text, label }: { text: Signal<string>; label: string }) {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && text.value !== '') {
      event.stopPropagation();
      text.value = '';
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      document.querySelector<HTMLElement>('.admin-table .row-open')?.focus();
    }
  };
  return (
    <div class="admin-filter">
      <label class="hidden" for={id}>{label}</label>
      <input id={id} type="search" placeholder={label} value={text.value} autoComplete="off" spellcheck={false}
        onInput={(event) => { text.value = event.currentTarget.value; }} onKeyDown={onKeyDown} />
    </div>
  );
}

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether each word of the filter stands somewhere in the texts, accents and case aside. */
export function fits(filter: string, texts: string[]): boolean {
  const all = folded(texts.join('\n'));
  return folded(filter).split(/\s+/).every((word) => all.includes(word));
}

/** Beside the table, and in its place where there is no room for both: takes the focus when it comes. Esc closes it. */
export function Panel({ title, onClose, children }: { title: ComponentChildren; onClose: () => void; children: ComponentChildren }) {
  const id = useId();
  const head = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    head.current!.focus();
    return () => queueMicrotask(() => { // when the list is there again
      if (document.activeElement !== document.body) return;
      const back = before?.isConnected && before !== document.body ? before : document.querySelector('main');
      (back as HTMLElement | null)?.focus();
    });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || (event.target as Element).closest('dialog')) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  return (
    <section class="admin-panel" aria-labelledby={id} onKeyDown={onKeyDown}>
      <div class="admin-panel-head">
        <h2 ref={head} id={id} tabIndex={-1}>{title}</h2>
        <button type="button" class="button" onClick={onClose}>{t('action.close')}</button>
      </div>
      {children}
    </section>
  );
}

export interface Question {
  title: string;
  text: string;
  /** What the button says that does it. */
  button: string;
  run: () => Promise<void>;
}

/** Asks before something is done that cannot be undone. Whoever confirms without looking goes back. */
export function Ask({ question, onClose }: { question: Question; onClose: () => void }) {
  const id = useId();
  const { title, text, button, run } = question;
  return (
    <Modal labelledBy={id} onClose={onClose}>
      {(close) => (
        <>
          <h2 id={id}>{title}</h2>
          <p class="admin-question">{text}</p>
          <div class="form-end">
            <button type="button" class="button" onClick={close}>{t('action.cancel')}</button>
            <button type="button" class="button button-danger" onClick={() => { close(); void run(); }}>{button}</button>
          </div>
        </>
      )}
    </Modal>
  );
}
