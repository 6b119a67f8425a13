// SPDX-License-Identifier: GPL-3.0-or-later
// What an element says, as text for a mail or a chat: without the page's own buttons and labels.

/** Not part of the text: what the page or the indexer has put beside it. A footnote's number is another
 *  for customers. */
const LABELS = 'button, .label, .alert-title, .footnote-ref, .footnote-backref';
const BESIDE = `${LABELS}, .audience-internal`;
const APART = /^(P|PRE|TABLE|UL|OL|DL|BLOCKQUOTE|SECTION|H[1-6])$/; // an empty line around it
const OWN_LINE = /^(DIV|TR|DT|DD)$/;

const stands = (node: Node, where: string) => (node instanceof Element ? node : node.parentElement)?.closest(where) != null;
export const isLabel = (node: Node) => stands(node, LABELS);

/** The part of a text node that stands in the range. */
export function cut(node: Text, range: Range | null): string {
  if (!range) return node.data;
  if (!range.intersectsNode(node)) return '';
  const from = node === range.startContainer ? range.startOffset : 0;
  const to = node === range.endContainer ? range.endOffset : node.data.length;
  return node.data.slice(from, to);
}

/** The number or dash of an item, where more than what is in it is wanted. */
function markerOf(item: Element, range: Range | null): string {
  const list = item.parentElement;
  if (range && item.contains(range.commonAncestorContainer)) return '';
  if (!(list instanceof HTMLOListElement)) return '- ';
  return `${list.start + [...list.children].indexOf(item)}. `;
}

const NEW_LINE = '\v'; // breaks of which several are one, until all is written
const NEW_PARAGRAPH = '\f';

function write(node: Node, range: Range | null): string {
  if (node instanceof Text) {
    const text = cut(node, range);
    return node.parentElement?.closest('pre') ? text : text.replace(/\s+/g, ' ');
  }
  if (!(node instanceof Element) || node.matches(BESIDE)) return '';
  if (node.tagName === 'BR') return NEW_LINE;
  const inner = [...node.childNodes].map((child) => write(child, range)).join('');
  if (!inner.trim()) return inner && ' ';
  if (node.tagName === 'LI') return `${NEW_LINE}${markerOf(node, range)}${inner.trim()}${NEW_LINE}`;
  if (node.tagName === 'TD' || node.tagName === 'TH') return `${inner.trim()}\t`;
  if (APART.test(node.tagName)) return `${NEW_PARAGRAPH}${inner.trim()}${NEW_PARAGRAPH}`;
  return OWN_LINE.test(node.tagName) ? `${NEW_LINE}${inner.trim()}${NEW_LINE}` : inner;
}

/** The text of an element without what is internal in it, or of what of it stands in the range. */
export const plainText = (root: Node, range: Range | null = null): string =>
  write(root, range).replace(/[ \t]*[\v\f][\v\f ]*/g, (breaks) => (breaks.includes(NEW_PARAGRAPH) ? '\n\n' : '\n')).trim();

/** The words alone, by which two texts are compared. */
export function wordsOf(root: Node, range: Range | null = null): string {
  const words: string[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = root instanceof Text ? root : walker.nextNode(); node; node = walker.nextNode())
    if (!stands(node, BESIDE)) words.push(cut(node as Text, range));
  return squeezed(words.join(''));
}

/** Texts are equal when they are but for their white space. */
export const squeezed = (text: string): string => text.replace(/\s+/g, '');
