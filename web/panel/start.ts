// SPDX-License-Identifier: GPL-3.0-or-later
// Begins the panel: who is there, what the page around it asks for, and what it is told.
import { effect } from '@preact/signals';
import { list } from '../state/list';
import { opened } from '../state/opened';
import { begin, go } from '../state/page';
import { takeCall } from '../state/pop';
import { startSession } from '../state/session';
import { startAccess, takeToken } from './access';
import { addActions, shownArticle } from './actions';
import type { Order } from './orders';
import { bringPictures } from './pictures';
import { isFramed, listen, tell, tellReady } from './surroundings';

function obey(order: Order) {
  switch (order.type) {
    case 'hello': tellReady(); break;
    case 'search': go({ q: order.q, exact: false, filters: order.filters, browse: null, open: null, anchor: '' }, { pace: true }); break;
    case 'open': go({ open: order.id, anchor: order.anchor }); break; // the focus stays with what they type in
    case 'call': void takeCall(order.pop); break;
    case 'token': void takeToken(order); break;
  }
}

function tellWhatIsShown() {
  effect(() => {
    if (list.value.kind !== 'results') return;
    const { query: q, certainty, total } = list.value.page;
    tell('searched', { q, certainty, total });
  });
  let last: string | null = null; // the same article, shown anew, is no news
  effect(() => {
    const article = opened.value.kind === 'nothing' ? null : shownArticle();
    if (article && article.id !== last) tell('opened', article);
    last = article?.id ?? null;
  });
}

export async function startPanel(): Promise<void> {
  if (!isFramed) { // in a window of its own it is as any page of ours
    await startSession({ forget: () => {} });
    begin();
    return;
  }
  // What is asked for before anybody is there waits for them, the last of each kind.
  const waiting = new Map<Order['type'], Order>();
  let isEmpty = true;
  addActions();
  bringPictures();
  listen((order) => {
    if (!isEmpty || order.type === 'hello' || order.type === 'token') return obey(order);
    waiting.delete(order.type); // it goes to the end
    waiting.set(order.type, order);
  });
  tellWhatIsShown();
  tellReady();
  await startAccess();
  isEmpty = false;
  begin();
  for (const order of waiting.values()) obey(order);
}
