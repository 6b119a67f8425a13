// SPDX-License-Identifier: GPL-3.0-or-later
// The front matter while it is written: its keys with what they mean, and the values that they take
// here (docs/articles.md).
import { ask } from '../api/client';
import { problemOf } from '../api/problem';
import type { SearchPage } from '../api/types';
import { nameOf } from '../messages/messages';
import { isOwn, t } from './messages';

/** Where the values of a key come from: those it may have, or those that articles have. */
type Values = readonly string[] | { facet: 'owner' | 'department' | 'product' | 'tag' };

interface FrontKey { name: string; values?: Values; isList?: true; /** What is written behind it, with ${} for each value. */ form?: string }

export const KEYS: readonly FrontKey[] = [
  { name: 'title' },
  { name: 'description' },
  { name: 'kind', values: ['procedure', 'policy', 'tip', 'script', 'faq', 'reference'] },
  { name: 'confidence', values: ['wip', 'not-validated', 'validated', 'archived'] },
  { name: 'audience', values: ['internal', 'customer'] },
  { name: 'owner', values: { facet: 'owner' } },
  { name: 'department', values: { facet: 'department' } },
  { name: 'products', values: { facet: 'product' }, isList: true, form: '[${}]' },
  { name: 'tags', values: { facet: 'tag' }, isList: true, form: '[${}]' },
  { name: 'symptoms', isList: true, form: '\n  - "${}"' },
  { name: 'answer', form: '"${}"' },
  { name: 'empathy', form: '"${}"' },
  { name: 'promise', form: '{what: ${}, within: ${}, limit: ${}, authority: ${}}' },
  { name: 'exceptions', form: '\n  - {when: ${}, may: ${}, who: ${}, never: ${}}' },
  { name: 'handoff', form: '{to: ${}, hours: ${}, collect: [${}], say: "${}"}' },
  { name: 'last_reviewed' },
  { name: 'review_every', values: ['30 days', '90 days', '6 months', '1 year'] },
  { name: 'publishDate' },
  { name: 'expiryDate' },
  { name: 'language' },
  { name: 'test_queries', isList: true, form: '\n  - ${}' },
  { name: 'pin', isList: true, form: '\n  - ${}' },
  { name: 'aliases', isList: true, form: '[${}]' },
  { name: 'search', form: '{boost: ${1}}' },
  { name: 'id' },
];

export const keyNamed = (name: string): FrontKey | undefined => KEYS.find((key) => key.name.toLowerCase() === name.toLowerCase());

/** What a key means, in a sentence; '' where it is none of ours. */
export function helpOf(name: string): string {
  const key = `key.${keyNamed(name)?.name ?? ''}`;
  return isOwn(key) ? t(key) : '';
}

/** Where the front matter ends: the offset of the line that closes it; null without any. */
export function endOfFrontMatter(text: string): number | null {
  if (!/^---[ \t]*\r?\n/.test(text)) return null;
  const end = /^---[ \t]*$/m.exec(text.slice(3));
  return end ? end.index + 3 : text.length;
}

/** Where what is read begins. */
export function startOfText(text: string): number {
  const end = endOfFrontMatter(text);
  return end === null ? 0 : Math.min(text.indexOf('\n', end) + 1 || text.length, text.length);
}

/** The key whose value stands at that offset, also on the lines below it. */
export function keyAt(text: string, offset: number): string | null {
  const end = endOfFrontMatter(text);
  if (end === null || offset > end) return null;
  const before = text.slice(0, offset);
  const line = before.slice(before.lastIndexOf('\n') + 1) + text.slice(offset).split('\n', 1)[0];
  const own = /^([A-Za-z_.]+)[ \t]*:/.exec(line);
  if (own) return own[1]!;
  if (!/^[ \t-]/.test(line)) return null;
  return [...before.matchAll(/^([A-Za-z_.]+)[ \t]*:/gm)].at(-1)?.[1] ?? null;
}

/** The plain text of a key on one line, as a title is; '' where there is none. */
export function valueOf(text: string, name: string): string {
  const end = endOfFrontMatter(text);
  const found = end === null ? null : new RegExp(`^${name}[ \\t]*:[ \\t]*(.*)$`, 'mi').exec(text.slice(0, end));
  const value = found?.[1]?.trim() ?? '';
  const quoted = /^"((?:[^"\\]|\\.)*)"|^'((?:[^']|'')*)'/.exec(value);
  if (!quoted) return value.replace(/\s+#.*$/, '');
  return quoted[1] !== undefined ? quoted[1].replace(/\\(["\\])/g, '$1') : quoted[2]!.replace(/''/g, "'");
}

/** Text as a YAML value that is nothing else than text. */
export const yamlText = (text: string) => `"${text.replace(/[\p{Cc}\s]+/gu, ' ').trim().replace(/["\\]/g, '\\$&')}"`;

/** The front matter with that value for the key: in its place, else at the end. Lists take it as their
 *  first entry. */
export function withValue(text: string, name: string, value: string): string {
  const end = endOfFrontMatter(text);
  if (end === null) return `---\n${name}: ${value}\n---\n${text}`;
  const head = text.slice(0, end);
  const written = keyNamed(name)?.isList ? `${name}:\n  - ${value}` : `${name}: ${value}`;
  const place = new RegExp(`^${name}[ \\t]*:.*$(?:\\n[ \\t]+-?[ \\t]*(?:""|'')?[ \\t]*$)*`, 'mi');
  const next = place.test(head) ? head.replace(place, () => written) : `${head}${written}\n`;
  return next + text.slice(end);
}

let facets: Promise<SearchPage['facets'] & { owner?: Record<string, number> }> | null = null;

/** Asked once: what articles say changes little while one is written. */
function facetsNow() {
  facets ??= ask<SearchPage>('/api/v1/search?q=&limit=1&facets=owner,department,product,tag').then((page) => page.facets, (error: unknown) => {
    problemOf(error);
    facets = null;
    return {};
  });
  return facets;
}

/** Values for a key, each with its name where it has one. */
export async function valuesFor(name: string): Promise<{ value: string; name: string }[]> {
  const values = keyNamed(name)?.values;
  if (!values) return [];
  const named = 'facet' in values ? Object.keys((await facetsNow())[values.facet] ?? {}) : values;
  return named.map((value) => ({ value, name: nameOf(name, value) }));
}
