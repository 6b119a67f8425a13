// SPDX-License-Identifier: GPL-3.0-or-later
import { signal } from '@preact/signals';

/** What is shown, for the window's title, which the door covers as well; '' is the page itself. */
export const title = signal('');
