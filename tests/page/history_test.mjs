// SPDX-License-Identifier: GPL-3.0-or-later
// What has become of an article, and the way back. The server stands in (writers_desk.mjs).
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { assertAccessible, LOOKS } from './axe.mjs';
import { closePage, openPage, startBrowser, startFixture } from './browser.mjs';
import { LATE, WritersDesk } from './writers_desk.mjs';

let server;
let browser;
let page = null;
let desk;

before(async () => {
  server = await startFixture('accounts');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(async () => {
  const closing = page;
  page = null;
  await closePage(closing, /status of (404|409|412)/);
});

async function open({ as = 'olga', hasHistory = true, ...options } = {}) {
  desk = new WritersDesk();
  desk.hasHistory = hasHistory;
  desk.put('refund-late', 'payments/refund-late.md', LATE.replace('Look at the date.', 'Look at the day.'), 'Say day', 'Mia Lang');
  desk.put('refund-late', 'payments/refund-late.md', LATE.replace('Look at the date.', 'Look at the hour.'), '', 'Olga Berg');
  page = await openPage(browser, server.url, 'about:blank', { extraHTTPHeaders: { 'X-User': as }, ...options });
  await desk.serve(page);
  await page.goto('/a/refund-late/history');
}

const versions = () => page.getByRole('navigation', { name: 'Versions' }).getByRole('link');
const one = () => page.locator('.revision');
const difference = () => page.locator('.difference');

test('each version tells who made it, and what it changed in words', async () => {
  await open();
  await page.getByRole('heading', { name: 'History of “Refund is late”' }).waitFor();
  assert.equal(await versions().count(), 3);
  await difference().waitFor();
  assert.equal(await one().getByRole('heading').textContent(), 'Changed', 'where no reason was given');
  assert.equal(await difference().locator('.difference-sum').textContent(), '1 line added, 1 line removed');
  assert.equal(await difference().locator('ins').textContent(), 'Added: Look at the hour.');
  await versions().nth(1).click();
  await one().getByRole('heading', { name: 'Say day' }).waitFor();
  assert.match(await one().textContent(), /Mia Lang/);
  await difference().locator('ins').getByText('Look at the day.').waitFor();
  assert.match(new URL(page.url()).search, /^\?revision=2+$/, 'and has an address');
  await page.goBack();
  await difference().locator('ins').getByText('Look at the hour.').waitFor();
});

test('a version is compared with now, and seen as a whole', async () => {
  await open();
  await versions().nth(2).click();
  await page.getByRole('button', { name: 'Compared with now' }).click();
  await difference().locator('ins').getByText('Look at the hour.').waitFor();
  await page.getByRole('button', { name: 'The whole text' }).click();
  await page.locator('.revision-text').waitFor();
  assert.equal(await page.locator('.revision-text').textContent(), LATE);
  await page.getByRole('button', { name: 'What it changed' }).click();
  await difference().locator('.difference-sum').getByText(/lines added, 0 lines removed/).waitFor();
});

test('going back to a version asks first, and makes one more', async () => {
  await open();
  await versions().nth(2).click();
  await one().getByRole('button', { name: 'Go back to this version' }).click();
  const dialog = page.getByRole('dialog', { name: 'Go back to this version?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  assert.deepEqual(desk.changes, []);
  await one().getByRole('button', { name: 'Go back to this version' }).click();
  await dialog.getByRole('button', { name: 'Go back to this version' }).click();
  await one().getByRole('heading', { name: 'Go back', exact: true }).waitFor();
  assert.equal(desk.articles.get('refund-late').markdown, LATE);
  assert.equal(await versions().count(), 4);
});

test('without a history that is said, and how to begin one', async () => {
  await open({ hasHistory: false });
  await page.getByText('This folder of articles keeps no history').waitFor();
  assert.equal(await page.locator('.history code').textContent(), 'aplomb init');
});

test('agents may look, and change nothing', async () => {
  await open({ as: 'ana' });
  await versions().nth(2).click();
  await difference().waitFor();
  assert.equal(await page.getByRole('button', { name: 'Go back to this version' }).count(), 0);
});

test('history fits on a phone', async () => {
  await open({ viewport: { width: 320, height: 700 } });
  await difference().waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

for (const { name, options, dir } of LOOKS) {
  test(`everybody can use the history: ${name}`, async () => {
    await open(options);
    await difference().waitFor();
    await assertAccessible(page, { dir });
    await page.getByRole('button', { name: 'The whole text' }).click();
    await page.locator('.revision-text').waitFor();
    await assertAccessible(page, { dir });
  });
}
