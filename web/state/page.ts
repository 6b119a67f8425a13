// SPDX-License-Identifier: GPL-3.0-or-later
// Going from one thing to the next: `go` changes what is shown and the address bar with it, and the
// two sides follow.
import { batch } from '@preact/signals';
import { noFilters, type Filter } from '../api/types';
import { readAddress, writeAddress, type Address } from './address';
import { active, found, showList, showListPaced } from './list';
import { opened, showOpen } from './opened';
import { where } from './where';

const narrow = matchMedia('(max-width: 52rem)');
const listKey = ({ q, exact, filters, browse }: Address) => JSON.stringify([q, exact, filters, browse]);

interface Going {
  /** A step that "back" undoes. */
  push?: boolean;
  /** Each letter goes at its own pace. */
  pace?: boolean;
  /** The article takes the focus. */
  focus?: boolean;
}

function apply(next: Address, { pace = false, focus = false }: Going = {}) {
  const before = where.value;
  where.value = next;
  if (next.admin !== null) return;
  if (before.admin !== null || listKey(before) !== listKey(next)) (pace ? showListPaced : showList)();
  if (before.admin !== null || before.open !== next.open || before.lost !== next.lost || before.anchor !== next.anchor || focus) void showOpen({ focus });
}

export function go(change: Partial<Address>, { push = false, ...how }: Going = {}) {
  const next: Address = { ...where.value, lost: null, admin: null, ...change };
  const address = writeAddress(next);
  if (address !== location.pathname + location.search + location.hash) {
    if (push) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }
  apply(next, how);
}

/** Shows what the address says, for the first time. */
export function begin() {
  if (where.value.admin !== null) return;
  showList();
  void showOpen();
}

/** What the address bar says by itself: after going back or forward, or to another view. */
export function followAddress() {
  apply(readAddress(location));
}

/** Everything anew, as another reader or another view of the same articles. */
export function reload() {
  showList();
  void showOpen({ afresh: true });
}

export const open = (id: string, anchor = '') => go({ open: id, anchor }, { push: true, focus: true });

/** Back from the article to its hit. */
export function close() {
  const id = where.value.open;
  go({ open: null, anchor: '' }, { push: true });
  if (found.value.some((hit) => hit.id === id)) active.value = id;
}

export function toggle(field: Filter, value: string) {
  const values = where.value.filters[field];
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  go({ filters: { ...where.value.filters, [field]: next }, browse: null }, { push: true });
}

export const clearFilters = () => go({ filters: noFilters() }, { push: true });

/** An empty box, and nothing it was narrowed to. */
export const clear = () => go({ q: '', exact: false, filters: noFilters() });

/** A letter more or less in the box. */
export function type(q: string) {
  const { q: before, browse, open: id } = where.value;
  const first = before === '' && (browse !== null || id !== null); // a step; each further letter is not
  const leave = narrow.matches ? { open: null, anchor: '' } : {};
  go({ q, exact: false, browse: null, ...leave }, { push: first, pace: true });
}

/** Back to the beginning, with nothing left of what was searched and read. */
export function forget() {
  history.replaceState(null, '', '/');
  batch(() => {
    where.value = readAddress(location);
    opened.value = { kind: 'nothing' };
    active.value = null;
    showList();
  });
}
