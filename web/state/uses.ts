// SPDX-License-Identifier: GPL-3.0-or-later
// What came of an article in this call: it solved it, did not, or was wrong.
import { effect, signal } from '@preact/signals';
import type { Named } from '../api/types';
import { call } from './call';
import { change } from './change';
import { isHand } from './hand';
import { list } from './list';

export type Outcome = 'solved' | 'not_solved' | 'wrong';

interface Use { id: number; article: string; outcome: Outcome; call: string }

const uses = signal<readonly Use[]>([]);

effect(() => { if (!isHand()) uses.value = []; });

/** What was said of the article in this call. */
export const useOf = (article: string): Use | undefined =>
  uses.value.find((use) => use.article === article && use.call === call.value.id);

/** The words that led to the article; none where it was not searched for, and nothing is learned. */
const question = () => (list.value.kind === 'results' ? list.value.page.query.trim() : '');

/** Takes back what was said of the article in this call. Throws Problem. */
export async function takeBack({ id: article }: Named): Promise<void> {
  const said = useOf(article);
  if (!said) return;
  await change('DELETE', `/api/v1/uses/${said.id}`);
  uses.value = uses.value.filter((use) => use !== said);
}

/** Says that of the article, in place of what was said before. Resolves with whether the search learns
 *  from it. Throws Problem. */
export async function say(article: Named, outcome: Outcome): Promise<boolean> {
  const { id } = call.value;
  const query = question();
  await takeBack(article);
  const use = await change<{ id: number; learned?: boolean }>('POST', '/api/v1/uses', { call: id, query, article: article.id, outcome });
  uses.value = [...uses.value, { id: use.id, article: article.id, outcome, call: id }];
  return use.learned === true;
}
