// SPDX-License-Identifier: GPL-3.0-or-later
// Going from one thing to the next: `go` changes what is shown and the address bar with it, and the
// two sides follow.
import { batch, signal } from '@preact/signals';
import { noFilters, type Filter } from '../api/types';
import { isApart, isPanel, listKey, readAddress, writeAddress, type Address, type Work } from './address';
import { isHeld } from './leaving';
import { active, emptyList, found, showList, showListPaced } from './list';
import { emptyOpened, opened, showOpen } from './opened';
import { emptyOverview } from './overview';
import { sharing } from './sharing';
import { where } from './where';

const narrow = matchMedia('(max-width: 52rem)');
const hasOnePane = () => isPanel || narrow.matches;

/** Whether there is room for one side only. */
export const isNarrow = signal(narrow.matches);
narrow.addEventListener('change', () => { isNarrow.value = narrow.matches; });

interface Going {
  /** A step that "back" undoes; in a panel that would be the surrounding page's. */
  push?: boolean;
  /** Each letter goes at its own pace. */
  pace?: boolean;
  /** The article takes the focus. */
  focus?: boolean;
}

/** What of the address a customer may see on this screen: departments, folders and files are the
 *  house's own. */
function asShared(address: Address): Address {
  if (!sharing.value) return address;
  const { filters, browse } = address;
  return { ...address, filters: { ...filters, department: [] }, browse: browse === null ? null : '', lost: null, admin: null, work: null };
}

const addressBar = () => location.pathname + location.search + location.hash;

/** Another address for the same, with what to return to when sharing ends. */
function rewrite(address: string) {
  const before: unknown = history.state?.before ?? addressBar();
  history.replaceState(sharing.value ? { before } : null, '', address);
}

/** What the address bar says, as it may be shown: while sharing no article by a name that may be the
 *  house's own, until the server has told that of customers. */
function addressNow(): Address {
  const said = readAddress(location);
  const shown = asShared(said);
  const told = sharing.value ? { ...shown, open: null, anchor: '' } : shown;
  if (writeAddress(told) !== writeAddress(said) || shown.lost !== said.lost) rewrite(writeAddress(told));
  return shown;
}

/** The address names the article as the answer does: by its own id instead of a former one, and for
 *  customers, to whom ids and headings may not be told, as they know it or not at all. */
async function openAndName(how: { focus?: boolean; afresh?: boolean } = {}) {
  const { open: asked } = where.value;
  await showOpen(how);
  const now = opened.value;
  if (where.value.open !== asked || asked === null) return;
  if (now.kind === 'problem' && sharing.value) rewrite(writeAddress({ ...where.value, open: null }));
  if (now.kind !== 'article') return;
  const { id, html } = now.article;
  const { anchor } = where.value;
  const isTold = !sharing.value || html.includes(`id="${anchor}"`);
  if (id !== asked || (!isTold && anchor)) where.value = { ...where.value, open: id, anchor: isTold ? anchor : '' };
  const address = writeAddress(where.value);
  if (address !== addressBar()) rewrite(address);
}

function apply(next: Address, { pace = false, focus = false }: Going = {}) {
  const before = where.value;
  where.value = next;
  if (isApart(next)) return;
  const wasApart = isApart(before);
  if (wasApart || listKey(before) !== listKey(next)) (pace ? showListPaced : showList)();
  if (wasApart || before.open !== next.open || before.lost !== next.lost || before.anchor !== next.anchor || focus) void openAndName({ focus, afresh: before.work !== null });
}

export function go(change: Partial<Address>, { push = false, ...how }: Going = {}) {
  if (isHeld(() => go(change, { push, ...how }))) return;
  const next = asShared({ ...where.value, lost: null, admin: null, work: null, ...change });
  const address = writeAddress(next);
  if (address !== addressBar()) {
    if (push && !isPanel) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }
  apply(next, how);
}

/** Shows what the address says, for the first time. */
export function begin() {
  where.value = addressNow();
  if (isApart(where.value)) return;
  showList();
  void openAndName();
}

/** What the address bar says by itself: after going back or forward, or to another view. */
export function followAddress() {
  const wanted = addressBar();
  const follow = () => {
    if (addressBar() !== wanted) history.replaceState(null, '', wanted);
    apply(addressNow());
  };
  if (!isHeld(follow)) follow();
  else if (addressBar() !== writeAddress(where.value)) history.pushState(null, '', writeAddress(where.value));
}

/** Everything anew, as another view of the same articles. */
export function reload() {
  showList();
  void openAndName({ afresh: true });
}

/** Takes away at once all that was read. */
function empty() {
  active.value = null;
  emptyList();
  emptyOverview();
  emptyOpened();
}

/** Everything anew, as another reader, who may see less. */
export function reloadForAnother() {
  batch(empty);
  reload();
}

/** Has this screen show what customers may see and nothing else, or all again. What is on it goes at
 *  once, before anything is asked. */
export function share(on: boolean) {
  batch(() => {
    sharing.value = on;
    empty();
    if (on) {
      where.value = asShared(where.value);
      rewrite(writeAddress({ ...where.value, open: null }));
    } else {
      const before: unknown = history.state?.before;
      if (typeof before === 'string') history.replaceState(null, '', before);
      where.value = typeof before === 'string' ? readAddress(location) : where.value;
    }
  });
  if (!isApart(where.value)) reload();
}

/** What is written has another address from now on; nothing else is shown. */
export function rename(work: Work) {
  where.value = { ...where.value, work };
  history.replaceState(null, '', writeAddress(where.value));
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
  const leave = hasOnePane() ? { open: null, anchor: '' } : {};
  go({ q, exact: false, browse: null, ...leave }, { push: first, pace: q !== '' });
}

/** Back to the beginning, with nothing left of what was searched and read. A screen that is shared
 *  stays one: who looks at it has not gone. */
export function forget() {
  history.replaceState(null, '', '/');
  batch(() => {
    where.value = readAddress(location);
    empty();
  });
}
