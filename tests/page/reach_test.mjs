// SPDX-License-Identifier: GPL-3.0-or-later
// A server that goes away and comes back while nothing is asked, and one that comes back with another
// version of the page.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { startAplomb } from './aplomb.mjs';
import { closePage, openPage, search, startBrowser } from './browser.mjs';

const AWAY = 'The server cannot be reached. Trying again by itself…';

let server;
let browser;
let page = null;

before(async () => {
  server = await startAplomb();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(async () => {
  const closing = page;
  page = null;
  await closePage(closing, /ERR_|Failed to load/);
});

async function open(path = '/', prepare = () => {}) {
  page = await openPage(browser, server.url, 'about:blank');
  await prepare();
  const watching = page.waitForRequest(/\/assets\/app\.js$/);
  await page.goto(path);
  await watching;
  await page.waitForLoadState('networkidle');
}
const line = () => page.locator('#ap-reach');
const away = () => line().getByText(AWAY).waitFor();
const back = () => line().waitFor({ state: 'hidden' });
const box = () => page.getByRole('combobox');
const newer = () => page.getByText('A new version of this page is there.');
const isOffline = (offline) => page.context().setOffline(offline);

/** What was asked for; similar articles may still be on their way. */
const shown = () => Promise.all(['.hits', '.cards', '.article-body'].map((part) => page.locator(part).innerHTML()));

test('a network that goes away is said at once, though nothing is asked, and the screen stays', async () => {
  await open('/?q=refund');
  await page.keyboard.press('Enter');
  await page.locator('.article-title').waitFor();
  const before = await shown();
  await isOffline(true);
  await away();
  assert.deepEqual(await shown(), before);
  await isOffline(false);
  await back();
  assert.deepEqual(await shown(), before);
});

test('what is typed meanwhile is answered when the server is back', async () => {
  await open();
  await isOffline(true);
  await away();
  await box().focus();
  await page.keyboard.type('refund');
  await page.waitForTimeout(300);
  assert.equal(await page.locator('.hit').count(), 0);
  await isOffline(false);
  await page.locator('.hit').first().waitFor();
  await back();
});

test('a server that ends between two questions is noticed without one, and so is its return', async () => {
  await open('/', () => page.clock.install());
  await search(page, 'refund');
  await server.end();
  await page.clock.fastForward(31_000);
  await away();
  await server.restart();
  await page.clock.runFor(10_000);
  await back();
  assert.equal(await newer().count(), 0);
});

test('a tab that nobody sees does not ask after the server', async () => {
  await open('/', () => page.addInitScript(() => {
    let isHidden = false;
    Object.defineProperty(document, 'hidden', { get: () => isHidden });
    globalThis.hide = (next) => { isHidden = next; document.dispatchEvent(new Event('visibilitychange')); };
  }));
  await isOffline(true);
  await away();
  await page.evaluate(() => hide(true));
  await page.waitForTimeout(2500); // whatever was under way
  let asked = 0;
  page.on('request', () => { ++asked; });
  await page.waitForTimeout(5000);
  assert.equal(asked, 0);
  await isOffline(false);
  await page.evaluate(() => hide(false));
  await back();
});

test('another version of the page is offered, and loaded when somebody wants it', async () => {
  await open('/?q=refund', () => page.clock.install());
  let loads = 0;
  page.on('load', () => { ++loads; });
  await page.route(/\/assets\/app\.js$/, async (route) => (route.request().method() === 'HEAD'
    ? route.fulfill({ status: 200, headers: { ETag: '"another"' } }) : route.continue()));
  await page.clock.fastForward(31_000);
  await newer().waitFor();
  await page.clock.runFor(120_000);
  assert.equal(loads, 0, 'never by itself');
  await page.getByRole('button', { name: 'Reload' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForEvent('load');
  await page.locator('.hit').first().waitFor();
  assert.equal(await box().inputValue(), 'refund');
});

/** The server, behind one that ends within its first answer to a search. */
async function cutOnce() {
  let cuts = 0;
  const between = createServer((request, response) => {
    const { method, url, headers } = request;
    if (url.startsWith('/api/v1/search?q=refund') && cuts++ === 0) {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 1000 });
      response.write('{"query":', () => response.destroy());
      return;
    }
    request.pipe(ask(`${server.url}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    }));
  });
  between.listen(0, '127.0.0.1');
  await once(between, 'listening');
  return {
    url: `http://127.0.0.1:${between.address().port}`,
    count: () => cuts,
    stop: () => { between.closeAllConnections(); between.close(); },
  };
}

test('a search whose answer is cut off is asked again', async () => {
  const between = await cutOnce();
  try {
    page = await openPage(browser, between.url, '/?q=refund');
    await page.locator('.hit').first().waitFor();
    await back();
    assert.ok(between.count() > 1);
  } finally {
    await page.context().close();
    between.stop();
  }
});
