// SPDX-License-Identifier: GPL-3.0-or-later
import { render } from 'preact';
import { watchServer } from './api/lookout';
import { Entry } from './entry/entry';
import { listenToKeys } from './keys';
import { language } from './messages/messages';
import { CONNECT } from './panel/access';
import { Connect, startConnect } from './panel/connect';
import { Panel } from './panel/panel';
import { startPanel } from './panel/start';
import { Page } from './shell/page';
import { isPanel } from './state/address';
import { followLinks } from './state/links';
import { begin, followAddress, forget } from './state/page';
import { readPop, takeCall } from './state/pop';
import { startSession } from './state/session';

/** Lets the browser do something else in between: the page's start in one go is a task of over 50 ms. */
const nextTask = () => new Promise((resolve) => { setTimeout(resolve); });

document.documentElement.lang = language;
const isConnecting = location.pathname === CONNECT;
await nextTask();
render(<>{isConnecting ? <Connect /> : isPanel ? <Panel /> : <Page />}<Entry /></>, document.getElementById('ap-app')!);
listenToKeys(); // before it is known who is there: no key may be lost
document.addEventListener('click', followLinks);
addEventListener('popstate', followAddress);

if (isConnecting) {
  await startConnect();
} else if (isPanel) {
  await startPanel();
} else {
  await startSession({ forget });
  const pop = readPop(location);
  if (pop) void takeCall(pop);
  else begin();
}
void watchServer();
