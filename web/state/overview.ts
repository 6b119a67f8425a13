// SPDX-License-Identifier: GPL-3.0-or-later
// What there is, for whoever has asked nothing yet.
import { signal } from '@preact/signals';
import { Line } from '../api/line';
import { problemOf } from '../api/problem';
import type { SearchPage } from '../api/types';
import { asSeen } from './sharing';

const CHANGED = 6;

/** What has changed last, and how many articles of which department, kind and product there are; null
 *  until it is known. */
export const overview = signal<SearchPage | null>(null);

const line = new Line({ quiet: true });

export async function lookOver() {
  const path = `/api/v1/search?q=&sort=updated&limit=${CHANGED}&facets=department,kind,product`;
  try {
    const page = await line.ask<SearchPage>(asSeen(path));
    if (page) overview.value = page;
  } catch (error) {
    problemOf(error); // the page is of use without
  }
}

/** What comes too late now is not shown. */
export function emptyOverview() {
  line.drop();
  overview.value = null;
}
