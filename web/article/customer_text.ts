// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the text on the page is the customer's. What the page says of itself is only the first
// question; nothing is copied for a customer that the server does not show to customers.
import { ask } from '../api/client';
import type { Article } from '../api/types';
import { squeezed, wordsOf } from './plain_text';

/** What of the page's own elements a customer may see. */
export const FOR_CUSTOMERS = { 'data-for': 'customer' } as const;
const CUSTOMER = '[data-for="customer"], .audience-customer, .audience-say';
const INTERNAL = '[data-for="internal"], .audience-internal';

/** The whole of the customer's text that a node stands in; null inside internal text, however deep. */
export function customerTextAround(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement;
  if (!element || element.closest(INTERNAL)) return null;
  let around = element.closest(CUSTOMER);
  for (let next = around; next; next = next.parentElement?.closest(CUSTOMER) ?? null) around = next;
  return around;
}

/** The first of the customer's texts in an element. */
export const customerTextIn = (element: Element): Element | null =>
  [...element.querySelectorAll(CUSTOMER)].find((one) => customerTextAround(one)) ?? null;

export const parsed = (html: string): HTMLElement => new DOMParser().parseFromString(html, 'text/html').body;

/** Whether customers see anything of the article: only then is what stands before its text theirs. */
export const hasCustomerText = ({ audience, html }: Article): boolean =>
  audience === 'customer' || customerTextIn(parsed(html)) !== null;

const PATIENCE_MS = 4000; // who has pressed a key looks elsewhere by then

/** Everything that customers see of the article, ready to be compared. Throws Problem, which is a 404
 *  where they see nothing, and DOMException when the server does not answer. */
export async function seenByCustomers(id: string): Promise<string[]> {
  const path = `/api/v1/articles/${encodeURIComponent(id)}?view=customer`;
  const { title, description, answer, empathy, promise, handoff, symptoms, html, audience, path: file } =
    await ask<Article>(path, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (audience !== 'customer' || file !== '') return []; // customers are told no file: an agent was answered
  const fields = [title, description, answer, empathy, promise?.what, promise?.within, handoff?.say, ...symptoms ?? []];
  return [...fields.map((field) => squeezed(field ?? '')), wordsOf(parsed(html))];
}
