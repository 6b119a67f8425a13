// SPDX-License-Identifier: GPL-3.0-or-later
// What the surrounding page may ask of the panel (docs/panel.md), read from whatever it sends: types
// checked, lengths bounded, and nothing else of it kept.
import { FILTERS, noFilters, type Filter, type Filters } from '../api/types';
import { MOST_NAME, MOST_WORDS, type Pop } from '../state/pop';

export const VERSION = 1;

export type Order =
  | { type: 'hello' }
  | { type: 'search'; q: string; filters: Filters }
  | { type: 'open'; id: string; anchor: string }
  | { type: 'call'; pop: Pop }
  | { type: 'token'; token: string; expires: Date | null };

/** Meant for the panel, and not to be understood: `of` is the type that it has. */
export class Malformed extends Error {
  constructor(readonly of: string, why: string) { super(why); }
}

const MOST_VALUES = 20; // of a filter
const MOST_ID = 200;
const MOST_TOKEN = 512;

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

/** Text of at most `most` characters; '' where there is none and `required` does not ask for it. */
function text(of: string, fields: Fields, name: string, most: number, required = false): string {
  const value = own(fields, name);
  if (value === undefined || value === null) {
    if (required) throw new Malformed(of, `${name} is missing`);
    return '';
  }
  if (typeof value !== 'string') throw new Malformed(of, `${name} is no text`);
  if (value.length > most) throw new Malformed(of, `${name} is longer than ${most} characters`);
  if (required && value === '') throw new Malformed(of, `${name} is empty`);
  return value;
}

function filtersOf(fields: Fields): Filters {
  const told = own(fields, 'filters') ?? {};
  const filters = noFilters();
  if (!isFields(told)) throw new Malformed('search', 'filters is no object');
  for (const [name, values] of Object.entries(told)) {
    if (!FILTERS.includes(name as Filter)) throw new Malformed('search', `filters can be ${FILTERS.join(', ')}`);
    if (!Array.isArray(values) || values.length > MOST_VALUES || !values.every((value) => typeof value === 'string' && value.length <= MOST_NAME))
      throw new Malformed('search', `filters.${name} is no list of at most ${MOST_VALUES} texts of at most ${MOST_NAME} characters`);
    filters[name as Filter] = values;
  }
  return filters;
}

function expiryOf(fields: Fields): Date | null {
  const told = text('token', fields, 'expires', 40);
  if (!told) return null;
  const expires = new Date(told);
  if (Number.isNaN(expires.getTime())) throw new Malformed('token', 'expires is no time stamp');
  return expires;
}

function tokenOf(fields: Fields): string {
  const token = text('token', fields, 'token', MOST_TOKEN, true);
  if (!/^[\w.~+/=-]+$/.test(token)) throw new Malformed('token', 'token has characters that no token has'); // RFC 6750, 2.1
  return token;
}

const READERS: Record<Order['type'], (fields: Fields) => Order> = {
  hello: () => ({ type: 'hello' }),
  search: (fields) => ({ type: 'search', q: text('search', fields, 'q', MOST_WORDS, true), filters: filtersOf(fields) }),
  open: (fields) => ({ type: 'open', id: text('open', fields, 'id', MOST_ID, true), anchor: text('open', fields, 'anchor', MOST_ID) }),
  call: (fields) => {
    const name = (what: string) => text('call', fields, what, MOST_NAME);
    return { type: 'call', pop: { call: name('call'), queue: name('queue'), product: name('product'), q: text('call', fields, 'q', MOST_WORDS) } };
  },
  token: (fields) => ({ type: 'token', token: tokenOf(fields), expires: expiryOf(fields) }),
};

const isKnown = (type: string): type is Order['type'] => Object.hasOwn(READERS, type);

/** The order, or null where it is none of ours: pages send each other much, and later versions know
 *  more types. Throws Malformed. */
export function readOrder(data: unknown): Order | null {
  if (!isFields(data) || own(data, 'aplomb') !== VERSION) return null;
  const type = own(data, 'type');
  return typeof type === 'string' && isKnown(type) ? READERS[type](data) : null;
}
