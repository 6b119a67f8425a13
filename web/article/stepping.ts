// SPDX-License-Identifier: GPL-3.0-or-later
// Going into the steps of an article, and back to those that were left.
import { addCommands } from '../keys';
import { t } from '../messages/messages';
import { announce } from '../shell/announcer';
import { opened } from '../state/opened';
import { open } from '../state/page';
import { where } from '../state/where';
import { endBranch, keepPlace, lastBranch, lastPlace, placeIn, setStepping, stepping } from './places';
import { isReading } from './reading';
import { listFor, stepsOf } from './steps_of';

/** The article that is open, step by step, from where they were. */
export function startSteps() {
  const now = opened.value;
  if (now.kind !== 'article') return;
  const { id, title, html } = now.article;
  const lists = stepsOf(html);
  if (lists.length === 0) {
    announce(t('steps.none'));
    return;
  }
  const { anchor } = where.value;
  const before = placeIn(id);
  const list = Math.min(before?.list ?? listFor(lists, anchor), lists.length - 1);
  const steps = lists[list]!.steps.length;
  keepPlace({ id, title, list, steps, step: Math.min(before?.step ?? 0, steps - 1), done: before?.done ?? [] });
  setStepping(id);
}

export function stopSteps() {
  setStepping(null);
  document.getElementById('ap-article')?.focus({ preventScroll: true });
}

/** To the steps of an article, which may be another one than is open. */
function goTo(id: string) {
  setStepping(id);
  if (opened.value.kind !== 'article' || opened.value.article.id !== id || where.value.open !== id) open(id);
}

/** Back to the step that a link has led away from. */
export function goBackToStep() {
  const from = lastBranch.value;
  if (!from) return;
  endBranch();
  const place = placeIn(from.id);
  if (place) keepPlace({ ...place, list: from.list, step: from.step });
  goTo(from.id);
}

function whereWasI() {
  const place = lastPlace.value;
  if (!place) announce(t('steps.nowhere'));
  else goTo(place.id);
}

addCommands(
  { key: 't', label: 'keys.steps', group: 'article', when: () => isReading() && stepping.value === null, run: startSteps },
  { key: 'r', label: 'keys.branch', group: 'article', when: () => isReading() && lastBranch.value !== undefined, run: goBackToStep },
  { key: 'w', label: 'keys.where', group: 'page', run: whereWasI },
);
