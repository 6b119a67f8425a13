// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The three looks that each view is judged in; the checker is a script of ours and needs the page's
 *  policy lifted. */
export const LOOKS = [
  { name: 'light', options: { colorScheme: 'light', bypassCSP: true } },
  { name: 'dark', options: { colorScheme: 'dark', bypassCSP: true } },
  { name: 'right to left', options: { colorScheme: 'light', bypassCSP: true }, dir: 'rtl' },
];

/** Fails on whatever axe-core finds wrong with a page or a frame as it stands: in that direction, else
 *  as it is; within that selector, else anywhere; of those impacts, else of any. */
export async function assertAccessible(where, { dir, within, impacts, about = where.url() } = {}) {
  if (dir) await where.evaluate((direction) => { document.documentElement.dir = direction; }, dir);
  if (!await where.evaluate(() => 'axe' in globalThis)) await where.evaluate(source);
  const { violations } = await where.evaluate((selector) => globalThis.axe.run(selector ?? document), within);
  const counted = violations.filter(({ impact }) => !impacts || impacts.includes(impact));
  assert.deepEqual(counted.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)]), [], about);
}

/** What keeps somebody from using the page. */
export const GRAVE = ['serious', 'critical'];
