// SPDX-License-Identifier: GPL-3.0-or-later
import { signal } from '@preact/signals';
import { readAddress, type Address } from './address';

/** What is shown, as one value; the address bar holds it too. Changed by state/page alone. */
export const where = signal<Address>(readAddress(location));
