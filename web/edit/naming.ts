// SPDX-License-Identifier: GPL-3.0-or-later
// What a new article's file and id are called (docs/articles.md).
import { valueOf } from './front_matter';

const LONGEST = 60; // characters of a file's name, cut between two words

const SPELT: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'o', å: 'a', œ: 'oe', ł: 'l' };

/** Lower-case letters, digits and hyphens. */
export function slug(text: string): string {
  const plain = text.toLowerCase().replace(/[äöüßæøåœł]/g, (letter) => SPELT[letter]!).normalize('NFKD').replace(/\p{M}/gu, '');
  const words = plain.replace(/['’]/g, '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return words.length <= LONGEST ? words : words.slice(0, LONGEST + 1).replace(/-[^-]*$/, '').slice(0, LONGEST);
}

/** The file of a new article with that title. */
export const pathFor = (title: string): string => `${slug(title) || 'untitled'}.md`;

/** Its id: the front matter's, else made from the file's path. */
export const idOfPath = (text: string, path: string): string =>
  valueOf(text, 'id') || path.replace(/\.(md|markdown|mdx)$/i, '').split('/').map(slug).filter(Boolean).join('-');
