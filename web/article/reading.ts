// SPDX-License-Identifier: GPL-3.0-or-later
import { isApart } from '../state/address';
import { opened } from '../state/opened';
import { where } from '../state/where';

/** Whether an article is on the screen. */
export const isReading = () => opened.value.kind === 'article' && !isApart(where.value);
