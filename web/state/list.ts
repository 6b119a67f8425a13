// SPDX-License-Identifier: GPL-3.0-or-later
// The left side: what is found, what a folder holds, or nothing yet.
import { batch, computed, signal } from '@preact/signals';
import { Line, paced } from '../api/line';
import { problemOf, type Problem } from '../api/problem';
import { FILTERS, type Folders, type Hit, type Listing, type SearchPage, type Suggestion, type Summary } from '../api/types';
import { hasFilters, listKey } from './address';
import { busy } from './busy';
import { inCall } from './call';
import { dropFound, searchOwn } from './own';
import { asSeen } from './sharing';
import { where } from './where';

const PAGE = 20;
const MAX_SHOWN = 100; // the API's largest page
const LISTED = 50;
const COMPLETIONS = 6;
const PACE_MS = 50; // between two searches while typing; the first letter goes at once

/** Whether what is shown answers what stands in the box, narrowed as it is. */
export const isCurrent = () => list.value.kind === 'results' && list.value.key === listKey(where.value);

export type List =
  | { kind: 'start' }
  | { kind: 'results'; key: string; page: SearchPage; exact: boolean; filtered: boolean }
  | { kind: 'listing'; folder: string; folders: Folders; articles: Summary[]; next: string | null; total: number }
  | { kind: 'problem'; problem: Problem };

export const list = signal<List>({ kind: 'start' });
export const listBusy = signal(false);
export const completions = signal<Suggestion[]>([]);

/** Why more of the list could not be had. */
export const moreProblem = signal<Problem | null>(null);

/** Counts the lists that begin anew, which are shown from their top. */
export const lists = signal(0);

const lines = { list: new Line(), suggest: new Line({ quiet: true }) };

/** What there is, whether it answers or not. */
export const found = computed<Hit[]>(() => {
  if (list.value.kind !== 'results') return [];
  const { hits, nearest } = list.value.page;
  return hits.length > 0 ? hits : nearest;
});

/** The id of the hit that the arrow keys have reached. */
export const active = signal<string | null>(null);

function show(next: List, fresh: boolean) {
  batch(() => {
    list.value = next;
    moreProblem.value = null;
    if (fresh) ++lists.value;
    if (!found.value.some(({ id }) => id === active.value)) active.value = null;
  });
}

async function search(limit = PAGE) {
  const { q, exact, filters } = where.value;
  const key = listKey(where.value);
  const parameters = new URLSearchParams({ q, limit: String(limit), facets: FILTERS.join(',') });
  if (exact) parameters.append('exact', '1');
  for (const field of FILTERS) for (const value of filters[field]) parameters.append(field, value);
  const page = await busy(listBusy, lines.list.ask<SearchPage>(inCall(asSeen(`/api/v1/search?${parameters}`))));
  if (page) show({ kind: 'results', key, page, exact, filtered: hasFilters(filters) }, limit === PAGE);
}

async function suggest() {
  const parameters = new URLSearchParams({ q: where.value.q, limit: String(COMPLETIONS) });
  try {
    const answer = await lines.suggest.ask<{ suggestions: Suggestion[] }>(asSeen(`/api/v1/suggest?${parameters}`));
    if (answer) completions.value = answer.suggestions;
  } catch (error) {
    problemOf(error);
    completions.value = []; // the results do without them
  }
}

const NO_FOLDERS: Folders = { folder: '', articles: 0, folders: [] };

async function browse(before?: Extract<List, { kind: 'listing' }>) {
  const folder = where.value.browse ?? '';
  const parameters = new URLSearchParams({ folder, direct: '1', limit: String(LISTED) });
  if (before?.next) parameters.append('cursor', before.next);
  const listing = async () => {
    const [page, folders] = await Promise.all([
      lines.list.ask<Listing>(asSeen(`/api/v1/articles?${parameters}`)),
      before ? before.folders : lines.suggest.ask<Folders>(asSeen(`/api/v1/folders?${new URLSearchParams({ folder })}`)),
    ]);
    return page && { page, folders: folders ?? NO_FOLDERS };
  };
  const answer = await busy(listBusy, listing());
  if (!answer) return;
  const { page, folders } = answer;
  show({ kind: 'listing', folder, folders, articles: [...before?.articles ?? [], ...page.articles], next: page.next, total: page.total }, !before);
}

/** Empties the list at once; answers to what was asked before come too late. */
export function emptyList() {
  lines.list.drop();
  batch(() => {
    noCompletions();
    listBusy.value = false;
    show({ kind: 'start' }, true);
  });
}

let again = () => {};

/** Runs what fills the list; what it cannot have is shown in place of it. */
async function load(work: () => Promise<void>) {
  again = () => void load(work);
  try {
    await work();
  } catch (error) {
    show({ kind: 'problem', problem: problemOf(error) }, true);
  }
}

/** Tries again what could not be had. */
export const retryList = () => again();

/** Whether there is more of the list than is shown, and it may be asked for. */
export const hasMore = computed(() => {
  const now = list.value;
  if (now.kind === 'listing') return now.next !== null;
  return now.kind === 'results' && found.value.length < Math.min(now.page.total, MAX_SHOWN);
});

export async function showMore() {
  const now = list.value;
  try {
    if (now.kind === 'listing') await browse(now);
    else if (now.kind === 'results') await search(Math.min(found.value.length + PAGE, MAX_SHOWN));
  } catch (error) {
    moreProblem.value = problemOf(error); // what is there stays
  }
}

/** None, and none that come late. */
function noCompletions() {
  lines.suggest.drop();
  completions.value = [];
  dropFound();
}

/** Makes the list follow the address. */
export function showList() {
  const { q, filters, browse: folder } = where.value;
  if (folder !== null && !q) {
    noCompletions();
    void load(() => browse());
  } else if (q.trim() || hasFilters(filters)) {
    void load(() => search());
    if (q.trim()) void suggest();
    else noCompletions();
    searchOwn(q);
  } else {
    emptyList();
  }
}

export const showListPaced = paced(PACE_MS, showList);
