// SPDX-License-Identifier: GPL-3.0-or-later
// A telephone system that opens the page with a call, or hands one to the panel.
//   /call?q=refund&call=4711&queue=cards&product=debit+card
import { signal } from '@preact/signals';
import { Line } from '../api/line';
import { problemOf } from '../api/problem';
import { noFilters, type SearchPage } from '../api/types';
import { beginCall } from './call';
import { go } from './page';
import { asSeen } from './sharing';
import { where } from './where';

/** What is known of a call; '' is nothing. */
export interface Pop { call: string; queue: string; product: string; q: string }

export const MOST_NAME = 100; // characters of a call's id, a queue, a product
export const MOST_WORDS = 1000; // of a question, as the box takes them

const bounded = (text: string, most: number) =>
  text.replace(/\p{Cc}+/gu, ' ').trim().slice(0, most).replace(/[\uD800-\uDBFF]$/, ''); // no half character

/** The call that the address hands over, if it does. */
export function readPop({ pathname, search }: Pick<Location, 'pathname' | 'search'>): Pop | null {
  if (pathname !== '/call') return null;
  const parameters = new URLSearchParams(search);
  const get = (name: string) => parameters.get(name) ?? '';
  return { call: get('call'), queue: get('queue'), product: get('product'), q: get('q') };
}

/** The product of the call, where no article is about it. */
export const unknownProduct = signal('');

const line = new Line();

const isSame = (one: string, other: string) => one.localeCompare(other, undefined, { sensitivity: 'base' }) === 0;

/** The product as articles spell it; null where none is about it, undefined when a newer call came. */
async function productOf(name: string): Promise<string | null | undefined> {
  const parameters = new URLSearchParams({ q: '', product: name, limit: '1', facets: 'product' });
  try {
    const page = await line.ask<SearchPage>(asSeen(`/api/v1/search?${parameters}`));
    if (!page || page.total === 0) return page && null;
    return Object.keys(page.facets.product ?? {}).find((other) => isSame(other, name)) ?? name;
  } catch (error) {
    problemOf(error);
    return null; // the question counts more
  }
}

/** Begins that call with its question. What is typed meanwhile is not overwritten. The address that
 *  comes out of it can be shared: it knows nothing of the call. */
export async function takeCall(pop: Pop): Promise<void> {
  const [id, queue, product] = [pop.call, pop.queue, pop.product].map((text) => bounded(text, MOST_NAME)) as [string, string, string];
  beginCall({ ...id && { id }, queue, product });
  unknownProduct.value = '';
  const before = where.value;
  const known = product ? await productOf(product) : null;
  if (known === undefined || where.value !== before) return;
  if (product && !known) unknownProduct.value = product;
  const filters = { ...noFilters(), product: known ? [known] : [] };
  go({ q: bounded(pop.q, MOST_WORDS), exact: false, filters, browse: null, open: null, anchor: '' });
}
