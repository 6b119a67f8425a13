// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of an article: its ordered lists.
import { parsed } from './customer_text';

/** A list of steps under its heading; each step is the elements that are shown for it. */
export interface Steps { heading: string; anchor: string; steps: Element[][] }

const lengthOf = (list: HTMLOListElement) => [...list.children].filter((child) => child.tagName === 'LI').length;

/** What a step shows: the item's content, and no marker of its own. */
function contentOf(item: Element): Element[] {
  const content = document.createElement('div');
  content.append(...[...item.childNodes].map((child) => document.importNode(child, true)));
  return [content];
}

/** A list that a block between two steps has cut in two goes on by its number. */
function goesOn(list: HTMLOListElement, steps: Steps | undefined): steps is Steps {
  return steps !== undefined && list.start > 1 && list.start === steps.steps.length + 1;
}

/** The lists of steps of the article's text, in its order. Lists in a marked block count when nothing
 *  else does: a procedure stands by itself. */
export function stepsOf(html: string): Steps[] {
  const body = parsed(html);
  const own = listsIn(body);
  return own.length > 0 ? own : [...body.querySelectorAll('.audience')].flatMap(listsIn);
}

function listsIn(root: Element): Steps[] {
  const lists: Steps[] = [];
  let heading = { text: '', anchor: '' };
  let between: Element[] = []; // what stands after the last list of this heading
  let isUnder = false; // a list of this heading was seen
  for (const child of root.children) {
    if (/^H[1-6]$/.test(child.tagName)) {
      heading = { text: child.textContent!.trim(), anchor: child.id };
      isUnder = false;
    } else if (child instanceof HTMLOListElement && lengthOf(child) > 0) {
      const last = lists[lists.length - 1];
      const items = [...child.children].map(contentOf);
      if (isUnder && goesOn(child, last)) {
        last.steps[last.steps.length - 1]!.push(...between.map((block) => document.importNode(block, true)));
        last.steps.push(...items);
      } else {
        lists.push({ heading: heading.text, anchor: heading.anchor, steps: items });
      }
      isUnder = true;
      between = [];
    } else {
      between.push(child);
    }
  }
  return lists.filter(({ steps }) => steps.length > 1);
}

/** Which of the lists is meant: the first under that heading, else the longest. */
export function listFor(lists: Steps[], anchor: string): number {
  const under = anchor ? lists.findIndex((list) => list.anchor === anchor) : -1;
  if (under >= 0) return under;
  const longest = Math.max(...lists.map(({ steps }) => steps.length));
  return lists.findIndex(({ steps }) => steps.length === longest);
}
