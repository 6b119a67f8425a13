// SPDX-License-Identifier: GPL-3.0-or-later
// The right side: the article that is open.
import { batch, signal } from '@preact/signals';
import { leadOf } from '../api/client';
import { Line } from '../api/line';
import { Problem, problemOf } from '../api/problem';
import type { Article } from '../api/types';
import { t } from '../messages/messages';
import { busy } from './busy';
import { inCall } from './call';
import { asSeen, sharing } from './sharing';
import { where } from './where';

export type Opened =
  | { kind: 'nothing' }
  | { kind: 'article'; article: Article }
  | { kind: 'problem'; problem: Problem; again: (() => void) | null };

export const opened = signal<Opened>({ kind: 'nothing' });
export const openedBusy = signal(false);

/** Each change asks the article's pane to take the focus, to go to the anchor, or both. */
export const arrival = signal({ focus: false, count: 0 });

const line = new Line();

const arrive = (focus: boolean) => { arrival.value = { focus, count: arrival.value.count + 1 }; };

/** Whether the focus may still go to what was asked for now: whoever has begun to type or has gone
 *  elsewhere meanwhile must not lose it. */
function stayer() {
  const [element, { q }] = [document.activeElement, where.value];
  return () => where.value.q === q && [element, document.body].includes(document.activeElement);
}

/** The article as the reader may see it, or as a customer sees it while sharing. */
const articlePath = (id: string) => inCall(asSeen(`/api/v1/articles/${encodeURIComponent(id)}`));

function showProblem(problem: Problem, again: () => void, focus: boolean) {
  batch(() => {
    opened.value = { kind: 'problem', problem, again: problem.passes ? again : null };
    arrive(focus);
  });
}

/** Takes away at once what is open; answers to what was asked before come too late. */
export function emptyOpened() {
  line.drop();
  batch(() => {
    opened.value = { kind: 'nothing' };
    openedBusy.value = false;
  });
}

/** Makes the right side follow the address. */
export async function showOpen({ focus = false, afresh = false } = {}): Promise<void> {
  const { open: id, lost } = where.value;
  if (!id) {
    line.drop();
    opened.value = lost
      ? { kind: 'problem', problem: new Problem({ status: 404, title: t('article.noFile', { path: lost }) }), again: null }
      : { kind: 'nothing' };
    return;
  }
  if (!afresh && opened.value.kind === 'article' && opened.value.article.id === id) {
    line.drop(); // back from one that has not come yet
    arrive(focus);
    return;
  }
  const stays = stayer();
  try {
    const article = await busy(openedBusy, line.ask<Article>(articlePath(id)));
    if (!article) return;
    batch(() => {
      opened.value = { kind: 'article', article };
      arrive(focus && stays());
    });
  } catch (error) {
    showProblem(problemOf(error), () => void showOpen({ focus: true, afresh }), focus && stays());
  }
}

/** Where a link to a file leads: the server knows which article that is, and says so by where it
 *  redirects to. Nothing when something else was opened meanwhile or it could not be had, which is
 *  shown then. Problems that do not pass are thrown, but while sharing. */
export async function leadOfPath(path: string, again: () => void): Promise<URL | undefined> {
  try {
    return await busy(openedBusy, line.ask(asSeen(path), leadOf));
  } catch (error) {
    const problem = problemOf(error);
    if (!problem.passes && !sharing.value) throw problem; // the page there says more, but names the file
    showProblem(problem, again, false);
    return undefined;
  }
}
