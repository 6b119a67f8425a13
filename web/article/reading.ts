// SPDX-License-Identifier: GPL-3.0-or-later
import { opened } from '../state/opened';
import { where } from '../state/where';

/** Whether an article is on the screen. */
export const isReading = () => opened.value.kind === 'article' && where.value.admin === null;
