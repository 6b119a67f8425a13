// SPDX-License-Identifier: GPL-3.0-or-later
// Two texts, compared line by line.
import type { ComparedLine } from './types';

const AROUND = 3; // lines that are the same, shown before and after what is not
const MOST = 4_000_000; // pairs of lines: more take the browser too long, and are shown as replaced

type Kind = ComparedLine['kind'];

/** The longest sequence of lines that both have, by the table of the lengths of all (Hunt and
 *  McIlroy 1976 in its plainest form), once what both begin and end with is set aside. */
function kindsOf(before: string[], after: string[]): { kind: Kind; text: string }[] {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; --i)
    for (let j = after.length - 1; j >= 0; --j)
      lengths[i * width + j] = before[i] === after[j]
        ? lengths[(i + 1) * width + j + 1]! + 1 : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const kinds: { kind: Kind; text: string }[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      kinds.push({ kind: 'same', text: before[i++]! });
      ++j;
    } else if (i < before.length && (j === after.length || lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)) {
      kinds.push({ kind: 'removed', text: before[i++]! });
    } else {
      kinds.push({ kind: 'added', text: after[j++]! });
    }
  }
  return kinds;
}

const linesOf = (text: string) => text.replace(/\n$/, '').split('\n');

const all = (kind: Kind) => (text: string) => ({ kind, text });

function middle(before: string[], after: string[]) {
  if (before.length * after.length <= MOST) return kindsOf(before, after);
  return [...before.map(all('removed')), ...after.map(all('added'))];
}

/** What has changed, in pieces with the lines around them; nothing where nothing has. */
export function compare(beforeText: string, afterText: string): ComparedLine[][] {
  if (beforeText === afterText) return [];
  const [before, after] = [linesOf(beforeText), linesOf(afterText)];
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) ++head;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before.at(-1 - tail) === after.at(-1 - tail)) ++tail;
  const kinds = [
    ...before.slice(0, head).map(all('same')),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(all('same')),
  ];
  let [old, fresh] = [0, 0];
  const lines = kinds.map(({ kind, text }): ComparedLine => (
    { kind, text, old_line: kind === 'added' ? null : ++old, new_line: kind === 'removed' ? null : ++fresh }));
  const hunks: ComparedLine[][] = [];
  let end = -1; // of the last piece
  lines.forEach(({ kind }, at) => {
    if (kind === 'same') return;
    const from = Math.max(at - AROUND, end, 0);
    const to = Math.min(at + AROUND + 1, lines.length);
    if (from === end && hunks.length > 0) hunks.at(-1)!.push(...lines.slice(from, to));
    else hunks.push(lines.slice(from, to));
    end = to;
  });
  return hunks;
}
