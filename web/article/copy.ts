// SPDX-License-Identifier: GPL-3.0-or-later
// Copying for the customer. It fails closed: text goes to the clipboard only when it stands in
// customer text here and the server shows the same words to customers.
import { Problem } from '../api/problem';
import { addCommands } from '../keys';
import { t, type Key } from '../messages/messages';
import { announce } from '../shell/announcer';
import { opened } from '../state/opened';
import { sharing } from '../state/sharing';
import { toClipboard } from './clipboard';
import { customerTextAround, customerTextIn, seenByCustomers } from './customer_text';
import { isReading } from './reading';
import { cut, isLabel, plainText, wordsOf } from './plain_text';

export const ANSWER = 'ap-answer';
const ANSWER_TEXT = `${ANSWER}-text`;
const pane = () => document.getElementById('ap-article')!;

interface Copy { text: string; words: string[] }

/** A sentence that the page makes of several texts is checked by those. */
function copyOf(root: Element, range: Range | null = null): Copy {
  const parts = root.querySelectorAll('[data-part]');
  const words = (parts.length > 0 ? [...parts] : [root]).map((part) => wordsOf(part, range));
  return { text: plainText(root, range), words: words.filter((some) => some !== '') };
}

/** The range of the article that is selected, when there is any text in it. */
function selectedRange(): Range | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  return pane().contains(range.commonAncestorContainer) && range.toString().trim() ? range : null;
}

/** The customer's texts that the range lies in, or null when it reaches beyond them. */
function customerTextsOf(range: Range): Element[] | null {
  const texts = new Set<Element>();
  const top = range.commonAncestorContainer;
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  for (let node = top instanceof Text ? top : walker.nextNode(); node; node = walker.nextNode()) {
    if (!cut(node as Text, range).trim() || isLabel(node) || !range.intersectsNode(node)) continue;
    const around = customerTextAround(node);
    if (!around) return null;
    texts.add(around);
  }
  return [...texts];
}

/** The customer's text that has the focus, or the first in the card or the step that has it. */
function focusedText(): Element | null {
  const focus = document.activeElement;
  if (!focus || focus === pane() || !pane().contains(focus)) return null;
  return customerTextAround(focus) ?? customerTextIn(focus.closest('.card') ?? focus);
}

const SHOWN = 90; // characters of what was copied: enough to know it again
const short = (text: string) => (text.length > SHOWN ? `${text.slice(0, SHOWN).trimEnd()}…` : text).replace(/\s+/g, ' ');

/** Whether customers see these words; says why not. */
async function maySay(id: string, words: string[]): Promise<Key | null> {
  try {
    const seen = await seenByCustomers(id);
    return words.every((some) => seen.some((text) => text.includes(some))) ? null : 'copy.notSeen';
  } catch (error) {
    if (error instanceof Problem) return error.status === 404 ? 'copy.nothingSeen' : 'copy.unchecked';
    if (error instanceof DOMException) return 'copy.unchecked';
    throw error;
  }
}

/** Words that a customer may have, and what of them fits a line; or why there are none. */
type Words = { text: string; shown: string } | { fault: Key };

/** Null when something else was opened meanwhile: what was asked for is gone. */
async function checked(copies: Copy[]): Promise<Words | null> {
  const now = opened.value;
  if (now.kind !== 'article') return null;
  const text = copies.map((one) => one.text).join('\n\n');
  const words = copies.flatMap((one) => one.words);
  const fault = words.length === 0 ? 'copy.nothing' : await maySay(now.article.id, words);
  if (opened.value !== now) return null; // another article, or another view
  return fault ? { fault } : { text, shown: short(text) };
}

async function copyWords(words: Words | null) {
  if (!words) return;
  if ('fault' in words) announce(t(words.fault));
  else announce(await toClipboard(words.text) ? t('copy.done', { text: words.shown }) : t('copy.noClipboard'));
}

/** Copies one of the customer's texts on the page. */
export const copyText = async (text: Element) => copyWords(await checked([copyOf(text)]));

/** What is selected, else the customer's text that has the focus, else the answer. */
export async function customerWords(): Promise<Words | null> {
  const range = selectedRange();
  if (range) {
    const texts = customerTextsOf(range);
    return texts ? checked(texts.map((text) => copyOf(text, range))) : { fault: 'copy.refused' };
  }
  const text = focusedText() ?? document.getElementById(ANSWER_TEXT);
  if (!text) return { fault: 'copy.noAnswer' };
  return customerTextAround(text) ? checked([copyOf(text)]) : { fault: 'copy.nothingSeen' };
}

const copyForCustomer = async () => copyWords(await customerWords());

/** Copies code or a table just as it is, also where it is internal, and says so then. */
export async function copyAsItIs(element: Element, text: string) {
  if (!await toClipboard(text)) announce(t('copy.noClipboard'));
  else announce(t(customerTextAround(element) || sharing.value ? 'copy.code' : 'copy.codeInternal'));
}

/** The browser's own copying is not in the way of anybody, but it takes whatever is selected. */
function warnOfInternal() {
  const range = selectedRange();
  if (range && !sharing.value && !customerTextsOf(range)) announce(t('copy.internal'));
}

document.addEventListener('copy', warnOfInternal);
addCommands({ key: 'c', label: 'keys.copy', group: 'article', when: isReading, run: () => void copyForCustomer() });
