// SPDX-License-Identifier: GPL-3.0-or-later
// The view in which an article is written: the text, what becomes of it, and what the server says.
import { useSignal } from '@preact/signals';
import type { EditorView } from '@codemirror/view';
import { nextDiagnostic } from '@codemirror/lint';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { wordsOf } from '../api/problem';
import { commandsOf, isTyping, pushMode } from '../keys';
import { addressOfWork } from '../state/address';
import { title as windowTitle } from '../state/title';
import { sentence } from '../messages/messages';
import { beginLink, insertBlock, type Mark } from './blocks';
import { ConflictPanel, OpenPlaces } from './conflict';
import { Field, HELP } from './field';
import { Found } from './found';
import { Leaving } from './leaving';
import { rich, t } from './messages';
import { Previews } from './preview';
import { addFiles, TYPES } from './uploading';
import { saidOf, type Writing } from './writing';

const BLOCKS: readonly Mark[] = ['CUSTOMER', 'INTERNAL', 'SAY'];

interface Hand { writing: Writing; view: () => EditorView | null; tell: (words: string) => void }

function Toolbar({ writing, view, tell }: Hand) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="editor-tools" role="toolbar" aria-label={t('editor.tools')}>
      {BLOCKS.map((mark) => <button key={mark} type="button" class="button" onClick={() => insertBlock(view()!, mark)}>{t(`block.${mark}`)}</button>)}
      <button type="button" class="button" onClick={() => beginLink(view()!)}>{t('block.link')} <kbd aria-hidden="true">[[</kbd></button>
      <button type="button" class="button" onClick={() => input.current!.click()}>{t('block.picture')}</button>
      <input
        ref={input} class="hidden" type="file" accept={TYPES} multiple tabIndex={-1} aria-hidden="true"
        onChange={(event) => {
          const files = [...event.currentTarget.files ?? []];
          event.currentTarget.value = '';
          void addFiles(view()!, files, writing.path.value, tell);
        }}
      />
    </div>
  );
}

/** The file of a new article, which follows its title until it is written by hand. */
function PathField({ of: writing }: { of: Writing }) {
  const id = useId();
  if (writing.base.value.etag !== null) return <p class="editor-path"><bdi>{writing.path}</bdi></p>;
  return (
    <div class="editor-path">
      <label for={id}>{t('editor.path')}</label>
      <input id={id} value={writing.path.value} spellcheck={false} autoComplete="off" list={`${id}-folders`} onInput={(event) => { writing.chosenPath.value = event.currentTarget.value; }} />
    </div>
  );
}

function SaveBar({ of: writing }: { of: Writing }) {
  const id = useId();
  const article = writing.id.value;
  const state = writing.isSaving.value ? 'save.saving' : writing.isUnsaved.value ? 'save.unsaved' : 'save.saved';
  return (
    <form class="editor-save" onSubmit={(event) => { event.preventDefault(); void writing.save(); }}>
      <p class="save-state" data-unsaved={writing.isUnsaved.value || undefined} role="status">{t(state)}</p>
      <label class="hidden" for={id}>{t('save.message')}</label>
      {!writing.isDraftOnly && <input id={id} class="save-message" placeholder={t('save.message')} maxLength={1000} value={writing.message.value} onInput={(event) => { writing.message.value = event.currentTarget.value; }} />}
      <button type="submit" class="button button-main" aria-disabled={writing.isSaving.value || undefined}>{t(writing.isDraftOnly ? 'save.draft' : 'save.button')} <kbd aria-hidden="true">{t('key.save')}</kbd></button>
      {writing.drafts !== 'none' && !writing.isDraftOnly && <button type="button" class="button" onClick={() => void writing.save({ asDraft: true })}>{t('save.draft')}</button>}
      <a class="button" href={article === null ? '/' : `/a/${encodeURIComponent(article)}`}>{t(article === null ? 'work.back' : 'editor.leave')}</a>
    </form>
  );
}

/** What came of saving: that it is done and what is still wrong, or why it could not be. */
function Outcome({ of: writing, told }: { of: Writing; told: string }) {
  const problem = writing.trouble.value;
  const saved = writing.saved.value;
  return (
    <div class="editor-outcome">
      <div role="alert">
        {problem && <p class="admin-trouble">{wordsOf(problem)} {problem.status !== 0 ? '' : t('save.kept')}</p>}
        {told && <p class="admin-trouble">{told}</p>}
        {!writing.isKept.value && writing.isUnsaved.value && <p class="admin-trouble">{t('save.notKept')}</p>}
      </div>
      {saved && !writing.isUnsaved.value && (
        <p class="editor-saved" role="status">
          {saidOf(saved)} <a href={`/a/${encodeURIComponent(saved.id)}`}>{t('save.see')}</a>
          {saved.findings.length > 0 && <span class="saved-findings"> · {t('save.findings', { n: saved.findings.length })} {sentence(saved.findings[0]!.message)}</span>}
        </p>
      )}
      {writing.isDraftOnly && <p class="editor-note">{t('save.approval')}</p>}
      {writing.drafts === 'there' && <p class="editor-note">{rich('draft.there', { open: <a href={`${addressOfWork({ view: 'edit', of: writing.id.value!, more: '1' })}`}>{t('draft.open')}</a> })}</p>}
    </div>
  );
}

const isOfArticles = (key: string) => key !== '/' && [...commandsOf('find'), ...commandsOf('article'), ...commandsOf('write')].some((command) => command.key === key);

export function Editor({ writing, onSaved }: { writing: Writing; onSaved?: () => void }) {
  const view = useRef<EditorView | null>(null);
  const told = useSignal('');
  const hand: Hand = { writing, view: () => view.current, tell: (words) => { told.value = words; } };
  const heading = writing.title.value || t('editor.untitled');

  useLayoutEffect(() => { windowTitle.value = `${writing.isUnsaved.value ? '• ' : ''}${heading} – ${t('editor.title')}`; }, [heading, writing.isUnsaved.value]);
  useLayoutEffect(() => pushMode((event) => {
    if (event.key === 'F8' && view.current) {
      nextDiagnostic(view.current);
      view.current.focus();
      return true;
    }
    return !isTyping(event.target) && isOfArticles(event.key);
  }), []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      if (!document.querySelector('[inert], dialog[open]')) void writing.save();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [writing]);
  useEffect(() => {
    view.current?.focus();
    void writing.check();
  }, [writing]);
  useEffect(() => {
    if (!writing.saved.value) return;
    onSaved?.();
    if (document.activeElement === document.body) view.current?.focus(); // what had it is not there any more
  }, [writing.saved.value]);

  return (
    <main class="work editor" id="ap-work" tabIndex={-1} aria-labelledby="ap-editor-title">
      <header class="editor-head">
        <div class="editor-names"><h1 id="ap-editor-title">{heading}</h1><PathField of={writing} /></div>
        <SaveBar of={writing} />
      </header>
      <Outcome of={writing} told={told.value} />
      <ConflictPanel of={writing} />
      <OpenPlaces of={writing} view={hand.view} />
      <div class="editor-panes">
        <section class="editor-write" aria-label={t('editor.text')}>
          <Toolbar {...hand} />
          <Field of={writing} tell={hand.tell} onView={(now) => { view.current = now; }} />
          <p class="editor-help" id={HELP}>{writing.help.value || t('editor.help')}</p>
        </section>
        <Previews of={writing} />
      </div>
      <Found of={writing} />
      <Leaving of={writing} />
    </main>
  );
}
