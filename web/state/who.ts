// SPDX-License-Identifier: GPL-3.0-or-later
import { signal } from '@preact/signals';
import type { Session } from '../api/types';

/** Who is at the page; null until that is known. */
export const session = signal<Session | null>(null);
