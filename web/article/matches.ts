// SPDX-License-Identifier: GPL-3.0-or-later
// Where words stand in what is shown. Accents, case and the width of spaces do not count.

const MOST = 1000;
const APART = 'p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6, pre, blockquote, section, div';

/** A letter as it is compared, which may be none or several: "É" is "e", "ß" is "ss". */
const fold = (letter: string) => letter.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace('ß', 'ss');

interface Place { node: Text; offset: number; length: number }

/** The text folded, with the place of each of its characters; texts of several blocks stand apart. */
function folded(root: Element, leftOut: string): { text: string; places: Place[] } {
  let text = '';
  const places: Place[] = [];
  const put = (some: string, place: Place) => {
    if (some === ' ' && text.endsWith(' ')) return;
    text += some;
    for (let i = 0; i < some.length; ++i) places.push(place);
  };
  let block: Element | null = null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let next = walker.nextNode(); next; next = walker.nextNode()) {
    const node = next as Text;
    if (node.parentElement!.closest(leftOut)) continue;
    const around = node.parentElement!.closest(APART);
    if (around !== block) put('\n', { node, offset: 0, length: 0 });
    block = around;
    let offset = 0;
    for (const letter of node.data) {
      put(/\s/.test(letter) ? ' ' : fold(letter), { node, offset, length: letter.length });
      offset += letter.length;
    }
  }
  return { text, places };
}

/** The ranges where the words stand, in order; of more than a thousand, the first. */
export function matchesIn(root: Element, words: string, leftOut: string): Range[] {
  const wanted = [...words].map((letter) => (/\s/.test(letter) ? ' ' : fold(letter))).join('').replace(/ +/g, ' ').trim();
  if (!wanted) return [];
  const { text, places } = folded(root, leftOut);
  const ranges: Range[] = [];
  for (let at = text.indexOf(wanted); at >= 0 && ranges.length < MOST; at = text.indexOf(wanted, at + wanted.length)) {
    const range = document.createRange();
    const first = places[at]!;
    const last = places[at + wanted.length - 1]!;
    range.setStart(first.node, first.offset);
    range.setEnd(last.node, last.offset + last.length);
    ranges.push(range);
  }
  return ranges;
}
