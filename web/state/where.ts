// SPDX-License-Identifier: GPL-3.0-or-later
import { computed, signal } from '@preact/signals';
import { isApart, readAddress, type Address } from './address';

/** What is shown, as one value; the address bar holds it too. Changed by state/page alone. */
export const where = signal<Address>(readAddress(location));

// Parts of it, for what is drawn: a letter in the box changes the whole, and of these none.
export const openId = computed(() => where.value.open);
export const anchor = computed(() => where.value.anchor);
export const filters = computed(() => where.value.filters);
export const adminView = computed(() => where.value.admin);
export const workView = computed(() => where.value.work);
export const isApartNow = computed(() => isApart(where.value));
export const isBrowsing = computed(() => where.value.browse !== null && !where.value.q);
