// SPDX-License-Identifier: GPL-3.0-or-later
// A telephone system that opens the page with what it knows of a call.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { closePage, openPage, search, startBrowser, startFixture } from './browser.mjs';

const HOSTILE = '<img src=x onerror="document.title=\'owned\'">';

let servers;
let browser;
let page = null;

before(async () => {
  servers = Object.fromEntries(await Promise.all(['anonymous', 'accounts'].map(async (door) => [door, await startFixture(door)])));
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  for (const server of Object.values(servers ?? {})) await server.stop();
});
afterEach(async () => {
  const closing = page;
  page = null;
  await closePage(closing, /status of 401/);
});

const call = (told) => `/call?${new URLSearchParams(told)}`;
const open = async (told, { door = 'anonymous', ...options } = {}) => { page = await openPage(browser, servers[door].url, call(told), options); };
const parts = () => page.locator('.call-part').allTextContents();
const firstHit = () => page.locator('.hit-title').first();
const box = () => page.getByRole('combobox');
const address = () => new URL(page.url()).pathname + new URL(page.url()).search;
const callId = () => page.evaluate(() => JSON.parse(sessionStorage.getItem('aplomb.call')).id);

test('a call brings its question, its queue and its product, and an address that can be shared', async () => {
  await open({ q: 'refund', call: '4711', queue: 'cards', product: 'Debit Card' });
  await firstHit().waitFor();
  assert.deepEqual(await parts(), ['Call 4711', 'Queue cards', 'Product Debit Card']);
  assert.equal(await box().inputValue(), 'refund');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'ap-box');
  assert.deepEqual(await page.locator('.hit-title').allTextContents(), ['Refund to a debit card takes longer than five days']);
  assert.equal(address(), '/?q=refund&product=debit+card');
  assert.equal(await callId(), '4711');
});

test('a product that no article is about narrows nothing, and the page says so', async () => {
  await open({ q: 'refund', call: '4711', product: 'moon rocket' });
  await page.getByText('No article is about “moon rocket”: all were searched.').waitFor();
  await firstHit().waitFor();
  assert.equal(address(), '/?q=refund');
});

test('the article is read by keyboard, and "back" leads to the results and not to another call', async () => {
  await open({ q: 'refund', call: '4711' });
  await firstHit().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.article-title').waitFor();
  await page.goBack();
  await page.locator('.article-title').waitFor({ state: 'hidden' });
  assert.equal(await box().inputValue(), 'refund');
  assert.equal(await callId(), '4711');
  await page.reload();
  await firstHit().waitFor();
  assert.deepEqual(await parts(), ['Call 4711']);
});

test('the next call takes the tab over, and the one after it is told of by nobody', async () => {
  await open({ q: 'refund', call: '4711', queue: 'cards' });
  await firstHit().waitFor();
  await page.goto(call({ q: 'fee', call: '4712', queue: 'loans' }));
  await page.locator('.hit-title').getByText('Waive a late fee').waitFor();
  assert.deepEqual(await parts(), ['Call 4712', 'Queue loans']);
  await page.locator('#ap-list').click({ position: { x: 5, y: 5 } });
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('v');
  await page.locator('.call-line').waitFor({ state: 'detached' });
  assert.equal(await box().inputValue(), '');
});

test('a call without a question begins with an empty box', async () => {
  await open({ call: '4711' });
  await page.getByText('Call 4711').waitFor();
  assert.equal(await box().inputValue(), '');
  assert.equal(address(), '/');
  await search(page, 'refund');
});

test('whoever has to sign in first gets the call all the same', async () => {
  await open({ q: 'refund', call: '4711', product: 'debit card' }, { door: 'accounts' });
  await page.getByLabel('Name', { exact: true }).fill('ana');
  await page.getByLabel('Password', { exact: true }).fill('the right words');
  await page.keyboard.press('Enter');
  await firstHit().waitFor();
  assert.deepEqual(await parts(), ['Call 4711', 'Product debit card']);
  assert.equal(address(), '/?q=refund&product=debit+card');
});

test('what a telephone system sends is shown as text, and no longer than a line', async () => {
  await open({ q: HOSTILE, call: HOSTILE, queue: `${HOSTILE}\u202e\u0000${'x'.repeat(5000)}`, product: HOSTILE }, { viewport: { width: 390, height: 844 } });
  await page.locator('.call-note').waitFor();
  assert.equal(await page.locator('.bar img').count(), 0);
  assert.notEqual(await page.title(), 'owned');
  for (const part of await parts()) assert.ok(part.length <= 'Product '.length + 100, part);
  assert.equal(await box().inputValue(), HOSTILE);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

test('the queue is not shown while a customer may be looking', async () => {
  await open({ q: 'refund', call: '4711', queue: 'difficult customers' });
  await page.getByText('Call 4711').waitFor();
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('h');
  await page.locator('.sharing-band').waitFor();
  assert.doesNotMatch(await page.locator('body').innerText(), /difficult/);
});

for (const look of ['light', 'dark', 'rtl'])
  test(`axe finds nothing to complain about in the line of a call: ${look}`, async () => {
    await open({ q: 'refund', call: '4711', queue: 'cards', product: 'moon rocket' }, { colorScheme: look === 'dark' ? 'dark' : 'light' });
    await firstHit().waitFor();
    await assertAccessible(page, { dir: look === 'rtl' ? 'rtl' : 'ltr' });
  });
