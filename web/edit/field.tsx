// SPDX-License-Identifier: GPL-3.0-or-later
// The text field: CodeMirror with what Aplomb's articles need. Letters are text in it; Esc, then Tab
// leaves it (WCAG 2.1.2).
import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { deleteMarkupBackward, insertNewlineContinueMarkup } from '@codemirror/lang-markdown';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Text } from '@codemirror/state';
import { drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { useSignalEffect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { continueList } from './blocks';
import { completing, helping } from './completing';
import { conflictMarks } from './conflict_marks';
import { keyAt, helpOf } from './front_matter';
import { articleLanguage } from './language';
import { t } from './messages';
import type { Finding } from './types';
import { addFiles, takingFiles } from './uploading';
import type { Writing } from './writing';

const SEVERITY = { error: 'error', warning: 'warning', note: 'info' } as const;

/** As CodeMirror wants it: of the whole line, or the first where it is about the file. */
function diagnosticOf(doc: Text, { line, severity, message, hint, rule }: Finding): Diagnostic {
  const { from, to } = doc.line(Math.min(Math.max(line ?? 1, 1), doc.lines));
  return { from, to, severity: SEVERITY[severity], message: [message, hint].filter(Boolean).join('\n'), source: rule };
}

const PHRASES = ['Find', 'Replace', 'next', 'previous', 'all', 'match case', 'regexp', 'by word', 'replace', 'replace all', 'close', 'Go to line', 'go'] as const;

/** The field's own words in the page's language. */
const phrases = () => EditorState.phrases.of(Object.fromEntries(PHRASES.map((phrase) => [phrase, t(`phrase.${phrase}`)])));

/** One change that touches nothing of what is the same at both ends, so that the cursor stays. */
function replaceIn(view: EditorView, text: string) {
  const before = view.state.doc.toString();
  let head = 0;
  while (head < before.length && head < text.length && before[head] === text[head]) ++head;
  let tail = 0;
  while (tail < before.length - head && tail < text.length - head && before.at(-1 - tail) === text.at(-1 - tail)) ++tail;
  view.dispatch({ changes: { from: head, to: before.length - tail, insert: text.slice(head, text.length - tail) }, userEvent: 'input.replace' });
}

interface Props {
  of: Writing;
  /** Called with the view while it is there, and with null when it goes. */
  onView: (view: EditorView | null) => void;
  tell: (words: string) => void;
}

export const HELP = 'ap-editor-help';

export function Field({ of: writing, onView, tell }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);

  useLayoutEffect(() => {
    const path = () => writing.path.peek();
    const made = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: writing.text.peek(),
        selection: { anchor: Math.min(writing.selection, writing.text.peek().length) },
        extensions: [
          lineNumbers(), lintGutter(), highlightActiveLine(), highlightActiveLineGutter(), highlightSpecialChars(), drawSelection(), dropCursor(),
          history(), closeBrackets(), bracketMatching(), highlightSelectionMatches(), search({ top: true }), indentUnit.of('  '), phrases(),
          EditorView.lineWrapping, articleLanguage(), completing(path), helping, conflictMarks,
          takingFiles((where, files) => void addFiles(where, files, path(), tell)),
          EditorView.contentAttributes.of({ 'aria-label': t('editor.text'), 'aria-describedby': HELP, tabindex: '0', spellcheck: 'true', autocapitalize: 'sentences' }),
          keymap.of([
            ...completionKeymap, ...closeBracketsKeymap, ...lintKeymap, ...searchKeymap,
            { key: 'Enter', run: continueList }, { key: 'Enter', run: insertNewlineContinueMarkup }, { key: 'Backspace', run: deleteMarkupBackward },
            ...historyKeymap, indentWithTab, ...defaultKeymap,
          ]),
          EditorView.updateListener.of(({ state, docChanged, selectionSet }) => {
            if (!docChanged && !selectionSet) return;
            const text = state.doc.toString();
            const { head } = state.selection.main;
            writing.selection = head;
            if (docChanged) writing.typed(text);
            writing.help.value = helpOf(keyAt(text, head) ?? '');
          }),
        ],
      }),
    });
    view.current = made;
    writing.field = {
      replace: (text) => replaceIn(made, text),
      goToLine: (line) => {
        const { from } = made.state.doc.line(Math.min(Math.max(line, 1), made.state.doc.lines));
        made.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
        made.focus();
      },
      focus: () => made.focus(),
    };
    onView(made);
    return () => {
      writing.field = null;
      onView(null);
      made.destroy();
    };
  }, [writing]);

  useSignalEffect(() => {
    const { state } = view.current!;
    const findings = writing.checked.value?.findings ?? [];
    view.current!.dispatch(setDiagnostics(state, findings.map((finding) => diagnosticOf(state.doc, finding))));
  });

  return <div ref={place} class="editor-field" />;
}
