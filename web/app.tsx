// SPDX-License-Identifier: GPL-3.0-or-later
import { render } from 'preact';
import { watchServer } from './api/lookout';
import { forgetPlaces } from './article/places';
import { listenToKeys } from './keys';
import { language } from './messages/messages';
import { Page } from './shell/page';
import { followLinks } from './state/links';
import { begin, followAddress, forget } from './state/page';
import { readPop, takeCall } from './state/pop';
import { forgetRecent } from './state/recent';
import { startSession } from './state/session';

document.documentElement.lang = language;
render(<Page />, document.getElementById('ap-app')!);
listenToKeys(); // before it is known who is there: no key may be lost
document.addEventListener('click', followLinks);
addEventListener('popstate', followAddress);

await startSession({ forget: () => { forgetRecent(); forgetPlaces(); forget(); } });
const pop = readPop(location);
if (pop) void takeCall(pop);
else begin();
void watchServer();
