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

/** Fails on whatever axe-core finds wrong with the page as it stands, in that direction. */
export async function assertAccessible(page, { dir = 'ltr', about = page.url() } = {}) {
  await page.evaluate((direction) => { document.documentElement.dir = direction; }, dir);
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(source);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)]), [], about);
}
