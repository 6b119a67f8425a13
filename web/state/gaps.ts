// SPDX-License-Identifier: GPL-3.0-or-later
// Questions that no article answers, recorded by who was asked them.
import { effect, signal } from '@preact/signals';
import type { Gap, SearchPage } from '../api/types';
import { call } from './call';
import { change } from './change';
import { isHand } from './hand';
import { isCurrent, list } from './list';
import { isApartNow } from './where';

/** What was recorded last, by the words that were searched for. */
const recorded = signal<{ query: string; gap: Gap } | null>(null);

effect(() => { if (!isHand()) recorded.value = null; });

/** What is known of the question: recorded just now, or asked before. */
export const gapOf = ({ query, gap }: SearchPage): Gap | null => (recorded.value?.query === query ? recorded.value.gap : gap ?? null);

/** Whether it was recorded from here, just now. */
export const isRecorded = ({ query }: SearchPage) => recorded.value?.query === query;

/** What is found, where it answers badly or not at all and may be recorded. */
export function unanswered(): SearchPage | null {
  if (!isHand() || isApartNow.value || list.value.kind !== 'results' || !isCurrent()) return null;
  const { page } = list.value;
  return (page.certainty === 'none' || page.certainty === 'weak') && page.query.trim() !== '' ? page : null;
}

/** Throws Problem. */
export async function record({ query }: SearchPage): Promise<Gap> {
  const gap = await change<Gap>('POST', '/api/v1/gaps', { question: query.trim(), call: call.value.id });
  if (isHand()) recorded.value = { query, gap };
  return gap;
}
