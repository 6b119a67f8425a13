// SPDX-License-Identifier: GPL-3.0-or-later
// What is offered while somebody writes: keys and values of the front matter, marks for blocks, and
// articles to link to after `[[`.
import { autocompletion, snippet, startCompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { hoverTooltip, type EditorView } from '@codemirror/view';
import { ask } from '../api/client';
import { Line } from '../api/line';
import { problemOf } from '../api/problem';
import type { Article, SearchPage } from '../api/types';
import { announce } from '../shell/announcer';
import { pathOf } from './articles';
import { endOfFrontMatter, helpOf, KEYS, keyAt, keyNamed, valuesFor } from './front_matter';
import { t } from './messages';

const textOf = ({ state }: { state: EditorView['state'] }) => state.doc.toString();

const isInFrontMatter = (text: string, offset: number) => {
  const end = endOfFrontMatter(text);
  return end !== null && offset > 3 && offset <= end;
};

function completeKey(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/^[A-Za-z_]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const text = textOf(context);
  const isThere = (name: string) => new RegExp(`^${name}[ \\t]*:`, 'mi').test(text.slice(0, endOfFrontMatter(text) ?? 0));
  const options = KEYS.filter(({ name }) => !isThere(name)).map(({ name, form }): Completion => (
    { label: name, type: 'property', info: () => infoOf(name), apply: applyKey(`${name}:${form?.startsWith('\n') ? form : ` ${form ?? '${}'}`}`) }));
  return { from: word.from, options, validFor: /^[A-Za-z_]*$/ };
}

/** Writes the key with the places for its values, and offers what may stand in the first. */
const applyKey = (template: string) => {
  const write = snippet(template);
  return (view: EditorView, completion: Completion, from: number, to: number) => {
    write(view, completion, from, to);
    startCompletion(view);
  };
};

function infoOf(name: string): Node {
  const info = document.createElement('p');
  info.className = 'cm-help';
  info.textContent = helpOf(name);
  return info;
}

async function completeValue(context: CompletionContext): Promise<CompletionResult | null> {
  const name = keyAt(textOf(context), context.pos);
  const key = name ? keyNamed(name) : undefined;
  if (!key?.values) return null;
  const word = key.isList ? context.matchBefore(/[^\s:,[\]"-][^:,[\]"]*$|(?<=[:,[\]"-]\s*)$/) : context.matchBefore(/(?<=:\s*)[^\s:][^:]*$|(?<=:\s*)$/);
  const from = word?.from ?? (context.explicit ? context.pos : null);
  if (from === null) return null;
  const options = (await valuesFor(key.name)).map(({ value, name: shown }): Completion => (
    { label: value, type: 'constant', ...shown !== value && { detail: shown } }));
  return { from, options, validFor: /^[^:,[\]"\n]*$/ };
}

const MARKS = ['CUSTOMER', 'INTERNAL', 'SAY', 'NOTE', 'TIP', 'IMPORTANT', 'WARNING', 'CAUTION'] as const;

function completeMark(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/^(?:> ?)?\[!?[A-Z]*$/i);
  if (!word) return null;
  const options = MARKS.map((mark): Completion => ({ label: `> [!${mark}]`, type: 'keyword', detail: t(`mark.${mark}`), apply: `> [!${mark}]\n> ` }));
  return { from: word.from, options, filter: word.text.length > 3, validFor: /^(?:> ?)?\[!?[A-Z]*$/i };
}

const MOST_LINKS = 8;
const PAUSE_MS = 150; // without a letter, before articles are looked for
const links = new Line({ quiet: true });

/** How one file of the folder is reached from another. */
export function relativePath(from: string, to: string): string {
  const [here, there] = [from.split('/').slice(0, -1), to.split('/')];
  let same = 0;
  while (same < here.length && same < there.length - 1 && here[same] === there[same]) ++same;
  return [...here.slice(same).map(() => '..'), ...there.slice(same)].join('/').replace(/[ ()<>]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
}

const linkText = (title: string) => title.replace(/[[\]\\]/g, '\\$&');

/** Writes the link once the article's file is known, if what was typed still stands there. */
async function link(view: EditorView, { id, title }: { id: string; title: string }, from: number, to: number, path: () => string) {
  const typed = view.state.sliceDoc(from, to);
  try {
    const { path: file } = await ask<Article>(pathOf(id));
    if (view.state.sliceDoc(from, to) !== typed) return;
    const insert = `[${linkText(title)}](${relativePath(path(), file)})`;
    view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: 'input.complete' });
  } catch (error) {
    announce(problemOf(error).message);
  }
}

const completeLink = (path: () => string) => async (context: CompletionContext): Promise<CompletionResult | null> => {
  const word = context.matchBefore(/\[\[[^\][\n]*$/);
  if (!word) return null;
  const q = word.text.slice(2).trim();
  if (!q) return null;
  await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS); });
  if (context.aborted) return null;
  try {
    const page = await links.ask<SearchPage>(`/api/v1/search?${new URLSearchParams({ q, limit: String(MOST_LINKS) })}`);
    if (!page) return null;
    const found = page.hits.length > 0 ? page.hits : page.nearest;
    const options = found.map((hit): Completion => ({
      label: hit.title, type: 'text', detail: hit.id,
      apply: (view, _, from) => void link(view, hit, from - 2 >= 0 && view.state.sliceDoc(from - 2, from) === '[[' ? from - 2 : from, view.state.selection.main.head, path),
    }));
    return { from: word.from + 2, options, filter: false };
  } catch (error) {
    problemOf(error);
    return null;
  }
};

/** `path`: of the article that is written, which links begin from. */
export function completing(path: () => string): Extension {
  const frontMatter = (context: CompletionContext) => {
    if (!isInFrontMatter(textOf(context), context.pos)) return null;
    const { text, from } = context.state.doc.lineAt(context.pos);
    return /^[A-Za-z_]*$/.test(text.slice(0, context.pos - from)) ? completeKey(context) : completeValue(context);
  };
  const outside = <T>(source: (context: CompletionContext) => T) => (context: CompletionContext) =>
    (isInFrontMatter(textOf(context), context.pos) ? null : source(context));
  return autocompletion({ override: [frontMatter, outside(completeMark), outside(completeLink(path))], icons: false, aboveCursor: false });
}

/** What a key of the front matter means, where the pointer rests on it. */
export const helping: Extension = hoverTooltip((view, offset) => {
  const { from, text } = view.state.doc.lineAt(offset);
  const name = /^([A-Za-z_]+)[ \t]*:/.exec(text)?.[1];
  if (!name || offset > from + name.length || !isInFrontMatter(textOf(view), offset) || !helpOf(name)) return null;
  return { pos: from, end: from + name.length, create: () => ({ dom: infoOf(name) as HTMLElement }) };
});
