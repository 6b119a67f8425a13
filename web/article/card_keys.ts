// SPDX-License-Identifier: GPL-3.0-or-later
// One key for each card that an agent acts by: to it, and back to where they were; from the promise on
// to making it.
import { addCommands } from '../keys';
import { t, type Key } from '../messages/messages';
import { announce } from '../shell/announcer';
import { deskTask } from '../state/desk';
import { isHand } from '../state/hand';
import { opened } from '../state/opened';
import { isReading } from './reading';

export const CARDS = {
  promise: { id: 'ap-card-promise', key: 'p', title: 'card.promise', label: 'keys.promise', none: 'card.noPromise' },
  exceptions: { id: 'ap-card-exceptions', key: 'x', title: 'card.exceptions', label: 'keys.exceptions', none: 'card.noExceptions' },
  handoff: { id: 'ap-card-handoff', key: 'o', title: 'card.handoff', label: 'keys.handoff', none: 'card.noHandoff' },
} as const satisfies Record<string, Record<'title' | 'label' | 'none', Key> & { id: string; key: string }>;
export type CardName = keyof typeof CARDS;

interface Position { focus: Element | null; scroll: number }
let before: Position | null = null; // where they were before the first card of a row of them

const isCard = (element: Element | null) => Object.values(CARDS).some(({ id }) => id === element?.id);

function goBack(pane: HTMLElement) {
  const { focus, scroll } = before ?? { focus: null, scroll: pane.scrollTop };
  const target = focus instanceof HTMLElement && focus.isConnected && focus !== document.body ? focus : pane;
  target.focus({ preventScroll: true });
  pane.scrollTop = scroll;
}

/** Promises what the article that is open lets them promise. */
export function promise() {
  if (opened.value.kind === 'article') deskTask.value = { name: 'promise', article: opened.value.article };
}

function goTo(name: CardName) {
  const pane = document.getElementById('ap-article')!;
  const card = document.getElementById(CARDS[name].id);
  if (!card) {
    announce(t(CARDS[name].none));
  } else if (document.activeElement === card) {
    if (name === 'promise' && isHand()) promise();
    else goBack(pane);
  } else {
    if (!isCard(document.activeElement)) before = { focus: document.activeElement, scroll: pane.scrollTop };
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'nearest' });
  }
}

addCommands(...(Object.keys(CARDS) as CardName[]).map((name) => ({
  key: CARDS[name].key, group: 'article' as const, when: isReading, run: () => goTo(name),
  get label() { return name === 'promise' && isHand() ? 'keys.promiseMake' : CARDS[name].label; },
})));
