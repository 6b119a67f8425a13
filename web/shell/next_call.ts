// SPDX-License-Identifier: GPL-3.0-or-later
import { noFilters } from '../api/types';
import { addCommands } from '../keys';
import { t } from '../messages/messages';
import { focusBox } from '../search/box';
import { beginCall } from '../state/call';
import { go } from '../state/page';
import { announce } from './announcer';

/** Nothing of the last caller's is left on the screen but the way back to it. */
export function nextCall() {
  beginCall();
  go({ q: '', exact: false, filters: noFilters(), browse: null, open: null, anchor: '' }, { push: true });
  focusBox();
  announce(t('call.begun'));
}

addCommands({ key: 'v', label: 'keys.call', group: 'page', run: nextCall });
