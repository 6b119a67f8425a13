// SPDX-License-Identifier: GPL-3.0-or-later
// Marks ranges without touching the text where the browser can, else by elements around it.

const ALL = 'ap-found';
const HERE = 'ap-found-here';

interface Split { node: Text; data: string; added: ChildNode[] }

let splits: Split[] = [];

/** The text nodes are put back as they were: Preact knows some of them. */
function unwrap() {
  for (const { node, data, added } of splits) {
    for (const one of added) one.remove();
    node.data = data;
  }
  splits = [];
}

/** The pieces of a range, one a text node. */
function piecesOf(range: Range): { node: Text; from: number; to: number }[] {
  const top = range.commonAncestorContainer;
  const pieces = [];
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  for (let node = top instanceof Text ? top : walker.nextNode(); node; node = walker.nextNode()) {
    if (!range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : (node as Text).data.length;
    if (from < to) pieces.push({ node: node as Text, from, to });
  }
  return pieces;
}

function wrap(ranges: Range[], here: number): Element | null {
  const wanted = new Map<Text, { from: number; to: number; isHere: boolean }[]>();
  ranges.forEach((range, i) => {
    for (const { node, from, to } of piecesOf(range)) wanted.set(node, [...wanted.get(node) ?? [], { from, to, isHere: i === here }]);
  });
  let first: Element | null = null;
  for (const [node, pieces] of wanted) {
    const { data } = node;
    const added: ChildNode[] = [];
    let at = pieces[0]!.from;
    pieces.forEach(({ from, to, isHere }, i) => {
      if (from > at) added.push(document.createTextNode(data.slice(at, from)));
      const mark = document.createElement('mark');
      mark.className = isHere ? HERE : ALL;
      mark.textContent = data.slice(from, to);
      if (isHere) first ??= mark;
      added.push(mark);
      at = to;
      if (i === pieces.length - 1) added.push(document.createTextNode(data.slice(to)));
    });
    node.data = data.slice(0, pieces[0]!.from);
    node.after(...added);
    splits.push({ node, data, added });
  }
  return first;
}

const canPaint = () => typeof Highlight === 'function' && 'highlights' in CSS;

/** Takes all marks away. */
export function clearMarks() {
  if (!canPaint()) return unwrap();
  CSS.highlights.delete(ALL);
  CSS.highlights.delete(HERE);
}

/** Marks the ranges, one of them as the one that is meant; gives where that stands. The ranges hold
 *  no longer where elements had to be put around them. */
export function mark(ranges: Range[], here: number): Element | Range | null {
  clearMarks();
  if (ranges.length === 0) return null;
  if (!canPaint()) return wrap(ranges, here);
  CSS.highlights.set(ALL, new Highlight(...ranges.filter((_, i) => i !== here)));
  CSS.highlights.set(HERE, new Highlight(ranges[here]!));
  return ranges[here]!;
}
