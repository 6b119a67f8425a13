// SPDX-License-Identifier: GPL-3.0-or-later
// Whole ways through the page, by keyboard alone, with the real program and the articles that come with
// it.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startAplomb } from './aplomb.mjs';
import { assertAccessible, LOOKS } from './axe.mjs';
import { closePage, openPage, startBrowser } from './browser.mjs';
import { CALLS } from './calls.mjs';

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
  await closePage(closing);
});

async function open(path = '/', options = {}) {
  page = await openPage(browser, server.url, path, options);
  await page.locator('.page:not([data-starting])').waitFor();
  return page;
}
const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
const type = (words) => page.keyboard.type(words);
const answered = (words) => page.locator(`#ap-list[data-query="${words}"]`).waitFor();
const firstAnswer = () => page.locator('.hit-answer').first().textContent();
const title = () => page.locator('.article-title').textContent();
const focusIn = (selector) => page.waitForFunction((where) => document.activeElement?.closest(where) !== null, selector);

test('ten calls: the sentence to say is on the screen within 25 keys', async () => {
  await open();
  for (const [said, words, id] of CALLS) {
    await press('/', 'Escape');
    await type(words);
    await answered(words);
    const keys = words.length + 2;
    assert.ok(keys <= 25, `${keys} keys for ${said}`);
    const hits = await page.locator('.hit').evaluateAll((all) => all.slice(0, 3).map(({ dataset }) => dataset.id));
    assert.equal(hits[0], id, `${said} (${words}): ${hits.join()}`);
    assert.ok((await firstAnswer()).length > 20, said);
    assert.ok(await page.locator('.hit-answer').first().isVisible());
  }
});

test('from the question to the article, its neighbours, and the next question, without a mouse', async () => {
  await open();
  await type('refund not come');
  await answered('refund not come');
  await press('Enter');
  await focusIn('#ap-article');
  assert.equal(await title(), 'A refund has not arrived yet');
  const first = page.url();

  await press('j');
  await page.waitForFunction((before) => location.href !== before, first);
  await press('k');
  await page.waitForURL(first);
  await focusIn('#ap-article');
  await press('/');
  await type('forgot password'); // the words before it were marked, so they are gone
  await answered('forgot password');
  assert.match(page.url(), /q=forgot\+password&open=/, 'the article stays beside the new results');
});

test('an article that comes late does not take the focus from whoever types on', async () => {
  await open();
  await type('refund not come');
  await answered('refund not come');
  await page.route(/\/api\/v1\/articles\//, async (route) => {
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    await route.continue();
  });
  await press('Enter');
  await type(' yet');
  await page.locator('.article-title').waitFor();
  await type(' again');
  assert.equal(await page.getByRole('combobox').inputValue(), 'refund not come yet again');
});

test('words that are confirmed before they are answered open their answer, and no other', async () => {
  await open();
  await type('charged twice');
  await answered('charged twice');
  await page.route(/\/api\/v1\/search\?/, async (route) => {
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    await route.continue().catch(() => {}); // overtaken
  });
  await press('ControlOrMeta+a');
  await type('forgot password');
  await press('Enter');
  await page.locator('.article-title').waitFor();

  assert.match(await title(), /password/i);
  assert.match(page.url(), /account-password-reset/);
});

test('words that are confirmed before they are answered open nothing over what was opened since', async () => {
  await open();
  await type('charged twice');
  await answered('charged twice');
  const held = [];
  await page.route(/\/api\/v1\/search\?/, (route) => { held.push(route); });
  await press('ControlOrMeta+a');
  await type('forgot password');
  await press('Enter');
  await page.locator('.hit').nth(1).click();
  await page.locator('.article-title').waitFor();
  const chosen = await title();
  for (const route of held) await route.continue().catch(() => {}); // overtaken
  await answered('forgot password');
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
  assert.equal(await title(), chosen);
  assert.doesNotMatch(page.url(), /account-password-reset/);
});

test('on a slow network what is there stays, and only the last letters are answered', async () => {
  await open();
  await type('cancel plus');
  await answered('cancel plus');
  let delayed = 0;
  await page.route(/\/api\/v1\/(search|suggest)\?/, async (route) => {
    ++delayed;
    await new Promise((resolve) => { setTimeout(resolve, 400); });
    await route.continue().catch(() => {}); // overtaken
  });
  await press('ControlOrMeta+a');
  await page.keyboard.type('forgot password', { delay: 60 });
  assert.ok(await page.locator('.hit').first().isVisible());
  await answered('forgot password');

  assert.ok(delayed > 2);
  assert.match(await page.locator('.hit').first().textContent(), /password/i);
});

test('browsing goes through folders to an article and back by arrow keys', async () => {
  await open('/browse');
  await page.locator('.folders .item').first().waitFor();
  await press('ArrowDown');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^account/);
  await press('ArrowDown', 'Enter');
  await page.getByRole('heading', { name: 'Folder billing' }).waitFor();
  assert.match(page.url(), /\/browse\/billing$/);
  await press('/', 'ArrowDown', 'ArrowDown', 'Enter');
  await page.locator('.article-title').waitFor();
  assert.match(page.url(), /\/browse\/billing\?open=/);
  await page.goBack();
  await page.goBack();
  await page.locator('.folders .item').first().waitFor();
});

test('the start shows what was read last and ways in by topic, and Tab and Enter are enough', async () => {
  await open('/a/billing-charged-twice');
  await page.locator('.article-title').waitFor();
  await press('Escape');
  await page.getByRole('heading', { name: 'You read last' }).waitFor();
  await page.getByRole('heading', { name: 'Changed last' }).waitFor();
  await press('ArrowDown');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /charged twice/i);
  await page.getByRole('button', { name: /^Procedure/ }).focus();
  await press('Enter');
  await page.locator('.hit').first().waitFor();
  assert.match(page.url(), /kind=procedure/);
});

test('facets are chosen and let go by keyboard, and keep the focus', async () => {
  await open('/?q=password');
  await page.getByRole('button', { name: /^Policy/ }).focus();
  await press('Space');
  await page.getByRole('button', { name: /Policy/, pressed: true }).waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('.hit')].every(({ textContent }) => textContent.includes('Policy')));
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Policy/);
  await press('Space');
  await page.getByRole('button', { name: /^Policy/, pressed: false }).waitFor();
});

test('two tabs go their own ways', async () => {
  await open();
  const other = await page.context().newPage();
  await other.goto('/?q=cancel+plus');
  await other.locator('.hit').first().waitFor();
  await type('forgot password');
  await answered('forgot password');

  assert.match(await page.locator('.hit').first().textContent(), /password/i);
  assert.match(await other.locator('.hit').first().textContent(), /Plus/);
  assert.equal(await other.getByRole('combobox').inputValue(), 'cancel plus');
});

test('a server that starts again in the middle of a word is waited for, and the word is answered', async () => {
  await open();
  page.expected = [/ERR_CONNECTION|Failed to load|ERR_EMPTY/];
  await type('refund not');
  await answered('refund not');
  const before = await page.locator('.hit').first().textContent();
  await server.end();
  await type(' come');
  await page.getByText('The server cannot be reached.').waitFor();
  assert.equal(await page.locator('.hit').first().textContent(), before, 'what was there stays');
  await server.restart();
  await answered('refund not come');
  await page.getByText('The server cannot be reached.').waitFor({ state: 'hidden' });
});

test('a screen reader hears a combobox, its hits, and how the search stands', async () => {
  await open();
  const box = page.getByRole('combobox', { name: 'Search the articles' });
  assert.equal(await box.getAttribute('aria-expanded'), 'false');
  await type('forgot password');
  await answered('forgot password');
  assert.equal(await box.getAttribute('aria-expanded'), 'true');
  assert.equal(await page.getByRole('listbox').getAttribute('id'), await box.getAttribute('aria-controls'));
  await press('ArrowDown', 'ArrowDown');
  const option = page.getByRole('option').nth(1);
  assert.equal(await option.getAttribute('aria-selected'), 'true');
  assert.equal(await option.getAttribute('id'), await box.getAttribute('aria-activedescendant'));
  assert.match(await page.getByRole('status').first().textContent(), /^\d+\+? articles/);
  for (const landmark of ['banner', 'search', 'main']) assert.equal(await page.getByRole(landmark).count(), 1, landmark);
});

test('single letters can be turned off, for who dictates', async () => {
  await open('/a/billing-refund-late');
  await page.locator('.article-title').waitFor();
  await page.locator('#ap-article').focus();
  await press('?');
  await page.getByRole('checkbox', { name: /Single letters act/ }).uncheck();
  await press('Escape');
  await page.locator('#ap-article').focus();
  await press('h', 'v', '?');
  assert.equal(await page.locator('.sharing-band').count(), 0);
  assert.ok(await page.getByRole('dialog').isHidden());
  assert.match(page.url(), /billing-refund-late/);
  await page.reload();
  await page.getByRole('button', { name: 'Keys' }).click();
  assert.ok(!await page.getByRole('checkbox').isChecked(), 'and they stay off');
});

test('sharing does not wait for a dialog', async () => {
  await open('/a/billing-refund-late');
  await page.locator('.article-title').waitFor();
  await page.getByRole('button', { name: 'Keys' }).click();
  await press('h');
  await page.locator('.sharing-band').waitFor();
  assert.ok(await page.getByRole('dialog').isHidden());
});

test('a filter and Enter open what the filter lets through, and nothing else', async () => {
  await open();
  await type('password');
  await answered('password');
  await page.route(/\/api\/v1\/search\?/, async (route) => {
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    await route.continue().catch(() => {}); // overtaken
  });
  await page.getByRole('button', { name: /^Policy/ }).click();
  await page.locator('#ap-box').focus();
  await press('Enter');
  await page.locator('.article-title').waitFor();
  assert.match(await page.locator('.article-head').textContent(), /Policy/);
});

test('the page speaks the language of the browser', async () => {
  await open('/', { locale: 'de-AT' });
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await type('kein internet');
  await answered('kein internet');
  assert.match(await page.locator('#ap-status').textContent(), /^\d+\+? Artikel/);
  await page.context().close();

  await open('/', { locale: 'fi-FI' });
  assert.equal(await page.locator('html').getAttribute('lang'), 'en', 'the first that it has');
});

test('nothing is wider than a narrow phone, nor than a screen at 200 %', async () => {
  for (const viewport of [{ width: 320, height: 640 }, { width: 640, height: 400 }]) {
    for (const path of ['/', '/?q=refund+not+come', '/?q=xqzzyv', '/browse', '/a/billing-refund-late']) {
      await open(path, { viewport });
      await page.waitForLoadState('networkidle');
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} at ${viewport.width}`);
      await page.context().close();
    }
  }
  page = null;
});

test('where the system has its own colours, what is chosen has a frame', async () => {
  await open('/?q=password', { forcedColors: 'active', reducedMotion: 'reduce' });
  await page.locator('.hit').first().waitFor();
  await press('ArrowDown');
  const style = await page.locator('.hit[aria-selected=true]').evaluate((hit) => getComputedStyle(hit).outlineStyle);
  assert.equal(style, 'solid');
});

for (const { name, options, dir } of LOOKS) {
  test(`axe finds nothing wrong with finding, ${name}`, async () => {
    for (const path of ['/', '/?q=refund+not+come', '/?q=password&kind=policy&open=account-password-reset', '/?q=xqzzyv', '/?q=pasword+rset', '/browse', '/browse/billing', '/a/no-such-article']) {
      await open(path, options);
      page.expected = [/status of 404/];
      await page.waitForLoadState('networkidle');
      await assertAccessible(page, { dir, about: path });
      await page.context().close();
    }
    page = null;
    await open('/', options);
    await press('?');
    await page.getByRole('dialog').waitFor();
    await assertAccessible(page, { dir, about: 'the keys' });
  });
}
