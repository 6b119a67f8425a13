// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks that say who may read them, put around what is selected or begun anew.
import type { EditorView } from '@codemirror/view';
import { endOfFrontMatter } from './front_matter';

export type Mark = 'CUSTOMER' | 'INTERNAL' | 'SAY';

export function insertBlock(view: EditorView, mark: Mark) {
  const { state } = view;
  const { from, to } = state.selection.main;
  const first = state.doc.lineAt(from);
  const last = state.doc.lineAt(to);
  const words = state.sliceDoc(first.from, last.to);
  const quoted = words.trim() === '' ? '> ' : words.split('\n').map((line) => `> ${line}`.trimEnd()).join('\n');
  // An empty line parts it from what stands around it: two quotes would be one.
  const before = first.number > 1 && state.doc.line(first.number - 1).text.trim() !== '' ? '\n' : '';
  const after = last.number < state.doc.lines && state.doc.line(last.number + 1).text.trim() !== '' ? '\n' : '';
  const insert = `${before}> [!${mark}]\n${quoted}${after}`;
  view.dispatch({
    changes: { from: first.from, to: last.to, insert },
    selection: { anchor: first.from + insert.length - after.length }, scrollIntoView: true, userEvent: 'input',
  });
  view.focus();
}

/** The next entry of a list in the front matter; an empty one ends the list. */
export function continueList(view: EditorView): boolean {
  const { state } = view;
  const { head, empty } = state.selection.main;
  const line = state.doc.lineAt(head);
  const entry = /^([ \t]*- )(.*)$/.exec(line.text);
  const end = endOfFrontMatter(state.doc.toString());
  if (!entry || !empty || end === null || head > end || head - line.from < entry[1]!.length) return false;
  const isOver = entry[2]!.trim() === '';
  const change = isOver ? { from: line.from, to: line.to, insert: '' } : { from: head, insert: `\n${entry[1]}` };
  view.dispatch({ changes: change, selection: { anchor: isOver ? line.from : head + change.insert.length }, scrollIntoView: true, userEvent: 'input' });
  return true;
}

/** Begins a link, for which articles are then offered. */
export function beginLink(view: EditorView) {
  const { from, to } = view.state.selection.main;
  const words = view.state.sliceDoc(from, to).replace(/\s+/g, ' ');
  view.dispatch({ changes: { from, to, insert: `[[${words}` }, selection: { anchor: from + 2 + words.length }, scrollIntoView: true, userEvent: 'input.type' });
  view.focus();
}
