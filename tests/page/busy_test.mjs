// SPDX-License-Identifier: GPL-3.0-or-later
// A server that turns requests away because it has too much to do, as an agent in a call meets it.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { assertAccessible, GRAVE } from './axe.mjs';
import { closePage, openPage, search, startBrowser, startFixture } from './browser.mjs';

const MANY = 10_000;
const BUSY = 'The server is busy; asking again…';
const QUOTA = /^Too much was asked in a short time; asking again in (6\d|7[0-5]) seconds…$/; // a minute, and up to a quarter

let server;
let browser;
let page = null;

before(async () => {
  server = await startFixture();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(async () => {
  const closing = page;
  page = null;
  await server.refuse(0);
  // The browser writes down every refusal, and refusals are what is tried here.
  await closePage(closing, /status of (404|429|503)/);
});

/** The page; `page.asked` fills with the paths and queries of the API that it asks for. */
async function open(path = '/', options = {}) {
  page = await openPage(browser, server.url, 'about:blank', options);
  const asked = [];
  page.asked = asked;
  page.on('request', (request) => asked.push(request.url().slice(server.url.length))); // one may be told of when the test is over
  await page.goto(path);
  await page.locator('.page:not([data-starting])').waitFor();
  // What there is to begin with is a search too, and would be turned away in place of the one that is meant.
  if (path === '/') await page.locator('.start-all').waitFor();
}
const asked = (pattern) => page.asked.filter((path) => pattern.test(path)).length;
const searches = (q) => page.asked.filter((path) => path.startsWith('/api/v1/search?') && new URL(path, server.url).searchParams.get('q') === q).length;
const box = () => page.getByRole('combobox');
const line = () => page.locator('#ap-reach');
const title = (name) => page.locator('.article-title').filter({ hasText: name });
const firstHit = (words) => page.locator('.hit').first().filter({ hasText: words });
const until = (condition, about) => page.waitForFunction(condition, about);

/** Writes down from here on what the line says and which of the selectors was ever empty. */
const watch = (...selectors) => page.evaluate((all) => {
  const seen = { said: [], empty: [] };
  globalThis.seen = seen;
  const look = () => {
    const { hidden, textContent } = document.querySelector('#ap-reach');
    if (!hidden && seen.said.at(-1) !== textContent) seen.said.push(textContent);
    for (const selector of all) if (!document.querySelector(selector)) seen.empty.push(selector);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
}, selectors);
const seen = () => page.evaluate(() => globalThis.seen);

test('a search that was turned away is asked again by itself, and nothing flickers', async () => {
  await open();
  await search(page, 'refund debit');
  await watch('.hit', '#ap-status:not(:empty)');
  await server.refuse(1, { path: '/api/v1/search' });
  await box().fill('waive');
  await firstHit('Waive a late fee').waitFor();

  assert.deepEqual(await seen(), { said: [], empty: [] });
  assert.equal(searches('waive'), 2);
});

test('a server that stays busy is said in a line, and what is on the screen stays', async () => {
  await open();
  await search(page, 'refund debit');
  const before = await page.locator('.list').innerHTML();
  const place = await page.locator('.hit').first().boundingBox();
  await server.refuse(MANY);
  await box().fill('waive');
  await page.getByRole('alert').getByText(BUSY).waitFor();

  assert.equal(await page.locator('.list').innerHTML(), before);
  assert.deepEqual(await page.locator('.hit').first().boundingBox(), place, 'and where it is');
  await box().press('Enter');
  assert.ok(await box().evaluate((element) => element === document.activeElement));
  assert.doesNotMatch(page.url(), /open=/, 'Enter opens no answer to other words');
  await server.refuse(0);
  await firstHit('Waive a late fee').waitFor();
  await line().waitFor({ state: 'hidden' });
});

test('a used-up quota says how long it will take, and the search comes by itself then', async () => {
  await open();
  await search(page, 'refund debit');
  await page.clock.install();
  await server.refuse(1, { slug: 'quota-exceeded', seconds: 60, path: '/api/v1/search' });
  await box().fill('waive');
  await line().getByText(QUOTA).waitFor();
  assert.ok(await firstHit('Refund to a debit card').isVisible());
  await page.clock.runFor(50_000);
  assert.equal(searches('waive'), 1, 'not before that');

  await page.clock.runFor(30_000);
  await firstHit('Waive a late fee').waitFor();
  await line().waitFor({ state: 'hidden' });
  assert.equal(searches('waive'), 2);
});

test('while the articles are being indexed the line says so', async () => {
  await open();
  await server.refuse(MANY, { slug: 'unavailable', seconds: 2, path: '/api/v1/search' });
  await box().fill('waive');
  await line().getByText('The articles are being indexed. Asking again…').waitFor();
  await server.refuse(0);
  await firstHit('Waive a late fee').waitFor();
});

test('typing on asks at once, and the former words never again', async () => {
  await open();
  await page.clock.install();
  await server.refuse(MANY, { slug: 'quota-exceeded', seconds: 60 });
  await box().fill('refund');
  await line().getByText(QUOTA).waitFor();
  await server.refuse(0);
  await box().fill('waive');
  await firstHit('Waive a late fee').waitFor();
  await line().waitFor({ state: 'hidden' });
  await page.clock.runFor(200_000);

  assert.equal(searches('refund'), 1);
  assert.ok(await firstHit('Waive a late fee').isVisible());
});

test('the line stays while a busy server is typed on at', async () => {
  await open();
  await server.refuse(MANY);
  await box().fill('refund');
  await line().getByText(BUSY).waitFor();
  await page.evaluate(() => {
    globalThis.hidden = 0;
    const observer = new MutationObserver(() => { globalThis.hidden += document.querySelector('#ap-reach').hidden; });
    observer.observe(document.querySelector('#ap-reach'), { attributes: true, childList: true });
  });
  for (const words of ['refund d', 'refund de', 'refund deb']) {
    const refused = page.waitForResponse((response) => response.url().includes(`q=${words.replace(' ', '+')}&limit=20`));
    await box().fill(words);
    await refused;
  }
  await line().getByText(BUSY).waitFor();
  assert.equal(await page.evaluate(() => globalThis.hidden), 0);
});

test('an emptied box waits for nothing', async () => {
  await open();
  await server.refuse(MANY, { slug: 'quota-exceeded', seconds: 60 });
  await box().fill('refund');
  await line().getByText(QUOTA).waitFor();
  await box().fill('');
  await page.getByText('Type what the caller says.').waitFor();
  assert.ok(await line().isHidden());
});

test('a server that never has time is left in peace after a while, until somebody tries again', async () => {
  await open();
  await page.clock.install();
  await server.refuse(MANY);
  await box().fill('waive');
  const again = page.getByRole('button', { name: 'Try again' });
  while (!(await again.isVisible())) {
    await page.clock.runFor(1000);
    assert.ok(searches('waive') <= 11, 'the first time and ten more');
  }
  assert.equal(searches('waive'), 11);
  assert.match(await page.locator('.nothing').innerText(), /^The server has more to answer than it can in good time\.\s+Try again in 1 second\.\s+Try again$/);
  assert.ok(await line().isHidden());
  await page.clock.runFor(200_000);
  assert.equal(searches('waive'), 11);

  await server.refuse(0);
  await again.click();
  await firstHit('Waive a late fee').waitFor();
});

test('nobody is kept waiting for an hour: that is said at once', async () => {
  await open();
  await server.refuse(1, { seconds: 3600, path: '/api/v1/search' });
  await box().fill('waive');
  await page.getByText('Try again in 60 minutes.').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await firstHit('Waive a late fee').waitFor();
});

test('suggestions that are turned away leave the results alone, and come later', async () => {
  await open();
  await watch();
  await server.refuse(2, { path: '/api/v1/suggest' });
  await box().fill('my money');
  await page.getByRole('link', { name: 'my money has not come back' }).waitFor();
  assert.equal(asked(/suggest/), 3);
  assert.deepEqual((await seen()).said, []);
  assert.ok(await firstHit('Refund to a debit card').isVisible());
});

test('more hits that cannot be had leave those that are there', async () => {
  await open();
  await search(page, 'card question');
  await until(() => document.querySelectorAll('.hit').length === 20);
  await server.refuse(1, { seconds: 3600, path: '/api/v1/search' });
  await page.getByRole('button', { name: 'Show more' }).click();
  const again = page.getByRole('button', { name: 'Try again' });
  await again.waitFor();
  assert.equal(await page.locator('.hit').count(), 20);
  await again.click();
  await until(() => document.querySelectorAll('.hit').length > 20);
});

test('browsing waits like searching', async () => {
  await open();
  await server.refuse(1, { path: '/api/v1/articles' });
  await page.getByRole('link', { name: 'Browse', exact: true }).click();
  await until(() => document.querySelectorAll('.item').length > 30);
});

test('an article that was turned away comes by itself, and the one that is open stays meanwhile', async () => {
  await open('/?q=refund&open=refund-debit-card');
  await title('Refund to a debit card').waitFor();
  await page.locator('.hit').first().waitFor();
  await watch('.article-title');
  await server.refuse(1, { path: '/api/v1/articles/' });
  await page.locator('.hit[data-id=late-fee]').click();
  await title('Waive a late fee').waitFor();
  assert.deepEqual(await seen(), { said: [], empty: [] });

  await server.refuse(MANY, { path: '/api/v1/articles/' });
  await page.locator('.hit[data-id=refund-debit-card]').click();
  await line().getByText(BUSY).waitFor();
  assert.ok(await title('Waive a late fee').isVisible());
  await server.refuse(0);
  await title('Refund to a debit card').waitFor();
  await line().waitFor({ state: 'hidden' });
  await until(() => document.activeElement.id === 'ap-article');
});

test('going back to the article that is there ends the waiting for the other', async () => {
  await open('/?q=refund&open=refund-debit-card');
  await title('Refund to a debit card').waitFor();
  await page.locator('.hit').first().waitFor();
  await page.clock.install();
  await server.refuse(1, { slug: 'quota-exceeded', seconds: 60, path: '/api/v1/articles/' });
  await page.locator('.hit[data-id=late-fee]').click();
  await line().getByText(QUOTA).waitFor();
  await page.goBack();
  await line().waitFor({ state: 'hidden' });
  await page.clock.runFor(200_000);
  assert.equal(asked(/articles\/late-fee/), 1);
  assert.ok(await title('Refund to a debit card').isVisible());
});

test('an article that cannot be had can be tried again', async () => {
  await open('/');
  await search(page, 'refund');
  await server.refuse(1, { seconds: 3600, path: '/api/v1/articles/' });
  await page.locator('.hit[data-id=late-fee]').click();
  await page.getByRole('heading', { name: 'The article could not be shown' }).waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await title('Waive a late fee').waitFor();
});

test('a link to another article\'s file is followed in the end, and the page never left', async () => {
  await open('/?q=refund&open=refund-debit-card');
  await page.locator('.hit').first().waitFor();
  let loads = 0;
  page.on('load', () => { ++loads; });
  await server.refuse(1, { path: '/p/' });
  await page.getByRole('link', { name: 'waiving a fee' }).click();
  await title('Waive a late fee').waitFor();
  assert.equal(loads, 0);

  await page.goBack();
  await title('Refund to a debit card').waitFor();
  await server.refuse(1, { seconds: 3600, path: '/p/' });
  await page.getByRole('link', { name: 'waiving a fee' }).click();
  await page.getByRole('button', { name: 'Try again' }).click();
  await title('Waive a late fee').waitFor();
  assert.equal(loads, 0);
});

test('a page that is opened at a busy server waits for it, and is no shut door', async () => {
  page = await openPage(browser, server.url, 'about:blank');
  await server.refuse(MANY);
  await page.goto('/?q=waive');
  await line().getByText(BUSY).waitFor();
  assert.ok(await page.locator('#ap-entry').isHidden());
  await server.refuse(0);
  await firstHit('Waive a late fee').waitFor();
});

test('coming back to the tab while the server is busy covers nothing', async () => {
  await open('/?q=waive&open=late-fee');
  await title('Waive a late fee').waitFor();
  await firstHit('Waive a late fee').waitFor();
  await watch('.article-title');
  for (const seconds of [1, 3600]) {
    await server.refuse(1, { seconds, path: '/api/v1/session' });
    const refused = page.waitForResponse((response) => response.status() === 503);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await (await refused).finished();
  }
  const answered = page.waitForResponse((response) => response.url().includes('q=waives'));
  await box().fill('waives');
  await answered; // and by then whatever the page made of the refusal has been done
  assert.ok(await page.locator('#ap-entry').isHidden());
  assert.deepEqual(await seen(), { said: [], empty: [] });
});

test('signing in at a busy server counts down, and can be sent again', async () => {
  await open();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await server.refuse(1, { path: '/api/v1/session' });
  await page.getByLabel('Name', { exact: true }).fill('ana');
  await page.getByLabel('Password', { exact: true }).fill('the right words');
  await page.getByLabel('Password', { exact: true }).press('Enter');
  await page.getByText('You can try again now.').waitFor();
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Account: Ana Ito' }).waitFor();
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing serious while the page waits in the ${colorScheme} scheme`, async () => {
    await open('/?q=refund&open=late-fee', { colorScheme, bypassCSP: true }); // the checker is a script of ours, not of the page
    await title('Waive a late fee').waitFor();
    await server.refuse(MANY, { slug: 'quota-exceeded', seconds: 60 });
    await box().fill('waive');
    await line().getByText(QUOTA).waitFor();
    await assertAccessible(page, { impacts: GRAVE });
  });
}
